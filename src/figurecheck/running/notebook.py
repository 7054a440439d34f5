"""Runs one notebook file with papermill and this project's engine."""

from __future__ import annotations

import math
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import nbformat
import papermill
from nbformat import NotebookNode
from papermill.engines import papermill_engines
from papermill.exceptions import PapermillExecutionError
from papermill.execute import remove_error_markers

from figurecheck.running.engine import FigurecheckEngine
from figurecheck.running.failures import NotebookError, cell_problem
from figurecheck.running.kernel import PYTHON
from figurecheck.running.stable import steady

ENGINE = "figurecheck"


def run_notebook(
    notebook: Path,
    output: Path,
    parameters: Mapping[str, Any],
    environment: Mapping[str, str],
    source: str,
    seconds: float = math.inf,
) -> None:
    """Runs `notebook` in its own folder and writes it, executed, to `output`.

    `source` names it in messages. Raises NotebookError where a cell or an inline value fails,
    or all together take more than so many `seconds`; the notebook as far as it came is in
    `output` then.
    """
    # As registered by the entry point; said here too so that a checkout without one runs.
    papermill_engines.register(ENGINE, FigurecheckEngine)
    output.parent.mkdir(parents=True, exist_ok=True)
    try:
        done = papermill.execute_notebook(
            notebook,
            output,
            dict(parameters),
            engine_name=ENGINE,
            kernel_name=PYTHON,
            language="python",
            request_save_on_cell_execute=False,
            progress_bar=False,
            source=source,
            seconds=seconds,
            folder=notebook.parent,
            environment=environment,
        )
        _raise_for_exit(done)
    except PapermillExecutionError as error:
        partial = remove_error_markers(nbformat.read(output, as_version=4))
        raise NotebookError(cell_problem(partial, error, source), partial) from error
    except NotebookError as error:
        nbformat.write(steady(error.notebook), output)
        raise


def _raise_for_exit(notebook: NotebookNode) -> None:
    """papermill takes `sys.exit()` for a good end; the cells behind it have not run."""
    for index, cell in enumerate(notebook.cells):
        if "raises-exception" in cell.metadata.get("tags", ()):
            continue
        for output in cell.get("outputs", ()):
            if output.output_type == "error" and output.ename == SystemExit.__name__:
                raise PapermillExecutionError(
                    cell_index=index,
                    exec_count=cell.execution_count,
                    source=cell.source,
                    ename=output.ename,
                    evalue=output.evalue,
                    traceback=output.traceback,
                )
