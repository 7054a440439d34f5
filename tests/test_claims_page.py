"""The claims page: every claim once, pictures that say what they draw, a filter without script."""

from __future__ import annotations

import datetime
import io
import os
import re
from dataclasses import replace
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from bs4 import BeautifulSoup
from hypothesis import assume, given, strategies
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from pypdf import PdfReader

from figurecheck import checking, cleaning, listings, rooms, story
from figurecheck.charts import ClaimCard, Claims, Piece, claims
from figurecheck.charts.claims_pictures import KEY_ALT, WIDTH, alternative, picture
from figurecheck.charts.claims_scale import Scale, claimed_words, scale_of, ticks, unit_name
from figurecheck.publishing import Chapter, Report, assets, drawings
from figurecheck.publishing.body import build
from figurecheck.publishing.bundles import MIME
from figurecheck.publishing.claims import VERDICTS
from figurecheck.publishing.model import Body, Ledger
from figurecheck.publishing.nodes import Picture
from figurecheck.publishing.page import page
from figurecheck.publishing.pdf import document_pdf
from figurecheck.tables import read_raw
from figurecheck.verdicts import EvidenceVerdict, Verdict

ROOT = Path(__file__).parents[1]
PIECES = (
    Piece("Ministry", "86.1%", "does not hold", 86.1, 86.0, 86.2, key="F1"),
    Piece("Office", "62.4%", "within rounding", 62.4, 59.0, 66.0),
    Piece("Railway", "over 60%", "cannot be checked", 60.0, 60.0, None),
    Piece("Elsewhere", "65%", "exact", 65.0, 64.5, 65.5, decisive=False),
)
CARD = ClaimCard(
    key="growth",
    statement="Cargo grew by 65%",
    as_written="a 65 percent increase",
    article="Article of 2024",
    place="paragraph 7",
    verdict="disputed",
    note="Ministry: 86.1% (does not hold).",
    unit="percent",
    low=64.5,
    high=65.5,
    pieces=PIECES,
)
BARE = replace(CARD, key="forum", verdict="supported", low=None, high=None, unit="", pieces=())
OLDER = replace(BARE, key="older", article="Article of 2023", verdict="supported")
THREE = claims("claims", [CARD, BARE, OLDER], "Every claim")
REPORT = Report("A title", datetime.date(2026, 11, 21))
HOSTILE = (
    "<script>alert(1)</script>",
    '#panic("x")',
    "]](javascript:alert(1))*/",
    "\u202eright to left\u200f",
    "x" * 10_000,
    "\x00\x07\ud800\ufeff",
    '"><img src=x onerror=alert(1)>',
)


def body_of(shown: Claims) -> Body:
    output = new_output("display_data", data=shown._repr_mimebundle_())
    cells = [new_markdown_cell("# Claims\n\n## Verdicts"), new_code_cell("", outputs=[output])]
    return build([Chapter(new_notebook(cells=cells), "c", "Claims")], "", Ledger())


def soup_of(shown: Claims) -> BeautifulSoup:
    return BeautifulSoup(page(REPORT, body_of(shown)), "html.parser")


def bundle_of(shown: Claims) -> dict[str, Any]:
    bundle: dict[str, Any] = shown._repr_mimebundle_()[MIME]
    return bundle


@pytest.fixture(scope="module")
def soup() -> BeautifulSoup:
    return soup_of(THREE)


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> list[ClaimCard]:
    """The claims of the committed tables."""
    raw = read_raw(ROOT)
    figures = cleaning.clean(raw).figures
    examined = checking.examine(raw, figures)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(rooms.BUILD_VARIABLE, os.fspath(tmp_path_factory.mktemp("build")))
        patch.chdir(ROOT)
        edition = story.Story()
        edition.save(story.FIGURES, figures)
        edition.save(story.VERDICTS, examined.verdicts)
        edition.save(story.EVIDENCE, examined.evidence)
        return listings.claim_cards(edition)


def words_of(svg: str) -> list[str]:
    root = ElementTree.fromstring(svg)  # noqa: S314
    return [item.text or "" for item in root.iter("{http://www.w3.org/2000/svg}text")]


