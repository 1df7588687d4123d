#!/usr/bin/env python3
"""The headers that compile times are compared with say what the modules say, and no more."""

import contextlib
import io
import pathlib
import sys
import tempfile
import unittest

HERE = pathlib.Path(__file__).resolve().parent
sys.dont_write_bytecode = True
sys.path.insert(0, str(HERE.parent.parent / "bench"))

import compile_time  # noqa: E402
import compile_uses  # noqa: E402
import compiler_runs  # noqa: E402

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
        with self.assertRaisesRegex(compiler_runs.CompileTimeError, "no \\*.inc"):
            compile_time.StandardHeaders(self.folder / "absent")

    def test_units_come_after_what_they_import(self):
        (self.folder / "all.cppm").write_text("export module patterns;\nexport import patterns.a;\n", encoding="utf-8")
        (self.folder / "a.cppm").write_text("export module patterns.a;\nexport import :b;\n", encoding="utf-8")
        (self.folder / "b.cppm").write_text("export module patterns.a:b;\nimport std;\n", encoding="utf-8")
        (self.folder / "c.cppm").write_text("export module patterns.c;\n", encoding="utf-8")
        self.assertEqual(list(compile_time.read_units(self.folder, ["patterns"])),
                         ["patterns.a:b", "patterns.a", "patterns"])

    def test_units_of_several_roots_are_each_there_once(self):
        (self.folder / "a.cppm").write_text("export module patterns.a;\nimport patterns.c;\n", encoding="utf-8")
        (self.folder / "b.cppm").write_text("export module patterns.b;\nimport patterns.c;\n", encoding="utf-8")
        (self.folder / "c.cppm").write_text("export module patterns.c;\n", encoding="utf-8")
        self.assertEqual(list(compile_time.read_units(self.folder, ["patterns.a", "patterns.b"])),
                         ["patterns.c", "patterns.a", "patterns.b"])

    def test_names_a_module_that_is_not_there(self):
        (self.folder / "all.cppm").write_text("export module patterns;\nimport patterns.gone;\n", encoding="utf-8")
        with self.assertRaisesRegex(compiler_runs.CompileTimeError, "'patterns.gone'"):
            compile_time.read_units(self.folder, ["patterns"])


USES = """#include <enum>
// repeat NN 2
enum color_NN {
  // repeat V 2
  value_V,
  // end
};
// end
// use
// repeat NN 2
auto name_NN = name(color_NN());
// end
// end
"""

FLOOR = """#include <enum>
enum color_1 {
  value_1,
  value_2,
};
enum color_2 {
  value_1,
  value_2,
};
"""


class FakeBuilder:
    """Compiles with a command of the test's."""

    def __init__(self, folder, command):
        self.folder = folder
        self.script = folder / "compiler.sh"
        self.script.write_text(command, encoding="utf-8")

    def compile(self, source):
        return ["sh", str(self.script), str(source)]


class CompileUses(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def unit(self, name, text=USES):
        path = self.folder / name
        path.write_text(text, encoding="utf-8")
        return path

    def test_floor_is_the_unit_without_its_uses(self):
        self.assertEqual(compile_uses.expanded(USES, False), FLOOR)
        self.assertEqual(compile_uses.expanded(USES, True),
                         FLOOR + "auto name_1 = name(color_1());\nauto name_2 = name(color_2());\n")

    def test_blocks_must_match(self):
        with self.assertRaisesRegex(compiler_runs.CompileTimeError, "without '// end'"):
            compile_uses.expanded("// use\n", True)
        with self.assertRaisesRegex(compiler_runs.CompileTimeError, "without a beginning"):
            compile_uses.expanded("// end\n", True)

    def test_unit_without_a_use_is_refused_by_name(self):
        with self.assertRaisesRegex(compiler_runs.CompileTimeError, "enums_peer.cpp' has no '// use'"):
            compile_uses.prepare(self.unit("enums_peer.cpp", "int x;\n"), FakeBuilder(self.folder, "true"))

    def test_unit_is_named_for_feature_and_implementation(self):
        self.assertEqual(compile_uses.feature_of(pathlib.Path("a/enums_magic_enum.cpp")), ("enums", "magic_enum"))
        with self.assertRaisesRegex(compiler_runs.CompileTimeError, "'enums.cpp' is not named"):
            compile_uses.feature_of(pathlib.Path("enums.cpp"))

    def test_peer_that_is_not_installed_is_left_out_with_a_message(self):
        for message in ("fatal error: 'a/peer.hpp' file not found",
                        "x.cpp:1:10: fatal error: a/peer.hpp: No such file or directory"):
            error = io.StringIO()
            with contextlib.redirect_stderr(error):
                builder = FakeBuilder(self.folder, f'echo "{message}" >&2; exit 1')
                self.assertIsNone(compile_uses.prepare(self.unit("enums_peer.cpp"), builder))
            self.assertIn("no <a/peer.hpp>: goes without enums_peer", error.getvalue())

    def test_unit_that_does_not_compile_is_an_error(self):
        with self.assertRaisesRegex(compiler_runs.CompileTimeError, "no such name"):
            compile_uses.prepare(self.unit("enums_peer.cpp"), FakeBuilder(self.folder, "echo no such name >&2; exit 1"))

    def test_cost_is_what_the_uses_add(self):
        busy = "i=0; grep -q name_1 $1 && while [ $i -lt 20000 ]; do i=$((i+1)); done; true"
        times, memory = compile_uses.measure_uses([self.unit("enums_patterns.cpp")], FakeBuilder(self.folder, busy),
                                                  "debug", 2)
        cost = {each["run_name"]: each["cpu_time"] for each in times if "aggregate_name" not in each}
        self.assertEqual(list(cost), ["enums_uses_debug/patterns", "enums_unit_debug/patterns"])
        self.assertGreater(cost["enums_unit_debug/patterns"], cost["enums_uses_debug/patterns"])
        self.assertGreater(cost["enums_uses_debug/patterns"], 1)
        self.assertEqual([each["run_name"] for each in memory], list(cost))


if __name__ == "__main__":
    unittest.main()
