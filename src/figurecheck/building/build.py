"""Builds editions: checked, run and published in a scratch folder, then put in place."""

from __future__ import annotations

import csv
import json
import os
from collections.abc import Callable, Iterable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from figurecheck import changes, rooms
from figurecheck.building import folders
from figurecheck.building.chapters import Contents, read_contents
from figurecheck.building.execution import must_run
from figurecheck.building.failure import explain, keep
from figurecheck.building.graph import Job, Outcome, Tell, final, lost, run, run_on_cluster, tasks
from figurecheck.building.inputs import environment as inputs_environment
from figurecheck.building.inputs import marks, package, snapshot, text_hash
from figurecheck.building.store import Store
from figurecheck.editions import Editions, Value, read_editions
from figurecheck.errors import DataError, Problem
from figurecheck.lint import lint
from figurecheck.running import warm
from figurecheck.running.parameters import declared_names

Given = Sequence[tuple[str, str]]

WORKERS = 2


@dataclass(frozen=True)
class Built:
    """A report in its place: `changes` since the build before, None where there was none."""

    edition: str
    folder: Path
    changes: list[changes.Change] | None
    warnings: tuple[str, ...] = ()


class BuildError(DataError):
    """A build failed; `kept` is the folder with what it had made, by edition."""

    def __init__(self, problems: Iterable[Problem], kept: Iterable[Path]) -> None:
        super().__init__(problems)
        self.kept = tuple(kept)


def build(
    project: Path,
    edition: str,
    given: Given = (),
    workers: int = WORKERS,
    tell: Tell | None = None,
) -> Built:
    """Builds `edition` with the parameters `given` as (name, text) and puts it in its place.

    Raises DataError before anything runs where parameters, notebooks or lists are wrong, and
    BuildError where a chapter or the publishing fails; the last good report stays then.
    """
    return build_all(project, [edition], given=given, workers=workers, tell=tell)[0]


def build_all(
    project: Path,
    editions: Sequence[str],
    given: Given = (),
    workers: int = WORKERS,
    scheduler: str | None = None,
    tell: Tell | None = None,
) -> list[Built]:
    """Builds several editions by one graph, on the Dask cluster at `scheduler` if there is one.

    Editions that succeed are put in place even if others fail. `tell` gets the name and the
    outcome of each step when it is done.
    """
    names = list(dict.fromkeys(editions))
    declared = read_editions(project)
    for edition in names:  # a wrong one leaves no folder behind
        declared.values(edition, given)
    try:
        return _build_locked(project, names, given, workers, scheduler, tell)
    except OSError as error:
        raise DataError(lost(error)) from error


def _build_locked(
    project: Path,
    names: Sequence[str],
    given: Given,
    workers: int,
    scheduler: str | None,
    tell: Tell | None,
) -> list[Built]:
    with ExitStack() as stack:
        for edition in sorted(names):  # in one order, so that two such builds cannot block
            stack.enter_context(folders.locked(project, edition))
        jobs = read_jobs(project, names, given, folders.scratch_folder)
        try:
            if warm.is_warm() and not scheduler and any(map(must_run, jobs)):
                warm.ZYGOTE.prepare()  # it imports while the prose is looked at
            lint_prose(jobs[0])
            built = _settle(jobs, run_jobs(jobs, workers, scheduler, tell))
            Store(project).trim()
            return built
        finally:  # nothing, unless the run was interrupted
            for job in jobs:
                folders.remove(job.folder)


def lint_prose(job: Job) -> None:
    """Looks for numbers in the prose of `job`, unless it was found in order as it is.

    Raises DataError as `lint` does.
    """
    store = Store(job.project)
    program = text_hash(package(job.inputs))
    known = store.linted(program)
    lint(job.project, [chapter.notebook for chapter in job.contents.chapters], known)
    store.remember_linted(program, known)


