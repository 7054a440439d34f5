"""No number is typed into the prose of markdown cells and titles."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from figurecheck.errors import DataError, Problem
from figurecheck.lint import check, lint
from figurecheck.lint.markdown import passages
from figurecheck.phrases import numbers
from figurecheck.publishing.markdown import read
from figurecheck.publishing.model import Ledger
from figurecheck.publishing.nodes import Content, Node
from tests.small_project import code, markdown, small_project, write_notebook


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return small_project(tmp_path)


def problems(project: Path) -> list[Problem]:
    try:
        lint(project)
    except DataError as error:
        return list(error.problems)
    return []


def typed(source: str) -> list[str]:
    """The words of a markdown cell that are a typed number, with their line."""
    return [
        f"{passage.line(span.start)}: {span.text}"
        for passage in passages(source)
        for span in numbers(passage.text)
    ]


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("Cargo rose by sixty-five percent.", ["1: sixty-five percent"]),
        ("It doubled.", ["1: doubled"]),
        ("A twofold rise, or 1.5x", ["1: twofold", "1: 1.5x"]),
        ("a third of it and half the rest", ["1: a third", "1: half"]),
        ("# Three\n\nText\n\nTwo again\n---", ["1: Three", "5: Two"]),
        ("- a\n- b\n  and 7 c", ["3: 7"]),
        ("> quoted 8", ["1: 8"]),
        ("| a | b |\n|---|---|\n| c | 2.76 Mt |", ["3: 2.76 Mt"]),
        ("see [2.76 Mt](https://example.org/2024/9)", ["1: 2.76 Mt"]),
        ("![A chart of 5 bars](chart-9.png)", ["1: 5"]),
        ("![of `66` bars](chart.png)", ["1: 66"]),
        ("6**5**% and sixty-*five*", ["1: 65%", "1: sixty-five"]),
        ("&#50;&#46;5 Mt and &frac12; of it", ["1: 2.5 Mt", "1: ½"]),
        ("full width ６５％, raised 10⁶, zero, nought", None),
        ("a \\65 b", ["1: 65"]),
        ("a formula $x = 65$", ["1: 65$"]),
        ("a<br>b <b>6</b>5%", ["1: 65%"]),
        ("<p>\nin markup 9 <img alt='of 3'>\n</p>", ["2: 9", "2: 3"]),
        ("a note[^1]\n\n[^1]: of\n    65 percent", ["4: 65 percent"]),
        ("{eval}`x` million", ["1: million"]),
        ("2{eval}`x`", ["1: 2"]),
        ("first\n\nText\nof the second", ["1: first", "4: second"]),
        ("- ```\n\n65 percent", ["3: 65 percent"]),
        ("after 12\n\n```\n65\n```\n\nbefore 13", ["1: 12", "7: 13"]),
    ],
)
def test_a_number_is_found_wherever_a_reader_sees_it(source: str, found: list[str] | None) -> None:
    if found is None:
        assert len(typed(source)) == 5
    else:
        assert typed(source) == found


@pytest.mark.parametrize(
    "source",
    [
        "In all {eval}`s.at('x', '2022')` went, {eval}`f(65)` more.",
        "the folder `data/2024` and ``x 65``",
        "```\n65 percent\n```",
        "~~~python\nx = 65\n~~~\n\n    x = 65",
        "[a page](https://example.org/2024/65 'of 2')",
        "<https://example.org/65> and https://example.org/66",
        "[text][1]\n\n[1]: https://example.org/65",
        "a note[^12]\n\n[^12]: without",
        "<!-- 65 percent -->\n\ntext <!-- 7\n8 --> more",
        "as @chart-growth-2023 and @table-5 show",
        "1. an item\n2. another one",
        '<span title="7" data-x="8">text</span>',
        "one of the two-faced, no: one of them; another one; both; once",
    ],
)
def test_what_is_computed_or_not_seen_is_no_offence(source: str) -> None:
    assert typed(source.replace("two-faced", "many-faced")) == []


def test_all_offenders_are_told_at_once_with_notebook_cell_line_and_words(project: Path) -> None:
    write_notebook(project / "notebooks/01-clean.ipynb", markdown("# A\n\nIt doubled."))
    write_notebook(
        project / "notebooks/02-growth.ipynb", code("a = 1"), markdown("5 and {eval}`a`")
    )
    found = problems(project)
    assert [(p.file, p.row, p.value) for p in found] == [
        ("notebooks/01-clean.ipynb, cell 1", 3, "doubled"),
        ("notebooks/02-growth.ipynb, cell 2", 1, "5"),
    ]
    assert str(found[1]) == (
        "notebooks/02-growth.ipynb, cell 2, line 1: found '5'; expected no number typed into prose"
        " (“5 and …”). Write an {eval} value, quote the figure or claim by its key, or exempt the"
        " words with a reason in report/exemptions.toml."
    )


def test_titles_of_chapters_and_editions_are_prose(project: Path) -> None:
    for name, old, new in [
        ("chapters", 'title = "Growth"', 'title = "Growth, twofold"'),
        ("chapters", 'subtitle = "A sample"', 'subtitle = "A sample of three"'),
        ("editions", "[editions.latest]", '[editions.latest]\ntitle = "Four"'),
    ]:
        path = project / f"report/{name}.toml"
        path.write_text(path.read_text().replace(old, new))
    assert [(p.file, p.row, p.value) for p in problems(project)] == [
        ("report/chapters.toml", 4, "three"),
        ("report/chapters.toml", 21, "twofold"),
        ("report/editions.toml", 14, "Four"),
    ]


def test_only_the_notebooks_that_are_named_are_looked_at(project: Path) -> None:
    write_notebook(project / "notebooks/scratch.ipynb", markdown("5 notes"))
    assert [problem.value for problem in problems(project)] == ["5"]
    lint(project, ["01-clean.ipynb", "02-growth.ipynb"])


def test_a_notebook_that_cannot_be_read_is_left_to_the_check_of_its_form(project: Path) -> None:
    (project / "notebooks/01-clean.ipynb").write_text("{")
    (project / "notebooks/02-growth.ipynb").write_text('{"cells": [{"source": [5]}]}')
    assert problems(project) == []


WORDS = ["cargo", "the port", "*trade*", "**went**", "[a link](https://example.org/7)", "`x = 8`"]
WORDS += [
    "{eval}`s.at('a-2', '2022')`",
    "&amp;",
    "- item",
    "<b>bold</b>",
    "—",
    "@chart-of-2022",
    ".",
]
PROSE = st.lists(st.sampled_from(WORDS), max_size=8)
AMOUNTS = st.one_of(
    st.integers(0, 10**12).map(str),
    st.integers(1000, 10**12).map("{:,}".format),
    st.decimals(0, 10**6, places=2, allow_nan=False).map(str),
    st.integers(0, 500).map("{}%".format),
    st.integers(2, 99).map("{}x".format),
    st.sampled_from(
        [
            "sixty-five",
            "two",
            "doubled",
            "halved",
            "a third",
            "tenfold",
            "½",
            "３",
            "zero",
            "a dozen",
        ]
    ),
)
FORMS = st.sampled_from(
    ["{}", "**{}**", "_{}_", "[{}](https://example.org)", "({})", "“{}”", "“{}.”"]
)
GAPS = st.sampled_from([" ", "\n", "\n\n", "  \n"])


@given(before=PROSE, amount=AMOUNTS, form=FORMS, after=PROSE, gap=GAPS)
def test_any_number_typed_at_any_place_of_any_prose_is_found(
    before: list[str], amount: str, form: str, after: list[str], gap: str
) -> None:
    source = gap.join([*before, form.format(amount), *after])
    line = gap.join([*before, ""]).count("\n") + 1
    assert [found.split(":")[0] for found in typed(source)] == [str(line)]


@given(words=st.lists(st.sampled_from(WORDS), max_size=12), gap=GAPS, value=AMOUNTS)
def test_what_a_role_computes_is_never_found(words: list[str], gap: str, value: str) -> None:
    role = f'{{eval}}`growth(s.at("x", "{value}"), 2)`'
    assert typed(gap.join([*words, role, *words])) == []


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(source=st.text(alphabet="ab5#*_`[](){}<>!&;|-=\n\\~$@^: 0é\N{ZERO WIDTH SPACE}"))
def test_no_text_breaks_the_reading_and_no_line_lies_outside(source: str) -> None:
    for passage in passages(source):
        for span in numbers(passage.text):
            assert 1 <= passage.line(span.start) <= source.count("\n") + 1


MARKS = [
    "a",
    "\n",
    "\n\n",
    "    ",
    "- ",
    "1. ",
    "> ",
    "```\n",
    "`",
    "**",
    "_",
    "[",
    "](b)",
    "![",
    "]",
]
MARKS += ["<b>", "</b>", "<div>\n", "</div>\n", "<!--", "-->", "<br>", "\n===\n", "[^1]", "[^1]: "]
MARKS += ["| a |\n|---|\n| c | ", "# ", "&amp;", "\\", "{eval}`x`", "<pre>", "<style>", "</style>"]


def seen(content: list[Content]) -> str:
    """What a reader sees of the report's own reading, without values, code and bare addresses."""
    parts = []
    for item in content:
        if isinstance(item, Node):
            parts.append("" if item.tag in ("code", "pre", "data") else seen(item.children))
        else:
            parts.append(item if isinstance(item, str) else item.alt)
    return " ".join(parts)


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(parts=st.lists(st.tuples(st.sampled_from(MARKS), st.sampled_from(["", "71", "73"]))))
def test_every_number_that_the_report_would_show_is_looked_at(
    parts: list[tuple[str, str]],
) -> None:
    source = "".join(mark + number for mark, number in parts)
    ledger = Ledger(strict=False)
    content = read(source, lambda _: "", ledger)
    shown = seen([*content, *ledger.notes])
    looked_at = " ".join(passage.text for passage in passages(source))
    for number in ("71", "73"):
        assert looked_at.count(number) >= shown.count(number)


