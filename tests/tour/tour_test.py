"""What `tour` does with pages that pass, fail, hang, crash or do not exist. Usage: tour_test.py TOUR"""

import os
import pathlib
import pty
import select
import signal
import subprocess
import sys
import tempfile
import unittest

TOUR = ""


class Tour(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="tour test ")
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        self.manifest = self.folder / "manifest.tsv"
        self.manifest.touch()

    def add_page(self, stem, script, golden=None, theme="caching"):
        source = self.folder / theme / f"{stem}.cpp"
        source.parent.mkdir(exist_ok=True)
        source.write_text(
            f"import std;\n\n// #region page\n// The situation of {stem}.\n// More of it. And more.\nint main() {{}}\n"
        )
        program = self.folder / f"page {stem}"
        program.write_text(f"#!/bin/sh\n{script}\n")
        program.chmod(0o755)
        if golden is not None:
            source.with_suffix(".golden").write_text(golden)
        with self.manifest.open("a") as manifest:
            manifest.write(f"{source}\t{program}\n")
        return source

    def command(self, *arguments):
        return [TOUR, "--manifest", str(self.manifest), *arguments]

    def tour(self, *arguments):
        return subprocess.run(self.command(*arguments), capture_output=True, text=True, timeout=60)

    def tour_on_a_terminal(self, *arguments, **environment):
        try:
            main, terminal = pty.openpty()
        except OSError as error:
            self.skipTest(f"this system gives no terminal: {error}")
        process = subprocess.Popen(
            self.command(*arguments),
            stdout=terminal,
            env={**{k: v for k, v in os.environ.items() if k != "NO_COLOR"}, "TERM": "xterm", **environment},
        )
        os.close(terminal)
        shown = b""
        try:
            while chunk := os.read(main, 65536):
                shown += chunk
        except OSError:  # how Linux says that the other end is closed
            pass
        os.close(main)
        self.assertEqual(process.wait(timeout=60), 0)
        return shown.decode()

    def test_list_shows_each_page_under_its_theme_with_its_first_sentence(self):
        self.add_page("A28_enums", "", theme="meta")
        self.add_page("C9_lru_cache", "")
        result = self.tour("list")
        self.assertEqual(result.returncode, 0)
        self.assertEqual(
            result.stdout,
            "meta\n  A28  enums      The situation of A28_enums.\n\n"
            "caching\n  C9   lru_cache  The situation of C9_lru_cache.\n",
        )

    def test_show_prints_the_source_to_the_byte(self):
        source = self.add_page("C9_lru_cache", "")
        self.assertEqual(self.tour("show", "C9").stdout, source.read_text())

    def test_a_page_is_found_by_row_name_or_both_in_any_case(self):
        self.add_page("C9_lru_cache", "echo hit", golden="hit\n")
        for name in ("C9", "c9", "LRU_cache", "c9_lru_cache"):
            with self.subTest(name):
                self.assertEqual(self.tour("run", name).stdout, "hit\n")

    def test_an_unknown_row_ends_with_status_2_and_names_close_ones(self):
        self.add_page("C9_lru_cache", "echo hit", golden="hit\n")
        for unknown in ("C99", "lru_cahce", "lru"):
            with self.subTest(unknown):
                result = self.tour("run", "C9", unknown)
                self.assertEqual(result.returncode, 2)
                self.assertEqual(result.stdout, "")
                self.assertEqual(result.stderr, f"tour: no page '{unknown}'; close to it: C9 lru_cache\n")
        far = self.tour("show", "observer")
        self.assertEqual(far.returncode, 2)
        self.assertEqual(far.stderr, "tour: no page 'observer'; `tour list` shows them all\n")

    def test_a_page_that_prints_its_golden_file_passes(self):
        self.add_page("C9_lru_cache", "echo hit", golden="hit\n")
        result = self.tour("run", "--all")
        self.assertEqual(result.returncode, 0)
        self.assertRegex(result.stdout, r"^caching  C9\n\n1 page passed in ")

    def test_the_first_line_that_differs_is_shown(self):
        self.add_page("C9_lru_cache", "echo one; echo too", golden="one\ntwo\n")
        expected = "printed something else in line 2\n  expected  two\n  actual    too\n"
        single = self.tour("run", "C9")
        self.assertEqual(single.returncode, 1)
        self.assertEqual(single.stdout, "one\ntoo\n")
        self.assertEqual(single.stderr, "C9 lru_cache " + expected)
        self.add_page("C1_memo", "echo memo", golden="memo\n")
        both = self.tour("run", "--all")
        self.assertEqual(both.returncode, 1)
        self.assertRegex(both.stdout, r"^caching  C9! C1\n")
        self.assertIn("C9 lru_cache " + expected, both.stdout)
        self.assertIn("1 page passed, 1 failed", both.stdout)

    def test_output_that_stops_early_or_goes_on_differs(self):
        self.add_page("C1_short", "echo one", golden="one\ntwo\n")
        self.add_page("C2_long", "echo one; echo two", golden="one\n")
        self.add_page("C3_no_newline", "printf one", golden="one\n")
        self.assertIn("expected  two\n  actual    (nothing more)\n", self.tour("run", "C1").stderr)
        self.assertIn("expected  (nothing more)\n  actual    two\n", self.tour("run", "C2").stderr)
        self.assertIn("expected  one\n  actual    one (no end of line)\n", self.tour("run", "C3").stderr)

    def test_a_page_that_ends_badly_fails_though_its_output_is_right(self):
        self.add_page("C1_status", "echo out; exit 3", golden="out\n")
        self.add_page("C2_crash", "echo out; kill -SEGV $$", golden="out\n")
        self.assertEqual(self.tour("run", "C1").stderr, "C1 status ended with status 3\n  | out\n")
        self.assertIn("C2 crash was killed by signal 11", self.tour("run", "C2").stderr)
        self.assertEqual(self.tour("run", "--all").returncode, 1)

    def test_a_page_that_cannot_be_started_fails(self):
        self.add_page("C9_lru_cache", "", golden="")
        (self.folder / "page C9_lru_cache").unlink()
        result = self.tour("run", "--all")
        self.assertEqual(result.returncode, 1)
        self.assertIn("cannot start", result.stdout)

    def test_a_page_without_a_golden_file_fails_and_says_how_to_record_it(self):
        source = self.add_page("C9_lru_cache", "echo hit")
        before = self.tour("run", "C9")
        self.assertEqual(before.returncode, 1)
        self.assertIn("tour record C9", before.stderr)
        self.assertEqual(self.tour("record", "C9").returncode, 0)
        self.assertEqual(source.with_suffix(".golden").read_text(), "hit\n")
        self.assertEqual(self.tour("run", "C9").returncode, 0)

    def test_a_page_that_fails_is_not_recorded(self):
        source = self.add_page("C9_lru_cache", "echo hit; exit 1", golden="old\n")
        self.assertEqual(self.tour("record", "C9").returncode, 1)
        self.assertEqual(source.with_suffix(".golden").read_text(), "old\n")

    def test_a_page_that_hangs_is_ended_with_all_it_started(self):
        life = self.lifeline()
        self.add_page("C9_hang", f"sleep 1000 > '{self.folder}/lifeline' & wait", golden="")
        result = self.tour("run", "C9", "--time-limit", "0.5")
        self.assertEqual(result.returncode, 1)
        self.assertIn("C9 hang was still running after 0.5 s", result.stderr)
        self.assert_ended(life)

    def test_what_a_page_leaves_running_is_ended(self):
        life = self.lifeline()
        self.add_page("C9_daemon", f"exec 3> '{self.folder}/lifeline'; sleep 1000 &", golden="")
        self.assertEqual(self.tour("run", "C9").returncode, 0)
        self.assert_ended(life)

    def test_a_page_that_prints_without_end_fails(self):
        self.add_page("C9_yes", "yes", golden="")
        self.assertIn("wrote more than 1024 KiB", self.tour("run", "--all").stdout)

    def test_an_interrupt_ends_the_page_and_tour_as_the_signal_does(self):
        for ending in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            with self.subTest(ending):
                life = self.lifeline(ending.name)
                start = f"exec 3> '{self.folder}/{ending.name}'; sleep 1000 & echo ready >&3; wait"
                self.add_page(f"C9_{ending.name}", start, golden="")
                process = subprocess.Popen(self.command("run", ending.name))
                self.assertTrue(select.select([life], [], [], 60)[0])
                self.assertEqual(os.read(life, 100), b"ready\n")
                process.send_signal(ending)
                self.assertEqual(process.wait(timeout=60), -ending)
                self.assert_ended(life)

    def test_colour_and_a_bar_are_for_terminals_and_heed_no_color(self):
        self.add_page("C9_lru_cache", "echo hit", golden="hit\n")
        self.assertNotIn("\033", self.tour("run", "--all").stdout)
        terminal = self.tour_on_a_terminal("run", "--all")
        self.assertIn("\033[32mC9\033[0m", terminal)
        self.assertIn("0/1  C9 lru_cache", terminal)
        plain = self.tour_on_a_terminal("run", "--all", NO_COLOR="1")
        self.assertIn("0/1  C9 lru_cache", plain)
        self.assertNotIn("\033[32m", plain)
        self.assertNotIn("\033", self.tour_on_a_terminal("run", "--all", TERM="dumb"))

    def test_a_request_that_makes_no_sense_ends_with_status_2(self):
        self.add_page("C9_lru_cache", "echo hit", golden="hit\n")
        for arguments in ((), ("run",), ("run", "--all", "C9"), ("lst",), ("show",), ("run", "C9", "--time-limit", "x")):
            with self.subTest(arguments):
                result = self.tour(*arguments)
                self.assertEqual(result.returncode, 2)
                self.assertEqual(result.stdout, "")
                self.assertNotEqual(result.stderr, "")

    def test_a_broken_manifest_is_named_with_its_line(self):
        self.add_page("C9_lru_cache", "")
        with self.manifest.open("a") as manifest:
            manifest.write("nonsense\n")
        result = self.tour("list")
        self.assertEqual(result.returncode, 2)
        self.assertIn("manifest.tsv:2: ", result.stderr)
        self.manifest.unlink()
        self.assertIn(f"cannot read '{self.manifest}'", self.tour("list").stderr)

    def test_every_command_explains_itself(self):
        for command in ((), ("list",), ("show",), ("run",), ("record",)):
            with self.subTest(command):
                result = self.tour(*command, "--help")
                self.assertEqual(result.returncode, 0)
                self.assertIn(" ".join(("tour", *command, "[OPTIONS]")), result.stdout)

    def lifeline(self, name="lifeline"):
        """The reading end of a fifo that a page's processes hold open while they live."""
        os.mkfifo(self.folder / name)
        reader = os.open(self.folder / name, os.O_RDONLY | os.O_NONBLOCK)
        self.addCleanup(os.close, reader)
        return reader

    def assert_ended(self, lifeline):
        self.assertTrue(select.select([lifeline], [], [], 60)[0], "something still runs")
        self.assertEqual(os.read(lifeline, 100), b"")


if __name__ == "__main__":
    TOUR = sys.argv.pop(1)
    unittest.main()
