"""The World Bank's indicators, asked by wbgapi; the addresses are those of its API of version 2.

https://datahelpdesk.worldbank.org/knowledgebase/topics/125589 documents them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from types import ModuleType
from typing import Any

from figurecheck.refreshing import web
from figurecheck.refreshing.answers import (
    AGAIN,
    CODES,
    LOOK,
    Answer,
    Asking,
    Number,
    refuse,
    require_numbers,
    written,
)
from figurecheck.refreshing.listing import Wanted

NAME = "World Bank"
DATABASE = 2  # World Development Indicators


def read(wanted: Sequence[Wanted], asking: Asking) -> list[Answer]:
    """An answer a series: every year from its first to the last that is over.

    Published is the day on which the database was last updated. Raises DataError, naming the
    address, for whatever is no such answer; ImportError without wbgapi.
    """
    import wbgapi

    wbgapi.get_options["timeout"] = asking.timeout
    updated = _updated(wbgapi, asking)
    return [_answer(wbgapi, want, updated, asking) for want in wanted]


def _updated(client: ModuleType, asking: Asking) -> str:
    url = f"{client.endpoint}/{client.lang}/sources/{DATABASE}?format=json"
    found = _asked(lambda: client.source.get(DATABASE), client, url, asking)
    day = found.get("lastupdated") if isinstance(found, dict) else None
    if not isinstance(day, str) or not day:
        raise refuse(NAME, url, "the day of the last update (lastupdated)", LOOK, str(found))
    return day


def _answer(client: ModuleType, want: Wanted, updated: str, asking: Asking) -> Answer:
    years = want.years(asking.last_year)
    path = f"country/{want.query['economy']}/indicator/{want.query['indicator']}"
    span = f"{years[0]}:{years[-1]}"
    url = f"{client.endpoint}/{client.lang}/{path}?date={span}&format=json"
    rows = _asked(lambda: list(client.fetch(path, {"date": span})), client, url, asking)
    by_year = dict(_by_year(want, rows, url))
    if sorted(by_year) != list(years[: len(by_year)]):
        raise refuse(NAME, url, f"every year from {years[0]}", AGAIN, ", ".join(map(str, by_year)))
    numbers = [
        Number(want, year, text, place=f"{want.query['economy']}, date {year}")
        for year, value in sorted(by_year.items())
        if (text := _text(value, url)) is not None
    ]
    require_numbers(NAME, url, [want], numbers)
    source = f"world-bank-{want.query['indicator'].lower().replace('.', '-')}"
    return Answer(source, NAME, url, updated, numbers, title=want.query["title"])


def _by_year(want: Wanted, rows: Sequence[Any], url: str) -> Iterator[tuple[int, Any]]:
    """The value of each year; DataError for rows of another series, economy or name."""
    asked = [want.query[name] for name in ("indicator", "title", "economy")]
    seen = set()
    for row in rows:
        try:
            told = [row["indicator"]["id"], row["indicator"]["value"], row["countryiso3code"]]
            year, value = int(row["date"]), row["value"]
        except (KeyError, TypeError, ValueError):
            raise refuse(NAME, url, "rows of an indicator", LOOK, str(row)) from None
        if told != asked or year in seen:
            remedy = f"If the series still means the same, mend the list. {CODES}"
            raise refuse(NAME, url, f"{', '.join(asked)}, once a year", remedy, ", ".join(told))
        seen.add(year)
        yield year, value


def _text(value: Any, url: str) -> str | None:
    """The number as a figure has it; None where the year has no value."""
    text = None if value is None else written(value)
    if text is None and value is not None:
        raise refuse(NAME, url, "a number", LOOK, str(value))
    return text


def _asked(ask: Any, client: ModuleType, url: str, asking: Asking) -> Any:
    """What the client gives; DataError for each way in which it says that it has nothing."""
    import requests

    try:
        return ask()
    except client.APIResponseError as error:
        raise refuse(NAME, url, "JSON", LOOK, error.msg) from None
    except client.APIError as error:
        if error.code is None:  # an error document, which has status 200 here
            raise refuse(NAME, url, "data", CODES, str(error.msg)) from None
        raise web.refused_status(NAME, url, int(error.code), str(error.msg or "")) from None
    except requests.Timeout:
        raise web.unreachable(NAME, url, asking.timeout, TimeoutError()) from None
    except requests.exceptions.ChunkedEncodingError:
        raise web.broken_off(NAME, url) from None
    except requests.RequestException as error:  # the reason stands in what it wraps
        reason = getattr(error.args[0] if error.args else error, "reason", error)
        raise web.unreachable(NAME, url, asking.timeout, reason) from None
    except (KeyError, TypeError, ValueError, AttributeError, IndexError):
        # wbgapi takes what it expects out of a reply without looking; null stands for no rows
        raise refuse(NAME, url, "rows", CODES, "none") from None
