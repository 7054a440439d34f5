"""Raw tables that were damaged, swapped, cut off or made to harm: refused by place, or harmless.

Each of the project's own tables is damaged in each way. What comes back is the table as it
was meant, or a DataError that names the file and the place; never anything else, and never more
memory than a table of that many rows needs.
"""

from __future__ import annotations

import csv
import io
import json
import os
import tracemalloc
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from figurecheck.errors import DataError, Problem
from figurecheck.tables.reading import LINE, read_table
from figurecheck.tables.rules import table_problems
from figurecheck.tables.schema import PACKAGE, Table, read_package
from tests.conftest import ROOT

TABLES = read_package(ROOT)
NAMES = sorted(TABLES)
MEGABYTE = 10**6
ROWS = 20  # lines of each table that are damaged: none of its cells has two of them
ENOUGH = 8 * MEGABYTE  # bytes that reading a table of a few rows may take at most


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("hostile")
    (root / "data" / "raw").mkdir(parents=True)
    return root


@pytest.fixture(scope="module")
def meant(project: Path) -> dict[str, pd.DataFrame]:
    found = {name: read_damaged(project, name, original(name)) for name in NAMES}
    return {name: rows for name, rows in found.items() if isinstance(rows, pd.DataFrame)}


def original(name: str) -> bytes:
    """The first rows of a table, as many as a test needs."""
    return b"".join((ROOT / TABLES[name].file).read_bytes().splitlines(keepends=True)[:ROWS])


def rows_of(name: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(original(name).decode("utf-8"), newline="")))


def as_csv(rows: list[list[str]]) -> bytes:
    text = io.StringIO(newline="")
    bare = any("\r" in cell for row in rows for cell in row)  # it would be read as a line's end
    quoting = csv.QUOTE_ALL if bare else csv.QUOTE_MINIMAL
    csv.writer(text, lineterminator="\n", quoting=quoting).writerows(rows)
    return text.getvalue().encode("utf-8")


def read_damaged(project: Path, name: str, data: bytes) -> pd.DataFrame | tuple[Problem, ...]:
    """The table that a file of `data` holds, or why it is refused."""
    table = TABLES[name]
    (project / table.file).write_bytes(data)
    try:
        rows = read_table(project, table)
    except DataError as error:
        return error.problems
    return tuple(table_problems(table, rows)) or rows


def refused(project: Path, name: str, data: bytes) -> tuple[Problem, ...]:
    """The problems of the damaged file; there is at least one, and each has place and remedy."""
    problems = read_damaged(project, name, data)
    assert isinstance(problems, tuple), f"{name} was accepted"
    own = tuple(problem for problem in problems if problem.file == TABLES[name].file)
    assert own, f"nothing is said of {name}: {problems}"
    assert all(problem.remedy and problem.expected for problem in own)
    return own


def is_same(found: pd.DataFrame | tuple[Problem, ...], wanted: pd.DataFrame) -> bool:
    return isinstance(found, pd.DataFrame) and found.equals(wanted)


@pytest.mark.parametrize("name", NAMES)
def test_every_column_that_is_dropped_is_missed_by_name(project: Path, name: str) -> None:
    rows = rows_of(name)
    for place, column in enumerate(rows[0]):
        problems = refused(project, name, as_csv([[*r[:place], *r[place + 1 :]] for r in rows]))
        assert [(p.row, p.expected) for p in problems] == [(1, f"a column {column}")]


@pytest.mark.parametrize("name", NAMES)
def test_two_columns_that_change_places_are_refused(project: Path, name: str) -> None:
    rows = rows_of(name)
    whole = as_csv([[row[1], row[0], *row[2:]] for row in rows])
    heads_only = as_csv([[rows[0][1], rows[0][0], *rows[0][2:]], *rows[1:]])
    for data in (whole, heads_only):
        assert any("in this order" in p.expected for p in refused(project, name, data))


