"""A new chapter or edition: in its place in the list, stored clean, and nothing on an error."""

from __future__ import annotations

import sys
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest

from figurecheck import cli
from figurecheck.building.chapters import read_contents
from figurecheck.building.check import check
from figurecheck.editions import read_editions
from tests import why_project

pytestmark = pytest.mark.slow

Run = Callable[..., tuple[int, str, str]]

CHAPTER = ("--title", "Rail", "--purpose", "What went by rail.")


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project, and the working directory in it."""
    monkeypatch.chdir(why_project.project(tmp_path / "a project"))
    return Path.cwd()


@pytest.fixture
def new(project: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs the command in the project."""

    def run(*words: str) -> tuple[int, str, str]:
        assert Path.cwd() == project
        status = cli.main(["new", *words])
        captured = capsys.readouterr()
        return status, captured.out, captured.err

    return run


def tree(folder: Path) -> dict[str, bytes]:
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


@pytest.mark.parametrize("more", [(), ("--series", why_project.SERIES)])
def test_a_chapter_passes_every_check_and_says_what_to_do_next(
    new: Run, project: Path, more: tuple[str, ...]
) -> None:
    status, out, err = new("chapter", *CHAPTER, *more)
    assert (status, err) == (0, "")
    assert out.splitlines()[:2] == [
        "adds  notebooks/03-rail.ipynb: Rail",
        "adds  report/chapters.toml: rail",
    ]
    assert "next  make preview" in out
    assert check(project) == []
    source = (project / "notebooks/03-rail.ipynb").read_text(encoding="utf-8")
    assert source.count('"parameters"') == 1
    assert "{eval}`" in source


def test_a_chapter_comes_after_the_others_and_an_appendix_last(new: Run, project: Path) -> None:
    assert new("chapter", "--title", "Notes", "--purpose", "More.", "--slug", "more", "--appendix")
    assert new("chapter", *CHAPTER)[0] == 0
    contents = read_contents(project)
    order = [(c.slug, c.position, c.appendix) for c in contents.in_reading_order()]
    assert order == [
        ("cargo", 1, False),
        ("register", 2, False),
        ("rail", 3, False),
        ("more", 4, True),
    ]


def test_a_position_that_is_taken_moves_the_chapters_behind_it(new: Run, project: Path) -> None:
    assert new("chapter", *CHAPTER, "--position", "1")[0] == 0
    slugs = [chapter.slug for chapter in read_contents(project).in_reading_order()]
    assert slugs == ["rail", "cargo", "register"]


def test_the_list_keeps_its_comments_and_line_ends(new: Run, project: Path) -> None:
    path = project / "report/chapters.toml"
    text = f"# position = 7 is no entry\n{path.read_text(encoding='utf-8')}".replace("\n", "\r\n")
    path.write_bytes(text.encode())
    assert new("chapter", *CHAPTER, "--position", "2")[0] == 0
    after = path.read_bytes().decode()
    assert after.startswith("# position = 7 is no entry\r\n")
    assert after.count("\n") == after.count("\r\n")
    kept = text.rstrip().replace("position = 2", "position = 3")
    assert after.startswith(kept)
    assert len(tomllib.loads(after)["chapters"]) == 3


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--title", "Rail"), "new chapter --purpose"),
        ((*CHAPTER, "--slug", "cargo"), "column slug: found 'cargo'; expected each once"),
        (("--title", "Notes", "--purpose", "More."), "--slug: expected a slug, since none"),
        (("--title", "Жібек", "--purpose", "More."), "--slug: expected a slug, since none"),
        (("--title", "Жібек", "--purpose", "More.", "--slug", ""), "--slug: found ''"),
        (("--title", "The 5 ports", "--purpose", "More."), "no number typed into prose"),
        (("--title", "A", "--purpose", "Of {eval}`s.asserted()`."), "words without an {eval}"),
        ((*CHAPTER, "--position", "0"), "a whole number from 1"),
        ((*CHAPTER, "--series", "cargo-volume-minstry"), "Did you mean cargo-volume-ministry?"),
        ((*CHAPTER, "--title", 'A "b" \\ c'), ""),
    ],
)
def test_a_chapter_with_an_error_leaves_no_trace(
    new: Run, project: Path, words: tuple[str, ...], told: str
) -> None:
    before = tree(project)
    status, _, err = new("chapter", *words)
    if told:
        assert (status, told in err) == (1, True)
        assert tree(project) == before
    else:  # a title that TOML has to escape
        assert read_contents(project).chapters[-1].title == 'A "b" \\ c'


def test_a_series_without_a_whole_year_begins_no_chapter(new: Run) -> None:
    page = ("--phrase", "up 4%", "--unit", "percent", "--source", "times-n1", "--base-period", "")
    meaning = ("--subject", "rail", "--measure", "growth", "--body", "railway")
    assert new("figure", *page, *meaning, "--period", "2024-01")[0] == 0
    status, _, err = new("chapter", *CHAPTER, "--series", "rail-growth-railway")
    assert (status, "a series with figures of whole years" in err) == (1, True)


def test_an_edition_is_a_table_of_its_own(new: Run, project: Path) -> None:
    status, out, _ = new("edition", "--name", "2024-06", "--as-of", "2024-06-30")
    assert (status, "next  make report EDITION=2024-06" in out) == (0, True)
    text = (project / "report/editions.toml").read_text(encoding="utf-8")
    assert text.endswith('\n\n[editions.2024-06]\ntitle = "As of June 2024"\nas_of = 2024-06-30\n')
    assert read_editions(project).values("2024-06")["as_of"] == "2024-06-30"


def test_an_edition_without_day_is_called_after_its_name(new: Run, project: Path) -> None:
    assert new("edition", "--name", "target-2040")[0] == 0
    text = (project / "report/editions.toml").read_text(encoding="utf-8")
    assert text.endswith('\n\n[editions.target-2040]\ntitle = "Target 2040"\n')


def test_on_a_terminal_a_slug_and_a_day_are_asked_for_again(
    new: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.stdin, "isatty", lambda: True)
    answers = iter(["Notes", "rails", "", "y", "early", "2024-6-30", "2024-06-30", "", "y"])
    monkeypatch.setattr("builtins.input", lambda _: next(answers))
    assert "Expected a slug" in new("chapter", "--title", "Жібек", "--purpose", "More.")[1]
    assert "Expected a date such as" in new("edition")[1]
    assert next(answers, None) is None


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ((), "new edition --name"),
        (("--name", "latest"), "a name that no other edition has"),
        (("--name", "June 2024"), "an edition's name"),
        (("--name", "b", "--as-of", "2024-6-30"), 'a date such as "2024-03-31"'),
        (("--name", "b", "--as-of", "2024-02-31"), 'a date such as "2024-03-31"'),
        (("--name", "b", "-p", "as_off", "2024-06-30"), "Did you mean as_of?"),
        (("--name", "b", "--title", "The 5th"), "no number typed into prose"),
    ],
)
def test_an_edition_with_an_error_leaves_no_trace(
    new: Run, project: Path, words: tuple[str, ...], told: str
) -> None:
    before = tree(project)
    status, _, err = new("edition", *words)
    assert (status, told in err) == (1, True)
    assert tree(project) == before
