#include "googletest.hpp"

#ifdef PATTERNS_TEST_HAS_SQLITE
#include <sqlite3.h>
#endif

import googletest;
import std;
import patterns.design;
import patterns.typing;

namespace {

using namespace patterns::design;
using patterns::typing::validation_error;

struct user {
  std::string name;
  int age;
};

using values = std::vector<sql_value>;

template <class Builder>
concept can_build = requires(const Builder& builder) { builder.build(); };
template <class Builder>
concept can_where = requires(const Builder& builder) { builder.where("age = ?", 1); };
template <class Builder>
concept can_order = requires(const Builder& builder) { builder.order_by("age"); };
template <class Builder>
concept can_limit = requires(const Builder& builder) { builder.limit(1); };
template <class Builder>
concept can_select = requires(const Builder& builder) { builder.select("age"); };
template <class Builder>
concept can_take_all = requires(const Builder& builder) { builder.all_rows(); };

using begun = query_builder<query_clause::none>;
using selected = query_builder<query_clause::select>;
using from = query_builder<query_clause::from>;
using filtered = query_builder<query_clause::where>;
using ordered = query_builder<query_clause::order_by>;
using limited = query_builder<query_clause::limit>;
using updated = query_builder<query_clause::update>;
using set = query_builder<query_clause::set>;
using deleted = query_builder<query_clause::delete_from>;
using changed = query_builder<query_clause::where_changed>;

static_assert(can_select<begun> && !can_select<selected> && !can_select<from>);
static_assert(!can_build<begun> && !can_build<selected> && can_build<from> && can_build<filtered>);
static_assert(can_build<ordered> && can_build<limited>);
static_assert(!can_where<begun> && !can_where<selected> && can_where<from> && can_where<filtered>);
static_assert(!can_where<ordered> && !can_where<limited>);
static_assert(can_order<from> && can_order<filtered> && !can_order<ordered> && !can_order<limited>);
static_assert(!can_order<changed> && !can_limit<changed>);
static_assert(can_limit<from> && can_limit<ordered> && !can_limit<limited>);
// What changes rows needs a condition, or a word that says that it means all.
static_assert(!can_build<updated> && !can_build<set> && !can_build<deleted> && can_build<changed>);
static_assert(can_take_all<set> && can_take_all<deleted> && !can_take_all<updated> && !can_take_all<changed>);
static_assert(!can_take_all<from>);

TEST(A25_query_builder, writes_the_clauses_and_keeps_the_values_beside_them) {
  const statement built = query_builder()
                              .select("name", "age")
                              .from("user")
                              .where("age >= ?", 18)
                              .where("name <> ?", "Ana")
                              .order_by("name", descending("age"))
                              .limit(10, 20)
                              .build();
  EXPECT_EQ(built.text,
            "SELECT \"name\", \"age\" FROM \"user\" WHERE (age >= ?) AND (name <> ?)"
            " ORDER BY \"name\", \"age\" DESC LIMIT ? OFFSET ?");
  EXPECT_EQ(built.parameters, (values{std::int64_t{18}, std::string("Ana"), std::int64_t{10}, std::int64_t{20}}));
}

TEST(A25_query_builder, inserts_updates_and_deletes) {
  EXPECT_EQ(
      query_builder().insert_into("user").values(column_value("name", "Ana"), column_value("age", 30)).build(),
      (statement{"INSERT INTO \"user\" (\"name\", \"age\") VALUES (?, ?)", {std::string("Ana"), std::int64_t{30}}}));
  EXPECT_EQ(query_builder().update("user").set(column_value("age", 31)).where("name = ?", "Ana").build(),
            (statement{"UPDATE \"user\" SET \"age\" = ? WHERE (name = ?)", {std::int64_t{31}, std::string("Ana")}}));
  EXPECT_EQ(query_builder().delete_from("user").where("age < ?", 0.5).where("vip = ?", false).build(),
            (statement{"DELETE FROM \"user\" WHERE (age < ?) AND (vip = ?)", {0.5, false}}));
  EXPECT_EQ(query_builder().delete_from("user").all_rows().build(), (statement{"DELETE FROM \"user\"", {}}));
  EXPECT_EQ(query_builder().update("user").set(column_value("age", 0)).all_rows().build().text,
            "UPDATE \"user\" SET \"age\" = ?");
}

TEST(A25_query_builder, takes_a_rule_as_a_condition_and_keeps_it_together) {
  const spec<user> rule = (field<user, "age">() < 18) | (field<user, "name">() == "Ana");
  const statement built = query_builder().select_all().from("user").where("vip").where(rule).build();
  EXPECT_EQ(built.text, "SELECT * FROM \"user\" WHERE (vip) AND (age < ? OR name = ?)");
  EXPECT_EQ(built.parameters, (values{std::int64_t{18}, std::string("Ana")}));
  const spec<user> silent("is nice", [](const user&) { return true; });
  EXPECT_THROW((void)query_builder().select_all().from("user").where(silent), untranslatable_rule);
}

TEST(A25_query_builder, compares_a_column_whose_name_is_known_at_run_time) {
  const std::string column = "age";
  const auto all = query_builder().select_all().from("user");
  EXPECT_EQ(all.where(column, sql_comparison::greater_equal, 18).build().text,
            "SELECT * FROM \"user\" WHERE (\"age\" >= ?)");
  EXPECT_EQ(all.where(column, sql_comparison::like, "1%").build().text,
            "SELECT * FROM \"user\" WHERE (\"age\" LIKE ?)");
}

TEST(A25_query_builder, may_be_the_beginning_of_several_statements) {
  const auto adults = query_builder().select("name").from("user").where("age >= ?", 18);
  const auto few = adults.limit(1).build();
  const auto sorted = adults.order_by("name").build();
  EXPECT_EQ(adults.build().text, "SELECT \"name\" FROM \"user\" WHERE (age >= ?)");
  EXPECT_EQ(few.parameters.size(), 3U);
  EXPECT_EQ(sorted.parameters.size(), 1U);
}

TEST(A25_query_builder, quotes_a_name_so_that_it_ends_where_it_ends) {
  EXPECT_EQ(identifier("name").quoted(), "\"name\"");
  EXPECT_EQ(identifier("a\"; DROP TABLE user; --").quoted(), "\"a\"\"; DROP TABLE user; --\"");
}

TEST(A25_query_builder, refuses_a_name_that_no_column_can_have) {
  EXPECT_THROW((void)identifier(""), identifier_error);
  try {
    (void)query_builder().select(std::string("a\0b", 3));
    FAIL() << "no exception";
  } catch (const identifier_error& error) {
    EXPECT_STREQ(error.what(), "identifier: 'a\\x00b' has a NUL in it");
  }
}

TEST(A25_query_builder, refuses_numbers_that_it_cannot_bind_or_that_mean_no_limit) {
  const auto all = query_builder().select_all().from("user");
  EXPECT_THROW((void)all.where("age = ?", std::numeric_limits<std::uint64_t>::max()), validation_error);
  EXPECT_THROW((void)column_value("age", std::numeric_limits<std::uint64_t>::max()), validation_error);
  try {
    (void)all.limit(-1);
    FAIL() << "no exception";
  } catch (const validation_error& error) {
    EXPECT_STREQ(error.what(), "query_builder.limit = -1: must not be negative");
  }
  EXPECT_THROW((void)all.limit(1, -2), validation_error);
}

#ifdef PATTERNS_TEST_HAS_SQLITE

using rows = std::vector<std::vector<std::string>>;

class database {
 public:
  database() {
    sqlite3* opened = nullptr;
    const int status = sqlite3_open(":memory:", &opened);
    handle_.reset(opened);
    if (status != SQLITE_OK) {
      throw std::runtime_error("no database");
    }
  }

