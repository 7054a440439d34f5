"""Where a number comes from: the whole way down, by key or as it is printed, and nothing run."""

from __future__ import annotations

import io
import json
import shutil
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from figurecheck import cli, display
from figurecheck.quantities import Quantity
from figurecheck.tracing.finding import find
from figurecheck.tracing.origins import EVENT, RESULT, Origin
from figurecheck.tracing.shown import Place, Shown
from figurecheck.tracing.trees import Fact, Node, Paper, draw, paper_of
from tests import why_project

Ask = Callable[..., tuple[int, str, str]]

GROWTH = "growth-F0002-F0001"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project and its edition."""
    folder = why_project.project(tmp_path_factory.mktemp("project") / "a project")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        why_project.build(folder)
    return folder


@pytest.fixture
def ask(built: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Ask:
    """Runs a command in the project that was built."""
    monkeypatch.chdir(built)

    def asked(*arguments: str) -> tuple[int, str, str]:
        status = cli.main(arguments)
        said = capsys.readouterr()
        return status, said.out, said.err

    return asked


def keys(said: str) -> list[str]:
    """The keys of the trees found."""
    return [tree["key"] for tree in json.loads(said)["found"]]


def test_a_result_is_followed_down_to_the_phrases_and_their_pages(ask: Ask) -> None:
    status, out, _ = ask("why", GROWTH)
    assert status == 0
    assert (
        out
        == """\
62.4%  [growth-F0002-F0001]
│  Computed as level ÷ base − 1
│  Of          2023 against 2022, cargo-volume-ministry
│  Interval    57.4 to 67.6%
│  Shown in    What went (notebooks/02-cargo.ipynb, cell 4)
│              Figure 1, “Cargo grew” (notebooks/02-cargo.ipynb, cell 5)
├─ 2.76 million tonnes, cargo volume, 2023  [F0002]
│     As printed  “totaled 2.76 million tons”
│     Source      Cargo soars (The Times, 2024-02-27)
│                 https://times.example/cargo
│     Measured by The Ministry
│     Period      2023
│     Interval    2.755 to 2.765 million tonnes
│     Series      cargo-volume-ministry
└─ 1.7 million tonnes, cargo volume, 2022  [F0001]
      As printed  “1.7 million tons”
      Source      Cargo soars (The Times, 2024-02-27)
                  https://times.example/cargo
      Measured by The Ministry
      Period      2022
      Interval    1.65 to 1.75 million tonnes
      Corrected   as_written: “17 million tons” is read as “1.7 million tons”. No point. Said above.
      Place       lead
      Series      cargo-volume-ministry
