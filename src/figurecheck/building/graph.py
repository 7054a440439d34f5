"""The steps of an edition as a graph of tasks: run by threads of this process, or on a cluster.

A task a chapter, one for the raw tables, and one that publishes the chapters.
"""

from __future__ import annotations

import contextlib
import graphlib
import logging
import time
from collections.abc import Callable, Collection, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any

from figurecheck import rooms
from figurecheck.building.chapters import Chapter, Contents
from figurecheck.building.inputs import Mark, package, text_hash
from figurecheck.editions import Value
from figurecheck.errors import DataError, Problem
from figurecheck.running import warm
from figurecheck.running.calls import call_apart


@dataclass(frozen=True)
class Outcome:
    """What became of a task: the offences that kept it from its work, and how it went, in words.

    Offences are returned and not raised, so that one failing chapter does not hide another one's.
    `outside` names the programs and connections that were used, by notebook, and `failed` the
    notebooks that ran and failed.
    """

    problems: tuple[Problem, ...] = ()
    note: str = ""
    seconds: float = 0.0
    outside: tuple[tuple[str, str], ...] = ()
    failed: tuple[str, ...] = ()


@dataclass(frozen=True)
class Job:
    """An edition to be built into `folder`: `values` of all parameters, and by notebook the
    `names` of those that it takes.

    `inputs` are the hashes of the project's files at the start and `marks` tell whether they
    were written since; `environment` is the hash of the packages and of Python. Without `reuse`
    every chapter runs.
    """

    project: Path
    edition: str
    title: str
    values: Mapping[str, Value]
    folder: Path
    contents: Contents
    names: Mapping[str, tuple[str, ...]]
    inputs: Mapping[str, str]
    marks: Mapping[str, Mark]
    environment: str
    given: tuple[tuple[str, str], ...] = ()
    reuse: bool = True

    @property
    def program(self) -> str:
        """The hash of what works on the data: this package, those installed, and Python."""
        return text_hash([package(self.inputs), self.environment])

    def parameters(self, notebook: str) -> dict[str, Value]:
        """What the notebook is run with."""
        return {name: self.values[name] for name in self.names[notebook]}


Tell = Callable[[str, Outcome], None]

TABLES = "tables"


@dataclass(frozen=True)
class Task:
    """A step: what `function` returns for the `arguments` and the outcomes of what it `needs`.

    These are names of tasks in groups; for each group the function gets a list. Of the tasks that
    can begin, the heaviest does: the one with the greatest `weight`.
    """

    function: Callable[..., Outcome]
    arguments: tuple[Any, ...]
    needs: tuple[tuple[str, ...], ...] = ()
    weight: int = 0


def tasks(job: Job) -> dict[str, Task]:
    """The graph of `job`: its last task, `final(job)`, has all offences of the edition."""
    by_name = {chapter.notebook: chapter for chapter in job.contents.chapters}
    graph = {
        _key(job, notebook): Task(
            run_chapter,
            (job, by_name[notebook]),
            (tuple(_key(job, name) for name in needs),),
            _length(job.project / by_name[notebook].file),
        )
        for notebook, needs in job.contents.needs().items()
    }
    tables = {_key(job, TABLES): Task(validate_tables, (job,))} if _has_tables(job) else {}
    published = Task(publish_edition, (job,), (tuple(graph), tuple(tables)))
    return {**graph, **tables, final(job): published}


def final(job: Job) -> str:
    """The name of the last task of `job`."""
    return f"{job.edition}/report"


def run(
    graph: Mapping[str, Task], wanted: Sequence[str], workers: int, tell: Tell | None = None
) -> list[Outcome]:
    """The outcomes of the tasks `wanted`, run by `workers` threads of this process.

    Threads do, since cells run and reports are published in processes of their own. `tell`
    gets the name and the outcome of each task when it is done. Tasks of an edition come before
    those of later ones, and then the heaviest first (Graham 1969, Bounds on multiprocessing timing
    anomalies).
    """
    editions = list(dict.fromkeys(key.rpartition("/")[0] for key in graph))
    turns = {
        key: (editions.index(key.rpartition("/")[0]), -task.weight) for key, task in graph.items()
    }
    order = graphlib.TopologicalSorter(
        {key: chain.from_iterable(task.needs) for key, task in graph.items()}
    )
    order.prepare()
    ready: list[str] = []
    running: dict[Future[Outcome], str] = {}
    outcomes: dict[str, Outcome] = {}
    pool = ThreadPoolExecutor(workers)
    try:
        while order.is_active():
            ready = sorted([*ready, *order.get_ready()], key=turns.__getitem__)
            while ready and len(running) < workers:
                key = ready.pop(0)
                task = graph[key]
                needed = [[outcomes[name] for name in group] for group in task.needs]
                running[pool.submit(task.function, *task.arguments, *needed)] = key
            for future in wait(running, return_when=FIRST_COMPLETED).done:
                key = running.pop(future)
                outcomes[key] = future.result()
                order.done(key)
                if tell is not None:
                    tell(key, outcomes[key])
    except BaseException:  # it is interrupted, say: nobody writes to the folder any more
        _end(running)
        raise
    finally:
        pool.shutdown()
    return [outcomes[key] for key in wanted]


def _end(running: Collection[Future[Outcome]]) -> None:
    """Ends the processes in which tasks run, and returns when no task does any more.

    A second interrupt changes nothing.
    """
    told = logging.getLogger("papermill")
    told.addFilter(_unheard)  # that a kernel has died is no news here
    for _ in range(2):
        with contextlib.suppress(KeyboardInterrupt):
            while wait(running, timeout=warm.POLL).not_done:  # one may just begin to fork
                warm.ZYGOTE.end_forked()
    told.removeFilter(_unheard)