@pytest.mark.parametrize("name", NAMES)
def test_a_column_that_stands_twice_is_named(project: Path, name: str) -> None:
    rows = rows_of(name)
    problems = refused(project, name, as_csv([[*row, row[0]] for row in rows]))
    assert (1, rows[0][0]) in [(problem.row, problem.column) for problem in problems]


@pytest.mark.parametrize("name", NAMES)
def test_a_row_that_stands_twice_is_named_with_both_lines(project: Path, name: str) -> None:
    rows = rows_of(name)
    data = original(name) + as_csv([rows[1]])
    lines = data.count(b"\n")
    problems = refused(project, name, data)
    assert any(p.row == lines and "line 2 has it too" in p.expected for p in problems)


@pytest.mark.parametrize("name", NAMES)
def test_rows_in_another_order_are_the_same_rows(
    project: Path, name: str, meant: dict[str, pd.DataFrame]
) -> None:
    head, *rows = rows_of(name)
    found = read_damaged(project, name, as_csv([head, *reversed(rows)]))
    assert isinstance(found, pd.DataFrame)
    cells = list(meant[name].drop(columns=LINE).itertuples(index=False, name=None))
    assert list(found.drop(columns=LINE).itertuples(index=False, name=None)) == cells[::-1]


@pytest.mark.parametrize("name", NAMES)
def test_a_byte_order_mark_and_other_line_ends_change_nothing(
    project: Path, name: str, meant: dict[str, pd.DataFrame]
) -> None:
    data = original(name)
    windows = data.replace(b"\n", b"\r\n")
    for harmless in (b"\xef\xbb\xbf" + data, windows, b"\xef\xbb\xbf" + windows, data[:-1]):
        assert is_same(read_damaged(project, name, harmless), meant[name])


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32"])
@pytest.mark.parametrize("name", NAMES)
def test_another_unicode_encoding_is_refused(project: Path, name: str, encoding: str) -> None:
    text = original(name).decode("utf-8")
    problems = refused(project, name, text.encode(encoding))
    assert problems[0].row == 1


@pytest.mark.parametrize("encoding", ["latin-1", "cp1252", "cp1251", "koi8-r", "gb18030"])
@pytest.mark.parametrize("name", NAMES)
def test_a_letter_in_another_encoding_is_refused_where_it_stands(
    project: Path, name: str, encoding: str
) -> None:
    letter = {"cp1251": "ж", "koi8-r": "ж", "gb18030": "中"}.get(encoding, "é").encode(encoding)
    data = original(name)
    place = data.rindex(b",")
    (problem,) = refused(project, name, data[:place] + letter + data[place:])
    assert problem.row == data[:place].count(b"\n") + 1
    assert f"byte {place}" in problem.expected


@given(name=st.sampled_from(NAMES), where=st.floats(0, 1))
@settings(max_examples=60, deadline=None)
def test_a_nul_byte_is_refused_where_it_stands(project: Path, name: str, where: float) -> None:
    data = original(name)
    place = int(where * len(data))
    (problem,) = refused(project, name, data[:place] + b"\0" + data[place:])
    assert problem.row == data[:place].count(b"\n") + 1
    assert f"byte {place}" in problem.expected


@given(name=st.sampled_from(NAMES), where=st.floats(0, 1))
@settings(max_examples=60, deadline=None)
def test_a_file_that_is_cut_off_is_refused_or_has_lost_whole_rows_or_the_end_of_a_last_cell(
    project: Path, meant: dict[str, pd.DataFrame], name: str, where: float
) -> None:
    """What no rule can see: a cut between two rows, or within the last, free cell of a row."""
    data = original(name)
    found = read_damaged(project, name, data[: int(where * len(data))])
    if isinstance(found, pd.DataFrame):
        whole = meant[name].iloc[: len(found)]
        assert found.iloc[:-1].equals(whole.iloc[:-1])
        if len(found):
            *cells, last = found.drop(columns=LINE).iloc[-1].tolist()
            *meant_cells, meant_last = whole.drop(columns=LINE).iloc[-1].tolist()
            assert cells == meant_cells
            assert meant_last.startswith(last)
    else:
        assert found


