"""Modules of a project are compiled from their source, whenever a notebook imports them.

Python knows by time and size whether its compiled copy is that of the source; an edit within the
second of another one, which leaves the size, would go unseen.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from importlib.machinery import (
    EXTENSION_SUFFIXES,
    SOURCE_SUFFIXES,
    ExtensionFileLoader,
    FileFinder,
    SourceFileLoader,
)
from typing import Any


class Fresh(SourceFileLoader):
    """Neither reads nor writes a compiled copy."""

    def path_stats(self, path: Any) -> Any:
        """Raises OSError, by which importlib knows that there can be no copy."""
        raise OSError(f"{path}: no compiled copy is wanted")


def compile_always(project: str, others: Sequence[str]) -> None:
    """From now on compiles modules below the folder `project` anew, but those below `others`."""
    below, apart = f"{project}{os.sep}", tuple(f"{place}{os.sep}" for place in others)
    loaders = (Fresh, SOURCE_SUFFIXES), (ExtensionFileLoader, EXTENSION_SUFFIXES)

    def is_ours(path: str) -> bool:
        place = f"{os.path.abspath(path)}{os.sep}"
        return place.startswith(below) and not place.startswith(apart)

    def finder(path: str) -> FileFinder:
        if not is_ours(path):
            raise ImportError(f"{path}: left to Python itself")
        return FileFinder(path, *loaders)

    sys.path_hooks.insert(0, finder)
    for path in filter(is_ours, list(sys.path_importer_cache)):
        del sys.path_importer_cache[path]
