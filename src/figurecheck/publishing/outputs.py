"""Outputs of code cells -> nodes. Whatever cannot be shown leaves a placeholder that says so."""

from __future__ import annotations

import base64
import binascii
import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from html import escape
from typing import Any

from figurecheck.errors import Problem
from figurecheck.notebooks import Notebook
from figurecheck.publishing import bundles, cells, markdown
from figurecheck.publishing.model import Ledger, Place
from figurecheck.publishing.nodes import Content, Node, Picture, node, text_of, walk
from figurecheck.publishing.sanitising import is_empty, parse

_ANSI = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")
_RASTER = ("image/png", "image/jpeg", "image/gif")
_WIDGET = "application/vnd.jupyter.widget-view+json"


@dataclass(frozen=True)
class _Found:
    text: str
    mime: str
    place: Place
    ledger: Ledger


def read(output: Notebook, place: Place, ledger: Ledger) -> list[Content]:
    """The nodes of one output of the cell at `place`."""
    kind = output.get("output_type")
    if kind == "stream":
        return _stream(output, place, ledger)
    if kind == "error":
        return _error(output, place, ledger)
    data: dict[str, Any] = dict(output.get("data", {}))
    if bundles.MIME in data:
        return _bundle(data, place, ledger)
    for mime, show in _SHOWN.items():
        if mime in data:
            shown = show(_Found(_text(data[mime]), mime, place, ledger))
            if not is_empty(shown):
                return shown
    return _placeholder(data)


def _stream(output: Notebook, place: Place, ledger: Ledger) -> list[Content]:
    text = _text(output.get("text", ""))
    if output.get("name") == "stderr" and ledger.strict:
        ledger.warnings.append(f"{place}: left out what was written to stderr: {text[:200]}")
        return []
    return _preformatted(text) if text.strip() else []


def _error(output: Notebook, place: Place, ledger: Ledger) -> list[Content]:
    said = f"{output.get('ename', 'Error')}: {output.get('evalue', '')}"
    if ledger.strict:
        remedy = "Correct the cell and run the notebook again."
        ledger.problems.append(Problem(str(place), "a cell that runs", remedy, value=said))
    return [node("div", node("p", "This cell ended with an error."), *_preformatted(said))]


def _bundle(data: dict[str, Any], place: Place, ledger: Ledger) -> list[Content]:
    bundle = data[bundles.MIME]
    try:
        return bundles.read(dict(bundle), ledger)
    except (bundles.MalformedError, TypeError, ValueError) as error:
        if ledger.strict:
            remedy = "Make charts, tables and registers with figurecheck.charts."
            problem = Problem(str(place), "a sound display bundle", remedy, value=str(error))
            ledger.problems.append(problem)
        return [_said(f"A chart or table cannot be shown here: {error}.")]


def _html(found: _Found) -> list[Content]:
    content = parse(found.text, scripts_as_text=False)
    return [_with_headers(item, found.ledger) for item in content]


def _with_headers(item: Content, ledger: Ledger) -> Content:
    """Foreign tables get scopes, aligned numbers and a box that scrolls."""
    if not isinstance(item, Node):
        return item
    if item.tag == "table":
        return framed(item, ledger)
    return Node(item.tag, item.attrs, [_with_headers(c, ledger) for c in item.children])


def framed(table: Node, ledger: Ledger) -> Node:
    """A table without number, made readable by keyboard and screen reader."""
    for row in (n for n in walk([table]) if n.tag == "tr"):
        entries = [c for c in row.children if isinstance(c, Node) and c.tag in ("td", "th")]
        heads = bool(entries) and all(c.tag == "th" for c in entries)
        for cell in entries:
            if cell.tag == "th":
                cell.attrs["scope"] = "col" if heads else "row"
                cell.children = cell.children if text_of(cell.children).strip() else ["Row"]
            elif cells.is_numeric([text_of(cell.children)]):
                cell.attrs.setdefault("class", "right")
    return cells.scrolling(table, f"Table without number, {ledger.count('unnumbered table')}")


def _svg(found: _Found) -> list[Content]:
    return _pictured(found.text.encode("utf-8", "replace"), found)


def _raster(found: _Found) -> list[Content]:
    try:
        return _pictured(base64.b64decode(found.text), found)
    except (binascii.Error, ValueError):
        return [_said(f"Image output of cell {found.place.cell}; its data cannot be read.")]


def _pictured(data: bytes, found: _Found) -> list[Content]:
    alt = f"Image output of cell {found.place.cell}; no description was given."
    if found.ledger.strict:
        found.ledger.warnings.append(f"{found.place}: an image without a description")
    return [node("figure", Picture("picture", alt, found.mime, data), class_="image")]


def _markdown(found: _Found) -> list[Content]:
    return markdown.read(
        found.text, lambda expression: f"<code>{escape(expression)}</code>", found.ledger
    )


def _plain(found: _Found) -> list[Content]:
    return _preformatted(found.text)


def _widget(found: _Found) -> list[Content]:
    return [
        _said(f"Interactive output of cell {found.place.cell}; it cannot be shown in this report.")
    ]


def _preformatted(text: str) -> list[Content]:
    plain = _ANSI.sub("", text).rstrip()
    return [node("pre", plain, class_="output", tabindex="0")]


def _said(text: str) -> Node:
    return node("p", text, class_="placeholder")


def _placeholder(data: dict[str, Any]) -> list[Content]:
    named = ", ".join(sorted(data))
    return [_said(f"Output that cannot be shown here ({named}).")] if data else []


def _text(value: object) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, list) and all(isinstance(part, str) for part in value):
        return "".join(value)
    return json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True)


_SHOWN: dict[str, Callable[[_Found], list[Content]]] = {
    _WIDGET: _widget,
    "text/html": _html,
    "image/svg+xml": _svg,
    **dict.fromkeys(_RASTER, _raster),
    "text/markdown": _markdown,
    "text/latex": _plain,
    "text/plain": _plain,
    "application/json": _plain,
}
