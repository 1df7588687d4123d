/// @file
/// A25 · query_builder: a statement for a database, built clause by clause in an order that the compiler checks.
export module patterns.design:query_builder;

import std;
import patterns.meta;
import patterns.typing;
import :spec;
import :sql_condition;

export namespace patterns::design {

/// A statement as a database takes it: the text, and the values for its `?` marks in their order.
struct statement {
  std::string text;
  std::vector<sql_value> parameters;

  [[nodiscard]] bool operator==(const statement&) const = default;
};

/// Thrown for a name that no table or column can have; tells which.
class identifier_error : public std::invalid_argument {
 public:
  using invalid_argument::invalid_argument;
};

/// The name of a table or a column, quoted as the SQL standard does it. It cannot be bound as a value can, and so it
/// may be any text, and still ends where it ends: a quotation mark in it is doubled.
///
/// MySQL takes such a name with ANSI_QUOTES only. SQLite reads one that no column has as a text, unless it is told not
/// to. A name from outside is safe, but it may name what it should not: compare it with a list first.
class identifier {
 public:
  /// @throws identifier_error if the name is empty, or has a NUL in it, at which a database would end the statement
  template <std::convertible_to<std::string_view> Text>
  identifier(const Text& name) : identifier(std::string_view(name), std::in_place) {}

  /// The name between its quotation marks.
  [[nodiscard]] inline const std::string& quoted() const noexcept { return quoted_; }

 private:
  inline identifier(std::string_view name, std::in_place_t) {
    if (name.empty()) {
      throw identifier_error("identifier: the name is empty");
    }
    if (name.find('\0') != std::string_view::npos) {
      throw identifier_error(std::format("identifier: {} has a NUL in it", meta::repr(name)));
    }
    quoted_ = '"';
    for (const char letter : name) {
      quoted_.append(letter == '"' ? 2U : 1U, letter);
    }
    quoted_ += '"';
  }

  std::string quoted_;
};

/// A column and the value that it gets, in `values` and `set`.
class column_value {
 public:
  /// @throws identifier_error for the name; typing::validation_error for an integer that no signed 64 bits hold
  template <sql_bindable Value>
  column_value(identifier column, const Value& value) : column_(std::move(column)), value_(detail::bound(value)) {}

  [[nodiscard]] inline const identifier& column() const noexcept { return column_; }
  [[nodiscard]] inline const sql_value& value() const noexcept { return value_; }

 private:
  identifier column_;
  sql_value value_;
};

/// What `order_by` sorts by: a column, from its least value on, or from its greatest if made by descending.
class sort_key {
 public:
  template <std::convertible_to<identifier> Column>
  sort_key(const Column& column) : sort_key(column, false) {}
  inline sort_key(const identifier& column, bool is_descending)
      : text_(column.quoted() + (is_descending ? " DESC" : "")) {}

  [[nodiscard]] inline const std::string& text() const noexcept { return text_; }

 private:
  std::string text_;
};

/// A column to order by, the largest first.
[[nodiscard]] inline sort_key descending(const identifier& column) {
  return {column, true};
}

/// How a column is compared with a value in `where`.
enum class sql_comparison { equal, not_equal, less, less_equal, greater, greater_equal, like };

/// The clause that a statement under construction ends with.
enum class query_clause {
  none,
  select,
  from,
  where,
  order_by,
  limit,
  insert_into,
  values,
  update,
  set,
  delete_from,
  where_changed,
  all_rows
};

}  // namespace patterns::design

namespace patterns::design::detail {

// In the order of the enumerators.
inline constexpr std::array<std::string_view, 7> sql_comparison_signs{
    " = ", " <> ", " < ", " <= ", " > ", " >= ", " LIKE "};

[[nodiscard]] consteval bool may_follow(query_clause last, query_clause next) {
  using enum query_clause;
  switch (next) {
    case select:
    case insert_into:
    case update:
    case delete_from:
      return last == none;
    case from:
      return last == select;
    case where:
      return last == from || last == where;
    case order_by:
      return last == from || last == where;
    case limit:
      return last == from || last == where || last == order_by;
    case values:
      return last == insert_into;
    case set:
      return last == update;
    case where_changed:
      return last == set || last == delete_from || last == where_changed;
    case all_rows:
      return last == set || last == delete_from;
    case none:
      return false;
  }
  return false;
}

[[nodiscard]] consteval query_clause where_after(query_clause last) {
  using enum query_clause;
  return last == set || last == delete_from || last == where_changed ? where_changed : where;
}

[[nodiscard]] inline std::string joined_texts(std::initializer_list<std::string_view> texts) {
  std::string all;
  for (const std::string_view each : texts) {
    all += all.empty() ? "" : ", ";
    all += each;
  }
  return all;
}

}  // namespace patterns::design::detail

