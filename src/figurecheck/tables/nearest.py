"""The known name that a misspelt one most resembles."""

from __future__ import annotations

from collections.abc import Callable, Collection
from difflib import get_close_matches

# A comparison costs time for each known name: beyond this many of them only those that begin
# alike are compared, so that a table of any length is checked in linear time.
COMPARED = 1000
# It takes milliseconds too: where every cell of a long column is wrong, the first of them tell.
SUGGESTED = 100


def nearest(name: str, known: Collection[str]) -> str | None:
    """The closest of `known`, or None if none is close.

    >>> nearest("perod", ["source", "period"])
    'period'
    """
    rivals = list(known)
    if len(rivals) > COMPARED:
        rivals = [rival for rival in rivals if rival[:4] == name[:4]][:COMPARED]
    found = get_close_matches(name, rivals, n=1)
    return found[0] if found else None


def suggestion(name: str, known: Collection[str], otherwise: str) -> str:
    """A remedy for an unknown name: the nearest known one, or what to do if there is none."""
    meant = nearest(name, known)
    return f"Did you mean {meant}? If not: {otherwise}" if meant else _sentence(otherwise)


def suggester(known: Collection[str]) -> Callable[[str, str], str]:
    """`suggestion` among `known` for so many names as `SUGGESTED`, then only what else to do."""
    left = iter(range(SUGGESTED))

    def suggest(name: str, otherwise: str) -> str:
        return suggestion(name, () if next(left, None) is None else known, otherwise)

    return suggest


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]