  /// Every row, its values as texts, `NULL` for NULL.
  rows run(const statement& asked) const {
    sqlite3_stmt* raw = nullptr;
    const char* tail = nullptr;
    check(sqlite3_prepare_v2(handle_.get(), asked.text.data(), static_cast<int>(asked.text.size()), &raw, &tail));
    const std::unique_ptr<sqlite3_stmt, decltype([](sqlite3_stmt* s) { sqlite3_finalize(s); })> prepared(raw);
    if (tail != asked.text.data() + asked.text.size()) {
      throw std::runtime_error("more than one statement: " + asked.text);
    }
    if (static_cast<std::size_t>(sqlite3_bind_parameter_count(raw)) != asked.parameters.size()) {
      throw std::runtime_error("marks and values differ: " + asked.text);
    }
    int mark = 0;
    for (const sql_value& each : asked.parameters) {
      ++mark;
      check(std::visit(
          [&](const auto& value) {
            using type = std::remove_cvref_t<decltype(value)>;
            if constexpr (std::same_as<type, std::string>) {
              // A null pointer is SQLITE_STATIC: the text outlives the statement.
              return sqlite3_bind_text(raw, mark, value.data(), static_cast<int>(value.size()), nullptr);
            } else if constexpr (std::same_as<type, double>) {
              return sqlite3_bind_double(raw, mark, value);
            } else {
              return sqlite3_bind_int64(raw, mark, value);
            }
          },
          each));
    }
    rows found;
    int status = sqlite3_step(raw);
    for (; status == SQLITE_ROW; status = sqlite3_step(raw)) {
      std::vector<std::string> row;
      for (int i = 0; i < sqlite3_column_count(raw); ++i) {
        const auto* const text = sqlite3_column_text(raw, i);
        const auto size = static_cast<std::size_t>(sqlite3_column_bytes(raw, i));
        row.push_back(text == nullptr ? "NULL" : std::string(reinterpret_cast<const char*>(text), size));
      }
      found.push_back(std::move(row));
    }
    check(status == SQLITE_DONE ? SQLITE_OK : status);
    return found;
  }

