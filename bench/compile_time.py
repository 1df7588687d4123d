#!/usr/bin/env python3
"""Measures what it costs to compile a program that imports the library, and one that includes the same as headers; and
what the uses of a feature add to that, beside the same uses of other libraries (see compile_uses.py).

The headers are made from the module interfaces by taking the words of modules out of them: `export` goes, an import
becomes an include, and `import std;` becomes the standard headers that declare the names the file uses. Both are given
to the same compiler with the same flags, in turn. Module interfaces and the precompiled header are built before that;
their cost is stated apart. That comparison needs libc++, whose std module says in a file a header which names it
exports; the uses need Clang only.
"""

import argparse
import datetime
import json
import os
import pathlib
import re
import shlex
import sys

import compile_uses
from compiler_runs import CompileTimeError, entries_of, measure, run, total

FLAVOURS = {"debug": ["-O0", "-g"], "release": ["-O3", "-DNDEBUG"]}

IMPORT = re.compile(r"^\s*(?:export\s+)?import\s+(:?[\w.]+)\s*;", re.MULTILINE)
MODULE = re.compile(r"^\s*(?:export\s+)?module\s+([\w.]+)(:[\w.]+)?\s*;", re.MULTILINE)
COMMENT = re.compile(r"//[^\n]*|/\*.*?\*/", re.DOTALL)
STRING = re.compile(r'"(?:\\.|[^"\\\n])*"')

# What the language itself wants a header for.
SYNTAX = {"coroutine": r"\bco_(await|yield|return)\b", "compare": r"<=>", "typeinfo": r"\btypeid\b"}

# Names that stand in several headers are taken from the first of these that has them, the light ones first.
PREFERRED = ["cstddef", "utility", "type_traits", "concepts", "iterator", "initializer_list", "cstdint", "cstring"]


def code_of(text):
    return STRING.sub('""', COMMENT.sub("", text))


def module_name(text):
    """`patterns.caching:lru`, or None for a file that is no module unit."""
    found = MODULE.search(COMMENT.sub("", text))
    return found.group(1) + (found.group(2) or "") if found else None


def imports_of(name, text):
    """The modules a unit imports, partitions with their full name, std left out."""
    primary = name.partition(":")[0]
    found = IMPORT.findall(COMMENT.sub("", text))
    return [primary + other if other.startswith(":") else other for other in found if other != "std"]


def file_stem(name):
    """As Clang looks for it in a folder of prebuilt modules."""
    return name.replace(":", "-")


class StandardHeaders:
    """Which header declares which name, read from the source of the std module."""

    def __init__(self, folder):
        self.headers_of = {}
        for path in sorted(pathlib.Path(folder).glob("*.inc")):
            for name in re.findall(r"using (std(?:::\w+)+)", COMMENT.sub("", path.read_text(encoding="utf-8"))):
                self.headers_of.setdefault(name, set()).add(path.stem)
        if not self.headers_of:
            raise CompileTimeError(f"no *.inc with the names of the std module in '{folder}'")

    def candidates(self, name):
        while name != "std":
            if name in self.headers_of:
                return self.headers_of[name]
            name = name.rpartition("::")[0]
        return None

    def needed_by(self, text):
        """The fewest headers, and the lightest, that declare every name in `text` that the std module exports."""
        code = code_of(text)
        needed = {header for header, pattern in SYNTAX.items() if re.search(pattern, code)}
        open_choices = []
        for name in sorted(set(re.findall(r"\bstd(?:::\w+)+", code))):
            candidates = self.candidates(name)
            # A name that the std module lacks stands where this compiler does not look; else it will say so itself.
            if candidates is None:
                continue
            if len(candidates) == 1:
                needed |= candidates
            else:
                open_choices.append(candidates)
        for candidates in open_choices:
            if not candidates & needed:
                rank = {header: place for place, header in enumerate(PREFERRED)}
                needed.add(min(candidates, key=lambda header: (rank.get(header, len(PREFERRED)), header)))
        return sorted(needed)


