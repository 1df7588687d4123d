"""Tries the page of a report in headless Chromium. Usage: page_test.py EVALUATE

With EVALUATE_SCREENSHOTS=FOLDER it leaves there what it saw. Exit status 77 if there is no browser and the rest is right.
"""

import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest

import webdriver

EVALUATE = pathlib.Path(sys.argv.pop(1)).resolve()
FAKE = pathlib.Path(__file__).with_name("fake.sh")
SCREENSHOTS = os.environ.get("EVALUATE_SCREENSHOTS")

COMPILERS = ["clang-19-libc++", "clang-22-libc++", "gcc-14-libstdc++", "gcc-16-libstdc++"]
# Each would be seen in the page's title if a browser took it for anything but text.
HOSTILE = ["</script><script>document.title = 'taken'</script>", "<img src=x onerror=\"document.title = 'taken'\">",
           "<!--<script>", "\" onfocus=\"document.title = 'taken'\" autofocus x=\"", "]]>&lt;&amp;", "{{style}}",
           "\x1b[2J\x00\u2028\u202e", "$&$`"]
VERDICTS = {"modules.import": ["pass", "pass", "pass", "pass"],
            "modules.cycle": ["pass", "pass", "accepts-invalid", "known"],
            "reach.type": ["pass with warnings", "pass", "rejects-valid", "pass"],
            "reach.crash": ["timeout", "unexpectedly fixed", "internal compiler error", "rejects-valid"],
            "std.import": ["unsupported", "pass", "unsupported", "not run"]}
CLAUSES = {"modules": "[module.import]", "reach": "[module.reach]", "std": "[std.modules]"}


def hostile(text):
    return text + " " + " ".join(HOSTILE)


def command(output="", **more):
    return {"command": ["g++", "-c", "a b.cpp"], "exit": 1, "signal": 0, "seconds": 0.25, "peak_kib": 2048,
            "output": output} | more


def costs():
    """Of two compilers, one of which could not be measured at all."""
    measured = {"kind": "chain", "subject": "8", "compiler": COMPILERS[0], "verdict": "pass", "detail": "",
                "figures": {"modules": 8.0, "bmi_bytes": 4096.0, "bmi_seconds": 0.25, hostile("odd"): 1.0}}
    return {"rounds": 3, "measurements": [
        measured, measured | {"compiler": COMPILERS[1], "figures": {"modules": 8.0, "bmi_bytes": 2048.0}},
        measured | {"compiler": COMPILERS[2], "verdict": "timeout", "detail": hostile("took too long"), "figures": {}}]}


def report(**more):
    results = [{"case": case, "compiler": compiler, "verdict": verdict,
                "seen": "rejects-valid" if verdict == "known" else verdict,
                "detail": hostile("why"), "issue": "https://issues.example/1" if verdict == "known" else "",
                "seconds": 0.25, "peak_kib": 2048, "commands": [command(hostile("m.cppm:1: error: odd " + case))]}
               for case, verdicts in VERDICTS.items() for compiler, verdict in zip(COMPILERS, verdicts)]
    return {"schema": 1, "tool": "evaluate", "started": "2026-01-02T03:04:05Z", "complete": True, "confined": True,
            "compilers": [{"id": each, "family": each.split("-")[0], "version": each.split("-")[1],
                           "library": each.split("-")[2], "command": each, "words": hostile(each)}
                          for each in COMPILERS],
            "cases": [{"name": each, "title": hostile("title"), "shows": hostile("shows"),
                       "clause": CLAUSES[each.split(".")[0]], "negative": each == "modules.cycle"}
                      for each in VERDICTS],
            "results": results} | more


class Page(unittest.TestCase):
    def setUp(self):
        self.work = pathlib.Path(tempfile.mkdtemp())
        self.addCleanup(shutil.rmtree, self.work)

    def page(self, content, status=0):
        path = self.work / "report.json"
        path.write_text(content if isinstance(content, str) else json.dumps(content))
        done = subprocess.run([EVALUATE, "page", path, self.work / "page.html"], capture_output=True, text=True)
        self.assertEqual(done.returncode, status, done.stdout + done.stderr)
        return done.stderr if status else (self.work / "page.html").read_text()


