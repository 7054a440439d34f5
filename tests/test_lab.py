"""`make lab`: the environment of a build, cards for numbers, and notebooks saved clean."""

from __future__ import annotations

import asyncio
import json
import os
from fractions import Fraction
from pathlib import Path

import nbformat
import pytest
from IPython.core.formatters import DisplayFormatter
from jupyter_client.kernelspec import KernelSpecManager
from jupyter_server.services.contents.largefilemanager import AsyncLargeFileManager
from jupyter_server.services.contents.manager import ContentsManager
from traitlets.config import Config

from figurecheck.building.strip import before_saving, strip
from figurecheck.commands import editing
from figurecheck.growth import growth
from figurecheck.lab import cards
from figurecheck.quantities import Quantity
from figurecheck.running.warm import STEADY
from figurecheck.values import NotAvailable
from tests.conftest import ROOT
from tests.small_project import code, markdown, small_project, write_notebook

SETTINGS = ROOT / editing.SETTINGS
FIGURES = "figure,source,as_written\nF1,page,<4> t\nF2,article,6 t\n"
SOURCES = (
    "source,title,publisher,published,url\n"
    "page,Cargo,A paper,2024-01-05,https://example.org/a?b=1&c=2\narticle,,Another,2024,\n"
)


def test_kernels_get_what_a_build_gives_them_but_a_folder_of_their_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FIGURECHECK_BUILD", "/elsewhere")
    monkeypatch.setenv("JUPYTER_PATH", "/own")
    project = small_project(tmp_path)
    table = project / "build/latest/clean/figures.csv"
    table.parent.mkdir(parents=True)
    table.write_text("as built")
    found = editing.environment(project)
    assert {name: found[name] for name in STEADY} == STEADY
    assert found["JUPYTER_PATH"] == os.pathsep.join([str(project / editing.SETTINGS), "/own"])
    folder = Path(found["FIGURECHECK_BUILD"])
    assert folder == project / "build/latest.lab"
    assert (folder / "clean/figures.csv").read_text() == "as built"


def test_the_kernel_is_named_as_notebooks_name_it() -> None:
    spec = KernelSpecManager(kernel_dirs=[str(SETTINGS / "kernels")]).get_kernel_spec("python3")
    stored = json.loads((ROOT / "notebooks/01-clean.ipynb").read_text())["metadata"]["kernelspec"]
    assert stored == {"display_name": spec.display_name, "language": "python", "name": "python3"}
    assert f"--IPKernelApp.extra_extensions={cards.__name__}" in spec.argv


def saving(project: Path) -> ContentsManager:
    """What JupyterLab saves with, by this project's settings."""
    settings = json.loads((SETTINGS / "jupyter_server_config.json").read_text())
    return AsyncLargeFileManager(config=Config(settings), root_dir=str(project))


def run_by_hand(path: Path) -> nbformat.NotebookNode:
    """The notebook as JupyterLab holds it after it was run."""
    book = nbformat.read(path, as_version=4)
    book.cells[0].id = "f3a9"
    book.cells[0].metadata.user_expressions = [{"expression": "a", "result": {}}]
    book.cells[1].update(execution_count=7)
    book.cells[1].outputs = [nbformat.v4.new_output("stream", text="2")]
    book.cells[1].metadata.trusted = True
    book.metadata.language_info = {"name": "python", "version": "3.11.7", "file_extension": ".py"}
    return book


async def save(project: Path, path: str, book: nbformat.NotebookNode) -> None:
    model = {"type": "notebook", "format": "json", "content": json.loads(nbformat.writes(book))}
    await saving(project).save(model, path)


def test_a_chapter_is_saved_as_strip_stores_it(tmp_path: Path) -> None:
    project = small_project(tmp_path)
    path = write_notebook(project / "notebooks/01-clean.ipynb", markdown("{eval}`a`"), code("2"))
    strip(project)
    stored = path.read_bytes()
    asyncio.run(save(project, "notebooks/01-clean.ipynb", run_by_hand(path)))
    assert path.read_bytes() == stored
    book = run_by_hand(path)
    book.cells[1].source = "3"
    asyncio.run(save(project, "notebooks/01-clean.ipynb", book))
    before, after = stored.decode().splitlines(), path.read_text().splitlines()
    changed = [line for line, old in zip(after, before, strict=True) if line != old]
    assert changed == ['    "3"']


@pytest.mark.parametrize("path", ["build/latest.failed/notebooks/a.ipynb", "a.ipynb"])
def test_other_notebooks_are_saved_as_they_are(path: str) -> None:
    content = {"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    model = {"type": "notebook", "content": content}
    before_saving(model, path)
    assert model["content"] is content


def test_the_notebooks_of_this_project_are_stored_as_saving_stores_them() -> None:
    for path in sorted((ROOT / "notebooks").glob("*.ipynb")):
        text = path.read_text()
        model = {"type": "notebook", "content": json.loads(text)}
        before_saving(model, f"notebooks/{path.name}")
        assert nbformat.writes(model["content"]) + "\n" == text, path.name


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small project with two figures on two pages."""
    project = small_project(tmp_path)
    (project / "build/latest/clean").mkdir(parents=True)
    (project / "build/latest/clean/figures.csv").write_text(FIGURES)
    (project / "data/raw/sources.csv").write_text(SOURCES)
    monkeypatch.chdir(project)
    monkeypatch.delenv("FIGURECHECK_BUILD", raising=False)
    return project


def tonnes(value: int, key: str) -> Quantity:
    return Quantity.exactly(Fraction(value), "tonne", key)


@pytest.mark.usefixtures("project")
def test_a_card_names_interval_formula_phrases_and_pages() -> None:
    found = dict(cards.facts(growth(tonnes(6, "F2"), tonnes(4, "F1"))))
    assert found["Number"] == "50.0% (growth-F2-F1)"
    assert found["Computed as"] == "level ÷ base − 1"
    page = "https://example.org/a?b=1&amp;c=2"
    link = f'<a href="{page}" target="_blank" rel="noopener">Cargo (A paper, 2024-01-05)</a>'
    assert found["Figure F1"] == f"“&lt;4&gt; t”, {link}"
    assert found["Figure F2"] == "“6 t”, Another, 2024"


def test_a_card_knows_of_no_figures_before_there_are_any(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FIGURECHECK_BUILD", str(project / "nothing"))
    assert "Figure F1" not in dict(cards.facts(tonnes(4, "F1")))


@pytest.mark.usefixtures("project")
def test_quantities_show_their_cards_and_other_values_are_left_alone() -> None:
    shell = type("Shell", (), {"display_formatter": DisplayFormatter()})
    plain = shell.display_formatter.format(tonnes(4, "F1"))[0]
    cards.load_ipython_extension(shell)
    carded = shell.display_formatter.format(tonnes(4, "F1"))[0]
    assert carded["text/plain"] == plain["text/plain"]
    assert plain["text/html"] in carded["text/html"]
    assert carded["text/html"].count("popover") == 2
    other = shell.display_formatter.format(tonnes(4, "F1"))[0]
    assert other["text/html"] != carded["text/html"]  # no two cards bear one id
    missing = NotAvailable("F9")
    assert "popover" not in shell.display_formatter.format(missing)[0]["text/html"]
    assert "popover" not in cards.html(tonnes(4, ""))