# The page


def test_the_page_knows_every_verdict_there_is():
    assert set(VERDICTS) == set(map(str, Verdict))


def test_every_claim_stands_once_in_the_table_and_once_in_the_list(soup):
    for key in ("growth", "forum", "older"):
        assert len(soup.select(f"section#claim-{key}")) == 1
        assert len(soup.select(f'table a[href="#claim-{key}"]')) == 1


def test_a_claim_shows_its_words_its_place_its_verdict_and_its_reason(soup):
    said = soup.select_one("#claim-growth").get_text(" ", strip=True)
    for words in (CARD.statement, f"“{CARD.as_written}”", CARD.place, CARD.verdict, CARD.note):
        assert words in said


def test_a_phrase_leads_to_the_register_where_the_claim_is_in_it():
    entry = {"key": "growth", "title": "Growth", "fields": [["As printed", "65", None]]}
    output = new_output("display_data", data=THREE._repr_mimebundle_())
    register = new_output(
        "display_data", data={MIME: {"kind": "register", "entries": [entry]}, "text/plain": ""}
    )
    cells = [new_markdown_cell("# C"), new_code_cell("", outputs=[output, register])]
    made = build([Chapter(new_notebook(cells=cells), "c", "C")], "", Ledger(strict=False))
    found = BeautifulSoup(page(REPORT, made), "html.parser").select("#claim-growth .printed a")
    assert found[0]["href"] == "#ev-growth"


def test_claims_stand_by_article_under_a_heading_each(soup):
    heads = [h.get_text() for h in soup.select(".claims h3")]
    assert heads == ["Article of 2024", "Article of 2023"]
    assert [s["id"] for s in soup.select("section.claim")] == [
        "claim-growth",
        "claim-forum",
        "claim-older",
    ]


def test_a_verdict_is_a_word_with_a_mark_of_its_own_shape():
    style = (assets() / "styles" / "report.css").read_text(encoding="utf-8")
    shapes = [re.search(rf"\.verdict\.{name}::before{{([^}}]*)}}", style) for name in VERDICTS]
    assert all(shapes)
    assert len({shape[1] for shape in shapes if shape}) == len(VERDICTS)


def test_a_claim_without_a_number_or_without_evidence_has_no_picture(soup):
    assert soup.select("#claim-growth svg")
    assert not soup.select("#claim-forum svg, #claim-older svg")
    lonely = replace(CARD, pieces=())
    assert "picture" not in bundle_of(claims("c", [lonely], "All"))["claims"][0]


def test_a_key_twice_or_malformed_a_strange_verdict_and_too_many_articles_are_refused():
    with pytest.raises(ValueError, match="growth occur twice"):
        claims("claims", [CARD, CARD], "All")
    for wrong in (replace(CARD, key="a b"), replace(CARD, verdict="true")):
        with pytest.raises(ValueError, match=r"malformed|is none of"):
            claims("claims", [wrong], "All")._repr_mimebundle_()
    many = [replace(BARE, key=f"k{n}", article=f"Article {n}") for n in range(5)]
    with pytest.raises(ValueError, match="at most 4 articles"):
        claims("claims", many, "All")._repr_mimebundle_()


# The filter


def test_the_filter_has_a_labelled_button_for_each_verdict_and_article_with_its_count(soup):
    groups = soup.select(".claim-filter fieldset")
    assert [group.legend.get_text() for group in groups] == ["Verdict", "Article"]
    said = [[label.get_text(" ", strip=True) for label in g.select("label")] for g in groups]
    assert said[0] == [
        "All 3",
        "supported 2",
        "contradicted 0",
        "disputed 1",
        "overtaken 0",
        "unverified 0",
    ]
    assert said[1] == ["All articles 3", "Article of 2024 2", "Article of 2023 1"]
    assert all(label.select_one("input[type=radio]") for label in soup.select("label"))


def test_each_row_of_buttons_is_one_choice_that_begins_with_all(soup):
    for group in soup.select(".claim-filter fieldset"):
        buttons = group.select("input")
        assert len({button["name"] for button in buttons}) == 1
        assert [button.has_attr("checked") for button in buttons].count(True) == 1
        assert buttons[0].has_attr("checked")


