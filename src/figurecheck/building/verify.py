"""Proof that a report can be made again: a build from nothing, compared byte for byte."""

from __future__ import annotations

import tempfile
from pathlib import Path

from figurecheck import changes, rooms
from figurecheck.building import folders
from figurecheck.building.build import (
    WORKERS,
    BuildError,
    read_jobs,
    run_jobs,
)
from figurecheck.building.manifest import given
from figurecheck.errors import DataError, Problem
from figurecheck.lint import lint


def verify(project: Path, edition: str, workers: int = WORKERS) -> list[str]:
    """What differs between the report of `edition` and one built anew with its parameters.

    A line a value that differs, then a line a file; none where both are equal to the byte.
    Raises DataError where there is no report, and BuildError where it cannot be built.
    """
    place = rooms.edition_folder(project, edition)
    if not (place / "manifest.json").is_file():
        remedy = f"Build it first: make report EDITION={edition}."
        raise DataError(Problem(f"build/{edition}", "a report", remedy))
    scratch = Path(tempfile.mkdtemp(prefix="figurecheck-"), "report")
    scratch.mkdir()
    try:
        [job] = read_jobs(project, [edition], given(place), lambda *_: scratch, reuse=False)
        lint(project, [chapter.notebook for chapter in job.contents.chapters])
        problems = run_jobs([job], workers)[0].problems
        if problems:
            raise BuildError(problems, ())
        found = changes.compare_tables(place, scratch, job.contents.keys)
        return [*map(str, found), *differing_files(place, scratch)]
    finally:
        folders.remove(scratch)


def differing_files(one: Path, other: Path) -> list[str]:
    """A line for each file that is missing in one of two folders or has other bytes there."""
    files = {
        folder: {p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()}
        for folder in (one, other)
    }
    return [
        *(f"{name}: not made again" for name in sorted(files[one] - files[other])),
        *(f"{name}: made now, not in the report" for name in sorted(files[other] - files[one])),
        *(
            f"{name}: other bytes"
            for name in sorted(files[one] & files[other])
            if (one / name).read_bytes() != (other / name).read_bytes()
        ),
    ]