class Made(Page):
    """What can be said of the page without a browser."""

    def test_the_same_report_makes_the_same_page(self):
        self.assertEqual(self.page(report()), self.page(report()))
        done = subprocess.run([EVALUATE, "page", self.work / "report.json"], capture_output=True, text=True)
        self.assertEqual(done.stdout, self.page(report()))

    def test_nothing_printed_is_markup(self):
        page = self.page(report(costs=costs()))
        self.assertNotIn("taken'</script>", page)
        self.assertNotIn("<img", page)
        self.assertNotIn("<!--", page)
        self.assertEqual(page.count("<script"), 2)
        self.assertNotIn("\x1b", page)
        self.assertEqual(page.count(":root {"), 1)

    def test_a_run_makes_the_page_of_its_report(self):
        cases = self.work / "cases" / "self" / "one"
        cases.mkdir(parents=True)
        (cases / "m.cppm").write_text("export module m;\n")
        (cases / "case.json").write_text(json.dumps({
            "title": "A <b>module</b>", "shows": "That it is built", "clause": "[module.unit]",
            "steps": [{"step": "interface", "source": "m.cppm"}]}))
        compiler = self.work / "prints_bytes"
        shutil.copy(FAKE, compiler)
        compiler.chmod(0o755)
        subprocess.run([EVALUATE, "--cases", self.work / "cases", "--cxx", compiler, "--json", self.work / "run.json",
                        "--html", self.work / "run.html"], check=True, capture_output=True, timeout=120)
        self.assertEqual((self.work / "run.html").read_text(), self.page((self.work / "run.json").read_text()))

    def test_what_is_no_report(self):
        one = report()["results"][0]
        for content, says in [
            ("", "no report"), ("{", "no report"), ("[]", "no report"), ({"schema": 2}, "schema"),
            ("[" * 100000, "no report"), (report(cases=[]), "does not list"), (report(results=[one, one]), "two results"),
            (report(compilers=report()["compilers"] * 2), "twice"), (report(results=[one | {"verdict": "odd"}]), "odd"),
            (report(complete="yes"), "no report"), (report(results=[one | {"commands": [{}]}]), "no report"),
            (report(costs={}), "no report"), (report(costs={"rounds": 1, "measurements": [{"compiler": "none"}]}), "list"),
            (report(costs={"rounds": 1, "measurements": [{"compiler": COMPILERS[0]}]}), "no report"),
            (report(results=[one | {"commands": [command(seconds="1")]}]), "no report"),
        ]:
            with self.subTest(says):
                said = self.page(content, 2)
                self.assertIn(says, said)
                self.assertIn("report.json", said)
                self.assertEqual(said.count("\n"), 1, said)
                self.assertFalse((self.work / "page.html").exists())
        done = subprocess.run([EVALUATE, "page", self.work / "none"], capture_output=True, text=True)
        self.assertEqual((done.returncode, "cannot be read" in done.stderr), (2, True))
        done = subprocess.run([EVALUATE, "page", self.work], capture_output=True, text=True)
        self.assertEqual((done.returncode, "cannot be read" in done.stderr), (2, True))

    def test_markdown_of_the_same_report(self):
        (self.work / "report.json").write_text(json.dumps(report(costs=costs())))
        done = subprocess.run([EVALUATE, "markdown", self.work / "report.json"], capture_output=True, text=True)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertNotIn("<img", done.stdout)
        self.assertNotIn("\x1b", done.stdout)
        self.assertIn("\\]\\]>&amp;lt;&amp;amp;", done.stdout)
        rows = [line for line in done.stdout.split("\n") if line.startswith("|")]
        cells = {line.split(" | ")[0][2:]: line.split(" | ") for line in rows}
        self.assertNotIn("modules.import", cells, "it passes with all")
        self.assertEqual(cells["modules.cycle"][3:], [
            "", "", "accepts-invalid", "rejects-valid: https://issues.example/1 |"])
        chain = [line for line in rows if line.startswith("| 8 | bmi, KiB ")]
        self.assertEqual(chain, ["| 8 | bmi, KiB | 4 | 2 |  |"])
        self.assertIn("\n## Costs\n", done.stdout)
        self.assertIn("\n### chain\n", done.stdout)
        (self.work / "report.json").write_text(json.dumps(report()))
        done = subprocess.run([EVALUATE, "markdown", self.work / "report.json"], capture_output=True, text=True)
        self.assertNotIn("Costs", done.stdout)
        done = subprocess.run([EVALUATE, "markdown", self.work / "none"], capture_output=True, text=True)
        self.assertEqual((done.returncode, "cannot be read" in done.stderr), (2, True))

    def test_a_run_that_was_interrupted(self):
        self.assertIn("not complete", self.page(report(complete=False)))
        self.assertIn("no result", self.page(report(results=[])))


