"""What the check says of notebooks before anything runs, and that stripping mends it."""

from pathlib import Path

import nbformat
import pytest

from figurecheck.building.check import check_notebooks
from figurecheck.building.strip import strip
from tests.small_project import code, markdown, small_project, write_notebook


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return small_project(tmp_path)


def offences(project: Path) -> list[str]:
    return [str(problem) for problem in check_notebooks(project)]


def test_a_notebook_that_was_run_is_refused_until_it_is_stripped(project: Path) -> None:
    path = project / "notebooks/01-clean.ipynb"
    said = markdown("{eval}`a`")
    said.metadata.user_expressions = []
    write_notebook(path, code("a = 1"), said)
    book = nbformat.read(path, as_version=4)
    book.cells[0].update(id="f00d", execution_count=3)
    book.cells[0].outputs = [nbformat.v4.new_output("stream", text="x")]
    nbformat.write(book, path)
    assert offences(project) == [
        "notebooks/01-clean.ipynb, cell 1: found 'f00d'; expected the id cell-1. Run make strip.",
        "notebooks/01-clean.ipynb, cell 1: expected no stored outputs. Run make strip.",
        "notebooks/01-clean.ipynb, cell 1: found '3'; expected no execution count. Run make strip.",
        "notebooks/01-clean.ipynb, cell 2, column user_expressions: expected no metadata of a run."
        " Run make strip.",
    ]
    assert "01-clean.ipynb" in strip(project)
    assert offences(project) == []
    assert strip(project) == []


def test_an_inline_value_must_be_an_expression(project: Path) -> None:
    write_notebook(project / "notebooks/01-clean.ipynb", markdown("So\n{eval}`a =`\n{eval}`a`"))
    told = offences(project)
    assert len(told) == 1
    assert told[0].startswith("notebooks/01-clean.ipynb, cell 1, line 2: found 'a ='; expected a P")


def test_an_undeclared_parameter_is_told(project: Path) -> None:
    book = project / "notebooks/02-growth.ipynb"
    book.write_text(book.read_text().replace("target_tonnes = 10", "target_tons = 10"))
    assert "Did you mean target_tonnes?" in offences(project)[0]
