"""The no-change path: it sees every change of inputs and outputs, and imports next to nothing."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from figurecheck.building import inputs
from figurecheck.building.build import build
from figurecheck.building.unchanged import Now
from tests.reuse import SECOND, add_code, built, notes
from tests.small_project import publish_outlines, rewrite, small_project

pytestmark = pytest.mark.slow

LOCK = "pandas==1\n"


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small project, built."""
    publish_outlines(monkeypatch)
    folder = small_project(tmp_path / "project")
    for name in ("LICENSE", "CITATION.cff", "report/templates/page.html", "data/README.md"):
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text("x")
    (folder / "requirements.lock").write_text(LOCK)
    build(folder, "latest")
    return folder


def is_unchanged(project: Path, *given: tuple[str, str]) -> bool:
    return Now(project).is_of("latest", given)


def flip(path: Path) -> None:
    data = bytearray(path.read_bytes() or b"x")
    data[len(data) // 2] ^= 1
    status = path.stat()
    path.write_bytes(data)
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))  # as if nobody had been there


def test_every_changed_removed_or_added_file_of_the_report_is_seen(project: Path) -> None:
    assert is_unchanged(project)
    place = project / "build/latest"
    for name, data in built(project).items():
        flip(place / name)
        assert not is_unchanged(project), f"{name} has other bytes"
        (place / name).unlink()
        assert not is_unchanged(project), f"{name} is gone"
        (place / name).write_bytes(data)
        assert is_unchanged(project)
        more = (place / name).with_name("SHA256SUMS" if "/" in name else f"more-{name}")
        more.write_text("")
        assert not is_unchanged(project), f"{more} was added"
        more.unlink()
    shutil.move(place, project / "build/other")
    assert not is_unchanged(project)
    shutil.move(project / "build/other", place)
    assert is_unchanged(project)


def test_every_changed_removed_or_added_input_is_seen(project: Path) -> None:
    every = map(Path, inputs.named_files(project).values())
    own = [path for path in every if path.is_relative_to(project)]
    assert len(own) == 10
    for path in own:
        data = path.read_bytes()
        flip(path)
        assert not is_unchanged(project), f"{path} has other bytes"
        path.unlink()
        assert not is_unchanged(project), f"{path} is gone"
        path.write_bytes(data)
        assert is_unchanged(project)
    for name in ("data/new.txt", "notebooks/rules.py", "report/templates/new.html"):
        (project / name).write_text("")
        assert not is_unchanged(project), f"{name} was added"
        (project / name).unlink()
    (project / "notebooks/.ipynb_checkpoints").mkdir()
    (project / "notebooks/.ipynb_checkpoints/x.ipynb").write_text("")
    (project / "build/notes.txt").write_text("")
    assert is_unchanged(project)


def test_a_parameter_and_an_edition_are_seen(project: Path) -> None:
    assert not is_unchanged(project, ("target_tonnes", "10"))
    assert not Now(project).is_of("2024-03")
    build(project, "latest", [("target_tonnes", "11")])
    assert not is_unchanged(project)
    assert is_unchanged(project, ("target_tonnes", "11"))


def test_the_package_its_packages_and_python_are_seen(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(inputs, "python", lambda: "4.0.0 on another machine")
        assert not is_unchanged(project)
    with monkeypatch.context() as patch:
        patch.setattr(inputs, "installed", lambda _: {"pandas": "2"})
        assert not is_unchanged(project)
    package = Path(inputs.__file__).parents[1]
    copied = shutil.copytree(package, project / "package")
    with monkeypatch.context() as patch:
        patch.setattr(inputs, "__file__", str(copied / "building/inputs.py"))
        assert is_unchanged(project), "the same package in another place"
        (copied / "new.py").write_text("")
        assert not is_unchanged(project)


def test_a_commit_is_seen(project: Path) -> None:
    def git(*arguments: str) -> None:
        who = ["-c", "user.name=a", "-c", "user.email=a@example.org"]
        subprocess.run(["git", "-C", project, *who, *arguments], check=True, capture_output=True)

    (project / ".gitignore").write_text("build\n")
    git("init")
    git("add", ".")
    assert is_unchanged(project), "no commit yet"
    git("commit", "-m", "one")
    assert not is_unchanged(project)
    build(project, "latest")
    assert is_unchanged(project)
    (project / "untracked.txt").write_text("")
    assert not is_unchanged(project), "the report says whether all is committed"
    (project / "untracked.txt").unlink()
    git("commit", "--allow-empty", "-m", "two")
    assert not is_unchanged(project)


@pytest.mark.parametrize(
    "spoil",
    [
        lambda manifest: manifest.write_text("[]"),
        lambda manifest: manifest.write_text("{"),
        lambda manifest: manifest.write_bytes(b"\xff"),
        lambda manifest: (manifest.unlink(), manifest.mkdir()),
        lambda manifest: rewrite(manifest.parent, "manifest.json", "outside", "inside"),
    ],
)
def test_a_record_that_is_none_means_a_build(
    project: Path, spoil: Callable[[Path], object]
) -> None:
    good = built(project)
    spoil(project / "build/latest/manifest.json")
    (project / "build/latest/SHA256SUMS").write_text(inputs.sums(project / "build/latest"))
    assert not is_unchanged(project)
    build(project, "latest")
    assert built(project) == good


@pytest.mark.parametrize("name", ["clean/figures.csv", "warnings.txt", "results/growth.csv"])
def test_a_spoilt_report_is_no_hindrance_to_the_next(project: Path, name: str) -> None:
    good = built(project)
    (project / "build/latest" / name).write_bytes(b"\xff\x00\n\xfe")
    build(project, "latest")
    assert built(project) == good


def test_a_report_for_which_a_program_was_started_is_always_built(project: Path) -> None:
    add_code(project, "_ = os.system('true')")
    notes(project)
    assert not is_unchanged(project)
    assert notes(project)[SECOND].startswith("ran: it starts programs or connects")


HEAVY = "pandas numpy nbformat IPython ipykernel papermill nbclient dask jinja2 typst matplotlib"


def test_it_imports_next_to_nothing(project: Path) -> None:
    script = (
        "import sys; sys.argv[1:] = ['report']\n"
        "from figurecheck.cli import main\n"
        "assert main() == 0\n"
        f"print(sorted(set({HEAVY.split()!r}) & set(sys.modules)), file=sys.stderr)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=project, capture_output=True, text=True, check=False
    )
    assert done.stdout.endswith("no number moved\n"), done.stdout + done.stderr
    assert done.stderr == "[]\n"
