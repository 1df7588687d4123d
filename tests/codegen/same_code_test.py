"""Checks that same_code.py finds what costs more. Usage: same_code_test.py BUILD"""

import pathlib
import sys
import tempfile

import same_code

CHEAP = 'extern "C" int by_hand_twice(int x) { return x + x; }\n'
CASES = (
    ("the same code", CHEAP + 'extern "C" int ours_twice(int x) { return 2 * x; }', None),
    (
        "more instructions",
        CHEAP + 'extern "C" int ours_twice(int x) { volatile int kept = x; return kept + kept; }',
        " instructions, and ",
    ),
    (
        "a call more",
        'void sink();\nextern "C" void by_hand_f(int volatile& x) { x = 1; x = 2; sink(); x = 3; }\n'
        'extern "C" void ours_f(int volatile& x) { sink(); sink(); x = 3; }',
        " calls, and ",
    ),
    ("no pair", 'extern "C" int ours_twice(int x) { return 2 * x; }', "has no code"),
    ("nothing to compare", CHEAP, "defines no function ours_NAME"),
    ("no program", CHEAP + "int x = missing;", "does not compile"),
)


def main(build):
    compiler = same_code.probe.Compiler(build)
    failures = []
    with tempfile.TemporaryDirectory() as folder:
        for name, text, wanted in CASES:
            source = pathlib.Path(folder) / "case.cpp"
            source.write_text(text)
            reason = same_code.judge(compiler, source)
            if (reason is None) != (wanted is None) or (wanted and wanted not in reason):
                failures.append(f"{name}: says {reason!r} instead of {wanted!r}")
    if failures:
        sys.exit("\n".join(failures))


if __name__ == "__main__":
    main(sys.argv[1])