def test_the_style_sheet_has_a_rule_for_each_button_and_hides_the_filter_without_has_and_in_print(
    soup,
):
    style = (assets() / "styles" / "report.css").read_text(encoding="utf-8")
    for button in soup.select(".claim-filter input"):
        kind = button["class"][0].removeprefix("only-")
        assert f".only-{kind}:checked) .if-{kind}" in style
        if kind not in ("all", "of-all"):
            assert f".only-{kind}:checked) .pick:not(.{kind})" in style
    outside, _, inside = style.partition("@supports selector(:has(*)){@media screen{")
    assert ".claim-filter{display:none" in outside
    assert inside.startswith("\n.claim-filter{display:block}")


def test_the_sentence_of_how_many_are_shown_is_right_for_each_choice(soup):
    said = {
        (outer["class"][0], inner["class"][0]): inner.get_text()
        for outer in soup.select(".shown > span")
        for inner in outer.select("span")
    }
    assert len(said) == (len(VERDICTS) + 1) * 3
    assert said["if-all", "if-of-all"] == "Shown: 3 of 3 claims."
    assert said["if-supported", "if-of-1"] == "Shown: 1 of 3 claims."
    assert said["if-disputed", "if-of-2"] == "Shown: 0 of 3 claims."


def test_the_page_has_no_script_and_the_pdf_has_no_filter(soup):
    assert not soup.select("script:not([type='application/ld+json'])")
    pdf, warnings = document_pdf(REPORT, body_of(THREE))
    words = " ".join(part.extract_text() for part in PdfReader(io.BytesIO(pdf)).pages)
    assert not warnings
    assert "Show only" not in words
    assert "Shown:" not in words
    assert words.count("disputed") == 2
    assert CARD.note in " ".join(words.split())


# The pictures


def test_the_alternative_says_the_claim_and_each_piece_with_its_verdict():
    assert alternative((64.5, 65.5), "percent", PIECES) == (
        "Claimed 64.5 to 65.5%. Ministry: 86.1%, does not hold; Office: 62.4%, within rounding; "
        "Railway: over 60%, cannot be checked. Other series, not decisive: Elsewhere: 65%, exact."
    )


def test_the_picture_shows_what_its_alternative_says():
    drawn = words_of(picture((64.5, 65.5), "percent", PIECES))
    for piece in PIECES:
        assert {piece.label, piece.gives} <= set(drawn)
    assert "Claimed 64.5 to 65.5%" in drawn


@pytest.mark.parametrize("verdict", list(EvidenceVerdict))
def test_every_verdict_on_evidence_can_be_drawn_in_light_and_dark(verdict):
    shown = claims("c", [replace(CARD, pieces=(replace(PIECES[0], verdict=verdict),))], "All")
    drawing = bundle_of(shown)["claims"][0]["picture"]
    picture_of = Picture("p", "alt", "image/svg+xml", drawing["light"].encode(), drawing["dark"])
    markup = drawings.markup(replace(picture_of, bundled=True))
    assert "var(--c-" in markup
    assert not re.search(r"(?<!--c-)#[0-9a-f]{6}", markup)


def test_open_ends_are_arrows_at_the_edge():
    closed = replace(PIECES[2], high=61.0)
    assert picture((64.5, 65.5), "percent", [closed]) != picture((64.5, 65.5), "percent", PIECES)
    assert f"M{WIDTH - 6} " in picture((64.5, 65.5), "percent", [PIECES[2]])
    assert f"M{WIDTH - 6} " not in picture((64.5, 65.5), "percent", [closed])
    assert "at least 24 years" in " ".join(words_of(picture((24, None), "year", [closed])))


def test_evidence_that_decides_nothing_is_thinner_and_stands_below():
    drawn = picture((64.5, 65.5), "percent", PIECES)
    decisive, _, others = drawn.partition("Other series, not decisive")
    assert 'stroke-width="4"' in decisive
    assert 'stroke-width="1.5"' in others
    assert "Elsewhere" in others