"""
    )


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("62.4%", [GROWTH, "F0005"]),
        ("62.4 percent", [GROWTH, "F0005"]),
        ("62.4", [GROWTH, "F0005"]),
        ("62.35294118", [GROWTH]),
        ("62.35294118%", [GROWTH]),
        ("2.76 million t", ["F0002", "cargo-2023"]),
        ("2,760,000 tonnes", ["F0002", "cargo-2023"]),
        ("2.76 million\N{NO-BREAK SPACE}tonnes", ["F0002", "cargo-2023"]),
        ("2.76 million", ["F0002", "cargo-2023"]),
        ("2,760,000", ["F0002", "cargo-2023"]),
        ("about 2.8 million tonnes", ["F0003"]),
        ("10 million tonnes", ["target"]),
        ("8–9 June 2023", ["line-opened"]),
        ("f0003", ["F0003"]),
        ("growth-2023", ["growth-2023"]),
        ("130.0%", ["growth-cargo-2023-cargo-2022"]),  # implied by two claims, shown nowhere
    ],
)
def test_a_number_is_found_as_it_is_shown_and_a_key_as_it_is(
    ask: Ask, asked: str, found: list[str]
) -> None:
    assert sorted(keys(ask("why", asked, "--json")[1])) == sorted(found)


def test_a_year_is_the_date_of_an_event_and_else_a_label() -> None:
    known = {
        "opening": Origin("opening", EVENT, "2023", "2023, line: held"),
        "G": Origin(
            "G", RESULT, "2,023 tonnes", "2,023 tonnes", value=Fraction(2023), unit="tonne"
        ),
    }
    assert find("2023", known, []).keys == ("opening",)
    assert find("2,023", known, []).keys == ("G",)


@pytest.mark.parametrize(
    ("shown", "asked"),
    [
        ("57.4% to 67.6%", "57.4% to 67.6% | 57.4% | 67.6% | 57.4 | 67.6"),
        ("−25.3% to −25.0%", "−25.3% | -25.0% | 25.3"),
        ("705,219 tonnes to 762,066 tonnes", "705,219 tonnes | 762,066 tonnes | 705,219"),
    ],
)
def test_a_range_is_found_by_its_ends(shown: str, asked: str) -> None:
    cell = Shown(shown, Place("table", "Growth", "notebooks/02-growth.ipynb", 7))
    for words in asked.split(" | "):
        assert find(words, {}, [cell]).unkeyed == (cell,)
    assert find("61%", {}, [cell]).unkeyed == ()


def test_a_negative_number_is_no_option(ask: Ask) -> None:
    assert "found '−5%'; expected a key" in ask("why", "-5%")[2]
    assert ask("why", "--json", "62.4%") == ask("why", "62.4%", "--json")


@pytest.mark.parametrize("asked", ["62.5%", "2.76 million USD", "2.76%", "nix", "2023", "F9999"])
def test_what_is_not_shown_is_an_error_with_the_nearest(ask: Ask, asked: str) -> None:
    status, out, err = ask("why", asked)
    assert (status, out) == (1, "")
    assert f"build/latest: found '{asked}'" in err


def test_the_nearest_numbers_have_the_unit_that_was_asked_for(ask: Ask) -> None:
    assert "The nearest are 62.4%, 65%, 38.0%, 130.0%." in ask("why", "63%")[2]
    assert "The nearest are F000" in ask("why", "F0009")[2]


def test_a_series_is_answered_with_the_command_that_takes_it(ask: Ask) -> None:
    assert f"python -m figurecheck trace {why_project.SERIES}" in ask("why", why_project.SERIES)[2]


def test_a_cell_that_names_no_key_is_listed_with_its_row_and_column(ask: Ask) -> None:
    said = json.loads(ask("why", "62.4%", "--json")[1])["unkeyed"]
    assert [cell["facts"][0]["text"] for cell in said] == [
        "Table 1, “By year” (notebooks/02-cargo.ipynb, cell 6), row “2023”, column “Rate”"
    ]
    (alone,) = json.loads(ask("why", "2.755", "--json")[1])["unkeyed"]
    assert alone["facts"][1]["text"] == "is that of F0002"


def test_several_trees_stand_apart(ask: Ask) -> None:
    out = ask("why", "62.4%")[1]
    assert out.startswith("2 numbers are shown so.\n\n62.4%  [growth-F0002-F0001]\n")
    assert "\n\n62.4%, cargo volume growth, 2024  [F0005]\n" in out


def test_a_claim_shows_its_evidence_by_relation_and_each_figure_in_full_once(ask: Ask) -> None:
    (tree,) = json.loads(ask("why", "growth-2023", "--json")[1])["found"]
    same, restated = tree["branches"]
    assert [same["title"][:5], restated["title"][:9]] == ["same:", "restated:"]
    (piece,) = same["branches"]
    assert piece["title"] == "62.4%: within rounding"
    assert piece["branches"][0]["key"] == GROWTH
    assert restated["branches"][0]["branches"] == [
        {"kind": "result", "key": GROWTH, "title": "62.4%", "again": True}
    ]


def test_an_event_leads_to_the_figure_that_it_was_read_from(ask: Ask) -> None:
    (tree,) = json.loads(ask("why", "line-opened", "--json")[1])["found"]
    assert [branch["key"] for branch in tree["branches"]] == ["F0003"]


def test_a_figure_left_out_is_told_with_the_reason(ask: Ask) -> None:
    out = ask("why", "F0004")[1]
    assert "Left out    A guess" in out
    assert "“some 2.5 million tons”" in out


def test_every_key_of_the_edition_has_a_tree(ask: Ask, built: Path) -> None:
    written = [
        *why_project.read_rows(built / "build/latest/clean/figures.csv"),
        *why_project.read_rows(built / "build/latest/results/growth.csv"),
    ]
    wanted = [row.get("figure") or row["key"] for row in written]
    assert len(wanted) > 4
    for key in wanted:
        assert keys(ask("why", key, "--json")[1]) == [key]


def test_nothing_is_run_and_nothing_written(ask: Ask, built: Path) -> None:
    before = {p: p.read_bytes() for p in built.rglob("*") if p.is_file()}
    ask("why", GROWTH)
    ask("trace", "F0002")
    assert {p: p.read_bytes() for p in built.rglob("*") if p.is_file()} == before


def test_without_a_build_the_message_says_how_to_make_one(ask: Ask) -> None:
    status, _, err = ask("why", GROWTH, "--edition", "2024-03")
    assert status == 1
    assert "make report EDITION=2024-03. Built are: latest." in err


@pytest.mark.parametrize("command", ["why", "trace"])
@pytest.mark.parametrize(
    ("change", "file"),
    [
        (lambda raw: (raw / "figures.csv").write_text("figure\n"), "figures.csv"),
        (lambda raw: (raw / "extra.csv").write_text("a\n"), "extra.csv"),
        (lambda raw: (raw / "routes.csv").unlink(), "routes.csv"),
    ],
)
def test_a_build_of_other_data_gives_no_answer(
    built: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    command: str,
    change: Callable[[Path], Any],
    file: str,
) -> None:
    folder = Path(shutil.copytree(built, tmp_path / "copy"))
    change(folder / "data/raw")
    monkeypatch.chdir(folder)
    assert cli.main([command, "F0002"]) == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.splitlines() == [
        f"data/raw/{file}: expected the table that build/latest was made from. "
        "It has changed since: run make report EDITION=latest."
    ]


def test_a_notebook_that_was_edited_since_is_a_remark(
    built: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    folder = Path(shutil.copytree(built, tmp_path / "copy"))
    (folder / "notebooks/02-cargo.ipynb").write_text("{}")
    monkeypatch.chdir(folder)
    assert cli.main(["why", "F0002"]) == 0
    said = capsys.readouterr()
    assert said.err.startswith("notebooks/02-cargo.ipynb is not what this edition was built from")
    assert "[F0002]" in said.out


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("stream", "environment", "coloured"),
    [
        (Terminal(), {}, True),
        (Terminal(), {"NO_COLOR": ""}, True),
        (Terminal(), {"NO_COLOR": "1"}, False),
        (Terminal(), {"TERM": "dumb"}, False),
        (io.StringIO(), {}, False),
    ],
)
def test_colours_are_for_a_terminal_that_wants_them(
    stream: io.StringIO, environment: dict[str, str], coloured: bool
) -> None:
    assert paper_of(stream, environment, 80).coloured is coloured


def test_on_a_terminal_long_lines_are_folded_under_their_label_and_addresses_are_not() -> None:
    address = "https://example.org/" + "a" * 80
    node = Node("figure", "1", facts=(Fact("Note", "word " * 30), Fact("Source", "P", address)))
    lines = draw(node, Paper(width=72))
    assert all(len(line) <= 72 for line in lines if "https" not in line)
    assert [line for line in lines if line.strip() == address]
    assert draw(node, Paper())[1].endswith("word word ")
    assert "\x1b" not in "".join(lines)


trees = st.recursive(
    st.builds(Node, st.just("result"), st.sampled_from("abc"), facts=st.just((Fact("L", "t"),))),
    lambda inner: st.builds(
        Node, st.just("group"), st.sampled_from("xyz"), branches=st.lists(inner).map(tuple)
    ),
)


@given(trees)
def test_a_tree_has_a_line_for_each_node_and_fact_under_its_parent(tree: Node) -> None:
    def size(node: Node) -> int:
        return 1 + len(node.facts) + sum(map(size, node.branches))

    lines = draw(tree, Paper())
    assert len(lines) == size(tree)
    assert sum("├─" in line or "└─" in line for line in lines) + 1 == len(
        [line for line in lines if "L  " not in line]
    )


@given(st.integers(1, 99_999_999), st.sampled_from(["tonne", "USD", "percent", "TEU", "person"]))
def test_whatever_is_shown_is_found_by_the_words_that_show_it(number: int, unit: str) -> None:
    quantity = Quantity.exactly(number, unit, "K")
    shown = display.text(quantity)
    known = {"K": Origin("K", RESULT, shown, shown, value=quantity.value, unit=unit)}
    assert find(shown.replace("\N{NO-BREAK SPACE}", " "), known, []).keys == ("K",)
