"""What differs between two builds: rows by their keys, what moved, and which figures did it."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import NamedTuple

FIGURES = "clean/figures.csv"
TABLES = ("clean/*.csv", "results/*.csv")
SCREEN = 24  # lines

Row = Mapping[str, str]
Keys = Mapping[str, tuple[str, ...]]

_LEADING = ("verdict", "value", "as_written")
_WORDS = re.compile(r"[^\s,;]+")


class Cell(NamedTuple):
    """A cell that differs."""

    column: str
    old: str
    new: str


class Table(NamedTuple):
    """A table as its file holds it: column names, and rows of text."""

    columns: tuple[str, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Change:
    """A row that differs: `kind` is added, removed or changed; `causes` are the keys of changed
    figures that the row names, and `subject` says what the row is about."""

    table: str
    key: str
    kind: str
    cells: tuple[Cell, ...] = ()
    unit: str = ""
    subject: str = ""
    causes: tuple[str, ...] = ()

    @property
    def flips(self) -> bool:
        """Whether a verdict changed."""
        return any(cell.column == "verdict" for cell in self.cells)

    @property
    def moves(self) -> bool:
        """Whether a number or a verdict changed, came or went."""
        return self.kind != "changed" or self.flips or any(map(_is_number, self.cells))

    def __str__(self) -> str:
        name = f"{self.table} {self.key}"
        if self.kind != "changed":
            return f"{name} {self.kind}{f': {self.subject}' if self.subject else ''}"
        first = min(self.cells, key=_rank)
        unit = f" {self.unit}" if self.unit and _is_number(first) else ""
        line = f"{name} {first.column}: {_shown(first.old)} -> {_shown(first.new)}{unit}"
        line += f" (by {', '.join(self.causes)})" if self.causes else ""
        more = len(self.cells) - 1
        return f"{line}; {more} more column{'s' if more > 1 else ''}" if more else line


def read_tables(folder: Path) -> dict[str, Table]:
    """The tables of the build in `folder`, by their path in it."""
    return {
        path.relative_to(folder).as_posix(): _read(path)
        for pattern in TABLES
        for path in sorted(folder.glob(pattern))
    }


def compare(before: Mapping[str, Table], after: Mapping[str, Table], keys: Keys) -> list[Change]:
    """The rows that differ, flipped verdicts first, then results, then figures.

    `keys` gives the columns that name a row of a table, the first column where it does not. In
    a table where that names no single row, whole rows are added or removed.
    """
    found = {
        name: _compare_rows(name, before.get(name), after.get(name), keys.get(name, ()))
        for name in sorted({*before, *after}, reverse=True)
    }
    moved = {change.key for change, _ in found.get(FIGURES, [])}
    changes = [
        change if name == FIGURES else _with_causes(change, row, moved)
        for name, pairs in found.items()
        for change, row in pairs
    ]
    return sorted(changes, key=lambda change: not change.flips)


def report(changes: Iterable[Change], limit: int | None = SCREEN) -> list[str]:
    """The lines that say which numbers moved, at most `limit`, or "no number moved"."""
    moved = [str(change) for change in changes if change.moves]
    if not moved:
        return ["no number moved"]
    if limit is None or len(moved) < limit:
        return [f"{_count(len(moved), 'row')} moved:", *(f"  {line}" for line in moved)]
    shown = [f"  {line}" for line in moved[: limit - 2]]
    return [f"{len(moved)} rows moved:", *shown, f"  … and {len(moved) - len(shown)} more"]


def difference(changes: Iterable[Change]) -> list[str]:
    """The lines that tell two editions apart, under headings; [r] marks revised figures."""
    listed = list(changes)
    figures = [change for change in listed if change.table == FIGURES]
    sections = {
        "verdicts flipped": [c for c in listed if c.flips],
        "results moved": [c for c in listed if c.table.startswith("results/") and not c.flips],
        "figures added": [c for c in figures if c.kind == "added"],
        "figures removed": [c for c in figures if c.kind == "removed"],
        "figures revised [r]": [c for c in figures if c.kind == "changed"],
    }
    told = {id(change) for changes in sections.values() for change in changes}
    sections["other rows"] = [change for change in listed if id(change) not in told]
    lines = []
    for heading, members in sections.items():
        if members:
            lines += [f"{heading}: {len(members)}", *(f"  {change}" for change in members)]
    return lines or ["no figure, result or verdict differs"]


def _read(path: Path) -> Table:
    with path.open(encoding="utf-8", newline="") as file:
        lines = csv.DictReader(file)
        rows = tuple({key: value or "" for key, value in row.items() if key} for row in lines)
        return Table(tuple(lines.fieldnames or ()), rows)


def _compare_rows(
    name: str, before: Table | None, after: Table | None, key: tuple[str, ...]
) -> list[tuple[Change, Row]]:
    columns = _naming(key, [table for table in (before, after) if table])
    old, new = _indexed(before, columns), _indexed(after, columns)
    changes: list[tuple[Change, Row]] = []
    for row_key in dict.fromkeys([*old, *new]):
        was, now = old.get(row_key), new.get(row_key)
        row = now or was or {}
        cells = _cells(was, now) if was and now else ()
        if was != now and (cells or not (was and now)):
            kind = "changed" if was and now else "added" if now else "removed"
            shown = " ".join(row_key)
            subject = next((row[c] for c in _LEADING if row.get(c)), "")
            changes.append((Change(name, shown, kind, cells, row.get("unit", ""), subject), row))
    return changes


def _naming(key: tuple[str, ...], tables: list[Table]) -> tuple[str, ...]:
    """The columns that name a row in all of `tables`, or all columns where `key` does not."""
    columns = tables[-1].columns
    wanted = key if key and set(key) <= set(columns) else columns[:1]
    unique = all(len(_indexed(table, wanted)) == len(table.rows) for table in tables)
    return wanted if unique else tuple(dict.fromkeys(c for t in tables for c in t.columns))


def _indexed(table: Table | None, columns: tuple[str, ...]) -> dict[tuple[str, ...], Row]:
    rows = table.rows if table else ()
    return {tuple(row.get(column, "") for column in columns): row for row in rows}


def _cells(was: Row, now: Row) -> tuple[Cell, ...]:
    columns = dict.fromkeys([*now, *was])
    cells = (Cell(column, was.get(column, ""), now.get(column, "")) for column in columns)
    return tuple(cell for cell in cells if cell.old != cell.new)


def _with_causes(change: Change, row: Row, moved: set[str]) -> Change:
    named = {word for value in row.values() for word in _WORDS.findall(value)}
    causes = tuple(sorted(named & moved))
    return Change(**{**vars(change), "causes": causes})


def _is_number(cell: Cell) -> bool:
    return any(_parses(text) for text in (cell.old, cell.new)) and all(
        _parses(text) or not text for text in (cell.old, cell.new)
    )


def _parses(text: str) -> bool:
    try:
        Fraction(text)
    except (ValueError, ZeroDivisionError):
        return False
    return True


def _rank(cell: Cell) -> tuple[int, bool]:
    place = _LEADING.index(cell.column) if cell.column in _LEADING else len(_LEADING)
    return place, not _is_number(cell)


def _shown(text: str, limit: int = 60) -> str:
    if not text:
        return "(blank)"
    return text if len(text) <= limit else f"{text[:limit]}…"


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