CONTRAST = """
const number = (text) => text.match(/[\\d.]+/g).slice(0, 3).map(Number);
const luminance = (colour) => number(colour).map((each) => each / 255)
    .map((each) => each <= .04045 ? each / 12.92 : ((each + .055) / 1.055) ** 2.4)
    .reduce((sum, each, i) => sum + each * [.2126, .7152, .0722][i], 0);
function behind(element) {
  for (let each = element; each; each = each.parentElement) {
    const colour = getComputedStyle(each).backgroundColor;
    if (!/, 0\\)$/.test(colour)) return colour;
  }
}
const bad = [];
for (const each of document.querySelectorAll("body *")) {
  const own = [...each.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
  if (!own || !each.checkVisibility() || each.closest(".skip, noscript, option")) continue;
  const [a, b] = [luminance(getComputedStyle(each).color), luminance(behind(each))].sort((x, y) => y - x);
  if ((a + .05) / (b + .05) < 4.5) bad.push(each.outerHTML.slice(0, 120));
}
return bad;
"""


class Seen(Page):
    """What a browser makes of it."""

    @classmethod
    def setUpClass(cls):
        lacks = webdriver.missing()
        if lacks:
            raise unittest.SkipTest("there is no " + " and no ".join(lacks) + " to see the page with")
        cls.browser = webdriver.Browser()
        cls.addClassCleanup(cls.browser.close)

    def setUp(self):
        super().setUp()
        self.page(report())
        self.browser.develop("Emulation.clearDeviceMetricsOverride")
        self.prefer("light")
        self.browser.log("performance")
        self.visit()

    def tearDown(self):
        self.assertEqual([each["message"] for each in self.browser.log("browser")], [])
        self.assertNotEqual(self.run_script("return document.title"), "taken")

    def visit(self, behind=""):
        # An address that differs only behind the # would not load the page again.
        self.browser.open("about:blank")
        self.browser.open((self.work / "page.html").as_uri() + behind)
        self.run_script("try { localStorage.clear(); } catch {}")

    def run_script(self, script, *arguments):
        return self.browser.run(script, *arguments)

    def resize(self, width, height, phone=False):
        self.browser.develop("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1,
                             mobile=phone)

    def prefer(self, theme, media=""):
        self.browser.develop("Emulation.setEmulatedMedia", media=media,
                             features=[{"name": "prefers-color-scheme", "value": theme}])

    def keep(self, name):
        if SCREENSHOTS:
            self.browser.screenshot(pathlib.Path(SCREENSHOTS) / (name + ".png"))

    def rows(self):
        return self.run_script("return [...document.querySelectorAll('.cells tbody tr')]"
                               ".filter((each) => each.checkVisibility())"
                               ".map((each) => each.querySelector('b').textContent)")

    def columns(self):
        return self.run_script("return [...document.querySelectorAll('.cells thead th')]"
                               ".filter((each) => each.checkVisibility()).map((each) => each.textContent)")

    def choose(self, field, value):
        self.browser.click(f"#{field} option[value='{value}']")

    def focused(self):
        return self.run_script("return document.activeElement.dataset.r")

    def dialog(self):
        return self.run_script("const it = document.getElementById('detail'); return it.open ? it.innerText : null")

    def test_it_asks_for_nothing(self):
        asked = [json.loads(each["message"])["message"] for each in self.browser.log("performance")]
        asked = [each["params"]["request"]["url"] for each in asked if each["method"] == "Network.requestWillBeSent"]
        self.assertTrue(asked)
        self.assertEqual([each for each in asked if not each.startswith(("file://", "about:blank"))], [])
        self.keep("light")

    def test_what_compilers_print_is_text(self):
        self.assertEqual(self.run_script("return document.images.length + document.scripts.length"), 2)
        self.browser.click("button[data-r='0']")
        shown = self.run_script("return document.querySelector('pre.output').textContent")
        self.assertEqual(shown, hostile("m.cppm:1: error: odd modules.import").translate(dict.fromkeys(map(ord, "\x1b\x00\u202e"), "?")))
        self.assertEqual(self.run_script("return document.images.length + document.scripts.length"), 2)

    def test_no_script_but_its_own_runs(self):
        self.run_script("document.body.insertAdjacentHTML('beforeend', arguments[0])", HOSTILE[1])
        self.assertIn("violates the following Content Security Policy",
                      " ".join(each["message"] for each in self.browser.log("browser")))

    def test_words_beside_colours(self):
        words = self.run_script("return [...document.querySelectorAll('.cells td.cell')].map((each) => each.innerText)")
        self.assertEqual(words, [each for verdicts in VERDICTS.values() for each in verdicts])

    def test_totals(self):
        counts = self.run_script("return [...document.querySelectorAll('.totals tbody tr')].map("
                                 "(row) => [...row.querySelectorAll('.number')].map((each) => Number(each.innerText)))")
        self.assertEqual([sum(each) for each in counts], [5, 5, 5, 5])
        self.assertEqual(counts[0], [2, 1, 0, 0, 1, 0, 0, 0, 1, 0])
        self.browser.click("button[data-compiler='gcc-14-libstdc++'][data-verdict='rejects-valid']")
        self.assertEqual((self.rows(), self.columns()), (["reach.type"], ["Case", "Clause", "gcc-14-libstdc++"]))

    def test_costs(self):
        self.assertEqual(self.run_script("return document.querySelectorAll('#costs').length"), 0)
        self.page(report(costs=costs()))
        self.visit()
        lines = self.run_script("return [...document.querySelectorAll('.costs tr')].map("
                                "(row) => [...row.cells].map((cell) => cell.innerText))")
        self.assertEqual(lines[:5], [["Figure", *COMPILERS[:3]], ["8"], ["modules", "8", "8", "timeout"],
                                     ["bmi, KiB", "4", "2", "timeout"], ["bmi, ms", "250", "none", "timeout"]])
        self.assertIn("took too long", lines[-1][3])
        self.assertEqual(self.run_script("return [...document.querySelectorAll('.costs tr:nth-child(3) rect')]"
                                         ".map((each) => each.getAttribute('width'))"), ["100.0", "50.0"])
        self.run_script("document.getElementById('costs').scrollIntoView()")
        self.assertEqual(self.run_script(CONTRAST), [])
        self.keep("costs")

    def test_costs_of_the_compilers_that_are_chosen(self):
        self.page(report(costs=costs()))
        self.visit()

        def lines():
            return self.run_script("return [...document.querySelectorAll('.costs tr')].map((row) => [...row.cells].filter("
                                   "(cell) => cell.checkVisibility()).map((cell) => cell.innerText))")

        def bars():
            return self.run_script("return [...document.querySelectorAll('.costs tr:nth-child(3) rect')].filter("
                                   "(bar) => bar.checkVisibility()).map((bar) => bar.getAttribute('width'))")

        whole = lines()
        self.browser.click(f"#compilers input[value='{COMPILERS[0]}']")
        self.assertEqual(lines()[:4], [["Figure", *COMPILERS[1:3]], ["8"], ["modules", "8", "timeout"],
                                       ["bmi, KiB", "2", "timeout"]])
        self.assertEqual(bars(), ["100.0"])
        self.assertEqual(self.run_script("return document.querySelector('.costs th[scope=rowgroup]').colSpan"), 3)
        self.keep("costs-filtered")
        # Of a compiler that was not measured there is no column.
        self.browser.click(f"#compilers input[value='{COMPILERS[3]}']")
        self.assertEqual(lines()[0], ["Figure", *COMPILERS[1:3]])
        for each in COMPILERS[1:3]:
            self.browser.click(f"#compilers input[value='{each}']")
        self.assertEqual([line for line in lines() if line], [])
        self.browser.click("#filters button[type=reset]")
        self.assertEqual((lines(), bars()), (whole, ["100.0", "50.0"]))
        self.browser.click(f"#compilers input[value='{COMPILERS[1]}']")
        self.visit(self.run_script("return location.hash"))
        self.assertEqual(lines()[0], ["Figure", COMPILERS[0], COMPILERS[2]])

    def test_filters(self):
        self.choose("group", "reach")
        self.assertEqual(self.rows(), ["reach.type", "reach.crash"])
        self.choose("verdict", "timeout")
        self.assertEqual(self.rows(), ["reach.crash"])
        self.keep("filtered")
        # A verdict is looked for with the compilers that are shown.
        self.browser.click("#compilers input[value='clang-19-libc++']")
        self.assertEqual((self.rows(), self.columns()), ([], ["Case", "Clause", *COMPILERS[1:]]))
        self.assertIn("Reset", self.run_script("return document.getElementById('shown').innerText"))
        self.browser.click("#filters button[type=reset]")
        self.assertEqual((self.rows(), self.columns()), (list(VERDICTS), ["Case", "Clause", *COMPILERS]))
        self.choose("clause", "[std.modules]")
        self.assertEqual(self.rows(), ["std.import"])
        self.choose("clause", "")
        self.choose("kind", "negative")
        self.assertEqual(self.rows(), ["modules.cycle"])
        self.choose("kind", "")
        self.choose("verdict", "!")
        self.assertEqual(self.rows(), ["modules.cycle", "reach.type", "reach.crash"])
        self.choose("verdict", "")
        self.browser.write("#text", "ODD  Reach")
        self.assertEqual(self.rows(), ["reach.type", "reach.crash"])
        self.assertIn("2 of 5 cases", self.run_script("return document.getElementById('shown').innerText"))

    def test_filters_are_in_the_address(self):
        self.choose("group", "reach")
        self.browser.click("#compilers input[value='gcc-16-libstdc++']")
        self.visit(self.run_script("return location.hash"))
        self.assertEqual((self.rows(), self.columns()), (["reach.type", "reach.crash"],
                                                         ["Case", "Clause", *COMPILERS[:3]]))
        self.visit("#group=none&verdict=%3Cimg%3E&cell=none&without=none&odd=%")
        self.assertEqual((self.rows(), self.columns()), (list(VERDICTS), ["Case", "Clause", *COMPILERS]))

    def test_sorting(self):
        self.browser.click(".cells thead th:nth-child(1) button")
        self.assertEqual(self.rows(), sorted(VERDICTS))
        self.browser.click(".cells thead th:nth-child(1) button")
        self.assertEqual(self.rows(), sorted(VERDICTS, reverse=True))
        # Of verdicts the worst come first.
        self.browser.click(".cells thead th:nth-child(5) button")
        self.assertEqual(self.rows()[:3], ["reach.crash", "modules.cycle", "reach.type"])
        self.assertEqual(self.run_script("return [...document.querySelectorAll('.cells th[aria-sort]')]"
                                         ".map((each) => each.ariaSort)"),
                         ["none", "none", "none", "none", "descending", "none"])
        self.browser.click(".totals thead th:nth-child(3) button")
        self.assertEqual(self.run_script("return document.querySelector('.totals tbody b').textContent"), COMPILERS[1])

    def test_a_cell_opens_and_closes(self):
        self.browser.click("button[data-r='7']")
        shown = self.dialog()
        for text in ["modules.cycle, gcc-16-libstdc++", "known", "rejects-valid", "https://issues.example/1", "[module.import]",
                     "title", "shows", "must be refused", "g++ -c 'a b.cpp'", "exit status 1, 0.250 s, at most 2.0 MiB",
                     "error: odd modules.cycle"]:
            self.assertIn(text, shown)
        self.keep("dialog")
        self.browser.press("Escape")
        self.assertIsNone(self.dialog())
        self.assertEqual(self.focused(), "7")
        self.browser.press("Enter")
        self.browser.click("#close")
        self.assertEqual((self.dialog(), self.focused()), (None, "7"))

    def test_keys(self):
        self.run_script("document.querySelector(\"button[data-r='0']\").focus()")
        self.browser.press("ArrowRight", "ArrowDown")
        self.assertEqual(self.focused(), "5")
        self.browser.press("ArrowUp", "ArrowLeft", "ArrowLeft", "ArrowUp")
        self.assertEqual(self.focused(), "0")
        self.browser.click("#compilers input[value='clang-22-libc++']")
        self.run_script("document.querySelector(\"button[data-r='0']\").focus()")
        self.browser.press("ArrowRight")
        self.assertEqual(self.focused(), "2")
        self.browser.press("Enter")
        self.assertIn("gcc-14-libstdc++", self.dialog())
        self.browser.press("Tab", "Tab", "Tab", "Escape")
        self.assertEqual((self.dialog(), self.focused()), (None, "2"))

    def test_a_cell_has_an_address(self):
        self.browser.click("button[data-r='7']")
        behind = self.run_script("return location.hash")
        self.visit(behind)
        self.assertIn("modules.cycle, gcc-16-libstdc++", self.dialog())
        self.browser.press("Escape")
        self.assertEqual((self.focused(), self.run_script("return location.hash")), ("7", ""))

    def is_dark(self):
        return self.run_script("return getComputedStyle(document.body).backgroundColor !== 'rgb(255, 255, 255)'")

    def test_themes(self):
        for theme in ("light", "dark"):
            self.prefer(theme)
            self.assertEqual(self.is_dark(), theme == "dark")
            self.assertEqual(self.run_script(CONTRAST), [])
            self.browser.click("button[data-r='7']")
            self.assertEqual(self.run_script(CONTRAST), [])
            self.keep(theme + "-dialog")
            self.browser.press("Escape")
        self.keep("dark")
        self.browser.click("#theme")
        self.assertFalse(self.is_dark())
        self.assertEqual(self.run_script("return document.getElementById('theme').ariaPressed"), "false")
        self.browser.click("#theme")
        self.assertTrue(self.is_dark())
        # What the system has is not chosen: it may change.
        self.prefer("light")
        self.assertFalse(self.is_dark())

    def test_a_phone(self):
        self.resize(360, 740, True)
        self.assertLessEqual(self.run_script("return document.documentElement.scrollWidth"), 360)
        self.keep("phone")
        self.run_script("document.querySelector('.cells').scrollIntoView()")
        self.keep("phone-cases")
        self.assertEqual(self.rows(), list(VERDICTS))
        self.browser.click("button[data-r='7']")
        self.assertIn("known", self.dialog())
        self.assertLessEqual(self.run_script("return document.getElementById('detail').scrollWidth"), 360)
        self.keep("phone-dialog")
        self.browser.press("Escape")

    def test_on_paper(self):
        self.prefer("dark", "print")
        self.assertFalse(self.is_dark())
        self.assertEqual(self.run_script("return [...document.querySelectorAll('#filters, #theme')]"
                                         ".filter((each) => each.checkVisibility()).length"), 0)
        self.assertEqual(self.rows(), list(VERDICTS))
        self.keep("print")


if __name__ == "__main__":
    done = unittest.main(exit=False).result
    for _, reason in done.skipped:
        print("skipped:", reason, file=sys.stderr)
    sys.exit(1 if not done.wasSuccessful() else 77 if done.skipped else 0)