def to_header(text, standard, name=None):
    """The same declarations without modules. `name` is the unit's, for its partitions; None for a program."""
    lines = []
    standard_includes = [f"#include <{header}>" for header in standard.needed_by(text)]
    if name is not None:
        lines.append("#pragma once")
    for line in text.splitlines():
        if re.match(r"\s*module\s*:\s*private\s*;", line):
            break
        imported = IMPORT.match(line)
        if imported:
            other = imported.group(1)
            if other == "std":
                lines += standard_includes
                standard_includes = []
            else:
                full = name.partition(":")[0] + other if other.startswith(":") else other
                lines.append(f'#include "{file_stem(full)}.hpp"')
        elif MODULE.match(line) or re.match(r"\s*module\s*;", line):
            continue
        else:
            line = re.sub(r"^(\s*)export\s*\{", r'\1extern "C++" {', line)
            lines.append(re.sub(r"^(\s*)export\s+", r"\1", line))
    return "\n".join(lines) + "\n"


def read_units(folder, roots):
    """{name: path} of what the `roots` import, themselves included, each after what it imports."""
    units = {}
    for path in sorted(pathlib.Path(folder).rglob("*.cppm")):
        text = path.read_text(encoding="utf-8")
        units[module_name(text)] = (path, text)
    ordered = {}

    def visit(name):
        if name in ordered:
            return
        if name not in units:
            raise CompileTimeError(f"module '{name}' is not in '{folder}'")
        path, text = units[name]
        for imported in imports_of(name, text):
            visit(imported)
        ordered[name] = path

    for root in roots:
        visit(root)
    return ordered


class Builder:
    """One flavour's modules, headers and programs, in a folder of its own."""

    def __init__(self, options, flavour):
        self.options = options
        self.folder = options.work / flavour
        self.folder.mkdir(parents=True, exist_ok=True)
        self.compiler = [options.compiler, *shlex.split(options.flags), f"-std={options.standard}", *FLAVOURS[flavour]]
        self.prebuilt = f"-fprebuilt-module-path={self.folder}"

    def build_modules(self, units):
        """Seconds for the std module, and for the library's units."""
        precompile = [*self.compiler, self.prebuilt, "-w", "-x", "c++-module", "--precompile"]
        includes = [part for folder in self.options.std_include for part in ("-isystem", folder)]
        std = run([*precompile, *includes, self.options.std_source, "-o", str(self.folder / "std.pcm")])
        library = total(
            run([*precompile, str(path), "-o", str(self.folder / f"{file_stem(name)}.pcm")])
            for name, path in units.items())
        return std.seconds, library.seconds

    def build_headers(self, units, standard):
        """Seconds for the precompiled header."""
        for name, path in units.items():
            header = to_header(path.read_text(encoding="utf-8"), standard, name)
            (self.folder / f"{file_stem(name)}.hpp").write_text(header, encoding="utf-8")
        return run([*self.compiler, "-w", "-x", "c++-header", str(self.folder / "patterns.hpp"), "-o",
                    str(self.folder / "patterns.pch")]).seconds

    def compile(self, source, *flags):
        """The command that compiles `source`, which may import what has been built."""
        return [*self.compiler, self.prebuilt, *flags, str(source), "-c", "-o", str(self.folder / "program.o")]

    def variants(self, program, standard):
        """{implementation: commands} for one program."""
        text = program.read_text(encoding="utf-8")
        included = self.folder / program.name
        included.write_text(to_header(text, standard), encoding="utf-8")
        floor = self.folder / f"floor_{program.name}"
        floor.write_text("int main() {}\n", encoding="utf-8")
        imports = self.compile(program)
        headers = ["-I", str(self.folder)]
        variants = {
            "floor": [self.compile(floor)],
            "patterns": [imports],
            "headers": [self.compile(included, *headers)],
            "headers_pch": [self.compile(included, *headers, "-include-pch", str(self.folder / "patterns.pch"))],
        }
        if self.options.scanner:
            scan = [self.options.scanner, "-format=p1689", "--", *imports]
            variants["patterns_with_scan"] = [scan, imports]
        return variants


