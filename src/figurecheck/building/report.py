"""From executed chapters to the forms of the report, its data and the manifest of an edition."""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from figurecheck.building import chapters
from figurecheck.building.execution import changed_meanwhile, written_meanwhile
from figurecheck.building.graph import Job, executed
from figurecheck.building.inputs import SUMS, changed, snapshot, sums
from figurecheck.building.manifest import NAME, colophon, manifest, to_json
from figurecheck.building.store import Store
from figurecheck.crates import data_bundle
from figurecheck.errors import DataError, Problem
from figurecheck.metadata import DATA_BUNDLE, metadata
from figurecheck.notebooks import read_json
from figurecheck.publishing import Chapter, Report, publish, publish_page

FIGURES = "clean/figures.csv"
VERDICTS = "results/verdicts.csv"
SOURCES = "data/raw/sources.csv"
WARNINGS = "warnings.txt"

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def write_report(job: Job, outside: Mapping[str, str]) -> None:
    """Publishes the chapters in `job.folder` and writes the manifest beside the report.

    `outside` says by notebook what the chapters used of the world outside.
    What an editor should look at goes to warnings.txt, the hashes of all files to SHA256SUMS.
    Raises DataError, also where an input is no longer what it was when the build began.
    """
    record = manifest(job, outside)
    (job.folder / NAME).write_text(to_json(record), encoding="utf-8")
    cover = _cover(job, record)
    kept = Store(job.project).made_by(job.program) if job.reuse else None
    bundle = job.folder / DATA_BUNDLE
    published = publish(
        _chapters(job),
        cover,
        kept,
        lambda: bundle.write_bytes(data_bundle(job.project, job.folder, cover, kept)),
    )
    (job.folder / "report.html").write_text(published.html, encoding="utf-8")
    (job.folder / "report.pdf").write_bytes(published.pdf)
    (job.folder / "report.docx").write_bytes(published.docx)
    if published.warnings:
        text = "".join(f"{warning}\n" for warning in published.warnings)
        (job.folder / WARNINGS).write_text(text, encoding="utf-8")
    meanwhile = {*changed(job.inputs, snapshot(job.project)), *written_meanwhile(job, job.inputs)}
    if meanwhile:
        raise DataError(changed_meanwhile(sorted(meanwhile)))
    (job.folder / SUMS).write_text(sums(job.folder), encoding="utf-8")


def write_page(job: Job, record: dict[str, Any]) -> None:
    """Writes report.html alone, the same as `write_report` does; raises DataError as it does.

    `record` is the manifest of `job`.
    """
    text = publish_page(_chapters(job), _cover(job, record))
    (job.folder / "report.html").write_text(text, encoding="utf-8")


def report_date(job: Job) -> date:
    """The day the edition is of: `as_of`, or else the latest day on which a figure in it came out.

    Never today: the same data give the same report. Raises DataError where no figure has a day.
    """
    as_of = job.values.get("as_of")
    if as_of:
        return date.fromisoformat(str(as_of))
    days = _published_days(job.folder / FIGURES)
    if not days:
        raise DataError(
            Problem(
                file=FIGURES,
                column="published",
                expected="a day of publication (2024-03-31) in one row at least",
                remedy="Complete data/raw/sources.csv.",
            )
        )
    return date.fromisoformat(max(days))


def _cover(job: Job, record: dict[str, Any]) -> Report:
    cover = Report(
        title=job.contents.title,
        subtitle=job.contents.subtitle,
        date=report_date(job),
        language=job.contents.language,
        edition=job.title,
        colophon=colophon(record),
    )
    return replace(cover, metadata=_metadata(job, cover))


def _published_days(table: Path) -> list[str]:
    cells = [row.get("published") or "" for row in _rows(table)]
    return [cell for cell in cells if _DAY.fullmatch(cell)]


def _metadata(job: Job, cover: Report) -> dict[str, Any]:
    found = job.contents.in_reading_order()
    return metadata(
        cover,
        [(chapter.slug, chapter.title) for chapter in found],
        _rows(job.folder / VERDICTS),
        _rows(job.project / SOURCES),
        [row["source"] for row in _rows(job.folder / FIGURES) if "source" in row],
        next((chapter.slug for chapter in found if VERDICTS in chapter.writes), "main"),
    )


def _rows(table: Path) -> list[dict[str, str]]:
    """The rows of a table, none where there is no such file."""
    if not table.is_file():
        return []
    with table.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def _chapters(job: Job) -> list[Chapter]:
    return [_read(job, chapter) for chapter in job.contents.in_reading_order()]


def _read(job: Job, chapter: chapters.Chapter) -> Chapter:
    notebook = read_json(executed(job, chapter))
    return Chapter(notebook, chapter.slug, chapter.title, chapter.appendix, chapter.file)
