"""Checks that a program is refused, and with the words that its author promised.

Usage: refuses.py BUILD CASE.cpp

The case begins with what the compiler must say, one line for each text:
    // must not compile, and must say: TEXT
    // clang must say: TEXT        (for one compiler only; gcc likewise)
TEXT must stand in a message of the compiler, not merely in the code or the file names that the message quotes. Warnings
are off: a program that is refused only because of one is accepted by whoever does not turn it on.
"""

import pathlib
import re
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "probe"))
import compiler as probe  # noqa: E402


def promises(text, family):
    """What the compiler must say; raises ValueError if the case does not tell."""
    wanted = []
    told = False
    for line in text.splitlines():
        match = re.fullmatch(r"// (must not compile, and|clang|gcc) must say: (.*\S)\s*", line)
        if not match:
            break
        told = True
        if match[1] in ("must not compile, and", family):
            wanted.append(match[2])
    if not told:
        raise ValueError("does not begin with `// must not compile, and must say: TEXT`")
    if not wanted:
        raise ValueError(f"does not tell what {family} must say")
    return wanted


def words_of(messages):
    """What is said of places in the code, without naming the places."""
    said = re.findall(r"(?m)^.*?:\d+(?::\d+)?: (.*)$", messages)
    return " ".join(" ".join(said).split())


def judge(compiler, case):
    """Why the case fails; None if it holds."""
    try:
        wanted = promises(case.read_text(), compiler.family)
    except ValueError as error:
        return str(error)
    status, messages = compiler.compile(case, "-w")
    if status == 0:
        return "compiles, though it must not"
    if reason := probe.broken(messages):
        return f"is refused for another reason: {reason}\n{messages}"
    if not probe.lines_with_errors(messages, case.name):
        return f"is refused, but no message is about it\n{messages}"
    said = words_of(messages)
    for text in wanted:
        if text not in said:
            return f"is refused, but {compiler.family} does not say: {text}\n{messages}"
    return None


if __name__ == "__main__":
    reason = judge(probe.Compiler(sys.argv[1]), pathlib.Path(sys.argv[2]))
    if reason:
        sys.exit(f"{sys.argv[2]} {reason}")
