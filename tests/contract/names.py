"""Checks that tests/contract/<theme>.cpp names what the theme exports: no more, no less.

Usage: names.py [--write]

The names are a promise to those who use them: a name that disappears must be taken from the contract on purpose. With
--write, the contracts are written anew from the sources.
"""

import itertools
import re
import sys

import sources

FOLDER = sources.ROOT / "tests" / "contract"


def contract(theme):
    return FOLDER / f"{theme}.cpp"


def written(theme, names):
    """The text of a contract."""
    module = sources.module(theme)
    lines = [f"// What {module} exports. To change it: tests/contract/names.py --write", f"import {module};"]
    space_of = lambda name: name.rpartition("::")[0]  # noqa: E731
    for number, (_, group) in enumerate(itertools.groupby(sorted(names, key=lambda n: (space_of(n), n)), key=space_of)):
        inner = f"{theme}_contract" if number == 0 else f"{theme}_contract_{number}"
        lines += ["", f"namespace {inner} {{", *(f"using {name};" for name in group), f"}}  // namespace {inner}"]
    return "\n".join(lines) + "\n"


def promised(theme):
    """The names that stand in the contract; none if there is none."""
    file = contract(theme)
    return set(re.findall(r"(?m)^using ([\w:]+);$", file.read_text())) if file.exists() else set()


def complaints():
    for theme in sources.themes() + sources.optional():
        names, promise = sources.exported(theme), promised(theme)
        for name in sorted(names - promise):
            yield f"{name} is exported, and not in {contract(theme).relative_to(sources.ROOT)}"
        for name in sorted(promise - names):
            yield f"{name} stands in {contract(theme).relative_to(sources.ROOT)}, and is not exported"


if __name__ == "__main__":
    if sys.argv[1:] == ["--write"]:
        for theme in sources.themes() + sources.optional():
            contract(theme).write_text(written(theme, sources.exported(theme)))
    elif found := list(complaints()):
        sys.exit("\n".join([*found, "if that is meant: tests/contract/names.py --write"]))
