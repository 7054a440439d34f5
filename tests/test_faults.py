"""Whatever strikes a build: the last good report stays whole, and the next build is right."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from figurecheck.building import folders
from figurecheck.building.inputs import SUMS, sums
from tests.builder import ROOT, Builder, Fault, Request, builder
from tests.small_project import FIGURES, contents_of, small_project

pytestmark = [
    pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc"),
    pytest.mark.slow,
]

NEW_FIGURES = FIGURES.replace("F2,6", "F2,9")
SPREAD = range(1, 120, 9)
Files = dict[str, bytes]


@pytest.fixture(scope="module")
def build() -> Iterator[Builder]:
    with builder() as made:
        yield made


@pytest.fixture(scope="module")
def reports(build: Builder, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Files, Files]:
    """A project with a good report, that report, and the one that its new data give."""
    folder = tmp_path_factory.mktemp("reports")
    old, new = small_project(folder / "old"), small_project(folder / "new")
    write(new, NEW_FIGURES)
    for project in (old, new):
        assert build.build(project).status == "built"
    write(old, NEW_FIGURES)
    return old, report(old), report(new)


@pytest.fixture
def project(reports: tuple[Path, Files, Files], tmp_path: Path) -> Path:
    """A copy of it, whose data are new."""
    return shutil.copytree(reports[0], tmp_path / "project")


def write(project: Path, figures: str) -> None:
    (project / "data/raw/figures.csv").write_text(figures)


def report(project: Path) -> Files:
    return contents_of(project / "build/latest")


def check_whole(project: Path, *allowed: Files) -> None:
    """The report is one of those, and its sums are right."""
    place = project / "build/latest"
    assert (place / SUMS).read_text() == sums(place)
    assert report(project) in allowed


def check_clean(project: Path) -> None:
    """Nothing half-written is left in build/."""
    store = project / "build/.store"
    names = {path.name for path in (project / "build").iterdir()}
    assert names <= {"latest", "2024-03", ".store", ".latest.lock", ".2024-03.lock"}
    assert [path for path in store.rglob("*") if path.name.startswith(".")] == []


def wait_for_processes(project: Path) -> None:
    """Returns when no process works in the project any more."""
    end = time.monotonic() + 60
    while found := processes(project):
        assert time.monotonic() < end, found
        time.sleep(0.02)


def processes(project: Path) -> list[str]:
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                place = (entry / "cwd").readlink()
                state = (entry / "stat").read_text().rpartition(")")[2].split()[0]
            except OSError:
                continue
            if place.is_relative_to(project) and state != "Z":
                found.append((entry / "cmdline").read_text())
    return found


def check_recovery(build: Builder, project: Path, expected: Files) -> None:
    """The next build is right, and nothing of the one before is left."""
    wait_for_processes(project)
    done = build.build(project)
    assert done.status == "built", done
    check_whole(project, expected)
    check_clean(project)
    wait_for_processes(project)


@pytest.mark.parametrize("at", SPREAD)
def test_killed_at_any_moment(
    build: Builder, reports: tuple[Path, Files, Files], project: Path, at: int
) -> None:
    _, old, new = reports
    done = build.build(project, fault=Fault("kill", at))
    assert done.status == ("killed" if done.touches >= at else "built")
    check_whole(project, old, new)
    check_recovery(build, project, new)


@pytest.mark.nightly
def test_killed_at_every_moment(
    build: Builder, reports: tuple[Path, Files, Files], tmp_path: Path
) -> None:
    good, old, new = reports
    for at in range(1, 200):
        project = shutil.copytree(good, tmp_path / str(at))
        done = build.build(project, fault=Fault("kill", at))
        check_whole(project, old, new)
        check_recovery(build, project, new)
        if done.status == "built":
            return
    raise AssertionError("it has more moments")


@pytest.mark.parametrize("at", [1, 40, 70, 100])
@pytest.mark.parametrize("how", ["full", "readonly"])
def test_nothing_can_be_written_from_some_moment_on(
    build: Builder, reports: tuple[Path, Files, Files], project: Path, how: str, at: int
) -> None:
    _, old, new = reports
    done = build.build(project, fault=Fault(how, at))
    assert done.status in ("refused", "built"), done.text
    if done.status == "refused":
        assert "No space left" in done.text or "Read-only" in done.text or "died" in done.text
    check_whole(project, old, new)
    check_recovery(build, project, new)


@pytest.mark.parametrize("limit", [0, 100, 600, 2000, 6000])
def test_files_are_cut_off_by_a_full_disk(
    build: Builder, reports: tuple[Path, Files, Files], project: Path, limit: int
) -> None:
    _, old, new = reports
    done = build.build(project, limit=limit)
    assert done.status == "refused", done.text
    check_whole(project, old)
    check_recovery(build, project, new)


@pytest.mark.parametrize("at", [1, 12, 40, 70, 100])
def test_the_build_folder_vanishes(
    build: Builder, reports: tuple[Path, Files, Files], project: Path, at: int
) -> None:
    done = build.build(project, fault=Fault("gone", at))
    assert done.status in ("refused", "built"), done.text
    check_recovery(build, project, reports[2])


def test_a_file_lies_where_the_build_folder_should(
    build: Builder, reports: tuple[Path, Files, Files], project: Path
) -> None:
    shutil.rmtree(project / "build")
    (project / "build").write_text("no folder")
    done = build.build(project)
    assert done.status == "refused"
    assert "build" in done.text
    (project / "build").unlink()
    check_recovery(build, project, reports[2])


@pytest.mark.parametrize(
    ("at", "told"),
    [
        (1, ""),  # the build itself
        (2, "notebooks/01-clean.ipynb, cell 2: DeadKernelError"),
        (3, "the build: expected a process that lives until its work is done"),
    ],
)
def test_a_process_of_the_build_is_killed(
    build: Builder, reports: tuple[Path, Files, Files], project: Path, at: int, told: str
) -> None:
    done = build.build(project, fault=Fault("end", at, "data/raw/figures.csv"))
    assert done.status == ("refused" if told else "killed"), done
    assert told in done.text
    check_whole(project, reports[1])
    check_recovery(build, project, reports[2])


def test_two_builds_of_one_edition_at_once(
    build: Builder, reports: tuple[Path, Files, Files], project: Path
) -> None:
    done = build.together(*[Request(project) for _ in range(3)])
    assert [each.status for each in done] == ["built"] * 3
    check_whole(project, reports[2])
    check_clean(project)
    wait_for_processes(project)


def test_two_editions_at_once(build: Builder, project: Path) -> None:
    done = build.together(Request(project), Request(project, "2024-03"))
    assert [each.status for each in done] == ["built"] * 2
    for edition in ("latest", "2024-03"):
        place = project / "build" / edition
        assert (place / SUMS).read_text() == sums(place)
    check_clean(project)


@pytest.mark.parametrize("days", [-20000, 20000])
def test_the_clock_is_wrong(
    build: Builder, reports: tuple[Path, Files, Files], project: Path, days: int
) -> None:
    """Everything is of another time than the changes to come: only contents count."""
    seconds = time.time() + days * 86400
    for path in project.rglob("*"):
        os.utime(path, (seconds, seconds))
    check_recovery(build, project, reports[2])
    write(project, FIGURES)
    os.utime(project / "data/raw/figures.csv", (0, 0))
    check_recovery(build, project, reports[1])
    assert build.build(project).notes["01-clean.ipynb"] == "unchanged"


@pytest.mark.parametrize("at", [1, 2, 3, 4])
def test_a_file_changes_while_it_is_read(
    build: Builder, reports: tuple[Path, Files, Files], project: Path, at: int
) -> None:
    """Whoever reads it, the build ends with other bytes than it began with, and says so."""
    _, old, new = reports
    table = "data/raw/figures.csv"
    write(project, FIGURES.replace("F2,6", "F2,7"))
    done = build.build(project, fault=Fault("edit", at, table, table, NEW_FIGURES))
    assert done.status == "refused", done
    assert f"{table}: expected a file that nobody writes from start to end" in done.text
    check_whole(project, old)
    check_recovery(build, project, new)
    write(project, FIGURES.replace("F2,6", "F2,7"))
    assert build.build(project).status == "built"
    again = report(project)
    shutil.rmtree(project / "build")
    check_recovery(build, project, again)


def test_a_reader_always_finds_a_report(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No moment without one: the folders are exchanged in one step."""
    place = tmp_path / "build/a"
    place.mkdir(parents=True)
    (place / "report.html").write_text("old")
    scratch = folders.scratch_folder(tmp_path, "a")
    (scratch / "report.html").write_text("new")
    seen = []

    def looked(_: Path, ignore_errors: bool) -> None:
        assert ignore_errors
        seen.append((place / "report.html").read_text())

    monkeypatch.setattr(Path, "rename", lambda *_: pytest.fail("the report was away"))
    monkeypatch.setattr(folders.shutil, "rmtree", looked)
    folders.put_in_place(scratch, tmp_path, "a")
    assert seen == ["new"] * 3


def test_where_folders_cannot_be_exchanged_they_are_renamed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path / "build/a"
    place.mkdir(parents=True)
    (place / "stale.csv").write_text("old")
    scratch = folders.scratch_folder(tmp_path, "a")
    (scratch / "report.html").write_text("new")
    monkeypatch.setattr(folders, "_exchange", lambda *_: False)
    folders.put_in_place(scratch, tmp_path, "a")
    assert contents_of(tmp_path / "build") == {"a/report.html": b"new"}


@pytest.mark.slow
def test_the_program_itself_is_killed_and_its_processes_end(
    build: Builder, reports: tuple[Path, Files, Files], project: Path
) -> None:
    command = [sys.executable, "-m", "figurecheck", "report"]
    environment = {**os.environ, "PYTHONPATH": f"{ROOT / 'src'}"}
    with subprocess.Popen(command, cwd=project, env=environment, stderr=subprocess.PIPE) as program:
        assert program.stderr is not None
        assert program.stderr.readline().startswith(b"01-clean.ipynb: ran")
        program.kill()
    check_whole(project, reports[1])
    check_recovery(build, project, reports[2])
