"""What is wrong before anything runs: in data, notebooks, lists and the articles' coverage."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from figurecheck.building.build import read_notebook
from figurecheck.building.chapters import read_contents
from figurecheck.editions import Editions, read_editions
from figurecheck.errors import DataError, Problem
from figurecheck.lint import lint
from figurecheck.notebooks import source_of
from figurecheck.prose import expressions
from figurecheck.rooms import NOTEBOOKS
from figurecheck.running.parameters import declared_names

STRIP = "Run make strip."
_VOLATILE = ("execution", "papermill", "user_expressions", "ExecuteTime", "trusted")


def check(project: Path, sources: Path | None = None) -> list[Problem]:
    """All offences in the project's data, notebooks and lists.

    With `sources`, a folder with the articles' texts, also what of them no claim covers.
    """
    return [
        *_offences(lambda: read_contents(project)),
        *check_notebooks(project),
        *_offences(lambda: lint(project)),
        *check_data(project, sources),
    ]


def check_notebooks(project: Path) -> list[Problem]:
    """The offences of the notebooks and of the parameters that they share with editions.toml."""
    try:
        declared = read_editions(project)
    except DataError as error:
        return list(error.problems)
    return [
        problem
        for path in sorted((project / NOTEBOOKS).glob("*.ipynb"))
        for problem in check_notebook(path, f"{NOTEBOOKS.as_posix()}/{path.name}", declared)
    ]


def check_notebook(path: Path, file: str, declared: Editions) -> list[Problem]:
    """The offences of one notebook: how it is stored, its parameters, the roles in its prose."""
    try:
        notebook = read_notebook(path, file)
    except DataError as error:
        return list(error.problems)
    stored = [
        problem
        for number, cell in enumerate(notebook["cells"], 1)
        for problem in _cell_offences(cell, number, f"{file}, cell {number}")
    ]
    return stored + _offences(lambda: declared_names(notebook, file, declared.parameters))


def _cell_offences(cell: dict[str, Any], number: int, place: str) -> Iterable[Problem]:
    if cell.get("id") != f"cell-{number}":
        yield Problem(place, f"the id cell-{number}", STRIP, value=str(cell.get("id")))
    if cell.get("outputs"):
        yield Problem(place, "no stored outputs", STRIP)
    if cell.get("execution_count") is not None:
        yield Problem(place, "no execution count", STRIP, value=str(cell["execution_count"]))
    for entry in _VOLATILE:
        if entry in cell.get("metadata", {}):
            yield Problem(place, "no metadata of a run", STRIP, column=entry)
    if cell.get("cell_type") == "markdown":
        yield from _role_offences(source_of(cell), place)


def _role_offences(source: str, place: str) -> Iterable[Problem]:
    """Inline values that are none, or that are no Python."""
    for role in expressions(source):
        try:
            compile(role.expression, place, "eval")
        except SyntaxError as error:
            row, remedy = source.count("\n", 0, role.start) + 1, f"Mend it: {error.msg}."
            yield Problem(place, "a Python expression", remedy, row, value=role.expression)


def check_data(project: Path, sources: Path | None) -> list[Problem]:
    """The offences of the raw tables, of every phrase in them, and of what no claim covers."""
    from figurecheck import checking, claims, cleaning, coverage, tables
    from figurecheck.lint.statements import check_statements

    try:
        raw = tables.read_raw(project)
    except DataError as error:  # what is in them cannot be read before they are in order
        return list(error.problems)
    return [
        *_offences(lambda: tables.check_package(project)),
        *_offences(lambda: cleaning.clean(raw)),
        *_offences(lambda: claims.read_claims(raw)),
        *_offences(lambda: check_statements(raw["claims"])),
        *_offences(lambda: checking.read_checks(raw)),
        *(_offences(lambda: coverage.check_coverage(raw, sources)) if sources else ()),
    ]


def _offences(check: Callable[[], object]) -> list[Problem]:
    try:
        check()
    except DataError as error:
        return list(error.problems)
    return []
