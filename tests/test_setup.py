"""Set-up files agree with one another, and nothing in them depends on one machine."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

LOCKED = re.compile(r"^([A-Za-z0-9._-]+)==([^ ;\\]+)", re.MULTILINE)


def locked(root: Path, name: str) -> dict[str, set[Version]]:
    found: dict[str, set[Version]] = {}
    for package, version in LOCKED.findall((root / name).read_text(encoding="utf-8")):
        found.setdefault(canonicalize_name(package), set()).add(Version(version))
    return found


def project(root: Path) -> dict[str, dict[str, object]]:
    with (root / "pyproject.toml").open("rb") as file:
        return tomllib.load(file)


def test_every_dependency_is_locked_at_a_version_that_it_allows(root: Path) -> None:
    lock = locked(root, "requirements.lock")
    for text in project(root)["project"]["dependencies"]:  # type: ignore[attr-defined]
        requirement = Requirement(text)
        versions = lock[canonicalize_name(requirement.name)]
        assert all(version in requirement.specifier for version in versions), text


def test_the_tests_lock_holds_the_same_versions_and_the_test_tools(root: Path) -> None:
    build, tests = locked(root, "requirements.lock"), locked(root, "requirements-test.lock")
    assert {name: tests.get(name) for name in build} == build
    extra = project(root)["project"]["optional-dependencies"]["test"]  # type: ignore[index]
    assert {canonicalize_name(Requirement(text).name) for text in extra} <= set(tests)


@pytest.mark.parametrize(
    "name",
    [
        "requirements.lock",
        "requirements-refresh.lock",
        "requirements-test.lock",
        "requirements-setup.lock",
    ],
)
def test_every_locked_package_is_pinned_by_hash_and_no_lock_names_an_address(
    root: Path, name: str
) -> None:
    text = (root / name).read_text(encoding="utf-8")
    blocks = re.split(r"\n(?=[a-z0-9])", text)[1:]
    assert blocks
    assert all("--hash=sha256:" in block for block in blocks)
    assert "://" not in text
    assert "index-url" not in text.split("\n", 3)[3]


def test_conda_users_get_the_lock_and_the_same_python(root: Path) -> None:
    environment = yaml.safe_load((root / "environment.yml").read_text(encoding="utf-8"))
    conda = [entry for entry in environment["dependencies"] if isinstance(entry, str)]
    (pip,) = [entry["pip"] for entry in environment["dependencies"] if isinstance(entry, dict)]
    python = project(root)["project"]["requires-python"]
    assert f"python{python}" in conda
    assert "make" in conda
    assert pip == ["--require-hashes -r requirements.lock"]
    assert not [
        entry for entry in conda if canonicalize_name(entry) in locked(root, "requirements.lock")
    ]


@pytest.mark.slow
def test_the_workflow_fits_its_schema_and_pins_its_actions(root: Path) -> None:
    workflow = root / ".github" / "workflows" / "report.yml"
    command = [sys.executable, "-m", "check_jsonschema"]
    command += ["--builtin-schema", "vendor.github-workflows", str(workflow)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
    used = re.findall(r"uses: (\S+)", workflow.read_text(encoding="utf-8"))
    assert used
    assert all(re.fullmatch(r"[\w./-]+@[0-9a-f]{40}", action) for action in used)


def test_the_workflow_wakes_for_all_that_the_report_is_made_of(root: Path) -> None:
    workflow = yaml.safe_load(
        (root / ".github" / "workflows" / "report.yml").read_text(encoding="utf-8")
    )
    wakes = workflow[True]  # YAML 1.1 reads the key "on" as a truth value
    for event in ("push", "pull_request"):
        assert {"data/**", "notebooks/**", "report/**", "src/**"} <= set(wakes[event]["paths"])
    assert workflow["permissions"] == {"contents": "read"}


def test_ci_runs_the_readmes_test_command(root: Path) -> None:
    readme = (root / "README.md").read_text(encoding="utf-8")
    script = (root / ".ci" / "run").read_text(encoding="utf-8")
    assert "`make test`" in readme
    assert "\nmake test\n" in script


def test_the_licences_are_where_the_readme_says(root: Path) -> None:
    assert "MIT License" in (root / "LICENSE").read_text(encoding="utf-8")
    assert "CC BY 4.0" in (root / "data" / "LICENSE").read_text(encoding="utf-8")
    citation = yaml.safe_load((root / "CITATION.cff").read_text(encoding="utf-8"))
    assert citation["version"] == project(root)["project"]["version"]
    assert f"## {citation['version']}" in (root / "CHANGELOG.md").read_text(encoding="utf-8")