 private:
  void check(int status) const {
    if (status != SQLITE_OK) {
      throw std::runtime_error(sqlite3_errmsg(handle_.get()));
    }
  }

  std::unique_ptr<sqlite3, decltype([](sqlite3* d) { sqlite3_close(d); })> handle_;
};

const std::vector<std::string>& hostile_texts() {
  static const std::vector<std::string> texts{
      "'; DROP TABLE user; --",
      "\"; DROP TABLE user; --",
      "' OR '1'='1",
      "x' UNION SELECT sql, 1 FROM sqlite_master; --",
      "/* comment */ -- and /* another",
      "?1 :name @name $name ?",
      "\\'; DELETE FROM user; \\",
      "18",
      "1e3",
      "NULL",
      "",
      std::string("before\0after", 12),
      "%_",
      "日本語 ʼ ＇ \u202e",
      "\xff\xfe not UTF-8",
      "line\nbreak\r\n\ttab",
      std::string(1'000'000, '\''),
  };
  return texts;
}

class A25_query_builder_with_sqlite : public testing::Test {
 protected:
  A25_query_builder_with_sqlite() {
    (void)base.run({"CREATE TABLE user (name TEXT NOT NULL, age INTEGER)", {}});
    (void)base.run({"CREATE TABLE secret (word TEXT)", {}});
    (void)base.run(
        query_builder().insert_into("user").values(column_value("name", "Ana"), column_value("age", 30)).build());
    (void)base.run(query_builder().insert_into("secret").values(column_value("word", "xyzzy")).build());
    schema = read_schema();
  }

  [[nodiscard]] rows read_schema() const {
    return base.run(query_builder().select("name", "sql").from("sqlite_master").order_by("name").build());
  }