export namespace patterns::design {

/// A statement that ends with the clause `Last` may go on with `Next`.
template <query_clause Last, query_clause Next>
concept may_go_on_with = detail::may_follow(Last, Next);

/// A statement that ends with the clause `Last` is complete. One that changes rows is so only with a condition, or with
/// `all_rows()`, which nobody says by mistake.
template <query_clause Last>
concept complete_after = Last == query_clause::from || Last == query_clause::where || Last == query_clause::order_by ||
                         Last == query_clause::limit || Last == query_clause::values ||
                         Last == query_clause::where_changed || Last == query_clause::all_rows;

/// Builds a statement for a database:
///
///     query_builder().select("name").from("user").where("age >= ?", 18).order_by("name").limit(10).build()
///     query_builder().update("user").set(column_value("age", 31)).where(field<user, "name">() == name).build()
///
/// The clauses come in the order of SQL, each once, but `where` as often as there are conditions, all of which must
/// hold; any other order does not compile. A value is always bound to a `?`, and never stands in the text; the text is
/// made of literals and of quoted names.
///
/// Each clause gives a new builder, and the one before may be used again, as the beginning of other statements. There
/// is no value for NULL: leave the column out, or write `IS NULL` in a literal.
///
/// @tparam Last  the clause that it ends with
///
/// Complexity: a clause copies what comes before it. Thread-safety: never changes. Exceptions: std::bad_alloc, and
/// those stated. Source: row A25; the builder of Design Patterns (1994); Strom and Yemini, Typestate (1986).
template <query_clause Last = query_clause::none>
class query_builder {
 public:
  query_builder()
    requires(Last == query_clause::none)
  = default;

  /// Reads these columns. @throws identifier_error, as all clauses that take a name
  template <std::convertible_to<identifier>... Columns>
    requires may_go_on_with<Last, query_clause::select> && (sizeof...(Columns) > 0)
  [[nodiscard]] auto select(const Columns&... columns) const {
    return with<query_clause::select>("SELECT " + detail::joined_texts({identifier(columns).quoted()...}));
  }

  /// Reads all columns.
  [[nodiscard]] inline auto select_all() const
    requires may_go_on_with<Last, query_clause::select>
  {
    return with<query_clause::select>("SELECT *");
  }

  [[nodiscard]] inline auto from(const identifier& table) const
    requires may_go_on_with<Last, query_clause::from>
  {
    return with<query_clause::from>(" FROM " + table.quoted());
  }

  /// Only rows for which the condition holds: `where("age >= ? OR vip", 18)`. It is a literal.
  /// @throws typing::validation_error for an integer that no signed 64 bits hold, as all clauses that take a value
  template <sql_bindable... Values>
    requires may_go_on_with<Last, detail::where_after(Last)>
  [[nodiscard]] auto where(sql_fragment<std::type_identity_t<Values>...> condition, const Values&... values) const {
    return with_condition(condition.view(), {detail::bound(values)...});
  }

  /// Only rows that keep the rule. @throws untranslatable_rule if a part of the rule has no SQL
  template <class T>
    requires may_go_on_with<Last, detail::where_after(Last)>
  [[nodiscard]] auto where(const spec<T>& rule) const {
    sql_condition condition = rule.to_sql();
    return with_condition(condition.text, std::move(condition.parameters));
  }

  /// Only rows in which the column compares so with the value: for a column whose name is known when the program runs.
  template <sql_bindable Value>
    requires may_go_on_with<Last, detail::where_after(Last)>
  [[nodiscard]] auto where(const identifier& column, sql_comparison by, const Value& value) const {
    return with_condition(
        std::format("{}{}?", column.quoted(), detail::sql_comparison_signs.at(static_cast<std::size_t>(by))),
        {detail::bound(value)});
  }

