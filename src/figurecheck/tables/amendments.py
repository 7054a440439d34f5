"""Corrections and exclusions point at rows of other tables: what they point at must be there."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial

import pandas as pd

from figurecheck.errors import Problem
from figurecheck.tables.nearest import suggester, suggestion
from figurecheck.tables.reading import LINE
from figurecheck.tables.rules import Fault, cell_problems, fault, unknown_to
from figurecheck.tables.schema import Field, Table

CORRECTIONS, EXCLUSIONS = "corrections", "exclusions"
PASSAGES = "claims"  # exclusions under this table are words of an article, not rows


def amendment_problems(
    package: Mapping[str, Table], tables: Mapping[str, pd.DataFrame]
) -> Iterator[Problem]:
    """What is wrong with the corrections and exclusions, beyond their own cells.

    A row or column that is not there, and a cell that would be wrong once corrected. Tables
    that could not be read are skipped.
    """
    if CORRECTIONS in tables:
        for name, rows in tables[CORRECTIONS].groupby("table"):
            if name in tables:
                file = package[CORRECTIONS].file
                yield from _lost_keys(file, rows, package[str(name)], tables[str(name)])
                yield from _bad_columns(file, rows, package[str(name)], tables)
    if EXCLUSIONS in tables:
        for name, rows in tables[EXCLUSIONS].groupby("table"):
            if name in tables and name != PASSAGES:
                file = package[EXCLUSIONS].file
                yield from _lost_keys(file, rows, package[str(name)], tables[str(name)])


def _lost_keys(
    file: str, rows: pd.DataFrame, table: Table, target: pd.DataFrame
) -> Iterator[Problem]:
    known = frozenset(target[table.primary_key[0]].tolist())
    suggest = suggester(known)

    def judge(key: str) -> Fault | None:
        if key in known:
            return None
        remedy = suggest(key, "drop this row: what it speaks of is gone.")
        return Fault(f"a {table.primary_key[0]} of {table.name}", remedy)

    yield from cell_problems(file, rows["key"], rows[LINE], judge)


def _bad_columns(
    file: str, rows: pd.DataFrame, table: Table, tables: Mapping[str, pd.DataFrame]
) -> Iterator[Problem]:
    fields = {field.name: field for field in table.fields}

    def judge(column: str) -> Fault | None:
        if column in fields:
            return None
        remedy = suggestion(column, fields, f"choose one of {', '.join(fields)}.")
        return Fault(f"a column of {table.name}", remedy)

    yield from cell_problems(file, rows["column"], rows[LINE], judge)
    for column, cells in rows.groupby("column"):
        for judge_value in _judges(fields.get(str(column)), table, tables):
            yield from cell_problems(file, cells["should_be"], cells[LINE], judge_value)


def _judges(
    field: Field | None, table: Table, tables: Mapping[str, pd.DataFrame]
) -> Iterator[Callable[[str], Fault | None]]:
    """The rules that a corrected cell of `field` has to pass."""
    if field is None:
        return
    yield partial(fault, field)
    for key in table.foreign_keys:
        if key.column == field.name and key.table in tables:
            yield unknown_to(key, frozenset(tables[key.table][key.target].tolist()))
