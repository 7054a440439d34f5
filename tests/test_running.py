"""Notebooks run: values in prose, the same bytes each time, one clear message on failure."""

import json
import sys
from pathlib import Path

import nbformat
import papermill
import pytest
from papermill.exceptions import PapermillExecutionError

from figurecheck.running import kernel
from figurecheck.running.failures import NotebookError, cell_problem
from figurecheck.running.notebook import run_notebook
from figurecheck.running.stable import stripped
from tests.small_project import code, markdown, parameters, write_notebook

RICH = """\
class Tonnes(int):
    def _repr_html_(self):
        return f"<data>{self}</data>"

import os, sys
cargo = Tonnes(target * 2)
cargo
"""


def run(folder: Path, *cells: nbformat.NotebookNode, **values: object) -> nbformat.NotebookNode:
    source = write_notebook(folder / "a.ipynb", *cells)
    output = folder / "out" / "a.ipynb"
    run_notebook(source, output, values, {"FIGURECHECK_BUILD": "/b"}, "notebooks/a.ipynb")
    return nbformat.read(output, as_version=4)


def failure(folder: Path, *cells: nbformat.NotebookNode) -> str:
    with pytest.raises(NotebookError) as caught:
        run(folder, *cells)
    return str(caught.value)


def test_values_in_prose_are_stored_as_jupyterlab_myst_stores_them(tmp_path: Path) -> None:
    sentence = markdown("It was {eval}`cargo` t, or {eval}`cargo + 1`. {eval}`os.getcwd()`")
    later = (code("cargo = 9"), markdown("Later {eval}`cargo`."))
    ran = run(tmp_path, parameters("target = 1"), code(RICH), sentence, *later, target=4)
    stored = ran.cells[3].metadata.user_expressions
    assert stored[0] == {
        "expression": "cargo",
        "result": {
            "status": "ok",
            "data": {"text/html": "<data>8</data>", "text/plain": "8"},
            "metadata": {},
        },
    }
    assert [entry["expression"] for entry in stored] == ["cargo", "cargo + 1", "os.getcwd()"]
    assert stored[2].result.data["text/plain"] == repr(str(tmp_path))
    again = ran.cells[5].metadata.user_expressions
    assert again[0].result.data == {"text/plain": "9"}


def test_a_second_run_gives_the_same_bytes_and_tells_nothing_of_the_run(tmp_path: Path) -> None:
    cells = (
        markdown("# Title"),
        parameters("target = 1"),
        code("print({'b', 'a', 'c'}, target)\n{'z': 1, 'a': 2}"),
        markdown("{eval}`target`"),
    )
    run(tmp_path, *cells, target=2)
    first = (tmp_path / "out/a.ipynb").read_bytes()
    run(tmp_path, *cells, target=2)
    assert (tmp_path / "out/a.ipynb").read_bytes() == first
    written = json.loads(first)
    ids = [cell["id"] for cell in written["cells"]]
    assert ids == ["cell-1", "cell-2", "injected-parameters", "cell-3", "cell-4"]
    assert written["metadata"]["papermill"] == {"parameters": {"target": 2}}
    assert "version" not in written["metadata"]["language_info"]
    assert str(tmp_path) not in first.decode()
    assert sys.version.split()[0] not in first.decode()


def test_an_error_is_told_by_file_cell_line_and_source(tmp_path: Path) -> None:
    told = failure(tmp_path, markdown("# Title"), code("a = 1\n\nb = a / 0  # here"))
    assert told == (
        "notebooks/a.ipynb, cell 2, line 3: ZeroDivisionError: division by zero\n"
        "    b = a / 0  # here"
    )


@pytest.mark.parametrize(
    "way_out", ["sys.exit()", "sys.exit(0)", "sys.exit(3)", "raise SystemExit"]
)
def test_a_cell_that_ends_the_program_has_failed(tmp_path: Path, way_out: str) -> None:
    told = failure(tmp_path, code(f"import sys\n{way_out}"), code("print('never')"))
    assert told.startswith("notebooks/a.ipynb, cell 1: SystemExit")
    assert json.loads((tmp_path / "out/a.ipynb").read_text())["cells"][-1]["outputs"] == []


def told_of(source: str, name: str, message: str, *traceback: str) -> str:
    """What is said of a cell that raised, given the lines that IPython prints."""
    error = PapermillExecutionError(1, 4, source, name, message, list(traceback))
    book = nbformat.v4.new_notebook(cells=[markdown(""), code(source)])
    return str(cell_problem(book, error, "notebooks/a.ipynb"))


