"""The parameters cell of a notebook: literals of declared names with the declared defaults."""

from __future__ import annotations

import ast
from collections.abc import Mapping

from figurecheck.editions import Parameter, unknown
from figurecheck.errors import DataError, Problem
from figurecheck.notebooks import Notebook, source_of

TAG = "parameters"
INJECTED = "injected-parameters"  # of the cell that papermill adds


def declared_names(
    notebook: Notebook, file: str, parameters: Mapping[str, Parameter]
) -> tuple[str, ...]:
    """The parameters that the notebook's parameters cell sets; none where it has no such cell.

    Raises DataError for a second cell, for anything but an assignment of a literal to a
    declared name, and for a value other than the declared default: a reader who runs the
    notebook by hand gets what the edition `latest` gets.
    """
    tagged = [
        (number, cell)
        for number, cell in enumerate(notebook["cells"], 1)
        if TAG in cell.get("metadata", {}).get("tags", [])
    ]
    if not tagged:
        return ()
    problems = [
        Problem(f"{file}, cell {number}", "one parameters cell", "Join it with the first.")
        for number, _ in tagged[1:]
    ]
    number, cell = tagged[0]
    place = f"{file}, cell {number}"
    names = []
    for statement in _statements(source_of(cell), place):
        names.append(_name(statement))
        problems += _offences(statement, place, parameters)
    if problems:
        raise DataError(problems)
    return tuple(names)


def _statements(source: str, place: str) -> list[ast.stmt]:
    try:
        return ast.parse(source).body
    except SyntaxError as error:
        problem = Problem(place, "Python that can be read", f"Mend it: {error.msg}.", error.lineno)
        raise DataError(problem) from error


def _name(statement: ast.stmt) -> str:
    if isinstance(statement, ast.Assign) and len(statement.targets) == 1:
        target = statement.targets[0]
    elif isinstance(statement, ast.AnnAssign) and statement.value:
        target = statement.target
    else:
        return ""
    return target.id if isinstance(target, ast.Name) else ""


def _offences(
    statement: ast.stmt, place: str, parameters: Mapping[str, Parameter]
) -> list[Problem]:
    name, row, text = _name(statement), statement.lineno, ast.unparse(statement)
    if not name:
        remedy = "Move it to the next cell."
        return [Problem(place, "only assignments, name = literal", remedy, row, value=text)]
    if name not in parameters:
        return [unknown("parameter", name, parameters, f"line {row}", place)]
    try:
        value = ast.literal_eval(statement.value)  # type: ignore[attr-defined]  # it has a name
    except ValueError:
        remedy = "Compute it in the next cell."
        return [Problem(place, "a literal", remedy, row, value=text)]
    default = parameters[name].default
    if value == default and type(value) is type(default):
        return []
    remedy = "Change one of the two; editions and -p set other values."
    expected = f"{name} = {default!r}, the default in report/editions.toml"
    return [Problem(place, expected, remedy, row, value=text)]
