"""The papermill engine `figurecheck`: values in prose, and the same notebook at every run."""

from __future__ import annotations

from typing import Any

from nbformat import NotebookNode
from papermill.engines import NBClientEngine, NotebookExecutionManager
from papermill.log import logger

from figurecheck.running.stable import steady


class FigurecheckEngine(NBClientEngine):  # type: ignore[misc]
    """Runs a notebook as papermill's own engine does and differs in two things.

    The `` {eval}`expression` `` roles of markdown cells are evaluated after the code cells
    before them, and nothing in the notebook tells when, where or how long it ran.
    """

    @classmethod
    def execute_notebook(cls, nb: NotebookNode, kernel_name: str, **options: Any) -> NotebookNode:
        return steady(super().execute_notebook(nb, kernel_name, **options))

    @classmethod
    def execute_managed_notebook(
        cls,
        nb_man: NotebookExecutionManager,
        kernel_name: str,
        log_output: bool = False,
        stdout_file: Any = None,
        stderr_file: Any = None,
        start_timeout: int = 60,
        execution_timeout: int | None = None,
        input_path: str = "",
        **options: Any,
    ) -> None:
        # papermill imports its engines while it is imported itself, and the kernel needs papermill
        from figurecheck.running.kernel import execute

        execute(
            nb_man,
            source=options.pop("source", None) or input_path or "notebook",
            kernel_name=kernel_name,
            timeout=execution_timeout,
            startup_timeout=start_timeout,
            log=logger,
            log_output=log_output,
            stdout_file=stdout_file,
            stderr_file=stderr_file,
            **options,
        )
