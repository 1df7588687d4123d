"""The reader of sources, and the rules: they must see what is wrong. Usage: sources_test.py"""

import pathlib
import unittest

import rules
import sources

HEAD = "export module patterns.meta:part;\nimport std;\n"


def names(text):
    return sorted(sources.read(HEAD + text).exported)


def faults(text):
    return [what for _, what in sources.read(HEAD + text).faults]


class Reader(unittest.TestCase):
    def test_names_every_kind_of_declaration(self):
        for text, name in {
            "class a;": "a",
            "class [[nodiscard]] a final : public b<c> { int x; };": "a",
            "template <class T> requires(sizeof(T) > 1) struct a { };": "a",
            "template <class T> requires std::same_as<T, int> && (!b<T>) struct a { };": "a",
            "template <class T> requires requires(T t) { t.x(); } void a(T t) { t.x(); }": "a",
            "enum class a : unsigned { b, c };": "a",
            "template <class T> concept a = requires(T t) { { t.b() } -> c; };": "a",
            "using a = std::vector<int>;": "a",
            "template <class T> using a = std::vector<T>;": "a",
            "using std::a;": "a",
            "inline constexpr int a = 1 << 3;": "a",
            "inline constexpr std::array<int, (2 > 1)> a{1, 2};": "a",
            "template <class T> inline constexpr bool a = [] { return true; }();": "a",
            "template <class T> auto a(T t = T{}) -> std::pair<T, T>;": "a",
            "[[nodiscard]] constexpr std::optional<int> a(int x[2]) noexcept(true) { return x[y[0]]; }": "a",
            "constexpr decltype(auto) a(const char* t = \"};(\") { return R\"x(}})x\"; }": "a",
            "namespace b = c; ": "b",
        }.items():
            with self.subTest(text):
                self.assertEqual(names(f"export namespace n {{\n{text}\n}}"), [f"n::{name}"])
                self.assertEqual(names(f"namespace n {{ export {text} }}"), [f"n::{name}"])
                self.assertEqual(names(f"namespace n {{ {text} }}"), [])

    def test_takes_specializations_guides_operators_and_members_for_no_new_names(self):
        for text in (
            "template <> struct b<int> { };",
            "template <class T> struct std::hash<T> { };",
            "template <> inline constexpr bool b<int> = true;",
            "bool operator==(const c&, const c&) { return true; }",
            "template <class T> void c<T>::d() { }",
            "static_assert(sizeof(int) > 2);",
            "extern template class b<int>;",
            "template class b<int>;",
        ):
            with self.subTest(text):
                self.assertEqual(names(f"export namespace n {{ {text} }}"), [])

    def test_tells_what_is_kept_from_what_is_exported(self):
        unit = sources.read(HEAD + "namespace n::detail { struct a { }; }\nexport namespace n { struct b { }; }")
        self.assertEqual((unit.kept, unit.exported), ({"n::detail::a"}, {"n::b"}))

    def test_finds_what_an_interface_must_not_contain(self):
        self.assertEqual(faults("namespace { int a; }"), ["has a namespace without a name"])
        self.assertEqual(faults("static int a;"), ["has something static at namespace scope"])
        self.assertEqual(faults("struct a { static int b(); };"), [])
        self.assertIn("which is in a namespace for internals", faults("export namespace n::detail { int a; }")[0])
        self.assertEqual(faults("export using namespace std;"), ["exports a using-directive"])

    def test_refuses_what_it_cannot_name(self):
        for text in ("export ++;", "export namespace n { struct { int x; } a; }", "export namespace n {"):
            with self.subTest(text), self.assertRaises(sources.Unread):
                sources.read(HEAD + text)

    def test_reads_imports_of_every_kind_of_unit(self):
        interface = sources.read("module;\n#include <x.h>\nexport module patterns.a;\nexport import :b;\nimport std;\n")
        self.assertEqual((interface.module, interface.interface), ("patterns.a", True))
        self.assertEqual((interface.imports, interface.exported_imports), ({":b", "std"}, {":b"}))
        implementation = sources.read("module;\n#include <x.h>\nmodule patterns.a;\nimport std;\nx::x() : y() {}\n")
        self.assertEqual((implementation.module, implementation.interface), ("patterns.a", False))
        self.assertEqual(implementation.imports, {"std"})


class Rules(unittest.TestCase):
    def of_source(self, text, allowed=False):
        return [what for _, what in rules.of_source(text, allowed)]

    def of_unit(self, text, below=(), name="x.cppm"):
        return [what for _, what in rules.of_unit("meta", below, pathlib.Path(name), sources.read(HEAD + text))]

    def test_no_include_after_an_import(self):
        self.assertEqual(self.of_source("import std;\n#include <x.hpp>\n"), ["includes x.hpp after an import"])
        self.assertEqual(self.of_source("#include <x.hpp>\nimport std;\n// #include <y>\n"), [])

    def test_no_standard_header_where_the_module_will_do(self):
        for header in ("vector", "cstdio", "assert.h"):
            self.assertNotEqual(self.of_source(f"#include <{header}>\n"), [])
            self.assertEqual(self.of_source(f"#include <{header}>\n", allowed=True), [])
        for header in ("version", "signal.h", "CLI/CLI.hpp", "sys/wait.h"):
            self.assertEqual(self.of_source(f"#include <{header}>\n"), [])

    def test_no_theme_imports_a_floor_above(self):
        self.assertEqual(
            self.of_unit("import patterns.typing;"), ["imports patterns.typing, which meta does not stand on"]
        )
        self.assertEqual(self.of_unit("import patterns.typing;", below=["typing"]), [])
        self.assertEqual(self.of_unit("import patterns;"), ["imports the aggregate"])

    def test_no_macro_in_an_interface(self):
        self.assertEqual(self.of_unit("#define a 1\n"), ["defines a macro"])

    def of_names(self, *texts, stem="part"):
        units = {pathlib.Path(f"{i}_{stem}.cppm"): sources.read(HEAD + text) for i, text in enumerate(texts)}
        return [what for _, what in rules.of_names(units)]

    def test_no_name_for_two_things_of_one_module(self):
        variable, alias = "template <class T> inline constexpr int a = 1;", "template <class T> using a = T;"
        self.assertEqual(self.of_names(variable, alias), ["declares a as alias; 0_part.cppm has it as variable"])
        self.assertEqual(len(self.of_names(variable, variable)), 1)
        self.assertEqual(len(self.of_names("template <class T> concept a = true;", "void a();")), 1)
        self.assertEqual(self.of_names("void a(int);", "void a(long);"), [])
        self.assertEqual(self.of_names("class a;", "class a { };"), [])
        self.assertEqual(self.of_names("struct a { int x; }; a(int) -> a;"), [])
        self.assertEqual(self.of_names(f"namespace n {{ {variable} }}", f"namespace m {{ {alias} }}"), [])
        self.assertEqual(self.of_names(variable, variable, stem="backend"), [])


if __name__ == "__main__":
    unittest.main()
