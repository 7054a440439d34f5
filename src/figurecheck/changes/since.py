"""What an edition has that was not in print on an earlier day, as its own chapter tells it.

Both sides come from the raw tables: cleaned, computed and examined as of the earlier day, and as
of the edition. So the chapter needs no other build.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property

import pandas as pd

from figurecheck import checking, cleaning
from figurecheck.changes.difference import EVIDENCE, VERDICTS, Difference, difference
from figurecheck.changes.figure_sections import REVISED
from figurecheck.changes.figures import FigureChange, Kind
from figurecheck.changes.opening import news, opening, published
from figurecheck.changes.rows import FIGURES, Row, Table
from figurecheck.changes.states import State
from figurecheck.changes.wording import body_of, value_of, what_figure, what_result
from figurecheck.inventory import STOCK
from figurecheck.publishing.cells import Cell
from figurecheck.quantities import Quantity
from figurecheck.rates import rates
from figurecheck.shelf import Shelf
from figurecheck.story import GROWTH, LEFT_OUT, Story
from figurecheck.values import Sentences, written

KEYS = {
    FIGURES: ("figure",),
    GROWTH: ("result", "series", "period", "base_period"),
    VERDICTS: ("claim",),
    EVIDENCE: ("claim", "check", "inputs"),
}
REPLACING = (Kind.REVISED, Kind.DIFFERS, Kind.CORRECTED)


class Since:
    """How the edition of a story differs from what was in print on the day `since`.

    Without a day there is nothing to compare, and nothing differs.
    """

    def __init__(self, story: Story, since: str) -> None:
        self.story, self.since = story, since

    @cached_property
    def found(self) -> Difference:
        """The difference."""
        now = _state(
            self.story.as_of,
            self.story.figures,
            self.story.table(GROWTH),
            self.story.verdicts,
            self.story.evidence,
        )
        return difference(self._past() if self.since else now, now, KEYS)

    @property
    def opening(self) -> Sentences:
        """What changed, in a few sentences."""
        return opening(self.found, self.since)

    @property
    def left_out(self) -> Quantity:
        """How many figures of the tables this edition leaves out."""
        count = len(self.story.table(LEFT_OUT))
        return Quantity.counted(count, "figure", "stock-left-out", STOCK["left_out"])

    def revisions(self) -> pd.DataFrame:
        """Figures that another number replaced: what, body, before, now, printed, why."""
        rows = [self._revision(f) for f in published(self.found, *REPLACING)]
        return pd.DataFrame(rows, columns=["what", "body", "before", "now", "printed", "why"])

    def figures(self) -> pd.DataFrame:
        """Figures that came into print: what, body, number, printed (by whom, and when)."""
        rows = [
            {
                "what": what_figure(figure.row),
                "body": body_of(figure.row, self.story.bodies),
                "number": self._figure(figure.row),
                "printed": _printed(figure.row),
            }
            for figure in published(self.found)
        ]
        return pd.DataFrame(rows, columns=["what", "body", "number", "printed"])

    def results(self) -> pd.DataFrame:
        """Computed numbers that moved: what, before, now, by (the figures that moved them)."""
        rows = [
            {
                "what": what_result(change.row, self.found.series, self.story.bodies),
                "before": self._computed(change.before),
                "now": self._computed(change.after),
                "by": ", ".join(change.causes),
            }
            for change in news(self.found)
        ]
        return pd.DataFrame(rows, columns=["what", "before", "now", "by"])

    def flips(self) -> pd.DataFrame:
        """Verdicts that flipped, a row a piece of evidence that did it.

        Columns: claim, before, now, body, gives, verdict.
        """
        rows = [
            {
                "claim": {"text": flip.statement, "key": flip.claim},
                "before": flip.old,
                "now": flip.new,
                "body": self.story.bodies[row["body"]],
                "gives": self._given(row),
                "verdict": row["verdict"],
            }
            for flip in self.found.flips
            for row in _distinct(change.row for change in flip.evidence)
        ]
        return pd.DataFrame(rows, columns=["claim", "before", "now", "body", "gives", "verdict"])

    def _past(self) -> State:
        raw = self.story.raw
        figures = cleaning.clean(raw, self.since).figures
        examined = checking.examine(raw, figures, self.since)
        computed = rates(figures, Shelf(raw, figures, self.since))
        return _state(self.since, figures, computed, examined.verdicts, examined.evidence)

    def _revision(self, figure: FigureChange) -> dict[str, object]:
        row = figure.row
        marks = {Kind.REVISED: f" {REVISED}"}
        why = {Kind.REVISED: "revised", Kind.DIFFERS: "not the same page; nobody is named"}
        return {
            "what": what_figure(row),
            "body": body_of(row, self.story.bodies),
            "before": self._figure(figure.old),
            "now": self._figure(row, marks.get(figure.kind, "")),
            "printed": _printed(row),
            "why": why.get(figure.kind, row["corrected"]),
        }

    def _figure(self, row: Row, mark: str = "") -> Cell:
        return self._keyed(value_of(row) + mark, row.get("figure", ""), [row.get("figure", "")])

    def _computed(self, row: Row) -> Cell:
        """A number of the growth table with what its entry in the register is made of."""
        cell = self._keyed(value_of(row), row.get("key", ""), row.get("inputs", "").split())
        if isinstance(cell, dict):
            ends = (written(row[end], row["unit"]) for end in ("low", "high"))
            told = {"formula": row["formula"], "inputs": row["inputs"], "range": " to ".join(ends)}
            cell |= told
        return cell

    def _given(self, row: Row) -> Cell:
        """What a piece of evidence gives, with its entry in the register."""
        cell = self._keyed(row["gives"], row["key"], row["inputs"].split())
        if isinstance(cell, dict) and row["formula"]:
            cell |= {"formula": row["formula"], "inputs": row["inputs"]}
        return cell

    def _keyed(self, text: str, key: str, inputs: Iterable[str]) -> Cell:
        """A cell tied to the register, if this edition has all that it rests on."""
        return {"text": text, "key": key} if key and set(inputs) <= self._known else text

    @cached_property
    def _known(self) -> set[str]:
        """The figures and events that the register can name."""
        return {*self.story.quantities, *(event.key for event in self.story.shelf.events)}


def _state(name: str, *tables: pd.DataFrame) -> State:
    """A state of four tables: figures, growth, verdicts, evidence."""
    return State(name, dict(zip(KEYS, map(_table, tables), strict=True)))


def _table(table: pd.DataFrame) -> Table:
    rows = (
        {str(name): str(cell) for name, cell in row.items()} for row in table.to_dict("records")
    )
    return Table(tuple(table.columns), tuple(rows))


def _distinct(rows: Iterable[Row]) -> list[Row]:
    """The first of the rows that say the same to a reader."""
    said = {(row["body"], row["gives"], row["verdict"]): row for row in reversed(list(rows))}
    return list(reversed(said.values()))


def _printed(row: Row) -> str:
    return f"{row['publisher']}, {row['published']}"
