"""UN Comtrade's final annual data of goods, asked by comtradeapicall.

Without a key this is the public preview: one year a request, at most 500 records. The client has
no setting for its address, its patience or its tries, and prints what went wrong instead of
raising; so it is lent a connection of ours, which asks once and says what it got.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from types import ModuleType, SimpleNamespace
from typing import Any
from urllib.parse import urlencode

from figurecheck.refreshing import web
from figurecheck.refreshing.answers import (
    AGAIN,
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

NAME = "UN Comtrade"
CLIENTS_HOST = "https://comtradeapi.un.org"
HOST = CLIENTS_HOST  # where to ask; a test sets another
PUBLIC, KEYED = "/public/v1/preview/", "/data/v1/get/"
KEY = "subscription-key"
MOST = 500  # records a preview gives
PAUSE = 1.0  # seconds between two requests: the service counts them by the second

# One row a flow: all modes of transport, procedures and second partners together.
TOTALS = {"partner2Code": 0, "motCode": 0, "customsCode": "C00"}


def read(wanted: Sequence[Wanted], asking: Asking) -> list[Answer]:
    """An answer a year, with all series of it; years that nobody has reported give none.

    The service dates no release, so that published is the day of access. Raises DataError,
    naming the address without the key, for whatever is no such answer; ImportError without
    comtradeapicall.
    """
    years = sorted({year for want in wanted for year in want.years(asking.last_year)})
    answers = []
    for number, year in enumerate(years):
        if number:
            asking.pause(PAUSE)
        asked = [want for want in wanted if year in want.years(asking.last_year)]
        answers.append(_answer(asked, year, asking))
    numbers = [number for answer in answers for number in answer.numbers]
    require_numbers(NAME, CLIENTS_HOST, wanted, numbers)
    return [answer for answer in answers if answer.numbers]


def _answer(wanted: Sequence[Wanted], year: int, asking: Asking) -> Answer:
    connection = _Connection(asking)
    rows = _asked(connection, _query(wanted, year), asking)
    numbers = [number for want in wanted for number in _numbers(want, year, rows, connection.url)]
    refuse_doubles(NAME, connection.url, numbers)
    return Answer(
        source=f"un-comtrade-{year}",
        publisher=NAME,
        url=connection.url,
        published=asking.today.isoformat(),
        numbers=numbers,
        rebuilt=f"Trade in goods as reported for {year}",
        note="The service dates no release: published is the day of access",
    )


def _query(wanted: Sequence[Wanted], year: int) -> dict[str, Any]:
    """The arguments of the client's functions for these series of a year."""

    def codes(name: str) -> str:
        return ",".join(dict.fromkeys(want.query[name] for want in wanted))

    return {
        "typeCode": "C",
        "freqCode": "A",
        "clCode": "HS",
        "period": str(year),
        "reporterCode": codes("reporter"),
        "cmdCode": codes("commodity"),
        "flowCode": codes("flow"),
        "partnerCode": codes("partner"),
        "partner2Code": None,
        "customsCode": None,
        "motCode": None,
        "maxRecords": MOST,
        "format_output": "JSON",
        "breakdownMode": "classic",  # else a flow comes several times, by second partner
    }


def _asked(
    connection: _Connection, query: Mapping[str, Any], asking: Asking
) -> list[dict[str, Any]]:
    """The rows that the client gives for a query, as many as the service says there are."""
    from comtradeapicall import PreviewGet, getFinalData, previewFinalData

    with _lent(connection, PreviewGet):
        frame = getFinalData(asking.key, **query) if asking.key else previewFinalData(**query)
    rows: list[dict[str, Any]] = frame.to_dict("records")
    count = connection.reply["count"]
    if count != len(rows):
        raise refuse(NAME, connection.url, f"{count} records", AGAIN, str(len(rows)))
    if count >= MOST:
        remedy = "Ask for fewer in data/refresh.toml; nothing was written."
        raise refuse(NAME, connection.url, f"fewer than {MOST} records, its most", remedy)
    return rows


@contextmanager
def _lent(connection: _Connection, client: ModuleType) -> Iterator[None]:
    """The client with our connection in place of those it would make."""
    own = client.urllib3
    client.urllib3 = SimpleNamespace(  # type: ignore[attr-defined]
        PoolManager=lambda: connection, exceptions=own.exceptions
    )
    try:
        yield
    finally:
        client.urllib3 = own  # type: ignore[attr-defined]


def _numbers(
    want: Wanted, year: int, rows: Sequence[Mapping[str, Any]], url: str
) -> Iterator[Number]:
    codes = {"reporterCode": want.query["reporter"], "partnerCode": want.query["partner"]}
    codes |= {"flowCode": want.query["flow"], "cmdCode": want.query["commodity"]}
    here = {name: str(code) for name, code in (codes | TOTALS | {"period": year}).items()}
    for row in rows:
        if all(str(row.get(name)) == code for name, code in here.items()):
            text = written(row.get("primaryValue"))
            if text is None:
                raise refuse(NAME, url, "a number (primaryValue)", LOOK, str(row))
            yield Number(want, year, text, ", ".join(f"{n} {code}" for n, code in codes.items()))


@dataclass
class _Connection:
    """What comtradeapicall asks through: one try, an error for every failure, the reply kept.

    `url` is the address that anybody can open: without a key, of the public preview.
    """

    asking: Asking
    url: str = CLIENTS_HOST
    reply: dict[str, Any] = field(default_factory=dict)

    def request(
        self, _method: str, url: str, fields: Mapping[str, Any], **_: Any
    ) -> SimpleNamespace:
        """The reply to a GET, in the form that the client reads."""
        shown = {name: value for name, value in fields.items() if name != KEY}
        self.url = f"{url.replace(KEYED, PUBLIC)}?{urlencode(shown, safe=',')}"
        address = f"{url.replace(CLIENTS_HOST, HOST)}?{urlencode(fields, safe=',')}"
        reply = web.get_json(NAME, address, self.asking.timeout, shown=self.url)
        self.reply = _checked(reply, self.url)
        return SimpleNamespace(status=200, data=json.dumps(self.reply).encode())


def _checked(reply: Any, url: str) -> dict[str, Any]:
    """A reply with a count and records; DataError for one that is an error or anything else."""
    known = isinstance(reply, dict) and isinstance(reply.get("count"), int)
    if known and reply.get("error"):
        raise refuse(NAME, url, "records", LOOK, str(reply["error"]))
    records = reply.get("data") if known else None
    if not isinstance(records, list) or not all(isinstance(row, dict) for row in records):
        raise refuse(NAME, url, "a count and records", LOOK, json.dumps(reply))
    return reply  # type: ignore[no-any-return]