  void expect_all_else_intact() const {
    EXPECT_EQ(read_schema(), schema);
    EXPECT_EQ(base.run(query_builder().select_all().from("secret").build()), (rows{{"xyzzy"}}));
    EXPECT_EQ(base.run(query_builder().select("age").from("user").where("name = ?", "Ana").build()), (rows{{"30"}}));
  }

  database base;
  rows schema;
};

TEST_F(A25_query_builder_with_sqlite, takes_hostile_values_in_every_clause_as_nothing_but_values) {
  const auto count = [&] { return base.run(query_builder().select_all().from("user").build()).size(); };
  for (const std::string& text : hostile_texts()) {
    SCOPED_TRACE(text.substr(0, 60));
    const auto named = query_builder().select("name").from("user").where("name = ?", text);
    EXPECT_EQ(base.run(named.build()), rows{});

    (void)base.run(
        query_builder().insert_into("user").values(column_value("name", text), column_value("age", 1)).build());
    EXPECT_EQ(base.run(named.build()), (rows{{text}}));
    EXPECT_EQ(base.run(named.order_by("name").limit(1).build()), (rows{{text}}));
    EXPECT_EQ(count(), 2U);

    const spec<user> rule = (field<user, "name">() == text) & (field<user, "age">() < 18);
    EXPECT_EQ(base.run(query_builder().select("name").from("user").where(rule).build()), (rows{{text}}));
    EXPECT_EQ(base.run(query_builder().select("name").from("user").where("name", sql_comparison::equal, text).build()),
              (rows{{text}}));

    const std::string marked = text + "'";
    (void)base.run(query_builder().update("user").set(column_value("name", marked)).where("name = ?", text).build());
    EXPECT_EQ(base.run(query_builder().select("name").from("user").where("age = ?", 1).build()), (rows{{marked}}));
    expect_all_else_intact();

    (void)base.run(query_builder().delete_from("user").where("name = ?", marked).build());
    EXPECT_EQ(count(), 1U);
    expect_all_else_intact();
  }
}

TEST_F(A25_query_builder_with_sqlite, takes_hostile_names_as_nothing_but_names) {
  const std::string hostile = "x\"; DROP TABLE user; --'?";
  (void)base.run(
      {std::format("CREATE TABLE {} ({} TEXT)", identifier(hostile).quoted(), identifier(hostile).quoted()), {}});
  (void)base.run(query_builder().insert_into(hostile).values(column_value(hostile, "first")).build());
  (void)base.run(query_builder().insert_into(hostile).values(column_value(hostile, "second")).build());
  (void)base.run(query_builder()
                     .update(hostile)
                     .set(column_value(hostile, "third"))
                     .where(hostile, sql_comparison::equal, "first")
                     .build());
  EXPECT_EQ(base.run(query_builder().select(hostile).from(hostile).order_by(descending(hostile)).build()),
            (rows{{"third"}, {"second"}}));
  (void)base.run(query_builder().delete_from(hostile).where(hostile, sql_comparison::like, "%").build());
  EXPECT_EQ(base.run(query_builder().select_all().from(hostile).build()), rows{});
  EXPECT_EQ(base.run(query_builder().select("age").from("user").build()), (rows{{"30"}}));
}

TEST_F(A25_query_builder_with_sqlite, limits_and_sorts) {
  for (int age = 1; age < 6; ++age) {
    (void)base.run(
        query_builder().insert_into("user").values(column_value("name", "kid"), column_value("age", age)).build());
  }
  const auto kids = query_builder().select("age").from("user").where("name = ?", "kid").order_by(descending("age"));
  EXPECT_EQ(base.run(kids.limit(2, 1).build()), (rows{{"4"}, {"3"}}));
  EXPECT_EQ(base.run(kids.limit(0).build()), rows{});
}

#else

TEST(A25_query_builder_with_sqlite, takes_hostile_values_in_every_clause_as_nothing_but_values) {
  GTEST_SKIP() << "built without SQLite; its package is libsqlite3-dev";
}

#endif

}  // namespace
