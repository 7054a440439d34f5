"""A failed build says what failed and where, with the rows that offend and what stood there."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from figurecheck.building.build import BuildError, build
from figurecheck.building.failure import explain, page
from figurecheck.errors import DataError, Problem
from figurecheck.running.failures import CellProblem
from tests.small_project import code, markdown, parameters, small_project, write_notebook

TABLE = "figure,as_written,note\nF1,4 t,\nF2,6 tt,\n"
PLACE = "data/raw/figures.csv"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project of one table, and a report in which F2 was 6 t."""
    (tmp_path / "data/raw").mkdir(parents=True)
    (tmp_path / PLACE).write_text(TABLE)
    built = tmp_path / "build/latest"
    built.mkdir(parents=True)
    (built / "report.html").write_text("good")
    with zipfile.ZipFile(built / "report-data.zip", "w") as bundle:
        bundle.writestr(PLACE, TABLE.replace("6 tt", "6 t"))
    write_notebook(built / "notebooks.ipynb", markdown("x"))
    return tmp_path


def words(project: Path, *problems: Problem) -> str:
    return "\n".join(map(str, explain(problems, project, "latest")))


def test_the_row_is_shown_with_its_header_and_the_last_good_value(project: Path) -> None:
    problem = Problem(PLACE, "a phrase", "Mend.", 3, "as_written", "6 tt")
    assert words(project, problem).splitlines() == [
        "data/raw/figures.csv, line 3, column as_written: found '6 tt'; expected a phrase. Mend.",
        "    data/raw/figures.csv",
        "        1: figure,as_written,note",
        "        3: F2,6 tt,",
        "           in the last good report, as_written: '6 t'",
    ]


def test_rows_that_a_cell_names_are_shown_each_once(project: Path) -> None:
    offences = DataError(
        [
            Problem(PLACE, "a phrase", "Mend it.", 3, "as_written", "6 tt"),
            Problem(PLACE, "a note", "Give it.", 3, "note", ""),
            Problem(PLACE, "a note", "Give it.", 2, "note", ""),
        ]
    )
    cell = CellProblem(
        "notebooks/a.ipynb, cell 2", "code that runs", str(offences), 1, value="go()"
    )
    [found] = explain([cell], project, "latest")
    assert found.place == "notebooks/a.ipynb, cell 2, line 1"
    [excerpt] = found.excerpts
    assert [(row.line, row.marked) for row in excerpt.rows] == [
        (2, ("note",)),
        (3, ("as_written", "note")),
    ]


@pytest.mark.parametrize(
    ("table", "line", "shown"),
    [
        (TABLE, 1, []),  # the header offends
        (TABLE, 99, [("F2", "6 tt", "")]),  # the file has become shorter meanwhile
        ('a,b\n"1\n2",3\n4,5\n', 3, [("1\n2", "3")]),  # within a cell of several lines
        ("a,b\n1\n", 2, [("1",)]),
        ("", 2, []),
    ],
)
def test_a_table_that_is_no_good_is_shown_all_the_same(
    project: Path, table: str, line: int, shown: list[tuple[str, ...]]
) -> None:
    (project / PLACE).write_text(table)
    [found] = explain([Problem(PLACE, "x", "y", line)], project, "latest")
    assert [row.cells for row in found.excerpts[0].rows] == shown


def test_a_table_that_is_not_text_is_shown_all_the_same(project: Path) -> None:
    (project / PLACE).write_bytes(b"a,b\n\xff\0,2\n")
    assert "�" in words(project, Problem(PLACE, "UTF-8 text", "Save it so.", 2))


@pytest.mark.parametrize("row", ["F2,6, t,", 'F2,"6 t,\nF3,7 t,', "F2"])
def test_a_row_of_more_or_fewer_cells_than_its_header_is_shown(project: Path, row: str) -> None:
    (project / PLACE).write_text(f"{TABLE.splitlines()[0]}\n{row}\n")
    found = explain([Problem(PLACE, "3 cells", "Quote it.", 2)], project, "latest")
    assert "<td>F2</td>" in page(project, "latest", found)


def test_the_row_is_the_one_of_its_line_whatever_stands_within_cells(project: Path) -> None:
    rows = ["F1,4 t,a\u2028b\x0bc\x85d", "F2,6 tt,"]
    for end in ("\n", "\r\n", "\r"):
        (project / PLACE).write_bytes(end.join([TABLE.splitlines()[0], *rows, ""]).encode())
        problem = Problem(PLACE, "a phrase", "Mend.", 3, "as_written", "6 tt")
        assert "        3: F2,6 tt,\n" in words(project, problem)


@pytest.mark.parametrize("key", ["F9", "F1"])
def test_a_last_value_that_is_not_known_is_not_told(project: Path, key: str) -> None:
    (project / PLACE).write_text(f"figure,as_written\n{key},6 tt\n")
    with zipfile.ZipFile(project / "build/latest/report-data.zip", "w") as bundle:
        bundle.writestr(PLACE, "figure,as_written\nF1,1 t\nF1,2 t\n")
    told = words(project, Problem(PLACE, "a phrase", "Mend it.", 2, "as_written", "6 tt"))
    assert "last good" not in told


def test_without_a_report_there_is_no_last_value(tmp_path: Path) -> None:
    problem = CellProblem("notebooks/a.ipynb, cell 2", "x", "y", value="{eval}`a`")
    assert words(tmp_path, problem) == "notebooks/a.ipynb, cell 2: y\n    {eval}`a`"
    assert "last good" not in page(tmp_path, "latest", explain([problem], tmp_path, "latest"))


def test_the_page_says_the_same_and_escapes_it(project: Path) -> None:
    (project / PLACE).write_text(TABLE.replace("6 tt", "<script>"))
    problem = Problem(PLACE, "a phrase", "Mend <it>.", 3, "as_written", "<script>")
    text = page(project, "latest", explain([problem], project, "latest"))
    assert "<dd>Mend &lt;it&gt;.</dd>" in text
    assert "<mark>&lt;script&gt;</mark><span" in text
    assert "was: 6 t" in text
    assert "<script" not in text


@pytest.mark.slow
def test_a_build_that_fails_leaves_its_page_and_tells_the_last_good_value(tmp_path: Path) -> None:
    project = small_project(tmp_path)
    build(project, "latest")
    good = (project / "build/latest/report.html").read_bytes()
    cells = (parameters("target_tonnes = 10"), code("values = [4]"))
    write_notebook(
        project / "notebooks/02-growth.ipynb",
        *cells,
        markdown("Of it\n{eval}`values[1]` t went."),
    )
    with pytest.raises(BuildError) as caught:
        build(project, "latest")
    assert str(caught.value).splitlines() == [
        "notebooks/02-growth.ipynb, cell 3, line 2: IndexError: list index out of range",
        "    {eval}`values[1]`",
        "    in the last good report: 6",
    ]
    text = (project / "build/latest.failed/failure.html").read_text()
    assert "<h2>notebooks/02-growth.ipynb, cell 3, line 2</h2>" in text
    assert "<p>IndexError: list index out of range</p>" in text
    assert "In the last good report: <strong>6</strong>" in text
    assert "<code>build/latest.failed/notebooks/02-growth.ipynb</code>" in text
    assert "<code>notebooks/01-clean.ipynb</code>" in text
    assert 'href="../latest/report.html"' in text
    assert (project / "build/latest/report.html").read_bytes() == good
