"""String literals of Python as they are typed: each stretch of text and the line it stands on.

`ast` joins neighbouring literals into one node and, before Python 3.12, gives the parts of an
f-string the place of the whole. So each literal is cut out by its tokens and read by itself.
"""

from __future__ import annotations

import ast
import io
import re
import tokenize
from collections.abc import Iterator
from dataclasses import dataclass

from figurecheck.lint.passages import COMPUTED, Piece

Place = tuple[int, int]  # line from 1, column in characters from 0

_OPENING = getattr(tokenize, "FSTRING_START", None)  # from Python 3.12 on
_CLOSING = getattr(tokenize, "FSTRING_END", None)
_SHOWING = {"str", "repr", "format", "round", "int", "float"}
_FIELD = re.compile(r"\{\{|\}\}|\{[^{}]*\}")
_PERCENT = re.compile(r"%%|%(?:\(\w+\))?[-+ #0]*[\d*]*(?:\.[\d*]+)?[diouxXeEfFgGcrsa]")


@dataclass(frozen=True)
class Literal:
    """One literal with its quotes and prefix."""

    start: Place
    end: Place
    source: str

    def pieces(self) -> list[Piece]:
        """Its text by lines, COMPUTED for what an f-string computes."""
        node = ast.parse(self.source, mode="eval").body
        parts = node.values if isinstance(node, ast.JoinedStr) else [node]
        found: list[Piece] = []
        line = self.start[0]
        for part in parts:
            text = said(part)
            found.append((text, line))
            line = min(line + text.count("\n"), self.end[0])
        return found


def said(node: ast.expr) -> str:
    """The text of a string's node or of a part of it, COMPUTED for what is not typed."""
    if isinstance(node, ast.JoinedStr):
        return "".join(map(said, node.values))
    if isinstance(node, ast.FormattedValue):
        return typed(node.value) or COMPUTED
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


def literals(source: str) -> list[Literal]:
    """The string literals of `source` in order; none within the braces of an f-string."""
    found: list[Literal] = []
    opened: list[Place] = []
    lines = source.split("\n")
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type == _OPENING:
            opened.append(token.start)
        elif token.type == _CLOSING:
            start = opened.pop()
            if not opened:
                found.append(Literal(start, token.end, _between(lines, start, token.end)))
        elif token.type == tokenize.STRING and not opened:
            found.append(Literal(token.start, token.end, token.string))
    return found


def _between(lines: list[str], start: Place, end: Place) -> str:
    """The text from `start` to `end`."""
    rows = lines[start[0] - 1 : end[0]]
    rows[-1] = rows[-1][: end[1]]
    rows[0] = rows[0][start[1] :]
    return "\n".join(rows)


def within(node: ast.expr, known: list[Literal], source: str) -> Iterator[Literal]:
    """The literals that make up the node of a string; none for one in an f-string's braces."""
    lines = source.split("\n")

    def place(line: int, column: int) -> Place:  # ast counts columns in bytes
        return line, len(lines[line - 1].encode()[:column].decode(errors="ignore"))

    start = place(node.lineno, node.col_offset)
    end = place(node.end_lineno or node.lineno, node.end_col_offset or 0)
    return (literal for literal in known if start <= literal.start and literal.end <= end)


def typed(node: ast.expr) -> str:
    """A number that is typed as it stands, also as str(65); "" for all that is computed."""
    if isinstance(node, ast.Constant) and type(node.value) in (int, float):
        return str(node.value)
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub | ast.UAdd):
        return typed(node.operand)
    shows = isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.args
    if shows and isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
        return typed(node.args[0]) if node.func.id in _SHOWING else ""
    return ""


def without_fields(pieces: list[Piece], percent: bool) -> list[Piece]:
    """A template for str.format, or for the operator %, with COMPUTED for its fields."""
    pattern = _PERCENT if percent else _FIELD
    shown = {"%%": "%", "{{": "{", "}}": "}"}
    return [
        (pattern.sub(lambda match: shown.get(match[0], COMPUTED), text), line)
        for text, line in pieces
    ]
