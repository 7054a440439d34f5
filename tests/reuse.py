"""Builds of small projects held against builds from nothing, and edits of their notebooks."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from figurecheck.building.build import build
from figurecheck.building.graph import Outcome
from figurecheck.errors import DataError
from tests.small_project import contents_of, rewrite

FIRST, SECOND = "01-clean.ipynb", "02-growth.ipynb"
UNCHANGED = {FIRST: "unchanged", SECOND: "unchanged"}
NEW = {FIRST: "ran: never built", SECOND: "ran: never built"}

Cells = list[dict[str, Any]]
Given = Sequence[tuple[str, str]]


def notes(project: Path, edition: str = "latest", given: Given = ()) -> dict[str, str]:
    """Builds; what is told of each notebook."""
    told: dict[str, str] = {}

    def tell(key: str, outcome: Outcome) -> None:
        told[key.rpartition("/")[2]] = outcome.note

    build(project, edition, given, tell=tell)
    assert told.pop("report") == "published"
    return told


def offences(project: Path, edition: str = "latest") -> str:
    """What is told of a build that fails."""
    with pytest.raises(DataError) as caught:
        build(project, edition)
    return str(caught.value)


def built(project: Path, edition: str = "latest") -> dict[str, bytes]:
    """The files of a report."""
    return contents_of(project / "build" / edition)


def from_nothing(project: Path, edition: str = "latest", given: Given = ()) -> dict[str, bytes]:
    """What a build makes where no build was before; the one that is there stays."""
    aside = project.parent / f"{project.name}.aside"
    (project / "build").rename(aside)
    try:
        build(project, edition, given)
        return built(project, edition)
    finally:
        shutil.rmtree(project / "build", ignore_errors=True)
        aside.rename(project / "build")


def check_equal_to_a_first_build(project: Path, edition: str = "latest", given: Given = ()) -> None:
    """Holds the report against one that is built from nothing, byte for byte."""
    incremental, first = built(project, edition), from_nothing(project, edition, given)
    assert incremental == first


def change_cells(project: Path, name: str, change: Callable[[Cells], object]) -> None:
    """Changes the cells of a notebook as they stand in its JSON."""
    path = project / "notebooks" / name
    notebook = json.loads(path.read_text(encoding="utf-8"))
    change(notebook["cells"])
    path.write_text(json.dumps(notebook, ensure_ascii=False), encoding="utf-8")


def cell(kind: str, source: str | list[str], **others: Any) -> dict[str, Any]:
    """A cell as JSON has it."""
    made = {"cell_type": kind, "id": "new", "source": source, "metadata": {}, **others}
    return {**made, "outputs": [], "execution_count": None} if kind == "code" else made


def add_code(project: Path, source: str, notebook: str = SECOND) -> None:
    """Adds a code cell at the end of a notebook."""
    change_cells(project, notebook, lambda cells: cells.append(cell("code", source)))


def name_reads(project: Path, pattern: str) -> None:
    """Lets the second chapter read more."""
    old = 'reads = ["clean/figures.csv"'
    rewrite(project, "report/chapters.toml", old, f'{old}, "{pattern}"')
