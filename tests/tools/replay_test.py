"""Runs replay as its users do. Usage: replay_test.py REPLAY DATA_FOLDER [TRACE_FOLDER]"""

import json
import pathlib
import subprocess
import sys
import tempfile
import unittest
import xml.etree.ElementTree

REPLAY, DATA = sys.argv[1], pathlib.Path(sys.argv[2])

POLICIES = ["lru", "sieve", "s3_fifo", "arc", "w_tiny_lfu", "w_tiny_lfu_1", "w_tiny_lfu_20"]

# Capacity, and hits in percent of lru and of the optimum, that an independent program found for recorded traces.
RECORDED = {
    "loop": (500, "0.00", "49.36"),
    "multi3": (600, "33.65", "50.54"),
    "sprite": (1000, "90.64", "93.24"),
    "cs": (800, "1.83", "49.02"),
    "web12": (1000, "64.73", "77.75"),
    "corda": (512, "33.33", "33.33"),
}


def replay(*arguments, sent=None):
    source = {"input": sent} if sent is not None else {"stdin": subprocess.DEVNULL}
    done = subprocess.run([REPLAY, *map(str, arguments)], capture_output=True, timeout=120, **source)
    return done.returncode, done.stdout.decode(), done.stderr.decode()


class Play(unittest.TestCase):
    def test_plays_a_small_trace_whose_answer_is_known(self):
        # Three entries: 1 2 3, hit 1, 4 evicts 2, 2 evicts 3, hit 1, hit 4, 5 evicts 2, hit 1.
        status, out, err = replay(DATA / "small.txt", "--capacity", 3)
        self.assertEqual((status, err), (0, ""))
        for line in ["accesses   10", "hits       4", "hit ratio  40.00 %", "evictions  3", "policy     lru"]:
            self.assertIn(line + "\n", out)
        self.assertRegex(out, r"time +\d+\.\d ns per access\n")

    def test_reports_as_json(self):
        status, out, _ = replay(DATA / "small.txt", "--capacity", 3, "--json")
        result = json.loads(out)
        self.assertEqual(status, 0)
        self.assertEqual((result["accesses"], result["hits"], result["evictions"]), (10, 4, 3))
        self.assertEqual((result["hit_ratio"], result["policy"], result["capacity"]), (0.4, "lru", 3))

    def test_reads_the_standard_input_by_dash_or_when_something_is_sent(self):
        sent = (DATA / "small.txt").read_bytes()
        for arguments in (["-", "--capacity", 3], ["--capacity", 3]):
            status, out, _ = replay(*arguments, sent=sent)
            self.assertEqual(status, 0)
            self.assertIn("trace      stdin\n", out)
            self.assertIn("hits       4\n", out)

    def test_takes_windows_lines_and_no_last_newline(self):
        status, out, _ = replay("-", "--capacity", 3, sent=b"1\r\n1\r\n18446744073709551615")
        self.assertEqual(status, 0)
        self.assertIn("hits       1\n", out)

    def test_plays_built_in_workloads_the_same_every_time(self):
        first, second = (replay("--json") for _ in range(2))
        self.assertEqual(first[0], 0)
        runs = [[json.loads(line) for line in out.splitlines()] for _, out, _ in (first, second)]
        self.assertEqual([run["trace"] for run in runs[0]], ["zipf (0.99)", "loop"])
        self.assertEqual([run["hits"] for run in runs[0]], [run["hits"] for run in runs[1]])
        self.assertGreater(runs[0][0]["hits"], 0)
        self.assertEqual(runs[0][1]["hits"], 0)

    def test_plays_with_several_threads_and_says_what_that_means(self):
        status, out, _ = replay(DATA / "small.txt", "--capacity", 100, "--threads", 4)
        self.assertEqual(status, 0)
        self.assertIn("threads    4, the hit ratio depends on their schedule\n", out)
        self.assertIn("accesses   10\n", out)
        status, out, _ = replay("--threads", 3, "--json")
        for line in out.splitlines():
            result = json.loads(line)
            self.assertLessEqual(result["hits"], result["accesses"])

    def test_helps(self):
        status, out, err = replay("--help")
        self.assertEqual((status, err), (0, ""))
        for word in ["--capacity", "--policy", "--threads", "--compare", "--plot", "--optimal", "standard input",
                     "built-in", *POLICIES[:5]]:
            self.assertIn(word, out)


def tables(out):
    """The tables of --compare: for each trace its name, and by capacity the figures by policy."""
    result = []
    for text in out.split("trace      ")[1:]:
        lines = text.splitlines()
        head = next(i for i, line in enumerate(lines) if line.lstrip().startswith("capacity"))
        names = lines[head].split()[1:]
        rows = {int(row.split()[0]): dict(zip(names, row.split()[1:], strict=True))
                for row in lines[head + 1:] if row}
        result.append((lines[0], names, rows))
    return result


