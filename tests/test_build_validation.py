"""The raw tables are held against their rules beside the chapters: once for each state of them."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest

from figurecheck.building import validation
from figurecheck.building.build import BuildError, build, read_jobs
from figurecheck.building.graph import Job
from tests.reuse import UNCHANGED, notes, offences
from tests.small_project import publish_outlines, small_project

PLACES = (
    "place,name,kind,longitude,latitude,side,shown,note\n"
    "almaty,Almaty,town,76.95,43.25,left,always,\n"
)
ROUTES = "route,name,kind,order,place\nmiddle,Middle Corridor,rail,1,almaty\n"
TABLES = {"places": PLACES, "routes": ROUTES}


@pytest.fixture
def project(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small project with two tables that no chapter reads, one naming rows of the other."""
    publish_outlines(monkeypatch)
    project = small_project(tmp_path / "project")
    package = json.loads((root / "data/datapackage.json").read_text(encoding="utf-8"))
    package["resources"] = [each for each in package["resources"] if each["name"] in TABLES]
    (project / "data/datapackage.json").write_text(json.dumps(package))
    for name, text in TABLES.items():
        (project / f"data/raw/{name}.csv").write_text(text)
    return project


def spoil(project: Path) -> Path:
    routes = project / "data/raw/routes.csv"
    routes.write_text(ROUTES.replace("almaty", "almatty"))
    return routes


def job_of(project: Path, reuse: bool = True) -> Job:
    [job] = read_jobs(project, ["latest"], (), lambda *_: project / "build/scratch", reuse)
    return job


def test_tables_are_read_once_for_each_state(project: Path) -> None:
    assert notes(project)["tables"] == "validated"
    assert notes(project)["tables"] == "unchanged"
    routes = project / "data/raw/routes.csv"
    routes.write_text(ROUTES.replace("Middle", "New"))
    assert notes(project) == {**UNCHANGED, "tables": "validated"}
    routes.write_text(ROUTES)
    assert notes(project)["tables"] == "unchanged"
    shutil.rmtree(project / "build/.store")
    assert notes(project)["tables"] == "validated"


def test_what_is_wrong_in_a_table_that_no_chapter_reads_stops_the_build(project: Path) -> None:
    last = build(project, "latest").folder / "report.html"
    before = last.read_bytes()
    routes = spoil(project)
    for _ in range(2):  # what is wrong is not kept as if it were in order
        assert offences(project).startswith(
            "data/raw/routes.csv, line 2, column place: found 'almatty'; expected a place of "
            "places. Did you mean almaty? If not: add it to the table places.\n"
        )
    assert last.read_bytes() == before
    routes.write_text(ROUTES)
    assert notes(project)["tables"] == "unchanged"


def test_the_offences_of_chapters_follow_from_those_of_tables(project: Path) -> None:
    (project / "data/raw/figures.csv").write_text("figure,value,unit,published\nF1,4,t,?\n")
    spoil(project)
    with pytest.raises(BuildError) as caught:
        build(project, "latest")
    assert [problem.file for problem in caught.value.problems] == ["data/raw/routes.csv"]
    failure = (project / "build/latest.failed/failure.html").read_text(encoding="utf-8")
    lists = dict(re.findall("<dt>(.*)</dt><dd>(.*)</dd>", failure))
    assert "build/latest.failed/notebooks/02-growth.ipynb" in lists["As far as it ran"]
    assert lists["Done"].strip() == "<code>notebooks/01-clean.ipynb</code>"


def test_a_table_written_meanwhile_is_not_taken_for_the_one_that_was_read(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    routes = spoil(project)
    job = job_of(project)
    read = validation.offences

    def mended_first(place: Path) -> object:
        routes.write_text(ROUTES)
        return read(place)

    monkeypatch.setattr(validation, "offences", mended_first)
    _, problems = validation.validated(job)
    assert "a file that nobody writes" in "".join(map(str, problems))
    monkeypatch.undo()
    spoil(project)
    was_read, problems = validation.validated(job_of(project))
    assert was_read
    assert "almatty" in "".join(map(str, problems))


def test_a_build_from_nothing_reads_them_again(project: Path) -> None:
    assert validation.validated(job_of(project)) == (True, ())
    assert validation.validated(job_of(project)) == (False, ())
    assert validation.validated(job_of(project, reuse=False)) == (True, ())
