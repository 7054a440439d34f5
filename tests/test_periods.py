from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from figurecheck.periods import Period, PeriodError

DAYS = st.dates(date(1900, 1, 1), date(2200, 12, 31))


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("2023", date(2023, 1, 1), date(2023, 12, 31)),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("2023-02", date(2023, 2, 1), date(2023, 2, 28)),
        ("2023-01/2023-07", date(2023, 1, 1), date(2023, 7, 31)),
        ("2005/2024-09", date(2005, 1, 1), date(2024, 9, 30)),
        ("2024-04-13", date(2024, 4, 13), date(2024, 4, 13)),
        ("../2023-11-04", None, date(2023, 11, 4)),
        ("2022-11-25/..", date(2022, 11, 25), None),
        ("", None, None),
    ],
)
def test_a_period_runs_from_its_first_to_its_last_day(text, start, end):
    assert Period.parse(text) == Period(start, end)


@pytest.mark.parametrize(
    "text",
    ["2023-13", "2023-00", "2023-02-29", "2023-02-30", "0000", "2024/2023", "2024-02/2024-01"],
)
def test_what_the_calendar_does_not_hold_is_no_period(text):
    with pytest.raises(PeriodError):
        Period.parse(text)


@pytest.mark.parametrize(
    "text",
    [
        "../..",
        "..",
        "2023/",
        "/2023",
        "23",
        "2023-1",
        "2023 ",
        "Q1 2023",
        "2023/2024/2025",
        "２０２３",
    ],
)
def test_what_is_not_iso_8601_is_no_period(text):
    with pytest.raises(PeriodError):
        Period.parse(text)


@pytest.mark.parametrize(
    ("text", "shortest"),
    [
        ("2023-01-01/2023-12-31", "2023"),
        ("2023-01/2023-12", "2023"),
        ("2023-03-01/2023-03-31", "2023-03"),
        ("2023-03-01/2023-03-30", "2023-03-01/2023-03-30"),
        ("2005-01/2016-12", "2005/2016"),
        ("2023-01-01/..", "2023/.."),
        ("../2024-11-30", "../2024-11"),
        ("../2024-11-29", "../2024-11-29"),
    ],
)
def test_a_period_is_written_in_its_shortest_form(text, shortest):
    assert str(Period.parse(text)) == shortest


@given(DAYS, DAYS)
def test_every_span_survives_writing_and_reading(one, other):
    period = Period(min(one, other), max(one, other))
    assert Period.parse(str(period)) == period


@given(DAYS, st.integers(0, 1000))
def test_the_days_of_a_period_count_both_ends(first, more):
    assert Period(first, first + timedelta(days=more)).days == more + 1


def test_an_open_period_has_no_number_of_days():
    assert Period.parse("2022/..").days is None


@pytest.mark.parametrize(
    ("inner", "outer", "within"),
    [
        ("2023-02", "2023", True),
        ("2023", "2023-02", False),
        ("2023", "2023", True),
        ("2022-12-31/2023-01-01", "2023", False),
        ("2023", "2022/..", True),
        ("2022/..", "2023/..", False),
        ("2023/..", "2022/..", True),
        ("2023/..", "2023", False),
        ("../2023", "../2024", True),
    ],
)
def test_a_period_holds_another_if_it_holds_all_its_days(inner, outer, within):
    assert (Period.parse(inner) in Period.parse(outer)) is within


def test_a_period_holds_its_last_day_and_not_the_next():
    january = Period.parse("2024-01")
    assert date(2024, 1, 31) in january
    assert date(2024, 2, 1) not in january


@pytest.mark.parametrize(
    ("text", "before"),
    [
        ("2023", "2022"),
        ("2024-02", "2023-02"),
        ("2023-02", "2022-02"),
        ("2025-02", "2024-02"),
        ("2023-01/2023-07", "2022-01/2022-07"),
        ("2025-02-28", "2024-02-28"),
        ("2024-02-29", "2023-02-28"),
        ("../2023-11", "../2022-11"),
    ],
)
def test_a_year_earlier_is_the_same_part_of_the_calendar(text, before):
    assert str(Period.parse(text).years_earlier()) == before
