"""The data frames that the chapters draw: tidy, in the axis's unit, each row with its keys."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

import pandas as pd

from figurecheck import display
from figurecheck.exact import to_number
from figurecheck.growth import compound_growth
from figurecheck.periods import Period
from figurecheck.quantities import Quantity
from figurecheck.shelf import Figure
from figurecheck.story import Story
from figurecheck.values import UNKNOWN, Latest, NotAvailable, Number
from figurecheck.verdicts import precision

ASIDE = {"same": "", "different": " (another series)", "restated": " (the claim restated)"}


def against(edition: Story, claim: str) -> pd.DataFrame:
    """The numeric evidence on a claim, to draw.

    Columns: label (the body), why, value, low, high, verdict, relation, key.
    """
    columns = ["label", "why", "value", "low", "high", "verdict", "relation", "key"]
    rows = [
        {
            "label": edition.bodies[row["body"]] + ASIDE[row["relation"]],
            "why": row["why"],
            "value": _float(row["value"]),
            "low": _float(row["low"]),
            "high": _float(row["high"]),
            "verdict": row["verdict"],
            "relation": row["relation"],
            "key": row["inputs"].split()[0],
        }
        for row in edition.evidence.to_dict("records")
        if row["claim"] == claim and row["value"]
    ]
    return pd.DataFrame(rows, columns=columns).drop_duplicates(columns[:-1], ignore_index=True)


def one_year(edition: Story, series: Mapping[str, str], year: str, per: float) -> pd.DataFrame:
    """One figure a series for one year, the largest first: columns as `Story.tidy`."""
    found = edition.tidy(series, periods=[year], per=per).drop_duplicates("series")
    return found.sort_values("value", ascending=False, ignore_index=True)


def two_sides(
    edition: Story, ones: Sequence[str], others: Sequence[str], per: float
) -> pd.DataFrame:
    """The years for which both sides are in print: name, one, one_key, other, other_key.

    Of several series of a side the first that has the year speaks for it.
    """
    years = sorted({f.period for f in edition.shelf.every({*ones, *others})})
    rows = []
    for year in years:
        one, other = _first(edition, ones, year), _first(edition, others, year)
        if len(year) == len("2023") and one is not None and other is not None:
            rows.append(
                {
                    "name": year,
                    "one": float(one.value) / per,
                    "one_key": one.key,
                    "other": float(other.value) / per,
                    "other_key": other.key,
                }
            )
    return pd.DataFrame(rows, columns=["name", "one", "one_key", "other", "other_key"])


def spoken_for(edition: Story, table: pd.DataFrame, column: str, series: str, side: str) -> str:
    """A note on the rows of `two_sides` whose `side` is a figure of `series`, "" for none."""
    keys = {figure.key: figure.body for figure in edition.shelf.every([series])}
    found = table[table[column].isin(keys)]
    named = [
        f"{row['name']}: {edition.bodies[keys[row[column]]]}" for row in found.to_dict("records")
    ]
    return f"{side} in {', '.join(named)}." if named else ""


def within_year(edition: Story, subject: str, since: int, per: float) -> pd.DataFrame:
    """Totals from January on: label (year), month, value, low, high, body, key.

    One figure a year and month, the most precise of the whole subject: the points of a year
    may come from several bodies, which `body` names.
    """
    wanted = _series_of(edition, subject, "volume")
    best: dict[tuple[int, int], Figure] = {}
    for figure in sorted(edition.shelf.every(wanted), key=lambda f: (precision(f.quantity), f.key)):
        place = _months_from_january(figure.period)
        if place and place[0] >= since:
            best.setdefault(place, figure)
    rows = [
        {"label": f"{year}", "month": month, "body": edition.bodies[f.body], **_drawn(f, per)}
        for (year, month), f in sorted(best.items())
    ]
    table = pd.DataFrame(rows, columns=["label", "month", "value", "low", "high", "body", "key"])
    several = table.groupby("label")["month"].transform("size") > 1
    return table[several].reset_index(drop=True)


def forecasts(edition: Story, subject: str, outcome: str, per: float) -> pd.DataFrame:
    """Forecasts of a year against its outcome: name, forecast, key, outcome, outcome_key, year."""
    found = edition.shelf.every(_series_of(edition, subject, "forecast"))
    rows = []
    for figure in sorted(found, key=lambda f: (f.period, f.quantity.value, f.key)):
        known = edition.at(outcome, figure.period)
        if isinstance(known, NotAvailable):
            continue
        rows.append(
            {
                "name": f"{figure.period}, {edition.bodies[figure.body]}",
                "forecast": float(figure.quantity.value) / per,
                "key": figure.key,
                "outcome": float(known.value) / per,
                "outcome_key": known.key,
                "year": figure.period,
            }
        )
    table = pd.DataFrame(
        rows, columns=["name", "forecast", "key", "outcome", "outcome_key", "year"]
    )
    return table.drop_duplicates(["name", "forecast"], ignore_index=True)


def path_to(edition: Story, series: str, target: Quantity, year: int, per: float) -> pd.DataFrame:
    """The series by year, and the even path from its latest year to the target."""
    counted = edition.tidy({series: "Counted"}, per=per)
    latest = edition.latest(series)
    if isinstance(latest.quantity, NotAvailable):
        return counted
    steps = [_step(latest, latest.quantity, target, year, at, per) for at in _years(latest, year)]
    return pd.concat([counted, pd.DataFrame(steps)], ignore_index=True)


def named_years(table: pd.DataFrame) -> pd.DataFrame:
    """The rows of `Story.tidy` in the order of the years, named "2024, who counted"."""
    ordered = table.sort_values(["year", "label"], ignore_index=True)
    return ordered.assign(name=ordered["period"] + ", " + ordered["label"])


def course(table: pd.DataFrame) -> str:
    """The first and the last value of a table by year: "25.2 in 2021, 77 in 2025"."""
    if table.empty:
        return UNKNOWN
    ordered = table.sort_values(["year", "value"])
    first, last = ordered.iloc[0], ordered.iloc[-1]
    return f"{first['value']:.4g} in {first['period']}, {last['value']:.4g} in {last['period']}"


def spread(table: pd.DataFrame) -> str:
    """The smallest and the largest value of a table: "2.6 to 14"."""
    if table.empty:
        return UNKNOWN
    return f"{table['value'].min():.2g} to {table['value'].max():.2g}"


def first_names(table: pd.DataFrame, asked: Collection[str], count: int) -> str:
    """The labels of the first rows: "Netherlands, then United States", if no series is missing.

    Who comes first is not known where a series that was `asked` for has no figure.
    """
    missing = set(asked) - set(table["series"])
    return UNKNOWN if missing else ", then ".join(table["label"].head(count))


def keys_of(table: pd.DataFrame, *columns: str) -> Iterable[str]:
    """The keys of these columns, each once, in order."""
    return dict.fromkeys(key for column in columns for key in table[column] if key)


def _step(
    latest: Latest, start: Quantity, target: Quantity, year: int, at: int, per: float
) -> dict[str, object]:
    rate = compound_growth(target, start, year - latest.year)
    value = start.value * (1 + rate.value / 100) ** (at - latest.year)
    return {
        "label": "Needed to fill the target",
        "period": f"{at}",
        "year": at,
        "value": float(value) / per,
        "key": start.key if at == latest.year else "",
        "text": display.text(rate),
    }


def _years(latest: Latest, year: int) -> range:
    return range(latest.year, year + 1)


def _first(edition: Story, series: Sequence[str], period: str) -> Quantity | None:
    found: list[Number] = [edition.at(name, period) for name in series]
    return next((number for number in found if isinstance(number, Quantity)), None)


def _series_of(edition: Story, subject: str, measure: str) -> set[str]:
    """The series of a subject and measure in canonical amounts, without a narrower scope."""
    table = edition.raw["series"]
    chosen = table[
        (table["subject"] == subject) & (table["measure"] == measure) & (table["scope"] == "")
    ]
    return set(chosen["series"])


def _months_from_january(period: str) -> tuple[int, int] | None:
    """Year and last month of a period that starts with January and ends within its year."""
    days = Period.parse(period)
    if days.start is None or days.end is None or (days.start.month, days.start.day) != (1, 1):
        return None
    whole = days.start.year == days.end.year
    return (days.end.year, days.end.month) if whole else None


def _drawn(figure: Figure, per: float) -> dict[str, object]:
    read = figure.quantity.as_read
    ends = {"low": read.low, "high": read.high}
    return {
        "value": float(figure.quantity.value) / per,
        **{name: None if end is None else float(end) / per for name, end in ends.items()},
        "key": figure.key,
    }


def _float(text: str) -> float:
    number = to_number(text)
    return float("nan") if number is None else float(number)