class Compare(unittest.TestCase):
    def test_puts_all_policies_side_by_side(self):
        status, out, err = replay("--compare", DATA / "small.txt", "--capacity", "3,5,1", "--optimal")
        self.assertEqual((status, err), (0, ""))
        [(name, names, rows)] = tables(out)
        self.assertEqual((name, names), (str(DATA / "small.txt"), [*POLICIES, "optimal"]))
        self.assertEqual(list(rows), [1, 3, 5])
        self.assertEqual((rows[3]["lru"], rows[5]["lru"]), ("40.00", "50.00"))
        for row in rows.values():
            self.assertTrue(all(float(row[policy]) <= float(row["optimal"]) for policy in POLICIES), row)

    def test_takes_several_traces_and_chooses_capacities_itself(self):
        status, out, _ = replay("--compare", DATA / "small.txt", "-", sent=b"7\n8\n7\n")
        self.assertEqual(status, 0)
        [(_, names, first), (second_name, _, second)] = tables(out)
        self.assertEqual((names, list(first)), (POLICIES, [1, 2, 5]))
        self.assertEqual((second_name, list(second)), ("stdin", [1, 2]))
        self.assertEqual(second[2]["w_tiny_lfu"], "33.33")

    def test_gives_for_each_policy_what_it_gives_alone(self):
        for policy in POLICIES:
            alone = json.loads(replay(DATA / "small.txt", "--capacity", 2, "--policy", policy, "--json")[1])
            lines = replay("--compare", DATA / "small.txt", "--capacity", 2, "--json")[1].splitlines()
            [beside] = [row for row in map(json.loads, lines) if row["policy"] == policy]
            self.assertEqual({key: alone[key] for key in beside}, beside)

    def draw(self, *arguments, **sent):
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder) / "plot.svg"
            status, _, err = replay("--compare", "--plot", path, *arguments, **sent)
            self.assertEqual((status, err), (0, ""))
            return path.read_text()

    def test_draws_a_chart_that_needs_no_other_file(self):
        text = self.draw(DATA / "small.txt", "-", "--capacity", "1,2,4", "--optimal", sent=b"1\n2\n1\n")
        root = xml.etree.ElementTree.fromstring(text)
        svg = "{http://www.w3.org/2000/svg}"
        self.assertEqual(root.tag, svg + "svg")
        shown = [element.text for element in root.iter(svg + "text")]
        for word in [*POLICIES, "optimal", "capacity in entries", "hit ratio in %", "stdin", "1", "2"]:
            self.assertIn(word, shown)
        lines = [element.get("points").split() for element in root.iter(svg + "polyline")]
        self.assertEqual([len(points) for points in lines], [3] * 2 * (len(POLICIES) + 1))
        for points in lines:
            for x, y in (map(float, point.split(",")) for point in points):
                self.assertTrue(0 <= x <= 760 and 0 <= y <= 380, points)
        self.assertIn("prefers-color-scheme: dark", text)
        for outside in ["<script", "href", "url(", "@import", "<image"]:
            self.assertNotIn(outside, text)
        self.assertEqual(text.count("http"), 1)

    def test_draws_one_capacity_a_trace_without_hits_and_a_name_of_any_characters(self):
        for sent, capacity in [(b"1\n", 1), (b"1\n2\n3\n", 2), (b"1\n1\n", 1_000_000)]:
            text = self.draw("-", "--capacity", capacity, sent=sent)
            self.assertNotIn("nan", text)
            self.assertNotIn("inf", text)
            xml.etree.ElementTree.fromstring(text)
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder) / "<a & \"b\" \xe4\x01>.txt"
            path.write_text("1\n2\n1\n")
            root = xml.etree.ElementTree.fromstring(self.draw(path, "--capacity", "1,2"))
            self.assertIn("<a & \"b\"", root.find(".//{*}text[@class='title']").text)


