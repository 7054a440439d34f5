"""JSON from an address, or the reason why there is none."""

from __future__ import annotations

import json
from http.client import HTTPException, IncompleteRead
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

from figurecheck.errors import DataError
from figurecheck.refreshing.answers import AGAIN, CODES, LOOK, NETWORK, refuse

AGENT = "figurecheck (make refresh)"
TOO_MANY = 429
SERVER_ERROR = 500


def get_json(service: str, url: str, timeout: float, shown: str = "") -> Any:
    """The JSON that `url` gives. `shown` stands for the address in messages, if it has a key.

    Waits at most `timeout` seconds for each part of the reply. Raises DataError if there is no
    connection, no reply in time, another status than 200, a reply that breaks off, or no JSON.
    """
    address = shown or url
    request = Request(url, headers={"Accept": "application/json", "User-Agent": AGENT})  # noqa: S310
    try:
        with urlopen(request, timeout=timeout) as reply:  # noqa: S310  (the addresses are ours)
            body = reply.read()
    except HTTPError as error:
        with error:
            raise refused_status(service, address, error.code, _text(_rest(error))) from None
    except (OSError, HTTPException) as error:
        raise unreachable(service, address, timeout, error) from None
    return parse(service, address, body)


def parse(service: str, address: str, body: bytes) -> Any:
    """`body` as JSON. Raises DataError if it is none, with its beginning."""
    try:
        return json.loads(body, parse_constant=_no_number)
    except (ValueError, RecursionError):
        raise refuse(service, address, "JSON", LOOK, _text(body)) from None


def refused_status(service: str, address: str, status: int, said: str) -> DataError:
    """The error of a reply with another status than 200; `said` is its text."""
    remedy = AGAIN if status >= SERVER_ERROR else CODES
    if status == TOO_MANY:
        remedy = "It allows so many requests a minute: wait, then try again; nothing was written."
    return refuse(service, address, "data", remedy, f"status {status}: {said}")


def unreachable(service: str, address: str, timeout: float, error: BaseException) -> DataError:
    """The error of a connection that failed, broke off or kept silent."""
    reason = error.reason if isinstance(error, URLError) else error
    if isinstance(reason, TimeoutError):
        expected = f"a reply within {timeout:g} seconds"
        return refuse(service, address, expected, f"{AGAIN} --timeout sets how long to wait.")
    if isinstance(error, IncompleteRead):
        return broken_off(service, address)
    return refuse(service, address, "a connection", NETWORK, str(reason))


def broken_off(service: str, address: str) -> DataError:
    """The error of a reply that ended too soon."""
    return refuse(service, address, "a whole reply", AGAIN, "one that broke off")


def _rest(error: HTTPError) -> bytes:
    try:
        return error.read()
    except (OSError, HTTPException):
        return b""


def _text(body: bytes) -> str:
    return " ".join(body.decode("utf-8", errors="replace").split())


def _no_number(name: str) -> Any:
    raise ValueError(name)  # NaN and Infinity are no JSON
