"""data/refresh.toml: which official series stand behind which of ours."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from figurecheck.editions import read_toml
from figurecheck.errors import DataError, Problem
from figurecheck.parameters import unknown

LIST = "data/refresh.toml"

# What each service is asked by, in its own words; all of it is text.
ASKED_BY = {
    "world-bank": ("economy", "indicator", "title"),
    "comtrade": ("reporter", "partner", "flow", "commodity"),
    "eurostat": ("dataset", "reporter", "partner", "product", "flow", "indicators"),
}
MEANING = ("subject", "measure", "unit", "body", "scope", "side", "note")
BODIES = "bodies"

_TEXTS = ("series", "unit")
_YEARS = ("from", "until")


@dataclass(frozen=True)
class Wanted:
    """An official series: whose (`service`), how it is asked for, and which of ours it fills.

    `unit` is the unit of its numbers, as in the figures; `until` is None for a series that
    goes on; `meaning` is the row that series.csv gets if the series is not in it.
    """

    service: str
    series: str
    unit: str
    first: int
    until: int | None
    query: Mapping[str, str]
    meaning: Mapping[str, str]

    def years(self, last: int) -> range:
        """The years to ask for, where `last` is the last one that is over."""
        return range(self.first, min(last, self.until or last) + 1)


@dataclass(frozen=True)
class Listed:
    """`wanted` in the order of the list; `bodies`: names for bodies.csv, by key."""

    wanted: tuple[Wanted, ...]
    bodies: Mapping[str, str]


def read_list(project: Path) -> Listed:
    """What data/refresh.toml of `project` lists. Raises DataError with all its offences."""
    table = read_toml(project / LIST, LIST)
    bodies = table.pop(BODIES, {})
    services = (*ASKED_BY, BODIES)
    problems = [unknown("table", name, services, file=LIST) for name in table.keys() - ASKED_BY]
    problems += _texts(bodies, BODIES) if isinstance(bodies, dict) else [_no_table(BODIES)]
    wanted = []
    for service in ASKED_BY:
        entries = table.get(service, [])
        for number, entry in enumerate(entries if isinstance(entries, list) else [entries], 1):
            place = f"{service}[{number}]"
            found = list(_offences(entry, ASKED_BY[service], place))
            problems += found
            if not found:
                wanted.append(_wanted(service, entry))
    if problems:
        raise DataError(problems)
    return Listed(tuple(wanted), bodies)


def _wanted(service: str, entry: Mapping[str, Any]) -> Wanted:
    return Wanted(
        service=service,
        series=entry["series"],
        unit=entry["unit"],
        first=entry["from"],
        until=entry.get("until"),
        query={name: entry[name] for name in ASKED_BY[service]},
        meaning=entry.get("new", {}),
    )


def _offences(entry: Any, asked: tuple[str, ...], place: str) -> Iterator[Problem]:
    if not isinstance(entry, dict):
        yield _no_table(place)
        return
    known = (*_TEXTS, *asked, *_YEARS, "new")
    yield from (unknown("entry", name, known, place, LIST) for name in entry if name not in known)
    missing = [name for name in (*_TEXTS, *asked, "from") if name not in entry]
    yield from (Problem(LIST, f"an entry {name}", "Add it.", column=place) for name in missing)
    yield from _texts({n: entry[n] for n in (*_TEXTS, *asked) if n in entry}, place)
    for name in _YEARS:
        if name in entry and (type(entry[name]) is not int or not 1900 <= entry[name] <= 2100):
            yield Problem(LIST, "a year", "Mend it.", None, f"{place}.{name}", str(entry[name]))
            return
    if entry.get("until", 2100) < entry.get("from", 1900):
        yield Problem(LIST, "a year from its first on", "Mend it.", column=f"{place}.until")
    new = entry.get("new", {})
    if not isinstance(new, dict):
        yield _no_table(f"{place}.new")
        return
    yield from (
        unknown("column of series.csv", name, MEANING, f"{place}.new", LIST)
        for name in new
        if name not in MEANING
    )
    yield from _texts(new, f"{place}.new")


def _texts(entries: Mapping[str, Any], place: str) -> list[Problem]:
    return [
        Problem(LIST, "text", "Put it in quotation marks.", None, f"{place}.{name}", str(value))
        for name, value in entries.items()
        if not isinstance(value, str) or not value
    ]


def _no_table(place: str) -> Problem:
    return Problem(LIST, "a table of names and values", "Mend it.", column=place)
