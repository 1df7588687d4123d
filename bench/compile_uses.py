"""What the uses of a feature add to the time and the memory that a translation unit takes to compile.

`compile_time/<feature>_<implementation>.cpp` holds the same uses of one feature for each implementation; those of
`patterns` are ours. Lines of comment say which part is measured, so that the file is C++ as it stands:

    // use                the lines up to its `// end` are left out of the floor; there is at least one such block
    // repeat NN 20       the lines up to its `// end` are written 20 times, with 1 to 20 in the place of NN
    // end

The cost of a use is what the whole file takes less what its floor takes: the same includes, imports and types.
"""

import re
import statistics
import sys

from compiler_runs import CompileTimeError, entries, entries_of, measure, run

MARK = re.compile(r"\s*// (?:(?P<use>use)|repeat (?P<place>\w+) (?P<times>\d+)|(?P<end>end))\s*")
NO_HEADER = re.compile(r"fatal error: (?:'(.+)' file not found|(.+): No such file or directory)")


def expanded(text, with_uses):
    """The translation unit, or its floor."""

    def block(lines, nested):
        written = []
        for line in lines:
            mark = MARK.fullmatch(line)
            if not mark:
                written.append(line)
            elif mark["end"]:
                if not nested:
                    raise CompileTimeError("'// end' without a beginning")
                return written
            elif mark["use"]:
                inner = block(lines, True)
                written += inner if with_uses else []
            else:
                inner = block(lines, True)
                for number in range(1, int(mark["times"]) + 1):
                    written += [other.replace(mark["place"], str(number)) for other in inner]
        if nested:
            raise CompileTimeError("a block without '// end'")
        return written

    return "\n".join(block(iter(text.splitlines()), False)) + "\n"


def feature_of(path):
    """`enums_magic_enum.cpp` -> (`enums`, `magic_enum`)."""
    feature, _, implementation = path.stem.partition("_")
    if not implementation:
        raise CompileTimeError(f"'{path}' is not named <feature>_<implementation>.cpp")
    return feature, implementation


def prepare(path, builder):
    """The commands that compile the floor and the whole; None if the headers of a peer are not installed."""
    text = path.read_text(encoding="utf-8")
    if not any(mark and mark["use"] for mark in map(MARK.fullmatch, text.splitlines())):
        raise CompileTimeError(f"'{path}' has no '// use'")
    commands = []
    for kind in ("floor", "whole"):
        unit = builder.folder / f"{path.stem}_{kind}.cpp"
        unit.write_text(expanded(text, kind == "whole"), encoding="utf-8")
        commands.append(builder.compile(unit))
    try:
        run(commands[0])
    except CompileTimeError as error:
        absent = NO_HEADER.search(str(error))
        if not absent:
            raise
        print(f"compile_time.py: no <{absent[1] or absent[2]}>: goes without {path.stem}", file=sys.stderr)
        return None
    return commands


def measure_uses(paths, builder, flavour, rounds):
    """Results as those of Google Benchmark: (of time, of memory)."""
    features = {}
    for path in paths:
        feature, implementation = feature_of(path)
        commands = prepare(path, builder)
        if commands:
            features.setdefault(feature, {})[implementation] = commands
    time_results, memory_results = [], []
    for feature, implementations in sorted(features.items()):
        variants = {}
        for implementation, (floor, whole) in implementations.items():
            variants[implementation, "floor"] = [floor]
            variants[implementation, "whole"] = [whole]
        usages = measure(variants, rounds)
        for implementation in implementations:
            floor, whole = usages[implementation, "floor"], usages[implementation, "whole"]
            # At least what can be told from nothing, so that no ratio has a denominator of nothing.
            seconds = max(min(each.seconds for each in whole) - min(each.seconds for each in floor), 1e-4)
            size = max(min(each.bytes for each in whole) - min(each.bytes for each in floor), 2**16)
            spread = statistics.stdev(a.seconds - b.seconds for a, b in zip(whole, floor)) / seconds if rounds > 1 else 0
            for more_time, more_memory in (
                    entries(f"{feature}_uses_{flavour}/{implementation}", seconds, spread, size),
                    entries_of(f"{feature}_unit_{flavour}/{implementation}", whole)):
                time_results += more_time
                memory_results += more_memory
    return time_results, memory_results
