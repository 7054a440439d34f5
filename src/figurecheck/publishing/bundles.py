"""Display bundles of code cells (charts, tables, register entries) -> nodes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from figurecheck.notebooks import Notebook
from figurecheck.publishing import cells, claims, drawings, gaps, register
from figurecheck.publishing.entries import Entry
from figurecheck.publishing.model import Ledger
from figurecheck.publishing.nodes import Content, Node, Picture, clean, node

MIME = "application/vnd.figurecheck+json"
_LABEL = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9_-]*[A-Za-z0-9])?")


class MalformedError(ValueError):
    """A bundle lacks what its kind needs; the text says what."""


def read(bundle: dict[str, Any], ledger: Ledger) -> list[Content]:
    """The nodes of a bundle; numbers it and enters it in the ledger.

    Raises MalformedError, and drawings.UnsafeError for an SVG that may not stand in a page.
    """
    kinds = {"chart": _chart, "table": _table, "register": _register, "claims": _claims}
    kind = kinds.get(str(bundle.get("kind")))
    if kind is None:
        raise MalformedError(f"kind is one of {', '.join(kinds)}, not {bundle.get('kind')!r}")
    try:
        return kind(bundle, ledger)
    except (KeyError, TypeError, AttributeError) as error:
        raise MalformedError(f"{bundle['kind']} bundle: {type(error).__name__} {error}") from error


def _anchor(bundle: dict[str, Any], kind: str, word: str, ledger: Ledger) -> tuple[str, str]:
    label = str(bundle["label"])
    anchor = f"{kind}-{label}"
    if not _LABEL.fullmatch(label):
        raise MalformedError(f"label {label!r} is not made of letters, digits and hyphens")
    if anchor in ledger.floats:
        raise MalformedError(f"label {label!r} is borne by another {kind}")
    ledger.floats[anchor] = f"{word} {ledger.count(kind)}"
    return anchor, ledger.floats[anchor]


def undrawn(notebook: Notebook) -> Iterator[str]:
    """The anchors of the notebook's charts without data, which are left out of a report."""
    for cell in notebook["cells"]:
        for output in cell.get("outputs", []):
            bundle = output.get("data", {}).get(MIME)
            if not isinstance(bundle, dict) or bundle.get("kind") != "chart":
                continue
            if bundle.get("columns") and bundle.get("rows") == []:
                yield f"chart-{bundle.get('label')}"


def _chart(bundle: dict[str, Any], ledger: Ledger) -> list[Content]:
    if f"chart-{bundle['label']}" in ledger.undrawn:
        ledger.left_out.charts += 1
        return [gaps.gone()]
    if not str(bundle["alt"]).strip():
        raise MalformedError(f"chart {bundle['label']!r} has no text alternative")
    anchor, number = _anchor(bundle, "chart", "Figure", ledger)
    others = {key: clean(bundle.get(key) or "") for key in ("dark", "narrow", "narrow_dark")}
    light = clean(bundle["light"]).encode("utf-8")
    picture = Picture(anchor, bundle["alt"], "image/svg+xml", light, bundled=True, **others)
    drawings.markup(picture)  # raises here, where the cell is known
    caption = node(
        "figcaption",
        node("span", number, class_="number-of"),
        " ",
        node("strong", str(bundle["headline"]), class_="headline"),
        " ",
        node("span", str(bundle.get("subtitle") or ""), class_="subtitle"),
    )
    parts = [caption, picture, *_below(bundle), _data(bundle, number)]
    return [node("figure", *parts, id=anchor, class_="chart")]


def _data(bundle: dict[str, Any], number: str) -> Node:
    names = [
        f"{c['name']} ({c['unit']})" if c.get("unit") else c["name"] for c in bundle["columns"]
    ]
    rows = bundle["rows"]
    sides = ["right" if cells.is_numeric(column) else "" for column in _columns(names, rows)]
    table = cells.grid(names, sides, rows, node("caption", f"Data of {number}", class_="unseen"))
    address = cells.csv_address(names, rows)
    file = f"{bundle['label']}.csv"
    download = node("a", "Download the data (CSV)", href=address, download=file)
    return node(
        "details",
        node("summary", f"Data of {number}"),
        cells.scrolling(table, f"Data of {number}"),
        node("p", download),
        class_="data",
    )


def _columns(names: list[str], rows: list[list[cells.Cell]]) -> list[list[cells.Cell]]:
    for row in rows:
        if len(row) != len(names):
            raise MalformedError(f"a row of {len(row)} cells under {len(names)} columns")
    return [[row[position] for row in rows] for position in range(len(names))]


def _table(bundle: dict[str, Any], ledger: Ledger) -> list[Content]:
    anchor, number = _anchor(bundle, "table", "Table", ledger)
    names = [str(column["name"]) for column in bundle["columns"]]
    sides = ["right" if c.get("align") == "right" else "" for c in bundle["columns"]]
    _columns(names, bundle["rows"])
    caption = cells.numbered_caption(number, str(bundle["caption"]), anchor)
    table = cells.grid(names, sides, bundle["rows"], caption)
    box = cells.scrolling(table, number)
    return [node("div", box, *_below(bundle), id=anchor, class_="table")]


def _claims(bundle: dict[str, Any], ledger: Ledger) -> list[Content]:
    return claims.read(bundle, *_anchor(bundle, "table", "Table", ledger))


def _below(bundle: dict[str, Any]) -> list[Content]:
    """The note and the source line."""
    parts: list[Content] = []
    if bundle.get("note"):
        parts.append(node("p", str(bundle["note"]), class_="remark"))
    sources = bundle.get("sources") or []
    if sources:
        line: list[Content] = ["Source: " if len(sources) == 1 else "Sources: "]
        for position, source in enumerate(sources):
            line += ["; "] if position else []
            line.append(cells.linked(str(source["title"]), source.get("url")))
        parts.append(node("p", *line, class_="source"))
    return parts


def _register(bundle: dict[str, Any], ledger: Ledger) -> list[Content]:
    made: list[Entry] = []
    for offered in bundle["entries"]:
        key = str(offered["key"])
        if not register.KEY.fullmatch(key):
            raise MalformedError(f"register key {key!r} is not made of letters, digits and - _ . :")
        entry = Entry.of(key, str(offered.get("title") or ""), offered["fields"])
        known = ledger.register.setdefault(key, entry)
        if known is entry:
            made.append(entry)
        elif known != entry:
            raise MalformedError(f"register key {key!r} stands for two different entries")
    if not made:
        return []
    shown = [] if ledger.strict else [entry.node for entry in made]  # else when all are known
    ledger.registers.append(node("div", *shown, class_="register"))
    return [ledger.registers[-1]]
