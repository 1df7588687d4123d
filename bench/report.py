#!/usr/bin/env python3
"""Puts the results of the benchmarks side by side: one table a theme, with ratios; and writes them as JSON.

A result is named BENCHMARK/IMPLEMENTATION. The implementation `floor` is what the work costs at the least; those that
begin with `patterns` are this project's; all others are peers. Each file holds one theme, and is named for it.
"""

import argparse
import json
import pathlib
import sys

UNITS = {"ns": 1, "us": 1e3, "ms": 1e6, "s": 1e9, "B": 1, "KiB": 2**10, "MiB": 2**20}
MEASURES = {"ns": "ns", "us": "ns", "ms": "ns", "s": "ns", "B": "bytes", "KiB": "bytes", "MiB": "bytes"}

OURS = "patterns"
FLOOR = "floor"


class ReportError(Exception):
    """Bad input; the message names the file."""


def is_ours(implementation):
    return implementation == OURS or implementation.startswith(OURS + "_")


def amount_of(run):
    """{bytes} where they are counted; else {ns} of one operation, from the throughput where it is given, which counts
    all threads together."""
    if "bytes_per_entry" in run:
        return {"bytes": run["bytes_per_entry"]}
    if run.get("items_per_second"):
        return {"ns": 1e9 / run["items_per_second"]}
    unit = run.get("time_unit", "ns")
    return {MEASURES[unit]: run["cpu_time"] * UNITS[unit]}


def amount(result):
    return result["ns"] if "ns" in result else result["bytes"]


def is_measured(result):
    return "ns" in result or "bytes" in result


def split_name(run_name):
    """`lru_hit/onetbb/real_time/threads:2` -> (`lru_hit`, `onetbb`)."""
    benchmark, _, rest = run_name.partition("/")
    implementation = rest.split("/")[0]
    if not benchmark or not implementation:
        raise ValueError(f"'{run_name}' is not BENCHMARK/IMPLEMENTATION")
    return benchmark, implementation


def read_theme(path):
    """{benchmark: {implementation: {ns or bytes, spread, allocations}}} and the context of the run."""
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
        runs = document["benchmarks"]
        context = document["context"]
        theme = {}
        for run in runs:
            benchmark, implementation = split_name(run["run_name"])
            if run.get("error_occurred"):
                raise ValueError(f"'{run['run_name']}' failed: {run.get('error_message', 'no message')}")
            result = theme.setdefault(benchmark, {}).setdefault(implementation, {})
            aggregate = run.get("aggregate_name")
            if aggregate == "cv":
                result["spread"] = run["cpu_time"] if "real_time" not in run["run_name"] else run["real_time"]
            elif aggregate == "median" or (aggregate is None and not is_measured(result)):
                result.update(amount_of(run))
                if "allocations" in run:
                    result["allocations"] = run["allocations"]
        for benchmark, implementations in theme.items():
            for implementation, result in implementations.items():
                if not is_measured(result):
                    raise ValueError(f"'{benchmark}/{implementation}' has no median")
        return theme, context
    except OSError as error:
        raise ReportError(f"{path}: {error.strerror}") from error
    except json.JSONDecodeError as error:
        raise ReportError(f"{path}: line {error.lineno}: no JSON: {error.msg}") from error
    except (KeyError, TypeError) as error:
        raise ReportError(f"{path}: not the output of a benchmark: {error!r}") from error
    except ValueError as error:
        raise ReportError(f"{path}: {error}") from error


def add_ratios(theme):
    """`to_floor` and `to_ours`: the amount as a multiple of the floor's, and of each implementation's that is ours."""
    for implementations in theme.values():
        floor = implementations.get(FLOOR)
        ours = {name: amount(result) for name, result in implementations.items() if is_ours(name)}
        for name, result in implementations.items():
            if floor:
                result["to_floor"] = amount(result) / amount(floor)
            result["to_ours"] = {our: amount(result) / our_amount for our, our_amount in ours.items()}
    return theme


def amount_text(result):
    if "bytes" in result:
        return f"{result['bytes'] / 2**20:.2f} MiB" if result["bytes"] >= 2**20 else f"{result['bytes']:.1f} B"
    for unit in ("s", "ms", "us"):
        if result["ns"] >= UNITS[unit] * 10:
            return f"{result['ns'] / UNITS[unit]:.2f} {unit}"
    return f"{result['ns']:.2f} ns"


