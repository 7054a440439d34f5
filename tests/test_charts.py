"""Charts: what is said of them agrees with what is drawn."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Any
from xml.etree import ElementTree

import pandas as pd
import pytest
from matplotlib.axes import Axes

from figurecheck import charts
from figurecheck.charts.axes import apart
from figurecheck.charts.themes import DARK, LIGHT, Theme
from figurecheck.charts.words import number, printed
from figurecheck.publishing.bundles import MIME
from figurecheck.values import UNKNOWN

ANNUAL = pd.DataFrame(
    {
        "year": [2019, 2020, 2021, 2019, 2020],
        "value": [0.61, 0.84, 0.586, 0.7, 0.9],
        "low": [0.605, 0.835, 0.5855, 0.65, None],
        "high": [0.615, 0.845, 0.5865, 0.75, None],
        "body": ["Ministry"] * 3 + ["Office"] * 2,
        "key": ["F1", "F2", "", "", ""],
    }
)
LINES = charts.Lines("year", "value", "cargo in Mt", "body", "low", "high")
BARS = charts.Bars("body", "value", "cargo in Mt", "low", "high", marked=("Office",))
PAIRS = pd.DataFrame({"year": ["2021", "2022"], "here": [18.2, 31.2], "there": [25.3, 24.1]})
DUMBBELL = charts.Dumbbell("year", "here", "there", "Kazakh", "Chinese", "trade in billions")
EVIDENCE = pd.DataFrame(
    {"source": ["A", "B"], "low": [85.9, None], "high": [86.2, 84.3], "verdict": ["no", "yes"]}
)
INTERVALS = charts.Intervals("source", "low", "high", "growth", (64.5, 65.5), verdict="verdict")
TERMS = pd.DataFrame(
    {
        "body": ["Shanghai Cooperation Organisation", "Food security", "Aral Sea"],
        "start": ["2023-07-04", "2021-09-08", "2024-01-01"],
        "end": ["2024-07-04", "2023-10-02", None],
    }
)
TIMELINE = charts.Timeline("body", "start", "end", ("2024-01-01", "2024-12-31"), "this year")
EVERY = [
    (LINES, ANNUAL, "year"),
    (BARS, ANNUAL, "body"),
    (DUMBBELL, PAIRS, "year"),
    (INTERVALS, EVIDENCE, "source"),
    (TIMELINE, TERMS, "body"),
]


def drawn(plot: Any, data: pd.DataFrame, column: str, **changed: Any) -> charts.Chart:
    given: dict[str, Any] = {
        "label": "cargo",
        "headline": "Cargo rose",
        "subtitle": "Mt",
        "data": data,
        "plot": plot,
        "columns": {column: ("Name", "")},
    }
    return charts.draw(**(given | changed))


@pytest.mark.parametrize(("plot", "data", "column"), EVERY)
def test_a_chart_is_drawn_alike_twice_and_for_every_page(
    plot: Any, data: pd.DataFrame, column: str
) -> None:
    chart = drawn(plot, data, column)
    assert chart == drawn(plot, data, column)
    shapes = {re.sub("#[0-9a-f]{6}", "", svg) for svg in (chart.light, chart.dark)}
    assert len(shapes) == 1
    assert chart.light != chart.dark
    widths = [
        float(ElementTree.fromstring(svg).attrib["viewBox"].split()[2])  # noqa: S314 - ours
        for svg in (chart.light, chart.narrow)
    ]
    assert widths == [460.8, 230.4]


@pytest.mark.parametrize(("plot", "data", "column"), EVERY)
def test_every_name_of_the_data_is_in_the_text_alternative(
    plot: Any, data: pd.DataFrame, column: str
) -> None:
    chart = drawn(plot, data, column)
    assert all(printed(name) in chart.alt for name in data[column])


@pytest.mark.parametrize(("plot", "data", "column"), EVERY)
def test_text_is_text_and_nothing_tells_the_day(plot: Any, data: pd.DataFrame, column: str) -> None:
    chart = drawn(plot, data, column)
    assert "<text" in chart.light
    assert "Figurecheck Sans" in chart.light
    assert "metadata" not in chart.light


def test_the_alternative_of_lines_gives_range_change_and_extremes() -> None:
    said = LINES.describe(ANNUAL)
    assert "Line chart of cargo in Mt for Ministry and Office." in said
    assert (
        "Ministry: 3 points from 2019 to 2021, falling from 0.61 to 0.586; "
        "highest 0.84 in 2020, lowest 0.586 in 2021." in said
    )
    assert "Office: 2 points from 2019 to 2020, rising from 0.7 to 0.9;" in said


def test_periods_may_have_names_and_numbers_may_be_fractions() -> None:
    data = pd.DataFrame({"p": ["Jan–Jun", "Jan–Dec"], "v": [Fraction(1, 4), Fraction(1, 2)]})
    plot = charts.Lines("p", "v", "cargo")
    assert drawn(plot, data, "p").alt == (
        "Line chart of cargo. 2 points from Jan–Jun to Jan–Dec, rising from 0.25 to 0.5; "
        "highest 0.5 in Jan–Dec, lowest 0.25 in Jan–Jun."
    )
    years = data.assign(p=["2019", "2020"])
    assert "from 2019 to 2020" in drawn(plot, years, "p").alt


def test_a_line_without_a_known_value_is_left_out() -> None:
    data = pd.DataFrame({"p": [2019, 2019], "v": [1.0, None], "b": ["A", "B"]})
    assert "B" not in drawn(charts.Lines("p", "v", "cargo", "b"), data, "p").alt


def test_the_alternative_of_bars_gives_each_amount_with_its_interval() -> None:
    said = BARS.describe(ANNUAL)
    assert "with 5 bars" in said
    assert "Ministry 0.61 (0.605 to 0.615)" in said
    assert "Largest: Office, 0.9; smallest: Ministry, 0.586." in said


def test_the_alternative_of_pairs_gives_the_widest_gap() -> None:
    said = DUMBBELL.describe(PAIRS)
    assert "2021: 18.2 against 25.3; 2022: 31.2 against 24.1." in said
    assert said.endswith("Widest gap: 2021, 7.1.")


def test_the_alternative_of_intervals_says_which_ends_are_open() -> None:
    said = INTERVALS.describe(EVIDENCE)
    assert "Claimed: 64.5 to 65.5." in said
    assert "A gives 85.9 to 86.2, no; B gives at most 84.3, yes." in said


def test_the_alternative_of_a_timeline_says_what_meets_the_period() -> None:
    said = TIMELINE.describe(TERMS)
    assert "Food security 8 September 2021 to 2 October 2023" in said
    assert said.endswith("Within it: Shanghai Cooperation Organisation and Aral Sea.")


@pytest.mark.parametrize(("end", "within"), [("2024-01-01", True), ("2023-12-31", False)])
def test_a_span_meets_the_period_from_its_first_day(end: str, within: bool) -> None:
    terms = pd.DataFrame({"body": ["A"], "start": ["2020-01-01"], "end": [end]})
    assert ("Within it: A." in TIMELINE.describe(terms)) is within


@pytest.mark.parametrize(("words", "fits"), [(15, True), (16, False)])
def test_a_headline_has_fifteen_words_at_most(words: int, fits: bool) -> None:
    headline = " ".join(["word"] * words)
    if fits:
        assert drawn(LINES, ANNUAL, "year", headline=headline).headline == headline
    else:
        with pytest.raises(ValueError, match="15 words"):
            drawn(LINES, ANNUAL, "year", headline=headline)


def test_a_plot_of_ones_own_needs_a_text_alternative() -> None:
    def plot(ax: Axes, data: pd.DataFrame, theme: Theme) -> None:
        ax.plot(data["year"], data["value"], color=theme.series[0])

    with pytest.raises(ValueError, match="text alternative"):
        drawn(plot, ANNUAL, "year")
    assert drawn(plot, ANNUAL, "year", alt="A line").alt == "A line"


def test_a_chart_without_data_says_so_and_keeps_its_label() -> None:
    chart = drawn(LINES, ANNUAL.iloc[:0], "year")
    assert chart.headline == chart.alt == "No figure for this chart was in print"
    assert "No figure for this chart was in print" in chart.light
    assert chart.rows == ()


def test_a_headline_of_a_number_that_is_not_available_gives_way_to_the_subtitle() -> None:
    chart = drawn(LINES, ANNUAL, "year", headline=f"Cargo {UNKNOWN} in {UNKNOWN}", subtitle="Mt")
    assert (chart.headline, chart.subtitle) == ("Mt", "")


def test_an_unknown_column_is_an_error() -> None:
    with pytest.raises(ValueError, match="no column place"):
        drawn(LINES, ANNUAL, "place")


def test_the_bundle_carries_units_values_and_keys() -> None:
    columns = {"year": ("Year", ""), "value": ("Cargo", "Mt")}
    chart = drawn(LINES, ANNUAL, "year", columns=columns, keys={"value": "key"})
    bundle = chart._repr_mimebundle_()[MIME]
    assert bundle["columns"] == [{"name": "Year", "unit": ""}, {"name": "Cargo", "unit": "Mt"}]
    assert bundle["rows"][0] == [
        {"text": "2019", "value": 2019},
        {"text": "0.61", "value": 0.61, "key": "F1"},
    ]
    assert bundle["rows"][2][1] == {"text": "0.586", "value": 0.586}


def test_a_table_shows_in_jupyterlab_and_keeps_languages() -> None:
    data = pd.DataFrame({"a": ["<b>", "рост"], "n": [1, 20_000], "l": ["", "ru"]})
    made = charts.table(
        label="t",
        caption="T",
        data=data,
        columns={"a": "Phrase", "n": "Amount"},
        languages={"a": "l"},
    )._repr_mimebundle_()
    assert "&lt;b&gt;" in made["text/html"]
    assert made[MIME]["columns"] == [
        {"name": "Phrase", "align": "left"},
        {"name": "Amount", "align": "right"},
    ]
    assert made[MIME]["rows"][1] == [
        {"text": "рост", "lang": "ru"},
        {"text": "20,000", "value": 20000},
    ]


def test_a_register_carries_its_entries() -> None:
    entry = charts.Entry("F1", "Cargo", (("As printed", {"text": "рост", "lang": "ru"}, None),))
    assert charts.register([entry])._repr_mimebundle_()[MIME] == {
        "kind": "register",
        "entries": [
            {
                "key": "F1",
                "title": "Cargo",
                "fields": [["As printed", {"text": "рост", "lang": "ru"}, None]],
            }
        ],
    }


def test_hostile_names_are_drawn_as_text() -> None:
    names = ["<script>", "$x$ & $y$", "x" * 10_000, "\x00\ud800", "中华人民共和国", "Қазақстан"]
    data = pd.DataFrame({"n": names, "v": range(1, 7)})
    chart = drawn(charts.Bars("n", "v", "units"), data, "n")
    root = ElementTree.fromstring(chart.light)  # noqa: S314 - ours
    said = [text for element in root.iter() for text in [element.text or ""]]
    assert {"<script>", "$x$ & $y$", "中华人民共和国", "Қазақстан"} <= set(said)


def luminance(colour: str) -> float:
    """Relative luminance (Web Content Accessibility Guidelines 2.2)."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_words_and_marks_stand_out_against_page_and_band(theme: Theme) -> None:
    for colour in (theme.ink, theme.mute, *theme.series):
        assert contrast(colour, theme.page) >= 4.5
        assert contrast(colour, theme.band) >= 3


@pytest.mark.parametrize(
    ("places", "moved"),
    [
        ([1, 3], [1, 3]),
        ([1, 1], [0.5, 1.5]),
        ([1, 2, 2.5], [0.8333333333, 1.8333333333, 2.8333333333]),
    ],
)
def test_labels_keep_their_distance(places: list[float], moved: list[float]) -> None:
    assert apart(places, 1.0) == pytest.approx(moved)


@pytest.mark.parametrize(
    ("value", "said"),
    [(0, "0"), (9999.4, "9,999"), (10_004, "10,000"), (-0.00012344, "−0.0001234")],
)
def test_numbers_are_said_with_four_digits(value: float, said: str) -> None:
    assert number(value) == said