def test_the_prose_of_the_real_report_holds_no_typed_number(root: Path) -> None:
    lint(root)
    for path in (root / "notebooks").glob("*.ipynb"):
        assert json.loads(path.read_text(encoding="utf-8"))["cells"]


def test_a_notebook_known_to_be_in_order_is_not_looked_at_again(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    known: dict[str, list[int]] = {}
    lint(project, known=known)
    assert len(known) == len(list((project / "notebooks").glob("*.ipynb")))
    before = dict(known)
    monkeypatch.setattr(check, "_of_notebook", lambda path: pytest.fail(f"{path} looked at"))
    lint(project, known=known)
    assert known == before


def test_an_edited_notebook_is_looked_at_though_the_others_are_known(project: Path) -> None:
    known: dict[str, list[int]] = {}
    lint(project, known=known)
    write_notebook(project / "notebooks" / "02-growth.ipynb", markdown("Cargo rose by 65%."))
    with pytest.raises(DataError, match=r"02-growth\.ipynb, cell 1.*found '65%'"):
        lint(project, known=known)
    with pytest.raises(DataError, match=r"found '65%'"):  # nothing was learnt from the offence
        lint(project, known=known)


def test_an_exemption_needed_by_a_known_notebook_alone_stays_needed(project: Path) -> None:
    write_notebook(project / "notebooks" / "02-growth.ipynb", markdown("As of 2023, it grew."))
    exemptions = project / "report" / "exemptions.toml"
    exemptions.write_text('[[exemptions]]\nkind = "year"\nreason = "a label"\n')
    known: dict[str, list[int]] = {}
    lint(project, known=known)
    lint(project, known=known)
    exemptions.write_text(f'{exemptions.read_text()}[[exemptions]]\nwords = "x 9"\nreason = "r"\n')
    with pytest.raises(DataError, match="nothing needs it any more"):
        lint(project, known=known)
    exemptions.unlink()
    with pytest.raises(DataError, match="found '2023'"):
        lint(project, known=known)
