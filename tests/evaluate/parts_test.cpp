#include "text.hpp"
#include "toolchain.hpp"
#include "verdict.hpp"

#include <csignal>
#include <gtest/gtest.h>

namespace {

using namespace evaluate;

outcome ended(int exit, const std::string& output) {
  outcome made;
  made.exit = exit;
  made.output = output;
  return made;
}

TEST(Evaluate_text, is_quoted_for_a_shell) {
  EXPECT_EQ(shell_line({"g++", "-std=c++20", "a b", "it's", ""}), "g++ -std=c++20 'a b' 'it'\\''s' ''");
}

TEST(Evaluate_text, is_escaped_for_xml) {
  EXPECT_EQ(xml_escaped("<a b=\"c\">&\n\x01"), "&lt;a b=&quot;c&quot;&gt;&amp;\n?");
}

TEST(Evaluate_text, in_any_script_is_kept) {
  // The first and last of each length, those beside the surrogates, a face, and what stands for what was no text.
  for (const std::string text :
       {"\xC2\xA1", "\xC3\xA9", "\xDF\xBF", "\xE0\xA0\x80", "\xE2\x82\xAC", "\xED\x9F\xBF", "\xEE\x80\x80",
        "\xEF\xBF\xBD", "\xF0\x90\x80\x80", "\xF0\x9F\x98\x80", "\xF4\x8F\xBF\xBF"}) {
    EXPECT_EQ(xml_escaped(text), text);
    EXPECT_EQ(printable(text), text);
    EXPECT_EQ(printable("\xFF" + text + "\xE2\x82"), "?" + text + "??");
  }
}

TEST(Evaluate_text, that_is_no_utf8_is_replaced) {
  // A byte alone, one too few, an overlong form, half of a surrogate pair, a number that is no character, one too
  // large.
  for (const char* text : {"\xFF", "\x80", "\xC3", "\xE2\x82", "\xF0\x9F\x98", "\xC0\x80", "\xC1\xBF", "\xE0\x80\x80",
                           "\xE0\x9F\xBF", "\xF0\x80\x80\x80", "\xF0\x8F\xBF\xBF", "\xED\xA0\x80", "\xED\xBF\xBF",
                           "\xEF\xBF\xBE", "\xEF\xBF\xBF", "\xF4\x90\x80\x80", "\xF5\x80\x80\x80"}) {
    EXPECT_EQ(xml_escaped(text).find_first_not_of('?'), std::string::npos) << text;
    EXPECT_EQ(printable(text).find_first_not_of('?'), std::string::npos) << text;
  }
}

TEST(Evaluate_text, for_a_terminal_has_no_control_characters) {
  EXPECT_EQ(printable("a\x1b[2J\tb\n\x7F\xC2\x9B"), "a?[2J\tb\n??");
  // What turns the order of text would show a diagnostic otherwise than it is.
  EXPECT_EQ(printable("\xE2\x80\xAE"
                      "a\xE2\x81\xA6"
                      "b\xE2\x80\xA8"),
            "?a?b\xE2\x80\xA8");
}

TEST(Evaluate_versions, are_compared_by_number) {
  EXPECT_TRUE(version_less("9", "16.2.0"));
  EXPECT_TRUE(version_less("16", "16.0"));
  EXPECT_TRUE(version_less("16.2.0", "16.10"));
  EXPECT_FALSE(version_less("16.2.0", "16.2.0"));
  EXPECT_FALSE(version_less("17.0.0", "17"));
  // No bound.
  EXPECT_FALSE(version_less("1", ""));
}

TEST(Evaluate_verdicts, are_read_as_they_are_spelled) {
  for (const verdict each : {verdict::pass, verdict::fixed, verdict::crash, verdict::over_limit, verdict::not_run}) {
    EXPECT_EQ(verdict_named(name_of(each)), each);
  }
  EXPECT_EQ(verdict_named("ICE"), std::nullopt);
}

TEST(Evaluate_verdicts, of_a_build) {
  EXPECT_EQ(judge_build(ended(0, ""), true, false).given, verdict::pass);
  EXPECT_EQ(judge_build(ended(0, ""), false, false).given, verdict::crash);
  EXPECT_EQ(judge_build(ended(1, "a.cpp:1: error: no"), false, false).given, verdict::rejects_valid);
  EXPECT_EQ(judge_build(ended(1, "undefined reference to 'f'"), false, true).given, verdict::link_failure);
  // A crash that the driver tells of counts as such, also behind errors.
  EXPECT_EQ(judge_build(ended(1, "error: no\nPLEASE submit a bug report to"), false, false).given, verdict::crash);
  EXPECT_EQ(judge_build(ended(4, "sorry, unimplemented: private module fragment"), false, false).given,
            verdict::unsupported);
}

TEST(Evaluate_verdicts, are_not_taken_from_sources_that_are_shown) {
  const std::string shown = "new:1: error: no\n 70 | class bad_alloc; // std::bad_alloc: unsupported, out of memory\n";
  EXPECT_EQ(judge_build(ended(1, shown), false, false).given, verdict::rejects_valid);
}

TEST(Evaluate_verdicts, of_an_end_that_was_not_its_own) {
  outcome late;
  late.timed_out = true;
  late.signal = SIGKILL;
  EXPECT_EQ(judge_build(late, false, false).given, verdict::timeout);
  EXPECT_EQ(judge_refusal(late, step()).given, verdict::timeout);
  EXPECT_EQ(judge_run(late, step()).given, verdict::timeout);
  outcome many;
  many.swarmed = true;
  many.signal = SIGKILL;
  EXPECT_EQ(judge_build(many, false, false).given, verdict::over_limit);
  late.interrupted = true;
  EXPECT_EQ(judge_build(late, false, false).given, verdict::not_run);
}

TEST(Evaluate_verdicts, tell_the_line_that_matters) {
  EXPECT_EQ(telling_line("In file included\na.cpp:1: error: no\n  1 | x\n"), "a.cpp:1: error: no");
  EXPECT_EQ(telling_line("error: a\nb: internal compiler error: c"), "b: internal compiler error: c");
  EXPECT_EQ(telling_line("something\nelse"), "something");
  EXPECT_EQ(telling_line(""), "");
}

TEST(Evaluate_plan, of_two_sources_with_one_stem) {
  toolchain with;
  with.command = "g++";
  with.version = "16.1.0";
  build_state state;
  test_case of;
  for (const char* source : {"m.cppm", "m.cpp"}) {
    step one;
    one.kind = source == std::string("m.cppm") ? step_kind::interface : step_kind::unit;
    one.source = source;
    one.module = "m";
    static_cast<void>(plan(with, of, one, false, state));
  }
  EXPECT_EQ(state.objects, (std::vector<std::string>{"m.cppm.o", "m.cpp.o"}));
}

TEST(Evaluate_plan, takes_the_options_of_a_step_after_those_of_the_case) {
  toolchain with;
  with.command = "g++";
  with.version = "16.1.0";
  build_state state;
  test_case of;
  of.flags = {"-pthread"};
  step one;
  one.source = "main.cpp";
  one.flags = {"-std=c++23"};
  const auto made = plan(with, of, one, false, state);
  ASSERT_EQ(made.size(), 1U);
  EXPECT_EQ(shell_line(made[0].command).find("g++ -std=c++20 -fmodules -pthread -std=c++23 "), 0U)
      << shell_line(made[0].command);
}

TEST(Evaluate_plan, tells_clang_where_a_partition_is) {
  toolchain with;
  with.command = "clang++";
  with.made_by = family::clang;
  with.version = "19.1.7";
  build_state state;
  step one;
  one.kind = step_kind::interface;
  one.source = "part.cppm";
  one.module = "m:part";
  const auto made = plan(with, test_case(), one, true, state);
  ASSERT_EQ(made.size(), 2U);
  EXPECT_EQ(made[0].produces, "m-part.pcm");
  EXPECT_EQ(state.imports, std::vector<std::string>{"-fmodule-file=m:part=m-part.pcm"});
  EXPECT_NE(shell_line(made[0].command).find("-DWRONG"), std::string::npos);
}

}  // namespace
