"""Raw figures to the clean table: corrected, joined with their series and sources, and read.

The clean table is text: exact numbers stay exact, and two builds can be compared byte for
byte. `quantities` is the way back from its rows to what they say.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

import pandas as pd

from figurecheck import phrases
from figurecheck.corrections import apply_corrections, drop_exclusions
from figurecheck.errors import DataError, Problem
from figurecheck.exact import interval_cells, number_text, to_interval, to_number
from figurecheck.periods import Period
from figurecheck.quantities import CONVENTIONS, Quantity
from figurecheck.tables.columns import Columns, rows_of
from figurecheck.tables.reading import LINE
from figurecheck.tables.rules import cell_problems, unknown_to
from figurecheck.tables.schema import ForeignKey

FIGURES = "data/raw/figures.csv"

FROM_SERIES = ["subject", "measure", "body", "scope", "side"]
FROM_SOURCES = ["publisher", "published"]
ENDS = [f"{convention}_{end}" for convention in CONVENTIONS for end in ("low", "high")]
ASKED = ["as_written", "unit", "nth"]
READ = ["unit", "hedge", "granularity", "granularities", "value", *ENDS, "open"]
COLUMNS = [
    *("figure", "source", "series", "subject", "measure", "unit", "body", "scope", "side"),
    *("period", "base_period", "publisher", "published", "as_written"),
    *READ[1:],
    "corrected",
]
NUMBER = ["as_written", *READ]  # with the figure's key: what the number of a row is made of
LEFT_OUT = ["figure", "source", "reason"]
UNDATED = "its source has no date of publication"  # a reason to leave a figure out

# Reads a phrase in a unit: the number meant, counted from one where there are several.
Parser = Callable[[str, str | None, int | None], Quantity]


@dataclass(frozen=True)
class Cleaned:
    """`figures`: the clean table. `left_out`: figure, source and the reason, one row a figure."""

    figures: pd.DataFrame
    left_out: pd.DataFrame


def clean(
    raw: Mapping[str, pd.DataFrame], as_of: str = "", parse: Parser = phrases.read
) -> Cleaned:
    """The figures that may be compared, as text in the columns `COLUMNS`.

    `unit` is canonical and all numbers are in it: a decimal, or p/q where no decimal is
    exact. An end that is infinite is blank; `open` names the ends that are left out of their
    interval; `corrected` says why a row differs from the raw one. With `as_of` (a day, ISO
    8601) only figures of sources in print by then remain: a month counts as its last day, and
    a source without a date is left out.

    Raises DataError for corrections and exclusions that no longer match, for figures of an unknown
    series or source, for phrases that cannot be read and for figures in another unit than their
    series. The stages follow one another; each reports all its offenders.
    """
    corrected, reasons = apply_corrections(raw)
    figures = corrected["figures"]
    figures["corrected"] = [reasons.get(key, "") for key in figures["figure"]]
    kept, excluded = drop_exclusions(figures, raw["exclusions"])
    if problems := list(_unmet(kept, corrected)):
        raise DataError(problems)
    joined = _joined(kept, corrected["series"], corrected["sources"])
    in_print, unprinted = _in_print(joined, as_of)
    table = _read(in_print, parse)
    return Cleaned(
        table[COLUMNS].reset_index(drop=True),
        pd.concat([excluded[LEFT_OUT], unprinted[LEFT_OUT]], ignore_index=True),
    )


def clean_edition(raw: Mapping[str, pd.DataFrame], as_of: str) -> Cleaned:
    """What `clean` gives, for a report: raises DataError also where no figure was in print."""
    cleaned = clean(raw, as_of)
    if cleaned.figures.empty and as_of:
        published = raw["sources"].set_index("source")["published"]
        days = filter(None, published[cleaned.left_out["source"]])
        first = min(days, key=_last_day, default="no day that is known")
        expected = "a day by which a figure was in print"
        remedy = f"Choose a later day: the first figure came out on {first}."
        raise DataError(Problem("as_of", expected, remedy, value=as_of))
    return cleaned


def quantities(figures: pd.DataFrame) -> dict[str, Quantity]:
    """Each row of a clean table as the quantity it was read from, by the figure's key."""
    return {row["figure"]: quantity(row) for row in rows_of(figures)}


def quantity(row: Mapping[Any, str]) -> Quantity:
    """What a row of a clean table says."""
    return Quantity(
        value=Fraction(row["value"]),
        unit=row["unit"],
        strict=to_interval("strict", row),
        robust=to_interval("robust", row),
        semantic=to_interval("semantic", row),
        pragmatic=to_interval("pragmatic", row),
        as_written=row["as_written"],
        hedge=row["hedge"],
        granularity=to_number(row["granularity"]),
        granularities=tuple(filter(None, map(to_number, row["granularities"].split()))),
        key=row["figure"],
    )