@given(
    name=st.sampled_from(NAMES),
    edits=st.lists(
        st.tuples(st.floats(0, 1), st.integers(0, 3), st.binary(max_size=6)), min_size=1, max_size=6
    ),
)
@settings(max_examples=100, deadline=None)
def test_bytes_changed_anywhere_are_refused_or_read_and_nothing_else(
    project: Path, name: str, edits: list[tuple[float, int, bytes]]
) -> None:
    data = original(name)
    for where, drop, put in edits:
        place = int(where * len(data))
        data = data[:place] + put + data[place + drop :]
    assert read_damaged(project, name, data) is not None


CELLS = [
    *("=1+1", "=cmd|' /C calc'!A0", "+1", "-1", "@SUM(A1)", "\t=1+1", "two\nlines", "two\r\nlines"),
    *('"', '""', "a,b", "'", "\ufeff", "\u2028", "\x0b", "\x1c", "\x85", "1e999", "nan", "NULL"),
    *("9" * 5000, "../../etc/passwd", "\U0001f4a9", "\u202e", "A\u0301", "a" * 20_000, " " * 5000),
    *("2023-01-01/" * 900, "https://" + "a" * 9_000, "0" * 5000, "\u0661", "²", "١٢"),
]


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_a_hostile_cell_is_refused_by_place_or_kept_as_text(project: Path, name: str) -> None:
    head, first, *rows = rows_of(name)
    for cell in CELLS:
        found = read_damaged(project, name, as_csv([head, [cell] * len(head), *rows]))
        if isinstance(found, pd.DataFrame):  # "1e999" is a key like any other
            assert set(found.iloc[0].drop(LINE)) == {cell}
            continue
        assert {problem.row for problem in found} == {2}
        assert max(len(str(problem)) for problem in found) < 2000
        free = [column for column in head if column not in {problem.column for problem in found}]
        kept = [cell if column in free else old for column, old in zip(head, first, strict=True)]
        again = read_damaged(project, name, as_csv([head, kept, *rows]))
        assert isinstance(again, pd.DataFrame)
        assert again.iloc[0].drop(LINE).tolist() == kept


FORMULAS = [
    "=1+1",
    "=cmd|' /C calc'!A0",
    "@SUM(A1)",
    "\t=1+1",
    "+SUM(A1)",
    "-2+3+cmd|' /C calc'!A0",
]


@pytest.mark.parametrize("cell", [*FORMULAS, "-1+HYPERLINK(A1)", "+a1"])
@pytest.mark.parametrize("name", NAMES)
def test_a_formula_is_refused_where_it_stands(project: Path, name: str, cell: str) -> None:
    head, first, *rows = rows_of(name)
    for place, column in enumerate(head):
        cells = [*first[:place], cell, *first[place + 1 :]]
        found = read_damaged(project, name, as_csv([head, cells, *rows]))
        assert not isinstance(found, pd.DataFrame)
        assert (2, column) in {(problem.row, problem.column) for problem in found}


@pytest.mark.parametrize("phrase", ["+147%", "-5% (in 2023)", "- about it", "−3.2%", "a=b", "+1"])
def test_a_printed_sign_makes_no_formula(project: Path, phrase: str) -> None:
    head, first, *rows = rows_of("figures")
    place = head.index("note")
    cells = [*first[:place], phrase, *first[place + 1 :]]
    assert isinstance(read_damaged(project, "figures", as_csv([head, cells, *rows])), pd.DataFrame)


