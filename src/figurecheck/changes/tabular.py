"""A part of a difference that can be printed: a table under a heading."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TypeVar

Cells = tuple[str, ...]
T = TypeVar("T")


@dataclass(frozen=True)
class Section:
    """A heading, a sentence that explains it, and a table; `lines` tell the rows one by one."""

    title: str
    columns: Cells
    rows: tuple[Cells, ...]
    lines: tuple[str, ...]
    lead: str = ""
    minor: bool = False  # follows from what was told before it


def section(
    title: str,
    columns: Cells,
    items: Iterable[T],
    told: Callable[[T], tuple[Cells, str]],
    lead: str = "",
    minor: bool = False,
) -> Section:
    """The section of `items`, each `told` as the cells of a row and as a line."""
    rows = [told(item) for item in items]
    cells, lines = tuple(row for row, _ in rows), tuple(line for _, line in rows)
    return Section(title, columns, cells, lines, lead, minor)
