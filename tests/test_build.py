"""Builds: in order, in place or not at all, the last good report kept, numbers that moved told."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from figurecheck.building import build as building
from figurecheck.building import folders
from figurecheck.building.build import BuildError, build, build_all
from figurecheck.building.verify import verify
from figurecheck.errors import DataError
from tests.small_project import (
    FIGURES,
    code,
    contents_of,
    markdown,
    publish_outlines,
    small_project,
    write_notebook,
)

pytestmark = pytest.mark.slow


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small project whose publishing takes no time."""
    publish_outlines(monkeypatch)
    return small_project(tmp_path)


@pytest.fixture
def unrun(project: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The same, where nothing may run."""

    def refuse(*_: object) -> None:
        raise AssertionError("a notebook was run")

    monkeypatch.setattr(building, "run_jobs", refuse)
    return project


def edit(project: Path, old: str, new: str) -> None:
    (project / "data/raw/figures.csv").write_text(FIGURES.replace(old, new))


def offences(project: Path, *given: tuple[str, str]) -> str:
    with pytest.raises(DataError) as caught:
        build(project, "latest", given)
    return str(caught.value)


def test_a_build_then_a_change_then_a_failure(project: Path) -> None:
    first = build(project, "latest")
    assert first.folder == project / "build/latest"
    assert (first.changes, first.warnings) == (None, ("look",))
    assert (first.folder / "report.html").read_text() == "Cargo latest 2024-02-05 growth clean"
    assert sorted(contents_of(first.folder)) == [
        "SHA256SUMS",
        "clean/figures.csv",
        "manifest.json",
        "notebooks/01-clean.ipynb",
        "notebooks/02-growth.ipynb",
        "report-data.zip",
        "report.docx",
        "report.html",
        "report.pdf",
        "results/growth.csv",
        "warnings.txt",
    ]

    edit(project, "F2,6", "F2,9")
    second = build(project, "latest", [("target_tonnes", "20")])
    assert [str(change) for change in second.changes or ()] == [
        "results/growth.csv G1 value: 2 -> 5 tonne (by F2)",
        "clean/figures.csv F2 value: 6 -> 9 tonne",
    ]
    manifest = json.loads((second.folder / "manifest.json").read_text())
    assert manifest["parameters"] == {"as_of": "", "target_tonnes": 20}

    good = contents_of(second.folder)
    edit(project, "F2,6", "F2,six")
    with pytest.raises(BuildError) as caught:
        build(project, "latest")
    assert str(caught.value).startswith("notebooks/02-growth.ipynb, cell 3, line 4: ValueError: ")
    assert contents_of(second.folder) == good
    assert caught.value.kept == (project / "build/latest.failed",)
    assert (project / "build/latest.failed/notebooks/02-growth.ipynb").is_file()


def test_a_report_made_again_is_equal_to_the_byte_or_its_values_are_named(project: Path) -> None:
    build(project, "2024-03")
    assert verify(project, "2024-03") == []
    table = project / "build/2024-03/results/growth.csv"
    table.write_text(table.read_text().replace("G1,2,", "G1,3,"))
    assert verify(project, "2024-03") == [
        "results/growth.csv G1 value: 3 -> 2 tonne",
        "results/growth.csv: other bytes",
    ]


def test_editions_are_built_by_one_graph(project: Path) -> None:
    built = build_all(project, ["latest", "2024-03"])
    texts = [(each.folder / "report.html").read_text() for each in built]
    assert texts == [
        "Cargo latest 2024-02-05 growth clean",
        "Cargo 2024-03 2024-03-31 growth clean",
    ]


def test_a_chapter_must_write_what_it_lists(project: Path) -> None:
    write_notebook(project / "notebooks/01-clean.ipynb", code("1"))
    told = offences(project)
    assert told.startswith("notebooks/01-clean.ipynb: expected clean/figures.csv written.")
    assert "02-growth" not in told


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("target_tons", "1", "Did you mean target_tonnes?"),
        ("target_tonnes", "many", "a whole number (tonne), at least 1, at most 99"),
        ("target_tonnes", "100", "at most 99"),
    ],
)
def test_a_wrong_parameter_is_refused_before_anything_runs(
    unrun: Path, name: str, text: str, told: str
) -> None:
    assert told in offences(unrun, (name, text))
    assert not (unrun / "build").exists()


def test_a_notebook_with_another_default_is_refused_before_anything_runs(unrun: Path) -> None:
    book = unrun / "notebooks/02-growth.ipynb"
    book.write_text(book.read_text().replace("target_tonnes = 10", "target_tonnes = 11"))
    assert "expected target_tonnes = 10, the default" in offences(unrun)


def test_a_file_that_is_no_notebook_is_refused_before_anything_runs(unrun: Path) -> None:
    (unrun / "notebooks/01-clean.ipynb").write_text("{}")
    (unrun / "notebooks/02-growth.ipynb").write_text("no json")
    told = offences(unrun)
    assert "01-clean.ipynb: expected a notebook with cells" in told
    assert "02-growth.ipynb: expected a notebook in JSON" in told


def test_without_dask_distributed_a_scheduler_is_a_clear_message(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(__import__("sys").modules, "distributed", None)
    with pytest.raises(DataError, match="pip install distributed"):
        build_all(project, ["latest"], scheduler="tcp://127.0.0.1:1")


def test_a_report_without_a_build_cannot_be_verified(project: Path) -> None:
    with pytest.raises(DataError, match="make report EDITION=latest"):
        verify(project, "latest")


def fill(folder: Path, text: str) -> Path:
    folder.mkdir(parents=True)
    (folder / "report.html").write_text(text)
    return folder


def test_what_a_killed_build_left_is_removed_and_its_report_brought_back(tmp_path: Path) -> None:
    fill(tmp_path / "build/.a.old", "good")
    fill(tmp_path / "build/.a.4711", "half")
    fill(tmp_path / "build/.a-b.4711", "another edition's")
    with folders.locked(tmp_path, "a"):
        pass
    assert (tmp_path / "build/a/report.html").read_text() == "good"
    names = {path.name for path in (tmp_path / "build").iterdir()}
    assert names == {"a", ".a.lock", ".a-b.4711"}


def test_a_chapter_cannot_tell_editions_by_the_name_of_its_folder(tmp_path: Path) -> None:
    one, other = (folders.scratch_folder(tmp_path, edition) for edition in ("a", "b"))
    assert one.name == other.name
    assert one != other


def test_a_report_is_replaced_whole(tmp_path: Path) -> None:
    (fill(tmp_path / "build/a", "old") / "stale.csv").write_text("x")
    fill(tmp_path / "build/a.failed", "bad")
    scratch = folders.scratch_folder(tmp_path, "a")
    (scratch / "report.html").write_text("new")
    assert folders.put_in_place(scratch, tmp_path, "a") == tmp_path / "build/a"
    assert contents_of(tmp_path / "build") == {"a/report.html": b"new"}


def test_two_builds_of_one_edition_wait_for_one_another(tmp_path: Path) -> None:
    import fcntl

    with (
        folders.locked(tmp_path, "a"),
        (tmp_path / "build/.a.lock").open("w") as second,
        pytest.raises(BlockingIOError),
    ):
        fcntl.flock(second, fcntl.LOCK_EX | fcntl.LOCK_NB)
    with folders.locked(tmp_path, "b"):
        pass


def test_a_sentence_with_a_failing_value_keeps_the_last_report(project: Path) -> None:
    fill(project / "build/latest", "good")
    write_notebook(project / "notebooks/01-clean.ipynb", markdown("So {eval}`nothing`."))
    assert offences(project) == (
        "notebooks/01-clean.ipynb, cell 1, line 1: NameError: name 'nothing' is not defined\n"
        "    {eval}`nothing`"
    )
    assert (project / "build/latest/report.html").read_text() == "good"
