"""Tries the program evaluate on compilers that mean harm, and interrupts it. Usage: hostile_test.py EVALUATE"""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
import unittest
import xml.etree.ElementTree

sys.dont_write_bytecode = True

import evaluate_test  # noqa: E402


class Memory(evaluate_test.Evaluate):
    def peak(self, cell):
        return max(each["peak_kib"] for each in cell["commands"])

    def test_of_one_process(self):
        cell = self.expect("over a limit", "eats_memory", "positive", "--memory", "256", marker=sys.executable)
        self.assertLess(self.peak(cell), 256 * 1024)
        self.assertGreater(self.peak(cell), 64 * 1024)

    def test_that_is_enough(self):
        # It takes 512 MiB and leaves no output: what ended it above is the limit.
        cell = self.expect("internal compiler error", "eats_memory", "positive", marker=sys.executable)
        self.assertIn("left no output", cell["detail"])
        self.assertGreater(self.peak(cell), 512 * 1024)

    def test_of_all_processes(self):
        begin = time.monotonic()
        cell = self.expect("over a limit", "eats_memory_together", "positive", "--memory", "512", marker=sys.executable)
        self.assertIn("together", cell["detail"])
        self.assertLess(time.monotonic() - begin, 50)

    def test_of_many_processes(self):
        marker = f"98765.{os.getpid()}5"
        self.expect("over a limit", "is_many", marker=marker)
        self.expect_no_process(marker)


class Leavings(evaluate_test.Evaluate):
    def test_a_link_to_itself(self):
        self.assertIn("left no output", self.expect("internal compiler error", "leaves_a_circle")["detail"])
        self.run_on("costs", "--quick", "--filter", "floor", "--cxx", self.fake("leaves_a_circle"))

    def test_no_files_beside_a_crash(self):
        self.expect("internal compiler error", "dies_among_links")
        kept = self.work / "reproducers" / "gcc-16-libstdc++-self.positive"
        self.assertEqual(list(kept.glob("*.ii")), [])
        self.assertTrue((kept / "reproduce.sh").exists())

    def test_a_folder_that_may_not_be_entered(self):
        command = self.command("--cxx", self.fake("locks_a_folder"), "--scratch", str(self.work), "--filter",
                               "positive")
        if os.geteuid() == 0:
            # Root may enter all, but for these.
            if not shutil.which("setpriv"):
                self.skipTest("there is no setpriv to take root's rights")
            command = ["setpriv", "--bounding-set=-dac_override,-dac_read_search", *command]
        done = subprocess.run(command, capture_output=True, text=True, timeout=120)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(self.report()["results"][0]["verdict"], "pass")
        self.assertEqual(list(self.work.glob("evaluate.*")), [])

    def test_a_pipe_for_a_manifest(self):
        self.expect("pass", "names_a_pipe")

    def test_a_pipe_for_a_bmi(self):
        self.run_on("costs", "--quick", "--filter", "rebuild", "--cxx", self.fake("makes_a_pipe"))
        self.assertEqual({each["verdict"] for each in self.report()["costs"]["measurements"]}, {"pass"})

    def test_links_for_sources(self):
        precious = self.work / "precious"
        precious.write_text("kept")
        self.run_on("costs", "--quick", "--filter", "rebuild", "--cxx",
                    self.fake("swaps_its_sources", str(precious)))
        self.assertEqual(precious.read_text(), "kept")
        self.assertFalse(precious.is_symlink())

    def test_a_link_for_a_folder(self):
        precious = self.work / "precious"
        precious.mkdir()
        for each in ("m0.o", "m1.o"):
            (precious / each).write_text("kept")
        self.run_on("costs", "--quick", "--filter", "rebuild", "--cxx", self.fake("links_its_folder", str(precious)))
        self.assertEqual(sorted(each.name for each in precious.iterdir()), ["m0.o", "m1.o"])


class Guardian(evaluate_test.Evaluate):
    def test_killed(self):
        marker = f"98765.{os.getpid()}6"
        cell = self.judged("outlives_its_parent", "positive", "--timeout", "0.5", marker=marker)
        # Where the kernel lets a compiler send no such signal, it just stays.
        self.assertIn(cell["verdict"], ["timeout", "internal compiler error"])
        self.expect_no_process(marker)

    def test_stopped(self):
        cell = self.judged("stops_its_parent", "positive", "--timeout", "0.5")
        self.assertIn(cell["verdict"], ["pass", "timeout"])


class Confinement(evaluate_test.Evaluate):
    def test_nothing_is_written_outside_without_standard_streams(self):
        outside = self.work / "outside"
        command = self.command("--cxx", self.fake("writes_outside", str(outside)), "--filter", "positive")
        done = subprocess.run(["sh", "-c", 'exec "$@" <&- >&-', "sh", *command], stderr=subprocess.PIPE, text=True,
                              timeout=120)
        self.assertIn(done.returncode, [0, 2], done.stderr)
        if not self.report()["confined"]:
            self.skipTest("this kernel has no Landlock")
        self.assertFalse(outside.exists())


class Words(evaluate_test.Evaluate):
    def refused(self, *arguments):
        said = self.run_on(*arguments, status=2).stderr
        self.assertNotIn("\x1b", said)
        self.assertLess(len(said), 1000)
        self.assertEqual(said.count("\n"), 1, said)
        return said

    def test_of_a_broken_compiler(self):
        self.assertIn("fails when it is asked", self.refused("--cxx", self.fake("broken_and_loud")))

    def test_of_a_version_that_is_none(self):
        self.assertIn("neither GCC nor Clang", self.refused("--cxx", self.fake("has_a_long_version")))


