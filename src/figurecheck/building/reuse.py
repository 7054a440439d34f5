"""When a chapter need not run again, why it must, and its executed notebook with new prose."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from figurecheck.building.chapters import Chapter
from figurecheck.building.inputs import LOCK, PACKAGE, changed, text_hash
from figurecheck.prose import expressions
from figurecheck.running.parameters import TAG, source_of

FORMAT = 1  # of the store; a change of what is stored makes every older run another one

# Read by the package itself, once for many chapters.
DRAWN_WITH = ("report/fonts/", "report/styles/")

Notebook = Mapping[str, Any]


def parts(
    notebook: Notebook,
    parameters: Mapping[str, Any],
    chapter: Chapter,
    inputs: Mapping[str, str],
    environment: str,
) -> dict[str, Any]:
    """What a run of the chapter depends on, apart from the bytes of the files that it reads.

    Prose is not among it, but the values that it asks for are, with their places between the
    code cells: an expression may change what a later one gives.
    """
    code: list[Any] = []
    asked: list[Any] = []
    for cell in notebook["cells"]:
        source = source_of(cell)
        if cell["cell_type"] == "code":
            code.append([source, cell.get("metadata", {})])
        elif cell["cell_type"] == "markdown":
            asked += [[len(code), role.expression] for role in expressions(source)]
    return {
        "format": FORMAT,
        "code": text_hash([code, notebook.get("metadata", {})]),
        "values asked for in prose": text_hash(asked),
        "parameters": dict(parameters),
        "writes": list(chapter.writes),
        "package": {n: h for n, h in inputs.items() if n.startswith((f"{PACKAGE}/", *DRAWN_WITH))},
        "modules": {n: h for n, h in inputs.items() if _is_module(n)},
        "packages": inputs.get(LOCK, ""),
        "Python and installed packages": environment,
    }


def cause(before: Mapping[str, Any], now: Mapping[str, Any]) -> str:
    """What has changed in the `parts` of a chapter, in words; nothing where they are equal."""
    if not before:
        return "never built"
    for name, value in now.items():
        old = before.get(name)
        if old == value:
            continue
        if isinstance(value, dict) and isinstance(old, dict):
            names = [key for key in {**old, **value} if old.get(key) != value.get(key)]
            more = f" and {len(names) - 1} more" if len(names) > 1 else ""
            return f"{sorted(names)[0]}{more} changed"
        return f"{name} changed"
    return ""


def files_cause(before: Mapping[str, str], now: Mapping[str, str]) -> str:
    """Which of the files that were read have changed, in words."""
    names = changed(before, now)
    more = f" and {len(names) - 1} more" if len(names) > 1 else ""
    return f"{names[0]}{more} changed" if names else "the names in a folder changed"


def with_prose(stored: Notebook, source: Notebook) -> str:
    """The executed notebook `stored` with the prose of `source`, as JSON.

    The code cells and the values asked for are the same in both: that is what the key says.
    """
    run = [cell for cell in stored["cells"] if cell["cell_type"] == "code"]
    injected = [cell for cell in run if _is_injected(cell)]
    executed = iter([cell for cell in run if not _is_injected(cell)])
    results = iter(
        [
            result
            for cell in stored["cells"]
            for result in cell.get("metadata", {}).get("user_expressions", ())
        ]
    )
    made: list[dict[str, Any]] = []
    tagged = any(_tags(cell, TAG) for cell in source["cells"])
    if not tagged:
        made += injected
    for number, cell in enumerate(source["cells"], 1):
        new = {**cell, "id": f"cell-{number}", "source": _lines(source_of(cell))}
        metadata = dict(cell.get("metadata", {}))
        if not metadata.get("tags"):
            metadata.pop("tags", None)
        if cell["cell_type"] == "code":
            found = next(executed)
            new.update(outputs=found["outputs"], execution_count=found["execution_count"])
        elif cell["cell_type"] == "markdown":
            roles = expressions(source_of(cell))
            if roles:
                metadata["user_expressions"] = [next(results) for _ in roles]
        new["metadata"] = metadata
        made.append(new)
        if tagged and _tags(cell, TAG):
            made += injected
            tagged = False
    return to_json({**stored, "cells": made})


def to_json(notebook: Notebook) -> str:
    """A notebook as papermill writes it."""
    return json.dumps(notebook, ensure_ascii=False, indent=1, sort_keys=True)


def read_json(path: Path) -> dict[str, Any]:
    """A notebook that was written here."""
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found


def _lines(text: str) -> list[str]:
    return text.splitlines(keepends=True)


def _is_injected(cell: Mapping[str, Any]) -> bool:
    return _tags(cell, "injected-parameters")


def _tags(cell: Mapping[str, Any], tag: str) -> bool:
    return tag in cell.get("metadata", {}).get("tags", ())


def _is_module(name: str) -> bool:
    return name.startswith("notebooks/") and name.endswith(".py")
