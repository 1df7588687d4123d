/// @file
/// D4 · spec: a rule for values, built from rules, that tells which of them fails and what a database would be asked.
export module patterns.design:spec;

import std;
import patterns.meta;
import patterns.typing;
import :calculator;
import :sql_condition;

export namespace patterns::design {

/// A rule for a `T`: a function, a function object or a pointer to a member that says whether a value keeps it.
///
/// It is called as const, because several callers may use it at once.
template <class Rule, class T>
concept rule_for = std::copy_constructible<std::decay_t<Rule>> && std::predicate<const std::decay_t<Rule>&, const T&>;

/// Whether a value keeps a rule, and which parts of the rule it does not keep.
class explanation {
 public:
  explanation() = default;
  explicit explanation(std::vector<std::string> failures) noexcept : failures_(std::move(failures)) {}

  [[nodiscard]] inline bool holds() const noexcept { return failures_.empty(); }
  [[nodiscard]] inline explicit operator bool() const noexcept { return holds(); }

  /// The parts that fail, in the order in which they were asked; none if the rule holds.
  [[nodiscard]] inline std::span<const std::string> failures() const noexcept { return failures_; }

  /// `holds`, or `fails: age >= 18 (age is 17); is a member`.
  [[nodiscard]] inline std::string text() const {
    std::string all = holds() ? "holds" : "fails: ";
    std::string_view semicolon = "";
    for (const std::string& each : failures_) {
      all += std::exchange(semicolon, "; ");
      all += each;
    }
    return all;
  }

 private:
  std::vector<std::string> failures_;
};

template <class T>
class spec;

}  // namespace patterns::design

namespace patterns::design::detail {

enum class spec_kind { rule, negation, conjunction, disjunction };

enum class spec_language { words, sql };

/// Writes a rule, in words or for a database.
struct spec_writer {
  spec_language language;
  sql_condition written{};
};

template <class T>
class spec_node {
 public:
  spec_node() = default;
  spec_node(const spec_node&) = delete;
  spec_node& operator=(const spec_node&) = delete;
  virtual ~spec_node() = default;

  [[nodiscard]] virtual spec_kind kind() const noexcept { return spec_kind::rule; }

  [[nodiscard]] virtual bool holds_for(const T& value) const = 0;

  /// holds_for, that also says why the answer is another than the one wanted.
  [[nodiscard]] virtual bool explain(const T& value, bool wanted, std::vector<std::string>& failures) const = 0;

  virtual void write(spec_writer& to) const = 0;

  [[nodiscard]] std::string words() const {
    spec_writer writer{spec_language::words};
    write(writer);
    return std::move(writer.written.text);
  }

 protected:
  /// For a rule that is no combination.
  [[nodiscard]] bool explained(bool holds, bool wanted, std::string_view observed,
                               std::vector<std::string>& failures) const {
    if (holds != wanted) {
      failures.push_back((wanted ? words() : std::format("not ({})", words())) + std::string(observed));
    }
    return holds;
  }
};

template <class T>
using spec_pointer = std::shared_ptr<const spec_node<T>>;

template <class T, class Rule>
class named_rule final : public spec_node<T> {
 public:
  named_rule(std::string name, Rule rule, std::optional<sql_condition> sql)
      : name_(std::move(name)), rule_(std::move(rule)), sql_(std::move(sql)) {}

  [[nodiscard]] bool holds_for(const T& value) const override { return std::invoke(rule_, value); }

  [[nodiscard]] bool explain(const T& value, bool wanted, std::vector<std::string>& failures) const override {
    return this->explained(holds_for(value), wanted, "", failures);
  }

  void write(spec_writer& to) const override {
    if (to.language == spec_language::words) {
      to.written.text += name_;
      return;
    }
    if (!sql_) {
      throw untranslatable_rule(name_);
    }
    to.written.text += std::format("({})", sql_->text);
    to.written.parameters.insert(to.written.parameters.end(), sql_->parameters.begin(), sql_->parameters.end());
  }

