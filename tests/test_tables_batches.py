"""Tables are read and written a few rows at a time, and nobody can tell how many."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from figurecheck.errors import DataError
from figurecheck.tables import columns, read_raw, read_text, reading
from figurecheck.tables.columns import from_rows, rows_of
from figurecheck.tables.nearest import SUGGESTED

CELLS = st.lists(
    st.tuples(st.text('ab,"\n é', max_size=3), st.text("12", max_size=2)), min_size=1, max_size=30
)


@pytest.fixture
def project(tmp_path: Path, root: Path) -> Path:
    """The real tables, to be spoilt."""
    (tmp_path / "data/raw").mkdir(parents=True)
    for file in [root / "data/datapackage.json", *(root / "data/raw").glob("*.csv")]:
        (tmp_path / file.relative_to(root)).write_bytes(file.read_bytes())
    return tmp_path


def problems(project: Path):
    with pytest.raises(DataError) as raised:
        read_raw(project)
    return raised.value.problems


@given(CELLS, st.integers(1, 9))
def test_rows_come_back_from_columns(cells: list[tuple[str, str]], size: int) -> None:
    rows = [{"one": one, "other": other} for one, other in cells]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(columns, "BATCH", size)
        assert list(rows_of(from_rows(iter(rows), ["one", "other"]))) == rows


@given(CELLS, st.integers(1, 9))
def test_a_table_that_was_written_is_read_as_it_was(
    tmp_path_factory: pytest.TempPathFactory, cells: list[tuple[str, str]], size: int
) -> None:
    table = pd.DataFrame(cells, columns=["one", "other"], dtype=str)
    file = tmp_path_factory.getbasetemp() / "batches.csv"
    table.to_csv(file, index=False, lineterminator="\n")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reading, "BATCH", size)
        pd.testing.assert_frame_equal(read_text(file), table)


def test_a_table_without_rows_keeps_its_columns(tmp_path: Path) -> None:
    (tmp_path / "table.csv").write_text("one,other\n", encoding="utf-8")
    table = read_text(tmp_path / "table.csv")
    assert (list(table.columns), len(table)) == (["one", "other"], 0)


@pytest.mark.parametrize("size", [1, 7, 100_000])
def test_the_raw_tables_do_not_depend_on_the_batch(
    root: Path, monkeypatch: pytest.MonkeyPatch, size: int
) -> None:
    expected = read_raw(root)
    monkeypatch.setattr(reading, "BATCH", size)
    found = read_raw(root)
    for name, table in expected.items():
        pd.testing.assert_frame_equal(found[name], table)


@pytest.mark.parametrize("size", [1, 4, 5, 50])
def test_a_row_of_another_length_is_named_in_whatever_batch_it_is(
    project: Path, monkeypatch: pytest.MonkeyPatch, size: int
) -> None:
    rows = "".join(f'b{n},"Body\n{n}",{"," * (n in (4, 9))}\n' for n in range(11))
    (project / "data/raw/bodies.csv").write_text(f"body,name,note\n{rows}", encoding="utf-8")
    monkeypatch.setattr(reading, "BATCH", size)
    ragged = [problem for problem in problems(project) if problem.value == "4 cells"]
    assert [problem.row for problem in ragged] == [10, 20]


@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_a_byte_that_is_not_utf_8_is_named_far_down_the_file(project: Path, mark: str) -> None:
    text = f"{mark}body,name,note\n" + "acra,Caf\u00e9,\n" * 5000
    start = text.encode("utf-8")
    (project / "data/raw/bodies.csv").write_bytes(start + b"b,Caf\xe9,\nc,\xff,\nd,,\n")
    (problem,) = problems(project)
    assert problem.row == 5002
    assert f"byte {len(start) + 5} is 0xe9" in problem.expected


def test_a_nul_byte_is_what_is_said_of_a_file_that_is_not_utf_8_either(project: Path) -> None:
    (project / "data/raw/bodies.csv").write_bytes(b"body,name,note\nb,\xe9,\nc,\0,\n")
    (problem,) = problems(project)
    assert (problem.row, "NUL bytes (byte 22)" in problem.expected) == (3, True)


def test_equal_cells_are_one_string_in_all_tables(root: Path) -> None:
    raw = read_raw(root)
    known = {key: key for key in raw["series"]["series"]}
    assert all(known[key] is key for key in raw["figures"]["series"])


def test_equal_cells_of_a_written_table_are_one_string(tmp_path: Path) -> None:
    file = tmp_path / "table.csv"
    file.write_text("one,other\n" + "much the same,much the same\n" * 3, encoding="utf-8")
    table = read_text(file)
    assert len({id(cell) for name in table for cell in table[name]}) == 1


def test_names_are_suggested_for_the_first_wrong_cells_and_all_are_reported(project: Path) -> None:
    file = project / "data/raw/figures.csv"
    table = read_text(file)
    assert len(table) > SUGGESTED
    wrong = table["source"] + [f"-x{n}" for n in range(len(table))]
    table.assign(source=wrong).to_csv(file, index=False)
    found = [problem for problem in problems(project) if problem.column == "source"]
    assert [problem.value for problem in found] == wrong.tolist()
    suggested = [problem.remedy.startswith("Did you mean") for problem in found]
    assert suggested == [n < SUGGESTED for n in range(len(table))]
