"""A project of two tiny notebooks, made in a test: a table and a sentence about it."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from figurecheck.publishing import Chapter, Published, Report

CHAPTERS = """
[report]
title = "Cargo"
subtitle = "A sample"
language = "en"

[keys]
"clean/figures.csv" = ["figure"]

[[chapters]]
notebook = "01-clean.ipynb"
slug = "clean"
title = "Clean"
position = 2
reads = ["data/raw/figures.csv"]
writes = ["clean/figures.csv"]

[[chapters]]
notebook = "02-growth.ipynb"
slug = "growth"
title = "Growth"
position = 1
reads = ["clean/figures.csv"]
writes = ["results/growth.csv"]
"""

EDITIONS = """
[parameters.as_of]
type = "date"
default = ""

[parameters.target_tonnes]
type = "integer"
default = 10
unit = "tonne"
minimum = 1
maximum = 99

[editions.latest]

[editions.2024-03]
as_of = 2024-03-31
"""

FIGURES = "figure,value,unit,published\nF1,4,tonne,2024-01-05\nF2,6,tonne,2024-02-05\n"

CLEAN = """\
import os, shutil
from pathlib import Path
built = Path(os.environ["FIGURECHECK_BUILD"])
(built / "clean").mkdir()
_ = shutil.copy("../data/raw/figures.csv", built / "clean")
"""

GROWTH = """\
import csv, os
from pathlib import Path
built = Path(os.environ["FIGURECHECK_BUILD"])
values = [int(row["value"]) for row in csv.DictReader(open(built / "clean/figures.csv"))]
(built / "results").mkdir()
text = f"growth,value,unit,inputs\\nG1,{values[1] - values[0]},tonne,F1 F2\\n"
(built / "results/growth.csv").write_text(text)
"""


def small_project(folder: Path) -> Path:
    """Writes the project to `folder`."""
    for name in ("data/raw", "notebooks", "report"):
        (folder / name).mkdir(parents=True)
    (folder / "report/chapters.toml").write_text(CHAPTERS)
    (folder / "report/editions.toml").write_text(EDITIONS)
    (folder / "data/raw/figures.csv").write_text(FIGURES)
    write_notebook(folder / "notebooks/01-clean.ipynb", markdown("# Clean"), code(CLEAN))
    write_notebook(
        folder / "notebooks/02-growth.ipynb",
        markdown("# Growth"),
        parameters("target_tonnes = 10"),
        code(GROWTH),
        markdown("Of {eval}`target_tonnes` t, {eval}`values[1]` t went."),
    )
    return folder


def write_notebook(path: Path, *cells: nbformat.NotebookNode) -> Path:
    """Writes a notebook of `cells` as it is stored: ids by position, no outputs."""
    for number, cell in enumerate(cells, 1):
        cell["id"] = f"cell-{number}"
    nbformat.write(new_notebook(cells=list(cells)), path)
    return path


def code(source: str) -> nbformat.NotebookNode:
    """A code cell."""
    return new_code_cell(source)


def markdown(source: str) -> nbformat.NotebookNode:
    """A markdown cell."""
    return new_markdown_cell(source)


def parameters(source: str) -> nbformat.NotebookNode:
    """The cell of the parameters."""
    return new_code_cell(source, metadata={"tags": ["parameters"]})


def publish_outlines(monkeypatch: pytest.MonkeyPatch) -> None:
    """Puts `outline` in the place of publishing, which takes no time then."""
    monkeypatch.setattr("figurecheck.building.report.publish", outline)
    monkeypatch.setattr("figurecheck.running.calls.call", here)


def here(function: str, *arguments: object) -> object:
    """Calls in this process, where `outline` is in place."""
    module, _, name = function.partition(":")
    return getattr(importlib.import_module(module), name)(*arguments)


def outline(
    chapters: list[Chapter],
    report: Report,
    _: object = None,
    meanwhile: Callable[[], object] = lambda: None,
) -> Published:
    """The report as a few words, in place of the real one."""
    meanwhile()
    slugs = " ".join(chapter.slug for chapter in chapters)
    return Published(
        f"{report.title} {report.edition} {report.date} {slugs}", b"%PDF", b"PK", ("look",)
    )


def contents_of(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def rewrite(project: Path, name: str, old: str, new: str) -> None:
    """Replaces text in a file of the project, in which it must stand."""
    path = project / name
    text = path.read_text(encoding="utf-8")
    assert old in text, (name, old)
    path.write_text(text.replace(old, new), encoding="utf-8")
