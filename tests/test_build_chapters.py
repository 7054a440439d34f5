"""The list of chapters: order from what they read and write, and what is refused."""

import math
from pathlib import Path

import pytest

from figurecheck.building.chapters import read_contents
from figurecheck.errors import DataError
from tests.small_project import CHAPTERS, markdown, small_project, write_notebook


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return small_project(tmp_path)


def offences(project: Path, listed: str) -> str:
    (project / "report/chapters.toml").write_text(listed)
    with pytest.raises(DataError) as caught:
        read_contents(project)
    return str(caught.value)


def test_a_chapter_waits_for_those_whose_output_it_reads(project: Path) -> None:
    contents = read_contents(project)
    assert contents.needs() == {"01-clean.ipynb": (), "02-growth.ipynb": ("01-clean.ipynb",)}
    assert [chapter.slug for chapter in contents.in_reading_order()] == ["growth", "clean"]


def test_a_chapter_has_its_own_minutes_or_those_of_the_report(project: Path) -> None:
    assert {chapter.minutes for chapter in read_contents(project).chapters} == {math.inf}
    listed = CHAPTERS.replace("[report]", "[report]\nminutes = 10")
    listed = listed.replace("position = 1", "position = 1\nminutes = 2.5")
    (project / "report/chapters.toml").write_text(listed)
    assert [chapter.minutes for chapter in read_contents(project).chapters] == [10, 2.5]


def test_patterns_find_what_other_chapters_write(project: Path) -> None:
    listed = CHAPTERS.replace('reads = ["clean/figures.csv"]', 'reads = ["clean/*.csv"]')
    (project / "report/chapters.toml").write_text(listed)
    assert read_contents(project).needs()["02-growth.ipynb"] == ("01-clean.ipynb",)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('reads = ["clean/figures.csv"]', 'reads = ["clean/x.csv"]', "found 'clean/x.csv'"),
        ('["data/raw/figures.csv"]', '["results/growth.csv"]', "Break the circle"),
        ('["data/raw/figures.csv"]', '["data/raw/x.csv"]', "found 'data/raw/x.csv'"),
        ('["results/growth.csv"]', '["clean/figures.csv"]', "column writes: found 'clean/fig"),
        ('["results/growth.csv"]', '["clean/../../x.csv"]', "02-growth.ipynb writes"),
        ('["results/growth.csv"]', '["report.html"]', "a path under clean/"),
        ('slug = "growth"', 'slug = "clean"', "column slug: found 'clean'; expected each once"),
        ("position = 1", "position = 2", "column position"),
        ("position = 1", 'position = "1"', "position of its type"),
        ("position = 1", "position = 1\nreadz = []", "Did you mean reads?"),
        ('"02-growth.ipynb"', '"03-growth.ipynb"', "notebooks/02-growth.ipynb: expected a chapter"),
        ('title = "Cargo"', "", "report.title"),
        ('title = "Cargo"', 'title = "Cargo"\nminutes = "ten"', "report minutes: found 'ten'"),
        ("position = 1", "position = 1\nminutes = 0", "02-growth.ipynb minutes: found '0'"),
    ],
)
def test_a_wrong_list_is_refused(project: Path, old: str, new: str, told: str) -> None:
    assert told in offences(project, CHAPTERS.replace(old, new, 1))


def test_a_notebook_that_no_chapter_names_is_refused(project: Path) -> None:
    write_notebook(project / "notebooks/09-more.ipynb", markdown("x"))
    assert "notebooks/09-more.ipynb: expected a chapter" in offences(project, CHAPTERS)
