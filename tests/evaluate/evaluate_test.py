"""Tries the program evaluate on compilers that do what compilers should not. Usage: evaluate_test.py EVALUATE"""

import json
import os
import pathlib
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import unittest
import xml.etree.ElementTree

EVALUATE = pathlib.Path(sys.argv.pop(1)).resolve()
FAKE = pathlib.Path(__file__).with_name("fake.sh")

POSITIVE = {
    "title": "A module and its importer",
    "shows": "That they are built",
    "clause": "[module.import]",
    "steps": [
        {"step": "interface", "source": "m.cppm"},
        {"step": "importer", "source": "main.cpp"},
        {"step": "link"},
        {"step": "run", "output": "hello\n"},
    ],
}
NEGATIVE = {
    "title": "A fault",
    "shows": "That it is refused",
    "clause": "[module.reach]",
    "steps": [{"step": "unit", "source": "w.cpp", "must_fail": True}],
}


def known(verdict, **more):
    return [{"family": "gcc", "from": "16", "below": "16.2", "verdict": verdict, "issue": "PR1", "text": "odd"} | more]


class Evaluate(unittest.TestCase):
    def setUp(self):
        self.work = pathlib.Path(tempfile.mkdtemp())
        self.addCleanup(shutil.rmtree, self.work)
        self.cases = self.work / "cases"
        self.write_case("positive", POSITIVE)
        self.write_case("negative", NEGATIVE)

    def write_case(self, topic, content):
        folder = self.cases / "self" / topic
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "m.cppm").write_text("export module m;\n")
        (folder / "main.cpp").write_text("import m;\nint main() {}\n")
        (folder / "w.cpp").write_text("#ifdef WRONG\n#error wrong\n#endif\n")
        (folder / "case.json").write_text(content if isinstance(content, str) else json.dumps(content))

    def fake(self, behaviour, marker=None):
        compiler = self.work / "bin" / behaviour
        compiler.parent.mkdir(exist_ok=True)
        shutil.copy(FAKE, compiler)
        compiler.chmod(0o755)
        if marker:
            compiler.with_name(behaviour + ".marker").write_text(marker)
        return str(compiler)

    def command(self, *arguments):
        return [str(EVALUATE), "--cases", str(self.cases), "--json", str(self.work / "report.json"), "--junit",
                str(self.work / "report.xml"), "--reproducers", str(self.work / "reproducers"), *arguments]

    def run_on(self, *arguments, status=0):
        done = subprocess.run(self.command(*arguments), capture_output=True, text=True, timeout=120)
        self.assertEqual(done.returncode, status, done.stdout + done.stderr)
        return done

    def judged(self, behaviour, case="positive", *arguments, marker=None):
        self.run_on("--cxx", self.fake(behaviour, marker), "--filter", "self." + case, *arguments)
        cells = self.report()["results"]
        self.assertEqual(len(cells), 1)
        # What is XML to one reader is XML to all.
        xml.etree.ElementTree.parse(self.work / "report.xml")
        return cells[0]

    def report(self):
        return json.loads((self.work / "report.json").read_text())

    def expect(self, verdict, behaviour, case="positive", *arguments, marker=None):
        cell = self.judged(behaviour, case, *arguments, marker=marker)
        self.assertEqual(cell["verdict"], verdict, cell)
        return cell

    def expect_no_process(self, marker):
        for command in pathlib.Path("/proc").glob("[0-9]*/cmdline"):
            try:
                self.assertNotIn(marker.encode(), command.read_bytes().split(b"\0"))
            except (FileNotFoundError, ProcessLookupError):
                pass