def _unmet(figures: pd.DataFrame, raw: Mapping[str, pd.DataFrame]) -> Iterator[Problem]:
    for key in (
        ForeignKey("series", "series", "series"),
        ForeignKey("source", "sources", "source"),
    ):
        known = frozenset(raw[key.table][key.target].tolist())
        yield from cell_problems(
            FIGURES, figures[key.column], figures[LINE], unknown_to(key, known)
        )


def _joined(figures: pd.DataFrame, series: pd.DataFrame, sources: pd.DataFrame) -> pd.DataFrame:
    meaning = series.set_index("series")[["unit", *FROM_SERIES]].rename(
        columns={"unit": "series_unit"}
    )
    page = sources.set_index("source")[FROM_SOURCES]
    return figures.join(meaning, on="series").join(page, on="source")


def _in_print(figures: pd.DataFrame, as_of: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The figures of sources published by `as_of`, and the others with the reason."""
    if not as_of:
        return figures, figures.iloc[:0].assign(reason="")
    limit = date.fromisoformat(as_of)
    reasons = {day: _unprinted(day, limit) for day in figures["published"].unique()}
    reason = figures["published"].map(reasons)
    return figures[reason == ""], figures.assign(reason=reason)[reason != ""]


def _unprinted(published: str, limit: date) -> str:
    """Why a source was not in print by `limit`; "" if it was."""
    last = _last_day(published)
    if last == date.max:
        return UNDATED
    # Without the day of the edition, so that two editions that leave it out say the same of it.
    return "" if last <= limit else f"published {published}, after the day of the edition"


def _last_day(published: str) -> date:
    """The last day of the day, month or year of publication; never, where it is not known."""
    return Period.parse(published).end or date.max


def _read(figures: pd.DataFrame, parse: Parser) -> pd.DataFrame:
    """The figures with the columns `READ` from their phrases; `unit` becomes canonical."""
    asked = figures[ASKED]
    numbers = asked.groupby(ASKED, sort=False).ngroup().to_numpy()  # in order of appearance
    found, unreadable = Columns(READ), {}
    for number, row in enumerate(rows_of(asked.drop_duplicates())):
        nth = int(row["nth"]) if row["nth"] else None
        try:
            found.add(_cells(parse(row["as_written"], row["unit"], nth)))
        except phrases.Unreadable as reason:
            unreadable[number] = str(reason)
    if unreadable:
        raise DataError(_unread(figures, numbers, unreadable))
    read = found.table().take(numbers).set_index(figures.index)
    table = pd.concat([figures.drop(columns="unit"), read], axis=1)
    if problems := list(_in_another_unit(table)):
        raise DataError(problems)
    return table


def _unread(
    figures: pd.DataFrame, numbers: Iterable[int], reasons: Mapping[int, str]
) -> Iterator[Problem]:
    for number, row in zip(numbers, rows_of(figures), strict=True):
        if number in reasons:
            yield Problem(
                FIGURES,
                f"a phrase that holds a number in {row['unit']} ({reasons[number]})",
                "Mend the phrase or its unit, say in column nth which number is meant, "
                "or list the figure in data/raw/exclusions.csv.",
                row[LINE],
                "as_written",
                row["as_written"],
            )


def _in_another_unit(table: pd.DataFrame) -> Iterator[Problem]:
    for row in table[table["unit"] != table["series_unit"]].to_dict("records"):
        yield Problem(
            FIGURES,
            f"a figure in {row['series_unit']}, the unit of the series {row['series']}",
            "Mend the unit of the figure or of its series, or choose another series.",
            row[LINE],
            "unit",
            row["unit"],
        )


def _cells(quantity: Quantity) -> dict[str, str]:
    """The columns `READ` of a quantity."""
    granularity = "" if quantity.granularity is None else number_text(quantity.granularity)
    ends: dict[str, str] = {}
    left_out: list[str] = []
    for convention in CONVENTIONS:
        cells, opened = interval_cells(convention, quantity.interval(convention))
        ends |= cells
        left_out += opened
    return {
        "unit": quantity.unit,
        "hedge": quantity.hedge,
        "granularity": granularity,
        "granularities": " ".join(map(number_text, quantity.granularities)),
        "value": number_text(quantity.value),
        **ends,
        "open": " ".join(left_out),
    }