def measure_programs(programs, builder, flavour, units, rounds):
    """Results as those of Google Benchmark: (of time, of memory), and a note on what was built before."""
    standard = StandardHeaders(pathlib.Path(builder.options.std_source).parent / "std")
    std, library = builder.built
    pch = builder.build_headers(units, standard)
    time_results, memory_results = [], []
    for program in programs:
        usages = measure(builder.variants(program, standard), rounds)
        for implementation, each in usages.items():
            more_time, more_memory = entries_of(f"{program.stem}_{flavour}/{implementation}", each)
            time_results += more_time
            memory_results += more_memory
    least = {name: min(usage.seconds for usage in each) for name, each in usages.items()}
    saved = least["headers"] - least.get("patterns_with_scan", least["patterns"])
    note = (f"built once, not counted above: std {std:.2f} s, the library's {len(units)} units {library:.2f} s, "
            f"precompiled header {pch:.2f} s" +
            (f"; made up for after {(std + library) / saved:.0f} translation units like the last" if saved > 0 else ""))
    return time_results, memory_results, note


def main(arguments):
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--compiler", required=True)
    parser.add_argument("--flags", default="")
    parser.add_argument("--standard", default="c++20")
    parser.add_argument("--scanner", help="clang-scan-deps, to state what scanning adds")
    parser.add_argument("--std-source", required=True, help="source of the std module")
    parser.add_argument("--std-include", action="append", default=[])
    parser.add_argument("--modules", required=True, type=pathlib.Path)
    parser.add_argument("--work", required=True, type=pathlib.Path, help="folder for what is built")
    parser.add_argument("--output", required=True, type=pathlib.Path, help="results: times")
    parser.add_argument("--memory-output", required=True, type=pathlib.Path, help="results: memory")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--flavour", action="append", choices=list(FLAVOURS), help="all of them if not given")
    parser.add_argument("--context", action="append", default=[], metavar="KEY=VALUE")
    parser.add_argument("--programs", nargs="*", default=[], type=pathlib.Path, help="compared with headers")
    parser.add_argument("--uses", nargs="*", default=[], type=pathlib.Path, help="see compile_uses.py")
    options = parser.parse_args(arguments)

    roots = {name for path in options.uses for name in imports_of("", path.read_text(encoding="utf-8"))}
    units = read_units(options.modules, ["patterns"] if options.programs else sorted(roots))
    context = {"date": datetime.datetime.now().astimezone().isoformat(timespec="seconds"), "num_cpus": os.cpu_count(),
               "load_avg": list(os.getloadavg())}
    context.update(entry.split("=", 1) for entry in options.context)
    context["build_type"] = "of the compiler, best of " + str(options.rounds)
    context["note *_uses_*"] = "what the uses add to a translation unit; *_unit_* is all of it"
    if options.programs:
        context["peer patterns"] = "import std; import patterns;"
        context["peer patterns_with_scan"] = "the same, and the scan for dependencies that the build system adds"
        context["peer headers"] = "the same declarations as headers, with the standard headers they use"
        context["peer headers_pch"] = "the same headers, precompiled"
        context["peer floor"] = "an empty program"

    times, memory = [], []
    for flavour in options.flavour or FLAVOURS:
        builder = Builder(options, flavour)
        builder.built = builder.build_modules(units)
        if options.programs:
            more_times, more_memory, note = measure_programs(options.programs, builder, flavour, units, options.rounds)
            times += more_times
            memory += more_memory
            context[f"note interfaces, {flavour}"] = note
        more_times, more_memory = compile_uses.measure_uses(options.uses, builder, flavour, options.rounds)
        times += more_times
        memory += more_memory
    for path, benchmarks in ((options.output, times), (options.memory_output, memory)):
        path.write_text(json.dumps({"context": context, "benchmarks": benchmarks}, indent=2) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except (CompileTimeError, OSError, UnicodeDecodeError) as error:
        print(f"compile_time.py: {error}", file=sys.stderr)
        sys.exit(2)