class Verdicts(Evaluate):
    def test_pass(self):
        cell = self.expect("pass", "is_good")
        self.assertEqual(len(cell["commands"]), 4)
        self.expect("pass", "hates_wrong", "negative")

    def test_pass_with_warnings(self):
        self.assertIn("how odd", self.expect("pass with warnings", "warns")["detail"])

    def test_rejects_valid(self):
        self.assertIn("expected something else", self.expect("rejects-valid", "rejects")["detail"])
        # It also refuses what is right about the negative case.
        self.assertIn("without WRONG", self.expect("rejects-valid", "rejects", "negative")["detail"])

    def test_accepts_invalid(self):
        self.expect("accepts-invalid", "is_good", "negative")
        # It would have said that of what is right, too.
        self.expect("accepts-invalid", "warns", "negative")

    def test_a_warning_is_a_diagnostic(self):
        self.assertIn("accepted with a warning", self.expect("pass with warnings", "warns_of_wrong", "negative")["detail"])

    def test_need_not_be_diagnosed(self):
        steps = [dict(NEGATIVE["steps"][0], diagnosis="not required")]
        self.write_case("negative", dict(NEGATIVE, steps=steps))
        self.expect("pass", "is_good", "negative")
        self.expect("pass", "hates_wrong", "negative")

    def test_crash_by_signal(self):
        self.assertIn("signal 11", self.expect("internal compiler error", "dies")["detail"])

    def test_crash_by_message(self):
        self.expect("internal compiler error", "says_ice")
        self.expect("internal compiler error", "dies_inside")

    def test_crash_is_no_refusal(self):
        self.expect("internal compiler error", "crashes_on_wrong", "negative")
        self.expect("internal compiler error", "fails_in_silence", "positive")

    def test_nonsense(self):
        self.assertIn("left no output", self.expect("internal compiler error", "leaves_nothing")["detail"])

    def test_killed_parent(self):
        self.expect("internal compiler error", "kills_its_parent")

    def test_timeout(self):
        begin = time.monotonic()
        self.expect("timeout", "hangs", "positive", "--timeout", "0.5")
        self.expect("timeout", "builds_sleepers", "positive", "--timeout", "0.5")
        self.assertLess(time.monotonic() - begin, 40)

    def test_unsupported(self):
        self.assertIn("unimplemented: named modules", self.expect("unsupported", "lacks")["detail"])

    def test_link_failure(self):
        self.assertIn("undefined reference", self.expect("link failure", "refuses_to_link")["detail"])

    def test_wrong_result(self):
        self.assertIn("goodbye", self.expect("wrong run-time result", "builds_liars")["detail"])
        self.assertIn("status 1", self.expect("wrong run-time result", "builds_failures")["detail"])
        self.assertIn("signal 11", self.expect("wrong run-time result", "builds_crashes")["detail"])

    def test_over_a_limit(self):
        self.expect("over a limit", "floods")
        self.expect("over a limit", "runs_out_of_memory")
        self.expect("over a limit", "fills_the_disk")

    def test_known(self):
        self.write_case("positive", dict(POSITIVE, known=known("rejects-valid")))
        cell = self.expect("known", "rejects")
        self.assertEqual((cell["issue"], cell["seen"]), ("PR1", "rejects-valid"))

    def test_known_is_of_one_verdict(self):
        self.write_case("positive", dict(POSITIVE, known=known("timeout")))
        self.expect("rejects-valid", "rejects")

    def test_known_is_of_some_versions(self):
        self.write_case("positive", dict(POSITIVE, known=known("rejects-valid", below="16.1")))
        self.expect("rejects-valid", "rejects")
        self.write_case("positive", dict(POSITIVE, known=known("rejects-valid", family="clang")))
        self.expect("rejects-valid", "rejects")

    def test_unexpectedly_fixed(self):
        self.write_case("positive", dict(POSITIVE, known=known("rejects-valid")))
        self.expect("unexpectedly fixed", "is_good")


