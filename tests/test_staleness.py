"""No build is ever stale: after any edit it gives what a build from nothing gives, to the byte."""

from __future__ import annotations

import random
import shutil
from pathlib import Path

import pytest

from tests.builder import Builder, Outcome
from tests.random_edits import Editor, lively_project
from tests.small_project import contents_of, rewrite
from tests.test_report import command, copied

pytestmark = pytest.mark.slow

STEPS = 20


def outcome(done: Outcome, project: Path, edition: str) -> tuple[str, str, dict[str, bytes]]:
    """How a build ended, and what it made; without what it says of the report before."""
    lines = [line for line in done.text.splitlines() if "in the last good report" not in line]
    made = contents_of(project / "build" / edition) if done.status == "built" else {}
    return done.status, "\n".join(lines), made


def check(builder: Builder, project: Path, edition: str, given: list[tuple[str, str]]) -> Outcome:
    """Builds with what is there, and from nothing; both must be equal."""
    done = builder.build(project, edition, given=given)
    incremental = outcome(done, project, edition)
    aside = project.parent / "aside"
    if (project / "build").exists():
        (project / "build").rename(aside)
    first = outcome(builder.build(project, edition, given=given), project, edition)
    shutil.rmtree(project / "build", ignore_errors=True)
    if aside.exists():
        aside.rename(project / "build")
    assert incremental[0] in ("built", "refused"), incremental[1]
    assert incremental == first
    return done


def walk(project: Path, seed: int, steps: int) -> list[str]:
    """Edits and checks; what was done, for a failure to be told with its seed."""
    editor, chance = Editor(lively_project(project), seed), random.Random(seed)  # noqa: S311
    builder = Builder(project / "src")
    told: list[str] = []
    try:
        failed = False
        for _ in range(steps):
            told.append(editor.mend() if failed and chance.random() < 0.7 else editor.edit())
            if told[-1].startswith("package"):
                builder.close()
                builder = Builder(project / "src")
            edition = "past" if chance.random() < 0.2 else "latest"
            given = [("target", str(chance.randrange(1, 9)))] if chance.random() < 0.2 else []
            done = check(builder, project, edition, given)
            failed = done.status != "built"
            if not failed:
                editor.keep()
            told[-1] += f" => {edition} {done.status} {dict(done.notes)} {done.text[:100]!r}"
    except BaseException as error:
        error.add_note(f"seed {seed}, step {len(told)}:\n" + "\n".join(told))
        raise
    finally:
        builder.close()
    return told


def test_a_build_after_any_edit_equals_one_from_nothing(tmp_path: Path) -> None:
    told = walk(tmp_path / "project", 7, STEPS)
    assert sum("=> latest built" in line for line in told) > STEPS // 3, "\n".join(told)


@pytest.mark.nightly
@pytest.mark.parametrize("seed", [random.randrange(1 << 32) for _ in range(10)])  # noqa: S311
def test_many_builds_after_any_edit_equal_one_from_nothing(tmp_path: Path, seed: int) -> None:
    walk(tmp_path / "project", seed, 30)


@pytest.mark.nightly
@pytest.mark.slow
def test_the_real_report_is_never_stale(root: Path, tmp_path: Path) -> None:
    project = copied(root, tmp_path / "project")
    run = command(project)
    assert run("report").returncode == 0
    for name, old, new in (
        ("data/raw/figures.csv", "1.485 million tons in 2022", "1.585 million tons in 2022"),
        ("notebooks/04-corridor.ipynb", "Middle Corridor", "middle corridor"),
        ("report/chapters.toml", "Chairmanships and forums", "Chairs and forums"),
    ):
        rewrite(project, name, old, new)
        done = run("report", "--explain")
        assert done.returncode == 0, done.stderr
        incremental = contents_of(project / "build/latest")
        (project / "build").rename(tmp_path / "aside")
        assert run("report").returncode == 0
        first = contents_of(project / "build/latest")
        shutil.rmtree(project / "build")
        (tmp_path / "aside").rename(project / "build")
        assert incremental == first, (name, done.stderr)
