"""What may be typed stands on a visible list, with a reason, for as long as it is needed."""

from __future__ import annotations

from pathlib import Path

import pytest

from figurecheck.building.build import build_all
from figurecheck.building.check import check
from figurecheck.errors import DataError
from figurecheck.lint import lint
from tests.small_project import markdown, small_project, write_notebook

YEAR = '[[exemptions]]\nkind = "year"\nreason = "a label"\n'
MONTH = '[[exemptions]]\nkind = "month"\nreason = "a label"\n'


def words(text: str) -> str:
    return f'[[exemptions]]\nwords = "{text}"\nreason = "a name"\n'


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return small_project(tmp_path)


def told(project: Path, prose: str, exemptions: str) -> list[str]:
    write_notebook(project / "notebooks/01-clean.ipynb", markdown(prose))
    (project / "report/exemptions.toml").write_text(exemptions, encoding="utf-8")
    try:
        lint(project)
    except DataError as error:
        return [problem.value or problem.remedy for problem in error.problems]
    return []


def test_exempted_words_may_stand_and_the_same_number_in_other_words_may_not(
    project: Path,
) -> None:
    listed = words("Belt and Road 2.0")
    assert told(project, "The Belt and Road 2.0 plan", listed) == []
    assert told(project, "The Belt and Road 2.0 and 2.0", listed) == ["2.0"]
    assert told(project, "The Belt and Road 2.0 and 12.0", listed) == ["12.0"]


def test_an_exempted_unit_does_not_exempt_an_amount_of_it(project: Path) -> None:
    listed = words("million tonnes")
    assert told(project, "in million tonnes", listed) == []
    assert told(project, "in million tonnes, 2.76 million tonnes", listed) == [
        "2.76 million tonnes"
    ]


@pytest.mark.parametrize(
    ("prose", "found"),
    [
        ("In 2023, from 2019–2025, the year 2024; of 2022/23", []),
        ("In 2023 it carried 2022 containers", ["2022"]),
        ("In 2023 and 2000 tonnes", ["2000"]),
        ("In 2023 2024%", ["2024%"]),
        ("In 2023 1850", ["1850"]),
        ("In 2023 and 8–9 June", ["8–9 June"]),
        ("In 2023 and June", ["June"]),
    ],
)
def test_a_year_is_a_label_and_an_amount_that_looks_like_one_is_not(
    project: Path, prose: str, found: list[str]
) -> None:
    assert told(project, prose, YEAR) == found


def test_a_month_is_a_label_and_a_day_is_not(project: Path) -> None:
    assert told(project, "In January 2024 and since June", MONTH) == []
    assert told(project, "In June and on 8 June 2023", MONTH) == ["8 June 2023"]


def test_an_exemption_may_not_outlive_its_use(project: Path) -> None:
    listed = YEAR + words("at first")
    assert told(project, "at first in 2023", listed) == []
    assert told(project, "in 2023", listed) == ["at first"]
    assert told(project, "at first", listed) == ["kind = year"]


def test_an_exemption_for_a_notebook_holds_there_only(project: Path) -> None:
    for notebook, found in [("01-clean.ipynb", []), ("02-growth.ipynb", ["first", "at first"])]:
        listed = words("at first") + f'notebook = "{notebook}"\n'
        assert told(project, "at first", listed) == found


@pytest.mark.parametrize(
    ("entry", "remedy"),
    [
        ('words = "at first"', "Say why it may be typed."),
        ('words = "at first"\nreason = " "', "Mend it."),
        ('reason = "a name"', "Give one of the two."),
        ('words = "at first"\nkind = "year"\nreason = "a name"', "Give one of the two."),
        ('kind = "number"\nreason = "a name"', "Choose one."),
        ('word = "at first"\nwords = "at first"\nreason = "a name"', "Rename it."),
        ('words = 5\nreason = "a name"', "Mend it."),
    ],
)
def test_an_entry_that_is_wrong_is_told_with_its_line(
    project: Path, entry: str, remedy: str
) -> None:
    listed = f"# a comment\n\n[[exemptions]]\n{entry}\n"
    (project / "report/exemptions.toml").write_text(listed)
    with pytest.raises(DataError) as raised:
        lint(project)
    (problem,) = raised.value.problems
    assert (problem.file, problem.row) == ("report/exemptions.toml", 3)
    assert problem.remedy == remedy


def test_the_check_and_every_build_refuse_a_typed_number_before_anything_runs(
    project: Path,
) -> None:
    path = write_notebook(project / "notebooks/01-clean.ipynb", markdown("Cargo doubled."))
    remedies = [str(problem) for problem in check(project)]
    assert any("cell 1, line 1: found 'doubled'" in remedy for remedy in remedies)
    with pytest.raises(DataError, match="found 'doubled'"):
        build_all(project, ["latest"])
    assert not (project / "build/latest").exists()
    assert path.is_file()
