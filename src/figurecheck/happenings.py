"""The data frames of what happened: terms in the chair, and routes under construction."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import pandas as pd

from figurecheck.story import Story
from figurecheck.values import NotAvailable

LAST_DAY = (12, 31)  # of a year


def routes(edition: Story) -> pd.DataFrame:
    """The rows of the routes table, without a route of whose building nothing is in print yet.

    Such a route bears the name of a subject of the events table.
    """
    table, events = edition.raw["routes"], edition.raw["events"]
    built = [name for name in set(events["subject"]) if not edition.shelf.happenings(name)]
    return table[~table["route"].isin(built)].reset_index(drop=True)


def places(edition: Story) -> pd.DataFrame:
    """The rows of the places table, without the towns that only other routes pass."""
    table, passed = edition.raw["places"], edition.raw["routes"]["place"]
    other = set(passed) - set(routes(edition)["place"])
    return table[~table["place"].isin(other)].reset_index(drop=True)


def terms(edition: Story, names: Mapping[str, str]) -> pd.DataFrame:
    """The terms in the chair: name, start, end (dates or None), start_key, end_key, verdict.

    `names` gives each subject of the events table the organisation's name; chairs of which no
    article in print speaks are left out.
    """
    rows = []
    for subject, name in names.items():
        events = edition.shelf.happenings(subject)
        starts = [event for event in events if event.what == "start"]
        ends = [event for event in events if event.what == "end"]
        if events and subject in edition.claims:
            rows.append(
                {
                    "name": name,
                    "start": starts[0].date if starts else None,
                    "end": ends[0].date if ends else None,
                    "start_key": starts[0].key if starts else "",
                    "end_key": ends[0].key if ends else "",
                    "verdict": str(edition.verdict(subject)),
                }
            )
    columns = ["name", "start", "end", "start_key", "end_key", "verdict"]
    return pd.DataFrame(rows, columns=columns)


def ending_before(table: pd.DataFrame, year: int) -> int | NotAvailable:
    """How many of the terms that reach into a year end before it is out, if all ends are known."""
    if table["end"].isna().any():
        return NotAvailable(f"ends of the terms of {year}")
    last = date(year, *LAST_DAY).isoformat()
    started = table["start"].notna()
    return int((started & (table["end"] < last) & (table["end"] >= f"{year}")).sum())