class Refuse(unittest.TestCase):
    def refused(self, expected, *arguments, sent=None):
        status, out, err = replay(*arguments, sent=sent)
        self.assertEqual((status, out), (2, ""), err)
        self.assertTrue(err.startswith("replay: ") and err.count("\n") == 1, err)
        self.assertIn(expected, err)

    def test_names_file_line_and_text_of_what_is_no_key(self):
        for text, line, shown in [
            (b"1\n2\nthree\n", 3, "'three'"),
            (b"1\n\n2\n", 2, "''"),
            (b"-1\n", 1, "'-1'"),
            (b"+1\n", 1, "'+1'"),
            (b" 1\n", 1, "' 1'"),
            (b"1 \n", 1, "'1 '"),
            (b"0x10\n", 1, "'0x10'"),
            (b"1.5\n", 1, "'1.5'"),
            (b"18446744073709551616\n", 1, "'18446744073709551616'"),
            (b"\xff\x00\x1b[31m\n", 1, "'\\xFF\\x00\\x1B[31m'"),
            (b"9" * 100_000, 1, "'" + "9" * 40 + "...'"),
        ]:
            with self.subTest(shown), tempfile.TemporaryDirectory() as folder:
                path = pathlib.Path(folder) / "trace.txt"
                path.write_bytes(text)
                self.refused(f"{path}:{line}: {shown} is no key", path, "--capacity", 3)
                self.refused(f"stdin:{line}: {shown} is no key", "-", "--capacity", 3, sent=text)

    def test_refuses_an_empty_trace_a_missing_file_and_a_folder(self):
        self.refused("stdin:1: the trace is empty", "-", "--capacity", 3, sent=b"")
        self.refused("no-such-file.txt: No such file", "no-such-file.txt", "--capacity", 3)
        self.refused("is a directory", DATA, "--capacity", 3)

    def test_refuses_numbers_out_of_range(self):
        for option in ("--capacity", "--threads"):
            for number in ("0", "many", "1e3", "99999999999999999999", ""):
                with self.subTest(option=option, number=number):
                    self.refused(f"{option} '{number}': must be a number from 1 to ",
                                 DATA / "small.txt", "--capacity=3", f"{option}={number}" if number else option,
                                 *([] if number else [""]))
        self.refused("--capacity '-5'", DATA / "small.txt", "--capacity=-5")
        self.refused("--capacity N is needed", DATA / "small.txt")

    def test_names_a_policy_that_is_close(self):
        known = ", ".join(POLICIES)
        self.refused(f"--policy 'lur': unknown; did you mean lru? (known: {known})", "--policy", "lur")
        self.refused(f"--policy 's3-fifo': unknown; did you mean s3_fifo? (known: {known})", "--policy", "s3-fifo")
        self.refused(f"--policy 'clairvoyant': unknown (known: {known})", "--policy", "clairvoyant")

    def test_refuses_what_does_not_go_with_a_comparison_or_only_with_one(self):
        small = DATA / "small.txt"
        self.refused("--plot: only with --compare", small, "--capacity", "3", "--plot", "x.svg")
        self.refused("--optimal: only with --compare", small, "--capacity", "3", "--optimal")
        self.refused("--policy: --compare plays all of them", "--compare", small, "--policy", "lru")
        self.refused("--threads: --compare plays with one", "--compare", small, "--threads", "2")
        for wrong in ["", "0", "1,", ",1", "1,,2", "1,x", "1 ,2"]:
            self.refused("--capacity '", "--compare", small, f"--capacity={wrong}" if wrong else "--capacity",
                         *([] if wrong else [""]))

    def test_refuses_a_chart_that_cannot_be_written(self):
        for path in ("/no/such/folder/x.svg", DATA, ""):
            with self.subTest(path):
                self.refused("--plot '", "--compare", DATA / "small.txt", "--capacity", "3", "--plot", path)

    def test_refuses_options_that_it_does_not_know(self):
        self.refused("--help", "--speed", "9")
        self.refused("--help", DATA / "small.txt", "another.txt", "--capacity", "3")


class Recorded(unittest.TestCase):
    def test_reproduces_the_hit_ratio_of_recorded_traces(self):
        for name, (capacity, expected, _) in RECORDED.items():
            with self.subTest(name):
                status, out, _ = replay(TRACES / f"{name}.txt", "--capacity", capacity)
                self.assertEqual(status, 0)
                self.assertIn(f"hit ratio  {expected} %\n", out)

    def test_compares_recorded_traces_and_the_default_policy_is_close_to_the_best(self):
        for name, (capacity, least, most) in RECORDED.items():
            with self.subTest(name):
                status, out, _ = replay("--compare", TRACES / f"{name}.txt", "--capacity", capacity, "--optimal")
                self.assertEqual(status, 0)
                [(_, _, rows)] = tables(out)
                row = rows[capacity]
                self.assertEqual((row["lru"], row["optimal"]), (least, most))
                best = max(float(row[policy]) for policy in POLICIES)
                self.assertGreaterEqual(float(row["w_tiny_lfu"]), best - 1, row)


if __name__ == "__main__":
    if len(sys.argv) > 3:
        TRACES = pathlib.Path(sys.argv[3])
        if not TRACES.is_dir():
            print(f"SKIPPED: the recorded traces are not at '{TRACES}'; they are no part of the project")
            sys.exit(77)
        suite = unittest.defaultTestLoader.loadTestsFromTestCase(Recorded)
    else:
        suite = unittest.TestSuite(map(unittest.defaultTestLoader.loadTestsFromTestCase, (Play, Compare, Refuse)))
    sys.exit(not unittest.TextTestRunner(verbosity=2).run(suite).wasSuccessful())
