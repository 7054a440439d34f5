"""What an edition says of what changed since a day, each number tied to the register."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from figurecheck import checking, cleaning, rates
from figurecheck.building.chapters import read_contents
from figurecheck.changes.since import KEYS, Since
from figurecheck.shelf import Shelf
from figurecheck.story import EVIDENCE, FIGURES, GROWTH, LEFT_OUT, VERDICTS, Story
from tests.small_tables import raw_tables
from tests.test_checking import BODIES, check, figure, series
from tests.test_checking import GROWTH as CLAIM

PAGES = {
    "article": ("article", "2024-03"),
    "january": ("page", "2024-01-10"),
    "march": ("page", "2024-03-10"),
    "may": ("page", "2024-05-10"),
    "undated": ("page", ""),
}
VOLUME, OTHER = "cargo-volume-office", "cargo-volume-ministry"
ROWS = [
    figure("F0001", VOLUME, "2023", "2.76 million tons") | {"source": "january"},
    figure("F0002", VOLUME, "2022", "1.7 million tons") | {"source": "january"},
    figure("F0003", VOLUME, "2022", "1.50 million tons") | {"source": "may"},
    figure("F0004", OTHER, "2023", "2.764 million tons") | {"source": "may"},
    figure("F0005", OTHER, "2022", "1.485 million tons") | {"source": "may"},
    figure("F0006", OTHER, "2021", "0.5 million tons") | {"source": "undated"},
]

Told = Callable[[str, str], Since]


@pytest.fixture
def told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Told:
    """Makes an edition of these rows as of one day, compared with another."""
    monkeypatch.setenv("FIGURECHECK_BUILD", str(tmp_path))
    raw = raw_tables(
        sources=[
            {"source": name, "kind": kind, "publisher": name.title(), "published": day}
            for name, (kind, day) in PAGES.items()
        ],
        bodies=BODIES,
        series=[series("office"), series("ministry")],
        figures=ROWS,
        claims=[CLAIM],
        checks=[check("growth", "growth", VOLUME), check("growth", "growth", OTHER)],
    )

    def made(as_of: str, since: str) -> Since:
        story = Story(as_of)
        story.raw = raw
        cleaned = cleaning.clean(raw, as_of)
        examined = checking.examine(raw, cleaned.figures, as_of)
        computed = rates.rates(cleaned.figures, Shelf(raw, cleaned.figures, as_of))
        tables = (cleaned.figures, cleaned.left_out, computed, examined.verdicts, examined.evidence)
        for path, table in zip(
            (FIGURES, LEFT_OUT, GROWTH, VERDICTS, EVIDENCE), tables, strict=True
        ):
            story.save(path, table)
        return Since(story, since)

    return made


def words(changes: Since) -> str:
    return changes.opening._repr_mimebundle_()["text/plain"].replace("\N{NO-BREAK SPACE}", " ")


def test_what_came_into_print_is_counted_and_what_it_moved_is_told(told: Told) -> None:
    changes = told("2024-05-31", "2024-04-30")
    assert words(changes) == (
        "Since 30 April 2024, 3 figures and 0 claims came into print. Figures revised [r]: 1; "
        "corrected: 0. Results that moved: 1; new: 1. Verdicts that flipped: 1."
    )
    assert changes.figures()["what"].tolist() == ["cargo, 2022", "cargo, 2023", "cargo, 2022"]


def test_a_revised_figure_stands_with_the_number_that_it_replaced(told: Told) -> None:
    (row,) = told("2024-05-31", "2024-04-30").revisions().to_dict("records")
    assert row["before"]["text"].replace("\N{NO-BREAK SPACE}", " ") == "1.7 million tonnes"
    assert row["before"]["key"] == "F0002"
    assert row["now"]["text"].endswith("[r]")
    assert (row["now"]["key"], row["body"], row["printed"]) == (
        "F0003",
        "Office",
        "May, 2024-05-10",
    )


def test_a_result_that_moved_names_its_figures_and_its_computation(told: Told) -> None:
    table = told("2024-05-31", "2024-04-30").results().set_index("what")
    moved = table.loc["growth of cargo, 2023 on 2022 (Office)"]
    assert moved["by"] == "F0003"
    assert (moved["before"]["text"], moved["now"]["text"]) == ("62.4%", "84.0%")
    assert moved["now"]["formula"]
    assert set(moved["now"]["inputs"].split()) == {"F0001", "F0003"}


def test_a_flip_shows_the_evidence_piece_by_piece(told: Told) -> None:
    table = told("2024-05-31", "2024-04-30").flips()
    assert set(table["before"]) == {"supported"}
    assert set(table["now"]) == {"contradicted"}
    assert [cell["text"] for cell in table["gives"]] == ["62.4%", "84.0%", "86.1%"]
    assert table["verdict"].tolist() == ["within rounding", "does not hold", "does not hold"]


def test_a_claim_that_came_into_print_is_told_with_its_verdict(told: Told) -> None:
    text = words(told("2024-03-31", "2024-02-29"))
    assert text.startswith("Since 29 February 2024, 0 figures and 1 claim came into print.")
    assert text.endswith("Claims by their verdicts: supported 1.")


def test_without_new_figures_no_number_moved_and_the_tables_are_empty(told: Told) -> None:
    changes = told("2024-04-30", "2024-03-31")
    assert words(changes) == "No number moved since 31 March 2024."
    for table in (changes.revisions(), changes.figures(), changes.results(), changes.flips()):
        assert table.empty
        assert len(table.columns) >= 4


def test_without_a_day_there_is_nothing_to_compare(told: Told) -> None:
    changes = told("", "")
    assert words(changes) == "This edition is compared with no earlier day."
    assert changes.found.is_empty


def test_figures_without_a_date_are_counted_apart_and_are_no_news(told: Told) -> None:
    changes = told("", "2024-05-31")
    assert words(changes).startswith("Since 31 May 2024, 0 figures and 0 claims came into print.")
    assert words(changes).endswith("it also has 1 figure of pages without a date.")
    assert changes.figures().empty
    assert changes.results().empty  # the growth of 2022 is new by the undated figure alone


def test_the_edition_says_how_many_figures_it_leaves_out(told: Told) -> None:
    assert told("2024-04-30", "").left_out.value == 4


def test_every_number_in_the_sentences_is_tied_to_the_register(told: Told) -> None:
    markup = told("2024-05-31", "2024-04-30").opening._repr_mimebundle_()["text/html"]
    assert markup.count("<data ") == 7
    assert 'data-key="changes-added"' in markup
    assert 'data-formula="count of what differs from 30 April 2024: added"' in markup


def test_rows_are_named_as_the_list_of_chapters_names_them(root: Path) -> None:
    keys = read_contents(root).keys
    assert {path: keys[path] for path in KEYS} == KEYS