@given(
    low=strategies.floats(-1e12, 1e12),
    breadth=strategies.floats(1e-3, 1e12),
)
def test_ticks_are_two_to_four_within_and_told_apart(low, breadth):
    assume(breadth > abs(low) * 1e-6)
    scale = Scale(low, low + breadth, WIDTH)
    marks = ticks(scale)
    assert 2 <= len(marks) <= 4
    slack = breadth * 1e-6
    assert all(scale.low - slack <= mark <= scale.high + slack for mark, _ in marks)
    assert len({words for _, words in marks}) == len(marks)


def test_one_number_alone_still_has_a_scale():
    scale = scale_of((10e6, 10e6), [Piece("A", "10 million", "exact", 10e6, 10e6, 10e6)], WIDTH)
    assert scale.low < 10e6 < scale.high
    assert len(ticks(scale)) >= 2


def test_claimed_intervals_keep_the_digits_of_their_ends():
    assert claimed_words(30.5e9, 31.5e9, "USD") == "$30.5 to 31.5 billion"
    assert claimed_words(274_150, 274_250, "tonne") == "274,150 to 274,250 tonnes"
    assert claimed_words(100 / 3, 50, "percent") == "33.33 to 50%"
    assert claimed_words(6, 6, "organization") == "6 organisations"
    assert claimed_words(None, 5, "rank") == "at most 5"
    assert unit_name("TEU", "") == "TEU"


def test_hostile_words_come_out_as_text_everywhere():
    cards = []
    for number, text in enumerate(HOSTILE):
        pieces = (replace(PIECES[0], label=text, gives=text),)
        said = dict.fromkeys(("statement", "as_written", "place", "note", "article"), text)
        cards.append(replace(CARD, key=f"k{number}", pieces=pieces, **(said | {"article": "A"})))
    shown = claims("claims", cards, HOSTILE[0])
    body = body_of(shown)
    found = BeautifulSoup(page(REPORT, body), "html.parser")
    assert not found.select("script:not([type='application/ld+json']), img, [onerror]")
    assert len(found.select("section.claim svg")) == len(HOSTILE)
    assert found.select_one("#claim-k0 h4").get_text() == HOSTILE[0]
    pdf, _ = document_pdf(REPORT, body)
    assert pdf.startswith(b"%PDF")


def test_the_same_claims_give_the_same_bundle():
    assert bundle_of(THREE) == bundle_of(claims("claims", [CARD, BARE, OLDER], "Every claim"))


def test_the_key_to_the_pictures_is_told_once(soup):
    assert len(soup.select(f'svg[aria-label="{KEY_ALT}"]')) == 1


# The committed tables


def test_every_claim_of_the_real_tables_appears_exactly_once(real):
    keys = [card.key for card in real]
    assert sorted(keys) == sorted(read_raw(ROOT)["claims"]["claim"])
    found = soup_of(claims("claims", real, "All"))
    assert [s["id"] for s in found.select("section.claim")] == [f"claim-{key}" for key in keys]
    assert [a["href"] for a in found.select(".claim-summary a")] == [f"#claim-{k}" for k in keys]


def test_the_later_article_comes_first_and_order_within_an_article_is_kept(real):
    table = read_raw(ROOT)["claims"]
    expected = [
        key
        for source in sorted(table["source"].unique(), reverse=True)
        for key in table.loc[table["source"] == source, "claim"]
    ]
    assert [card.key for card in real] == expected


def test_the_pictures_of_the_real_claims_are_small(real):
    entries = bundle_of(claims("claims", real, "All"))["claims"]
    sizes = [len(entry["picture"]["light"]) for entry in entries if "picture" in entry]
    assert len(sizes) > 10
    assert max(sizes) < 4000
    assert sum(sizes) / len(sizes) < 2000


def test_the_alternatives_of_the_real_claims_name_every_piece(real):
    entries = bundle_of(claims("claims", real, "All"))["claims"]
    for card, entry in zip(real, entries, strict=True):
        for piece in card.pieces if "picture" in entry else ():
            said = f"{piece.label}: {piece.gives}, {piece.verdict}"
            assert said in entry["picture"]["alt"]
