#!/usr/bin/env python3
"""Records what a compiler says of the programs that the site shows as refused, into docs/records/diagnostics.json.

    python3 docs/record/diagnostics.py "Clang 19" build/test     # a build whose target probe was built

Each compiler is recorded by itself; what others said is kept as long as the program is the same. With --check nothing is
written: exit status 1 and what differs, if this compiler is recorded in this version and says something else now.
"""

import argparse
import hashlib
import json
import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
RECORD = ROOT / "docs/records/diagnostics.json"
sys.path.insert(0, str(ROOT / "tests/probe"))
import compiler as probe  # noqa: E402

# A reader wants the first error and why; templates can say a hundred lines more.
MOST_LINES = 60


def wanted():
    """The refusals that pages name: `refused: [a/b, ...]` of a row, or as a list, and lines `@refused a/b`."""
    names = set()
    for page in sorted((ROOT / "docs").rglob("*.md")):
        if {"node_modules", ".generated"} & set(page.parts):
            continue
        text = page.read_text(encoding="utf-8")
        names.update(re.findall(r"(?m)^@refused (\S+)", text))
        for one_line in re.findall(r"(?m)^refused: *\[(.*?)\]", text):
            names.update(name.strip().strip("\"'") for name in one_line.split(",") if name.strip())
        for block in re.findall(r"(?m)^refused:\n((?:[ ]*- .*\n)+)", text):
            names.update(line.strip()[2:].strip("\"'") for line in block.splitlines())
    return sorted(names)


def digest(text):
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def words(judge, source):
    """What the compiler prints of the file, without the places of this machine."""
    colour = {"clang": ["-fno-color-diagnostics"], "gcc": ["-fdiagnostics-color=never", "-fdiagnostics-urls=never"]}
    status, _, messages = judge.run(*colour[judge.family], "-w", "-c", source, "-o", "/dev/null")
    if status == 0:
        sys.exit(f"diagnostics.py: {source.relative_to(ROOT)} compiles")
    if reason := probe.broken(messages):
        sys.exit(f"diagnostics.py: {source.relative_to(ROOT)}: {reason}")
    messages = messages.replace(f"{ROOT}/", "")
    lines = [line.rstrip() for line in messages.splitlines()]
    if len(lines) > MOST_LINES:
        lines = [*lines[:MOST_LINES], f"... and {len(lines) - MOST_LINES} lines more"]
    return "\n".join(lines) + "\n"


def essence(text):
    """What is said, without lines of the source and their numbers, which any edit above them moves."""
    said = [line for line in text.splitlines() if not re.match(r"\s*\d*\s*\||\s*\.\.\.", line)]
    return [re.sub(r":\d+(:\d+)?", "", line).strip() for line in said]


def is_stale(now, before, identity):
    if before is None or before["source"] != now["source"] or identity not in before["said"]:
        return True
    return essence(now["said"][identity]) != essence(before["said"][identity])


def main(arguments):
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("name", help="as the site shows it, such as 'Clang 19'")
    parser.add_argument("build", type=pathlib.Path)
    parser.add_argument("--check", action="store_true", help="compare, and write nothing")
    options = parser.parse_args(arguments)
    judge = probe.Compiler(options.build.resolve())
    identity = re.sub(r"[^a-z0-9]+", "-", options.name.lower())
    version = subprocess.run([judge.words[0], "--version"], capture_output=True, text=True, check=True).stdout.splitlines()[0]

    record = json.loads(RECORD.read_text(encoding="utf-8")) if RECORD.exists() else {"compilers": [], "messages": {}}
    if options.check:
        known = {entry["id"]: entry["words"] for entry in record["compilers"]}
        if known.get(identity) != version:
            print(f"SKIPPED: recorded of {known.get(identity, 'no compiler of this name')}, and this is {version}")
            return 77
    before, messages = record["messages"], {}
    for name in wanted():
        source = ROOT / "tests/negative" / f"{name}.cpp"
        text = source.read_text(encoding="utf-8")
        entry = before.get(name, {})
        said = entry.get("said", {}) if entry.get("source") == digest(text) else {}
        messages[name] = {"source": digest(text), "said": {**said, identity: words(judge, source)}}
    if options.check:
        stale = [name for name in messages if is_stale(messages[name], before.get(name), identity)]
        for name in stale:
            print(f"{name}: {options.name} says otherwise now:\n{messages[name]['said'][identity]}")
        return 1 if stale else 0
    others = [entry for entry in record["compilers"] if entry["id"] != identity]
    compilers = sorted([*others, {"id": identity, "name": options.name, "words": version}], key=lambda entry: entry["id"])
    RECORD.parent.mkdir(exist_ok=True)
    RECORD.write_text(json.dumps({"compilers": compilers, "messages": messages}, indent=1, ensure_ascii=False) + "\n",
                      encoding="utf-8")
    print(f"{len(messages)} refusals recorded of {version}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
