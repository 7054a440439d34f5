"""Eurostat's Comext data sets, asked by its statistics API, which answers in JSON-stat 2.0.

The API is documented at https://ec.europa.eu/eurostat/web/user-guides/data-browser/api-data-access
and the format at https://json-stat.org. It is asked without a client: the one for Python (eurostat,
last released in June 2024) takes a failing network for a data set that is not there, prints
instead of raising, and does not say when the data were updated.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from figurecheck.errors import DataError
from figurecheck.refreshing import web
from figurecheck.refreshing.answers import (
    AGAIN,
    CODES,
    LOOK,
    Answer,
    Asking,
    Number,
    refuse,
    refuse_doubles,
    require_numbers,
    written,
)
from figurecheck.refreshing.listing import Wanted

NAME = "Eurostat"
HOST = "https://ec.europa.eu/eurostat/api/comext/dissemination"

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def read(wanted: Sequence[Wanted], asking: Asking) -> list[Answer]:
    """An answer a series: the years that the data set has of those that are over.

    Published is the day on which the data set was last updated. Raises DataError, naming the
    address, for whatever is no such answer.
    """
    return [_answer(want, asking) for want in wanted]


def _answer(want: Wanted, asking: Asking) -> Answer:
    years = want.years(asking.last_year)
    codes = {name: code for name, code in want.query.items() if name != "dataset"}
    codes["freq"] = "A"
    span = {"sinceTimePeriod": years[0], "untilTimePeriod": years[-1]}
    asked = {"format": "JSON", "lang": "EN", **codes, **span}
    url = f"{HOST}/statistics/1.0/data/{want.query['dataset']}?{urlencode(asked)}"
    reply = web.get_json(NAME, url, asking.timeout)
    try:
        numbers = list(_numbers(want, codes, reply, url))
        title, updated = " ".join(reply["label"].split()), _DAY.match(reply["updated"])
    except DataError:
        raise
    except (KeyError, TypeError, ValueError, AttributeError, IndexError):
        raise _refused(reply, url) from None
    if not title or updated is None:
        raise _refused(reply, url)
    require_numbers(NAME, url, [want], numbers)
    refuse_doubles(NAME, url, numbers)
    source = f"eurostat-{want.query['dataset'].lower()}-{want.query['flow'].lower()}"
    return Answer(source, NAME, url, updated[0], numbers, title=title)


def _numbers(
    want: Wanted, codes: Mapping[str, str], reply: Mapping[str, Any], url: str
) -> Iterator[Number]:
    """The numbers of a data set in which time alone has several categories.

    Raises DataError for one that breaks off or is of other codes; KeyError and the like for
    what is no data set.
    """
    dimensions = {name: _categories(reply["dimension"][name]) for name in reply["id"]}
    if [len(categories) for categories in dimensions.values()] != reply["size"]:
        raise refuse(NAME, url, f"dimensions of the sizes {reply['size']}", AGAIN)
    years = dimensions.pop("time")
    given = {name: ", ".join(categories) for name, categories in dimensions.items()}
    if {n: g.casefold() for n, g in given.items()} != {n: c.casefold() for n, c in codes.items()}:
        raise refuse(NAME, url, str(dict(sorted(codes.items()))), CODES, str(given))
    status = _cells(reply.get("status", {}))
    for position, value in sorted(_cells(reply["value"]).items()):
        text = written(value)
        if text is None:
            raise refuse(NAME, url, "a number", LOOK, str(value))
        flag = status.get(position)
        note = f"Flagged {flag} by Eurostat" if flag else ""
        place = ", ".join(f"{name} {code}" for name, code in codes.items())
        yield Number(want, int(years[position]), text, place, note)


def _categories(dimension: Mapping[str, Any]) -> list[str]:
    """The codes of a dimension in their order; JSON-stat gives a list, or each its position."""
    index = dimension["category"]["index"]
    return index if isinstance(index, list) else sorted(index, key=index.__getitem__)


def _cells(values: Any) -> dict[int, Any]:
    """The cells by position, without those that have no value."""
    pairs = values.items() if isinstance(values, dict) else enumerate(values)
    return {int(position): value for position, value in pairs if value is not None}


def _refused(reply: Any, url: str) -> Exception:
    """The error of a document that is no data set: the service's own words, if it has any."""
    found = reply if isinstance(reply, dict) else {}
    said = found.get("error") or found.get("warning") or reply
    return refuse(NAME, url, "a data set in JSON-stat", CODES, json.dumps(said))
