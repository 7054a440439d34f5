"""Numbered tables for the report, and the cells that charts and tables share."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from figurecheck.charts.words import printed
from figurecheck.publishing.bundles import MIME
from figurecheck.publishing.cells import Cell, grid, is_numeric
from figurecheck.publishing.nodes import node, to_html

__all__ = ["Cell", "Table", "rows_of", "table"]


@dataclass(frozen=True)
class Table:
    """A table of the report. JupyterLab shows it as HTML; the report takes the bundle."""

    label: str
    caption: str
    columns: tuple[dict[str, str], ...]
    rows: tuple[tuple[Cell, ...], ...]
    sources: tuple[dict[str, str], ...]
    note: str

    def _repr_mimebundle_(self, **_: Any) -> dict[str, Any]:
        bundle = {
            "kind": "table",
            "label": self.label,
            "caption": self.caption,
            "columns": list(self.columns),
            "rows": [list(row) for row in self.rows],
            "sources": list(self.sources),
            "note": self.note,
        }
        names = [column["name"] for column in self.columns]
        sides = [column["align"] for column in self.columns]
        shown = grid(names, sides, self.rows, node("caption", self.caption))
        return {MIME: bundle, "text/html": to_html([shown]), "text/plain": self.caption}


def table(
    *,
    label: str,
    caption: str,
    data: pd.DataFrame,
    columns: Mapping[str, str],
    keys: Mapping[str, str] | None = None,
    languages: Mapping[str, str] | None = None,
    sources: Iterable[Mapping[str, str]] = (),
    note: str = "",
) -> Table:
    """The table of the named `columns` of `data` (column: its title), in that order.

    `keys` and `languages` name for a column the ones with the register keys and the language
    tags of its cells. Columns of numbers stand to the right. Raises ValueError for a column
    that `data` has not.
    """
    rows = rows_of(data, list(columns), keys or {}, languages or {})
    sides = ["right" if is_numeric(column) else "left" for column in zip(*rows, strict=True)]
    heads = zip(columns.values(), sides or ["left"] * len(columns), strict=True)
    return Table(
        label,
        caption,
        tuple({"name": name, "align": side} for name, side in heads),
        tuple(map(tuple, rows)),
        tuple(dict(source) for source in sources),
        note,
    )


def rows_of(
    data: pd.DataFrame,
    columns: Sequence[str],
    keys: Mapping[str, str],
    languages: Mapping[str, str] | None = None,
) -> list[list[Cell]]:
    """The rows as cells, with value, key and language where they are known."""
    languages = languages or {}
    wanted = {*columns, *keys.values(), *languages.values()}
    missing = sorted(wanted - set(data.columns))
    if missing:
        raise ValueError(f"the data have no column {', '.join(missing)}")
    return [
        [_cell(row, name, keys.get(name), languages.get(name)) for name in columns]
        for row in data.to_dict("records")
    ]


def _cell(row: Mapping[Any, Any], name: str, key: str | None, language: str | None) -> Cell:
    value = row[name]
    if isinstance(value, dict):
        return dict(value)
    cell: dict[str, Any] = {"text": printed(value)}
    if cell["text"] and not isinstance(value, str) and hasattr(value, "__float__"):
        whole = float(value) == int(float(value))
        cell["value"] = int(value) if whole else float(value)
    cell |= {"key": row[key]} if key and row[key] else {}
    cell |= {"lang": row[language]} if language and row[language] else {}
    return cell if len(cell) > 1 else cell["text"]
