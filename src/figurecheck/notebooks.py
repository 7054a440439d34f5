"""A notebook of format 4 as its JSON gives it: nbformat is not needed to look at a cell."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

# Or one of its cells or outputs; nbformat's own are such mappings, too.
Notebook = Mapping[str, Any]


def read_json(path: Path) -> dict[str, Any]:
    """A notebook that was written here."""
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found


def source_of(cell: Notebook) -> str:
    """The text of a cell, which its JSON holds as one string or as lines."""
    source = cell["source"]
    return source if isinstance(source, str) else "".join(source)
