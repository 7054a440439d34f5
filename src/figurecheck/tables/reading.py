"""One raw table from its file: UTF-8 text, comma-separated, every row of the header's length."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import pandas as pd

from figurecheck.errors import DataError, Problem
from figurecheck.tables.nearest import nearest
from figurecheck.tables.schema import Table

BATCH = 200  # rows held as lists at a time: few enough to stay in the processor's cache
LINE = "line"  # added to every table: the line of the file on which the row begins

Record = tuple[int, list[str]]  # the line on which a row begins, and its cells


def read_table(root: Path, table: Table) -> pd.DataFrame:
    """The rows of `table` as text, blank cells as "", with the column `line`.

    A byte order mark and Windows line ends are tolerated. Raises DataError for a file that is
    missing, is not UTF-8, holds NUL bytes or is no CSV, for a header that is not the schema's
    and for every row of another length.
    """
    records = _records(_text(root, table.file), table.file)
    _, header = next(records, (1, []))
    if problems := list(_header_problems(header, table)):
        raise DataError(problems)
    lines, columns, problems = _columns(records, table.file, len(header))
    if not lines and not problems and not table.may_be_empty:
        problems = [Problem(table.file, "at least one row", "Restore the table's rows.")]
    if problems:
        raise DataError(problems)
    named = {n: pd.Series(c, dtype=str) for n, c in zip(header, columns, strict=True)}
    return pd.DataFrame({**named, LINE: pd.Series(lines, dtype="int64")})


def _columns(
    records: Iterator[Record], file: str, width: int
) -> tuple[list[int], list[list[str]], list[Problem]]:
    """The lines and columns of the records of the right width, and what is wrong with others.

    Rows become columns a few at a time and equal cells become one string: with a million rows
    that takes a quarter of the time and half of the memory.
    """
    lines: list[int] = []
    columns: list[list[str]] = [[] for _ in range(width)]
    shared: dict[str, str] = {}
    problems: list[Problem] = []
    for batch in _batches(records):
        problems += [_ragged(file, *record, width) for record in batch if len(record[1]) != width]
        whole = [record for record in batch if len(record[1]) == width]
        lines.extend(line for line, _ in whole)
        for column, cells in zip(
            columns, zip(*(cells for _, cells in whole), strict=True), strict=False
        ):
            column.extend(map(shared.setdefault, cells, cells))
    return lines, columns, problems


def _batches(records: Iterator[Record]) -> Iterator[list[Record]]:
    """The records in lists of at most `BATCH`."""
    while batch := list(islice(records, BATCH)):
        yield batch


def _text(root: Path, file: str) -> str:
    try:
        data = (root / file).read_bytes()
    except FileNotFoundError:
        raise DataError(Problem(file, "a file", "Restore it, or drop its table.")) from None
    if (nul := data.find(b"\0")) >= 0:
        raise DataError(
            Problem(
                file,
                f"text without NUL bytes (byte {nul})",
                "Save it as UTF-8, not UTF-16, or restore it.",
                row=data.count(b"\n", 0, nul) + 1,
            )
        )
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as reason:
        raise DataError(
            Problem(
                file,
                f"UTF-8 text (byte {reason.start} is {data[reason.start]:#04x})",
                "Save the file as UTF-8.",
                row=data.count(b"\n", 0, reason.start) + 1,
            )
        ) from None


def _records(text: str, file: str) -> Iterator[Record]:
    """Each record with the line on which it begins."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    line = 1
    try:
        for cells in reader:
            yield line, cells
            line = reader.line_num + 1
    except csv.Error as reason:
        raise DataError(
            Problem(
                file,
                f"comma-separated values ({reason})",
                "Look for a quotation mark that is not closed, or not doubled inside a cell.",
                row=line,
            )
        ) from None


def _header_problems(header: list[str], table: Table) -> Iterator[Problem]:
    missing = [name for name in table.columns if name not in header]
    for position, name in enumerate(header):
        if name in table.columns and name not in header[:position]:
            continue
        meant = nearest(name, missing)
        if meant:
            missing.remove(meant)
        yield Problem(
            table.file,
            f"the column {meant}" if meant else f"the columns {', '.join(table.columns)}",
            f"Rename it {meant}." if meant else "Take the column out.",
            row=1,
            column=name,
        )
    for name in missing:
        yield Problem(table.file, f"a column {name}", "Add it, blank if need be.", row=1)
    if sorted(header) == sorted(table.columns) and header != table.columns:
        yield Problem(
            table.file,
            f"the columns in this order: {', '.join(table.columns)}",
            "Put them in order.",
            row=1,
        )


def _ragged(file: str, line: int, cells: list[str], expected: int) -> Problem:
    remedy = "Put cells that hold a comma in quotation marks."
    if not cells:
        remedy = "Take the blank line out."
    return Problem(file, f"{expected} cells", remedy, row=line, value=f"{len(cells)} cells")
