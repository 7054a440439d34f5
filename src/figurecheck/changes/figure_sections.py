"""The figures of a difference as sections: revised, corrected, added, removed."""

from __future__ import annotations

from collections.abc import Sequence

from figurecheck.changes.difference import Difference
from figurecheck.changes.figures import FigureChange, Kind
from figurecheck.changes.tabular import Cells, Section, section
from figurecheck.changes.wording import Names, body_of, value_of, what_figure

REVISED = "[r]"  # the statisticians' shorthand for "revised"

_TITLES = {
    Kind.REVISED: f"Figures revised {REVISED}",
    Kind.DIFFERS: "Figures that differ from earlier ones",
    Kind.CORRECTED: "Figures corrected",
    Kind.ADDED: "Figures added",
    Kind.REMOVED: "Figures removed",
    Kind.EDITED: "Figures described otherwise",
}
_LEADS = {
    Kind.REVISED: f"{REVISED} marks a figure that the same body replaced by a later one.",
    Kind.DIFFERS: "The pages do not say who measured, so nobody need have revised anything.",
    Kind.EDITED: "The number is the same, and what is said of it is not.",
}
_ALONE = ("Figure", "What", "Who measured", "Number", "Published")
_REPLACED = ("Figure", "What", "Who measured", "Before", "Now", "Published")


def figure_sections(found: Difference, names: Names) -> list[Section]:
    """A section for each thing that can happen to a figure."""
    return [_of_kind(kind, found.of_kind(kind), names) for kind in _TITLES]


def _of_kind(kind: Kind, figures: Sequence[FigureChange], names: Names) -> Section:
    alone = kind in (Kind.ADDED, Kind.REMOVED)
    columns = _ALONE if alone else _REPLACED
    if kind is Kind.CORRECTED:
        columns = (*columns, "Why")

    def told(figure: FigureChange) -> tuple[Cells, str]:
        return _alone(figure, names) if alone else _replacing(figure, names)

    lead = _undated(figures) if alone else _LEADS.get(kind, "")
    return section(_TITLES[kind], columns, figures, told, lead)


def _undated(figures: Sequence[FigureChange]) -> str:
    count = sum(figure.undated for figure in figures)
    return f"{count} of them bear no date, so no dated edition has them." if count else ""


def _alone(figure: FigureChange, names: Names) -> tuple[Cells, str]:
    row = figure.row
    what, body, number = what_figure(row), body_of(row, names), value_of(row)
    day = row.get("published", "")
    line = f"{figure.key} {what}: {number} ({body}, {day or 'undated'})"
    return (figure.key, what, body, number, day), line


def _replacing(figure: FigureChange, names: Names) -> tuple[Cells, str]:
    row, old = figure.row, figure.old
    mark = f" {REVISED}" if figure.kind is Kind.REVISED else ""
    what, body = what_figure(row), body_of(row, names)
    before, now = value_of(old), f"{value_of(row)}{mark}"
    earlier = old.get("figure", "")
    keys = figure.key if earlier in ("", figure.key) else f"{earlier}, {figure.key}"
    cells = (keys, what, body, before, now, row.get("published", ""))
    line = f"{keys} {what}: {f'{before} -> ' if before else ''}{now} ({body})"
    if figure.kind is not Kind.CORRECTED:
        return cells, line
    reason = row.get("corrected", "") or "its correction was dropped"
    return (*cells, reason), f"{line}: {reason}"
