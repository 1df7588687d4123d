#!/usr/bin/env python3
"""The report computes the ratios that its input implies, and refuses what is no result."""

import contextlib
import io
import json
import pathlib
import sys
import tempfile
import unittest

HERE = pathlib.Path(__file__).resolve().parent
sys.dont_write_bytecode = True
sys.path.insert(0, str(HERE.parent.parent / "bench"))

import report  # noqa: E402

FIXTURE = HERE / "fixtures" / "caching.json"


def printed(arguments):
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        report.main([str(argument) for argument in arguments])
    return out.getvalue()


class Report(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def write(self, name, text):
        path = self.folder / name
        path.write_text(text, encoding="utf-8")
        return path

    def test_summary_holds_times_and_ratios(self):
        summary = self.folder / "summary.json"
        printed([FIXTURE, "--summary", summary])
        hit = json.loads(summary.read_text(encoding="utf-8"))["themes"]["caching"]["hit"]
        self.assertAlmostEqual(hit["patterns"]["ns"], 8)
        self.assertAlmostEqual(hit["patterns"]["to_floor"], 2)
        self.assertAlmostEqual(hit["textbook"]["to_floor"], 5)
        self.assertAlmostEqual(hit["textbook"]["to_ours"]["patterns"], 2.5)
        self.assertEqual(hit["textbook"]["allocations"], 2)
        self.assertAlmostEqual(hit["floor"]["spread"], 0.03)

    def test_time_of_several_threads_is_that_of_their_common_throughput(self):
        summary = self.folder / "summary.json"
        printed([FIXTURE, "--summary", summary])
        themes = json.loads(summary.read_text(encoding="utf-8"))["themes"]
        self.assertAlmostEqual(themes["caching"]["hit_2_threads"]["textbook"]["ns"], 50)

    def test_table_is_aligned_and_fastest_comes_first(self):
        lines = printed([FIXTURE]).splitlines()
        head = next(line for line in lines if "to floor" in line)
        rows = [line for line in lines if " ns " in line]
        self.assertEqual([row.split(" ns ")[0].split()[-2] for row in rows], ["floor", "patterns", "textbook", "textbook"])
        self.assertEqual({row.index(" ns") for row in rows}, {head.index("time") + 1})
        self.assertRegex(rows[2], r"textbook +20\.00 ns +- +2\.00 +5\.00 +2\.50$")
        self.assertRegex(rows[3], r"hit_2_threads +textbook +50\.00 ns +- +- +- +-$")

    def test_states_machine_compiler_and_what_the_peers_are(self):
        text = printed([FIXTURE])
        self.assertIn("a processor, 2 CPUs, Clang 19.1.7, libc++ 19, Release", text)
        self.assertIn("load 0.5", text)
        self.assertIn("textbook: std::mutex around std::list and std::unordered_map", text)

    def test_goals_are_met_missed_or_not_measured(self):
        goal = {"theme": "caching", "benchmark": "hit", "against": "textbook"}
        goals = self.write("goals.json", json.dumps([{**goal, "at_least": 2}, {**goal, "at_least": 3},
                                                     {**goal, "against": "absent", "at_least": 1}]))
        lines = printed([FIXTURE, "--goals", goals]).splitlines()[-3:]
        self.assertRegex(lines[0], r"^ +met .*textbook.*: 2\.50x$")
        self.assertRegex(lines[1], r"^ +MISSED .*textbook.*: 2\.50x$")
        self.assertRegex(lines[2], r"^ +NOT MEASURED .*absent")

    def test_goal_may_be_an_amount(self):
        goal = {"theme": "caching", "benchmark": "hit"}
        goals = self.write("goals.json", json.dumps([{**goal, "at_most": "8 ns"}, {**goal, "at_most": "0.007 us"},
                                                     {**goal, "at_most": "1 MiB"}]))
        lines = printed([FIXTURE, "--goals", goals]).splitlines()[-3:]
        self.assertRegex(lines[0], r"^ +met .*patterns takes at most 8 ns: 8\.00 ns$")
        self.assertRegex(lines[1], r"^ +MISSED .*at most 0\.007 us: 0\.01 us$")
        self.assertRegex(lines[2], r"^ +NOT MEASURED .*at most 1 MiB$")

    def test_memory_is_compared_like_time(self):
        runs = [{"run_name": f"uses/{name}", "cpu_time": size, "time_unit": "KiB"}
                for name, size in (("patterns", 1024), ("peer", 3072))]
        path = self.write("compile_memory.json", json.dumps({"context": {}, "benchmarks": runs}))
        goals = self.write("goals.json", json.dumps([
            {"theme": "compile_memory", "benchmark": "uses", "against": "peer", "at_least": 3},
            {"theme": "compile_memory", "benchmark": "uses", "at_most": "1 MiB"}]))
        lines = printed([path, "--goals", goals]).splitlines()
        self.assertRegex(lines[3], r"^ +benchmark +implementation +memory +spread")
        self.assertRegex(lines[5], r"^ +uses +patterns +1\.00 MiB ")
        self.assertRegex(lines[6], r"^ +peer +3\.00 MiB .* 3\.00$")
        self.assertTrue(all("  met  " in line for line in lines[-2:]), lines)

    def refused(self, path, message):
        with self.assertRaisesRegex(report.ReportError, message):
            printed([path])

    def test_refuses_what_is_no_result_and_names_the_file(self):
        self.refused(self.folder / "absent.json", r"absent\.json: No such file")
        self.refused(self.write("cut.json", '{"context": {},\n "bench'), r"cut\.json: line 2: no JSON")
        self.refused(self.write("list.json", "[]"), r"list\.json: not the output of a benchmark")
        self.refused(self.write("name.json", '{"context": {}, "benchmarks": [{"run_name": "hit"}]}'),
                     "'hit' is not BENCHMARK/IMPLEMENTATION")

    def test_refuses_a_benchmark_that_failed(self):
        run = {"run_name": "hit/patterns", "error_occurred": True, "error_message": "a key was missing"}
        self.refused(self.write("failed.json", json.dumps({"context": {}, "benchmarks": [run]})),
                     r"failed\.json: 'hit/patterns' failed: a key was missing")


if __name__ == "__main__":
    unittest.main()
