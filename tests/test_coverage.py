"""The coverage check finds every number of an article that no row stands for."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from figurecheck.coverage import check_coverage, paragraphs
from figurecheck.errors import DataError
from figurecheck.tables import read_raw
from tests.small_tables import raw_tables

TEXT = """A headline

Cargo rose by 65 percent to 2.76 million tons, a third of it oil.

It was the largest total in two decades, after May 18-19.
"""
CLAIMS = [("2", "65 percent"), ("2", "2.76 million tons"), ("3", "the largest total")]
EXCLUDED = [("article p2", "a third"), ("article p3", "two decades"), ("article p3", "May 18-19")]


def checked(folder: Path, claims: list[tuple[str, str]], excluded: list[tuple[str, str]]) -> int:
    (folder / "any-name.txt").write_text(TEXT, encoding="utf-8")
    digest = hashlib.sha256(TEXT.encode()).hexdigest()
    return check_coverage(
        raw_tables(
            sources=[{"source": "article", "kind": "article", "sha256": digest}],
            claims=[
                {"claim": f"c{n}", "source": "article", "paragraph": place, "as_written": words}
                for n, (place, words) in enumerate(claims)
            ],
            exclusions=[
                {"table": "claims", "key": key, "as_written": words} for key, words in excluded
            ],
        ),
        folder,
    )


def test_an_article_whose_every_number_has_a_row_passes(tmp_path: Path) -> None:
    assert checked(tmp_path, CLAIMS, EXCLUDED) >= len(CLAIMS) + len(EXCLUDED)


@pytest.mark.parametrize("missing", [*CLAIMS, *EXCLUDED])
def test_each_kind_of_number_is_missed_when_its_row_is(
    tmp_path: Path, missing: tuple[str, str]
) -> None:
    claims = [row for row in CLAIMS if row != missing]
    excluded = [row for row in EXCLUDED if row != missing]
    with pytest.raises(DataError) as raised:
        checked(tmp_path, claims, excluded)
    found = [problem.value or "" for problem in raised.value.problems]
    assert all(words in missing[1] for words in found)
    assert all("Add a row" in problem.remedy for problem in raised.value.problems)


def test_a_row_does_not_cover_a_number_of_another_paragraph(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="65 percent"):
        checked(tmp_path, [("3", "65 percent"), *CLAIMS[1:]], EXCLUDED)


def test_a_phrase_that_its_paragraph_does_not_print_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="Copy the phrase as printed"):
        checked(tmp_path, [*CLAIMS, ("2", "66 percent")], EXCLUDED)


def test_a_text_that_is_not_the_one_of_the_table_is_refused(tmp_path: Path) -> None:
    checked(tmp_path, CLAIMS, EXCLUDED)
    (tmp_path / "any-name.txt").write_text(TEXT + "!", encoding="utf-8")
    with pytest.raises(DataError, match="SHA-256"):
        check_coverage(
            raw_tables(
                sources=[
                    {
                        "source": "article",
                        "kind": "article",
                        "sha256": hashlib.sha256(TEXT.encode()).hexdigest(),
                    }
                ]
            ),
            tmp_path,
        )


def test_paragraphs_are_the_lines_that_are_not_blank() -> None:
    assert paragraphs("a\n\n  b \n \nc") == ["a", "b", "c"]


def test_every_number_of_the_real_articles_is_covered_where_they_are_at_hand(root: Path) -> None:
    folder = root.parent / "shared" / "sources"
    if not folder.is_dir():
        pytest.skip("the articles' texts are not at hand")
    assert check_coverage(read_raw(root), folder) > len(CLAIMS)
