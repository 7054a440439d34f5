"""The evidence register: what stands behind each number, one entry a key."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, TypeAlias

from figurecheck.publishing.bundles import MIME
from figurecheck.publishing.cells import Cell

# A label, what it says (cells where parts have a language or a key), an address or None.
Field: TypeAlias = tuple[str, Cell | list[Cell], str | None]


@dataclass(frozen=True)
class Entry:
    """A number's entry: its key, its title and the fields in the order they are read."""

    key: str
    title: str
    fields: tuple[Field, ...]


@dataclass(frozen=True)
class Register:
    """Entries for the report, in the order given; JupyterLab shows how many there are."""

    entries: tuple[Entry, ...]

    def _repr_mimebundle_(self, **_: Any) -> dict[str, Any]:
        entries = [
            {"key": e.key, "title": e.title, "fields": [list(f) for f in e.fields]}
            for e in self.entries
        ]
        said = f"Evidence register with {len(entries)} entries"
        return {MIME: {"kind": "register", "entries": entries}, "text/plain": said}


def register(entries: Iterable[Entry]) -> Register:
    """The register of `entries`. The report links each of their keys to them and back."""
    return Register(tuple(entries))