@given(
    name=st.sampled_from(NAMES), text=st.text(max_size=30), row=st.floats(0, 0.999), data=st.data()
)
@settings(max_examples=60, deadline=None)
def test_any_text_in_any_cell_is_refused_by_its_place_or_kept(
    project: Path, name: str, text: str, row: float, data: st.DataObject
) -> None:
    rows = rows_of(name)
    at = 1 + int(row * (len(rows) - 1))
    column = data.draw(st.integers(0, len(rows[0]) - 1))
    rows[at] = [*rows[at][:column], text, *rows[at][column + 1 :]]
    try:
        raw = as_csv(rows)
    except UnicodeEncodeError:  # half a surrogate pair is no text
        return
    found = read_damaged(project, name, raw)
    if isinstance(found, pd.DataFrame):
        assert found.iloc[at - 1, column] == text
    else:
        assert all(problem.file.startswith("data/raw/") for problem in found)


@pytest.mark.slow
@pytest.mark.parametrize("size", [5, pytest.param(100, marks=pytest.mark.nightly)])
@pytest.mark.parametrize("shape", ["bare", "quoted", "lines", "cells", "no comma at all"])
def test_a_cell_of_any_size_is_refused_in_memory_that_does_not_grow_with_it(
    tmp_path: Path, shape: str, size: int
) -> None:
    table = TABLES["figures"]
    block = {"lines": b"0123456\n", "cells": b"a,b,c,d,"}.get(shape, b"01234567") * 12_500
    before, after = {"quoted": (b'"', b'"'), "lines": (b'"', b'"')}.get(shape, (b"", b""))
    file = tmp_path / table.file
    file.parent.mkdir(parents=True)
    with file.open("wb") as out:
        if shape != "no comma at all":
            out.write(",".join(table.columns).encode() + b"\nF0001," + before)
        for _ in range(size * 10):
            out.write(block)
        out.write(after)
    (problem,) = _refused_in_little_memory(tmp_path, table)
    assert problem.file == table.file
    assert problem.row == (1 if shape == "no comma at all" else 2)


def _refused_in_little_memory(root: Path, table: Table) -> tuple[Problem, ...]:
    tracemalloc.start()
    try:
        with pytest.raises(DataError) as raised:
            read_table(root, table)
        assert tracemalloc.get_traced_memory()[1] < ENOUGH
    finally:
        tracemalloc.stop()
    return raised.value.problems


@pytest.fixture(params=["a folder", "a pipe", "a dead link", "nothing"])
def no_file(request: pytest.FixtureRequest, project: Path) -> Iterator[str]:
    """A table's file replaced by something that is none."""
    file = project / TABLES["bodies"].file
    file.unlink(missing_ok=True)
    match request.param:
        case "a folder":
            file.mkdir()
        case "a pipe":
            os.mkfifo(file)
        case "a dead link":
            file.symlink_to(project / "nowhere.csv")
    yield TABLES["bodies"].file
    if file.is_dir():
        file.rmdir()
    else:
        file.unlink(missing_ok=True)


def test_what_is_no_file_is_named(project: Path, no_file: str) -> None:
    with pytest.raises(DataError) as raised:
        read_table(project, TABLES["bodies"])
    assert [(p.file, p.expected) for p in raised.value.problems] == [(no_file, "a file")]


@given(where=st.floats(0, 0.999), value=st.sampled_from([None, 1, "", "x", [], {}, [1], {"a": 1}]))
@settings(max_examples=150, deadline=None)
def test_a_damaged_package_is_refused_or_read_and_nothing_else(
    project: Path, where: float, value: object
) -> None:
    package = json.loads((ROOT / PACKAGE).read_text(encoding="utf-8"))
    places = list(_places(package))
    owner, key = places[int(where * len(places))]
    owner[key] = value  # type: ignore[index]
    (project / PACKAGE).write_text(json.dumps(package), encoding="utf-8")
    with suppress(DataError):
        read_package(project)


def _places(node: object) -> Iterator[tuple[object, object]]:
    items = node.items() if isinstance(node, dict) else enumerate(node)  # type: ignore[arg-type]
    for key, child in list(items):
        yield node, key
        if isinstance(child, (dict, list)):
            yield from _places(child)
