"""Whether a report is what a build of it would make now. Imports next to nothing."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from figurecheck import rooms
from figurecheck.building.inputs import SUMS, asked_commit, environment, snapshot, sums

MANIFEST = "manifest.json"


class Now:
    """The inputs of a project as they are now, to be held against those of its reports."""

    def __init__(self, project: Path) -> None:
        self._project = project
        asked = asked_commit(project)  # git looks while we do
        self._inputs = snapshot(project)
        self._environment = environment(project)
        self._commit = asked()

    def is_of(self, edition: str, given: Sequence[tuple[str, str]] = ()) -> bool:
        """Whether `edition` was built from these and `given`, and nobody touched it since.

        All is compared by content: inputs, packages, Python, commit, and what the build made.
        A report for which a program was started or a connection made has to be built again.
        """
        place = rooms.edition_folder(self._project, edition)
        try:
            record = json.loads((place / MANIFEST).read_text(encoding="utf-8"))
            noted = (place / SUMS).read_text(encoding="utf-8")
            return bool(
                not record["outside"]
                and record["given"] == [list(pair) for pair in given]
                and record["inputs"] == self._inputs
                and record["environment"] == self._environment
                and record["commit"] == self._commit
                and noted == sums(place)
            )
        except (OSError, ValueError, KeyError, TypeError):  # no report, or one that is not whole
            return False
