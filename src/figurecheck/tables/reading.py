"""One raw table from its file: UTF-8 text, comma-separated, every row of the header's length."""

from __future__ import annotations

import csv
from array import array
from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np
import pandas as pd

from figurecheck.errors import DataError, Problem
from figurecheck.tables.columns import BATCH, Columns, batches
from figurecheck.tables.nearest import nearest
from figurecheck.tables.schema import Table

LONGEST_LINE = 2**20  # bytes; what is longer is no table, and is not held in memory
LINE = "line"  # added to every table: the line of the file on which the row begins

Record = tuple[int, list[str]]  # the line on which a row begins, and its cells


def read_table(root: Path, table: Table, shared: dict[str, str] | None = None) -> pd.DataFrame:
    """The rows of `table` as text, blank cells as "", with the column `line`.

    Equal cells are one string, those in `shared` too. A byte order mark and Windows line ends
    are tolerated. Raises DataError for a file that is missing, is not UTF-8, holds NUL bytes
    or is no CSV, for a header that is not the schema's and for every row of another length.
    """
    _check_bytes(root, table.file)
    with (root / table.file).open(encoding="utf-8-sig", newline="") as text:
        records = _records(text, table.file)
        _, header = next(records, (1, []))
        if problems := list(_header_problems(header, table)):
            raise DataError(problems)
        return _rows(records, table, Columns(header, shared))


def read_text(file: Path) -> pd.DataFrame:
    """A table that the build wrote, as text, blank cells as ""; equal cells are one string."""
    with file.open(encoding="utf-8", newline="") as text:
        rows = csv.reader(text)
        columns = Columns(next(rows, []))
        for batch in batches(rows, BATCH):
            columns.extend(batch)
    return columns.table()


def _rows(records: Iterator[Record], table: Table, columns: Columns) -> pd.DataFrame:
    """The table of the records, if all of them have the right width."""
    lines = array("q")
    problems: list[Problem] = []
    width = len(table.columns)
    for batch in batches(records, BATCH):
        problems += [
            _ragged(table.file, *found, width) for found in batch if len(found[1]) != width
        ]
        whole = [record for record in batch if len(record[1]) == width]
        lines.extend(line for line, _ in whole)
        columns.extend(cells for _, cells in whole)
    if not lines and not problems and not table.may_be_empty:
        problems = [Problem(table.file, "at least one row", "Restore the table's rows.")]
    if problems:
        raise DataError(problems)
    return columns.table().assign(**{LINE: np.asarray(lines, dtype="int64")})


def _check_bytes(root: Path, file: str) -> None:
    """Raises DataError for no file, NUL bytes, overlong lines and then what is not UTF-8."""
    if not (root / file).is_file():  # a folder or a pipe in its place is none
        raise DataError(Problem(file, "a file", "Restore it, or drop its table."))
    wrong: Problem | None = None
    with (root / file).open("rb") as text:
        place = 0
        for row, line in enumerate(iter(lambda: text.readline(LONGEST_LINE), b""), start=1):
            if (nul := line.find(b"\0")) >= 0:
                raise DataError(_nul(file, row, place + nul))
            if len(line) == LONGEST_LINE:
                raise DataError(_overlong(file, row))
            if wrong is None:
                wrong = _undecodable(file, row, place, line)
            place += len(line)
    if wrong is not None:
        raise DataError(wrong)


def _nul(file: str, row: int, place: int) -> Problem:
    remedy = "Save it as UTF-8, not UTF-16, or restore it."
    return Problem(file, f"text without NUL bytes (byte {place})", remedy, row)


def _overlong(file: str, row: int) -> Problem:
    remedy = "Look for a line end or a quotation mark that is lost."
    return Problem(file, f"a line of less than {LONGEST_LINE:,} bytes", remedy, row)


def _undecodable(file: str, row: int, place: int, line: bytes) -> Problem | None:
    """What is wrong with a line that is not UTF-8; `place` is the byte at which it begins."""
    try:
        line.decode("utf-8")
    except UnicodeDecodeError as reason:
        found = f"byte {place + reason.start} is {line[reason.start]:#04x}"
        return Problem(file, f"UTF-8 text ({found})", "Save the file as UTF-8.", row)
    return None


def _records(text: Iterable[str], file: str) -> Iterator[Record]:
    """Each record with the line on which it begins."""
    reader = csv.reader(text, strict=True)
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
