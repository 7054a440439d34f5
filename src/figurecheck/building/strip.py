"""Stores notebooks clean: no outputs, no counts, ids by position, keys in order."""

from __future__ import annotations

from pathlib import Path
from typing import Any

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


def before_saving(model: dict[str, Any], path: str, **_: object) -> None:
    """Makes what JupyterLab is about to save what `strip` would make of it.

    Only chapters are stored clean; `path` is as JupyterLab shows it. What it has on the screen
    stays there. See notebooks/.jupyter.
    """
    if model["type"] == "notebook" and Path(path).parent == NOTEBOOKS:
        model["content"] = stripped(nbformat.from_dict(model["content"]))
