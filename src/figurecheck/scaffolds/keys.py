"""The keys of new rows, made as the codebook says and never one that is taken."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping
from itertools import count
from string import ascii_lowercase
from typing import Any

_DATED = re.compile(r"-(?:\d{4}(?:-\d{2}){0,2}(?:-[a-z])?|n\d+)$")


def slug(text: str) -> str:
    """Small Latin letters, digits and hyphens; "" where the text has none of these.

    >>> slug("Világgazdaság / TASS"), slug("Жібек")
    ('vilaggazdasag-tass', '')
    """
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return "-".join(re.findall(r"[a-z0-9]+", plain.lower()))


def next_figure(figures: Iterable[str]) -> str:
    """The key after the last one: a number is never used again.

    >>> next_figure(["F0003", "F0012"])
    'F0013'
    """
    return f"F{max((int(key[1:]) for key in figures), default=0) + 1:04}"


def source_key(publisher: str, published: str, sources: Iterable[Mapping[Any, str]]) -> str:
    """Publisher and date of a page, or n1, n2, … without a date; "" for a nameless publisher.

    A publisher of other pages keeps the name that it has in their keys.
    """
    rows = list(sources)
    keys = {row["source"] for row in rows}
    named = [_DATED.sub("", row["source"]) for row in rows if _is_page_of(row, publisher)]
    name = named[0] if named else slug(publisher.removeprefix("The "))
    if not name:
        return ""
    if not published:
        return next(f"{name}-n{n}" for n in count(1) if f"{name}-n{n}" not in keys)
    key = f"{name}-{published}"
    return next(k for k in (key, *(f"{key}-{c}" for c in ascii_lowercase[1:])) if k not in keys)


def series_key(subject: str, measure: str, body: str, scope: str) -> str:
    """Subject, measure (unless the subject says it), body and scope.

    >>> series_key("corridor-volume", "volume", "ktz", "by rail")
    'corridor-volume-ktz-by-rail'
    """
    said = measure == "event" or measure in subject
    return "-".join(filter(None, [subject, "" if said else measure, body, slug(scope)]))


def check_key(claim: str, checks: Collection[str]) -> str:
    """The number after the last one of the checks of a claim."""
    numbers = (key.rpartition("-") for key in checks)
    taken = [int(n) for name, _, n in numbers if name == claim and n.isdecimal()]
    return f"{claim}-{max(taken, default=0) + 1}"


def _is_page_of(row: Mapping[Any, str], publisher: str) -> bool:
    return row["kind"] == "page" and row["publisher"].casefold() == publisher.casefold()
