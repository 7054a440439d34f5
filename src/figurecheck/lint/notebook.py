"""The prose of a notebook by cell: markdown, the strings of code, and what roles spell out."""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from figurecheck.lint import code
from figurecheck.lint.code import Level, Strings, tree
from figurecheck.lint.markdown import passages
from figurecheck.lint.passages import Passage, passage
from figurecheck.lint.strings import typed
from figurecheck.notebooks import source_of
from figurecheck.prose import expressions

Cell = Mapping[str, Any]


@dataclass(frozen=True)
class Python:
    """Python in a cell: `body` is its tree, `line` stands before its first; a role is shown."""

    cell: int
    line: int
    source: str
    body: Sequence[ast.stmt]
    role: bool = False

    def strings(self, shown: Mapping[str, Level], ours: Collection[str]) -> Strings:
        """The prose in its strings, where other prose shows the names `shown`."""
        found = Strings(self.source, shown, ours)
        for statement in self.body:
            if not isinstance(statement, ast.Expr):
                found.visit(statement)
            elif self.role:
                found.visit(statement.value, Level.SHOWN)
                if number := typed(statement.value):  # {eval}`65` computes nothing
                    found.passages.append(passage([(number, 1)]))
            else:
                found.alone(statement.value)
        return found


def prose(cells: Sequence[Cell]) -> Iterator[tuple[int, Passage]]:
    """The passages of a notebook with the number of their cell, from one.

    Python that cannot be read is passed over: running the cell tells what is wrong with it.
    """
    strings = _strings(list(_snippets(cells)))
    for number, cell in enumerate(cells, 1):
        if cell.get("cell_type") != "code":
            for found in passages(source_of(cell)):
                yield number, found
        for snippet, prose in strings:
            if snippet.cell == number:
                for found in prose.passages:
                    yield number, _moved(found, snippet.line)


def _strings(snippets: Sequence[Python]) -> list[tuple[Python, Strings]]:
    """The prose of all snippets, once it is known which names come to be shown."""
    package = code.ours(statement for each in snippets for statement in each.body)
    shown: dict[str, Level] = {}
    while True:
        found = [(each, each.strings(shown, package)) for each in snippets]
        names: dict[str, Level] = {}
        for _, prose in found:
            for name, level in prose.names.items():
                names[name] = max(level, names.get(name, level))
        if names == shown:
            return found
        shown = names


def _snippets(cells: Sequence[Cell]) -> Iterator[Python]:
    for number, cell in enumerate(cells, 1):
        source = source_of(cell)
        is_code = cell.get("cell_type") == "code"
        roles = [] if is_code else expressions(source)
        given = [(source.count("\n", 0, role.start), role.expression) for role in roles]
        for line, text in [(0, source)] if is_code else given:
            try:
                python, body = tree(text)
            except (SyntaxError, ValueError):
                continue
            yield Python(number, line, python, body, role=not is_code)


def _moved(found: Passage, by: int) -> Passage:
    return Passage(tuple((text, line + by) for text, line in found.pieces))
