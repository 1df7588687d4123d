"""Runs compilers and measures what they take."""

import os
import random
import shlex
import statistics
import subprocess
import typing


class CompileTimeError(Exception):
    """What could not be measured, and why."""


class Usage(typing.NamedTuple):
    """What processes took: user and system time of all, and the most memory that one of them had at once."""

    seconds: float
    bytes: int


def total(usages):
    usages = list(usages)
    return Usage(sum(usage.seconds for usage in usages), max((usage.bytes for usage in usages), default=0))


def run(command):
    """The usage of one process; raises with the compiler's words if it fails."""
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    with process.stderr:
        complaint = process.stderr.read()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        raise CompileTimeError(f"exit status {process.returncode} of: {shlex.join(command)}\n{complaint[:4000]}")
    return Usage(usage.ru_utime + usage.ru_stime, usage.ru_maxrss * 1024)


def measure(variants, rounds):
    """{variant: [usage]}, in a new random order each round; a first round goes uncounted."""
    usages = {name: [] for name in variants}
    order = list(variants)
    for counted in range(-1, rounds):
        random.shuffle(order)
        for name in order:
            usage = total(map(run, variants[name]))
            if counted >= 0:
                usages[name].append(usage)
    return usages


def spread_of(values):
    return statistics.stdev(values) / statistics.mean(values) if len(values) > 1 else 0


def entries_of(name, usages):
    """Results as Google Benchmark writes them: (of time, of memory), the best of each."""
    seconds = [usage.seconds for usage in usages]
    return entries(name, min(seconds), spread_of(seconds), min(usage.bytes for usage in usages))


def entries(name, seconds, spread, size):
    return ([{"run_name": name, "cpu_time": seconds * 1e3, "time_unit": "ms"},
             {"run_name": name, "cpu_time": spread, "aggregate_name": "cv"}],
            [{"run_name": name, "cpu_time": size, "time_unit": "B"}])
