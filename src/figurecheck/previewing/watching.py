"""What was saved: the files that a report depends on, by time and size."""

from __future__ import annotations

from figurecheck.building.inputs import LOCK, PACKAGE, Mark

# What a process has read once and holds as it was.
_HELD = (f"{PACKAGE}/", "report/fonts/", "report/styles/", LOCK)

State = dict[str, Mark]


def saved(before: State, after: State) -> list[str]:
    """The files that were written, added or removed, in order."""
    return sorted(name for name in {*before, *after} if before.get(name) != after.get(name))


def cause(names: list[str]) -> str:
    """Which files they are, in a few words.

    >>> cause(["data/raw/figures.csv", "data/raw/series.csv"])
    'data/raw/figures.csv and 1 more changed'
    """
    more = f" and {len(names) - 1} more" if len(names) > 1 else ""
    return f"{names[0]}{more} changed"


def is_held(names: list[str]) -> bool:
    """Whether a process that builds has read one of the files once and for all."""
    return any(name.startswith(_HELD) for name in names)
