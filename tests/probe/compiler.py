"""Compiles sources as the build compiles tests/probe/probe.cpp: same flags, same modules.

The modules are built by then, so that whatever the compiler complains of stands in the source it is given.
"""

import contextlib
import json
import os
import pathlib
import re
import shlex
import subprocess
import tempfile

# Whatever these say, the compiler has not judged the source.
BROKEN = (
    ("the compiler crashed", r"internal compiler error|PLEASE submit a (full )?bug report|Segmentation fault"),
    ("a module is missing", r"module '[^']*' not found|failed to read compiled module|unknown compiled module interface"),
    ("a header is missing", r"file not found|No such file or directory"),
)


class Compiler:
    def __init__(self, build):
        entries = json.loads((pathlib.Path(build) / "compile_commands.json").read_text())
        [entry] = [entry for entry in entries if pathlib.Path(entry["file"]).parts[-2:] == ("probe", "probe.cpp")]
        self.folder = entry["directory"]
        words = iter(shlex.split(entry["command"]))
        self.words = []
        for word in words:
            if word in ("-o", "-MF", "-MT"):
                next(words)
            elif word not in ("-c", "-MD", "-fdeps-format=p1689r5", entry["file"]):
                self.words.append(word)

    @property
    def family(self):
        return "clang" if "clang" in pathlib.Path(self.words[0]).name else "gcc"

    def run(self, *arguments):
        """Gives status, standard output, standard error."""
        done = subprocess.run(
            [*self.words, *map(str, arguments)],
            cwd=self.folder,
            env={**os.environ, "LC_ALL": "C"},
            capture_output=True,
            text=True,
        )
        return done.returncode, done.stdout, done.stderr

    def compile(self, source, *flags):
        """Compiles the file; gives status and messages. Messages do not quote the source, and have no colour."""
        quiet = {
            "clang": ["-fno-caret-diagnostics", "-ferror-limit=0", "-fno-color-diagnostics"],
            "gcc": ["-fdiagnostics-plain-output", "-fmax-errors=0"],
        }
        with tempfile.TemporaryDirectory() as folder:
            status, _, messages = self.run(*quiet[self.family], *flags, "-c", source, "-o", f"{folder}/object")
        return status, messages

    def compile_text(self, text, *flags):
        with _file_with(text) as source:
            return self.compile(source, *flags)

    def preprocess_text(self, text):
        """Gives status, the macros that are defined at the end, and messages."""
        with _file_with(text) as source:
            return self.run("-E", "-dM", source)


@contextlib.contextmanager
def _file_with(text):
    with tempfile.TemporaryDirectory() as folder:
        source = pathlib.Path(folder) / "source.cpp"
        source.write_text(text)
        yield source


def broken(messages):
    """Why the messages are no judgement of the source; None if they are one."""
    for reason, pattern in BROKEN:
        if re.search(pattern, messages):
            return reason
    return None


def lines_with_errors(messages, source_name):
    """The lines of the named file at which something is wrong, or whose code led to it."""
    return {int(line) for line in re.findall(rf"(?m)(?:^|[ /]){re.escape(source_name)}:(\d+)", messages)}
