"""Claims held against small tables: what decides, what only shows, what is refused."""

from __future__ import annotations

import pandas as pd
import pytest

from figurecheck.checking import Examined, examine
from figurecheck.cleaning import clean
from figurecheck.errors import DataError
from tests.small_tables import raw_tables

Row = dict[str, str]


def series(body: str, measure: str = "volume", unit: str = "tonne", scope: str = "") -> Row:
    name = "-".join(filter(None, ["cargo", measure, body, scope]))
    return {
        "series": name,
        "subject": "cargo",
        "measure": measure,
        "unit": unit,
        "body": body,
        "scope": scope,
    }


def figure(key: str, name: str, period: str, phrase: str, unit: str = "million tonnes") -> Row:
    return {
        "figure": key,
        "source": "page",
        "series": name,
        "period": period,
        "as_written": phrase,
        "unit": unit,
    }


def check(claim: str, method: str, name: str = "", relation: str = "same", **more: str) -> Row:
    key = f"{claim}-{method}-{name or more.get('event', '')}"
    return {
        "check": key,
        "claim": claim,
        "method": method,
        "series": name,
        "relation": relation,
        "why": "Because",
        **more,
    }


SOURCES = [
    {"source": "article", "kind": "article", "published": "2024-03"},
    {"source": "page", "kind": "page", "published": "2024-02-27"},
    {"source": "later", "kind": "page", "published": "2026-03-10"},
]
GROWTH: Row = {
    "claim": "growth",
    "source": "article",
    "paragraph": "7",
    "as_written": "a 65 percent increase",
    "statement": "Cargo grew by 65 %",
    "kind": "growth",
    "subject": "cargo",
    "measure": "growth",
    "unit": "percent",
    "period": "2023",
    "base_period": "2022",
    "copied_from": "office",
}
BODIES = [{"body": name, "name": name.title()} for name in ("office", "ministry", "not-stated")]


def judged(as_of: str = "", **rows: list[Row]) -> Examined:
    raw = raw_tables(**{"sources": SOURCES, "bodies": BODIES, **rows})
    return examine(raw, clean(raw, as_of).figures, as_of)


def verdicts(examined: Examined) -> dict[str, str]:
    table: pd.DataFrame = examined.verdicts
    return dict(zip(table["claim"], map(str, table["verdict"]), strict=True))


OFFICE = [
    figure("F0001", "cargo-volume-office", "2023", "2.76 million tons"),
    figure("F0002", "cargo-volume-office", "2022", "1.7 million tons"),
]
MINISTRY = [
    figure("F0003", "cargo-volume-ministry", "2023", "2.764 million tons"),
    figure("F0004", "cargo-volume-ministry", "2022", "1.485 million tons"),
]
LEVELS = [series("office"), series("ministry")]


def test_a_growth_that_fits_one_base_and_not_another_is_disputed() -> None:
    examined = judged(
        series=LEVELS,
        figures=OFFICE + MINISTRY,
        claims=[GROWTH],
        checks=[
            check("growth", "growth", "cargo-volume-office"),
            check("growth", "growth", "cargo-volume-ministry"),
        ],
    )
    assert verdicts(examined) == {"growth": "disputed"}
    assert list(examined.evidence["verdict"]) == ["within rounding", "does not hold"]
    assert "Office: 62.4% (within rounding)" in examined.verdicts["note"][0]
    assert "Ministry: 86.1% (does not hold)" in examined.verdicts["note"][0]


def test_the_growth_that_the_article_copied_is_no_evidence_for_itself() -> None:
    examined = judged(
        series=[series("office", "growth", "percent")],
        figures=[figure("F0001", "cargo-growth-office", "2023", "65% more", "percent")],
        claims=[GROWTH],
        checks=[check("growth", "printed", "cargo-growth-office")],
    )
    assert verdicts(examined) == {"growth": "unverified"}
    assert list(examined.evidence["relation"]) == ["restated"]


