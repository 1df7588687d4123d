#include "cost_project.hpp"
#include "costs.hpp"
#include "error.hpp"
#include "library_sources.hpp"
#include "scratch.hpp"
#include "text.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>

namespace {

using namespace evaluate;
namespace fs = std::filesystem;

class Evaluate_library : public testing::Test {
 protected:
  void write(const std::string& name, const std::string& text) const {
    fs::create_directories((folder.path() / name).parent_path());
    write_file((folder.path() / name).string(), text);
  }

  scratch_folder folder = scratch_folder(fs::temp_directory_path(), false);
};

TEST_F(Evaluate_library, has_its_names_from_the_files_of_libcxx) {
  write("std/vector.inc", "export namespace std {\n  using std::vector;\n  using std::begin;\n}\n");
  write("std/string.inc", "export namespace std {\n  using std::string;\n  using std::begin;\n}\n");
  write("std/coroutine.inc", "export namespace std {\n  // using std::nothing;\n}\n");
  const std_headers known(folder.path() / "std.cppm");
  EXPECT_EQ(known.needed_by("std::begin(std::vector<int>()); // std::string"), std::vector<std::string>{"vector"});
  EXPECT_EQ(known.needed_by("std::string::npos; \"std::vector\""), std::vector<std::string>{"string"});
  EXPECT_EQ(known.needed_by("co_await x; std::nothing; my::std::vector v; notstd::vector w;"),
            std::vector<std::string>{"coroutine"});
}

TEST_F(Evaluate_library, has_its_names_from_the_comments_of_libstdcxx) {
  write("std.cc",
        "// <http://example>\n// 24.3 <array>\nexport namespace std {\n  using std::array;\n}\n// <deque>\n"
        "namespace std { using std::deque; }\n");
  const std_headers known(folder.path() / "std.cc");
  EXPECT_EQ(known.needed_by("std::deque<std::array<int, 2>>"), (std::vector<std::string>{"array", "deque"}));
  EXPECT_TRUE(std_headers(folder.path() / "none").empty());
  ASSERT_EQ(mkfifo((folder.path() / "pipe").c_str(), 0600), 0);
  EXPECT_TRUE(std_headers(folder.path() / "pipe").empty());
}

TEST_F(Evaluate_library, is_turned_into_headers) {
  write("std.cc", "// <array>\nusing std::array;\n");
  const std_headers known(folder.path() / "std.cc");
  const std::string text =
      "module;\n#include <version>\nexport module a.b:part;\nimport std;\nexport import :other;\nimport c;\n"
      "export namespace a { std::array<int, 1> f(); }\nexport {\nint g();\n}\nmodule : private;\nint hidden;\n";
  EXPECT_EQ(header_of(text, "a.b:part", known),
            "#pragma once\n#include <version>\n#include <array>\n#include \"a.b-other.hpp\"\n#include \"c.hpp\"\n"
            "namespace a { std::array<int, 1> f(); }\nextern \"C++\" {\nint g();\n}\n");
}

TEST_F(Evaluate_library, is_read_in_order) {
  write("x/a.cppm", "export module a; // of a\nexport import :p;\nimport std;\n");
  write("x/p.cppm", "export module a:p;\nimport b;\n");
  write("b.cppm", "export module b;\n");
  write("unused.cppm", "export module unused;\n");
  std::string order;
  for (const auto& each : read_library(folder.path(), "a")) {
    order += each.stem() + " ";
  }
  EXPECT_EQ(order, "b a-p a ");
  EXPECT_THROW(static_cast<void>(read_library(folder.path(), "c")), input_error);
  EXPECT_THROW(static_cast<void>(read_library(folder.path() / "none", "a")), input_error);
}

TEST(Evaluate_costs, of_an_edit_are_of_one_source) {
  const cost_project before = layers(edit::nothing);
  for (const edit which : {edit::comment, edit::comment_line, edit::body, edit::implementation, edit::interface}) {
    const cost_project after = layers(which);
    ASSERT_EQ(after.modules.size(), 10U);
    ASSERT_EQ(after.importers.size(), 22U);
    for (std::size_t i = 0; i < after.modules.size(); ++i) {
      EXPECT_EQ(after.modules[i].text != before.modules[i].text, i == 0 && which != edit::implementation);
    }
    for (std::size_t i = 0; i < after.importers.size(); ++i) {
      EXPECT_EQ(after.importers[i].text != before.importers[i].text, i == 0 && which == edit::implementation);
    }
    EXPECT_EQ(after.expected != before.expected, which == edit::body || which == edit::implementation);
  }
}

TEST(Evaluate_costs, are_kept_by_name) {
  measurement made;
  made.keep_least("a", 2);
  made.keep_least("a", 3);
  made.keep_most("b", 2);
  made.keep_most("b", 3);
  EXPECT_EQ(*made.find("a"), 2);
  EXPECT_EQ(*made.find("b"), 3);
  EXPECT_EQ(made.find("c"), nullptr);
}

TEST(Evaluate_costs, are_shown_with_a_dash_where_there_is_none) {
  cost_report all = {3,
                     {{"chain", "8", "a", verdict::pass, "", {{"bmi_bytes", 2048}, {"import_seconds", 0.25}}},
                      {"chain", "8", "b", verdict::timeout, "took \x1b", {}}}};
  const std::string text = table_of(all);
  EXPECT_NE(text.find("bmi length   2 KiB  -\nimport      250 ms  -\nb: timeout: took ?\n"), std::string::npos) << text;
}

}  // namespace
