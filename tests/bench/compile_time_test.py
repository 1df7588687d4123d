#!/usr/bin/env python3
"""The headers that compile times are compared with say what the modules say, and no more."""

import pathlib
import sys
import tempfile
import unittest

HERE = pathlib.Path(__file__).resolve().parent
sys.dont_write_bytecode = True
sys.path.insert(0, str(HERE.parent.parent / "bench"))

import compile_time  # noqa: E402

STANDARD = {
    "vector": "export namespace std { using std::vector; using std::begin; }",
    "string": "export namespace std { using std::string; using std::begin; }",
    "memory": "export namespace std { // using std::start_lifetime_as;\n using std::unique_ptr; }",
    "coroutine": "export namespace std { using std::coroutine_handle; }",
}

UNIT = """/// Uses std::memory_of_nothing in a comment only.
module;
#include <version>
export module patterns.sample:part;

import std;
export import :other;
import patterns.meta;

export namespace patterns::sample {
std::vector<int> numbers(const char* name = "std::nowhere");
}
export {
int plain();
}
"""


class CompileTime(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        for name, text in STANDARD.items():
            (self.folder / f"{name}.inc").write_text(text, encoding="utf-8")
        self.standard = compile_time.StandardHeaders(self.folder)

    def test_header_has_the_declarations_and_no_word_of_modules(self):
        header = compile_time.to_header(UNIT, self.standard, "patterns.sample:part")
        self.assertEqual(header.splitlines()[1:], [
            "/// Uses std::memory_of_nothing in a comment only.",
            "#include <version>",
            "",
            "#include <vector>",
            '#include "patterns.sample-other.hpp"',
            '#include "patterns.meta.hpp"',
            "",
            "namespace patterns::sample {",
            'std::vector<int> numbers(const char* name = "std::nowhere");',
            "}",
            'extern "C++" {',
            "int plain();",
            "}",
        ])
        self.assertEqual(header.splitlines()[0], "#pragma once")

    def test_standard_headers_are_those_that_the_names_need(self):
        self.assertEqual(self.standard.needed_by("std::string::size_type n; std::begin(n);"), ["string"])
        self.assertEqual(self.standard.needed_by("co_return std::unique_ptr<int>();"), ["coroutine", "memory"])
        self.assertEqual(self.standard.needed_by("int n;"), [])

    def test_name_that_the_std_module_lacks_needs_no_header(self):
        self.assertEqual(self.standard.needed_by("std::start_lifetime_as<int>(p);"), [])

    def test_refuses_a_std_module_without_names(self):
        with self.assertRaisesRegex(compile_time.CompileTimeError, "no \\*.inc"):
            compile_time.StandardHeaders(self.folder / "absent")

    def test_units_come_after_what_they_import(self):
        (self.folder / "all.cppm").write_text("export module patterns;\nexport import patterns.a;\n", encoding="utf-8")
        (self.folder / "a.cppm").write_text("export module patterns.a;\nexport import :b;\n", encoding="utf-8")
        (self.folder / "b.cppm").write_text("export module patterns.a:b;\nimport std;\n", encoding="utf-8")
        (self.folder / "c.cppm").write_text("export module patterns.c;\n", encoding="utf-8")
        self.assertEqual(list(compile_time.read_units(self.folder, "patterns")),
                         ["patterns.a:b", "patterns.a", "patterns"])

    def test_names_a_module_that_is_not_there(self):
        (self.folder / "all.cppm").write_text("export module patterns;\nimport patterns.gone;\n", encoding="utf-8")
        with self.assertRaisesRegex(compile_time.CompileTimeError, "'patterns.gone'"):
            compile_time.read_units(self.folder, "patterns")


if __name__ == "__main__":
    unittest.main()