def run_jobs(
    jobs: Sequence[Job], workers: int, scheduler: str | None = None, tell: Tell | None = None
) -> list[Outcome]:
    """Runs the steps of all `jobs`; the outcome of each."""
    graph = {key: task for job in jobs for key, task in tasks(job).items()}
    wanted = [final(job) for job in jobs]
    if scheduler:
        return run_on_cluster(graph, wanted, scheduler, tell)
    return run(graph, wanted, workers, tell)


def read_jobs(
    project: Path,
    editions: Sequence[str],
    given: Given,
    folder: Callable[[Path, str], Path],
    reuse: bool = True,
) -> list[Job]:
    """The editions as they are to be built, each into the `folder` made for it.

    Raises DataError where a list or a parameters cell is wrong.
    """
    # What is edited from here on is found changed when a report is done.
    marked, inputs = marks(project), snapshot(project)
    environment = inputs_environment(project)
    contents, declared = read_contents(project), read_editions(project)
    names = notebook_parameters(project, contents, declared)
    values = {edition: declared.values(edition, given) for edition in editions}
    return [
        Job(
            project,
            edition,
            declared.titles.get(edition, edition),
            chosen,
            folder(project, edition),
            contents,
            names,
            inputs,
            marked,
            environment,
            tuple((name, text) for name, text in given),
            reuse,
        )
        for edition, chosen in values.items()
    ]


def notebook_parameters(
    project: Path, contents: Contents, declared: Editions
) -> dict[str, tuple[str, ...]]:
    """By notebook the parameters it takes. Raises DataError with all offences."""
    names: dict[str, tuple[str, ...]] = {}
    problems: list[Problem] = []
    for chapter in contents.chapters:
        try:
            notebook = read_notebook(project / chapter.file, chapter.file)
            names[chapter.notebook] = declared_names(notebook, chapter.file, declared.parameters)
        except DataError as error:
            problems += error.problems
    if problems:
        raise DataError(problems)
    return names


def read_notebook(path: Path, file: str) -> dict[str, list[dict[str, object]]]:
    """A notebook as its JSON gives it. Raises DataError, calling it `file`, where it is none."""
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise DataError(Problem(file, "a notebook in JSON", f"Mend it: {error}.")) from error
    if not isinstance(found, dict) or not isinstance(found.get("cells"), list):
        raise DataError(Problem(file, "a notebook with cells", "Save it from JupyterLab anew."))
    return found


def parameters_of(folder: Path) -> dict[str, Value]:
    """The parameters that the build in `folder` was made with."""
    record: dict[str, dict[str, Value]] = json.loads(
        (folder / "manifest.json").read_text(encoding="utf-8")
    )
    return record["parameters"]


def default_workers() -> int:
    """As many as there are processors for this process."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _settle(jobs: Sequence[Job], outcomes: Sequence[Outcome]) -> list[Built]:
    built: list[Built] = []
    problems: dict[str, Problem] = {}  # by their words: editions share most of them
    kept: list[Path] = []
    for job, outcome in zip(jobs, outcomes, strict=True):
        if outcome.problems:
            try:
                folder, found = keep(job, outcome)
                kept.append(folder)
            except (OSError, DataError):  # the disk is full, or the page has no template
                found = explain(outcome.problems, job.project, job.edition)
            problems |= {each.words: each for each in found if each.words not in problems}
        else:
            built.append(_put_in_place(job))
    if problems:
        raise BuildError(problems.values(), kept)
    return built


def _put_in_place(job: Job) -> Built:
    found = _changes(job)
    folder = folders.put_in_place(job.folder, job.project, job.edition)
    noted = folder / "warnings.txt"
    lines = noted.read_text(encoding="utf-8").splitlines() if noted.is_file() else ()
    return Built(job.edition, folder, found, tuple(lines))


def _changes(job: Job) -> list[changes.Change] | None:
    """What differs from the last report, None where there is none, or none that can be read."""
    last = rooms.edition_folder(job.project, job.edition)
    if not last.is_dir():
        return None
    try:
        return changes.compare_tables(last, job.folder, job.contents.keys)
    except (OSError, ValueError, csv.Error):  # somebody has spoilt it
        return None