def test_an_implied_base_is_shown_and_decides_nothing() -> None:
    level = {
        **GROWTH,
        "claim": "level",
        "as_written": "2.76 million tons",
        "kind": "level",
        "measure": "volume",
        "unit": "tonne",
        "base_period": "",
        "copied_from": "",
    }
    growth = {**GROWTH, "implies": "base", "with_claim": "level"}
    table = judged(claims=[level, growth]).verdicts.set_index("claim")
    assert table.at["growth", "verdict"] == "unverified"
    assert float(table.at["growth", "implied_low"]) == pytest.approx(1_664_652.57)
    assert float(table.at["growth", "implied_high"]) == pytest.approx(1_680_851.06)
    assert table.at["growth", "unit"] == "tonne"


def test_evidence_of_another_series_is_flagged_and_decides_nothing() -> None:
    examined = judged(
        series=LEVELS,
        figures=OFFICE,
        claims=[GROWTH],
        checks=[check("growth", "growth", "cargo-volume-office", "different")],
    )
    assert verdicts(examined) == {"growth": "unverified"}
    assert examined.verdicts["different_series"][0] == "cargo-volume-office"


def test_a_figure_of_the_claims_own_subject_cannot_be_passed_over() -> None:
    with pytest.raises(DataError) as raised:
        judged(
            series=[series("ministry", "growth", "percent")],
            figures=[figure("F0001", "cargo-growth-ministry", "2023", "86% more", "percent")],
            claims=[GROWTH],
        )
    (problem,) = raised.value.problems
    assert problem.file == "data/raw/checks.csv"
    assert "growth" in problem.expected
    assert "cargo-growth-ministry" in problem.expected


def test_every_phrase_of_a_claim_that_cannot_be_read_is_named_at_once() -> None:
    bad = [{**GROWTH, "claim": name, "as_written": "rather more"} for name in ("one", "two")]
    with pytest.raises(DataError) as raised:
        judged(claims=bad)
    assert [problem.row for problem in raised.value.problems] == [2, 3]
    assert {problem.column for problem in raised.value.problems} == {"as_written"}


FORUM: Row = {
    **GROWTH,
    "claim": "forum",
    "as_written": "to be held in June",
    "kind": "event",
    "subject": "forum",
    "measure": "",
    "unit": "",
    "period": "2024-06",
    "base_period": "",
    "what": "held",
}


def event(key: str, what: str, date: str, source: str = "page", subject: str = "forum") -> Row:
    return {
        "event": key,
        "subject": subject,
        "what": what,
        "body": "ministry",
        "date": date,
        "source": source,
        "as_written": "as printed",
    }


@pytest.mark.parametrize(
    ("what", "date", "verdict"),
    [
        ("held", "2024-06-13/2024-06-14", "supported"),
        ("held", "2024-07-01", "unverified"),
        ("cancelled", "2024-04-13", "overtaken"),
        ("cancelled", "2024-03-01", "overtaken"),  # it may have been after the printing
        ("cancelled", "2024-02-29", "contradicted"),
    ],
)
def test_a_dated_event_is_held_against_what_happened(what: str, date: str, verdict: str) -> None:
    examined = judged(
        claims=[FORUM],
        events=[event("forum-event", what, date)],
        checks=[check("forum", "event", event="forum")],
    )
    assert verdicts(examined) == {"forum": verdict}


@pytest.mark.parametrize(
    ("start", "end", "verdict"),
    [
        ("2023-07-04", "2024-07-04", "supported"),
        ("2023-07-04", "2024-03-01", "supported"),  # in office on the first day it may be from
        ("2023-07-04", "2024-02-29", "contradicted"),
        ("2024-03-31", "2025-01-01", "supported"),
        ("2024-04-01", "2025-01-01", "contradicted"),
    ],
)
def test_a_chair_is_held_when_the_article_is_printed(start: str, end: str, verdict: str) -> None:
    chair = {**FORUM, "claim": "chair", "kind": "chair", "subject": "chair", "period": "2024"}
    terms = [
        event("chair-start", "start", start, subject="chair"),
        event("chair-end", "end", end, subject="chair"),
    ]
    examined = judged(claims=[chair], events=terms, checks=[check("chair", "term", event="chair")])
    assert verdicts(examined) == {"chair": verdict}