def table(theme):
    """The lines of an aligned table; numbers to the right."""
    ours = sorted({name for implementations in theme.values() for name in implementations if is_ours(name)})
    allocations = any("allocations" in r for implementations in theme.values() for r in implementations.values())
    measures = {"bytes" in r for implementations in theme.values() for r in implementations.values()}
    measured = "time" if measures == {False} else "memory" if measures == {True} else "amount"
    head = ["benchmark", "implementation", measured, "spread"]
    head += ["allocations"] if allocations else []
    head += ["to floor"] + [f"to {name}" for name in ours]
    rows = [head]
    for benchmark, implementations in sorted(theme.items()):
        for place, (name, result) in enumerate(sorted(implementations.items(), key=lambda item: amount(item[1]))):
            row = ["" if place else benchmark, name, amount_text(result)]
            row.append(f"{result['spread']:.0%}" if "spread" in result else "-")
            if allocations:
                row.append(f"{result['allocations']:.2f}" if "allocations" in result else "-")
            row.append(f"{result['to_floor']:.2f}" if "to_floor" in result else "-")
            to_ours = result["to_ours"]
            row += [f"{to_ours[our]:.2f}" if our in to_ours else "-" for our in ours]
            rows.append(row)
    widths = [max(len(row[column]) for row in rows) for column in range(len(head))]
    lines = []
    for row in rows:
        cells = [cell.ljust(width) if column < 2 else cell.rjust(width)
                 for column, (cell, width) in enumerate(zip(row, widths))]
        lines.append("  ".join(cells).rstrip())
    return lines[:1] + ["-" * max(map(len, lines))] + lines[1:]


def judge(goals, themes):
    """Each goal with the figure reached, or None where this run did not measure it.

    A goal is `at_least` so many times ours `against` another, or `at_most` an amount such as `2 ns` or `1 s`.
    """
    judged = []
    for goal in goals:
        implementations = themes.get(goal["theme"], {}).get(goal["benchmark"], {})
        ours = goal.get("ours", OURS)
        if "at_most" in goal:
            number, _, unit = goal["at_most"].partition(" ")
            reached = implementations.get(ours, {}).get(MEASURES[unit])
            met = reached is not None and reached <= float(number) * UNITS[unit]
        else:
            reached = implementations.get(goal["against"], {}).get("to_ours", {}).get(ours)
            met = reached is not None and reached >= goal["at_least"]
        judged.append({**goal, "ours": ours, "reached": reached, "met": met})
    return judged


def goal_line(goal):
    what = f"{goal['theme']} {goal['benchmark']}: "
    if "at_most" in goal:
        _, _, unit = goal["at_most"].partition(" ")
        what += f"{goal['ours']} takes at most {goal['at_most']}"
        figure = f"{(goal['reached'] or 0) / UNITS[unit]:.2f} {unit}"
    else:
        what += f"{goal['against']} takes at least {goal['at_least']:g}x as much as {goal['ours']}"
        figure = f"{goal['reached'] or 0:.2f}x"
    if goal["reached"] is None:
        return f"  NOT MEASURED  {what}"
    return f"  {'met   ' if goal['met'] else 'MISSED'}        {what}: {figure}"


def machine_line(context):
    parts = [context.get("processor"), f"{context.get('num_cpus', '?')} CPUs", context.get("compiler"),
             context.get("standard_library"), context.get("build_type"), context.get("date")]
    load = context.get("load_avg")
    if load:
        parts.append(f"load {load[0]:.1f} at the start")
    return ", ".join(str(part) for part in parts if part)


def main(arguments):
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("results", nargs="+", type=pathlib.Path, metavar="THEME.json")
    parser.add_argument("--goals", type=pathlib.Path, help="JSON list of the ratios to be reached")
    parser.add_argument("--summary", type=pathlib.Path, help="where to write all of it as JSON")
    options = parser.parse_args(arguments)

    themes = {}
    contexts = {}
    for path in options.results:
        theme, context = read_theme(path)
        themes[path.stem] = add_ratios(theme)
        contexts[path.stem] = context
    goals = []
    if options.goals:
        try:
            goals = judge(json.loads(options.goals.read_text(encoding="utf-8")), themes)
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise ReportError(f"{options.goals}: no list of goals: {error}") from error

    for name, theme in themes.items():
        print(f"\n{name}")
        print(f"  {machine_line(contexts[name])}")
        for line in table(theme):
            print(f"  {line}")
        for key, description in contexts[name].items():
            if key.startswith(("peer ", "note ")):
                print(f"  {key.partition(' ')[2]}: {description}")
    if goals:
        print("\ngoals")
        for goal in goals:
            print(goal_line(goal))
    if options.summary:
        options.summary.write_text(
            json.dumps({"contexts": contexts, "themes": themes, "goals": goals}, indent=2) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except ReportError as error:
        print(f"report.py: {error}", file=sys.stderr)
        sys.exit(2)