 private:
  std::string name_;
  Rule rule_;
  std::optional<sql_condition> sql_;
};

template <class T>
class negation final : public spec_node<T> {
 public:
  explicit negation(spec_pointer<T> rule) : rule_(std::move(rule)) {}

  [[nodiscard]] spec_kind kind() const noexcept override { return spec_kind::negation; }
  [[nodiscard]] const spec_pointer<T>& negated() const noexcept { return rule_; }

  [[nodiscard]] bool holds_for(const T& value) const override { return !rule_->holds_for(value); }

  [[nodiscard]] bool explain(const T& value, bool wanted, std::vector<std::string>& failures) const override {
    return !rule_->explain(value, !wanted, failures);
  }

  void write(spec_writer& to) const override {
    to.written.text += to.language == spec_language::sql ? "NOT (" : "not (";
    rule_->write(to);
    to.written.text += ')';
  }

 private:
  spec_pointer<T> rule_;
};

/// All of the rules, or any of them. One that stands in another of its kind is taken apart into it.
template <class T, spec_kind Kind>
class combination final : public spec_node<T> {
 public:
  combination(const spec_pointer<T>& left, const spec_pointer<T>& right) {
    add(left);
    add(right);
  }

  [[nodiscard]] spec_kind kind() const noexcept override { return Kind; }

  [[nodiscard]] bool holds_for(const T& value) const override {
    for (const auto& each : rules_) {
      if (each->holds_for(value) == decisive) {
        return decisive;
      }
    }
    return !decisive;
  }

  [[nodiscard]] bool explain(const T& value, bool wanted, std::vector<std::string>& failures) const override {
    const auto before = failures.size();
    for (const auto& each : rules_) {
      if (each->explain(value, wanted, failures) == decisive) {
        if (wanted == decisive) {
          failures.resize(before);  // those before it failed, and it makes up for them
        }
        return decisive;
      }
    }
    return !decisive;
  }

  void write(spec_writer& to) const override {
    const bool sql = to.language == spec_language::sql;
    const std::string_view word = Kind == spec_kind::conjunction ? (sql ? " AND " : " and ") : (sql ? " OR " : " or ");
    std::string_view joint = "";
    for (const auto& each : rules_) {
      const bool nested = each->kind() == spec_kind::conjunction || each->kind() == spec_kind::disjunction;
      to.written.text += std::exchange(joint, word);
      to.written.text += nested ? "(" : "";
      each->write(to);
      to.written.text += nested ? ")" : "";
    }
  }

 private:
  // The answer of one rule that decides for all.
  static constexpr bool decisive = Kind == spec_kind::disjunction;

  void add(const spec_pointer<T>& rule) {
    if (rule->kind() == Kind) {
      const auto& same = static_cast<const combination&>(*rule).rules_;
      rules_.insert(rules_.end(), same.begin(), same.end());
    } else {
      rules_.push_back(rule);
    }
  }

  std::vector<spec_pointer<T>> rules_;
};

/// Lets the partitions of this module make a spec of a node, and nobody else.
struct spec_access {
  template <class T>
  [[nodiscard]] static spec<T> made_of(spec_pointer<T> rule) {
    return spec<T>(std::move(rule));
  }
};

}  // namespace patterns::design::detail

