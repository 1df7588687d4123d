"""Checks that a component costs no more than the code that it saves its user from writing.

Usage: same_code.py BUILD CASE.cpp

The case defines pairs of functions with C linkage, ours_NAME and by_hand_NAME. It is compiled with optimization by the
compiler of the build; then ours_NAME may have no more instructions and no more calls than by_hand_NAME.
"""

import pathlib
import re
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "probe"))
import compiler as probe  # noqa: E402


def instructions_of(assembly):
    """The instructions of each function, those included that the compiler has moved out of its way."""
    functions = {}
    current = None
    for line in assembly.splitlines():
        if match := re.match(r"(\w+)(?:\.cold(?:\.\d+)?)?:", line):
            current = functions.setdefault(match[1], [])
        elif re.match(r"\s+\.(size|cfi_endproc)\b", line):
            current = None
        elif current is not None and (match := re.match(r"\s+([a-z]\w*)(?:\s+([^#]*\S))?", line)):
            current.append((match[1], match[2] or ""))
    return functions


def is_call(instruction):
    mnemonic, operand = instruction
    return mnemonic in ("call", "callq", "bl", "blr") or (mnemonic in ("jmp", "b") and not operand.startswith(".L"))


def faults(functions):
    names = sorted(name.removeprefix("ours_") for name in functions if name.startswith("ours_"))
    if not names:
        yield "defines no function ours_NAME"
    for name in names:
        ours = functions[f"ours_{name}"]
        by_hand = functions.get(f"by_hand_{name}")
        if not by_hand or not ours:
            yield f"{name}: one of the two functions has no code"
            continue
        for what, mine, other in (
            ("instructions", len(ours), len(by_hand)),
            ("calls", sum(map(is_call, ours)), sum(map(is_call, by_hand))),
        ):
            if mine > other:
                yield f"{name}: {mine} {what}, and {other} by hand"


def show(functions):
    for name, code in sorted(functions.items()):
        if re.match("(ours|by_hand)_", name):
            yield f"{name}:\n" + "".join(f"    {mnemonic} {operand}\n" for mnemonic, operand in code)


def judge(compiler, case):
    """Why the case fails; None if it holds."""
    with tempfile.TemporaryDirectory() as folder:
        assembly = pathlib.Path(folder) / "case.s"
        status, _, messages = compiler.run("-w", "-O2", "-g0", "-S", case, "-o", assembly)
        if status:
            return f"does not compile\n{messages}"
        functions = instructions_of(assembly.read_text())
    wrong = list(faults(functions))
    return "\n".join([*wrong, *show(functions)]) if wrong else None


if __name__ == "__main__":
    reason = judge(probe.Compiler(sys.argv[1]), pathlib.Path(sys.argv[2]))
    if reason:
        sys.exit(f"{sys.argv[2]}: {reason}")
