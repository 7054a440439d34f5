"""What a build was made from: inputs with their hashes, parameters, versions, commit."""

from __future__ import annotations

import json
import subprocess
from hashlib import sha256
from importlib.metadata import requires, version
from pathlib import Path
from typing import Any

from figurecheck.building.graph import Job

PACKAGE = "figurecheck"

_INPUTS = (
    "data/**/*",
    "notebooks/*.ipynb",
    "report/**/*",
    "src/figurecheck/**/*.py",
    "requirements.lock",
)


def manifest(job: Job) -> dict[str, Any]:
    """The record of a build: the same for the same inputs, whenever and wherever it is made."""
    return {
        "edition": job.edition,
        "title": job.title,
        "parameters": dict(job.values),
        "inputs": {
            path.relative_to(job.project).as_posix(): sha256(path.read_bytes()).hexdigest()
            for path in input_files(job.project)
        },
        "packages": packages(),
        "commit": commit(job.project),
    }


def input_files(project: Path) -> list[Path]:
    """The files that a build depends on, in order."""
    found = {path for pattern in _INPUTS for path in project.glob(pattern) if path.is_file()}
    return sorted(path for path in found if not _hidden(path.relative_to(project)))


def packages() -> dict[str, str]:
    """The versions of this package and of those that it asks for."""
    asked = [line for line in requires(PACKAGE) or () if "extra ==" not in line]
    names = sorted({PACKAGE, *(_distribution(line) for line in asked)})
    return {name: version(name) for name in names}


def commit(project: Path) -> dict[str, Any]:
    """The git commit of `project` and whether the tree was clean; empty outside git."""
    head = _git(project, "rev-parse", "HEAD")
    if head is None:
        return {}
    return {"id": head.strip(), "clean": _git(project, "status", "--porcelain") == ""}


def colophon(record: dict[str, Any]) -> tuple[tuple[str, str], ...]:
    """The lines of the report's imprint, (label, text), that a manifest gives."""
    # In the order of manifest.json, from which `verify` takes them.
    settings = [f"{name} = {value!r}" for name, value in sorted(record["parameters"].items())]
    versions = [f"{name} {number}" for name, number in record["packages"].items()]
    found = record["commit"]
    state = "" if found.get("clean", True) else ", with changes not committed"
    return (
        ("Edition", f"{record['edition']} ({record['title']})"),
        ("Parameters", "; ".join(settings)),
        ("Commit", f"{found['id'][:12]}{state}" if found else "not under version control"),
        ("Made with", "; ".join(versions)),
        ("Inputs", f"{len(record['inputs'])} files; their SHA-256 are in manifest.json"),
    )


def to_json(record: dict[str, Any]) -> str:
    """The manifest as text."""
    return json.dumps(record, indent=1, sort_keys=True, ensure_ascii=False) + "\n"


def _distribution(requirement: str) -> str:
    end = next((i for i, c in enumerate(requirement) if not (c.isalnum() or c in "-_.")), None)
    return requirement[:end]


def _hidden(path: Path) -> bool:
    return any(part.startswith(".") or part == "__pycache__" for part in path.parts)


def _git(project: Path, *arguments: str) -> str | None:
    command = ["git", "-C", str(project), *arguments]
    try:
        done = subprocess.run(  # noqa: S603  (arguments are ours)
            command, capture_output=True, text=True, check=False
        )
    except FileNotFoundError:  # a machine without git builds all the same
        return None
    return done.stdout if done.returncode == 0 else None
