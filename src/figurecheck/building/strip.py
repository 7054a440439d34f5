"""Stores notebooks clean: no outputs, no counts, ids by position, keys in order."""

from __future__ import annotations

from pathlib import Path

import nbformat

from figurecheck.rooms import NOTEBOOKS
from figurecheck.running.stable import stripped


def strip(project: Path) -> list[str]:
    """Rewrites the project's notebooks that are not stored clean; their names."""
    changed = []
    for path in sorted((project / NOTEBOOKS).glob("*.ipynb")):
        before = path.read_text(encoding="utf-8")
        notebook = nbformat.from_dict(nbformat.reader.reads(before))
        after = nbformat.writes(stripped(nbformat.convert(notebook, 4))) + "\n"
        if after != before:
            path.write_text(after, encoding="utf-8")
            changed.append(path.name)
    return changed
