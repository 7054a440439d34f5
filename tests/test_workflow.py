"""The workflow's own shell steps, run here as they stand: on a repository where a claim flips."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

pytestmark = pytest.mark.slow


def job(root: Path, name: str) -> dict[str, Any]:
    text = (root / ".github/workflows/report.yml").read_text(encoding="utf-8")
    found: dict[str, Any] = yaml.safe_load(text)["jobs"][name]
    return found


def script(root: Path, name: str, step: str) -> str:
    """The shell of a step, found by its name."""
    (found,) = [each for each in job(root, name)["steps"] if each.get("name") == step]
    return str(found["run"])


def shell(text: str, folder: Path, **environment: str) -> str:
    """Runs a step as the service does; what it printed."""
    command = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", text]
    env = {**os.environ, **environment}
    done = subprocess.run(command, cwd=folder, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def git(folder: Path, *arguments: str) -> str:
    command = ["git", "-c", "user.name=Test", "-c", "user.email=test@example.org", *arguments]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True)
    return done.stdout.strip()


@pytest.fixture(scope="module")
def repository(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project as it is, committed; then a row of data/raw that makes a claim fail."""
    folder = tmp_path_factory.mktemp("repository") / "project"
    listed = git(root, "ls-files", "--cached", "--others", "--exclude-standard", "-z")
    for name in listed.split("\0"):
        if name and (root / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(root / name, folder / name)
    git(folder, "init", "--quiet", "--initial-branch", "main")
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--message", "before")
    # KTZ's figure for the claim of 2.76 million tonnes, and all others: half of it
    claims = folder / "data/raw/claims.csv"
    text = claims.read_text(encoding="utf-8")
    assert text.count("2.76 million") >= 1
    claims.write_text(text.replace("2.76 million", "3.76 million"), encoding="utf-8")
    git(folder, "commit", "--quiet", "--all", "--message", "after")
    return folder


def test_the_difference_is_told_and_a_flipped_verdict_opens_an_issue(
    root: Path, repository: Path, tmp_path: Path
) -> None:
    tools = fake_tools(tmp_path)
    summary, output = tmp_path / "summary.md", tmp_path / "output"
    shell(
        script(root, "report", "Difference"),
        repository,
        BASE=git(repository, "rev-parse", "HEAD^"),
        GITHUB_STEP_SUMMARY=str(summary),
        GITHUB_OUTPUT=str(output),
    )
    told = summary.read_text(encoding="utf-8")
    assert "2.76" in told
    assert "3.76" in told
    assert output.read_text(encoding="utf-8") == "flipped=true\n"
    assert git(repository, "worktree", "list").count("\n") == 0

    artefact = tmp_path / "artefact"
    shutil.copytree(repository / "build", artefact)
    path = f"{tools}{os.pathsep}{os.environ['PATH']}"
    step = "Open an issue for the verdict that flipped"
    said = shell(script(root, "flip", step), artefact, PATH=path, COMMIT="0123456789abcdef")
    assert "issue create --title A verdict flipped at 0123456789ab" in said
    assert "corridor-2023" in said

    step = "Say in the pull request what it changes"
    said = shell(script(root, "comment", step), artefact, PATH=path, NUMBER="7")
    assert "pr comment 7 --body-file difference.md" in said

    shell(script(root, "site", "Lay out the site"), artefact)
    site = {file.name for file in (artefact / "site").iterdir()}
    assert {"index.html", "report.pdf", "difference.html", "manifest.json"} <= site


def fake_tools(folder: Path) -> Path:
    """A `gh` that prints what it is asked to do, and the text it is given."""
    tools = folder / "tools"
    tools.mkdir()
    tool = tools / "gh"
    tool.write_text(
        '#!/bin/sh\necho "$@"\n'
        'while [ $# -gt 0 ]; do [ "$1" = --body-file ] && cat "$2"; shift; done\n',
        encoding="utf-8",
    )
    tool.chmod(0o755)
    return tools


def test_only_the_jobs_that_write_may_write(root: Path) -> None:
    workflow = yaml.safe_load((root / ".github/workflows/report.yml").read_text(encoding="utf-8"))
    assert workflow["permissions"] == {"contents": "read"}
    granted = {name: each.get("permissions", {}) for name, each in workflow["jobs"].items()}
    assert granted == {
        "report": {},
        "comment": {"pull-requests": "write"},
        "flip": {"issues": "write"},
        "site": {"pages": "write", "id-token": "write"},
    }
