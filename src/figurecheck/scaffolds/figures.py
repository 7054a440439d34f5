"""A new figure: its phrase read, its page and series found or added, the claims that hear it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from figurecheck.quantities import Quantity
from figurecheck.scaffolds.answers import Answers, Judge, cell_of
from figurecheck.scaffolds.drafts import Draft
from figurecheck.scaffolds.hearing import hear
from figurecheck.scaffolds.keys import next_figure, series_key, source_key
from figurecheck.scaffolds.reading import reading, unit_of
from figurecheck.tables import read_raw
from figurecheck.tables.nearest import suggestion
from figurecheck.tables.rules import Fault
from figurecheck.tables.schema import Field, read_package

Raw = Mapping[str, pd.DataFrame]
Row = dict[str, str]

AGAINST = ("growth", "multiple", "increase")  # measures of a change against an earlier period
NEW = "new"  # the answer of somebody who wants to describe a series
MEANING = ("subject", "measure", "body", "scope", "side", "unit")
PERIOD = "the period of the number in ISO 8601 (2023, 2024-01, 2023-01/2023-07), blank if unstated"


@dataclass
class _Addition:
    """The rows to add, in the making; `fields` are the columns by table and name."""

    raw: Raw
    answers: Answers
    fields: Mapping[str, Mapping[str, Field]]
    rows: list[tuple[str, Row]] = field(default_factory=list)

    def judge(self, table: str, name: str) -> Judge:
        """A judge of the cells of a column."""
        return cell_of(self.fields[table][name])


def add_figure(
    draft: Draft, answers: Answers, heard: Mapping[str, tuple[str, str]], today: str
) -> str:
    """Adds the figure, and its page, body, series and checks where they are new; its key.

    `heard` gives relation and reason by the claims that are to hear it; `today` is the day on
    which a new page was read, unless another is given. Raises DataError with all that is
    missing or wrong in the answers.
    """
    package = read_package(draft.folder)
    fields = {name: {f.name: f for f in table.fields} for name, table in package.items()}
    adding = _Addition(read_raw(draft.folder), answers, fields)
    phrase, number = _phrase(adding)
    source = _source(adding, today)
    series, measure = _series(adding, number)
    figure = {
        "figure": next_figure(adding.raw["figures"]["figure"]),
        "source": source,
        "series": series,
        **_periods(adding, measure),
        **phrase,
        "place": answers.may("place"),
        "note": answers.may("note"),
    }
    _refuse_twice(adding, figure)
    answers.settle()
    for name, row in [*adding.rows, ("figures", figure)]:
        draft.add_row(name, row)
    hear(draft, answers, {(claim, series): said for claim, said in heard.items()}, named=0)
    return figure["figure"]


def _phrase(adding: _Addition) -> tuple[Row, Quantity | None]:
    """The cells as_written, unit and nth, and the number that is read."""
    phrase = adding.answers.need("phrase", "the phrase, exactly as the page prints it")
    question = "the unit to read it in (tonnes, million tonnes, USD billion, percent, …)"
    judge = unit_of(adding.fields["figures"]["unit"])
    unit = adding.answers.need("unit", question, judge)
    return reading(adding.answers, adding.fields["figures"], phrase, unit)


def _source(adding: _Addition, today: str) -> str:
    """The key of the page; its row is added where its address is new."""
    answers = adding.answers
    rows = adding.raw["sources"].to_dict("records")
    keys = {row["source"] for row in rows}
    url = answers.may("source-url", adding.judge("sources", "url"))
    key = answers.may("source")
    if not url:
        question = "the page: its key in sources.csv, or the address of a new one"
        remedy = "Give --source, or --source-url for a new page."
        key = answers.need("source", question, _page_of(keys), remedy=remedy)
        url, key = (key, "") if key.startswith("http") else ("", key)
    same = [row["source"] for row in rows if url and row["url"] == url]
    if not url or same:
        return same[0] if same else key
    page = {
        "kind": "page",
        "publisher": answers.need("publisher", "who put the page on the web"),
        "published": answers.need(
            "published",
            "the day or month of publication (2024-05-28), blank if unknown",
            adding.judge("sources", "published"),
            blank=True,
        ),
        "title": answers.wish("title", "the title as printed"),
        "url": url,
        "accessed": answers.may("accessed", adding.judge("sources", "accessed")) or today,
        "note": answers.may("source-note"),
    }
    page["source"] = key or source_key(page["publisher"], page["published"], rows)
    if page["publisher"] and not page["source"]:
        answers.miss("source", "a key of small Latin letters for the new page")
    adding.rows.append(("sources", page))
    return page["source"]


def _page_of(keys: set[str]) -> Judge:
    def judge(key: str) -> Fault | None:
        if key in keys or key.startswith(("http://", "https://")):
            return None
        otherwise = "add the page with --source-url, --publisher, --published and --title."
        return Fault("a page of data/raw/sources.csv", suggestion(key, keys, otherwise))

    return judge


def _series(adding: _Addition, number: Quantity | None) -> tuple[str, str]:
    """Key and measure of the series; its row is added where its meaning is new."""
    answers, rows = adding.answers, adding.raw["series"].to_dict("records")
    measures = {row["series"]: row["measure"] for row in rows}
    described = any(answers.flag(name) for name in ("subject", "measure", "body"))
    if not described:
        question = "the series: its key in series.csv, or “new” to describe one"
        judge = _series_of(measures, answers.can_ask)
        remedy = "Give --series, or --subject, --measure and --body to describe one."
        key = answers.need("series", question, judge, remedy=remedy)
        if key != NEW:
            return key, measures.get(key, "")
    row = _meaning(adding, number)
    same = [other for other in rows if all(other[name] == row[name] for name in MEANING)]
    key = "" if not described else answers.may("series")
    if same and key in ("", same[0]["series"]):
        answers.tell(f"series {same[0]['series']}")
        return same[0]["series"], row["measure"]
    row["series"] = key or series_key(row["subject"], row["measure"], row["body"], row["scope"])
    adding.rows.append(("series", row))
    return row["series"], row["measure"]


def _series_of(known: Mapping[str, str], may_be_new: bool) -> Judge:
    def judge(key: str) -> Fault | None:
        if key in known or (may_be_new and key == NEW):
            return None
        otherwise = "describe it with --subject, --measure and --body (--scope, --side)."
        return Fault("a series of data/raw/series.csv", suggestion(key, known, otherwise))

    return judge


def _meaning(adding: _Addition, number: Quantity | None) -> Row:
    """The cells that say what the figures of a series are; adds the row of an unknown body."""
    answers, fields = adding.answers, adding.fields["series"]
    listed = ", ".join(fields["measure"].choices)
    row = {
        "subject": answers.need(
            "subject", "what is measured (corridor-volume)", adding.judge("series", "subject")
        ),
        "measure": answers.need(
            "measure", f"what the number is ({listed})", adding.judge("series", "measure")
        ),
        "body": answers.need(
            "body",
            "the key of who measured, not-stated if the page does not say",
            adding.judge("series", "body"),
        ),
        "scope": answers.wish("scope", "what was counted, if not all of the subject"),
        "side": answers.wish(
            "side",
            f"whose statistics ({', '.join(fields['side'].choices)})",
            adding.judge("series", "side"),
        ),
        "unit": number.unit if number else "",
        "note": answers.may("series-note"),
    }
    if row["body"] and row["body"] not in set(adding.raw["bodies"]["body"]):
        name = answers.need("body-name", f"the name of the new body {row['body']}, to print")
        adding.rows.append(("bodies", {"body": row["body"], "name": name}))
    return row


def _periods(adding: _Addition, measure: str) -> Row:
    answers, judge = adding.answers, adding.judge("figures", "period")
    period = answers.need("period", PERIOD, judge, blank=True)
    if measure in AGAINST:
        question = "the period that it is compared with, blank if unstated"
        return {"period": period, "base_period": answers.need("base-period", question, judge, True)}
    return {"period": period, "base_period": answers.may("base-period", judge)}


def _refuse_twice(adding: _Addition, figure: Row) -> None:
    """A figure that the table has already is no new one."""
    names = ("source", "series", "period", "base_period", "as_written", "nth")
    rows: list[dict[Any, str]] = adding.raw["figures"].to_dict("records")
    for row in rows:
        if all(row[name] == figure[name] for name in names):
            wrong = Fault(f"a figure that is not there; {row['figure']} is it", "Nothing is to do.")
            adding.answers.refuse("phrase", figure["as_written"], wrong)
