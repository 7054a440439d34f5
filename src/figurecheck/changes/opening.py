"""What changed since an earlier day, in the few sentences that open the chapter on it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sized

from figurecheck import display
from figurecheck.changes.difference import Difference
from figurecheck.changes.figure_sections import REVISED
from figurecheck.changes.figures import FigureChange, Kind
from figurecheck.changes.rows import ADDED, Change
from figurecheck.quantities import Quantity
from figurecheck.values import Sentences
from figurecheck.verdicts import Verdict

Parts = list[str | Quantity]


def opening(found: Difference, since: str) -> Sentences:
    """The counts of what differs from the day `since`, each tied to the register."""
    if not since:
        return Sentences(("This edition is compared with no earlier day.",))
    if found.is_empty:
        return Sentences((f"No number moved since {display.days(since)}.",))
    return _Told(found, since).sentences()


def published(found: Difference, *kinds: Kind) -> list[FigureChange]:
    """The figures that a publication brought, of some `kinds` where they are given."""
    return [figure for figure in found.of_kind(*(kinds or Kind)) if not figure.undated]


def news(found: Difference) -> list[Change]:
    """The results that differ, but for those that are new by figures without a date alone."""
    undated = {figure.key for figure in found.figures if figure.undated}
    return [c for c in found.results if c.kind != ADDED or set(c.causes) - undated]


class _Told:
    """The sentences on a difference."""

    def __init__(self, found: Difference, since: str) -> None:
        self.found, self.day = found, display.days(since)
        self.claims = [change for change in found.claims if change.kind == ADDED]

    def sentences(self) -> Sentences:
        """All of them."""
        parts = [*self._printed(), *self._moved(), *self._judged(), *self._undated()]
        return Sentences(tuple(parts))

    def _printed(self) -> Parts:
        revised, corrected = (published(self.found, k) for k in (Kind.REVISED, Kind.CORRECTED))
        return [
            f"Since {self.day}, ",
            self._count("figure", "added", published(self.found)),
            " and ",
            self._count("claim", "claims", self.claims),
            f" came into print. Figures revised {REVISED}: ",
            self._tally("figure", "revised", revised),
            "; corrected: ",
            self._tally("figure", "corrected", corrected),
            ". ",
        ]

    def _moved(self) -> Parts:
        told = news(self.found)
        moved, new = ([c for c in told if (c.kind == ADDED) is added] for added in (False, True))
        return [
            "Results that moved: ",
            self._tally("result", "results-moved", moved),
            "; new: ",
            self._tally("result", "results-new", new),
            ". Verdicts that flipped: ",
            self._tally("verdict", "verdicts-flipped", self.found.flips),
            ".",
        ]

    def _judged(self) -> Parts:
        """The verdicts on the claims that came into print."""
        verdicts = Counter(change.row["verdict"] for change in self.claims)
        parts: Parts = []
        for verdict in filter(verdicts.get, map(str, Verdict)):
            judged = [c for c in self.claims if c.row["verdict"] == verdict]
            parts += ["; " if parts else " Claims by their verdicts: ", f"{verdict} "]
            parts.append(self._tally("claim", f"claims-{verdict}", judged))
        return [*parts, "."] if parts else []

    def _undated(self) -> Parts:
        undated = [figure for figure in self.found.figures if figure.undated]
        if not undated:
            return []
        count = self._count("figure", "undated", undated)
        return [" No day cuts this edition off: it also has ", count, " of pages without a date."]

    def _tally(self, unit: str, name: str, found: Sized) -> Quantity:
        return self._count(unit, name, found).shown(style="number")

    def _count(self, unit: str, name: str, found: Sized) -> Quantity:
        what = f"count of what differs from {self.day}: {name.replace('-', ' ')}"
        return Quantity.counted(len(found), unit, f"changes-{name}", what)
