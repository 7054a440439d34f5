"""What a difference means: revised, corrected, moved, flipped, and the proof of the rest."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest

from figurecheck.changes import Difference, State, Table, difference
from figurecheck.changes.difference import EVIDENCE, VERDICTS
from figurecheck.changes.figures import Kind
from figurecheck.changes.rows import FIGURES, Row
from figurecheck.changes.states import Exhibit
from figurecheck.exact import interval_cells
from figurecheck.intervals import Interval

GROWTH = "results/growth.csv"
KEYS = {
    FIGURES: ("figure",),
    GROWTH: ("series", "period"),
    VERDICTS: ("claim",),
    EVIDENCE: ("claim", "check", "inputs"),
}


def figure(key: str, value: str, published: str, half: str = "0.5", **changed: str) -> Row:
    """A clean figure, printed to within `half`."""
    read = Interval(Fraction(value) - Fraction(half), Fraction(value) + Fraction(half))
    ends = interval_cells("strict", read)[0] | interval_cells("pragmatic", read)[0]
    row = {"figure": key, "series": "cargo", "subject": "cargo", "measure": "volume"}
    row |= {"period": "2023", "base_period": "", "unit": "tonne", "body": "ministry", "scope": ""}
    row |= {"published": published, "value": value, "hedge": "", "open": "", "corrected": ""}
    return row | {"granularity": "", "side": ""} | ends | changed


def table(*rows: Row) -> Table:
    return Table(tuple(rows[0]) if rows else (), rows)


def state(name: str = "old", **tables: Table) -> State:
    paths = {"figures": FIGURES, "growth": GROWTH, "verdicts": VERDICTS, "evidence": EVIDENCE}
    return State(name, {paths[key]: found for key, found in tables.items()})


def differing(before: State, after: State) -> Difference:
    return difference(before, after, KEYS)


OLD = figure("F1", "10", "2024-01-05")


@pytest.mark.parametrize(
    ("new", "kind"),
    [
        (figure("F2", "12", "2024-02-05"), Kind.REVISED),
        (figure("F2", "11.1", "2024-02-05"), Kind.REVISED),  # the intervals just do not meet
        (figure("F2", "11", "2024-02-05"), Kind.ADDED),  # some number rounds to both
        (figure("F2", "10.2", "2024-02-05", "0.05"), Kind.ADDED),  # the same, printed finer
        (figure("F2", "10", "2024-02-05"), Kind.ADDED),
        (figure("F2", "12", "2024-01-05"), Kind.ADDED),  # of the same day: nothing is later
        (figure("F2", "12", "2023-12-31"), Kind.ADDED),
        (figure("F2", "12", "2024-01"), Kind.REVISED),  # a month counts as its last day
        (figure("F2", "12", ""), Kind.ADDED),  # when it came out is not known
        (figure("F2", "12", "2024-02-05", body="not-stated"), Kind.DIFFERS),
        (figure("F2", "12", "2024-02-05", series="other"), Kind.ADDED),
        (figure("F2", "12", "2024-02-05", period="2022"), Kind.ADDED),
        (figure("F2", "12", "2024-02-05", base_period="2022"), Kind.ADDED),
        (figure("F2", "10", "2024-02-05", corrected="a misprint"), Kind.CORRECTED),
        (figure("F2", "12", "2024-02-05", hedge="over", pragmatic_low="9"), Kind.ADDED),
    ],
)
def test_a_later_figure_revises_an_earlier_one_that_it_contradicts(new: Row, kind: Kind) -> None:
    found = differing(state(figures=table(OLD)), state("new", figures=table(OLD, new)))
    assert [(f.key, f.kind) for f in found.figures] == [("F2", kind)]
    replaced = kind in (Kind.REVISED, Kind.DIFFERS)
    assert found.figures[0].old.get("figure") == ("F1" if replaced else None)


def test_a_period_that_is_not_stated_is_no_place_to_revise() -> None:
    old, new = (replace_period(row) for row in (OLD, figure("F2", "12", "2024-02-05")))
    found = differing(state(figures=table(old)), state("new", figures=table(old, new)))
    assert [f.kind for f in found.figures] == [Kind.ADDED]


def replace_period(row: Row) -> Row:
    return {**row, "period": ""}


def test_a_figure_that_agrees_with_one_of_several_earlier_ones_revises_none() -> None:
    other = figure("F3", "20", "2024-01-20")
    before = state(figures=table(OLD, other))
    new = figure("F2", "10", "2024-02-05")
    found = differing(before, state("new", figures=table(OLD, other, new)))
    assert [f.kind for f in found.figures] == [Kind.ADDED]
    newer = figure("F2", "30", "2024-02-05")
    found = differing(before, state("new", figures=table(OLD, other, newer)))
    assert found.figures[0].old == other  # the last that was in print


@pytest.mark.parametrize(
    ("changed", "kind"),
    [
        ({"value": "11"}, Kind.REVISED),
        ({"value": "1", "corrected": "a misprint"}, Kind.CORRECTED),
        ({"period": "2024", "corrected": "misdated"}, Kind.CORRECTED),
        ({"body": "office"}, Kind.EDITED),
    ],
)
def test_a_row_that_changed_in_place_is_revised_corrected_or_edited(
    changed: dict[str, str], kind: Kind
) -> None:
    after = state("new", figures=table({**OLD, **changed}))
    found = differing(state(figures=table(OLD)), after)
    assert [(f.key, f.kind, f.old) for f in found.figures] == [("F1", kind, OLD)]
    assert not found.rest


def test_a_figure_that_is_gone_is_removed() -> None:
    gone = differing(state(figures=table(OLD)), state("new", figures=Table(tuple(OLD), ())))
    assert [(f.key, f.kind, f.undated) for f in gone.figures] == [("F1", Kind.REMOVED, False)]


def claim(verdict: str, **changed: str) -> Row:
    return {"claim": "C1", "statement": "Cargo grew", "verdict": verdict, "note": ""} | changed


def evidence(check: str, verdict: str, relation: str = "same") -> Row:
    row = {"claim": "C1", "check": check, "inputs": "F1", "relation": relation}
    return row | {"body": "ministry", "gives": "65%", "verdict": verdict}


HOLDS, FAILS = evidence("k1", "exact"), evidence("k2", "does not hold")
OPEN = evidence("k3", "cannot be checked")
ASIDE = evidence("k4", "does not hold", "different")


@pytest.mark.parametrize(
    ("old", "was", "new", "now", "did_it"),
    [
        ("unverified", (), "supported", (HOLDS, ASIDE, OPEN), {"k1"}),
        ("supported", (HOLDS,), "disputed", (HOLDS, FAILS), {"k2"}),
        ("disputed", (HOLDS, FAILS), "supported", (HOLDS,), {"k2"}),  # what is gone did it
        ("unverified", (OPEN,), "contradicted", (FAILS,), {"k2"}),
        ("unverified", (), "overtaken", (FAILS,), {"k2"}),
        ("supported", (HOLDS,), "unverified", (), {"k1"}),
        ("supported", (HOLDS,), "contradicted", (HOLDS,), set()),  # another method
    ],
)
def test_a_flip_names_the_evidence_that_did_it(
    old: str, was: tuple[Row, ...], new: str, now: tuple[Row, ...], did_it: set[str]
) -> None:
    before = state(verdicts=table(claim(old)), evidence=Table(tuple(HOLDS), was))
    after = state("new", verdicts=table(claim(new)), evidence=Table(tuple(HOLDS), now))
    (flip,) = differing(before, after).flips
    assert (flip.claim, flip.old, flip.new, flip.statement) == ("C1", old, new, "Cargo grew")
    assert {change.row["check"] for change in flip.evidence} == did_it


def test_a_claim_that_came_into_print_flips_nothing() -> None:
    before = state(verdicts=Table(tuple(claim("")), ()))
    found = differing(before, state("new", verdicts=table(claim("supported"))))
    assert (found.flips, [c.key for c in found.claims]) == ((), ["C1"])


def growth(value: str, inputs: str, key: str) -> Row:
    row = {"key": key, "series": "cargo", "period": "2023", "value": value, "unit": "percent"}
    return row | {"inputs": inputs}


def test_a_result_keeps_its_name_when_another_figure_moves_it() -> None:
    new = figure("F2", "12", "2024-02-05")
    before = state(figures=table(OLD), growth=table(growth("60", "F1 F0", "growth-F1-F0")))
    after = state(figures=table(OLD, new), growth=table(growth("80", "F2 F0", "growth-F2-F0")))
    (result,) = differing(before, after).results
    assert (result.kind, result.before["value"], result.after["value"]) == ("changed", "60", "80")
    assert result.causes == ("F2",)


def full(name: str) -> State:
    exhibit = Exhibit("c", "chart", "Cargo grew", ("year", "t"), (("2023", "10"), ("2024", "11")))
    printed = Exhibit("t", "table", "Cargo", ("t",), (("10",),))
    tables = {
        FIGURES: table(OLD),
        GROWTH: table(growth("60", "F1", "g")),
        VERDICTS: table(claim("supported")),
        EVIDENCE: table(HOLDS),
        "clean/left_out.csv": table({"figure": "F9", "reason": "undated"}),
    }
    return State(
        name,
        tables,
        {"chart c": exhibit, "table t": printed},
        {("01", "x"): "5", ("01", "y"): "6"},
        {"as_of": "2024-01-31", "since": ""},
        {"data/raw/figures.csv": "abc"},
    )


def test_a_build_does_not_differ_from_itself_and_says_what_was_compared() -> None:
    found = differing(full("a"), full("b"))
    assert found.is_empty
    assert found.compared == {
        "clean/figures.csv": 1,
        "clean/left_out.csv": 1,
        "results/evidence.csv": 1,
        "results/growth.csv": 1,
        "results/verdicts.csv": 1,
        "chart": 1,
        "table": 1,
        "value in prose": 2,
    }


@pytest.mark.parametrize(
    ("part", "changed", "told"),
    [
        ("parameters", {"as_of": "2024-02-29", "since": ""}, "parameters"),
        ("values", {("01", "x"): "7", ("01", "y"): "6"}, "values"),
        ("values", {("01", "x"): "5"}, "values"),
        ("exhibits", {}, "exhibits"),
        ("tables", {}, "figures"),
    ],
)
def test_nothing_that_differs_stays_untold(part: str, changed: Any, told: str) -> None:
    other: State = replace(full("b"), **{part: changed})
    found = differing(full("a"), other)
    assert not found.is_empty
    assert getattr(found, told)


@pytest.mark.parametrize("path", [*full("a").tables])
def test_no_cell_of_any_table_can_change_untold(path: str) -> None:
    tables = dict(full("a").tables)
    row = tables[path].rows[0]
    for column in row:
        edited = replace(full("b"), tables={**tables, path: table({**row, column: "9"})})
        assert not differing(full("a"), edited).is_empty, (path, column)


def test_other_inputs_alone_are_no_difference_and_are_named() -> None:
    other = replace(full("b"), inputs={"data/raw/figures.csv": "def", "report/x": "1"})
    found = differing(full("a"), other)
    assert found.is_empty
    assert found.inputs == ("data/raw/figures.csv", "report/x")


def test_a_chart_says_how_many_of_its_rows_came_and_went() -> None:
    exhibit = full("a").exhibits["chart c"]
    grown = replace(exhibit, rows=(*exhibit.rows[1:], ("2025", "12"), ("2026", "13")))
    other = replace(full("b"), exhibits={**full("a").exhibits, "chart c": grown})
    (change,) = differing(full("a"), other).exhibits
    assert (change.exhibit.label, change.rows) == ("c", (1, 2))
