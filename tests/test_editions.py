"""Parameters are declared once and typed strictly; editions set them."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from figurecheck.editions import Editions, Parameter, read_editions
from figurecheck.errors import DataError
from figurecheck.months import month_before
from figurecheck.running.parameters import declared_names

DECLARED = """
[parameters.as_of]
type = "date"
default = ""

[parameters.target_tonnes]
type = "integer"
default = 10
unit = "tonne"
minimum = 1
maximum = 99

[parameters.share]
type = "number"
default = 0.5

[parameters.convention]
type = "choice"
default = "robust"
choices = ["strict", "robust"]

[parameters.draft]
type = "flag"
default = false

[editions.latest]

[editions.2024-03]
title = "March"
as_of = 2024-03-31
"""


def read(folder: Path, text: str) -> Editions:
    (folder / "report").mkdir(exist_ok=True)
    (folder / "report/editions.toml").write_text(text, encoding="utf-8")
    return read_editions(folder)


def offences(folder: Path, text: str) -> str:
    with pytest.raises(DataError) as caught:
        read(folder, text)
    return str(caught.value)


def test_an_edition_has_the_defaults_and_what_it_sets(tmp_path: Path) -> None:
    editions = read(tmp_path, DECLARED)
    assert editions.values("2024-03") == {
        "as_of": "2024-03-31",
        "target_tonnes": 10,
        "share": 0.5,
        "convention": "robust",
        "draft": False,
    }
    assert editions.titles == {"latest": "latest", "2024-03": "March"}


def test_text_from_the_command_line_takes_the_declared_type(tmp_path: Path) -> None:
    texts = {"target_tonnes": "99", "share": "1", "draft": "true", "as_of": "2024-02-29"}
    values = read(tmp_path, DECLARED).values("latest", texts.items())
    assert [values[name] for name in texts] == [99, 1.0, True, "2024-02-29"]


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("target_tonnes", "100", "a whole number (tonne), at least 1, at most 99"),
        ("target_tonnes", "0", "at least 1"),
        ("target_tonnes", "1.5", "a whole number"),
        ("target_tonnes", "", "a whole number"),
        ("as_of", "2024-02-30", "a date"),
        ("as_of", "20240229", "a date"),
        ("as_of", "2024-02", "a date"),
        ("share", "nan", "a number"),
        ("convention", "strictly", "one of strict, robust"),
        ("draft", "yes", "true or false"),
        ("target_tons", "1", "Did you mean target_tonnes?"),
    ],
)
def test_what_is_no_value_of_a_parameter_is_refused(
    tmp_path: Path, name: str, text: str, expected: str
) -> None:
    with pytest.raises(DataError) as caught:
        read(tmp_path, DECLARED).values("latest", [(name, text)])
    assert expected in str(caught.value)


def test_all_offences_are_told_at_once(tmp_path: Path) -> None:
    with pytest.raises(DataError) as caught:
        read(tmp_path, DECLARED).values("latest", [("x", "1"), ("draft", "2"), ("share", "a")])
    assert len(caught.value.problems) == 3


def test_an_edition_that_is_not_declared_is_refused_with_the_nearest(tmp_path: Path) -> None:
    editions = read(tmp_path, DECLARED)
    with pytest.raises(DataError, match="Did you mean latest"):
        editions.values("lates")


@pytest.mark.parametrize("name", ["..", "../x", "a/b", "", ".hidden", "A", "x.failed", "-x", "a\n"])
def test_a_name_that_leaves_the_build_folder_is_no_edition(tmp_path: Path, name: str) -> None:
    editions = read(tmp_path, DECLARED)
    with pytest.raises(DataError, match="an edition's name"):
        editions.values(name)


@pytest.mark.parametrize(
    ("addition", "told"),
    [
        ("[editions.a]\ntarget_tonnes = 100", "column editions.a.target_tonnes: found '100'"),
        ("[editions.a]\ntarget_tonnes = true", "a whole number"),
        ("[editions.a]\ntarget_tonnes = '5'", "a whole number"),
        ("[editions.a]\nas_off = ''", "Did you mean as_of?"),
        ("[editions.'a/b']", "an edition's name"),
        ("[edition.b]", "Did you mean editions?"),
        ("[parameters.x]\ntype = 'integr'\ndefault = 1", "Did you mean integer?"),
        ("[parameters.x]\ntype = 'integer'", "a table with type and default"),
        ("[parameters.x]\ntype = 'integer'\ndefault = 'a'", "column parameters.x.default"),
        ("[parameters.x]\ntype = 'integer'\ndefault = 1\nminimum = 'a'", "parameters.x.minimum"),
        ("[parameters.x]\ntype = 'text'\ndefault = ''\ndescripton = ''", "Did you mean descrip"),
        ("[", "TOML in UTF-8"),
    ],
)
def test_a_wrong_declaration_is_refused(tmp_path: Path, addition: str, told: str) -> None:
    assert told in offences(tmp_path, f"{DECLARED}\n{addition}\n")


def test_there_must_be_an_edition_called_latest(tmp_path: Path) -> None:
    assert "latest" in offences(tmp_path, "[editions.a]")


@given(st.integers())
def test_an_integer_is_accepted_just_within_its_range(value: int) -> None:
    parameter = Parameter("n", "integer", 5, minimum=1, maximum=9)
    assert parameter.accepts(value) == (1 <= value <= 9)


MONTHLY = """
[parameters.as_of]
type = "date"
default = ""

[parameters.since]
type = "date"
default = ""

