"""The harness itself: it must fail whatever is not refused as promised. Usage: refuses_test.py BUILD"""

import pathlib
import sys
import tempfile
import unittest

import refuses

COMPILER = None

PROMISE = "// must not compile, and must say: {}\n"


class Refuses(unittest.TestCase):
    def judge(self, text, name="case.cpp"):
        with tempfile.TemporaryDirectory(prefix="negative test ") as folder:
            case = pathlib.Path(folder) / name
            case.write_text(text)
            return refuses.judge(COMPILER, case)

    def test_holds_when_the_compiler_says_the_text(self):
        self.assertIsNone(self.judge(PROMISE.format("we say no") + 'static_assert(false, "we say no");\n'))

    def test_holds_when_the_error_is_in_a_template_that_the_case_uses(self):
        self.assertIsNone(self.judge(PROMISE.format("fits") + "import std;\n"
                                     "template <class T> concept fits = sizeof(T) == 1;\n"
                                     "template <fits T> struct only {};\nonly<int> wrong;\n"))

    def test_fails_when_the_program_compiles(self):
        self.assertIn("compiles", self.judge(PROMISE.format("anything") + "import std;\nstd::string text;\n"))

    def test_fails_when_a_warning_is_all_there_is(self):
        self.assertIn("compiles", self.judge(PROMISE.format("unused") + "static int unused() { return 1; }\n"))

    def test_fails_when_the_compiler_says_something_else(self):
        self.assertIn("does not say: storable", self.judge(PROMISE.format("storable") + "int i = nullptr;\n"))

    def test_fails_when_the_text_is_only_in_the_code_or_in_the_name_of_the_file(self):
        text = PROMISE.format("storable") + "int storable() { return nullptr; }  // storable\n"
        self.assertIn("does not say", self.judge(text, name="storable.cpp"))

    def test_fails_when_one_of_several_texts_is_missing(self):
        text = PROMISE.format("we say no") + PROMISE.format("and no again") + 'static_assert(false, "we say no");\n'
        self.assertIn("does not say: and no again", self.judge(text))

    def test_fails_when_a_module_or_a_header_is_missing(self):
        self.assertIn("another reason", self.judge(PROMISE.format("patterns") + "import patterns.no_such;\n"))
        self.assertIn("another reason", self.judge(PROMISE.format("no_such") + "#include <no_such.hpp>\n"))

    def test_fails_when_nothing_is_promised(self):
        self.assertIn("does not begin", self.judge("int i = nullptr;\n"))

    def test_reads_what_is_for_the_other_compiler_only_as_no_promise_for_this(self):
        other = {"clang": "gcc", "gcc": "clang"}[COMPILER.family]
        self.assertIn("does not tell", self.judge(f"// {other} must say: anything\nint i = nullptr;\n"))
        mixed = f"// {COMPILER.family} must say: we say no\n// {other} must say: nobody says this\n"
        self.assertIsNone(self.judge(mixed + 'static_assert(false, "we say no");\n'))


if __name__ == "__main__":
    COMPILER = refuses.probe.Compiler(sys.argv.pop(1))
    unittest.main()
