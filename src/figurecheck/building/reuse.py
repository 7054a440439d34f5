"""When a chapter need not run again, why it must, and its executed notebook with new prose."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from fnmatch import filter as filter_names
from typing import Any

from figurecheck.building.chapters import Chapter
from figurecheck.building.inputs import LOCK, changed, package, text_hash
from figurecheck.notebooks import Notebook, source_of
from figurecheck.prose import expressions
from figurecheck.running.parameters import INJECTED, TAG

# The parts that say how a chapter works, and not on what.
PROGRAM = ("format", "code", "package", "modules", "packages", "Python and installed packages")

FORMAT = 1  # of the store; a change of what is stored makes every older run another one

# What papermill and JupyterLab note in the metadata of a cell: see stable.steady.
_OF_A_RUN = ("papermill", "execution", "ExecuteTime", "trusted")


def parts(
    notebook: Notebook,
    parameters: Mapping[str, Any],
    chapter: Chapter,
    inputs: Mapping[str, str],
    written: Iterable[str],
    environment: str,
) -> dict[str, Any]:
    """What a run of the chapter depends on, apart from the bytes of the files that it reads.

    Prose is not among it, but the values that it asks for are, with their places between the
    code cells: an expression may change what a later one gives. So are the names of the files
    that it may read, of the project's and of those `written` by chapters: it may ask whether
    there is one.
    """
    code: list[Any] = []
    asked: list[Any] = []
    for cell in notebook["cells"]:
        source = source_of(cell)
        if cell["cell_type"] == "code":
            code.append([source, cell.get("metadata", {})])
        elif cell["cell_type"] == "markdown":
            asked += [[len(code), role.expression] for role in expressions(source)]
    others = {name: value for name, value in notebook.items() if name != "cells"}
    names = [*inputs, *written]
    return {
        "format": FORMAT,
        "code": text_hash([code, others]),
        "values asked for in prose": text_hash(asked),
        "parameters": dict(parameters),
        "writes": list(chapter.writes),
        "files": {n: "" for pattern in chapter.reads for n in filter_names(names, pattern)},
        "package": package(inputs),
        "modules": {n: h for n, h in inputs.items() if is_module(n)},
        "packages": inputs.get(LOCK, ""),
        "Python and installed packages": environment,
    }


def cause(before: Mapping[str, Any], now: Mapping[str, Any]) -> str:
    """What has changed in the `parts` of a chapter, in words; nothing where they are equal."""
    for name, value in now.items():
        old = before.get(name)
        if old == value:
            continue
        if isinstance(value, dict) and isinstance(old, dict):
            return files_cause(old, value)
        return f"{name} changed"
    return ""


def files_cause(before: Mapping[str, Any], now: Mapping[str, Any]) -> str:
    """Which entries differ, in words; nothing where they are equal."""
    names = changed(before, now)
    if not names:
        return ""
    first, *others = names
    how = "added" if first not in before else "removed" if first not in now else "changed"
    return f"{first} {how}" + (f", {len(others)} more changed" if others else "")


def with_prose(stored: Notebook, source: Notebook) -> Notebook:
    """The executed notebook `stored` with the prose of `source`.

    The code cells and the values asked for are the same in both: that is what the key says.
    Raises ValueError where they do not stand in the same order.
    """
    run = [cell for cell in stored["cells"] if cell["cell_type"] == "code"]
    executed = iter([cell for cell in run if not _is_injected(cell)])
    results = iter(
        [
            result
            for cell in stored["cells"]
            if cell["cell_type"] == "markdown"
            for result in cell["metadata"].get("user_expressions", ())
        ]
    )
    made: list[dict[str, Any]] = []
    for cell in source["cells"]:
        if _is_injected(cell):
            continue
        if cell["cell_type"] == "code":
            new = dict(next(executed))
        else:
            new = _prose(cell)
            roles = expressions(source_of(cell)) if cell["cell_type"] == "markdown" else ()
            if roles:
                new["metadata"]["user_expressions"] = [next(results) for _ in roles]
        made.append({**new, "id": f"cell-{len(made) + 1}"})
    place = _place_of_injected(source["cells"])
    made[place:place] = [cell for cell in run if _is_injected(cell)]
    sources = [cell["source"] for cell in made if cell["cell_type"] == "code"]
    if sources != [cell["source"] for cell in run]:
        raise ValueError("more than one cell that papermill added")
    return {**stored, "cells": made}


def to_json(notebook: Notebook) -> str:
    """A notebook as papermill writes it."""
    return json.dumps(notebook, ensure_ascii=False, indent=1, sort_keys=True)


def is_module(name: str) -> bool:
    """Whether a file lies where notebooks import modules from."""
    return name.startswith("notebooks/") and name.endswith(".py")


def _prose(cell: Mapping[str, Any]) -> dict[str, Any]:
    """A cell that is no code as it stands in an executed notebook: see stable.steady."""
    if "attachments" in cell:
        cell = _written_by_nbformat(cell)
    of_a_run = (*_OF_A_RUN, "user_expressions") if cell["cell_type"] == "markdown" else _OF_A_RUN
    metadata = {n: v for n, v in cell.get("metadata", {}).items() if n not in of_a_run}
    if not metadata.get("tags"):
        metadata.pop("tags", None)
    lines = source_of(cell).splitlines(keepends=True)
    return {**cell, "source": lines, "metadata": metadata}


def _written_by_nbformat(cell: Mapping[str, Any]) -> dict[str, Any]:
    from nbformat import from_dict
    from nbformat.v4.rwbase import rejoin_lines, split_lines

    found: dict[str, Any] = split_lines(rejoin_lines(from_dict({"cells": [cell]}))).cells[0]
    return found


def _place_of_injected(cells: Sequence[Mapping[str, Any]]) -> int:
    """Where papermill puts the parameters: in the place of an older such cell, behind the cell
    tagged parameters, or first."""
    tags = [cell.get("metadata", {}).get("tags", ()) for cell in cells]
    for tag, behind in ((INJECTED, 0), (TAG, 1)):
        for number, found in enumerate(tags):
            if tag in found:
                return number + behind
    return 0


def _is_injected(cell: Mapping[str, Any]) -> bool:
    return INJECTED in cell.get("metadata", {}).get("tags", ())
