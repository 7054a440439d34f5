"""How a page differs from the one before it: most edits touch a small part of a long text."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Patch:
    """What stands between the first `start` and the last `end` units of the page named `before`.

    Units are those of UTF-16, in which JavaScript counts.
    """

    before: str
    start: int
    end: int
    text: str


def patch(before: str, old: str, new: str) -> Patch:
    """What makes the `new` text of the `old` one, that of the page named `before`."""
    shorter = min(len(old), len(new))
    start = _greatest(shorter, lambda a, b: old[a:b] == new[a:b])
    end = _greatest(shorter - start, lambda a, b: _last(old, a, b) == _last(new, a, b))
    middle = new[start : len(new) - end]
    return Patch(before, _units(new[:start]), _units(new[len(new) - end :]), middle)


def _last(text: str, a: int, b: int) -> str:
    return text[len(text) - b : len(text) - a]


def _greatest(limit: int, same: Callable[[int, int], bool]) -> int:
    """The greatest number of characters, up to `limit`, that two texts share.

    `same(a, b)` says whether they share those from `a` to `b`.
    """
    low, high = 0, limit
    while low < high:
        middle = (low + high + 1) // 2
        if same(low, middle):
            low = middle
        else:
            high = middle - 1
    return low


def _units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
