"""From raw figures to the clean table, and from its rows back to quantities."""

from __future__ import annotations

from fractions import Fraction

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from figurecheck.cleaning import COLUMNS, clean, clean_edition, quantities
from figurecheck.errors import DataError
from figurecheck.exact import interval_cells, number_text, to_interval
from figurecheck.intervals import Interval
from figurecheck.phrases import Unreadable
from figurecheck.quantities import CONVENTIONS, Quantity
from figurecheck.tables import read_raw

MILLION = 1_000_000
SCALES = {"million tonnes": ("tonne", MILLION), "percent": ("percent", 1)}


def read(phrase: str, unit: str | None, nth: int | None) -> Quantity:
    """A tiny stand-in for the parser: the nth word is the number, "over" opens it upwards."""
    words = phrase.split()
    over = words[0] == "over"
    try:
        number = Fraction(words[int(over) + (nth or 1) - 1])
    except ValueError:
        raise Unreadable("no number") from None
    canonical, scale = SCALES[unit or "percent"]
    value, half = number * scale, Fraction(scale, 20)
    near = Interval(value - half, value + half)
    return Quantity(
        value,
        canonical,
        near,
        Interval(value - 2 * half, value + 2 * half, True, True),
        Interval(value, None, True) if over else near,
        Interval(value, value + 2 * half, True, True) if over else near,
        as_written=phrase,
        hedge="over" if over else "",
        granularity=2 * half,
        granularities=(2 * half, 20 * half),
    )


def frame(columns: str, *rows: str) -> pd.DataFrame:
    names = columns.split()
    cells = [["" if cell == "-" else cell for cell in row.split("|")] for row in rows]
    table = pd.DataFrame(cells, columns=names, dtype=str)
    return table.assign(line=range(2, len(rows) + 2))


FIGURES = "figure source series period base_period as_written unit nth"
ROWS = [
    "F0001|dated|volume|2023|-|2.8 Mt|million tonnes|-",
    "F0002|monthly|volume|2022|-|over 1.5 Mt|million tonnes|-",
    "F0003|undated|growth|2023|2022|65 86|percent|2",
]


def raw(*figures: str, **more: pd.DataFrame) -> dict[str, pd.DataFrame]:
    return {
        "figures": frame(FIGURES, *(figures or ROWS)),
        "series": frame(
            "series subject measure unit body scope side",
            "volume|corridor|volume|tonne|ministry|-|kazakhstan",
            "growth|corridor|growth|percent|railway|by rail|-",
        ),
        "sources": frame(
            "source publisher published", "dated|A|2024-02-27", "monthly|B|2024-02", "undated|C|-"
        ),
        "corrections": frame("table key column stands should_be reason authority"),
        "exclusions": frame("table key as_written reason"),
        **more,
    }


def corrections(*rows: str) -> dict[str, pd.DataFrame]:
    return {"corrections": frame("table key column stands should_be reason authority", *rows)}


def exclusions(*rows: str) -> dict[str, pd.DataFrame]:
    return {"exclusions": frame("table key as_written reason", *rows)}


def problems(tables: dict[str, pd.DataFrame]):
    with pytest.raises(DataError) as raised:
        clean(tables, parse=read)
    return raised.value.problems


def test_the_clean_table_carries_meaning_source_and_numbers():
    cleaned = clean(raw(), parse=read)
    assert list(cleaned.figures.columns) == COLUMNS
    row = cleaned.figures.iloc[0]
    assert (row["subject"], row["body"], row["publisher"]) == ("corridor", "ministry", "A")
    assert (row["unit"], row["value"]) == ("tonne", "2800000")
    assert (row["strict_low"], row["strict_high"]) == ("2750000", "2850000")
    assert cleaned.left_out.empty


def test_no_cell_of_the_clean_table_is_missing():
    figures = clean(raw(), parse=read).figures
    assert not figures.isna().any(axis=None)
    assert all(isinstance(cell, str) for cell in figures.to_numpy().ravel())


def test_an_end_without_bound_is_blank_and_an_end_left_out_is_named():
    row = clean(raw(), parse=read).figures.iloc[1]
    assert (row["semantic_low"], row["semantic_high"]) == ("1500000", "")
    assert row["open"].split() == [
        "robust_low",
        "robust_high",
        "semantic_low",
        "pragmatic_low",
        "pragmatic_high",
    ]


def test_a_phrase_with_several_numbers_is_read_at_the_one_that_is_meant():
    assert clean(raw(), parse=read).figures["value"].tolist()[2] == "86"


def test_each_distinct_phrase_is_read_once():
    asked = []

    def counting(phrase, unit, nth):
        asked.append((phrase, unit, nth))
        return read(phrase, unit, nth)

    clean(raw(ROWS[0], ROWS[0].replace("F0001", "F0004"), ROWS[2]), parse=counting)
    assert asked == [("2.8 Mt", "million tonnes", None), ("65 86", "percent", 2)]


def test_a_figure_of_an_unknown_series_or_source_is_no_figure_without_one():
    rows = [ROWS[0].replace("volume", "volumes"), ROWS[1].replace("monthly", "yearly")]
    assert [str(problem) for problem in problems(raw(*rows))] == [
        "data/raw/figures.csv, line 2, column series: found 'volumes'; expected a series of "
        "series. Did you mean volume? If not: add it to the table series.",
        "data/raw/figures.csv, line 3, column source: found 'yearly'; expected a source of "
        "sources. Add it to the table sources.",
    ]


def test_the_rows_come_back_as_the_quantities_that_were_read():
    back = quantities(clean(raw(), parse=read).figures)
    assert back["F0002"] == read("over 1.5 Mt", "million tonnes", None).named("F0002")


