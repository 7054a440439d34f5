"""The rules of the schema, each checked over whole columns and all offenders reported.

A rule looks at each distinct value once and then finds its rows, so that a column of a
million cells costs little more than its distinct values.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import partial

import pandas as pd

from figurecheck.errors import Problem, clip
from figurecheck.periods import Period, PeriodError
from figurecheck.tables.nearest import suggester, suggestion
from figurecheck.tables.reading import LINE
from figurecheck.tables.schema import PACKAGE, Field, ForeignKey, Table

# What a spreadsheet computes when somebody opens the table with it, or calls a program by
# (https://owasp.org/www-community/attacks/CSV_Injection). "+65%" and "-5% (in 2023)" are text here.
_FORMULA = re.compile(r"[=@\t\r]|[+-](?:[A-Za-z]|.*(?:[|!]|[A-Za-z]\())", re.DOTALL)
LONGEST_NUMBER = 18  # digits of a whole number; Python converts no more than 4,300 of them


@dataclass(frozen=True)
class Fault:
    """Why a value may not stand in a cell."""

    expected: str
    remedy: str


def table_problems(table: Table, rows: pd.DataFrame) -> Iterator[Problem]:
    """What is wrong within one table: its cells and its keys."""
    for field in table.fields:
        yield from cell_problems(table.file, rows[field.name], rows[LINE], partial(fault, field))
    keys = {(field.name,): None for field in table.fields if field.unique}
    for key in keys | ({table.primary_key: None} if table.primary_key else {}):
        yield from _duplicates(table, rows, list(key))


def reference_problems(table: Table, tables: Mapping[str, pd.DataFrame]) -> Iterator[Problem]:
    """Cells that should name a row of another table, and do not; unread tables are skipped."""
    rows = tables[table.name]
    for key in table.foreign_keys:
        if key.table in tables:
            known = frozenset(tables[key.table][key.target].tolist())
            yield from cell_problems(
                table.file, rows[key.column], rows[LINE], unknown_to(key, known)
            )


def cell_problems(
    file: str, cells: pd.Series, lines: pd.Series, judge: Callable[[str], Fault | None]
) -> Iterator[Problem]:
    """A problem for each cell whose value `judge` finds fault with; each value is judged once."""
    faults = {value: found for value in cells.unique().tolist() if (found := judge(value))}
    if not faults:
        return
    bad = cells.isin(list(faults))
    for value, line in zip(cells[bad], lines[bad], strict=True):
        found = faults[value]
        yield Problem(file, found.expected, found.remedy, int(line), str(cells.name), value)


def fault(field: Field, value: str) -> Fault | None:
    """What is wrong with `value` in a cell of `field`; None if nothing is."""
    if not value:
        return Fault("a value", "Fill the cell in.") if field.required else None
    if _FORMULA.match(value):
        remedy = "Put a word or a quotation mark before it: a spreadsheet would compute it."
        return Fault("text, not a formula", remedy)
    if field.minimum is not None and not _is_whole(value, field.minimum):
        return Fault(f"a whole number from {field.minimum}", "Mend the number.")
    if field.choices and value not in field.choices:
        otherwise = f"add it to the enum of {field.name} in {PACKAGE}"
        return Fault(
            f"one of {', '.join(field.choices)}", suggestion(value, field.choices, otherwise) + "."
        )
    if field.pattern and not field.pattern.fullmatch(value):
        return Fault(f"the form {field.pattern.pattern}", "Mend the cell.")
    return _period_fault(value) if field.period and value not in field.period_words else None


def unknown_to(key: ForeignKey, known: Collection[str]) -> Callable[[str], Fault | None]:
    """A judge of values that should be among the `known` ones of the key's table."""
    suggest = suggester(known)

    def judge(value: str) -> Fault | None:
        if not value or value in known:
            return None
        otherwise = f"add it to the table {key.table}."
        return Fault(f"a {key.target} of {key.table}", suggest(value, otherwise))

    return judge


def _period_fault(value: str) -> Fault | None:
    try:
        shortest = str(Period.parse(value))
    except PeriodError as reason:
        return Fault(
            f"a period as ISO 8601 writes it ({clip(str(reason))})",
            "Write it as 2023, 2023-01, 2023-01-31, 2023-01/2023-07, ../2023-11 or 2023-11/..",
        )
    if shortest != value:
        return Fault(f"the shortest form, {shortest}", "Write the same period the same way.")
    return None


def _duplicates(table: Table, rows: pd.DataFrame, key: list[str]) -> Iterator[Problem]:
    if not rows.duplicated(key).any():
        return
    filled = rows.loc[(rows[key] != "").any(axis=1), [*key, LINE]]
    again = filled[filled.duplicated(key)]
    if again.empty:
        return
    firsts = filled.drop_duplicates(key).set_index(key)[LINE].to_dict()
    for row in again.to_dict("records"):
        values = tuple(row[name] for name in key)
        first = firsts[values if len(key) > 1 else values[0]]
        yield Problem(
            table.file,
            f"a key that no other row has; line {first} has it too",
            "Drop the row, or give it a key of its own.",
            row[LINE],
            ", ".join(key),
            ", ".join(values),
        )


def _is_whole(value: str, minimum: int) -> bool:
    digits = value.isascii() and value.isdigit() and len(value) <= LONGEST_NUMBER
    return digits and int(value) >= minimum
