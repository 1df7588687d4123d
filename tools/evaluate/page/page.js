
"use strict";
(() => {
  const byId = (id) => document.getElementById(id);
  const data = JSON.parse(byId("data").textContent);
  const table = document.querySelector("table.cells");
  const body = table.tBodies[0];
  const rows = [...body.rows];
  // Before the compilers stand the columns of the case and of its clause.
  const firstCell = 2;
  const dialog = byId("detail");

  // All text goes in by this, so that what a compiler printed is never read as HTML.
  function make(tag, className, text) {
    const made = document.createElement(tag);
    if (className) made.className = className;
    if (text !== undefined) made.textContent = text;
    return made;
  }

  // Sorting: of any table, by the button of a column.

  function sortBy(header) {
    const of = header.closest("table");
    const column = header.cellIndex;
    const first = header.dataset.first || "ascending";
    const other = first === "ascending" ? "descending" : "ascending";
    const direction = header.getAttribute("aria-sort") === first ? other : first;
    for (const each of header.parentNode.cells) {
      if (each.hasAttribute("aria-sort")) each.setAttribute("aria-sort", "none");
    }
    header.setAttribute("aria-sort", direction);
    const key = (row) => row.cells[column].dataset.s ?? row.cells[column].textContent;
    const order = direction === "ascending" ? 1 : -1;
    const compare = (a, b) => order * key(a).localeCompare(key(b), "en", {numeric: true});
    of.tBodies[0].append(...[...of.tBodies[0].rows].sort(compare));
  }
  for (const header of document.querySelectorAll("th[aria-sort]")) {
    const button = make("button", "", header.textContent);
    button.type = "button";
    button.addEventListener("click", () => sortBy(header));
    header.replaceChildren(button);
  }

  // Filters. What is chosen is kept behind the # of the address, so that it can be sent to others.

  const choices = ["text", "group", "clause", "verdict", "kind"];
  const boxes = data.compilers.map((each) => {
    const label = make("label");
    const box = make("input");
    box.type = "checkbox";
    box.checked = box.defaultChecked = true;
    box.value = each.id;
    label.append(box, each.id);
    label.title = each.words;
    byId("compilers").append(label);
    return box;
  });
  function offer(id, values) {
    for (const each of [...new Set(values)].sort()) byId(id).append(new Option(each, each));
  }
  const groupOf = (name) => name.split(".")[0];
  offer("group", data.cases.map((each) => groupOf(each.name)));
  offer("clause", data.cases.map((each) => each.clause));
  for (const each of data.verdicts) byId("verdict").append(new Option(each.name, each.name));
  const failures = new Set(data.verdicts.filter((each) => each.failure).map((each) => each.name));

  const resultOf = (cell) => {
    const button = cell && cell.querySelector("button");
    return button ? data.results[button.dataset.r] : null;
  };
  const numberOf = new Map(rows.map((row) => [row, Number(row.dataset.c)]));
  const cellsOf = new Map(rows.map((row) => [row, [...row.cells].slice(firstCell)]));
  const words = new Map();
  // What the free text is looked for in: made when it is first asked for.
  function wordsOf(row, shown) {
    const add = (key, value) => {
      if (!words.has(key)) words.set(key, value().toLowerCase());
      return words.get(key);
    };
    const of = data.cases[numberOf.get(row)];
    let all = add(row, () => [of.name, of.title, of.shows, of.clause].join("\n"));
    for (const cell of shown) {
      const result = resultOf(cell);
      if (result) {
        all += add(cell, () => ["", result.verdict, result.seen, result.detail, result.issue,
                                ...result.commands.map((each) => each.output)].join("\n"));
      }
    }
    return all;
  }

  function apply() {
    const chosen = Object.fromEntries(choices.map((id) => [id, byId(id).value]));
    const parts = chosen.text.toLowerCase().split(/\s+/).filter(Boolean);
    const wanted = (verdict) => chosen.verdict === "!" ? failures.has(verdict) : chosen.verdict === verdict;
    [...table.tHead.rows[0].cells].slice(firstCell).forEach((cell, i) => { cell.hidden = !boxes[i].checked; });
    let count = 0;
    for (const row of rows) {
      const of = data.cases[numberOf.get(row)];
      const cells = cellsOf.get(row);
      const shown = cells.filter((_, i) => boxes[i].checked);
      cells.forEach((cell, i) => {
        cell.hidden = !boxes[i].checked;
        cell.classList.toggle("off", Boolean(chosen.verdict) && !wanted(cell.dataset.v));
      });
      const fits = (!chosen.group || groupOf(of.name) === chosen.group) &&
          (!chosen.clause || of.clause === chosen.clause) &&
          (!chosen.kind || of.negative === (chosen.kind === "negative")) &&
          (!chosen.verdict || shown.some((cell) => wanted(cell.dataset.v))) &&
          (!parts.length || parts.every((part) => wordsOf(row, shown).includes(part)));
      row.hidden = !fits;
      count += fits ? 1 : 0;
    }
    applyToCosts(new Set(boxes.filter((box) => !box.checked).map((box) => box.value)));
    const compilers = boxes.filter((box) => box.checked).length;
    byId("shown").textContent = count || !rows.length
        ? `${count} of ${rows.length} cases, ${compilers} of ${boxes.length} compilers`
        : `None of ${rows.length} cases is so: Reset shows all again`;
    remember();
  }

  // The costs are of the same compilers.
  const bars = new Map([...document.querySelectorAll(".costs rect")].map((bar) => [bar, bar.width.baseVal.value]));
  function applyToCosts(without) {
    for (const kind of document.querySelectorAll(".kind")) {
      const heads = [...kind.querySelectorAll("th[data-compiler]")];
      const columns = heads.filter((each) => without.has(each.dataset.compiler)).map((each) => each.cellIndex);
      kind.hidden = columns.length === heads.length;
      for (const row of kind.querySelectorAll("tr")) {
        if (row.cells[0].scope === "rowgroup") row.cells[0].colSpan = 1 + heads.length - columns.length;
        for (const cell of row.cells) cell.hidden = columns.includes(cell.cellIndex);
        // A bar is compared with those that are shown.
        const shown = [...row.querySelectorAll("td:not([hidden]) rect")];
        const most = Math.max(...shown.map((bar) => bars.get(bar)));
        for (const bar of shown) bar.setAttribute("width", most ? (100 * bars.get(bar) / most).toFixed(1) : "0.0");
      }
    }
  }

  let open = null;
  function remember() {
    const kept = new URLSearchParams();
    for (const id of choices) if (byId(id).value) kept.set(id, byId(id).value);
    for (const box of boxes) if (!box.checked) kept.append("without", box.value);
    if (open) kept.set("cell", open.case + "/" + open.compiler);
    const text = kept.toString();
    if (location.hash !== (text && "#" + text)) {
      history.replaceState(null, "", text ? "#" + text : location.href.split("#")[0]);
    }
  }
  function recall() {
    const kept = new URLSearchParams(location.hash.slice(1));
    for (const id of choices) byId(id).value = kept.get(id) ?? "";
    for (const id of choices.slice(1)) if (byId(id).selectedIndex < 0) byId(id).value = "";
    const without = new Set(kept.getAll("without"));
    for (const box of boxes) box.checked = !without.has(box.value);
    const cell = kept.get("cell");
    apply();
    const number = cell === null ? -1 : data.results.findIndex((each) => each.case + "/" + each.compiler === cell);
    if (number >= 0) show(number);
    else if (dialog.open) dialog.close();
  }

  function clear(isShown) {
    for (const id of choices) byId(id).value = "";
    for (const box of boxes) box.checked = isShown(box.value);
  }
  byId("filters").addEventListener("change", apply);
  byId("text").addEventListener("input", apply);
  byId("filters").addEventListener("submit", (event) => event.preventDefault());
  byId("filters").addEventListener("reset", (event) => {
    event.preventDefault();  // The browser would reset the fields behind the event only.
    clear(() => true);
    apply();
  });
  for (const button of document.querySelectorAll("button[data-verdict]")) {
    button.addEventListener("click", () => {
      clear((compiler) => compiler === button.dataset.compiler);
      byId("verdict").value = button.dataset.verdict;
      apply();
      byId("cases").scrollIntoView();
    });
  }

  // The dialog of a cell.

  function describe(list, term, text, className) {
    if (text === "" || text === undefined) return;
    const value = make("dd", "", className ? undefined : text);
    if (className) value.append(make("span", className, text));
    list.append(make("dt", "", term), value);
    return value;
  }
  function howItEnded(command) {
    if (command.not_started) return "not started: " + command.not_started;
    const end = command.signal ? "ended by signal " + command.signal : "exit status " + command.exit;
    const memory = (command.peak_kib / 1024).toFixed(1);
    return `${end}, ${command.seconds.toFixed(3)} s, at most ${memory} MiB`;
  }
  function show(number) {
    const result = data.results[number];
    const of = data.cases.find((each) => each.name === result.case);
    const compiler = data.compilers.find((each) => each.id === result.compiler);
    byId("detail-title").textContent = result.case + ", " + result.compiler;
    const list = make("dl");
    describe(list, "Verdict", result.verdict, "badge b" + result.badness);
    if (result.seen !== result.verdict) describe(list, "Seen", result.seen);
    describe(list, "Why", result.detail);
    if (result.issue) {
      const value = describe(list, "Known issue", result.issue);
      if (/^https?:\/\/\S+$/.test(result.issue)) {
        const link = make("a", "", result.issue);
        link.href = result.issue;
        link.rel = "noopener noreferrer";
        value.replaceChildren(link);
      }
    }
    describe(list, "Case", of.title);
    describe(list, "Shows", of.shows);
    describe(list, "Clause", of.clause);
    describe(list, "Kind", of.negative ? "must be refused" : "must work");
    describe(list, "Compiler", compiler.words);
    describe(list, "Library", compiler.library);
    const parts = [list, make("h3", "", result.commands.length ? "Commands" : "No command was run")];
    for (const command of result.commands) {
      parts.push(make("pre", "command", command.line), make("p", "quiet", howItEnded(command)));
      if (command.output) parts.push(make("pre", "output", command.output));
    }
    byId("detail-body").replaceChildren(...parts);
    // The browser gives the focus back to what had it when the dialog opened.
    const opener = table.querySelector(`button[data-r="${number}"]`);
    if (opener) opener.focus();
    open = result;
    remember();
    if (!dialog.open) dialog.showModal();
    byId("detail-body").scrollTop = 0;
  }
  dialog.addEventListener("close", () => {
    open = null;
    remember();
  });
  byId("close").addEventListener("click", () => dialog.close());
  // The content covers the dialog whole: what hits the dialog itself is beside it.
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog) dialog.close();
  });
  body.addEventListener("click", (event) => {
    const button = event.target.closest("button[data-r]");
    if (button) show(Number(button.dataset.r));
  });

  // Arrow keys go from cell to cell.
  body.addEventListener("keydown", (event) => {
    const cell = event.target.closest("td");
    const step = {ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0]}[event.key];
    if (!cell || !step || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    const next = step[0] < 0 ? "previousElementSibling" : "nextElementSibling";
    const before = step[1] < 0 ? "previousElementSibling" : "nextElementSibling";
    let row = cell.parentNode;
    let to = cell;
    do {
      if (step[0]) row = row[next];
      to = step[0] ? row && row.cells[cell.cellIndex] : to[before];
    } while (to && (to.hidden || row.hidden || !to.querySelector("button")));
    if (to) to.querySelector("button").focus();
  });

  // Light or dark: as the system has it, until it is chosen.

  const root = document.documentElement;
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const isDark = () => (root.dataset.theme || (dark.matches ? "dark" : "light")) === "dark";
  const tellTheme = () => byId("theme").setAttribute("aria-pressed", String(isDark()));
  const store = (value) => {
    // A page from a file may not be allowed to keep anything.
    try {
      if (value) localStorage.setItem("evaluate-theme", value);
      else localStorage.removeItem("evaluate-theme");
    } catch {}
  };
  try {
    const kept = localStorage.getItem("evaluate-theme");
    if (kept === "light" || kept === "dark") root.dataset.theme = kept;
  } catch {}
  byId("theme").addEventListener("click", () => {
    const wanted = isDark() ? "light" : "dark";
    if (wanted === (dark.matches ? "dark" : "light")) delete root.dataset.theme;
    else root.dataset.theme = wanted;
    store(root.dataset.theme);
    tellTheme();
  });
  dark.addEventListener("change", tellTheme);
  tellTheme();

  for (const id of ["theme", "filters"]) byId(id).hidden = false;
  recall();
  addEventListener("hashchange", recall);
})();
