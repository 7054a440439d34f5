"""How two builds differ, sorted by what it means: nothing that differs is left untold."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from figurecheck.changes.figures import FigureChange, Kind, figure_changes
from figurecheck.changes.rows import FIGURES, Change, Keys, Row, compare
from figurecheck.changes.states import Exhibit, State
from figurecheck.verdicts import EvidenceVerdict, Verdict

VERDICTS = "results/verdicts.csv"
EVIDENCE = "results/evidence.csv"

# Which pieces of evidence bring a verdict about: those that fail (True), those that hold (False).
_FAILS, _UNDECIDED = str(EvidenceVerdict.DOES_NOT_HOLD), str(EvidenceVerdict.CANNOT_BE_CHECKED)
_DECIDED_BY = {
    Verdict.SUPPORTED: (False,),
    Verdict.CONTRADICTED: (True,),
    Verdict.OVERTAKEN: (True,),
    Verdict.DISPUTED: (False, True),
}


class Pair(NamedTuple):
    """Something that reads differently."""

    name: str
    old: Any
    new: Any


@dataclass(frozen=True)
class Flip:
    """A claim with another verdict than before, and the evidence that came, went or changed."""

    claim: str
    statement: str
    old: str
    new: str
    evidence: tuple[Change, ...]


@dataclass(frozen=True)
class ExhibitChange:
    """A chart or table whose data differ; `old` or `new` is None where it came or went."""

    old: Exhibit | None
    new: Exhibit | None

    @property
    def exhibit(self) -> Exhibit:
        """The chart or table as it is, or as it last was."""
        found = self.new or self.old
        if found is None:
            raise ValueError("a change of no exhibit")
        return found

    @property
    def rows(self) -> tuple[int, int]:
        """How many rows are gone, and how many are new."""
        old, new = self.old.rows if self.old else (), self.new.rows if self.new else ()
        return sum(row not in new for row in old), sum(row not in old for row in new)


@dataclass(frozen=True)
class Difference:
    """All that differs between two builds. `compared` counts what was looked at, by its name."""

    before: str
    after: str
    parameters: tuple[Pair, ...]
    flips: tuple[Flip, ...]
    claims: tuple[Change, ...]  # that came into print, or went
    figures: tuple[FigureChange, ...]
    results: tuple[Change, ...]
    evidence: tuple[Change, ...]  # that came, went or says something else
    exhibits: tuple[ExhibitChange, ...]
    values: tuple[Pair, ...]  # in prose
    rest: tuple[Change, ...]  # every other row of a table
    inputs: tuple[str, ...]  # files that the builds were made from and that differ
    series: Mapping[str, Row]  # a figure of each, which says what it is about
    compared: Mapping[str, int]

    @property
    def is_empty(self) -> bool:
        """Whether the two builds say the same."""
        numbers = (self.flips, self.claims, self.figures, self.results, self.evidence, self.values)
        return not any((self.parameters, *numbers, self.exhibits, self.rest))

    def of_kind(self, *kinds: Kind) -> list[FigureChange]:
        """The figures to which this happened."""
        return [figure for figure in self.figures if figure.kind in kinds]


def difference(before: State, after: State, keys: Keys) -> Difference:
    """What differs between two states, `keys` as for `compare`."""
    changes = compare(before.tables, after.tables, keys)
    figures = figure_changes(
        [c for c in changes if c.table == FIGURES and c.row],
        _figures(before),
    )
    flips = [_flip(c, changes) for c in changes if c.table == VERDICTS and c.flips]
    claims = [c for c in changes if c.table == VERDICTS and c.kind != "changed"]
    results = [c for c in changes if _is_result(c) and c.moves]
    evidence = [c for c in changes if c.table == EVIDENCE and c.row]
    told = {id(change) for change in (*claims, *results, *evidence)}
    rest = [c for c in changes if id(c) not in told and c.table != FIGURES and not c.flips]
    rest += [c for c in changes if c.table == FIGURES and not c.row]
    return Difference(
        before.name,
        after.name,
        tuple(_pairs(before.parameters, after.parameters)),
        tuple(flips),
        tuple(claims),
        tuple(figures),
        tuple(results),
        tuple(evidence),
        tuple(_exhibits(before.exhibits, after.exhibits)),
        tuple(_values(before.values, after.values)),
        tuple(rest),
        tuple(pair.name for pair in _pairs(before.inputs, after.inputs)),
        {row["series"]: row for s in (before, after) for row in _figures(s) if "series" in row},
        _compared(before, after),
    )


def _figures(state: State) -> tuple[Row, ...]:
    return state.tables[FIGURES].rows if FIGURES in state.tables else ()


def _is_result(change: Change) -> bool:
    return change.table.startswith("results/") and change.table not in (VERDICTS, EVIDENCE)


def _flip(change: Change, changes: Iterable[Change]) -> Flip:
    row = change.after
    of_claim = [
        c
        for c in changes
        if c.table == EVIDENCE
        and c.row.get("claim") == row.get("claim")
        and c.row.get("relation", "same") == "same"
    ]
    old, new = change.before["verdict"], row["verdict"]
    decisive = [c for c in of_claim if _brought(c.after, new) or _brought(c.before, old)]
    claim, statement = row.get("claim", change.key), row.get("statement", "")
    return Flip(claim, statement, old, new, tuple(decisive or of_claim))


def _brought(row: Row, verdict: str) -> bool:
    """Whether a piece of evidence speaks for such a verdict on its claim."""
    said = row.get("verdict", "")
    if not said or said == _UNDECIDED:
        return False
    return (said == _FAILS) in _DECIDED_BY.get(Verdict(verdict), ())


def _pairs(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterable[Pair]:
    for name in dict.fromkeys([*old, *new]):
        if old.get(name) != new.get(name):
            yield Pair(name, old.get(name), new.get(name))


def _values(
    old: Mapping[tuple[str, str], str], new: Mapping[tuple[str, str], str]
) -> Iterable[Pair]:
    for place in dict.fromkeys([*old, *new]):
        if old.get(place) != new.get(place):
            yield Pair(": ".join(place), old.get(place, ""), new.get(place, ""))


def _exhibits(old: Mapping[str, Exhibit], new: Mapping[str, Exhibit]) -> Iterable[ExhibitChange]:
    for name in dict.fromkeys([*old, *new]):
        if old.get(name) != new.get(name):
            yield ExhibitChange(old.get(name), new.get(name))


def _compared(before: State, after: State) -> dict[str, int]:
    """How many rows, charts, tables and values were held side by side."""
    counts = {
        name: max(_length(before.tables.get(name)), _length(after.tables.get(name)))
        for name in sorted({*before.tables, *after.tables})
    }
    exhibits = {name: one.kind for s in (before, after) for name, one in s.exhibits.items()}
    counts |= {kind: list(exhibits.values()).count(kind) for kind in ("chart", "table")}
    counts["value in prose"] = len({*before.values, *after.values})
    return counts


def _length(table: Any) -> int:
    return 0 if table is None else len(table.rows)
