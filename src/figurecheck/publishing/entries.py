"""Entries of the evidence register."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from figurecheck.publishing import cells
from figurecheck.publishing.nodes import Content, Node, node


@dataclass(frozen=True)
class Entry:
    """An entry as it is offered. Its nodes are made where it is shown: most are never cited.

    A field is a label, cells and an address or nothing.
    """

    key: str
    title: str
    fields: tuple[tuple[str, tuple[cells.Cell, ...], str | None], ...]

    @classmethod
    def of(cls, key: str, title: str, fields: Iterable[Sequence[Any]]) -> Entry:
        """An entry of fields as bundles have them: label, a cell or list of cells, address."""
        read = (
            (
                str(label),
                tuple(value) if isinstance(value, list) else (value,),
                address[0] if address else None,
            )
            for label, value, *address in fields
        )
        return cls(key, title or key, tuple(read))

    @property
    def labels(self) -> set[str]:
        """Those of its fields."""
        return {label for label, _, _ in self.fields}

    @property
    def named(self) -> set[str]:
        """The keys of the entries that it leads to."""
        found = (
            cell.get("key") for _, some, _ in self.fields for cell in some if isinstance(cell, dict)
        )
        return {str(key) for key in found if key}

    @cached_property
    def node(self) -> Node:
        """The entry as it stands in the report."""
        rows: list[Content] = []
        for label, some, address in self.fields:
            parts: list[Content] = []
            for position, cell in enumerate(some):
                parts += [node("span", "; ", class_="sep")] if position else []
                parts += cells.content(cell)
            rows += [
                node("dt", label),
                node("dd", cells.linked(node("span", *parts), address)),
            ]
        heading = node(
            "p",
            node("span", self.key, class_="key"),
            " ",
            node("strong", self.title),
            class_="entry-title",
        )
        facts = node("dl", *rows, class_="facts")
        return node("div", heading, facts, class_="entry", id=f"ev-{self.key}")
