"""What is read from data/raw, and what is said of input that breaks a rule."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from figurecheck.errors import DataError
from figurecheck.tables import RawTables, check_package, read_raw

SOURCES = "source,published\ntrend-n1,2024-07-04\ncica-n1,\n"
FIGURES = "figure,source,period,unit,as_written,nth\nF0001,trend-n1,2023,tonne,2.40,\n"
CORRECTIONS = "table,key,column,should_be\n"
EXCLUSIONS = "table,key\n"


def field(name: str, **more: object) -> dict[str, object]:
    rules = {"required", "unique", "pattern", "enum"} & more.keys()
    own = {key: value for key, value in more.items() if key not in rules}
    return {
        "name": name,
        "type": "string",
        "constraints": {rule: more[rule] for rule in rules},
        **own,
    }


def table(name: str, fields: list[dict[str, object]], keys: list[str], **more: object):
    references = more.pop("references", [])
    return {
        "name": name,
        "type": "table",
        "path": f"raw/{name}.csv",
        "schema": {"fields": fields, "primaryKey": keys, "foreignKeys": references},
        **more,
    }


PERIOD = {"figurecheck:period": []}
PACKAGE = {
    "name": "sample",
    "resources": [
        table(
            "sources", [field("source", required=True), field("published", **PERIOD)], ["source"]
        ),
        table(
            "figures",
            [
                field("figure", required=True, unique=True, pattern="^F[0-9]{4,}$"),
                field("source", required=True),
                field("period", **PERIOD),
                field("unit", enum=["tonne", "percent"]),
                field("as_written", required=True),
                {"name": "nth", "type": "integer", "constraints": {"minimum": 1}},
            ],
            ["figure"],
            references=[
                {"fields": "source", "reference": {"resource": "sources", "fields": "source"}}
            ],
        ),
        table(
            "corrections",
            [field("table"), field("key"), field("column"), field("should_be")],
            ["table", "key", "column"],
            **{"figurecheck:mayBeEmpty": True},
        ),
        table(
            "exclusions",
            [field("table"), field("key")],
            ["table", "key"],
            **{"figurecheck:mayBeEmpty": True},
        ),
    ],
}


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "data" / "raw").mkdir(parents=True)
    (tmp_path / "data" / "datapackage.json").write_text(json.dumps(PACKAGE), encoding="utf-8")
    texts = {
        "sources": SOURCES,
        "figures": FIGURES,
        "corrections": CORRECTIONS,
        "exclusions": EXCLUSIONS,
    }
    for name, text in texts.items():
        write(tmp_path, name, text)
    return tmp_path


def write(root: Path, name: str, text: str | bytes) -> None:
    data = text if isinstance(text, bytes) else text.encode("utf-8")
    (root / "data" / "raw" / f"{name}.csv").write_bytes(data)


def problems(root: Path):
    with pytest.raises(DataError) as raised:
        read_raw(root)
    return raised.value.problems


def rows(*lines: str) -> str:
    return "\n".join([FIGURES.splitlines()[0], *lines]) + "\n"


def test_cells_are_read_as_they_stand(project):
    figures = read_raw(project)["figures"]
    assert figures["as_written"].tolist() == ["2.40"]
    assert figures["nth"].tolist() == [""]


def test_a_table_is_read_alone_when_it_is_asked_for(project):
    write(project, "sources", b"\xff")
    tables = RawTables(project)
    assert list(tables) == ["sources", "figures", "corrections", "exclusions"]
    assert tables["figures"]["as_written"].tolist() == ["2.40"]
    assert tables["figures"] is tables["figures"]
    with pytest.raises(DataError, match=r"data/raw/sources\.csv, line 1: expected UTF-8"):
        tables["sources"]


def test_a_table_that_is_read_alone_keeps_its_own_rules(project):
    write(project, "figures", rows("F0001,trend-n1,2023,ton,2.40,"))
    with pytest.raises(DataError, match=r"line 2, column unit: found 'ton'"):
        RawTables(project)["figures"]


def test_what_the_package_does_not_describe_is_no_table(project):
    assert "routes" not in RawTables(project)
    with pytest.raises(KeyError):
        RawTables(project)["routes"]


def test_every_row_knows_its_line_even_after_a_cell_of_two_lines(project):
    write(
        project,
        "figures",
        rows(
            'F0001,trend-n1,,tonne,"two\nlines",', "F0002,trend-n1,,tonne,1,", "F0003,cica-n1,,,2,"
        ),
    )
    assert read_raw(project)["figures"]["line"].tolist() == [2, 4, 5]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_a_byte_order_mark_and_windows_line_ends_are_tolerated(project, encoding, newline):
    write(project, "figures", FIGURES.replace("\n", newline).encode(encoding))
    figures = read_raw(project)["figures"]
    assert figures.columns[0] == "figure"
    assert figures["nth"].tolist() == [""]


def test_a_misspelt_column_is_named_with_the_one_that_was_meant(project):
    write(project, "figures", FIGURES.replace("period", "perod"))
    (problem,) = problems(project)
    assert (problem.row, problem.column) == (1, "perod")
    assert problem.expected == "the column period"


def test_a_missing_column_and_one_too_many_are_both_named(project):
    write(
        project, "figures", "figure,source,period,unit,as_written,colour\nF0001,trend-n1,,,1,red\n"
    )
    said = [str(problem) for problem in problems(project)]
    assert any("colour" in text and "Take the column out" in text for text in said)
    assert any("a column nth" in text for text in said)


def test_columns_in_another_order_are_refused(project):
    write(project, "sources", "published,source\n2024,trend-n1\n")
    assert any("in this order: source, published" in p.expected for p in problems(project))


def test_a_column_that_stands_twice_is_refused(project):
    write(project, "sources", "source,source,published\ntrend-n1,x,\n")
    assert [(p.row, p.column) for p in problems(project)] == [(1, "source")]


@pytest.mark.parametrize("line", ["F0001,trend-n1,,tonne,1", "F0001,trend-n1,,tonne,2,4,"])
def test_a_row_of_another_length_is_refused(project, line):
    write(project, "figures", rows(line))
    (problem,) = problems(project)
    assert (problem.file, problem.row) == ("data/raw/figures.csv", 2)
    assert problem.expected == "6 cells"


def test_a_blank_line_is_refused(project):
    write(project, "figures", FIGURES + "\n")
    (problem,) = problems(project)
    assert (problem.row, problem.remedy) == (3, "Take the blank line out.")


def test_a_quotation_mark_that_is_not_closed_is_found_where_it_opens(project):
    write(
        project, "figures", rows("F0001,trend-n1,,tonne,1,", 'F0002,trend-n1,,tonne,"1,', "F0003")
    )
    (problem,) = problems(project)
    assert problem.row == 3
    assert "quotation mark" in problem.remedy


def test_an_unknown_reference_is_named_with_the_nearest_known_one(project):
    write(project, "figures", rows("F0001,trend-n2,,tonne,1,"))
    (problem,) = problems(project)
    assert (problem.row, problem.column, problem.value) == (2, "source", "trend-n2")
    assert "Did you mean trend-n1?" in problem.remedy


def test_an_unknown_word_is_named_with_the_nearest_choice(project):
    write(project, "figures", rows("F0001,trend-n1,,tone,1,"))
    (problem,) = problems(project)
    assert problem.column == "unit"
    assert "Did you mean tonne?" in problem.remedy


@pytest.mark.parametrize("period", ["2023-13", "2023-02-30", "2024/2023", "2023-1", "1 May 2023"])
def test_a_bad_period_is_refused(project, period):
    write(project, "figures", rows(f"F0001,trend-n1,{period},tonne,1,"))
    (problem,) = problems(project)
    assert (problem.column, problem.value) == ("period", period)


def test_a_period_that_has_a_shorter_form_is_refused(project):
    write(project, "figures", rows("F0001,trend-n1,2023-01/2023-12,tonne,1,"))
    (problem,) = problems(project)
    assert problem.expected == "the shortest form, 2023"


def test_a_key_used_twice_is_refused_with_both_lines(project):
    write(
        project, "figures", rows("F0001,trend-n1,,,1,", "F0002,trend-n1,,,1,", "F0001,cica-n1,,,2,")
    )
    (problem,) = problems(project)
    assert (problem.row, problem.value) == (4, "F0001")
    assert "line 2 has it too" in problem.expected


@pytest.mark.parametrize("key", ["f0001", "F001", "F0001\n"])
def test_a_key_of_another_form_is_refused(project, key):
    write(project, "figures", rows(f'"{key}",trend-n1,,,1,'))
    (problem,) = problems(project)
    assert problem.column == "figure"


@pytest.mark.parametrize(
    ("nth", "fine"), [("1", True), ("0", False), ("-1", False), ("1.0", False)]
)
def test_a_whole_number_is_written_in_digits_from_its_minimum(project, nth, fine):
    write(project, "figures", rows(f"F0001,trend-n1,,,1,{nth}"))
    if fine:
        read_raw(project)
    else:
        (problem,) = problems(project)
        assert problem.column == "nth"


def test_a_required_cell_that_is_blank_is_refused(project):
    write(project, "figures", rows("F0001,trend-n1,,tonne,,"))
    (problem,) = problems(project)
    assert (problem.column, problem.expected) == ("as_written", "a value")


def test_a_file_that_is_not_utf_8_is_refused_with_the_place(project):
    write(project, "figures", FIGURES.encode() + b"F0002,trend-n1,,,caf\xe9,\n")
    (problem,) = problems(project)
    assert problem.row == 3
    assert f"byte {len(FIGURES) + 20} is 0xe9" in problem.expected


def test_a_file_with_nul_bytes_is_refused(project):
    write(project, "figures", FIGURES.encode("utf-16-le"))
    (problem,) = problems(project)
    assert "NUL" in problem.expected


@pytest.mark.parametrize("text", ["", "figure,source,period,unit,as_written,nth\n"])
def test_an_empty_table_is_refused(project, text):
    write(project, "figures", text)
    assert {problem.file for problem in problems(project)} == {"data/raw/figures.csv"}


def test_corrections_and_exclusions_may_be_empty(project):
    tables = read_raw(project)
    assert tables["corrections"].empty
    assert list(tables["exclusions"].columns) == ["table", "key", "line"]


def test_a_missing_file_is_named_from_the_root(project):
    (project / "data" / "raw" / "sources.csv").unlink()
    (problem,) = problems(project)
    assert problem.file == "data/raw/sources.csv"


def test_all_offenders_of_all_tables_are_reported_at_once(project):
    write(project, "sources", "source,published\ntrend-n1,2024-13\n")
    write(project, "figures", rows("F0001,trendn1,2023-99,tone,1,", "F1,trend-n1,,,,0"))
    found = {(Path(p.file).stem, p.row, p.column) for p in problems(project)}
    assert found == {
        ("sources", 2, "published"),
        *(("figures", 2, column) for column in ("source", "period", "unit")),
        *(("figures", 3, column) for column in ("figure", "as_written", "nth")),
    }


@pytest.mark.parametrize(
    ("correction", "column"),
    [
        ("figures,F0002,period,2024", "key"),
        ("figures,F0001,perod,2024", "column"),
        ("figures,F0001,period,2024-13", "should_be"),
        ("figures,F0001,source,trend-n9", "should_be"),
        ("figures,F0001,unit,tone", "should_be"),
    ],
)
def test_a_correction_points_at_a_cell_and_puts_a_right_value_there(project, correction, column):
    write(project, "corrections", f"{CORRECTIONS}{correction}\n")
    (problem,) = problems(project)
    assert (problem.file, problem.row, problem.column) == ("data/raw/corrections.csv", 2, column)


def test_an_exclusion_points_at_a_row_or_at_a_passage_of_an_article(project):
    write(project, "exclusions", f"{EXCLUSIONS}claims,article-2023 p18\nfigures,F0009\n")
    (problem,) = problems(project)
    assert (problem.row, problem.column, problem.value) == (3, "key", "F0009")


def test_a_package_that_is_no_json_is_refused(project):
    (project / "data" / "datapackage.json").write_text("{", encoding="utf-8")
    (problem,) = problems(project)
    assert problem.file == "data/datapackage.json"


def test_frictionless_finds_a_sound_package_sound(project):
    check_package(project)


def test_what_frictionless_finds_is_said_with_file_and_line(project):
    write(project, "figures", rows("F0001,trend-n9,,tonne,1,"))
    with pytest.raises(DataError) as raised:
        check_package(project)
    (problem,) = raised.value.problems
    assert (problem.file, problem.row) == ("data/raw/figures.csv", 2)


def test_a_table_that_the_package_does_not_describe_is_refused(project):
    write(project, "rumours", "a,b\n")
    with pytest.raises(DataError, match=r"data/raw/rumours\.csv"):
        check_package(project)
