"""The numbers that the chapters of a built edition show: in prose, in tables, in charts' data."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from figurecheck.building.chapters import Chapter
from figurecheck.publishing.body import HIDDEN_CELL, HIDDEN_OUTPUT
from figurecheck.publishing.bundles import MIME
from figurecheck.publishing.cells import words
from figurecheck.publishing.nodes import text_of, walk
from figurecheck.publishing.sanitising import parse
from figurecheck.running.stable import INJECTED
from figurecheck.tracing.built import BuiltEdition, Cell

PROSE, CHART, TABLE = "prose", "chart", "table"

# How the report numbers what a bundle becomes, as publishing.bundles does.
_NUMBERED = {"chart": (CHART, "Figure"), "table": (TABLE, "Table"), "claims": (TABLE, "Table")}


@dataclass(frozen=True)
class Place:
    """Where a number is shown; `cell` counts the cells of the notebook as it is stored, from 1."""

    kind: str
    chapter: str
    notebook: str
    cell: int
    number: str = ""  # "Figure 3"
    name: str = ""  # its headline or caption

    def __str__(self) -> str:
        file = f"{self.notebook}, cell {self.cell}"
        if not self.number:
            return f"{self.chapter} ({file})"
        return f"{self.number}, “{self.name}” ({file})"


@dataclass(frozen=True)
class Shown:
    """A number as it is shown: its words, the unit of its column, the key behind it or "".

    `told` is what the number itself brings: unit, range, formula, inputs. `where` is the
    expression of a value in prose, or row and column; `beside` are the other keys of its row.
    """

    text: str
    place: Place
    unit: str = ""
    key: str = ""
    value: str = ""
    told: Mapping[str, str] | None = None
    where: str = ""
    beside: tuple[str, ...] = ()


def numbers_of(edition: BuiltEdition) -> list[Shown]:
    """All that the edition shows, in reading order; cells of tables with or without a key."""
    counts = {"Figure": 0, "Table": 0}
    return [
        found
        for chapter, cells in edition.chapters
        for place, cell in _placed(chapter, cells)
        for found in _of_cell(place, cell, counts)
    ]


def register_of(edition: BuiltEdition) -> list[Mapping[str, Any]]:
    """The entries of the evidence register as its chapter offers them: key, title, fields."""
    return [
        entry
        for _, cells in edition.chapters
        for cell in cells
        for output in cell.get("outputs", [])
        for entry in output.get("data", {}).get(MIME, {}).get("entries", [])
    ]


def code_of(edition: BuiltEdition) -> list[tuple[Place, str]]:
    """The source of every code cell, and where it stands."""
    return [
        (place, "".join(cell["source"]))
        for chapter, cells in edition.chapters
        for place, cell in _placed(chapter, cells)
        if cell["cell_type"] == "code"
    ]


def _placed(chapter: Chapter, cells: Sequence[Cell]) -> Iterator[tuple[Place, Cell]]:
    number = 0
    for cell in cells:
        if INJECTED not in cell["metadata"].get("tags", []):
            number += 1
            yield Place(PROSE, chapter.title, chapter.file, number), cell


def _of_cell(place: Place, cell: Cell, counts: dict[str, int]) -> Iterator[Shown]:
    tags = set(cell["metadata"].get("tags", []))
    if tags & HIDDEN_CELL:
        return
    yield from _of_prose(place, cell)
    if tags & HIDDEN_OUTPUT:
        return
    for output in cell.get("outputs", []):
        bundle = output.get("data", {}).get(MIME, {})
        undrawn = bundle.get("rows") == []  # the report leaves such a chart out
        if bundle.get("kind") in _NUMBERED and not (undrawn and bundle["kind"] == "chart"):
            kind, word = _NUMBERED[bundle["kind"]]
            counts[word] += 1
            name = str(bundle.get("headline") or bundle.get("caption") or "")
            here = replace(place, kind=kind, number=f"{word} {counts[word]}", name=name)
            rows = _of_claims if bundle["kind"] == "claims" else _of_rows
            yield from rows(here, bundle)


def _of_prose(place: Place, cell: Cell) -> Iterator[Shown]:
    for entry in cell["metadata"].get("user_expressions", []):
        data = entry["result"].get("data", {})
        markup = "".join(data.get("text/html", ""))
        for item in walk(parse(markup)):
            if "data-key" in item.attrs:
                told = {
                    name.removeprefix("data-"): value
                    for name, value in item.attrs.items()
                    if name.startswith("data-")
                }
                key = told.pop("key")
                value, where = item.attrs.get("value", ""), str(entry["expression"])
                text = text_of([item])
                yield Shown(text, place, key=key, value=value, told=told, where=where)


def _of_rows(place: Place, bundle: Mapping[str, Any]) -> Iterator[Shown]:
    columns = bundle["columns"]
    for row in bundle["rows"]:
        keys = [str(cell["key"]) for cell in row if isinstance(cell, dict) and cell.get("key")]
        for at, (cell, column) in enumerate(zip(row, columns, strict=True)):
            about = cell if isinstance(cell, dict) else {}
            key = str(about.get("key") or "")
            before = ", ".join(filter(None, map(words, row[:at] or row[:1])))
            yield Shown(
                words(cell),
                place,
                str(column.get("unit") or ""),
                key,
                str(about.get("value", "")),
                {
                    name: str(about[name])
                    for name in ("range", "formula", "inputs")
                    if about.get(name)
                },
                f"row “{before}”, column “{column['name']}”",
                tuple(dict.fromkeys(other for other in keys if other != key)),
            )


def _of_claims(place: Place, bundle: Mapping[str, Any]) -> Iterator[Shown]:
    for claim in bundle["claims"]:
        where = f"claim “{claim['statement']}”"
        yield Shown(str(claim["as_written"]), place, key=str(claim["key"]), where=where)
