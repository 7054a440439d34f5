"""A dated edition, through the real command: nothing in it came out after its day."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from figurecheck.claims import out_by
from tests.test_report import command, copied

pytestmark = pytest.mark.slow

EDITION, DAY = "2023-06", "2023-06-30"
PUBLISHED = re.compile(r"\b20\d\d-\d\d(?:-\d\d)?\b")


@pytest.fixture(scope="module")
def project(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the project with the edition built."""
    folder = copied(root, tmp_path_factory.mktemp("project"))
    done = command(folder)("report", EDITION)
    assert done.returncode == 0, done.stderr
    return folder


@pytest.fixture(scope="module")
def page(project: Path) -> BeautifulSoup:
    """Its page, without drawings."""
    text = (project / "build" / EDITION / "report.html").read_text(encoding="utf-8")
    found = BeautifulSoup(text, "html.parser")
    for drawing in found("svg"):
        drawing.decompose()
    return found


def test_every_source_that_the_report_names_was_out(page: BeautifulSoup) -> None:
    named = [source.get_text() for source in page.select("p.source")]
    for entry in page.select(".register .entry dl"):
        cells = zip(entry("dt"), entry("dd"), strict=True)
        named += [dd.get_text() for dt, dd in cells if dt.get_text() in ("Source", "Article")]
    days = [day for text in named for day in PUBLISHED.findall(text)]
    assert len(days) > len(named) / 2
    assert [day for day in days if not out_by(day, DAY)] == []


def test_every_figure_was_out_and_the_others_are_counted_and_named(
    project: Path, page: BeautifulSoup
) -> None:
    built = project / "build" / EDITION / "clean"
    with (built / "figures.csv").open(encoding="utf-8") as lines:
        assert all(out_by(row["published"], DAY) for row in csv.DictReader(lines))
    with (built / "left_out.csv").open(encoding="utf-8") as lines:
        undated = [r["figure"] for r in csv.DictReader(lines) if "no date" in r["reason"]]
    note = page.select_one("#table-left-out .remark")
    assert note is not None
    assert re.findall(r"F\d+", note.get_text()) == undated


def test_no_gap_shows_and_each_chapter_says_what_it_leaves_out(page: BeautifulSoup) -> None:
    main = page.select_one("main")
    assert main is not None
    assert "[x]" not in main.get_text()
    assert "None of" not in main.get_text()
    notes = [note.get_text() for note in page.select(".left-out")]
    assert notes
    assert all(note.endswith("for want of figures in print by 30 June 2023.") for note in notes)
    assert all(len(chapter.select(".left-out")) <= 1 for chapter in page.select(".chapter"))


def test_no_article_is_spoken_of_before_it_was_printed(page: BeautifulSoup) -> None:
    main = page.select_one("main")
    assert main is not None
    assert "article of 2023" in main.get_text()
    assert "rticle of 2024" not in main.get_text()


def test_no_heading_stands_over_nothing(page: BeautifulSoup) -> None:
    for heading in page.select("main .chapter h3, main .chapter h4"):
        following = heading.find_next_sibling()
        assert following is not None, heading.get_text()
        assert following.name not in ("h2", "h3"), heading.get_text()


def test_the_edition_tells_what_changed_since_the_month_before(page: BeautifulSoup) -> None:
    chapter = page.select_one("section.chapter:has(> h2#changes)")
    assert chapter is not None
    assert "Since 31 May 2023, " in chapter.get_text()
    assert chapter.select_one("#table-revisions") is not None


def test_an_edition_does_not_differ_from_itself(project: Path) -> None:
    done = command(project)("diff", EDITION, EDITION)
    assert (done.returncode, done.stderr) == (0, "")
    assert "No figure, result, verdict, chart or value differs." in done.stdout
