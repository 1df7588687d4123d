#!/usr/bin/env python3
"""Runs the Python of a page and compares what it prints with the .golden beside it."""

import difflib
import pathlib
import subprocess
import sys

page = pathlib.Path(sys.argv[1])
done = subprocess.run([sys.executable, "-W", "error", str(page)], capture_output=True, text=True, timeout=60)
wanted = page.with_suffix(".golden").read_text(encoding="utf-8")
if done.returncode != 0:
    sys.exit(f"{page.name} ends with status {done.returncode}\n{done.stderr}")
if done.stdout != wanted:
    sys.exit("".join(difflib.unified_diff(wanted.splitlines(True), done.stdout.splitlines(True), "golden", "printed")))
