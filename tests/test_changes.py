"""Which rows differ between two builds, what moved in them, and what is said of it."""

from pathlib import Path

import pytest

from figurecheck import changes
from figurecheck.changes import Table, compare, difference, report

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
    assert difference(compare(tables, tables, KEYS)) == ["no figure, result or verdict differs"]


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
    assert lines[1] == ("  results/verdicts.csv C1 verdict: supported -> disputed; 1 more column")
    assert "  results/growth.csv G2 removed: 3" in lines


def test_rows_are_named_by_all_their_key_columns() -> None:
    before = {"results/evidence.csv": table("claim|check|value", "C1|K1|1", "C1|K2|2")}
    after = {"results/evidence.csv": table("claim|check|value", "C1|K1|1", "C1|K2|5")}
    assert moved(before, after)[1] == "  results/evidence.csv C1 K2 value: 2 -> 5"


def test_where_the_key_names_no_single_row_whole_rows_come_and_go() -> None:
    before = {"results/x.csv": table("a|value", "1|1", "1|2")}
    after = {"results/x.csv": table("a|value", "1|1", "1|3")}
    found = compare(before, after, {})
    assert [(change.kind, change.key) for change in found] == [("removed", "1 2"), ("added", "1 3")]


def test_the_order_of_rows_and_columns_is_no_difference() -> None:
    other = table("unit|value|figure", "tonne|20|F2", "tonne|10|F1")
    assert compare({"clean/figures.csv": FIGURES}, {"clean/figures.csv": other}, KEYS) == []


def test_a_reworded_note_moves_no_number_but_is_a_difference() -> None:
    before = {"results/x.csv": table("claim|note", "C1|one")}
    after = {"results/x.csv": table("claim|note", "C1|two")}
    assert moved(before, after) == ["no number moved"]
    assert difference(compare(before, after, KEYS)) == [
        "results moved: 1",
        "  results/x.csv C1 note: one -> two",
    ]


def test_a_revised_figure_is_marked() -> None:
    after = table("figure|value|unit", "F1|11|tonne", "F3|1|tonne")
    found = compare({"clean/figures.csv": FIGURES}, {"clean/figures.csv": after}, KEYS)
    assert [line for line in difference(found) if not line.startswith(" ")] == [
        "figures added: 1",
        "figures removed: 1",
        "figures revised [r]: 1",
    ]


@pytest.mark.parametrize(("rows", "lines"), [(22, 23), (23, 24), (24, 24), (500, 24)])
def test_what_moved_takes_a_screen_at_most(rows: int, lines: int) -> None:
    after = table("figure|value", *(f"F{n}|{n}" for n in range(rows)))
    found = moved({}, {"clean/figures.csv": after})
    assert len(found) == lines <= changes.SCREEN
    if rows > 23:
        assert found[-1] == f"  … and {rows - 22} more"


def test_tables_are_read_as_text_from_a_build(tmp_path: Path) -> None:
    (tmp_path / "results").mkdir()
    (tmp_path / "results/a.csv").write_text("key,value\nx,007\n", encoding="utf-8")
    (tmp_path / "results/a.txt").write_text("no table", encoding="utf-8")
    found = changes.read_tables(tmp_path)
    assert found == {"results/a.csv": Table(("key", "value"), ({"key": "x", "value": "007"},))}
