"""Reads the sources: what an interface exports and keeps, what it imports, and what it must not contain.

A reader of declarations at namespace scope, not of C++: it raises Unread for what it cannot name, and skips nothing.
"""

import dataclasses
import pathlib
import re

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent

TOKEN = re.compile(
    r"""
      (?P<comment>//[^\n]*|/\*.*?\*/)
    | (?P<text>(?:u8|[uUL])?R"(?P<fence>[^()\\\s]*)\(.*?\)(?P=fence)"|(?:u8|[uUL])?"(?:\\.|[^"\\\n])*"|(?:u8|[uUL])?'(?:\\.|[^'\\\n])+')
    | (?P<directive>^[ \t]*\#(?:\\\n|[^\n])*)
    | (?P<number>\.?\d(?:[\w.']|[eEpP][+-])*)
    | (?P<word>[A-Za-z_]\w*)
    | (?P<mark><=>|<<=|->\*|->|::|<<|<=|>=|==|!=|&&|\|\||\.\.\.|\[\[|\]\]|[^\s\w])
    """,
    re.VERBOSE | re.DOTALL | re.MULTILINE,
)

CLOSING = {"(": ")", "{": "}", "[": "]", "[[": "]]"}
WITH_PARENTHESES = {"decltype", "noexcept", "alignas", "explicit", "__attribute__"}


class Unread(Exception):
    """A declaration that this reader does not understand."""


@dataclasses.dataclass
class Unit:
    module: str = ""
    interface: bool = False
    exported: set = dataclasses.field(default_factory=set)
    kept: set = dataclasses.field(default_factory=set)  # names at namespace scope that are not exported
    kinds: set = dataclasses.field(default_factory=set)  # (name, "type", "function", "concept", "alias" or "variable")
    imports: set = dataclasses.field(default_factory=set)
    exported_imports: set = dataclasses.field(default_factory=set)
    directives: list = dataclasses.field(default_factory=list)  # (line, text)
    faults: list = dataclasses.field(default_factory=list)  # (line, what)

    @property
    def partition(self):
        return self.module.partition(":")[2]


def read(text):
    """Reads an interface unit to its last declaration, and of any other source the imports and directives."""
    unit = Unit()
    tokens = []
    for match in TOKEN.finditer(text):
        kind, token = match.lastgroup, match[0]
        line = text.count("\n", 0, match.start()) + 1
        if kind == "directive":
            unit.directives.append((line, token.strip()))
        elif token == "]]" and _open_mark(tokens) == "[":  # as in a[b[0]]
            tokens += [("]", "mark", line), ("]", "mark", line)]
        elif kind != "comment":
            tokens.append((token, kind, line))
    reader = _Reader(tokens, unit)
    interface = re.search(r"(?m)^(export )?module \w[\w.]*(:\w+)?;", text)
    if interface and (interface[1] or interface[2]):
        reader.scope("", False)
    else:
        reader.imports_alone()
    return unit


def _open_mark(tokens):
    """The innermost square bracket that is still open; empty if there is none."""
    depth = 0
    for token, _, _ in reversed(tokens):
        if token in ("]", "]]"):
            depth += 1
        elif token in ("[", "[["):
            if depth == 0:
                return token
            depth -= 1
        elif token == ";" and depth == 0:
            return ""
    return ""