[monthly]
first = "2023-11"
last = "2024-03"
title = "As of {month}"

[editions.latest]

[editions.free]
since = ""

[editions.early]
as_of = 2023-05-15
"""


def test_a_span_of_months_is_an_edition_a_month(tmp_path: Path) -> None:
    editions = read(tmp_path, MONTHLY)
    months = ["2023-11", "2023-12", "2024-01", "2024-02", "2024-03"]
    assert list(editions.settings) == [*months, "latest", "free", "early"]
    assert [editions.values(name)["as_of"] for name in months] == [
        "2023-11-30",
        "2023-12-31",
        "2024-01-31",
        "2024-02-29",
        "2024-03-31",
    ]
    assert editions.titles["2024-02"] == "As of February 2024"


@pytest.mark.parametrize(
    ("edition", "given", "since"),
    [
        ("2024-03", {}, "2024-02-29"),
        ("2024-01", {}, "2023-12-31"),
        ("2023-11", {}, "2023-10-31"),  # the first as well
        ("early", {}, "2023-04-30"),
        ("latest", {}, "2024-03-31"),  # the last month
        ("latest", {"as_of": "2024-03-15"}, "2024-02-29"),
        ("free", {}, ""),
        ("2024-03", {"since": ""}, ""),
        ("2024-03", {"since": "2023-06-30"}, "2023-06-30"),
    ],
)
def test_an_edition_is_compared_with_the_month_before_unless_it_says_otherwise(
    tmp_path: Path, edition: str, given: dict[str, str], since: str
) -> None:
    assert read(tmp_path, MONTHLY).values(edition, given.items())["since"] == since


@pytest.mark.parametrize("since", ["2024-03-31", "2024-04-01"])
def test_no_edition_is_compared_with_a_day_that_is_not_before_it(
    tmp_path: Path, since: str
) -> None:
    with pytest.raises(DataError, match="a day before 2024-03-31"):
        read(tmp_path, MONTHLY).values("2024-03", [("since", since)])


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('first = "2023-11"', 'first = "2023-13"', "column monthly.first: found '2023-13'"),
        ('first = "2023-11"', "first = 2023-11-30", "a month such as"),
        ('first = "2023-11"', 'first = "2023"', "a month such as"),
        ('first = "2023-11"', 'first = "2024-04"', "a month up to 2024-03"),
        ('last = "2024-03"', "", "column monthly.last"),
        ('last = "2024-03"', 'lst = "2024-03"', "Did you mean last?"),
        ("[editions.free]", "[editions.2024-01]", "an edition once"),
        ("[parameters.as_of]", "[parameters.as_at]", "Did you mean as_at?"),
    ],
)
def test_a_wrong_span_of_months_is_refused(tmp_path: Path, old: str, new: str, told: str) -> None:
    assert told in offences(tmp_path, MONTHLY.replace(old, new))


def test_many_editions_are_not_all_listed_in_a_message(tmp_path: Path) -> None:
    editions = read(tmp_path, MONTHLY.replace("2023-11", "2020-01"))
    with pytest.raises(DataError, match=r"There are: 2020-01, 2020-02, 2020-03, …, early, free"):
        editions.values("zzz")


@given(st.dates(date(1990, 1, 1), date(2090, 1, 1)))
def test_the_month_before_ends_on_the_day_before_the_first(day: date) -> None:
    found = date.fromisoformat(month_before(day.isoformat()))
    assert found + timedelta(days=1) == day.replace(day=1)


def test_the_project_names_every_month_since_the_first_article(root: Path) -> None:
    editions = read_editions(root)
    assert {"2023-06", "2024-03", "latest", "target-2029"} <= set(editions.settings)
    months = [name for name in editions.settings if name[:2] == "20"]
    assert months == sorted(months)
    assert (months[0], len(months) >= 41) == ("2023-06", True)
    assert editions.values("2024-03")["since"] == editions.values("2024-02")["as_of"]


def names(source: str) -> tuple[str, ...]:
    cell = {"cell_type": "code", "metadata": {"tags": ["parameters"]}, "source": source}
    declared = {"a": Parameter("a", "integer", 1), "b": Parameter("b", "text", "x")}
    return declared_names({"cells": [cell]}, "n.ipynb", declared)


def test_a_notebook_takes_the_parameters_that_its_cell_assigns() -> None:
    assert names("# comment\na = 1\nb: str = 'x'") == ("a", "b")
    assert declared_names({"cells": []}, "n.ipynb", {}) == ()


@pytest.mark.parametrize(
    ("source", "told"),
    [
        ("a = 2", "n.ipynb, cell 1, line 1: found 'a = 2'; expected a = 1, the default"),
        ("a = True", "expected a = 1"),
        ("a = 1.0", "expected a = 1"),
        ("b = 'x'\nc = 1", "line 2"),
        ("a = 0 + 1", "a literal"),
        ("import os", "only assignments"),
        ("a = b = 1", "only assignments"),
        ("a: int", "only assignments"),
        ("a =", "Python that can be read"),
    ],
)
def test_anything_else_in_a_parameters_cell_is_refused(source: str, told: str) -> None:
    with pytest.raises(DataError) as caught:
        names(source)
    assert told in str(caught.value)


def test_a_second_parameters_cell_is_refused() -> None:
    cell = {"metadata": {"tags": ["parameters"]}, "source": ""}
    with pytest.raises(DataError, match="cell 2: expected one parameters cell"):
        declared_names({"cells": [cell, cell]}, "n.ipynb", {})
