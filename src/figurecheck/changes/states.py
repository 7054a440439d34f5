"""What of a build can be compared: tables, charts, values in prose, and what it was made from."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from figurecheck.changes.rows import Change, Keys, Table, compare
from figurecheck.editions import SINCE
from figurecheck.errors import DataError, Problem

TABLES = ("clean/*.csv", "results/*.csv")
NOTEBOOKS = "notebooks/*.ipynb"
MANIFEST = "manifest.json"

# The display data of charts and tables, as `figurecheck.charts` writes and publishing reads them.
_BUNDLE = "application/vnd.figurecheck+json"
_EXHIBITS = ("chart", "table")


@dataclass(frozen=True)
class Exhibit:
    """A chart or a table of the report: its rows are those that a reader sees."""

    label: str
    kind: str
    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class State:
    """A build as it can be compared; `values` are those of prose, by chapter and expression."""

    name: str
    tables: Mapping[str, Table]
    exhibits: Mapping[str, Exhibit] = field(default_factory=dict)
    values: Mapping[tuple[str, str], str] = field(default_factory=dict)
    parameters: Mapping[str, Any] = field(default_factory=dict)
    inputs: Mapping[str, str] = field(default_factory=dict)


def compare_tables(before: Path, after: Path, keys: Keys) -> list[Change]:
    """The rows that differ between the tables of the builds in two folders: see `compare`.

    Tables of equal bytes are not read.
    """
    old, new = _table_files(before), _table_files(after)
    both = old.keys() & new.keys()
    equal = {name for name in both if old[name].read_bytes() == new[name].read_bytes()}
    was, now = (
        {name: _read(path) for name, path in files.items() if name not in equal}
        for files in (old, new)
    )
    return compare(was, now, keys)


def read_state(folder: Path, name: str) -> State:
    """The build in `folder`, called `name`. Raises DataError where there is none."""
    manifest = _json(folder / MANIFEST, "Build it first.")
    notebooks = [_json(path, "Build it anew.") for path in sorted(folder.glob(NOTEBOOKS))]
    names = [path.stem for path in sorted(folder.glob(NOTEBOOKS))]
    exhibits: dict[str, Exhibit] = {}
    values: dict[tuple[str, str], str] = {}
    for chapter, notebook in zip(names, notebooks, strict=True):
        if not _compares(notebook):
            exhibits |= {f"{one.kind} {one.label}": one for one in _exhibits(notebook)}
            values |= {(chapter, expression): text for expression, text in _values(notebook)}
    return State(
        name,
        {name: _read(path) for name, path in _table_files(folder).items()},
        exhibits,
        values,
        manifest.get("parameters", {}),
        manifest.get("inputs", {}),
    )


def _table_files(folder: Path) -> dict[str, Path]:
    """The tables of the build in `folder`, by their path in it."""
    return {
        path.relative_to(folder).as_posix(): path
        for pattern in TABLES
        for path in sorted(folder.glob(pattern))
    }


def _compares(notebook: Mapping[str, Any]) -> bool:
    """Whether a chapter tells of changes itself: two editions have other ones before them."""
    papermill = notebook.get("metadata", {}).get("papermill", {})
    return SINCE in papermill.get("parameters", {})


def _exhibits(notebook: Mapping[str, Any]) -> Iterator[Exhibit]:
    for cell in notebook["cells"]:
        for output in cell.get("outputs", []):
            bundle = output.get("data", {}).get(_BUNDLE, {})
            if bundle.get("kind") in _EXHIBITS:
                title = bundle.get("headline") or bundle.get("caption") or ""
                columns = tuple(str(column.get("name", "")) for column in bundle["columns"])
                rows = tuple(tuple(map(_text, row)) for row in bundle["rows"])
                yield Exhibit(bundle["label"], bundle["kind"], title, columns, rows)


def _values(notebook: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for cell in notebook["cells"]:
        for entry in cell.get("metadata", {}).get("user_expressions", []):
            plain = entry.get("result", {}).get("data", {}).get("text/plain", "")
            yield entry["expression"], "".join(plain).strip("'\"")


def _text(cell: Any) -> str:
    return str(cell.get("text", "")) if isinstance(cell, dict) else str(cell)


def _read(path: Path) -> Table:
    with path.open(encoding="utf-8", newline="") as file:
        lines = csv.DictReader(file)
        names = tuple(lines.fieldnames or ())
        return Table(names, tuple({name: row.get(name) or "" for name in names} for row in lines))


def _json(path: Path, remedy: str) -> dict[str, Any]:
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise DataError(Problem(str(path), "a file of a build", f"{remedy} ({error})")) from error
    if not isinstance(found, dict):
        raise DataError(Problem(str(path), "an object in JSON", remedy))
    return found
