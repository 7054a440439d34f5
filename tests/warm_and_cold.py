"""One notebook run by the engine in each way: in an ordinary kernel, and in a forked one.

The latter is forked for the notebook, or has stood by.
"""

from __future__ import annotations

import contextlib
import itertools
import json
import os
import re
import shutil
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat
import papermill
import pytest
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_notebook
from papermill.exceptions import PapermillExecutionError
from papermill.execute import remove_error_markers

from figurecheck.running import standby, warm
from figurecheck.running.failures import NotebookError
from figurecheck.running.notebook import ENGINE
from figurecheck.running.stable import steady

CELLS = Path(__file__).parent / "collections" / "cells"
COLD, WARM, READY = "cold", "warm", "ready"

needs_fork = pytest.mark.skipif(
    not hasattr(os, "fork"), reason="kernels are forked only where there is fork"
)

_RAISES = "raises-exception"
_HEAD = re.compile(r"^# %% (?P<name>[^\[\n]+?)(?P<marks>( \[\w+\])*)\n", re.MULTILINE)


@dataclass(frozen=True)
class Case:
    """A cell that shows one thing: whether it raises, and whether it shows nothing."""

    theme: str
    name: str
    source: str
    raises: bool
    silent: bool

    def __str__(self) -> str:
        return f"{self.theme}: {self.name}"


@dataclass(frozen=True)
class Ran:
    """What a run left: the notebook as far as it came, how it failed, what files it wrote."""

    notebook: Mapping[str, Any]
    told: str
    files: Mapping[str, bytes]


def cases(theme: str) -> list[Case]:
    """The cells of a file in tests/collections/cells, where `# %% name [marks]` heads each."""
    text = (CELLS / f"{theme}.ipy").read_text(encoding="utf-8")
    heads = [*_HEAD.finditer(text)]
    ends = [*(head.start() for head in heads[1:]), len(text)]
    return [
        Case(
            theme,
            head["name"],
            text[head.end() : end].strip("\n"),
            "[raises]" in head["marks"],
            "[silent]" in head["marks"],
        )
        for head, end in zip(heads, ends, strict=True)
    ]


def notebook_of(cells: Iterable[Case]) -> NotebookNode:
    """A notebook of a cell for each case, none of which stops it."""
    made = [new_code_cell(case.source, metadata={"tags": [_RAISES]}) for case in cells]
    notebook: NotebookNode = new_notebook(cells=made)
    return notebook


def written(folder: Path, notebook: NotebookNode) -> Path:
    """The file of a notebook in `folder`."""
    path = folder / "a.ipynb"
    nbformat.write(notebook, path)
    return path


def notebook(folder: Path, *sources: str) -> Path:
    """The file of a notebook of code cells, in `folder`, which is made."""
    folder.mkdir(exist_ok=True)
    return written(folder, new_notebook(cells=[*map(new_code_cell, sources)]))


@contextlib.contextmanager
def kernels(way: str) -> Iterator[None]:
    """Meanwhile the engine starts its kernels in the `way`."""
    with pytest.MonkeyPatch.context() as patch:
        # ipykernel does not take what programs write to the file descriptors where it sees this.
        patch.delenv("PYTEST_CURRENT_TEST", raising=False)
        patch.delenv(warm.COLD, raising=False)
        if way == COLD:
            patch.setenv(warm.COLD, "1")
        yield


def executed(source: Path, **options: Any) -> Ran:
    """Runs the notebook `source` in its folder, whose new and changed files it takes away."""
    folder, output = source.parent, source.parent / "executed.ipynb"
    before = _files(folder)
    notebook, told = _executed(source, output, **{"folder": folder, **options})
    output.unlink(missing_ok=True)
    files = {name: data for name, data in _files(folder).items() if before.get(name) != data}
    for name in files:
        (folder / name).unlink()
    return Ran(plain(notebook), told, files)


def run(way: str, source: Path, **options: Any) -> Ran:
    """What `executed` gives for `source` with kernels of the `way`."""
    settings = source.parent.with_suffix(".ipython")  # as in a build there are none
    environment = {"IPYTHONDIR": str(settings), **options.pop("environment", {})}
    with kernels(way):
        if way == READY:
            standby.prepare(source.parent).join()
        try:
            return executed(source, environment=environment, **options)
        finally:
            shutil.rmtree(settings, ignore_errors=True)


def both(source: Path, **options: Any) -> tuple[Ran, Ran]:
    """The cold and the warm run of the notebook `source`."""
    return run(COLD, source, **options), run(WARM, source, **options)


def masked(value: Any, *patterns: str) -> str:
    """JSON of `value` with what a pattern finds, which the run itself chose, put as `…`."""
    text = json.dumps(value, indent=1, sort_keys=True, ensure_ascii=False)
    for pattern in patterns:
        text = re.sub(pattern, "…", text)
    return text


def _executed(source: Path, output: Path, **options: Any) -> tuple[NotebookNode, str]:
    try:
        done = papermill.execute_notebook(
            source,
            output,
            engine_name=ENGINE,
            kernel_name="python3",
            language="python",
            progress_bar=False,
            request_save_on_cell_execute=False,
            **options,
        )
        return done, ""
    except PapermillExecutionError as error:
        partial = remove_error_markers(nbformat.read(output, as_version=4))
        return partial, f"{type(error).__name__}: {error}"
    except NotebookError as error:
        return steady(error.notebook), f"{type(error).__name__}: {error}"


def plain(notebook: NotebookNode) -> dict[str, Any]:
    """As it is stored, with neighbouring pieces of a stream joined: their cut is chance."""
    plain: dict[str, Any] = json.loads(nbformat.writes(notebook))
    for cell in plain["cells"]:
        if cell["cell_type"] == "code":
            cell["outputs"] = _joined(cell["outputs"])
    return plain


def _joined(outputs: list[dict[str, Any]]) -> list[dict[str, Any]]:
    made = []
    for name, pieces in itertools.groupby(outputs, lambda output: output.get("name")):
        if name is None:
            made += list(pieces)
        else:
            text = "".join(itertools.chain.from_iterable(piece["text"] for piece in pieces))
            made.append({"output_type": "stream", "name": name, "text": text})
    return made


def _files(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
