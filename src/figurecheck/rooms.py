"""Where things are: the project's root, the build folder of a run, the folder of an edition."""

from __future__ import annotations

import os
import re
from pathlib import Path

CHAPTERS = Path("report", "chapters.toml")
EDITIONS = Path("report", "editions.toml")
NOTEBOOKS = Path("notebooks")
TABLES = Path("data", "datapackage.json")  # which raw tables there are, and their rules
BUILD = Path("build")
# What the package reads for every report: see publishing.material. Part of the project that it is
# developed in; beside any other, and part of the key, as the package is.
ASSETS = tuple(
    folder
    for kind in ("fonts", "map", "styles", "templates")
    if (folder := Path(__file__).parents[2] / "report" / kind).is_dir()
)

BUILD_VARIABLE = "FIGURECHECK_BUILD"
LATEST = "latest"

_EDITION_NAME = re.compile(r"[a-z0-9][a-z0-9-]*")


def root(start: Path | None = None) -> Path:
    """The nearest folder at or above `start` (the working directory) that has report/chapters.toml.

    Raises DataError where there is none.
    """
    here = (start or Path.cwd()).resolve()
    for folder in (here, *here.parents):
        if (folder / CHAPTERS).is_file():
            return folder
    raise _error(
        file=str(here),
        expected=f"a folder of the project: {CHAPTERS.as_posix()} in it or in one above it",
        remedy="Change to the project's folder and try again.",
    )


def build_folder() -> Path:
    """The build folder of this run, absolute: FIGURECHECK_BUILD, or build/latest of the project."""
    named = os.environ.get(BUILD_VARIABLE)
    return Path(named).resolve() if named else edition_folder(root(), LATEST)


def edition_folder(project: Path, edition: str) -> Path:
    """The folder that the build of `edition` fills. Raises DataError for a name that is no name."""
    return project / BUILD / edition_name(edition)


def edition_name(name: str) -> str:
    """`name` itself, if it can name an edition and its folder; raises DataError otherwise."""
    if _EDITION_NAME.fullmatch(name):
        return name
    raise _error(
        file=EDITIONS.as_posix(),
        value=name,
        expected="an edition's name: small Latin letters, digits and hyphens (2024-03, latest)",
        remedy="Choose one that report/editions.toml names, or rename it there.",
    )


def _error(file: str, expected: str, remedy: str, value: str | None = None) -> ValueError:
    from figurecheck.errors import DataError, Problem  # a tenth of the time when nothing changed

    return DataError(Problem(file, expected, remedy, value=value))