def _unheard(_: logging.LogRecord) -> bool:
    return False


def run_on_cluster(
    graph: Mapping[str, Task], wanted: Sequence[str], scheduler: str, tell: Tell | None = None
) -> list[Outcome]:
    """The same on a Dask cluster, which must see the same files.

    `scheduler` is its address, or the path of the file in which it says its address.
    """
    try:
        from distributed import Client, as_completed
    except ImportError as error:
        problem = Problem(
            file="SCHEDULER",
            value=scheduler,
            expected="the package distributed, which sends work to a Dask cluster",
            remedy="Install it (pip install distributed), or leave SCHEDULER out.",
        )
        raise DataError(problem) from error
    where = {"scheduler_file": scheduler} if Path(scheduler).is_file() else {"address": scheduler}
    try:
        client: Any = Client(**where)  # type: ignore[no-untyped-call]
    except OSError as error:
        remedy = f"Start it (docs/cluster.md), or mend the address: {error}."
        problem = Problem("SCHEDULER", "a Dask scheduler that answers", remedy, value=scheduler)
        raise DataError(problem) from error
    with client:
        plain = {
            key: (task.function, *task.arguments, *map(list, task.needs))
            for key, task in graph.items()
        }
        futures = client.get(plain, list(wanted), sync=False)
        by_key = dict(zip((future.key for future in futures), wanted, strict=True))
        outcomes: dict[str, Outcome] = {}
        for future, outcome in as_completed(futures, with_results=True):  # type: ignore[no-untyped-call]
            outcomes[by_key[future.key]] = outcome
            if tell is not None:
                tell(by_key[future.key], outcome)
        return [outcomes[key] for key in wanted]


def run_chapter(job: Job, chapter: Chapter, before: Sequence[Outcome]) -> Outcome:
    """Makes a chapter, unless one before it failed: from the store, or by running its notebook."""
    from figurecheck.building.execution import Made, made

    offences = _joined(before)
    if offences:
        return Outcome(offences)
    start = time.monotonic()
    try:
        found = made(job, chapter)
    except DataError as error:
        found = Made("failed", error.problems)
    except OSError as error:
        found = Made("failed", [lost(error)])
    except warm.DiedError as error:
        found = Made("failed", [died(error)])
    outside = ((chapter.notebook, found.outside),) if found.outside else ()
    failed = (chapter.notebook,) if found.problems else ()
    return Outcome(tuple(found.problems), found.note, time.monotonic() - start, outside, failed)


def validate_tables(job: Job) -> Outcome:
    """Holds the raw tables against every rule, unless they were found in order as they are."""
    from figurecheck.building.validation import validated

    start = time.monotonic()
    try:
        was_read, problems = validated(job)
    except OSError as error:
        was_read, problems = True, (lost(error),)
    except warm.DiedError as error:
        was_read, problems = True, (died(error),)
    note = "failed" if problems else "validated" if was_read else "unchanged"
    return Outcome(problems, note, time.monotonic() - start)


def publish_edition(job: Job, before: Sequence[Outcome], tables: Sequence[Outcome]) -> Outcome:
    """Writes the forms of the report and manifest.json, if all chapters were made.

    In a process of its own where one can be forked warm; many editions are published so at once.
    """
    if lacking := what_lacks(before, tables):
        return lacking
    start = time.monotonic()
    outside = dict(pair for outcome in before for pair in outcome.outside)
    try:
        problems: Sequence[Problem] = call_apart(f"{__name__}:published", job, outside)
    except warm.DiedError as error:
        problems = [died(error)]
    return Outcome(tuple(problems), "published", time.monotonic() - start)


def published(job: Job, outside: Mapping[str, str]) -> tuple[Problem, ...]:
    """Publishes the chapters of `job`; the offences that kept it from that."""
    from figurecheck.building.report import write_report

    try:
        write_report(job, outside)
    except DataError as error:
        return error.problems
    except OSError as error:
        return (lost(error),)
    return ()


def lost(error: OSError) -> Problem:
    """The offence of a disk that is full, or of a file that is gone or may not be written."""
    place = str(error.filename or rooms.BUILD)
    remedy = f"Make room, or mend its rights, and build again: {error.strerror or error}."
    return Problem(place, "a file that can be read and written", remedy)


def died(error: Exception) -> Problem:
    """The offence of a process that was ended from outside, as for want of memory."""
    return Problem("the build", "a process that lives until its work is done", f"Again: {error}.")


def executed(job: Job, chapter: Chapter) -> Path:
    """Where the executed notebook of a chapter lies."""
    return job.folder / rooms.NOTEBOOKS / chapter.notebook


def _has_tables(job: Job) -> bool:
    """Whether there are rules for the data: a project may keep them in a way of its own."""
    return rooms.TABLES.as_posix() in job.inputs


def _length(notebook: Path) -> int:
    """The bytes of a notebook: long ones take long, as far as is known before they ran."""
    try:
        return notebook.stat().st_size
    except OSError:  # that it is gone is said where it is read
        return 0


def _key(job: Job, notebook: str) -> str:
    return f"{job.edition}/{notebook}"


def what_lacks(chapters: Sequence[Outcome], tables: Sequence[Outcome]) -> Outcome | None:
    """What becomes of the last task where a chapter or a table failed; None where none did."""
    offences = _joined(tables) or _joined(chapters)  # from wrong tables the others follow
    if not offences:
        return None
    return Outcome(offences, failed=tuple(name for each in chapters for name in each.failed))


def _joined(outcomes: Sequence[Outcome]) -> tuple[Problem, ...]:
    """The offences of all of them, each once."""
    return tuple(dict.fromkeys(problem for outcome in outcomes for problem in outcome.problems))