  /// Sorted by the first key, those equal in it by the second, and so on.
  template <std::convertible_to<sort_key>... Keys>
    requires may_go_on_with<Last, query_clause::order_by> && (sizeof...(Keys) > 0)
  [[nodiscard]] auto order_by(const Keys&... keys) const {
    return with<query_clause::order_by>(" ORDER BY " + detail::joined_texts({sort_key(keys).text()...}));
  }

  /// At most `count` rows, after the first `offset`.
  /// @throws typing::validation_error if a number is less than 0, which some databases take for none at all
  template <std::integral Count, std::integral Offset = int>
    requires may_go_on_with<Last, query_clause::limit> && sql_bindable<Count> && sql_bindable<Offset>
  [[nodiscard]] auto limit(Count count, Offset offset = 0) const {
    refuse_negative("limit", count);
    refuse_negative("offset", offset);
    return with<query_clause::limit>(" LIMIT ? OFFSET ?", {detail::bound(count), detail::bound(offset)});
  }

  [[nodiscard]] inline auto insert_into(const identifier& table) const
    requires may_go_on_with<Last, query_clause::insert_into>
  {
    return with<query_clause::insert_into>("INSERT INTO " + table.quoted());
  }

  /// The columns of the new row that do not get their default.
  template <std::same_as<column_value>... Columns>
    requires may_go_on_with<Last, query_clause::values> && (sizeof...(Columns) > 0)
  [[nodiscard]] auto values(const Columns&... columns) const {
    std::string marks = "?";
    for (std::size_t i = 1; i < sizeof...(Columns); ++i) {
      marks += ", ?";
    }
    return with<query_clause::values>(
        std::format(" ({}) VALUES ({})", detail::joined_texts({columns.column().quoted()...}), marks),
        {columns.value()...});
  }

  [[nodiscard]] inline auto update(const identifier& table) const
    requires may_go_on_with<Last, query_clause::update>
  {
    return with<query_clause::update>("UPDATE " + table.quoted());
  }

  template <std::same_as<column_value>... Columns>
    requires may_go_on_with<Last, query_clause::set> && (sizeof...(Columns) > 0)
  [[nodiscard]] auto set(const Columns&... columns) const {
    return with<query_clause::set>(" SET " + detail::joined_texts({columns.column().quoted() + " = ?" ...}),
                                   {columns.value()...});
  }

  [[nodiscard]] inline auto delete_from(const identifier& table) const
    requires may_go_on_with<Last, query_clause::delete_from>
  {
    return with<query_clause::delete_from>("DELETE FROM " + table.quoted());
  }

  /// Changes or deletes every row of the table.
  [[nodiscard]] inline auto all_rows() const
    requires may_go_on_with<Last, query_clause::all_rows>
  {
    return with<query_clause::all_rows>("");
  }

  [[nodiscard]] inline statement build() const
    requires complete_after<Last>
  {
    return built_;
  }

 private:
  template <query_clause>
  friend class query_builder;

  explicit query_builder(statement built) noexcept : built_(std::move(built)) {}

  template <query_clause Next>
  [[nodiscard]] query_builder<Next> with(std::string_view text, std::vector<sql_value> parameters = {}) const {
    statement next{built_.text + std::string(text), built_.parameters};
    std::ranges::move(parameters, std::back_inserter(next.parameters));
    return query_builder<Next>(std::move(next));
  }

  [[nodiscard]] inline auto with_condition(std::string_view text, std::vector<sql_value> parameters) const {
    constexpr bool is_first = Last != query_clause::where && Last != query_clause::where_changed;
    return with<detail::where_after(Last)>(std::format("{}({})", is_first ? " WHERE " : " AND ", text),
                                           std::move(parameters));
  }

  template <class Number>
  static void refuse_negative(std::string_view name, Number number) {
    if (std::cmp_less(number, 0)) {
      throw typing::validation_error("query_builder", name, std::to_string(number), "must not be negative");
    }
  }

  statement built_;
};

}  // namespace patterns::design