export namespace patterns::design {

/// A rule for values of type `T`, to be combined with others by `&`, `|` and `!`, and asked later. GCC's -Wparentheses
/// wants `(!a) & b`, whatever the types are.
///
///     const spec<user> adult = field<user, "age">() >= 18;
///     const spec<user> eligible = adult & !spec<user>("is banned", &user::banned);
///     std::ranges::count_if(users, eligible);
///
/// `a & b` asks b only if a holds, and `a | b` only if a does not; an explanation asks neither more nor less. Copies
/// share the rules, which never change; a spec that was moved from keeps them.
///
/// Complexity: a copy is one atomic increment. A combination allocates; one of n rules copies n pointers. A call is one
/// indirect call a rule asked; stack is used as parentheses nest.
/// Thread-safety: all at any time, if the rules allow for calls at once.
/// Exceptions: what a rule throws, passed on. Source: row D4; Evans and Fowler, Specifications.
template <class T>
class spec {
 public:
  /// `rule`, which explain calls by `name`; without SQL.
  /// @throws typing::validation_error if the name is empty, or the rule a null pointer or an empty function wrapper
  template <rule_for<T> Rule>
  spec(std::string name, Rule&& rule) : spec(std::move(name), std::forward<Rule>(rule), std::nullopt) {}

  /// `rule`, which asks of an object what `sql` asks of a row: `spec<user>("is local", is_local, "country = ?", "SE")`.
  /// @throws typing::validation_error as above, for an unsigned value that no signed one equals, for a NaN, and for a
  /// null pointer
  template <rule_for<T> Rule, sql_bindable... Values>
  spec(std::string name, Rule&& rule, sql_fragment<std::type_identity_t<Values>...> sql, const Values&... values)
      : spec(std::move(name), std::forward<Rule>(rule),
             std::optional(sql_condition{std::string(sql.view()), {detail::bound(values)...}})) {}

  // No moves, which would leave a spec without a rule.
  spec(const spec&) = default;
  spec& operator=(const spec&) = default;
  ~spec() = default;

  /// Whether `value` keeps the rule.
  [[nodiscard]] bool operator()(const T& value) const { return rule_->holds_for(value); }

  /// Whether `value` keeps the rule, and if not, which parts of it fail.
  [[nodiscard]] explanation explain(const T& value) const {
    std::vector<std::string> failures;
    (void)rule_->explain(value, true, failures);
    return explanation(std::move(failures));
  }

  /// The rule in words: `age >= 18 and not (is banned)`.
  [[nodiscard]] std::string text() const { return rule_->words(); }

  /// The rule as a condition for a database, with its values beside the text.
  /// @throws untranslatable_rule for a rule that was given without SQL; typing::validation_error for a value that
  /// cannot be bound
  [[nodiscard]] sql_condition to_sql() const {
    detail::spec_writer writer{detail::spec_language::sql};
    rule_->write(writer);
    return std::move(writer.written);
  }

  [[nodiscard]] friend spec operator&(const spec& left, const spec& right) {
    return spec(
        std::make_shared<const detail::combination<T, detail::spec_kind::conjunction>>(left.rule_, right.rule_));
  }

  [[nodiscard]] friend spec operator|(const spec& left, const spec& right) {
    return spec(
        std::make_shared<const detail::combination<T, detail::spec_kind::disjunction>>(left.rule_, right.rule_));
  }

  [[nodiscard]] friend spec operator!(const spec& rule) {
    if (rule.rule_->kind() == detail::spec_kind::negation) {
      return spec(static_cast<const detail::negation<T>&>(*rule.rule_).negated());
    }
    return spec(std::make_shared<const detail::negation<T>>(rule.rule_));
  }

 private:
  friend struct detail::spec_access;

  explicit spec(detail::spec_pointer<T> rule) noexcept : rule_(std::move(rule)) {}

  template <class Rule>
  spec(std::string name, Rule&& rule, std::optional<sql_condition> sql) {
    if (name.empty()) {
      throw typing::validation_error("spec", "name", "''", "must not be empty");
    }
    if (const std::decay_t<Rule>& given = rule; detail::is_empty(given)) {
      throw typing::validation_error("spec", name, "nullptr", "must be a function");
    }
    rule_ = std::make_shared<const detail::named_rule<T, std::decay_t<Rule>>>(std::move(name), std::forward<Rule>(rule),
                                                                              std::move(sql));
  }

  detail::spec_pointer<T> rule_;
};

}  // namespace patterns::design
