"""Whether a report is what a build of it would make now. Imports next to nothing."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from figurecheck import rooms
from figurecheck.building.inputs import SUMS, commit, environment, snapshot, sums

MANIFEST = "manifest.json"


def is_unchanged(project: Path, edition: str, given: Sequence[tuple[str, str]]) -> bool:
    """Whether `edition` was built from the inputs and parameters of now, and nobody touched it.

    All is compared by content: inputs, packages, Python, commit, and what the build made.
    """
    place = rooms.edition_folder(project, edition)
    try:
        record = json.loads((place / MANIFEST).read_text(encoding="utf-8"))
        noted = (place / SUMS).read_text(encoding="utf-8")
        return bool(
            record["given"] == [list(pair) for pair in given]
            and record["inputs"] == snapshot(project)
            and record["environment"] == environment(project)
            and record["commit"] == commit(project)
            and noted == sums(place)
        )
    except (OSError, ValueError, KeyError, TypeError):  # no report, or one that is not whole
        return False
