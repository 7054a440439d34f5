"""New rows for the raw tables: what the answers say that the tables do not say yet."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from string import ascii_lowercase

import pandas as pd

from figurecheck import phrases
from figurecheck.refreshing.answers import Answer, Number
from figurecheck.refreshing.listing import Wanted
from figurecheck.scaffolds.keys import next_figure

Row = dict[str, str]
Place = tuple[str, str]  # series and period


@dataclass
class NewRows:
    """Rows to add, by table, and how many of the numbers are new, revised or as they were.

    `revisions` says of each revised number what it is, what it was and where that stands.
    """

    tables: dict[str, list[Row]] = field(
        default_factory=lambda: {name: [] for name in ("bodies", "series", "sources", "figures")}
    )
    revisions: list[str] = field(default_factory=list)
    added: int = 0
    same: int = 0


@dataclass(frozen=True)
class Standing:
    """The last row of a series and period: its key and phrase, and the quantity they say."""

    figure: str
    as_written: str
    quantity: tuple[Fraction, str] | None


def new_rows(
    raw: Mapping[str, pd.DataFrame],
    answers: Iterable[Answer],
    bodies: Mapping[str, str],
    today: date,
) -> NewRows:
    """The rows that the `answers` of one service add to the raw tables.

    A number that says the same as the last row of its series and year adds nothing. Another
    number adds a row of its own and leaves that one: a revision. A source is added for an
    answer that adds a figure, a series and its body where they are not there yet; `bodies`
    has the names.
    """
    found = NewRows()
    answers = list(answers)
    wanted = [number.wanted for answer in answers for number in answer.numbers]
    standing = _standing(raw["figures"], {want.series for want in wanted})
    figures = set(raw["figures"]["figure"])
    sources = set(raw["sources"]["source"])
    for answer in answers:
        source = _free_key(f"{answer.source}-{today.isoformat()}", sources)
        for number in answer.numbers:
            place = (number.wanted.series, str(number.year))
            before = standing.get(place)
            quantity = _quantity(number.written, number.wanted.unit, "")
            if before and before.quantity is not None and before.quantity == quantity:
                found.same += 1
                continue
            row = _figure(next_figure(figures), source, number, before)
            figures.add(row["figure"])
            standing[place] = Standing(row["figure"], number.written, quantity)
            _add(found, answer, row, today)
            _tell(found, number, before)
    _add_series(found, raw, wanted, bodies)
    return found


def _standing(figures: pd.DataFrame, series: set[str]) -> dict[Place, Standing]:
    """The last row of each of the series and period; what stands further down is the later."""
    columns = ["series", "period", "figure", "as_written", "unit", "nth"]
    theirs = figures[figures["series"].isin(series)]
    last = theirs.drop_duplicates(["series", "period"], keep="last")
    return {
        (series, period): Standing(key, phrase, _quantity(phrase, unit, nth))
        for series, period, key, phrase, unit, nth in last[columns].itertuples(index=False)
    }


def _quantity(phrase: str, unit: str, nth: str) -> tuple[Fraction, str] | None:
    """Value and canonical unit; None for a phrase without a number, which is excluded."""
    try:
        read = phrases.read(phrase, unit, int(nth) if nth else None)
    except phrases.Unreadable:
        return None
    return read.value, read.unit


def _figure(key: str, source: str, number: Number, before: Standing | None) -> Row:
    notes = [f"Revises {before.figure}" if before else "", number.note]
    return {
        "figure": key,
        "source": source,
        "series": number.wanted.series,
        "period": str(number.year),
        "as_written": number.written,
        "unit": number.wanted.unit,
        "place": number.place,
        "note": "; ".join(filter(None, notes)),
    }


def _add(found: NewRows, answer: Answer, figure: Row, today: date) -> None:
    found.tables["figures"].append(figure)
    sources = found.tables["sources"]
    if not sources or sources[-1]["source"] != figure["source"]:
        sources.append(_source(answer, figure["source"], today))


def _source(answer: Answer, key: str, today: date) -> Row:
    return {
        "source": key,
        "kind": "page",
        "title": answer.title,
        "title_rebuilt": answer.rebuilt,
        "publisher": answer.publisher,
        "url": answer.url,
        "published": answer.published,
        "accessed": today.isoformat(),
        "note": answer.note,
    }


def _tell(found: NewRows, number: Number, before: Standing | None) -> None:
    if before is None:
        found.added += 1
        return
    found.revisions.append(
        f"{number.wanted.series}, {number.year}: {number.written} {number.wanted.unit}, "
        f"was {before.as_written} ({before.figure})"
    )


def _add_series(
    found: NewRows,
    raw: Mapping[str, pd.DataFrame],
    wanted: Sequence[Wanted],
    bodies: Mapping[str, str],
) -> None:
    """The rows of series that have figures now and none of their own, and of their bodies."""
    series, known = set(raw["series"]["series"]), set(raw["bodies"]["body"])
    used = {row["series"] for row in found.tables["figures"]}
    for want in wanted:
        if want.series not in used or want.series in series or not want.meaning:
            continue
        found.tables["series"].append({"series": want.series, **want.meaning})
        series.add(want.series)
        body = want.meaning.get("body", "")
        if body in bodies and body not in known:
            found.tables["bodies"].append({"body": body, "name": bodies[body]})
            known.add(body)


def _free_key(key: str, taken: set[str]) -> str:
    """The key, or with b, c, … where it is taken, as by an answer of the same day."""
    letters = (f"{key}-{letter}" for letter in ascii_lowercase[1:])
    free = next(name for name in (key, *letters) if name not in taken)
    taken.add(free)
    return free