def test_the_line_is_that_of_the_cell_though_a_library_raised() -> None:
    source = "import json\njson.loads(\n    '{'\n)"
    frames = (
        "\x1b[31m---\x1b[39m",
        "\x1b[36mCell\x1b[39m\x1b[36m \x1b[39m\x1b[32mIn[4]\x1b[39m\x1b[32m, line 2\x1b[39m\n",
        "File /usr/lib/python3/json/__init__.py:346, in loads(s)\n 346 return decode(s)",
    )
    told = told_of(source, "JSONDecodeError", "Expecting value", *frames)
    assert told == (
        "notebooks/a.ipynb, cell 2, line 2: JSONDecodeError: Expecting value\n    json.loads("
    )


def test_a_syntax_error_loses_the_name_that_ipython_gives_the_cell() -> None:
    place = "\x1b[36m  Cell\x1b[39m\x1b[36m \x1b[39m\x1b[32mIn[4]\x1b[39m\x1b[32m, line 2\x1b[39m"
    told = told_of("a\nb = = 2", "SyntaxError", "invalid syntax (321854.py, line 2)", place)
    assert told == "notebooks/a.ipynb, cell 2, line 2: SyntaxError: invalid syntax\n    b = = 2"


def test_the_offences_of_a_data_error_are_told_without_its_name() -> None:
    offences = "a.csv, line 3: expected x. y.\nb.csv, line 4: expected x. y."
    told = told_of("read()", "DataError", offences)
    assert told == f"notebooks/a.ipynb, cell 2:\n{offences}"


def test_a_failing_value_in_prose_names_its_expression_and_line(tmp_path: Path) -> None:
    told = failure(tmp_path, code("a = 1"), markdown("Good {eval}`a`\nand bad {eval}`a.b`."))
    assert told == (
        "notebooks/a.ipynb, cell 2, line 2: AttributeError: 'int' object has no attribute 'b'\n"
        "    {eval}`a.b`"
    )
    partial = nbformat.read(tmp_path / "out/a.ipynb", as_version=4)
    assert partial.cells[0].execution_count == 1


def test_a_kernel_that_dies_is_a_message(tmp_path: Path) -> None:
    told = failure(tmp_path, code("import os\nos._exit(3)"))
    assert told == "notebooks/a.ipynb, cell 1: DeadKernelError: Kernel died"


@pytest.mark.parametrize("left", [[], [59.9, 59.9]], ids=["before the cell", "in the cell"])
@pytest.mark.parametrize("endless", [code("wait()"), markdown("{eval}`wait()`")])
def test_a_notebook_has_a_time_as_a_whole_and_what_it_had_done_is_kept(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    endless: nbformat.NotebookNode,
    left: list[float],
) -> None:
    clock = iter(left)  # stands still until the first cell is done
    done = tmp_path / "done"
    monkeypatch.setattr(kernel, "monotonic", lambda: next(clock, 60.0) if done.exists() else 0.0)
    first = code("import threading\nwait = threading.Event().wait\nopen('done', 'x').close()")
    source = write_notebook(tmp_path / "a.ipynb", first, endless)
    with pytest.raises(NotebookError) as caught:
        run_notebook(source, tmp_path / "out.ipynb", {}, {}, "notebooks/a.ipynb", seconds=60)
    assert str(caught.value) == (
        "notebooks/a.ipynb, cell 2: the notebook was not done in its time (1 min). Do less in it, "
        "or give it more: minutes in report/chapters.toml. What it had done before is kept."
    )
    assert nbformat.read(tmp_path / "out.ipynb", as_version=4).cells[0].execution_count == 1


def test_the_engine_serves_papermill_itself(tmp_path: Path) -> None:
    source = write_notebook(tmp_path / "a.ipynb", code("a = 1"), markdown("{eval}`a`"))
    ran = papermill.execute_notebook(
        source, None, engine_name="figurecheck", kernel_name="python3", progress_bar=False
    )
    assert ran.cells[1].metadata.user_expressions[0].result.data == {"text/plain": "1"}


def test_a_stored_notebook_carries_nothing_of_a_run() -> None:
    ran = code("1 + 1")
    ran.update(id="f3a9", execution_count=7)
    ran.outputs = [nbformat.v4.new_output("stream", text="2")]
    ran.metadata.execution = {"iopub.status.busy": "2024-01-01T00:00:00Z"}
    said = markdown("{eval}`a`")
    said.metadata.user_expressions = [{"expression": "a", "result": {}}]
    book = nbformat.v4.new_notebook(cells=[ran, said])
    book.metadata.language_info = {"name": "python", "version": "3.11.7"}
    clean = stripped(book)
    assert [cell["id"] for cell in clean.cells] == ["cell-1", "cell-2"]
    assert (clean.cells[0].outputs, clean.cells[0].execution_count) == ([], None)
    assert clean.cells[0].metadata == clean.cells[1].metadata == {}
    assert clean.metadata.language_info == {"name": "python"}
