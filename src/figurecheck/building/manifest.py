"""What a build was made from: inputs with their hashes, parameters, versions, commit."""

from __future__ import annotations

import json
from collections.abc import Mapping
from importlib.metadata import requires
from pathlib import Path
from typing import Any

from figurecheck.building.graph import Job
from figurecheck.building.inputs import LOCK, commit, installed, python

NAME = "manifest.json"
DISTRIBUTION = "figurecheck"


def manifest(job: Job, outside: Mapping[str, str] | None = None) -> dict[str, Any]:
    """The record of a build: the same for the same inputs, whenever and wherever it is made.

    `outside` says by notebook what the chapters used of the world outside.
    """
    return {
        "edition": job.edition,
        "title": job.title,
        "parameters": dict(job.values),
        "given": [list(pair) for pair in job.given],
        "inputs": dict(job.inputs),
        "python": python(),
        "packages": packages(job.project),
        "environment": job.environment,
        "commit": commit(job.project),
        "outside": dict(outside or {}),
    }


def given(folder: Path) -> list[tuple[str, str]]:
    """The parameters that the build in `folder` was given beside those of its edition."""
    record = json.loads((folder / NAME).read_text(encoding="utf-8"))
    return [(name, text) for name, text in record["given"]]


def packages(project: Path) -> dict[str, str]:
    """The versions of the packages that this one asks for itself."""
    asked = {_distribution(line) for line in requires(DISTRIBUTION) or () if "extra ==" not in line}
    lock = project / LOCK
    found = installed(lock) if lock.is_file() else {}
    return {name: number for name, number in found.items() if name in asked}


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
        ("Made with", "; ".join([f"Python {record['python']}", *versions])),
        ("Inputs", f"{len(record['inputs'])} files; their SHA-256 are in manifest.json"),
    )


def to_json(record: dict[str, Any]) -> str:
    """The manifest as text."""
    return json.dumps(record, indent=1, sort_keys=True, ensure_ascii=False) + "\n"


def _distribution(requirement: str) -> str:
    end = next((i for i, c in enumerate(requirement) if not (c.isalnum() or c in "-_.")), None)
    return requirement[:end].replace("_", "-").lower()
