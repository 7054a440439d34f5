"""Which rows differ between two builds, what moved in them, and what is said of it."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from figurecheck import changes
from figurecheck.changes import Cell, Table, compare, report

KEYS = {"results/evidence.csv": ("claim", "check")}


def table(*lines: str) -> Table:
    header, *rows = [tuple(line.split("|")) for line in lines]
    return Table(header, tuple(dict(zip(header, row, strict=True)) for row in rows))


FIGURES = table("figure|value|unit", "F1|10|tonne", "F2|20|tonne")
GROWTH = table("growth|value|unit|inputs", "G1|100|percent|F1 F2", "G2|3|percent|F2")


def moved(before: dict[str, Table], after: dict[str, Table]) -> list[str]:
    return report(compare(before, after, KEYS))


def test_equal_builds_say_that_no_number_moved() -> None:
    tables = {"clean/figures.csv": FIGURES, "results/growth.csv": GROWTH}
    assert moved(tables, tables) == ["no number moved"]


def test_a_result_that_moved_names_the_figures_that_moved_it() -> None:
    before = {"clean/figures.csv": FIGURES, "results/growth.csv": GROWTH}
    after = {
        "clean/figures.csv": table("figure|value|unit", "F1|8|tonne", "F2|20|tonne"),
        "results/growth.csv": table(
            "growth|value|unit|inputs", "G1|150|percent|F1 F2", "G2|3|percent|F2"
        ),
    }
    assert moved(before, after) == [
        "2 rows moved:",
        "  results/growth.csv G1 value: 100 -> 150 percent (by F1)",
        "  clean/figures.csv F1 value: 10 -> 8 tonne",
    ]


def test_a_figure_that_a_result_no_longer_uses_is_a_cause_too() -> None:
    before = {"clean/figures.csv": FIGURES, "results/growth.csv": GROWTH}
    after = {
        "clean/figures.csv": table("figure|value|unit", "F1|10|tonne"),
        "results/growth.csv": table("growth|value|unit|inputs", "G1|4|percent|F1"),
    }
    growth = [c for c in compare(before, after, KEYS) if c.table == "results/growth.csv"]
    assert [(c.key, c.kind, c.causes) for c in growth] == [
        ("G1", "changed", ("F2",)),
        ("G2", "removed", ("F2",)),
    ]


def test_a_flipped_verdict_comes_first() -> None:
    before = {
        "results/growth.csv": GROWTH,
        "results/verdicts.csv": table("claim|verdict|low", "C1|supported|1"),
    }
    after = {
        "results/growth.csv": table("growth|value|unit|inputs", "G1|9|percent|F1 F2"),
        "results/verdicts.csv": table("claim|verdict|low", "C1|disputed|2"),
    }
    lines = moved(before, after)
    assert lines[0] == "1 verdict flipped, 3 rows moved:"
    assert lines[1] == "  results/verdicts.csv C1 verdict: supported -> disputed; 1 more column"
    assert "  results/growth.csv G2 removed: 3" in lines


def test_rows_are_named_by_all_their_key_columns() -> None:
    before = {"results/evidence.csv": table("claim|check|value", "C1|K1|1", "C1|K2|2")}
    after = {"results/evidence.csv": table("claim|check|value", "C1|K1|1", "C1|K2|5")}
    assert moved(before, after)[1] == "  results/evidence.csv C1 K2 value: 2 -> 5"


@pytest.mark.parametrize(
    ("new", "found"),
    [
        (("1|1", "1|3"), [("changed", ("2", "3"))]),  # each side has one row without an equal
        (("1|2", "1|1"), []),
        (("1|1",), [("removed", ())]),
        (("1|1", "1|2", "1|2"), [("added", ())]),
        (("1|3", "1|4"), [("removed", ())] * 2 + [("added", ())] * 2),  # who became whom is open
    ],
)
def test_of_several_rows_of_a_name_only_those_without_an_equal_differ(
    new: tuple[str, ...], found: list[tuple[str, tuple[str, ...]]]
) -> None:
    before = {"results/x.csv": table("a|value", "1|1", "1|2")}
    after = {"results/x.csv": table("a|value", *new)}
    told = compare(before, after, {})
    assert [(c.kind, tuple(t for cell in c.cells for t in cell[1:])) for c in told] == found


def test_a_column_that_one_side_lacks_is_one_change_of_the_table() -> None:
    before = {"results/x.csv": table("a|b|value", "1|2|3", "4|5|6")}
    after = {"results/x.csv": table("a|c|value", "1|2|3", "4|5|7")}
    told = compare(before, after, {})
    assert [(c.key, c.cells) for c in told] == [
        ("its columns", (Cell("columns", "b", "c"),)),
        ("4", (Cell("value", "6", "7"),)),
    ]


def test_the_order_of_rows_and_columns_is_no_difference() -> None:
    other = table("unit|value|figure", "tonne|20|F2", "tonne|10|F1")
    assert compare({"clean/figures.csv": FIGURES}, {"clean/figures.csv": other}, KEYS) == []


def test_a_reworded_note_moves_no_number_but_is_a_difference() -> None:
    before = {"results/x.csv": table("claim|note", "C1|one")}
    after = {"results/x.csv": table("claim|note", "C1|two")}
    assert moved(before, after) == ["no number moved"]
    assert list(map(str, compare(before, after, KEYS))) == ["results/x.csv C1 note: one -> two"]


@pytest.mark.parametrize(("rows", "lines"), [(13, 14), (14, 15), (15, 15), (500, 15)])
def test_what_moved_takes_a_screen_at_most_with_the_paths_of_the_report(
    rows: int, lines: int
) -> None:
    after = table("figure|value", *(f"F{n}|{n}" for n in range(rows)))
    found = moved({}, {"clean/figures.csv": after})
    assert len(found) == lines <= changes.SCREEN
    assert changes.SCREEN + len(["html", "pdf", "docx", "zip", "remarks"]) <= 20
    if rows > 14:
        assert found[-1] == f"  … and {rows - 13} more (make diff tells all)"


rows = st.lists(st.tuples(st.sampled_from("ab"), st.sampled_from("123")), max_size=6)


def of(pairs: list[tuple[str, str]]) -> dict[str, Table]:
    found = tuple({"key": key, "value": value} for key, value in pairs)
    return {"results/x.csv": Table(("key", "value"), found)}


@given(rows, rows)
def test_nothing_differs_only_where_the_rows_are_the_same_in_some_order(
    one: list[tuple[str, str]], other: list[tuple[str, str]]
) -> None:
    assert (not compare(of(one), of(other), {})) == (sorted(one) == sorted(other))


@given(rows, rows)
def test_the_way_back_adds_what_the_way_there_removes(
    one: list[tuple[str, str]], other: list[tuple[str, str]]
) -> None:
    there, back = compare(of(one), of(other), {}), compare(of(other), of(one), {})
    for kind, opposite in (("added", "removed"), ("removed", "added"), ("changed", "changed")):
        assert sum(c.kind == kind for c in there) == sum(c.kind == opposite for c in back)


@pytest.fixture
def builds(tmp_path: Path) -> tuple[Path, Path]:
    """The folders of two equal builds, with what is no table beside a table."""
    for name in ("old", "new"):
        (tmp_path / name / "results").mkdir(parents=True)
        (tmp_path / name / "results/a.csv").write_text("key,value\nx,007\n", encoding="utf-8")
        (tmp_path / name / "results/a.txt").write_text(f"of the {name}", encoding="utf-8")
    return tmp_path / "old", tmp_path / "new"


def test_tables_of_two_builds_are_compared_as_text(builds: tuple[Path, Path]) -> None:
    old, new = builds
    (new / "results/a.csv").write_text("key,value\nx,7\n", encoding="utf-8")
    [change] = changes.compare_tables(old, new, {})
    assert (change.table, change.key) == ("results/a.csv", "x")
    assert change.cells == (Cell("value", "007", "7"),)


def test_tables_that_came_or_went_are_compared(builds: tuple[Path, Path]) -> None:
    old, new = builds
    (new / "results/a.csv").rename(new / "results/b.csv")
    kinds = {(c.table, c.kind) for c in changes.compare_tables(old, new, {})}
    assert kinds == {("results/a.csv", "removed"), ("results/b.csv", "added")}


def test_tables_of_equal_bytes_are_not_read(builds: tuple[Path, Path]) -> None:
    for folder in builds:
        (folder / "results/c.csv").write_bytes(b"key\n\xff\n")
    assert changes.compare_tables(*builds, {}) == []
