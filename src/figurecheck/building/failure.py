"""What is left of a failed build: what had been made, and a page that says why it failed."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from pathlib import Path

from figurecheck import rooms
from figurecheck.building import folders
from figurecheck.building.graph import Job
from figurecheck.building.offences import Explained, Last, explained
from figurecheck.errors import Problem

PAGE = "failure.html"


def keep(job: Job, problems: Iterable[Problem]) -> tuple[Path, list[Explained]]:
    """Keeps what a failed build had made, with its page; the folder and the offences explained."""
    kept = folders.keep_failed(job.folder, job.project, job.edition)
    found = explain(problems, job.project, job.edition, kept)
    text = page(job.project, job.edition, found, kept, [c.file for c in job.contents.chapters])
    (kept / PAGE).write_text(text, encoding="utf-8")
    return kept, found


def explain(
    problems: Iterable[Problem], project: Path, edition: str, kept: Path | None = None
) -> list[Explained]:
    """The offences of a build of `edition`, which left the folder `kept`, with their rows."""
    last = Last(project, edition)
    roots = [root for root in (project, kept) if root]
    return [explained(problem, roots, last) for problem in problems]


def page(
    project: Path,
    edition: str,
    problems: Sequence[Explained],
    kept: Path | None = None,
    chapters: Sequence[str] = (),
) -> str:
    """The page that says why `edition` was not built: in the report's style, without a script.

    `kept` is the folder with what had been made of the `chapters`, None where nothing was.
    """
    from figurecheck.publishing import material
    from figurecheck.publishing.page import faces

    report = rooms.edition_folder(project, edition) / "report.html"
    made = [name for name in chapters if kept and (kept / name).is_file()]
    partial = [name for name in made if any(problem.is_in(name) for problem in problems)]
    return (
        material.pages()
        .get_template("failure.html.j2")
        .render(
            edition=edition,
            problems=problems,
            kept=kept.relative_to(project).as_posix() if kept else "",
            partial=partial,
            made=[name for name in made if name not in partial],
            unmade=[name for name in chapters if name not in made],
            good=report.is_file(),
            report=os.path.relpath(report, kept).replace(os.sep, "/") if kept else "",
            style=material.style() + material.style("failure.css"),
            faces=faces(),
        )
    )
