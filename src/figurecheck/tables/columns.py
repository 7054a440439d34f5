"""Rows to columns and back, a few rows at a time.

A table of a million rows is small as columns in which equal cells are one string, and large as
rows: each row that is an object of its own takes more memory than all of its cells.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, TypeVar

import pandas as pd

BATCH = 200  # rows held at a time: few enough to stay in the processor's cache

T = TypeVar("T")


class Columns:
    """A table of text while it grows; equal cells become one string.

    Tables that repeat each other's keys may share their strings: `shared` holds one of each.
    """

    def __init__(self, names: Sequence[str], shared: dict[str, str] | None = None) -> None:
        self._names = names
        self._cells: list[list[str]] = [[] for _ in names]
        self._shared = {} if shared is None else shared

    def extend(self, rows: Iterable[Sequence[str]]) -> None:
        """Adds rows, each with a cell for every name."""
        for column, cells in zip(self._cells, zip(*rows, strict=True), strict=False):
            column.extend(map(self._shared.setdefault, cells, cells))

    def add(self, *rows: Mapping[str, str]) -> None:
        """Adds rows that name their cells."""
        self.extend([row[name] for name in self._names] for row in rows)

    def table(self) -> pd.DataFrame:
        """The rows so far as a table of text; they are no longer held here."""
        named = {}
        for name in self._names:
            named[name] = pd.Series(self._cells.pop(0), dtype=str)
        return pd.DataFrame(named, copy=False)


def from_rows(rows: Iterable[Mapping[str, str]], names: Sequence[str]) -> pd.DataFrame:
    """The table of `rows`, which may be made one by one; its columns are `names`."""
    columns = Columns(names)
    for batch in batches(rows, BATCH):
        columns.add(*batch)
    return columns.table()


def rows_of(table: pd.DataFrame) -> Iterator[dict[Any, Any]]:
    """The rows of a table one by one, each by its columns' names."""
    cells = {name: table[name].to_numpy() for name in table}
    for start in range(0, len(table), BATCH):
        batch = [column[start : start + BATCH].tolist() for column in cells.values()]
        for row in zip(*batch, strict=True):
            yield dict(zip(cells, row, strict=True))


def batches(items: Iterable[T], size: int) -> Iterator[list[T]]:
    """The items in lists of at most `size`."""
    several = iter(items)
    while batch := list(islice(several, size)):
        yield batch
