"""The page of an edition, built again and again in one process: no other form of the report.

Chapters, their runs and the kept ones are those of `figurecheck.building`, so that what a preview
ran, `make report` takes from the store. The last good report stays where it is.
"""

from __future__ import annotations

import importlib
import shutil
import time
from collections.abc import Iterable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from itertools import count
from pathlib import Path
from typing import Any

from figurecheck import changes, rooms
from figurecheck.building import folders
from figurecheck.building.build import WORKERS, lint_prose, read_jobs
from figurecheck.building.failure import PAGE, explain, keep, page
from figurecheck.building.graph import Job, Outcome, Task, final, run, tasks, what_lacks
from figurecheck.building.manifest import manifest
from figurecheck.building.offences import Explained
from figurecheck.building.report import write_page
from figurecheck.building.store import Store
from figurecheck.errors import DataError
from figurecheck.previewing.result import Result, Step
from figurecheck.running import standby, warm

RUNNING = "figurecheck.running.notebook"  # imported where a chapter runs, since it takes long


class Pages:
    """The page of one edition, as often as it is asked for."""

    def __init__(self, project: Path, edition: str) -> None:
        self._project, self._edition = project, edition

    def build(self, step: Step) -> Result:
        """Builds the page, and tells `step` how it goes."""
        try:
            with folders.locked(self._project, self._edition):
                return self._build(step)
        except DataError as error:  # a list, the parameters or the prose
            found = explain(error.problems, self._project, self._edition)
            return _failed(found, page(self._project, self._edition, found))

    def tidy(self) -> None:
        """What need not be done before the page is shown: the next build finds a kernel that stands
        by and papermill imported, and old runs leave the store.
        """
        if warm.is_warm():
            standby.prepare(self._project / rooms.NOTEBOOKS)
        importlib.import_module(RUNNING)
        Store(self._project).trim()

    def _build(self, step: Step) -> Result:
        [job] = read_jobs(self._project, [self._edition], (), folders.scratch_folder)
        try:
            done = count(1)

            def tell(key: str, outcome: Outcome) -> None:
                step(key, outcome, next(done), len(graph))

            with ThreadPoolExecutor(1) as beside:  # chapters run in processes of their own
                linted = beside.submit(lint_prose, job)
                graph = steps(job, beside.submit(manifest, job))
                outcome = run(graph, [final(job)], WORKERS, tell)[0]
            linted.result()
            if outcome.problems:
                kept, found = keep(job, outcome)
                return _failed(found, (kept / PAGE).read_text(encoding="utf-8"))
            shutil.rmtree(folders.failed_folder(job.project, job.edition), ignore_errors=True)
            text = (job.folder / "report.html").read_text(encoding="utf-8")
            return Result(page=text, moved=_moved(job))
        finally:
            folders.remove(job.folder)


def steps(job: Job, record: Future[dict[str, Any]]) -> dict[str, Task]:
    """The graph of `job` with the page alone for its last task."""
    graph = tasks(job)
    last = replace(graph[final(job)], function=made_page, arguments=(job, record))
    return {**graph, final(job): last}


def made_page(
    job: Job,
    record: Future[dict[str, Any]],
    before: Sequence[Outcome],
    tables: Sequence[Outcome],
) -> Outcome:
    """Writes the page, if all chapters were made; `record` is the manifest."""
    if lacking := what_lacks(before, tables):
        return lacking
    start = time.monotonic()
    try:
        write_page(job, record.result())
    except DataError as error:
        return Outcome(error.problems, "failed", time.monotonic() - start)
    return Outcome(note="published", seconds=time.monotonic() - start)


def _failed(problems: Iterable[Explained], text: str) -> Result:
    return Result(failure=text, words="\n".join(map(str, problems)))


def _moved(job: Job) -> list[str]:
    last = rooms.edition_folder(job.project, job.edition)
    if not last.is_dir():
        return []
    return changes.report(changes.compare_tables(last, job.folder, job.contents.keys))
