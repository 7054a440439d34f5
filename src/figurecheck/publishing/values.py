"""Inline values: what the engine computed for an {eval} role, as markup for the prose."""

from __future__ import annotations

import ast
from functools import lru_cache
from html import escape
from typing import Any

from figurecheck.errors import Problem
from figurecheck.notebooks import Notebook
from figurecheck.prose import is_available
from figurecheck.publishing.gaps import MISSING
from figurecheck.publishing.model import Ledger, Place
from figurecheck.publishing.nodes import Content, Node, text_of, to_html
from figurecheck.publishing.sanitising import parse

_WITHIN_PROSE = {"data", "em", "strong", "a", "sub", "sup", "span"}


class Values:
    """The results stored with one markdown cell, by expression."""

    def __init__(self, cell: Notebook, place: Place, ledger: Ledger) -> None:
        self._results = {
            str(entry.get("expression", "")).strip(): entry.get("result", {})
            for entry in cell.get("metadata", {}).get("user_expressions", [])
        }
        self._place, self._ledger = place, ledger

    def markup(self, expression: str) -> str:
        """Sanitised HTML of the value; a placeholder, and a problem noted, where there is none.

        A value that the edition does not have is marked, so that its passage can drop out.
        """
        result = self._results.get(expression.strip(), {})
        data = result.get("data", {})
        if result.get("status") == "ok" and not is_available(result.get("metadata", {})):
            return f'<data {MISSING}="">{escape(_text(data.get("text/plain", "")))}</data>'
        if result.get("status") == "ok" and "text/html" in data:
            return _safe(_text(data["text/html"]))
        if result.get("status") == "ok" and "text/plain" in data:
            return escape(_unquoted(_text(data["text/plain"])), quote=False)
        return self._missing(expression, result)

    def _missing(self, expression: str, result: dict[str, Any]) -> str:
        failure = ": ".join(str(result[k]) for k in ("ename", "evalue") if result.get(k))
        if self._ledger.strict:
            problem = Problem(
                str(self._place),
                "an inline value that was computed" + (f" ({failure})" if failure else ""),
                "Run the notebook with the report's engine, or correct the expression.",
                value=expression,
            )
            self._ledger.problems.append(problem)
        return f"<code>[{escape(expression)}: {escape(failure or 'not computed')}]</code>"


@lru_cache(maxsize=4096)  # a preview shows most of them again
def _safe(markup: str) -> str:
    return to_html(_inline(parse(markup)))


def _text(data: object) -> str:
    return "".join(data) if isinstance(data, list) else str(data)


def _unquoted(plain: str) -> str:
    """A string's own characters where the kernel sent its quoted form."""
    if plain[:1] in "'\"" and plain[-1:] == plain[:1]:
        try:
            return str(ast.literal_eval(plain))
        except (SyntaxError, ValueError):
            return plain
    return plain


def _inline(content: list[Content]) -> list[Content]:
    """The content with every element that is no part of a sentence reduced to its words."""
    kept: list[Content] = []
    for item in content:
        if isinstance(item, Node) and item.tag in _WITHIN_PROSE:
            kept.append(Node(item.tag, item.attrs, _inline(item.children)))
        else:
            kept.append(item if isinstance(item, str) else text_of([item]))
    return kept