def test_every_unreadable_phrase_is_named_with_its_line():
    found = problems(raw(ROWS[0], ROWS[1].replace("1.5", "some"), ROWS[2].replace("65 86", "x y")))
    assert [(p.file, p.row, p.column) for p in found] == [
        ("data/raw/figures.csv", 3, "as_written"),
        ("data/raw/figures.csv", 4, "as_written"),
    ]
    assert found[1].value == "x y"


def test_a_figure_in_another_unit_than_its_series_is_refused():
    (problem,) = problems(raw("F0001|dated|volume|2023|-|2.8|percent|-"))
    assert (problem.row, problem.column, problem.value) == (2, "unit", "percent")


def test_a_correction_changes_the_row_and_says_why():
    made = corrections("figures|F0001|as_written|2.8 Mt|2.7 Mt|misprint|the ministry")
    row = clean(raw(**made), parse=read).figures.iloc[0]
    assert (row["value"], row["corrected"]) == ("2700000", "misprint")


def test_two_corrections_of_a_row_are_both_made_and_both_explained():
    made = corrections(
        "figures|F0001|as_written|2.8 Mt|2.7 Mt|misprint|x", "figures|F0001|period|2023|2024|date|x"
    )
    row = clean(raw(**made), parse=read).figures.iloc[0]
    assert (row["value"], row["period"], row["corrected"]) == ("2700000", "2024", "misprint; date")


def test_a_correction_leaves_the_raw_table_as_it_was():
    tables = raw(**corrections("figures|F0001|period|2023|2024|misprint|x"))
    clean(tables, parse=read)
    assert tables["figures"]["period"].tolist() == ["2023", "2022", "2023"]


def test_corrections_that_no_longer_match_are_all_refused():
    made = corrections(
        "figures|F0001|period|2022|2024|misprint|x",
        "figures|F0009|period|2022|2024|misprint|x",
        "series|growth|colour|red|blue|misprint|x",
        "series|growth|body|railway|port|misprint|x",
    )
    found = problems(raw(**made))
    assert [(p.row, p.column) for p in found] == [(2, "stands"), (3, "key"), (4, "column")]


def test_an_exclusion_leaves_its_figure_out_with_the_reason():
    made = exclusions("figures|F0002|over 1.5 Mt|a reprint", "claims|article p3|2022|a teaser")
    cleaned = clean(raw(**made), parse=read)
    assert cleaned.figures["figure"].tolist() == ["F0001", "F0003"]
    assert cleaned.left_out.to_dict("records") == [
        {"figure": "F0002", "source": "monthly", "reason": "a reprint"}
    ]


@pytest.mark.parametrize("row", ["figures|F0002|1.5 Mt|x", "figures|F0009|1.5 Mt|x"])
def test_an_exclusion_that_no_longer_matches_is_refused(row):
    (problem,) = problems(raw(**exclusions(row)))
    assert (problem.file, problem.row) == ("data/raw/exclusions.csv", 2)


@pytest.mark.parametrize(
    ("as_of", "kept"),
    [
        ("2024-02-26", []),
        ("2024-02-27", ["F0001"]),
        ("2024-02-28", ["F0001"]),
        ("2024-02-29", ["F0001", "F0002"]),
        ("", ["F0001", "F0002", "F0003"]),
    ],
)
def test_an_edition_holds_what_was_in_print_and_a_month_counts_as_its_last_day(as_of, kept):
    cleaned = clean(raw(), as_of, parse=read)
    assert cleaned.figures["figure"].tolist() == kept
    assert sorted([*kept, *cleaned.left_out["figure"]]) == ["F0001", "F0002", "F0003"]


def test_a_report_of_a_day_before_all_figures_is_refused(root):
    with pytest.raises(DataError, match="expected a day by which a figure was in print") as caught:
        clean_edition(read_raw(root), "2009-01-01")
    assert str(caught.value).endswith("the first figure came out on 2017-10-03.")
    assert not clean_edition(read_raw(root), "2017-10-03").figures.empty


def test_what_is_left_out_of_an_edition_has_its_reason():
    left_out = clean(raw(), "2024-02-28", parse=read).left_out
    assert left_out.to_dict("list") == {
        "figure": ["F0002", "F0003"],
        "source": ["monthly", "undated"],
        "reason": [
            "published 2024-02, after the day of the edition",
            "its source has no date of publication",
        ],
    }


def test_what_an_edition_leaves_out_need_not_be_readable():
    cleaned = clean(raw(ROWS[0], "F0004|undated|volume|-|-|rumour|percent|-"), "2024-03-01", read)
    assert cleaned.figures["figure"].tolist() == ["F0001"]


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (Fraction(0), "0"),
        (Fraction(2764000), "2764000"),
        (Fraction(-37, 10), "-3.7"),
        (Fraction(1, 8), "0.125"),
        (Fraction(-1, 20), "-0.05"),
        (Fraction(1, 3), "1/3"),
        (Fraction(-7, 6), "-7/6"),
    ],
)
def test_a_number_is_a_decimal_or_else_a_fraction(number, text):
    assert number_text(number) == text


@given(st.fractions())
def test_every_number_survives_as_text(number):
    assert Fraction(number_text(number)) == number


@given(
    st.none() | st.fractions(), st.none() | st.fractions(min_value=0), st.booleans(), st.booleans()
)
def test_every_interval_survives_as_cells(low, width, low_open, high_open):
    high = width if low is None or width is None else low + width + 1
    interval = Interval(low, high, low is not None and low_open, high is not None and high_open)
    for convention in CONVENTIONS:
        cells, left_out = interval_cells(convention, interval)
        assert to_interval(convention, {**cells, "open": " ".join(left_out)}) == interval