class _Reader:
    def __init__(self, tokens, unit):
        self.tokens = tokens
        self.at = 0
        self.unit = unit

    def peek(self, ahead=0):
        at = self.at + ahead
        return self.tokens[at][0] if at < len(self.tokens) else ""

    def kind(self, ahead=0):
        at = self.at + ahead
        return self.tokens[at][1] if at < len(self.tokens) else ""

    def line(self):
        return self.tokens[min(self.at, len(self.tokens) - 1)][2] if self.tokens else 1

    def take(self):
        token = self.peek()
        if not token:
            raise Unread(f"line {self.line()}: ends too early")
        self.at += 1
        return token

    def skip_brackets(self):
        """From an opening mark to behind its closing one."""
        wanted = [CLOSING[self.take()]]
        while wanted:
            token = self.take()
            if token in CLOSING:
                wanted.append(CLOSING[token])
            elif token == wanted[-1]:
                wanted.pop()

    def skip_angles(self):
        """From `<` to behind the `>` that closes it."""
        self.take()
        depth = 1
        while depth:
            token = self.peek()
            if token in CLOSING:
                self.skip_brackets()
                continue
            if token in (";", ""):
                raise Unread(f"line {self.line()}: `<` without `>`")
            depth += {"<": 1, ">": -1}.get(token, 0)
            self.at += 1

    def skip_requirement(self):
        """A requires-clause, behind the word `requires`: primary expressions joined by && and ||."""
        while True:
            if self.peek() == "requires":
                self.take()
                if self.peek() == "(":
                    self.skip_brackets()
                self.skip_brackets()
            elif self.peek() == "(":
                self.skip_brackets()
            else:
                while self.kind() in ("word", "number") or self.peek() in ("::", "<"):
                    if self.peek() == "<":
                        self.skip_angles()
                        if self.peek() != "::":
                            break
                    else:
                        word = self.take()
                        if word != "::" and self.peek() not in ("::", "<"):
                            break
            if self.peek() not in ("&&", "||"):
                return
            self.take()

    def skip_statement(self):
        """To behind the `;`, or behind the body that ends the declaration."""
        while True:
            token = self.peek()
            if token == ";":
                self.take()
                return
            if token == "{":
                self.skip_brackets()
                if self.peek() in ("{", ","):
                    continue
                if self.peek() == ";":
                    self.take()
                return
            if token in CLOSING:
                self.skip_brackets()
            else:
                self.take()

    def skip_to_semicolon(self):
        while self.peek() != ";":
            if self.peek() in CLOSING:
                self.skip_brackets()
            else:
                self.take()
        self.take()

    def found(self, space, name, kind, exported):
        full = f"{space}::{name}" if space else name
        self.unit.kinds.add((full, kind))
        (self.unit.exported if exported else self.unit.kept).add(full)
        if exported and "detail" in full.split("::"):
            self.unit.faults.append((self.line(), f"exports {full}, which is in a namespace for internals"))

    def imports_alone(self):
        while self.peek():
            begins = self.at == 0 or self.tokens[self.at - 1][0] in (";", "}", "export")
            if begins and self.peek() in ("module", "import") and (self.kind(1) == "word" or self.peek(1) == ":"):
                self.imported(False) if self.peek() == "import" else self.module(False)
            else:
                self.take()

    def scope(self, space, exported):
        while self.peek() and self.peek() != "}":
            self.declaration(space, exported)

    def braces(self, space, exported):
        self.take()
        self.scope(space, exported)
        if self.take() != "}":
            raise Unread(f"line {self.line()}: `}}` expected")

    def declaration(self, space, exported):
        if self.peek() == ";":
            self.take()
            return
        if self.peek() == "export":
            self.take()
            exported = True
            if self.peek() == "{":
                self.braces(space, True)
                return
        if self.peek() == "module":
            self.module(exported)
        elif self.peek() == "import":
            self.imported(exported)
        elif self.peek() == "namespace" or (self.peek() == "inline" and self.peek(1) == "namespace"):
            self.namespace(space, exported)
        elif self.peek() == "extern" and self.kind(1) == "text" and self.peek(2) == "{":
            self.at += 2
            self.braces(space, exported)
        elif self.peek() in ("static_assert", "asm"):
            self.skip_to_semicolon()
        elif self.peek() == "using":
            self.using(space, exported)
        else:
            self.entity(space, exported)

    def module(self, exported):
        self.take()
        name = ""
        while self.peek() != ";":
            name += self.take()
        self.take()
        if name and name != ":private":
            self.unit.module = name
            self.unit.interface = exported

    def imported(self, exported):
        self.take()
        name = ""
        while self.peek() != ";":
            name += self.take()
        self.take()
        self.unit.imports.add(name)
        if exported:
            self.unit.exported_imports.add(name)

    def namespace(self, space, exported):
        while self.take() != "namespace":
            pass
        if self.peek() == "[[":
            self.skip_brackets()
        name = ""
        while self.peek() not in ("{", "="):
            token = self.take()
            name += "" if token == "inline" else token
        if self.peek() == "=":
            self.found(space, name, "alias", exported)
            self.skip_to_semicolon()
            return
        if not name:
            self.unit.faults.append((self.line(), "has a namespace without a name"))
        self.braces(f"{space}::{name}" if space else name, exported)

    def using(self, space, exported):
        self.take()
        if self.peek() == "namespace":
            if exported:
                self.unit.faults.append((self.line(), "exports a using-directive"))
            self.skip_to_semicolon()
            return
        if self.peek() == "enum":
            raise Unread(f"line {self.line()}: using enum at namespace scope")
        name = self.take()
        while self.peek() == "::":
            self.take()
            name = self.take()
        self.found(space, name, "alias", exported)
        self.skip_to_semicolon()

    def entity(self, space, exported):
        start = self.line()
        while self.peek() == "template":
            self.take()
            if self.peek() != "<":  # an explicit instantiation
                self.skip_to_semicolon()
                return
            self.skip_angles()
            if self.peek() == "requires":
                self.take()
                self.skip_requirement()
        if self.peek() == "using":
            self.using(space, exported)
            return
        if self.peek() == "concept":
            self.take()
            self.found(space, self.take(), "concept", exported)
            self.skip_to_semicolon()
            return
        if self.peek() in ("class", "struct", "union", "enum"):
            self.type(space, exported)
            return
        self.declarator(space, exported, start)

    def type(self, space, exported):
        kind = self.take()
        if kind == "enum" and self.peek() in ("class", "struct"):
            self.take()
        while self.peek() in ("[[", "alignas"):
            if self.peek() == "alignas":
                self.take()
            self.skip_brackets()
        name, qualified, special = "", False, False
        while self.peek() not in ("{", ":", ";"):
            token = self.peek()
            if token == "<":
                special = True
                self.skip_angles()
            elif token == "::":
                qualified = True
                self.take()
            elif self.kind() == "word":
                self.take()
                if token not in ("final", "requires"):
                    name = token
            else:
                raise Unread(f"line {self.line()}: a type whose name is not plain, at `{token}`")
        if not name:
            raise Unread(f"line {self.line()}: a type without a name")
        if not special and not qualified:
            self.found(space, name, "type", exported)
        while self.peek() not in ("{", ";"):
            if self.peek() in CLOSING:
                self.skip_brackets()
            else:
                self.take()
        if self.peek() == "{":
            self.skip_brackets()
        self.skip_to_semicolon()

    def declarator(self, space, exported, start):
        name, qualified, last = "", False, ""
        while True:
            token = self.peek()
            if token == "operator":
                self.skip_statement()
                return
            if token == "requires":
                self.take()
                self.skip_requirement()
                continue
            if token == "static":
                self.unit.faults.append((self.line(), "has something static at namespace scope"))
            if token in WITH_PARENTHESES:
                self.take()
                if self.peek() == "(":
                    self.skip_brackets()
                last = ""
            elif token == "[[":
                self.skip_brackets()
            elif token == "<" and self.tokens[self.at - 1][1] == "word":
                self.skip_angles()
                last = "<>"
            elif token in ("(", "=", ";", "{", "["):
                break
            elif token in ("*", "&", "&&", "::", "...", "extern") or self.kind() in ("word", "text"):
                if self.kind() == "word":
                    qualified = self.tokens[self.at - 1][0] == "::" if self.at else False
                    name = token
                    last = token
                self.take()
            else:
                raise Unread(f"line {start}: a declaration that cannot be named, at `{token}`")
        specialized = last == "<>"
        if not name or (last != name and not specialized):
            raise Unread(f"line {start}: a declaration without a name")
        if not qualified and not specialized:
            self.found(space, name, "function" if self.peek() == "(" else "variable", exported)
        if self.peek() == "=":
            self.skip_to_semicolon()
        else:
            self.skip_statement()


def themes():
    """The tower, lowest floor first."""
    text = (ROOT / "cmake" / "PatternsTheme.cmake").read_text()
    return re.search(r"set\(PATTERNS_TOWER ([^)]*)\)", text)[1].split()


def optional():
    """The themes beside the tower, which are built where what they need is found."""
    text = (ROOT / "cmake" / "PatternsTheme.cmake").read_text()
    return re.search(r"set\(PATTERNS_OPTIONAL ([^)]*)\)", text)[1].split()


def module(theme):
    """The name of a theme's module."""
    return next(unit.module for unit in units(theme).values() if unit.interface and not unit.partition)


def units(theme):
    """The units of a theme, by file."""
    result = {}
    for file in sorted((ROOT / "modules" / theme).rglob("*.c*pp*")):
        try:
            result[file] = read(file.read_text())
        except Unread as error:
            raise Unread(f"{file.relative_to(ROOT)}: {error}") from None
    return result


def exported(theme):
    """Every name that the theme's interface units export."""
    return set().union(*(unit.exported for unit in units(theme).values()))


def kept(theme):
    """Every name of the theme's interface units that an importer must not see."""
    return set().union(*(unit.kept for unit in units(theme).values())) - exported(theme)