class Hostile(Evaluate):
    def test_what_is_left_behind_is_ended(self):
        marker = f"98765.{os.getpid()}1"
        self.expect("pass", "forks", marker=marker)
        self.expect_no_process(marker)

    def test_what_leaves_its_session_is_ended(self):
        marker = f"98765.{os.getpid()}2"
        self.expect("timeout", "hangs_holding_on", "positive", "--timeout", "0.5", marker=marker)
        self.expect_no_process(marker)

    def test_a_tree_of_processes_is_ended(self):
        marker = f"98765.{os.getpid()}3"
        self.expect("timeout", "forks_again_and_again", "positive", "--timeout", "0.5", marker=marker)
        self.expect_no_process(marker)

    def test_nothing_is_written_outside(self):
        outside = self.work / "precious"
        outside.with_name("precious.precious").write_text("kept")
        scratch = self.work / "scratch"
        scratch.mkdir()
        self.judged("writes_outside", "positive", "--scratch", str(scratch), marker=str(outside))
        self.assertEqual(list(scratch.iterdir()), [])
        if not self.report()["confined"]:
            self.skipTest("this kernel has no Landlock")
        self.assertFalse(outside.exists())
        self.assertTrue(outside.with_name("precious.precious").exists())

    def test_any_bytes_may_be_printed(self):
        self.expect("rejects-valid", "prints_bytes")
        done = self.run_on("--cxx", self.fake("prints_bytes"), "--filter", "self.positive")
        self.assertNotIn("\x1b", done.stdout)

    def test_output_is_cut(self):
        cell = self.expect("over a limit", "floods")
        self.assertLessEqual(len(cell["commands"][0]["output"]), 4000)

    def test_one_bad_compiler_does_not_stop_the_others(self):
        names = ["dies", "floods", "is_good"]
        self.run_on(*[word for name in names for word in ("--cxx", self.fake(name))], "--jobs", "3")
        self.assertTrue(self.report()["complete"])
        self.assertEqual([each["id"] for each in self.report()["compilers"]],
                         ["gcc-16-libstdc++", "gcc-16-libstdc++#2", "gcc-16-libstdc++#3"])
        verdicts = {(each["case"], each["compiler"]): each["verdict"] for each in self.report()["results"]}
        self.assertEqual(verdicts["self.positive", "gcc-16-libstdc++#3"], "pass")
        self.assertEqual(len(verdicts), 6)

    def test_a_crash_can_be_reproduced(self):
        self.expect("internal compiler error", "dies")
        kept = self.work / "reproducers" / "gcc-16-libstdc++-self.positive"
        self.assertTrue((kept / "m.cppm").exists())
        again = subprocess.run([kept / "reproduce.sh"], capture_output=True, text=True)
        self.assertEqual(again.returncode, -signal.SIGSEGV if again.returncode < 0 else 128 + signal.SIGSEGV)

    def test_interrupted(self):
        scratch = self.work / "scratch"
        scratch.mkdir()
        running = subprocess.Popen(
            self.command("--cxx", self.fake("is_good"), "--cxx", self.fake("hangs"), "--scratch", str(scratch)),
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        deadline = time.monotonic() + 60
        while not list(scratch.glob("*/*#2-self.*")) and time.monotonic() < deadline:
            time.sleep(0.01)
        running.send_signal(signal.SIGINT)
        out, _ = running.communicate(timeout=60)
        self.assertEqual(running.returncode, 130)
        self.assertIn("not complete", out)
        self.assertFalse(self.report()["complete"])
        verdicts = [each["verdict"] for each in self.report()["results"]]
        self.assertEqual(verdicts, ["accepts-invalid", "not run", "not run", "not run"])
        xml.etree.ElementTree.parse(self.work / "report.xml")
        self.assertEqual(list(scratch.iterdir()), [])


class Errors(Evaluate):
    def expect_refused(self, says, *arguments):
        done = self.run_on(*arguments, status=2)
        self.assertIn(says, done.stderr)
        self.assertEqual(done.stderr.count("\n"), 1, done.stderr)

    def good(self):
        return "--cxx", self.fake("is_good")

    def test_compilers(self):
        self.expect_refused("No such file", "--cxx", "no-such-compiler")
        self.expect_refused("No such file", "--cxx", "./no-such-compiler")
        self.expect_refused("cannot be used", "--cxx", self.fake("broken"))
        self.expect_refused("neither GCC nor Clang", "--cxx", self.fake("stranger"))
        self.expect_refused("cannot build", "--cxx", self.fake("builds_nothing"))

    def test_folders(self):
        self.expect_refused("no folder can be made", *self.good(), "--scratch", "/proc")
        self.expect_refused("cannot be written", *self.good(), "--json", str(self.work / "none" / "report.json"))
        self.expect_refused("no <group>", *self.good(), "--cases", str(self.work / "bin"))
        self.expect_refused("No such file", *self.good(), "--cases", str(self.work / "none"))

    def test_metadata(self):
        step = POSITIVE["steps"][0]
        for content, says in [
            ("{", "parse error"),
            ("[]", "must be an object"),
            (dict(POSITIVE, title=""), '"title" is missing'),
            (dict(POSITIVE, titel="x"), '"titel" is unknown'),
            (dict(POSITIVE, standard="20"), '"standard" has a value of the wrong type'),
            (dict(POSITIVE, steps=[]), '"steps"'),
            (dict(POSITIVE, steps=[dict(step, step="dance")]), "no kind of step: dance"),
            (dict(POSITIVE, steps=[dict(step, source="none.cppm")]), "none.cppm: cannot be read"),
            (dict(POSITIVE, steps=[dict(step, source="../../m.cppm")]), "must be a file of the folder"),
            (dict(POSITIVE, steps=[{"step": "run", "must_fail": True}]), "for what a compiler may refuse"),
            (dict(NEGATIVE, steps=[{"step": "unit", "source": "w.cpp"}]), "asks for WRONG"),
            (dict(POSITIVE, standard=17), '"standard" must be 20'),
            (dict(POSITIVE, steps=[{"step": "run", "exit": 256}]), '"exit" must be'),
            (dict(NEGATIVE, steps=[dict(NEGATIVE["steps"][0], diagnosis="requird")]), '"diagnosis" must be'),
            (dict(POSITIVE, known=known("timeout", below="v16")), '"below" must be a version'),
            (dict(POSITIVE, known=known("timeout", library="libcxx")), '"library" must be'),
            (dict(POSITIVE, known=known("fine")), '"verdict" is none: fine'),
            (dict(POSITIVE, known=known("timeout", family="msvc")), "must be gcc or clang"),
        ]:
            with self.subTest(says):
                self.write_case("positive", content)
                self.expect_refused(says, *self.good())

    def test_command_line(self):
        self.expect_refused("--help", "--jobs", "0")
        self.expect_refused("--help", "--dance")
        self.expect_refused("no case has this", *self.good(), "--filter", "nothing")

    def test_filter_knows_clauses(self):
        self.run_on(*self.good(), "--filter", "module.reach")
        self.assertEqual([each["name"] for each in self.report()["cases"]], ["self.negative"])
        self.run_on(*self.good(), "--filter", "modules.reach")
        self.assertEqual([each["name"] for each in self.report()["cases"]], ["self.negative"])

    def test_strict(self):
        self.run_on(*self.good(), "--strict", status=1)
        self.run_on("--cxx", self.fake("hates_wrong"), "--strict")


class Diff(Evaluate):
    def write_report(self, name, **verdicts):
        results = [{"case": case, "compiler": "gcc-16", "verdict": verdict} for case, verdict in verdicts.items()]
        path = self.work / name
        path.write_text(json.dumps({"schema": 1, "results": results}))
        return str(path)

    def diff(self, before, after, status):
        done = subprocess.run([EVALUATE, "diff", before, after], capture_output=True, text=True)
        self.assertEqual(done.returncode, status, done.stdout + done.stderr)
        return done.stdout + done.stderr

    def test_of_a_run_with_itself(self):
        self.run_on("--cxx", self.fake("is_good"))
        report = str(self.work / "report.json")
        self.assertEqual(self.diff(report, report, 0), "no cell changed\n")

    def test_regression(self):
        before = self.write_report("a.json", x="pass", y="timeout", z="pass", gone="pass")
        after = self.write_report("b.json", x="timeout", y="pass", z="unexpectedly fixed", new="timeout")
        lines = self.diff(before, after, 1).splitlines()
        self.assertEqual([line.split()[0] for line in lines], ["regression", "better", "gone", "changed", "new"])
        self.assertIn("x: pass -> timeout", lines[0])

    def test_better_is_no_regression(self):
        self.diff(self.write_report("a.json", x="timeout"), self.write_report("b.json", x="known"), 0)
        self.diff(self.write_report("a.json", x="pass"), self.write_report("b.json", x="not run"), 0)

    def test_no_reports(self):
        good = self.write_report("a.json", x="pass")
        self.assertIn("cannot be read", self.diff(good, str(self.work / "none"), 2))
        bad = self.work / "bad.json"
        for text, says in [("{", "no report"), ('{"schema": 2}', "schema"), ('{"schema": 1}', "no report"),
                           ('{"schema": 1, "results": [{"case": "x", "compiler": "y", "verdict": "odd"}]}', "odd")]:
            bad.write_text(text)
            self.assertIn(says, self.diff(good, str(bad), 2))


if __name__ == "__main__":
    unittest.main()
