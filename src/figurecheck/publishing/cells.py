"""Cells of charts' and tables' data: their content, their alignment, their CSV."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any
from urllib.parse import quote

from figurecheck.publishing.nodes import Content, Node, node
from figurecheck.publishing.sanitising import LANGUAGE, safe_url

Cell = str | dict[str, Any]

_NUMBER = re.compile(r"[+\-−–]?[$€£]?\d[\d\s,.  ]*\s*%?|—|–|")
_COMFORTABLE = 4  # columns that fit a narrow screen
_PLAIN_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?([eE][+-]?\d+)?")
# A spreadsheet runs what begins like this; the apostrophe makes it text.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_TOLD = ("unit", "range", "formula", "inputs")  # of a number, for its entry in the register


def words(cell: Cell) -> str:
    """The cell as it is printed."""
    return str(cell.get("text", "")) if isinstance(cell, dict) else str(cell)


def content(cell: Cell) -> list[Content]:
    """The cell's nodes: language and key of the register entry kept with the words.

    A computed number may bring what its entry is made of: unit, range, formula, inputs.
    """
    text = words(cell)
    if not isinstance(cell, dict):
        return [text]
    inner: Content = text
    language = str(cell.get("lang") or "")
    if LANGUAGE.fullmatch(language):
        inner = node("span", text, lang=language)
    if cell.get("key"):
        value = None if cell.get("value") is None else str(cell["value"])
        told = {f"data_{name}": str(cell[name]) for name in _TOLD if cell.get(name)}
        inner = node("data", inner, value=value, data_key=str(cell["key"]), **told)
    return [inner]


def linked(text: Content, address: str | None) -> Content:
    """A link, or the text alone with an address that may not be followed behind it."""
    if not address:
        return text
    if safe_url(address) is None:
        return node("span", text, f" ({address})")
    return node("a", text, href=address)


def is_numeric(column: Sequence[Cell]) -> bool:
    """Whether every cell of a column is a number or blank, and one is a number."""
    texts = [words(cell).strip() for cell in column]
    return any(texts) and all(_NUMBER.fullmatch(text) for text in texts)


def grid(
    names: Sequence[str], sides: Sequence[str], rows: Sequence[Sequence[Cell]], caption: Node | None
) -> Node:
    """A table; the first cell of each row heads it, unless it is a number among numbers.

    A table without rows has a single one that says so.
    """
    head = [
        node("th", name or "Row", scope="col", class_=side or None)
        for name, side in zip(names, sides, strict=True)
    ]
    lead = "th" if sides and sides[0] != "right" else "td"
    body = [node("tr", *_row(row, sides, lead)) for row in rows] or [_none(len(names))]
    parts = [node("thead", node("tr", *head)), node("tbody", *body)]
    wide = "many" if len(names) > _COMFORTABLE else None
    return node("table", *([caption] if caption else []), *parts, class_=wide)


def _none(columns: int) -> Node:
    return node("tr", node("td", "None", colspan=str(columns) if columns > 1 else None))


def _row(row: Sequence[Cell], sides: Sequence[str], lead: str) -> list[Content]:
    cells: list[Content] = []
    for position, (cell, side) in enumerate(zip(row, sides, strict=True)):
        heads = position == 0 and lead == "th"
        made = node("th" if heads else "td", *content(cell), class_=side or None)
        if heads:
            made.attrs["scope"] = "row"
        cells.append(made)
    return cells


def numbered_caption(number: str, words: str, anchor: str) -> Node:
    """The caption of a numbered table: "Table 3" and what the table is called."""
    return node(
        "caption",
        node("span", number, class_="number-of"),
        " ",
        node("strong", words, class_="headline"),
        id=f"{anchor}-caption",
    )


def scrolling(table: Node, name: str) -> Node:
    """The table in a box that scrolls on a narrow screen and can be reached by keyboard."""
    return node("div", table, class_="scroll", tabindex="0", role="region", aria_label=name)


def csv_address(names: Sequence[str], rows: Sequence[Sequence[Cell]]) -> str:
    """A data address of the rows as CSV: values rather than printed forms where known."""
    lines = [names, *([_csv_text(cell) for cell in row] for row in rows)]
    text = "".join(",".join(_csv_field(field) for field in line) + "\r\n" for line in lines)
    return "data:text/csv;charset=utf-8," + quote(text.encode("utf-8", "replace"), safe="")


def _csv_text(cell: Cell) -> str:
    value = cell.get("value") if isinstance(cell, dict) else None
    return words(cell) if value is None else str(value)


def _csv_field(text: str) -> str:
    if text.startswith(_FORMULA) and not _PLAIN_NUMBER.fullmatch(text):
        text = f"'{text}"
    return '"' + text.replace('"', '""') + '"' if re.search(r'[",\r\n]', text) else text
