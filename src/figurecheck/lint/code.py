"""Which strings of code cells are prose.

Those that a reader comes to see: arguments named in PROSE or TITLES of any call; what is handed
to this package, to SHOWING, or stands alone at the end of a cell; what is assigned to a name that
comes to stand there; and what stands in the braces of an f-string that is prose, or in an {eval}
role. What is written to files, parsed or kept is none.

Of these a string is no prose if it is a key. A key names something: a word or slug in small
letters ("year", "corridor-volume"), the key of a figure ("F0098"), an ISO 8601 period
("2022-01/2022-10"), a path, an address, a colour or a format. What stands in square brackets, and
what is compared, is a key too. Where a string is bound to be read itself it is no key, whatever
it looks like ("doubled"): as an argument of PROSE or TITLES, in braces and roles. As a value of
another dict a plain word is prose and a slug is a key.

A number that an operation puts into a string ("{} %".format(65)) is part of it. The results of
calls are not followed, nor are loops.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from enum import IntEnum
from typing import TypeAlias, TypeGuard

from figurecheck.lint.passages import COMPUTED, Passage, Piece, passage
from figurecheck.lint.strings import literals, said, typed, within, without_fields

PROSE = {"headline", "subtitle", "caption", "alt", "note", "title", "suptitle", "text"}
PROSE |= {"xlabel", "ylabel", "description", "summary"}
TITLES = {"columns", "names", "labels"}  # dicts and lists of what is shown
SHOWING = {"print", "display", "Markdown", "HTML", "Latex", "Math", "suptitle", "annotate"}
SHOWING |= {"set_title", "set_xlabel", "set_ylabel", "set_label", "text", "legend"}

_DAY = r"(?:19|20)\d\d(?:-(?:0[1-9]|1[0-2])(?:-[0-3]\d)?)?"
_KEY = re.compile(
    r"[a-z][a-z0-9]*(?:[-_./:][a-z0-9*]+)+|[A-Z]\d+|(?:\.{1,2}/)+[A-Za-z][\w./*-]*|https?://\S+"
    rf"|{_DAY}|(?:{_DAY}|\.\.)/(?:{_DAY}|\.\.)|\#(?:[0-9a-f]{{3}}|[0-9a-f]{{6}})|,?\.\d[efg]"
)
_WORD = re.compile(r"[a-z][a-z0-9]*")
_PACKAGE = __name__.split(".")[0]
_MAGIC = re.compile(r"^[ \t]*(?:[%!?].*|[\w.]+\?{1,2})$", re.MULTILINE)
_CELL_MAGIC = re.compile(r"\s*%%")
_ASSIGNMENTS = (ast.Assign, ast.AnnAssign, ast.AugAssign, ast.NamedExpr)
_GATHERED = (ast.List, ast.Tuple, ast.Set, ast.ListComp, ast.SetComp, ast.DictComp)
_SEEN_THROUGH = (*_GATHERED, ast.GeneratorExp, ast.Starred, ast.BoolOp, ast.BinOp, ast.Attribute)

_Assignment: TypeAlias = ast.Assign | ast.AnnAssign | ast.AugAssign | ast.NamedExpr


class Level(IntEnum):
    """What a string is where it stands."""

    UNSEEN = 0
    WORDS = 1  # prose, but for words and slugs
    SLUGS = 2  # prose, but for slugs
    SHOWN = 3  # prose


def tree(source: str) -> tuple[str, list[ast.stmt]]:
    """The Python of a code cell, its magics blanked, and its statements. Raises SyntaxError."""
    if _CELL_MAGIC.match(source):
        return "", []
    try:
        return source, ast.parse(source).body
    except SyntaxError:
        source = _MAGIC.sub("", source)
        return source, ast.parse(source).body


class Strings:
    """The prose in the strings of a cell or role: its `passages`, and the `names` it shows.

    `shown` are the names that other prose shows, `ours` those that stand for this package.
    """

    def __init__(
        self, source: str, shown: Mapping[str, Level] | None = None, ours: Collection[str] = ()
    ) -> None:
        self.source, self.shown, self.ours = source, shown or {}, ours
        self.literals = literals(source)
        self.passages: list[Passage] = []
        self.names: dict[str, Level] = {}

    def visit(self, node: ast.AST, level: Level = Level.UNSEEN) -> None:
        """Collects from `node` and all below it."""
        pieces = self._pieces(node)
        if pieces is not None:
            self._string(node, pieces, level)
        elif isinstance(node, ast.Name):
            self.names[node.id] = max(level, self.names.get(node.id, level))
        elif isinstance(node, ast.Call):
            self._call(node, level)
        elif isinstance(node, ast.Dict):
            self._each(node.keys, min(level, Level.WORDS))
            self._each(node.values, max(level, Level.SLUGS) if level else level)
        elif isinstance(node, ast.Subscript):  # its brackets hold a key
            self.visit(node.value, level)
        elif isinstance(node, ast.Compare):
            self._each(n for n in (node.left, *node.comparators) if self._pieces(n) is None)
        elif isinstance(node, ast.IfExp):
            self.visit(node.test)
            self._each((node.body, node.orelse), level)
        elif isinstance(node, _ASSIGNMENTS):
            self._assignment(node, level)
        else:
            through = isinstance(node, _SEEN_THROUGH)
            self._each(ast.iter_child_nodes(node), level if through else Level.UNSEEN)

    def alone(self, node: ast.expr) -> None:
        """Collects from the expression that a cell shows as its result."""
        table = isinstance(node, ast.Call) and _name(node.func) == "DataFrame"
        self.visit(node, Level.WORDS if table or self._pieces(node) is not None else Level.UNSEEN)

    def _each(self, nodes: Iterable[ast.AST | None], level: Level = Level.UNSEEN) -> None:
        for node in nodes:
            if node is not None:
                self.visit(node, level)

    def _string(self, node: ast.AST, pieces: list[Piece], level: Level) -> None:
        found = passage(pieces)
        prose = not _is_key(found.text, level)
        self.passages += [found] if prose else []
        self._each(_computed(node), Level.SHOWN if prose else min(level, Level.WORDS))

    def _call(self, node: ast.Call, level: Level) -> None:
        self.visit(node.func, level)
        if isinstance(node.func, ast.Attribute) and self._pieces(node.func.value) is not None:
            self._each(node.args, level)  # " and ".join(…)
            return
        seen = level or _root(node.func) in self.ours or _name(node.func) in SHOWING
        inner = Level.WORDS if seen else Level.UNSEEN
        self._each(node.args, inner)
        for keyword in node.keywords:
            read = keyword.arg in PROSE or keyword.arg in TITLES
            self.visit(keyword.value, Level.SHOWN if read else inner)

    def _assignment(self, node: _Assignment, level: Level) -> None:
        targets = node.targets if isinstance(node, ast.Assign) else [node.target]
        names = [target.id for target in targets if isinstance(target, ast.Name)]
        levels = [self.shown.get(name, Level.UNSEEN) for name in names]
        self._each([node.value], max(level, *levels, Level.UNSEEN))

    def _pieces(self, node: ast.AST) -> list[Piece] | None:
        """The text of an expression that makes a string, None for any other node."""
        if isinstance(node, ast.JoinedStr) or _is_text(node):
            return self._literal(node)
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
            sides = [self._pieces(node.left), self._pieces(node.right)]
            if sides == [None, None]:
                return None
            return [*(sides[0] or _other(node.left)), *(sides[1] or _other(node.right))]
        template, values = _filled(node)
        pieces = None if template is None else self._pieces(template)
        if pieces is None:
            return None
        shown = (piece for value in values for piece in ((" ", value.lineno), *_other(value)))
        return [*without_fields(pieces, percent=isinstance(node, ast.BinOp)), *shown]

    def _literal(self, node: ast.JoinedStr | ast.Constant) -> list[Piece]:
        found = [p for one in within(node, self.literals, self.source) for p in one.pieces()]
        return found or [(said(node), node.lineno)]  # within the braces of an f-string


def ours(statements: Iterable[ast.stmt]) -> set[str]:
    """The names that stand for this package, its modules, functions and objects."""
    found: set[str] = set()
    for node in (inner for statement in statements for inner in ast.walk(statement)):
        module = node.module if isinstance(node, ast.ImportFrom) else None
        if isinstance(node, ast.Import | ast.ImportFrom):
            names = [(module or each.name, each.asname or each.name) for each in node.names]
            found |= {name.split(".")[0] for of, name in names if of.split(".")[0] == _PACKAGE}
        elif isinstance(node, ast.Assign) and isinstance(node.value, ast.Call):
            made = _name(node.value.func)[:1].isupper() and _root(node.value.func) in found
            found |= {n.id for n in node.targets if isinstance(n, ast.Name)} if made else set()
    return found


def _name(function: ast.expr) -> str:
    """What a function is called, without what it belongs to."""
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else ""


def _root(node: ast.expr) -> str:
    """The name that a chain of attributes and calls begins with."""
    while isinstance(node, ast.Attribute | ast.Call):
        node = node.value if isinstance(node, ast.Attribute) else node.func
    return node.id if isinstance(node, ast.Name) else ""


def _is_text(node: ast.AST) -> TypeGuard[ast.Constant]:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


def _is_key(text: str, level: Level) -> bool:
    if level is Level.UNSEEN or level is Level.SHOWN:
        return level is Level.UNSEEN
    plain = text.replace(COMPUTED, "2000")  # as in f"{year}-01-01"
    return bool(_KEY.fullmatch(plain) or (level is Level.WORDS and _WORD.fullmatch(plain)))


def _other(node: ast.expr) -> list[Piece]:
    return [(typed(node) or COMPUTED, node.lineno)]


def _filled(node: ast.AST) -> tuple[ast.expr | None, list[ast.expr]]:
    """Template and values of str.format and of the operator %; (None, []) for another node."""
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mod):
        return node.left, node.right.elts if isinstance(node.right, ast.Tuple) else [node.right]
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        values = [*node.args, *(keyword.value for keyword in node.keywords)]
        return (node.func.value, values) if node.func.attr == "format" else (None, [])
    if isinstance(node, ast.Attribute) and node.attr == "format":
        return node.value, []
    return None, []


def _computed(node: ast.AST) -> Iterator[ast.AST]:
    """What an expression that makes a string takes in besides literals."""
    if isinstance(node, ast.JoinedStr):
        yield from (part.value for part in node.values if isinstance(part, ast.FormattedValue))
        return
    template, values = _filled(node)
    parts = [template] if template else []
    if template is None and isinstance(node, ast.BinOp):
        parts = [node.left, node.right]
    for part in parts:
        made = isinstance(part, ast.JoinedStr | ast.BinOp) or _is_text(part)
        yield from _computed(part) if made else [part]
    yield from values
