"""Tries what the program evaluate measures on compilers that compile nothing. Usage: costs_test.py EVALUATE"""

import signal
import subprocess
import sys
import time
import unittest

sys.dont_write_bytecode = True

import evaluate_test  # noqa: E402

QUICK = ["floor", "chain 1", "chain 4", "fan 4", "fan of headers 2"]
EDITS = ["everything", "nothing, but written anew", "doc comment", "doc comment, a line more",
         "body in the interface unit", "body in an implementation unit", "interface"]


class Costs(evaluate_test.Evaluate):
    def measured(self, behaviour, *arguments, status=0):
        """{(kind, subject): measurement} of one compiler."""
        self.run_on("costs", "--quick", "--cxx", self.fake(behaviour), *arguments, status=status)
        found = self.report()["costs"]["measurements"]
        self.assertEqual({each["compiler"] for each in found}, {"gcc-16-libstdc++"})
        made = {(each["kind"], each["subject"]): each for each in found}
        self.assertEqual(len(made), len(found))
        return made

    def test_figures_are_there(self):
        made = self.measured("is_good")
        self.assertEqual({each["verdict"] for each in made.values()}, {"pass"})
        self.assertEqual([f"{kind} {subject}".replace(" empty program", "") for kind, subject in made
                          if kind != "rebuild"], QUICK)
        chain = made["chain", "4"]["figures"]
        self.assertEqual(chain["modules"], 4)
        for name in ["scan", "bmi", "bmi_and_object", "import", "link", "build_once"]:
            self.assertGreater(chain[name + "_seconds"], 0)
        for name in ["bmi_bytes", "bmi_peak_bytes", "import_peak_bytes", "link_peak_bytes"]:
            self.assertGreater(chain[name], 0)
        self.assertGreater(chain["all_bmi_bytes"], 3 * chain["bmi_bytes"])
        self.assertEqual(self.report()["costs"]["rounds"], 1)

    def test_no_case_is_taken(self):
        self.measured("is_good", "--filter", "floor")
        self.assertEqual((self.report()["cases"], self.report()["results"]), ([], []))
        self.assertTrue(self.report()["complete"])

    def test_beside_the_cases(self):
        self.run_on("--costs", "--quick", "--cxx", self.fake("is_good"))
        self.assertEqual(len(self.report()["results"]), 2)
        self.assertIn("costs", self.report())
        self.run_on("--cxx", self.fake("is_good"))
        self.assertNotIn("costs", self.report())

    def test_what_is_compiled_again(self):
        # The BMIs of the fake compiler are the sources: an edit is seen by those who import what was edited, and no
        # further. These are two modules, two importers, and the unit that implements the module.
        made = self.measured("is_good", "--filter", "rebuild")
        counts = {subject: (each["figures"]["compiled_modules"], each["figures"]["compiled_importers"])
                  for (_, subject), each in made.items()}
        for tail in [", full BMI", ", full BMI with SOURCE_DATE_EPOCH"]:
            self.assertEqual([counts.pop(each + tail) for each in EDITS],
                             [(10, 22), (1, 0), (3, 3), (3, 3), (3, 3), (0, 1), (3, 3)])
        self.assertEqual(counts, {})

    def test_what_gives_the_wrong_result(self):
        made = self.measured("builds_failures", "--filter", "rebuild")
        verdicts = [each["verdict"] for each in made.values()]
        self.assertEqual(verdicts, (["wrong run-time result"] + ["not run"] * 6) * 2)

    def test_what_is_refused_has_words(self):
        for behaviour, verdict, words in [
            ("rejects", "rejects-valid", "expected something else"),
            ("says_ice", "internal compiler error", "in finish_nothing"),
            ("leaves_nothing", "internal compiler error", "left no output"),
            ("lacks", "unsupported", "unimplemented: named modules"),
            ("floods", "over a limit", ""),
        ]:
            with self.subTest(behaviour):
                made = self.measured(behaviour, "--filter", "chain")
                self.assertEqual([each["verdict"] for each in made.values()], [verdict] * 2)
                self.assertTrue(all(words in each["detail"] for each in made.values()), made)

    def test_a_compiler_that_hangs_is_given_up(self):
        begin = time.monotonic()
        made = list(self.measured("hangs", "--timeout", "0.5").values())
        self.assertLess(time.monotonic() - begin, 30)
        self.assertEqual((made[0]["verdict"], made[0]["figures"]), ("timeout", {}))
        self.assertEqual({each["verdict"] for each in made[1:]}, {"not run"})
        self.assertIn("took too long for floor", made[1]["detail"])

    def test_one_bad_compiler_does_not_stop_the_others(self):
        done = self.run_on("costs", "--quick", "--filter", "chain", "--cxx", self.fake("dies"), "--cxx",
                           self.fake("is_good"))
        verdicts = [each["verdict"] for each in self.report()["costs"]["measurements"]]
        self.assertEqual(verdicts, ["internal compiler error", "pass"] * 2)
        self.assertIn("gcc-16-libstdc++: internal compiler error: ended by signal 11", done.stdout)

    def test_a_library_without_the_module_std(self):
        self.run_on("costs", "--filter", "library", "--cxx", self.fake("is_good"))
        made, = self.report()["costs"]["measurements"]
        self.assertEqual((made["verdict"], made["detail"]), ("unsupported", "its library has no module std"))

    def test_errors(self):
        good = ["costs", "--cxx", self.fake("is_good")]
        self.assertIn("has no module", self.run_on(*good, "--modules", str(self.work), status=2).stderr)
        self.assertIn("nothing that is measured", self.run_on(*good, "--filter", "beauty", status=2).stderr)

    def test_interrupted(self):
        scratch = self.work / "scratch"
        scratch.mkdir()
        running = subprocess.Popen(
            self.command("costs", "--quick", "--cxx", self.fake("hangs"), "--scratch", str(scratch)),
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        deadline = time.monotonic() + 60
        while not list(scratch.glob("*/cost-*")) and time.monotonic() < deadline:
            time.sleep(0.01)
        running.send_signal(signal.SIGINT)
        running.communicate(timeout=60)
        self.assertEqual(running.returncode, 130)
        self.assertFalse(self.report()["complete"])
        self.assertEqual({each["verdict"] for each in self.report()["costs"]["measurements"]}, {"not run"})
        self.assertEqual(list(scratch.iterdir()), [])


if __name__ == "__main__":
    unittest.main()
