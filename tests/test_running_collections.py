"""The test notebooks of papermill and of nbclient give warm what they give cold."""

from __future__ import annotations

import importlib.resources
import os
import shutil
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from tests.warm_and_cold import COLD, WARM, both, executed, kernels, masked, needs_fork

pytestmark = [needs_fork, pytest.mark.slow]

PAPERMILL = Path(str(importlib.resources.files("papermill"))) / "tests" / "notebooks"
NBCLIENT = Path(__file__).parent / "collections" / "nbclient"


@dataclass(frozen=True)
class Way:
    """How a notebook of a collection is run, and what it prints that differs at every run."""

    options: Mapping[str, Any] = field(default_factory=dict)
    hurried: bool = False
    masked: tuple[str, ...] = ()
    needs: str = ""


INTERRUPTED: Mapping[str, Any] = {
    "execution_timeout": 1,
    "interrupt_on_timeout": True,
    "allow_errors": True,
}

# Those not named here are run as they are, and compared as they come out.
WAYS: Mapping[str, Way] = {
    "gcs/gcs_in/gcs-simple_notebook.ipynb": Way(hurried=True),
    "keyboard_interrupt.ipynb": Way({"execution_timeout": 1}),
    "test_autosave.ipynb": Way(hurried=True),
    "Interrupt.ipynb": Way(INTERRUPTED),
    "JupyterWidgets.ipynb": Way(needs="ipywidgets"),
    "Output.ipynb": Way(needs="ipywidgets"),
    "Skip Exceptions.ipynb": Way({"allow_errors": True}),
    "Sleep1s.ipynb": Way(hurried=True, masked=(r"[-\d]+T[:\d]+\.\d{6}Z",)),
}
PARALLEL = "Parallel Execute {}.ipynb"  # each waits for the other, so they run at one time


def _names(folder: Path) -> list[str]:
    found = (path.relative_to(folder).as_posix() for path in folder.rglob("*.ipynb"))
    return sorted(name for name in found if not name.startswith(PARALLEL[:8]))


def _copied(folder: Path, name: str) -> Path:
    """The notebook `name` with all that stands around it, in a folder called as its own."""
    collection = PAPERMILL if (PAPERMILL / name).is_file() else NBCLIENT
    copy = folder / "notebooks"
    shutil.copytree(collection, copy)
    (copy / "check.txt").touch()  # read_check.ipynb looks for it
    return copy / name


def _environment(folder: Path, hurried: bool) -> dict[str, str]:
    """Lets binder.ipynb call a `python` that tells its arguments instead of running papermill.

    In a hurry, a file that the kernel runs at its start does away with sleeping.
    """
    folder.mkdir()
    startup, python = folder / "startup.py", folder / "python"
    startup.write_text("import time\ntime.sleep = lambda seconds: None\n" if hurried else "")
    python.write_text('#!/bin/sh\nprintf "%s\\n" "$@"\n')
    python.chmod(0o755)
    return {"PATH": f"{folder}{os.pathsep}{os.environ['PATH']}", "PYTHONSTARTUP": str(startup)}


@pytest.mark.parametrize("name", [*_names(PAPERMILL), *_names(NBCLIENT)])
def test_a_notebook_of_a_collection_is_the_same(tmp_path: Path, name: str) -> None:
    way = WAYS.get(name, Way())
    if way.needs:
        pytest.importorskip(way.needs)
    environment = _environment(tmp_path / "bin", way.hurried)
    cold, warm = both(_copied(tmp_path, name), environment=environment, **way.options)
    if "DeadKernelError" in cold.told:  # it may have told its count before it died, or not
        for cell in (*cold.notebook["cells"], *warm.notebook["cells"]):
            cell["execution_count"] = None
    assert masked(warm.notebook, *way.masked) == masked(cold.notebook, *way.masked)
    assert warm.told == cold.told
    assert warm.files.keys() == cold.files.keys()


def test_the_collections_are_there() -> None:
    """Neither a package without its tests nor a lost file may pass as equal."""
    assert len(_names(PAPERMILL)) >= 24
    assert len(_names(NBCLIENT)) == 21
    assert WAYS.keys() <= {*_names(PAPERMILL), *_names(NBCLIENT)}


@pytest.mark.parametrize("way", [COLD, WARM])
def test_notebooks_run_at_one_time(tmp_path: Path, way: str) -> None:
    environment = {"NBEXECUTE_TEST_PARALLEL_TMPDIR": str(tmp_path)}
    sources = [_copied(tmp_path / letter, PARALLEL.format(letter)) for letter in "AB"]
    with kernels(way), ThreadPoolExecutor(2) as threads:
        done = threads.map(lambda source: executed(source, environment=environment), sources)
    assert [ran.told for ran in done] == ["", ""]
