"""Small raw tables, written where they are tested: a few rows and blanks for the rest."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd

PACKAGE = json.loads(
    (Path(__file__).parent.parent / "data" / "datapackage.json").read_text(encoding="utf-8")
)
COLUMNS = {
    resource["name"]: [field["name"] for field in resource["schema"]["fields"]]
    for resource in PACKAGE["resources"]
}


def raw_tables(**rows: list[dict[str, str]]) -> dict[str, pd.DataFrame]:
    """The raw tables with these rows; what a row does not name is blank."""
    return {name: _table(name, rows.get(name, [])) for name in COLUMNS}


def _table(name: str, rows: list[dict[str, str]]) -> pd.DataFrame:
    unknown = {key for row in rows for key in row} - set(COLUMNS[name])
    if unknown:
        raise ValueError(f"the table {name} has no column {sorted(unknown)}")
    filled = [{column: row.get(column, "") for column in COLUMNS[name]} for row in rows]
    table = pd.DataFrame(filled, columns=COLUMNS[name], dtype=str)
    return table.assign(line=range(2, len(table) + 2))
