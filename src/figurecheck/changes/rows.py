"""Rows that differ between the tables of two builds, by their keys, and the figures that did it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import NamedTuple

FIGURES = "clean/figures.csv"

ADDED, REMOVED, CHANGED = "added", "removed", "changed"

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
    """A row that differs: `kind` is added, removed or changed; `before` and `after` are the row
    as it was and as it is, empty where there is none; `causes` are the keys of changed figures
    that the row names."""

    table: str
    key: str
    kind: str
    cells: tuple[Cell, ...] = ()
    before: Row = field(default_factory=dict)
    after: Row = field(default_factory=dict)
    causes: tuple[str, ...] = ()

    @property
    def row(self) -> Row:
        """The row as it is, or as it last was."""
        return self.after or self.before

    @property
    def flips(self) -> bool:
        """Whether a verdict changed."""
        return any(cell.column == "verdict" for cell in self.cells)

    @property
    def moves(self) -> bool:
        """Whether a number or a verdict changed, came or went."""
        return self.kind != CHANGED or self.flips or any(map(_is_number, self.cells))

    def __str__(self) -> str:
        name, row = f"{self.table} {self.key}", self.row
        if self.kind != CHANGED:
            subject = next((row[c] for c in _LEADING if row.get(c)), "")
            return f"{name} {self.kind}{f': {subject}' if subject else ''}"
        first = min(self.cells, key=_rank)
        unit = f" {row['unit']}" if row.get("unit") and _is_number(first) else ""
        line = f"{name} {first.column}: {_shown(first.old)} -> {_shown(first.new)}{unit}"
        line += f" (by {', '.join(self.causes)})" if self.causes else ""
        more = len(self.cells) - 1
        return f"{line}; {more} more column{'s' if more > 1 else ''}" if more else line


def compare(before: Mapping[str, Table], after: Mapping[str, Table], keys: Keys) -> list[Change]:
    """The rows that differ, flipped verdicts first, then results, then figures.

    `keys` gives the columns that name a row of a table, the first column where it does not. Of
    several rows of a name those that are equal are no difference, and one that is left on each
    side has changed. A column that one side lacks is a change of the table, not of its rows.
    """
    names = sorted({*before, *after}, reverse=True)
    found = {
        name: _compare_tables(name, before.get(name), after.get(name), keys.get(name, ()))
        for name in names
    }
    moved = {change.key for change in found.get(FIGURES, [])}
    changes = [
        change if name == FIGURES else replace(change, causes=_causes(change, moved))
        for name, changes in found.items()
        for change in changes
    ]
    return sorted(changes, key=lambda change: not change.flips)


def _compare_tables(
    name: str, before: Table | None, after: Table | None, key: tuple[str, ...]
) -> list[Change]:
    tables = [table for table in (before, after) if table]
    shared = [c for c in tables[-1].columns if all(c in table.columns for table in tables)]
    naming = key if key and set(key) <= set(shared) else tuple(shared[:1])
    old, new = _grouped(before, naming, shared), _grouped(after, naming, shared)
    changes = _columns(name, before, after)
    for row_key in dict.fromkeys([*old, *new]):
        was, now = _unequal(old.get(row_key, []), new.get(row_key, []))
        shown = " ".join(row_key)
        if len(was) == len(now) == 1:
            cells = tuple(Cell(c, was[0][c], now[0][c]) for c in shared if was[0][c] != now[0][c])
            changes.append(Change(name, shown, CHANGED, cells, was[0], now[0]))
            continue
        changes += [Change(name, shown, REMOVED, before=row) for row in was]
        changes += [Change(name, shown, ADDED, after=row) for row in now]
    return changes


def _columns(name: str, before: Table | None, after: Table | None) -> list[Change]:
    """The change of a table whose columns differ."""
    if not (before and after) or set(before.columns) == set(after.columns):
        return []
    old, new = set(before.columns), set(after.columns)
    cell = Cell("columns", " ".join(sorted(old - new)), " ".join(sorted(new - old)))
    return [Change(name, "its columns", CHANGED, (cell,))]


def _grouped(
    table: Table | None, naming: tuple[str, ...], columns: Iterable[str]
) -> dict[tuple[str, ...], list[Row]]:
    found: dict[tuple[str, ...], list[Row]] = defaultdict(list)
    for row in table.rows if table else ():
        found[tuple(row[c] for c in naming)].append({c: row[c] for c in columns})
    return found


def _unequal(old: list[Row], new: list[Row]) -> tuple[list[Row], list[Row]]:
    """The rows that have no equal on the other side."""
    left, rest = list(new), []
    for row in old:
        if row in left:
            left.remove(row)
        else:
            rest.append(row)
    return rest, left


def _causes(change: Change, moved: set[str]) -> tuple[str, ...]:
    values = [*change.before.values(), *change.after.values()]
    named = {word for value in values for word in _WORDS.findall(value)}
    return tuple(sorted(named & moved))


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
