"""What an importer of the modules sees, and in which orders it may import them. Usage: imports_test.py BUILD [Imports|Pairs]"""

import concurrent.futures
import itertools
import re
import sys
import unittest

import names
import sources

sys.path.insert(0, str(sources.ROOT / "tests" / "probe"))
import compiler as probe  # noqa: E402

COMPILER = None


def uses(theme):
    """Using-declarations for every name that the theme promises."""
    file = names.contract(theme)
    return re.sub(r"(?m)^import .*;$", "", file.read_text()) if file.exists() else ""


def imports(modules):
    return "".join(f"import {module};\n" for module in modules)


def module(theme):
    return f"patterns.{theme}"


def uses_all():
    return "".join(uses(theme) for theme in sources.themes())


class Programs(unittest.TestCase):
    def assert_compile(self, programs):
        """Every program, by its name, compiles."""
        with concurrent.futures.ThreadPoolExecutor(2) as pool:
            results = pool.map(COMPILER.compile_text, programs.values(), itertools.repeat("-w"))
            for (name, text), (status, messages) in zip(programs.items(), results):
                with self.subTest(name):
                    self.assertEqual(status, 0, f"\n{text}\n{messages}")


class Imports(Programs):
    def test_every_promised_name_is_reachable_through_its_own_module_alone(self):
        self.assert_compile({theme: imports([module(theme)]) + uses(theme) for theme in sources.themes()})

    def test_caching_gives_concurrency_and_the_aggregate_gives_everything(self):
        self.assert_compile(
            {
                "caching": imports(["patterns.caching"]) + uses("caching") + uses("concurrency"),
                "patterns": imports(["patterns"]) + uses_all(),
            }
        )

    def test_the_modules_may_be_imported_in_any_order(self):
        every = ["patterns", *map(module, sources.themes())]
        orders = [every[::-1], *(every[i:] + every[:i] for i in range(len(every)))]
        self.assert_compile({" ".join(order): imports(order) + uses_all() for order in orders})

    def test_standard_headers_may_be_included_before(self):
        headers = "algorithm chrono coroutine format functional map memory mutex optional string thread vector".split()
        includes = "".join(f"#include <{header}>\n" for header in headers)
        body = "std::vector<std::string> words{std::format(\"{}\", 1)};\n"
        self.assert_compile({"all": includes + imports(["patterns"]) + uses_all() + body})

    def test_an_importer_may_import_std_itself_before_or_after(self):
        body = "std::vector<std::string> words{std::format(\"{}\", 1)};\n"
        self.assert_compile(
            {
                "before": imports(["std", "patterns"]) + uses_all() + body,
                "after": imports(["patterns", "std"]) + uses_all() + body,
            }
        )

    def test_no_macro_leaks(self):
        def macros(text):
            status, defined, messages = COMPILER.preprocess_text(text)
            self.assertEqual(status, 0, messages)
            return set(defined.splitlines())

        self.assertIn("#define mine 1", macros("#define mine 1\n"))
        self.assertEqual(macros(imports(["std", "patterns"])) - macros(""), set())

    def test_what_is_not_exported_is_unreachable(self):
        for theme in sources.themes():
            kept = sorted(sources.kept(theme))
            lines = [f"import {module(theme)};", *(f"namespace n{i} {{ using {name}; }}" for i, name in enumerate(kept))]
            status, messages = COMPILER.compile_text("\n".join(lines) + "\n", "-w")
            refused = probe.lines_with_errors(messages, "source.cpp")
            for number, name in enumerate(kept, 2):
                with self.subTest(name):
                    self.assertIn(number, refused, "an importer can name it")


class Pairs(Programs):
    def test_any_two_modules_may_be_imported_in_either_order(self):
        self.assert_compile(
            {
                f"{first} {second}": imports(map(module, (first, second))) + uses(first) + uses(second)
                for first, second in itertools.permutations(sources.themes(), 2)
            }
        )


if __name__ == "__main__":
    COMPILER = probe.Compiler(sys.argv.pop(1))
    unittest.main()
