"""The steps of an edition as a plain Dask graph: a task a chapter, and one that publishes them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from figurecheck import rooms
from figurecheck.building.chapters import Chapter, Contents
from figurecheck.editions import Value
from figurecheck.errors import DataError, Problem

# What a task returns: the offences that kept it from its work, none when it is done. Returned and
# not raised, so that one failing chapter does not hide another one's message.
Outcome = tuple[Problem, ...]


@dataclass(frozen=True)
class Job:
    """An edition to be built into `folder`: `values` of all parameters, and by notebook the
    `names` of those that it takes."""

    project: Path
    edition: str
    title: str
    values: Mapping[str, Value]
    folder: Path
    contents: Contents
    names: Mapping[str, tuple[str, ...]]

    def parameters(self, notebook: str) -> dict[str, Value]:
        """What the notebook is run with."""
        return {name: self.values[name] for name in self.names[notebook]}


def tasks(job: Job) -> dict[str, Any]:
    """The graph of `job`: its last task, `final(job)`, has all offences of the edition."""
    by_name = {chapter.notebook: chapter for chapter in job.contents.chapters}
    graph: dict[str, Any] = {
        _key(job, notebook): (run_chapter, job, by_name[notebook], [_key(job, n) for n in needs])
        for notebook, needs in job.contents.needs().items()
    }
    graph[final(job)] = (publish_edition, job, list(graph))
    return graph


def final(job: Job) -> str:
    """The name of the last task of `job`."""
    return f"{job.edition}/report"


def run(graph: Mapping[str, Any], wanted: Sequence[str], workers: int) -> list[Outcome]:
    """The outcomes of the tasks `wanted`, run by `workers` threads of this process.

    Threads do, since the cells run in processes of their own.
    """
    from dask.threaded import get

    return list(get(graph, list(wanted), num_workers=workers))


def run_on_cluster(
    graph: Mapping[str, Any], wanted: Sequence[str], scheduler: str
) -> list[Outcome]:
    """The same on the Dask cluster at the address `scheduler`, which must see the same files."""
    try:
        from distributed import Client
    except ImportError as error:
        problem = Problem(
            file="SCHEDULER",
            value=scheduler,
            expected="the package distributed, which sends work to a Dask cluster",
            remedy="Install it (pip install distributed), or leave SCHEDULER out.",
        )
        raise DataError(problem) from error
    with Client(scheduler) as client:
        return list(client.get(dict(graph), list(wanted)))


def run_chapter(job: Job, chapter: Chapter, before: Sequence[Outcome]) -> Outcome:
    """Runs a chapter, unless one before it failed, and checks that it wrote what it lists."""
    from figurecheck.running.notebook import run_notebook

    failed = _joined(before)
    if failed:
        return failed
    try:
        run_notebook(
            job.project / rooms.NOTEBOOKS / chapter.notebook,
            executed(job, chapter),
            job.parameters(chapter.notebook),
            {rooms.BUILD_VARIABLE: str(job.folder)},
            chapter.file,
        )
    except DataError as error:
        return error.problems
    return tuple(
        Problem(
            chapter.file, f"{path} written", "Write it, or mend writes in report/chapters.toml."
        )
        for path in chapter.writes
        if not (job.folder / path).is_file()
    )


def publish_edition(job: Job, before: Sequence[Outcome]) -> Outcome:
    """Writes report.html, report.pdf and manifest.json, if all chapters ran."""
    from figurecheck.building.report import write_report

    failed = _joined(before)
    if failed:
        return failed
    try:
        write_report(job)
    except DataError as error:
        return error.problems
    return ()


def executed(job: Job, chapter: Chapter) -> Path:
    """Where the executed notebook of a chapter lies."""
    return job.folder / rooms.NOTEBOOKS / chapter.notebook


def _key(job: Job, notebook: str) -> str:
    return f"{job.edition}/{notebook}"


def _joined(outcomes: Sequence[Outcome]) -> Outcome:
    return tuple(dict.fromkeys(problem for outcome in outcomes for problem in outcome))
