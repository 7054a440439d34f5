"""Figures that came, went, or say something else: added, removed, revised, corrected, edited."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from figurecheck.changes.rows import ADDED, CHANGED, Change, Row
from figurecheck.exact import to_interval
from figurecheck.intervals import Interval
from figurecheck.periods import Period
from figurecheck.verdicts import NOT_STATED


class Kind(StrEnum):
    """What happened to a figure."""

    REVISED = "revised"  # its body printed another number for the same series and period later
    DIFFERS = "differs"  # so did a page that does not say who measured
    CORRECTED = "corrected"  # data/raw/corrections.csv says that the page misprints it
    ADDED = "added"
    REMOVED = "removed"
    EDITED = "edited"  # its row is the same number otherwise described


@dataclass(frozen=True)
class FigureChange:
    """A figure with its row now (or as it last was), and the row that it replaces, if any."""

    key: str
    kind: Kind
    row: Row
    old: Row

    @property
    def undated(self) -> bool:
        """Whether nobody knows when it was published, so that no dated edition has it."""
        return not self.row.get("published")


def figure_changes(changes: Iterable[Change], before: Iterable[Row]) -> list[FigureChange]:
    """What the `changes` of the clean table mean, given its rows `before`.

    A new figure revises an older one of the same series and period that was published earlier,
    if no number is admitted by both as they are read: a rounder or finer print of the same
    number revises nothing, nor does one that agrees with any of the older figures.
    """
    known: dict[tuple[str, ...], list[Row]] = {}
    for row in before:
        known.setdefault(_place(row), []).append(row)
    return [_figure_change(change, known) for change in changes]


def _figure_change(change: Change, known: dict[tuple[str, ...], list[Row]]) -> FigureChange:
    if change.kind == CHANGED:
        return FigureChange(change.key, _edited(change), change.after, change.before)
    if change.kind != ADDED:
        return FigureChange(change.key, Kind.REMOVED, change.before, {})
    row = change.after
    old = _replaced(row, known.get(_place(row), []))
    if old:
        kind = Kind.DIFFERS if row.get("body") == NOT_STATED else Kind.REVISED
    else:
        kind = Kind.CORRECTED if row.get("corrected") else Kind.ADDED
    return FigureChange(change.key, kind, row, old)


def _edited(change: Change) -> Kind:
    columns = {cell.column for cell in change.cells}
    if "corrected" in columns:
        return Kind.CORRECTED
    return Kind.REVISED if "value" in columns else Kind.EDITED


def _replaced(row: Row, older: Iterable[Row]) -> Row:
    """The last of the older figures that the row contradicts; nothing if it agrees with one."""
    day = _day(row)
    dated = [(out, old) for old in older if (out := _day(old)) and day and out < day]
    if not dated or not _place(row)[1] or any(_agree(row, old) for _, old in dated):
        return {}
    return max(dated, key=lambda pair: pair[0])[1]


def _place(row: Row) -> tuple[str, ...]:
    return tuple(row.get(name, "") for name in ("series", "period", "base_period", "unit"))


def _day(row: Row) -> date | None:
    return Period.parse(row.get("published", "")).end


def _agree(one: Row, other: Row) -> bool:
    return _as_read(one).overlaps(_as_read(other))


def _as_read(row: Row) -> Interval:
    return to_interval("pragmatic" if row["hedge"] else "strict", row)
