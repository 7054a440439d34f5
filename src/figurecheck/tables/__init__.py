"""Reading the raw tables: hand-edited text, checked against data/datapackage.json."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import pandas as pd

from figurecheck.errors import DataError, Problem
from figurecheck.tables.amendments import amendment_problems
from figurecheck.tables.reading import LINE, read_table, read_text
from figurecheck.tables.rules import reference_problems, table_problems
from figurecheck.tables.schema import PACKAGE, read_package

__all__ = ["LINE", "RawTables", "check_package", "read_raw", "read_text"]


class RawTables(Mapping[str, pd.DataFrame]):
    """The raw tables of a project, each read when it is asked for: who wants one reads no other.

    A table is held against its own rules. That its references lead somewhere is known only when
    all are read: see `read_raw`. Raises DataError as that does.
    """

    def __init__(self, root: Path) -> None:
        self._root, self._package = root, read_package(root)
        self._tables: dict[str, pd.DataFrame] = {}
        self._shared: dict[str, str] = {}  # keys stand in several tables

    def __getitem__(self, name: str) -> pd.DataFrame:
        if name not in self._tables:
            table = self._package[name]
            rows = read_table(self._root, table, self._shared)
            if problems := list(table_problems(table, rows)):
                raise DataError(problems)
            self._tables[name] = rows
        return self._tables[name]

    def __contains__(self, name: object) -> bool:
        return name in self._package  # without reading it

    def __iter__(self) -> Iterator[str]:
        return iter(self._package)

    def __len__(self) -> int:
        return len(self._package)


def read_raw(root: Path) -> dict[str, pd.DataFrame]:
    """All raw tables of the project at `root`, by name; cells are text, blank cells "".

    The column `line` is added: where in the file the row begins. Raises DataError, with all
    offenders at once, for files that cannot be read and cells, keys and references that
    break a rule of data/datapackage.json.
    """
    package = read_package(root)
    tables: dict[str, pd.DataFrame] = {}
    problems: list[Problem] = []
    shared: dict[str, str] = {}  # keys stand in several tables
    for table in package.values():
        try:
            tables[table.name] = read_table(root, table, shared)
        except DataError as error:
            problems.extend(error.problems)
    del shared
    for name, rows in tables.items():
        problems.extend(table_problems(package[name], rows))
        problems.extend(reference_problems(package[name], tables))
    problems.extend(amendment_problems(package, tables))
    if problems:
        raise DataError(problems)
    return tables


def check_package(root: Path) -> None:
    """Validates data/datapackage.json and its tables with frictionless, as an outsider would.

    Raises DataError with what frictionless finds, and for CSV files beside the tables that
    the package does not describe.
    """
    from frictionless import Package  # slow to import, and nothing else here needs it

    problems = list(_undescribed(root))
    report = Package(str(root / PACKAGE)).validate()
    problems += [Problem(PACKAGE, error.message, "Mend the package.") for error in report.errors]
    for task in report.tasks:
        for error in task.errors:
            problems.append(
                Problem(
                    f"data/{task.place}",
                    error.message,
                    "Mend the row, or the schema in data/datapackage.json.",
                    getattr(error, "row_number", None),
                    getattr(error, "field_name", None),
                )
            )
    if problems:
        raise DataError(problems)


def _undescribed(root: Path) -> list[Problem]:
    described = {table.file for table in read_package(root).values()}
    files = (file.relative_to(root).as_posix() for file in sorted(root.glob("data/raw/*.csv")))
    return [
        Problem(file, f"a table that {PACKAGE} describes", "Describe it there, or move it away.")
        for file in files
        if file not in described
    ]
