"""What a build says at its end: which numbers moved since the one before, in a screen."""

from __future__ import annotations

from collections.abc import Iterable

from figurecheck.changes.rows import Change

SCREEN = 15  # lines; with the paths that a build prints above them they fit twenty


def report(changes: Iterable[Change], limit: int = SCREEN) -> list[str]:
    """The lines that say which numbers moved, flipped verdicts first, or "no number moved".

    At most `limit`: what does not fit is counted.
    """
    moved = sorted((c for c in changes if c.moves), key=lambda change: not change.flips)
    if not moved:
        return ["no number moved"]
    flips = sum(change.flips for change in moved)
    told = f"{_count(flips, 'verdict')} flipped, " if flips else ""
    heading = f"{told}{_count(len(moved), 'row')} moved:"
    if len(moved) < limit:
        return [heading, *(f"  {change}" for change in moved)]
    shown = [f"  {change}" for change in moved[: limit - 2]]
    return [heading, *shown, f"  … and {len(moved) - len(shown)} more (make diff tells all)"]


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
