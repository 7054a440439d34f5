"""What is left of a failed build: what had been made, and a page that says why it failed."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from figurecheck import rooms
from figurecheck.building import folders
from figurecheck.building.chapters import Chapter
from figurecheck.building.graph import Job, Outcome
from figurecheck.building.offences import Explained, Last, explained
from figurecheck.errors import Problem

PAGE = "failure.html"


@dataclass(frozen=True)
class Left:
    """What a failed build left in `folder`: the notebooks that were done, and those that failed,
    as far as they ran; and those that were not begun.
    """

    folder: Path
    done: Sequence[str]
    partial: Sequence[str]
    unmade: Sequence[str]

    @classmethod
    def of(cls, folder: Path, chapters: Iterable[Chapter], failed: Collection[str]) -> Left:
        """What lies in `folder` of the `chapters`, of which those `failed`."""
        done: list[str] = []
        partial: list[str] = []
        unmade: list[str] = []
        for chapter in chapters:
            made = partial if chapter.notebook in failed else done
            (made if (folder / chapter.file).is_file() else unmade).append(chapter.file)
        return cls(folder, done, partial, unmade)


def keep(job: Job, outcome: Outcome) -> tuple[Path, list[Explained]]:
    """Keeps what a failed build had made, with its page; the folder and the offences explained."""
    kept = folders.keep_failed(job.folder, job.project, job.edition)
    found = explain(outcome.problems, job.project, job.edition, kept)
    left = Left.of(kept, job.contents.chapters, outcome.failed)
    text = page(job.project, job.edition, found, left)
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
    project: Path, edition: str, problems: Sequence[Explained], left: Left | None = None
) -> str:
    """The page that says why `edition` was not built: in the report's style, without a script.

    Without what was `left`, nothing had been made.
    """
    from figurecheck.publishing import material
    from figurecheck.publishing.page import faces

    report = rooms.edition_folder(project, edition) / "report.html"
    return material.template("failure.html.j2").render(
        edition=edition,
        problems=problems,
        left=left,
        kept=left.folder.relative_to(project).as_posix() if left else "",
        good=report.is_file(),
        report=os.path.relpath(report, left.folder).replace(os.sep, "/") if left else "",
        style=material.style() + material.style("failure.css"),
        faces=faces(),
    )