class Reports(evaluate_test.Evaluate):
    def test_where_none_can_be(self):
        bad = "--cxx", self.fake("dies")
        (self.work / "file").write_text("")
        for option, name in [("--json", "cases"), ("--junit", "cases"), ("--html", "cases"), ("--reproducers", "file")]:
            with self.subTest(option):
                done = self.run_on(*bad, option, str(self.work / name), status=2)
                self.assertIn(str(self.work / name), done.stderr)
                self.assertFalse((self.work / "reproducers").exists(), "it was judged first")

    def test_what_is_no_file_stays(self):
        self.run_on("--cxx", self.fake("is_good"))
        report = self.work / "report.json"
        nothing = self.work / "nothing"
        nothing.symlink_to("/dev/null")
        subprocess.run([evaluate_test.EVALUATE, "page", report, nothing], check=True)
        self.assertTrue(nothing.is_symlink() and not nothing.is_file())
        link = self.work / "link.html"
        link.symlink_to(self.work / "page.html")
        (self.work / "page.html").write_text("old")
        subprocess.run([evaluate_test.EVALUATE, "page", report, link], check=True)
        self.assertTrue(link.is_symlink())
        self.assertIn("<!DOCTYPE html>", (self.work / "page.html").read_text())


class Interrupted(evaluate_test.Evaluate):
    def interrupt(self, when, *arguments, number=signal.SIGINT):
        """Interrupts a run as soon as its folder has what matches `when`; what it then leaves must be whole."""
        scratch = self.work / "scratch"
        scratch.mkdir()
        running = subprocess.Popen(
            self.command(*arguments, "--scratch", str(scratch), "--html", str(self.work / "report.html")),
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        deadline = time.monotonic() + 60
        while not list(scratch.glob(when)) and running.poll() is None and time.monotonic() < deadline:
            time.sleep(0.01)
        running.send_signal(number)
        out, err = running.communicate(timeout=60)
        self.assertEqual(running.returncode, 130, out + err)
        self.assertFalse(self.report()["complete"])
        xml.etree.ElementTree.parse(self.work / "report.xml")
        self.assertIn("not complete", (self.work / "report.html").read_text())
        self.assertIn("</html>", (self.work / "report.html").read_text())
        again = subprocess.run([evaluate_test.EVALUATE, "page", self.work / "report.json"], capture_output=True,
                               text=True)
        self.assertEqual((again.returncode, again.stdout), (0, (self.work / "report.html").read_text()))
        self.assertEqual(list(scratch.iterdir()), [])
        self.assertEqual(list(self.work.glob("*.unfinished")), [])
        return self.report()

    def test_while_compilers_are_probed(self):
        marker = f"98765.{os.getpid()}7"
        report = self.interrupt("*/probe*/asked", "--costs", "--cxx", self.fake("is_good"), "--cxx",
                                self.fake("hangs_when_asked", marker))
        self.expect_no_process(marker)
        self.assertEqual([each["id"] for each in report["compilers"]], ["gcc-16-libstdc++"])
        self.assertEqual([each["verdict"] for each in report["results"]], ["not run"] * 2)
        self.assertEqual({each["verdict"] for each in report["costs"]["measurements"]}, {"not run"})

    def test_before_there_is_a_compiler(self):
        marker = f"98765.{os.getpid()}8"
        report = self.interrupt("*/probe*/asked", "--cxx", self.fake("hangs_when_asked", marker))
        self.expect_no_process(marker)
        self.assertEqual((report["compilers"], report["results"]), ([], []))

    def test_while_cases_are_taken(self):
        for number in (signal.SIGTERM, signal.SIGHUP):
            marker = f"98765.{os.getpid()}9"
            report = self.interrupt("*/*-self.*", "--jobs", "2", "--cxx", self.fake("hangs_holding_on", marker),
                                    number=number)
            self.expect_no_process(marker)
            self.assertEqual({each["verdict"] for each in report["results"]}, {"not run"})
            shutil.rmtree(self.work / "scratch")

    def test_while_costs_are_measured(self):
        marker = f"98765.{os.getpid()}0"
        report = self.interrupt("*/cost-*/full/program.o", "costs", "--cxx", self.fake("is_good"), "--cxx",
                                self.fake("hangs_holding_on", marker))
        self.expect_no_process(marker)
        # What was measured until then stays.
        verdicts = [each["verdict"] for each in report["costs"]["measurements"]]
        self.assertEqual(set(verdicts) - {"pass"}, {"not run"})
        self.assertEqual(verdicts.count("not run"), len(verdicts) - 1 if verdicts[0] == "pass" else len(verdicts))

    def test_while_a_program_of_a_rebuild_runs(self):
        report = self.interrupt("*/cost-*/program", "costs", "--filter", "rebuild", "--cxx",
                                self.fake("builds_sleepers"))
        made = report["costs"]["measurements"]
        self.assertEqual({(each["verdict"], each["detail"]) for each in made}, {("not run", "interrupted")})


class Ignored(evaluate_test.Evaluate):
    def test_hangup_of_who_was_started_with_nohup(self):
        scratch = self.work / "scratch"
        scratch.mkdir()
        running = subprocess.Popen(
            self.command("--cxx", self.fake("hangs"), "--timeout", "2", "--filter", "positive", "--scratch",
                         str(scratch)),
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            preexec_fn=lambda: signal.signal(signal.SIGHUP, signal.SIG_IGN))
        deadline = time.monotonic() + 60
        while not list(scratch.glob("*/*-self.*")) and running.poll() is None and time.monotonic() < deadline:
            time.sleep(0.01)
        running.send_signal(signal.SIGHUP)
        self.assertEqual(running.wait(60), 0)
        self.assertEqual(json.loads((self.work / "report.json").read_text())["results"][0]["verdict"], "timeout")


if __name__ == "__main__":
    unittest.main()
