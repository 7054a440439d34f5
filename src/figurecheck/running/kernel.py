"""Runs the cells of a notebook in a kernel, the roles of its prose among them."""

from __future__ import annotations

import asyncio
import math
import sys
from collections.abc import Mapping
from contextvars import Context
from pathlib import Path
from time import monotonic
from typing import Any

from jupyter_client.kernelspec import KernelSpec
from jupyter_client.manager import AsyncKernelManager
from jupyter_core.utils import ensure_async, ensure_event_loop, run_sync
from nbclient.exceptions import DeadKernelError
from nbformat import NotebookNode, from_dict
from papermill.clientwrap import PapermillNotebookClient
from papermill.engines import NotebookExecutionManager
from traitlets import default

from figurecheck.prose import expressions
from figurecheck.running import warm
from figurecheck.running.failures import (
    NotebookError,
    expression_problem,
    late_problem,
    stopped_problem,
)
from figurecheck.running.forked import ForkedManager

PYTHON = "python3"
_SOON = 0.05  # seconds; nought would be no limit at all for nbclient


class OwnPythonManager(AsyncKernelManager):
    """Starts the Python that runs this program, whatever kernels the machine has installed."""

    @property
    def kernel_spec(self) -> KernelSpec | None:
        if self.kernel_name != PYTHON:
            found: KernelSpec | None = super().kernel_spec
            return found
        return KernelSpec(
            argv=[
                sys.executable,
                "-m",
                "figurecheck.running.recording",
                "-f",
                "{connection_file}",
            ],
            language="python",
            display_name="Python 3",
            # ipykernel warns on stderr of a connection that others on the machine could read
            metadata={"supported_encryption": ["curve"]},
        )

    @default("transport_encryption")
    def _transport_encryption(self) -> str:
        return "auto"


class ProseClient(PapermillNotebookClient):  # type: ignore[misc]
    """papermill's client that answers the `{eval}` roles of each markdown cell at its place.

    The whole notebook has so many `seconds`. nbclient knows a limit for a cell only: each has
    what the cells before it have left.
    """

    def __init__(
        self,
        managed: NotebookExecutionManager,
        source: str,
        seconds: float = math.inf,
        **options: Any,
    ) -> None:
        super().__init__(managed, kernel_manager_class=OwnPythonManager, **options)
        self.source, self.seconds = source, seconds
        self._begun = monotonic()
        if math.isfinite(seconds):
            self.timeout_func = lambda _: max(self._left(), _SOON)

    def create_kernel_manager(self) -> Any:
        """A forked kernel where one can be, or else an ordinary one."""
        if self.kernel_name != PYTHON or not warm.is_warm():
            return super().create_kernel_manager()
        self.km = ForkedManager()
        return self.km

    async def async_execute_cell(
        self, cell: NotebookNode, cell_index: int, *args: Any, **options: Any
    ) -> NotebookNode:
        try:
            if self._left() < _SOON:
                raise TimeoutError
            if cell.cell_type == "markdown":
                limit = self._left() if math.isfinite(self.seconds) else None
                await asyncio.wait_for(self._answer(cell, cell_index), limit)
            else:
                await super().async_execute_cell(cell, cell_index, *args, **options)
            return cell
        except (DeadKernelError, TimeoutError) as error:  # of the latter kind is CellTimeoutError
            if self._left() < _SOON:
                problem = late_problem(self.nb, cell_index, self.seconds, self.source)
            else:
                problem = stopped_problem(self.nb, cell_index, error, self.source)
            raise NotebookError(problem, self.nb) from error

    execute_cell = run_sync(async_execute_cell)

    def _left(self) -> float:
        """The seconds that the notebook has left."""
        return self.seconds - (monotonic() - self._begun)

    async def _answer(self, cell: NotebookNode, cell_index: int) -> None:
        """Stores the values of a cell's roles as jupyterlab-myst 2 does, in order of appearance."""
        roles = expressions(cell.source)
        cell.metadata.pop("user_expressions", None)
        if not roles:
            return
        asked = {str(number): role.expression for number, role in enumerate(roles)}
        results = await self._results(asked)
        for number, role in enumerate(roles):
            if results[str(number)]["status"] != "ok":
                result = results[str(number)]
                problem = expression_problem(self.nb, cell_index, role, result, self.source)
                raise NotebookError(problem, self.nb)
        cell.metadata["user_expressions"] = from_dict(
            [
                {"expression": role.expression, "result": results[str(number)]}
                for number, role in enumerate(roles)
            ]
        )

    async def _results(self, asked: Mapping[str, str]) -> dict[str, Any]:
        request = self.kc.execute(
            "", silent=True, store_history=False, user_expressions=dict(asked), stop_on_error=False
        )
        reply = await self.async_wait_for_reply(await ensure_async(request))
        if reply is None:
            raise TimeoutError("the kernel did not answer in time")
        results: dict[str, Any] = reply["content"]["user_expressions"]
        return results


def execute(
    managed: NotebookExecutionManager,
    *,
    source: str,
    folder: Path | None = None,
    environment: Mapping[str, str] | None = None,
    **options: Any,
) -> None:
    """Runs the notebook that `managed` holds, in place.

    `source` names it in messages; `folder` is the kernel's working directory and `environment`
    what is added to its environment. `options` are those of nbclient's NotebookClient. The
    kernel is killed at the end, since all that a chapter makes is written by its cells.
    """
    client = ProseClient(
        managed,
        source,
        record_timing=False,
        shutdown_kernel="immediate",
        resources={"metadata": {"path": str(folder)}} if folder else {},
        **options,
    )
    # In a context of its own jupyter_core makes a new event loop; it would leave it open.
    Context().run(_execute_and_close, client, {**warm.environment(), **(environment or {})})


def _execute_and_close(client: ProseClient, environment: Mapping[str, str]) -> None:
    loop = ensure_event_loop()
    try:
        client.execute(env=dict(environment))
    finally:
        if not loop.is_running():  # it runs where papermill is called from a notebook
            left = asyncio.all_tasks(loop)  # of a cell whose time ran out, which nbclient leaves
            for task in left:
                task.cancel()
            if left:
                loop.run_until_complete(asyncio.wait(left))
            loop.close()
            asyncio.set_event_loop(None)
