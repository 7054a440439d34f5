"""The raw tables held against every rule, beside the chapters that read some of them each."""

from __future__ import annotations

from pathlib import Path

from figurecheck import keeping
from figurecheck.building.execution import changed_meanwhile, written_meanwhile
from figurecheck.building.graph import Job
from figurecheck.building.inputs import text_hash
from figurecheck.building.store import Store
from figurecheck.errors import DataError, Problem
from figurecheck.running.calls import call_apart

DATA = "data/"


def validated(job: Job) -> tuple[bool, tuple[Problem, ...]]:
    """Whether the tables had to be read, and their offences.

    They are not read again while they are as they were when they were found in order.
    """
    data = {name: value for name, value in job.inputs.items() if name.startswith(DATA)}
    in_order = keeping.place(Store(job.project).made_by(job.program), text_hash(data).encode())
    if job.reuse and keeping.kept(in_order) is not None:
        return False, ()
    found: tuple[Problem, ...] = call_apart(f"{__name__}:offences", job.project)
    problems = (*found, *changed_meanwhile(written_meanwhile(job, data)))
    if job.reuse and not problems:
        keeping.keep(in_order, b"")
    return True, problems


def offences(project: Path) -> tuple[Problem, ...]:
    """The offences of the raw tables."""
    from figurecheck.tables import read_raw

    try:
        read_raw(project)
    except DataError as error:
        return error.problems
    return ()