@pytest.mark.parametrize(
    ("end", "verdict"),
    [
        ("2024-07-04", "unverified"),  # when it began is not in print yet
        ("2024-02-29", "contradicted"),
    ],
)
def test_the_end_of_a_term_alone_tells_only_that_it_was_over(end: str, verdict: str) -> None:
    chair = {**FORUM, "claim": "chair", "kind": "chair", "subject": "chair", "period": "2024"}
    terms = [event("chair-end", "end", end, subject="chair")]
    examined = judged(claims=[chair], events=terms, checks=[check("chair", "term", event="chair")])
    assert verdicts(examined) == {"chair": verdict}


@pytest.mark.parametrize(
    ("listed", "verdict"),
    [("1", "unverified"), ("2", "unverified"), ("3", "unverified"), ("4", "contradicted")],
)
def test_a_chair_of_which_nothing_is_in_print_may_have_been_held(listed: str, verdict: str) -> None:
    """Of four chairs one was held and one was over; of two it is not known."""
    chairs = [
        {**FORUM, "claim": f"chair-{n}", "kind": "chair", "subject": f"chair-{n}", "period": ""}
        for n in "abcd"
    ]
    count = {**FORUM, "claim": "count", "kind": "count", "unit": "organization", "listed": listed}
    events = [
        event("a-start", "start", "2023-01-01", subject="chair-a"),
        event("b-end", "end", "2022-01-01", subject="chair-b"),
        event("d-end", "end", "2025-01-01", subject="chair-d"),
    ]
    examined = judged(claims=[*chairs, count], events=events, checks=[check("count", "terms")])
    assert verdicts(examined)["count"] == verdict
    assert examined.evidence["gives"][0] == "at least 1\N{NO-BREAK SPACE}organisations"


def test_the_length_of_a_list_is_held_against_the_chairs_that_were_held() -> None:
    chairs = [
        {**FORUM, "claim": f"chair-{n}", "kind": "chair", "subject": f"chair-{n}", "period": ""}
        for n in ("a", "b")
    ]
    count = {**FORUM, "claim": "count", "kind": "count", "unit": "organization", "listed": "2"}
    events = [
        event("a-start", "start", "2023-01-01", subject="chair-a"),
        event("b-end", "end", "2022-01-01", subject="chair-b"),
    ]
    examined = judged(claims=[*chairs, count], events=events, checks=[check("count", "terms")])
    assert verdicts(examined)["count"] == "contradicted"
    assert examined.evidence["value"][0] == "1"


def test_an_edition_knows_only_what_was_in_print() -> None:
    rows = {
        "series": LEVELS,
        "figures": OFFICE + [{**row, "source": "later"} for row in MINISTRY],
        "claims": [GROWTH],
        "checks": [
            check("growth", "growth", "cargo-volume-office"),
            check("growth", "growth", "cargo-volume-ministry"),
        ],
    }
    assert verdicts(judged("2024-04-30", **rows)) == {"growth": "supported"}
    assert verdicts(judged("2026-03-10", **rows)) == {"growth": "disputed"}
    assert verdicts(judged("2024-03-30", **rows)) == {}


def test_a_rank_is_held_against_the_amounts_of_both() -> None:
    first = {**FORUM, "claim": "first", "kind": "rank", "period": "2023"}
    base = [figure("F0005", "cargo-volume-ministry", "2023", "2.7 million tons")]
    examined = judged(
        series=LEVELS,
        figures=[OFFICE[0], *base],
        claims=[first],
        checks=[
            check("first", "exceeds", "cargo-volume-office", base_series="cargo-volume-ministry")
        ],
    )
    assert verdicts(examined) == {"first": "supported"}
