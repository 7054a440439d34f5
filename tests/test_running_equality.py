"""A forked kernel gives, to the byte, what an ordinary ipykernel gives for the same notebook."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import nbformat
import papermill
import pytest
from papermill.execute import remove_error_markers

from figurecheck.running.kernel import PYTHON
from figurecheck.running.stable import steady
from tests.warm_and_cold import (
    COLD,
    READY,
    WARM,
    Case,
    Ran,
    cases,
    masked,
    needs_fork,
    notebook_of,
    plain,
    run,
    written,
)

pytestmark = [needs_fork, pytest.mark.slow]

# What a run chooses by itself and its notebook prints, so that two cold runs differ in it, too.
ADDRESS = r"(?<= at )(0x)?[0-9a-f]{8,}\b"
PROCESS = r"(?<=ipykernel_)\d+\b"  # a cell's code has a file name with the number of its process
SECONDS = r"(?<=timed out after )[\d.]+(?= seconds)"
MASKED: Mapping[str, tuple[str, ...]] = {
    "streams": (),
    "displays": (ADDRESS,),  # a Styler as text
    "errors": (PROCESS, ADDRESS),  # groups of exceptions; a callback's representation
    "magics": (),
    "session": (PROCESS, SECONDS),  # the places of warnings; a late program
    "asynchronous": (PROCESS,),  # groups of exceptions, warnings
    "comms": (),
    "surroundings": (),
    "backend": (),
}
# nbclient tells a widget of its output on the socket on which it waits for the cell's end, and may
# so miss that end. It looks again when the time is over, and goes on as if nothing had been.
PATIENCE = 10  # seconds
CASES = [case for theme in MASKED for case in cases(theme)]

# What Python and its libraries read from the environment when they start, the warm parent has read
# before. A line is taken out when its difference is gone: the test fails until then.
DIFFERS: Mapping[str, str] = {
    "streams: bytes are refused": "the traceback has a frame more, that of our stream",
    "errors: the debugger has no input": "no debugpy is imported for a build",
    "errors: also after an error": "no debugpy is imported for a build",
    "session: hooks of Python": "no debugpy is imported for a build",
    "comms: are asked in the thread that sends it": "streams are sent from the main thread",
    "surroundings: a module on the path that the environment adds": "Python has read PYTHONPATH",
    "backend: the way to draw that the environment names": "matplotlib has read MPLBACKEND",
    "backend: draws nothing of itself": "matplotlib has read MPLBACKEND",
    "backend: the matplotlibrc that the environment names": "matplotlib has read MATPLOTLIBRC",
}


def _known(given: list[Case]) -> list[Any]:
    return [
        pytest.param(case, marks=pytest.mark.xfail(reason=DIFFERS[str(case)], strict=True))
        if str(case) in DIFFERS
        else case
        for case in given
    ]


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], tuple[Ran, ...]]:
    """The run of a theme's notebook in each way, made when they are first asked for."""
    done: dict[str, tuple[Ran, ...]] = {}

    def of(theme: str) -> tuple[Ran, ...]:
        if theme not in done:
            folder = tmp_path_factory.mktemp(theme)
            environment = _environment(theme, tmp_path_factory.mktemp("around"))
            source = written(folder, notebook_of(cases(theme)))
            timeout = PATIENCE if theme == "comms" else 120
            done[theme] = tuple(
                run(way, source, environment=environment, execution_timeout=timeout)
                for way in (COLD, WARM, READY)
            )
        return done[theme]

    return of


def _environment(theme: str, folder: Path) -> dict[str, str]:
    if theme == "backend":
        (folder / "matplotlibrc").write_text("lines.linewidth: 7.5\n")
        return {"MPLBACKEND": "agg", "MATPLOTLIBRC": str(folder)}
    if theme != "surroundings":
        return {}
    profile = folder / "profile_default"
    files = {
        profile / "ipython_kernel_config.py": (
            "c.InteractiveShell.ast_node_interactivity = 'all'\n"
            "c.InlineBackend.figure_formats = {'svg'}\n"
            "c.IPKernelApp.exec_lines = ['from_exec_lines = 1']\n"
        ),
        profile / "startup" / "00.py": "from_startup = 2\n",
        folder / "startup.py": "from_pythonstartup = 3\n",
        folder / "path" / "on_the_path.py": "value = 4\n",
        folder / "temporary" / "file": "",
    }
    for path, text in files.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return {
        "IPYTHONDIR": str(folder),
        "PYTHONSTARTUP": str(folder / "startup.py"),
        "PYTHONPATH": str(folder / "path"),
        "TMPDIR": str(folder / "temporary"),
        "TZ": "XYZ-5",
        "MADE_BY_THE_TEST": "é = 'x'\n",
    }


def cell(ran: Ran, case: Case) -> Any:
    return ran.notebook["cells"][cases(case.theme).index(case)]


@pytest.mark.parametrize("case", _known(CASES), ids=str)
def test_a_cell_shows_warm_what_it_shows_cold(
    case: Case, runs: Callable[[str], tuple[Ran, ...]]
) -> None:
    cold, *warm = (masked(cell(ran, case), *MASKED[case.theme]) for ran in runs(case.theme))
    assert warm == [cold, cold]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_a_cell_does_what_its_head_says(case: Case, runs: Callable[[str], tuple[Ran, ...]]) -> None:
    """A case that failed for a reason of its own would show nothing of the two ways."""
    outputs = cell(runs(case.theme)[0], case)["outputs"]
    failed = any(output["output_type"] == "error" for output in outputs)
    told = any(output.get("name") == "stderr" for output in outputs)
    assert bool(outputs) != case.silent
    assert (failed or told) if case.raises else not failed


@pytest.mark.parametrize("theme", MASKED)
def test_metadata_and_files_are_the_same(
    theme: str, runs: Callable[[str], tuple[Ran, ...]]
) -> None:
    cold, *others = runs(theme)
    for warm in others:
        assert warm.files == cold.files
        assert {**warm.notebook, "cells": []} == {**cold.notebook, "cells": []}


def test_the_cold_kernel_is_that_of_papermill(tmp_path: Path) -> None:
    source, output = written(tmp_path, notebook_of(cases("errors"))), tmp_path / "papermill.ipynb"
    cold = run(COLD, source)
    with pytest.raises(papermill.PapermillExecutionError):
        papermill.execute_notebook(
            source,
            output,
            engine_name="nbclient",
            kernel_name=PYTHON,
            cwd=tmp_path,
            progress_bar=False,
        )
    ordinary = plain(steady(remove_error_markers(nbformat.read(output, as_version=4))))
    for case in cases("errors"):
        place = cases("errors").index(case)
        one, other = (book["cells"][place] for book in (cold.notebook, ordinary))
        assert masked(one, *MASKED["errors"]) == masked(other, *MASKED["errors"]), str(case)
