"""Checks the rules for sources that no compiler checks. Usage: rules.py"""

import re
import sys

import sources

# C headers that POSIX adds to, so that no module has what they give.
SYSTEM_TOO = {"errno", "limits", "signal", "stdio", "stdlib", "string", "time"}
C_HEADERS = set(
    "assert complex ctype errno fenv float inttypes iso646 limits locale math setjmp signal stdalign stdarg stdatomic "
    "stdbool stddef stdint stdio stdlib string tgmath time uchar wchar wctype".split()
)


def is_standard(header):
    if header.endswith(".h"):
        return header[:-2] in C_HEADERS - SYSTEM_TOO
    return re.fullmatch(r"[a-z_]+", header) is not None


def of_unit(theme, floors_below, file, unit):
    """What is wrong with a unit of a theme's module."""
    for line, what in unit.faults:
        yield line, what
    for name in sorted(unit.imports):
        other = re.fullmatch(r"patterns\.([\w.]+)", name)
        if other and other[1] not in floors_below:
            yield 1, f"imports {name}, which {theme} does not stand on"
        if name == "patterns":
            yield 1, "imports the aggregate"
    for line, directive in unit.directives:
        if file.suffix == ".cppm" and re.match(r"#\s*define\b", directive):
            yield line, "defines a macro"


def of_source(text, standard_headers_allowed):
    """What is wrong with any source."""
    imported = False
    for match in re.finditer(r"(?m)^[ \t]*(?:(?P<import>(?:export )?import )|#\s*include\s*[<\"](?P<header>[^>\"]+))", text):
        line = text.count("\n", 0, match.start()) + 1
        header = match["header"]
        if match["import"]:
            imported = True
        elif imported:
            yield line, f"includes {header} after an import"
        elif not standard_headers_allowed and header != "version" and is_standard(header):
            yield line, f"includes {header}; `import std;` has it"


def of_theme(theme, units):
    """What is wrong with how the units of a theme hang together."""
    folder = sources.ROOT / "modules" / theme
    registered = set(re.findall(r"[\w/]+\.cppm?", (folder / "theme.cmake").read_text()))
    for file in units:
        if str(file.relative_to(folder)) not in registered:
            yield file, f"does not stand in {(folder / 'theme.cmake').relative_to(sources.ROOT)}"
    primary = folder / f"{theme}.cppm"
    for file, unit in units.items():
        if unit.interface and unit.partition and f":{unit.partition}" not in units[primary].exported_imports:
            yield file, f"is not exported by {primary.relative_to(sources.ROOT)}"
    yield from of_names(units)


def of_names(units):
    """Names that two units of one module declare, each as something of its own.

    That is no error to a compiler, which may then take the one for the other: see
    tools/evaluate/cases/odr/name_of_two_kinds. Functions overload, and a class may be declared before it is
    defined.
    """
    seam = re.compile(r"\w+_backend")  # one of these is compiled, the others are empty
    declared = {}
    for file, unit in units.items():
        for name, kind in sorted(unit.kinds):
            for other, before in declared.get(name, ()):
                one_thing = kind == before and kind in ("function", "type")
                if not one_thing and not (seam.fullmatch(file.stem) and seam.fullmatch(other.stem)):
                    yield file, f"declares {name} as {kind}; {other.name} has it as {before}"
        for name, kind in unit.kinds:
            declared.setdefault(name, []).append((file, kind))


def complaints():
    below = []
    for theme in sources.themes() + sources.optional():
        units = sources.units(theme)
        for file, what in of_theme(theme, units):
            yield f"{file.relative_to(sources.ROOT)}: {what}"
        for file, unit in units.items():
            for line, what in of_unit(theme, below, file, unit):
                yield f"{file.relative_to(sources.ROOT)}:{line}: {what}"
        below.append(theme)
    for folder in ("modules", "examples", "tests", "tools", "bench"):
        for file in sorted((sources.ROOT / folder).rglob("*.c*pp*")):
            for line, what in of_source(file.read_text(), folder not in ("modules", "examples")):
                yield f"{file.relative_to(sources.ROOT)}:{line}: {what}"


if __name__ == "__main__":
    if found := list(complaints()):
        sys.exit("\n".join(found))
