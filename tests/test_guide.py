"""The recipes of docs/guide.md, run as they stand there, in a copy of the project.

Edit, add and publish are run first, in this order, and then read: so one build serves them all,
and what was added is in the report that is read.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from figurecheck.tracing.built import read_edition
from figurecheck.tracing.shown import numbers_of

pytestmark = pytest.mark.slow

PARTS = ("data", "notebooks", "report", "src", "Makefile", "pyproject.toml", "requirements.lock")
ORDER = ("Edit", "Add", "Publish", "Read")

Recipe = tuple[str, str]  # a command and the output that the guide shows, "" for any


def recipes(guide: str) -> dict[str, list[Recipe]]:
    """The commands of the console blocks, by section."""
    found: dict[str, list[Recipe]] = {}
    for part in re.split(r"^## ", guide, flags=re.MULTILINE)[1:]:
        title = part.splitlines()[0]
        blocks = re.findall(r"^```console\n(.*?)^```", part, flags=re.MULTILINE | re.DOTALL)
        text = "".join(blocks)
        commands = re.findall(r"^\$ ((?:.*\\\n)*.*\n)((?:(?!\$ ).*\n)*)", text, flags=re.MULTILINE)
        found[title] = [(command.strip(), shown) for command, shown in commands]
    return found


def expected(shown: str) -> re.Pattern[str]:
    """What the output has to be: a line "…" stands for any lines, elsewhere for any words."""
    lines = [
        r"(?:.*\n)*?" if line == "…" else ".*".join(map(re.escape, line.split("…"))) + r"\n"
        for line in shown.splitlines()
    ]
    return re.compile("".join(lines) if lines else r"(?:.*\n)*")


def run(folder: Path, *command: str) -> subprocess.CompletedProcess[str]:
    """Runs a command in the copy, with the package of the copy."""
    # make tells a make below it that it is one, which then names the folders that it enters
    outside = {name: value for name, value in os.environ.items() if not name.startswith("MAKE")}
    environment = outside | {"PYTHONPATH": str(folder / "src")}
    return subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, check=False
    )


@pytest.fixture(scope="module")
def guide(root: Path) -> dict[str, list[Recipe]]:
    return recipes((root / "docs/guide.md").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def done(
    root: Path, tmp_path_factory: pytest.TempPathFactory, guide: dict[str, list[Recipe]]
) -> tuple[Path, list[tuple[str, str, subprocess.CompletedProcess[str]]]]:
    """A copy of the project after all recipes, and what became of each."""
    folder = tmp_path_factory.mktemp("project")
    for part in PARTS:
        copy = shutil.copytree if (root / part).is_dir() else shutil.copy2
        copy(root / part, folder / part)
    python = folder / ".venv/bin/python"
    python.parent.mkdir(parents=True)
    python.write_text(f'#!/bin/sh\nexec "{sys.executable}" "$@"\n')
    python.chmod(0o755)
    (folder / ".venv/installed").touch()
    for name in ("pyproject.toml", "requirements.lock"):  # no newer than the installation
        os.utime(folder / name, (0, 0))
    ran = []
    for section in ORDER:
        for command, shown in guide[section]:
            ran.append((command, shown, run(folder, "bash", "-c", command)))
    return folder, ran


Done = tuple[Path, list[tuple[str, str, "subprocess.CompletedProcess[str]"]]]


def test_every_block_of_the_guide_is_a_recipe(root: Path, guide: dict[str, list[Recipe]]) -> None:
    text = (root / "docs/guide.md").read_text(encoding="utf-8")
    assert set(re.findall(r"^```(\w+)", text, flags=re.MULTILINE)) == {"console"}
    assert sorted(guide) == sorted(ORDER)
    assert all(guide[section] for section in ORDER)
    assert sum(command == "make report" for part in guide.values() for command, _ in part) == 1


def test_every_recipe_does_what_the_guide_says(done: Done) -> None:
    _, ran = done
    for command, shown, result in ran:
        assert result.returncode == 0, f"{command}\n{result.stdout}{result.stderr}"
        assert expected(shown).fullmatch(result.stdout), f"{command}\n{result.stdout}"


def test_what_was_added_is_in_the_report(done: Done) -> None:
    folder, _ = done
    page = BeautifulSoup((folder / "build/latest/report.html").read_text("utf-8"), "html.parser")
    (chapter,) = page.select("section:has(> #the-railway)")
    assert "[x]" not in chapter.get_text()
    assert chapter.select("p data[data-key]")
    assert chapter.select("table data[data-key]")


def test_places_are_numbered_as_in_the_report(done: Done, monkeypatch: pytest.MonkeyPatch) -> None:
    folder, _ = done
    monkeypatch.chdir(folder)
    page = BeautifulSoup((folder / "build/latest/report.html").read_text("utf-8"), "html.parser")
    numbered = {
        tag.get_text(): " ".join(headline.get_text().split())
        for tag in page.select(".number-of")
        if (headline := tag.find_next_sibling(class_="headline")) is not None
    }
    places = {number.place for number in numbers_of(read_edition(folder, "latest"))}
    said = {place.number: " ".join(place.name.split()) for place in places if place.number}
    assert len(said) > 10
    assert said.items() <= numbered.items()


def test_a_key_that_the_report_shows_is_explained(done: Done) -> None:
    folder, _ = done
    page = BeautifulSoup((folder / "build/latest/report.html").read_text("utf-8"), "html.parser")
    keys = {str(tag["data-key"]) for tag in page.select("main p data[data-key]")}
    assert len(keys) > 40
    key = sorted(keys)[0]
    said = run(folder, sys.executable, "-m", "figurecheck", "why", key, "--json")
    assert json.loads(said.stdout)["found"][0]["key"] == key
