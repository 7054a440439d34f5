"""What machines are told: the report, its data, a review of every claim; inert in the page."""

from __future__ import annotations

import datetime
import json
import re
import shutil
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st
from playwright.sync_api import sync_playwright

from figurecheck.metadata import RATINGS, metadata
from figurecheck.publishing import Report
from figurecheck.publishing.metadata import json_ld
from figurecheck.publishing.model import Body, Heading
from figurecheck.publishing.nodes import node
from figurecheck.publishing.page import page
from figurecheck.verdicts import Verdict
from tests.test_publishing import HOSTILE

COVER = Report("Cargo, checked", datetime.date(2024, 3, 31), "A sample", edition="Spring")
SOURCES = [
    {"source": "a1", "title": "On cargo", "url": "https://example.org/a1", "published": "2024-03"}
    | {"publisher": "The Paper"},
    {"source": "a2", "title": "", "url": "", "published": "2023-05", "publisher": "A think tank"},
    {"source": "p1", "title": "", "url": "https://example.org/p1", "published": "2024-01-05"}
    | {"publisher": "A news site"},
    {"source": "p2", "title": "", "url": "", "published": "", "publisher": "Another"},
]


def verdict(claim: str, source: str, word: str) -> dict[str, str]:
    said = {"as_written": f"{claim} as printed", "statement": f"{claim} in our words"}
    return {"claim": claim, "source": source, "verdict": word, "note": "Ministry: 3.", **said}


ROWS = [verdict("volume", "a1", "supported"), verdict("ports", "a2", "unverified")]


@pytest.fixture
def graph() -> dict[str, Any]:
    made = metadata(COVER, [("findings", "Findings")], ROWS, SOURCES, ["p1", "p2", "p1"], "claims")
    things = made["@graph"]
    assert made["@context"] == "https://schema.org"
    return {
        kind: [t for t in things if t["@type"] == kind] for kind in {t["@type"] for t in things}
    }


def body(*anchors: str) -> Body:
    section = node("section", *(node("h3", name, id=name) for name in anchors))
    contents = [Heading(2, name, name) for name in anchors]
    return Body([], [section], [], contents, [], anchors=anchors)


def test_the_report_says_what_it_is_of_which_day_and_from_what(graph: dict[str, Any]) -> None:
    (report,) = graph["Report"]
    assert (report["name"], report["description"]) == ("Cargo, checked", "A sample")
    assert (report["datePublished"], report["version"]) == ("2024-03-31", "Spring")
    assert report["isBasedOn"] == [
        {"@id": "#source-a1"},
        {"@id": "#source-a2"},
        "https://example.org/p1",
    ]
    forms = [form["contentUrl"] for form in report["encoding"]]
    assert forms == ["report.html", "report.pdf", "report.docx"]
    assert [part.get("name") for part in report["hasPart"]] == ["Findings", None]


def test_the_data_say_their_licence_and_where_they_are(graph: dict[str, Any]) -> None:
    (data,) = graph["Dataset"]
    assert data["license"] == "https://creativecommons.org/licenses/by/4.0/"
    assert [file["contentUrl"] for file in data["distribution"]] == ["report-data.zip"]
    assert 50 <= len(data["description"]) <= 5000


def test_an_article_is_told_as_far_as_it_is_known(graph: dict[str, Any]) -> None:
    one, other = graph["Article"]
    assert (one["name"], one["url"]) == ("On cargo", "https://example.org/a1")
    assert set(other) == {"@type", "@id", "datePublished", "publisher"}


def test_every_claim_is_reviewed_with_its_verdict(graph: dict[str, Any]) -> None:
    one, other = graph["ClaimReview"]
    assert one["claimReviewed"] == "volume in our words"
    assert one["itemReviewed"]["appearance"] == {"@id": "#source-a1"}
    rating = one["reviewRating"]
    assert (rating["ratingValue"], rating["bestRating"], rating["worstRating"]) == (5, 5, 1)
    assert rating["alternateName"] == "supported"
    assert "ratingValue" not in other["reviewRating"]  # nobody could check it
    assert other["reviewRating"]["alternateName"] == "unverified"


def test_a_claim_that_stands_better_has_the_higher_number() -> None:
    ordered = [Verdict.SUPPORTED, Verdict.OVERTAKEN, Verdict.DISPUTED, Verdict.CONTRADICTED]
    ratings = [RATINGS[verdict] for verdict in ordered]
    assert ratings == sorted(ratings, reverse=True)
    assert set(Verdict) - set(RATINGS) == {Verdict.UNVERIFIED}


def test_a_review_leads_to_the_nearest_place_that_the_page_has() -> None:
    given_there = metadata(COVER, [], ROWS, SOURCES, [], "claims")
    for anchors, expected in (
        (["claim-volume", "ev-ports", "claims"], ["#claim-volume", "#ev-ports"]),
        (["claims"], ["#claims", "#claims"]),
        ([], [None, None]),
    ):
        told = json.loads(json_ld(given_there, anchors))["@graph"]
        reviews = [thing for thing in told if thing["@type"] == "ClaimReview"]
        assert [review.get("url") for review in reviews] == expected


def test_the_page_holds_them_as_data_that_nothing_runs() -> None:
    told = metadata(COVER, [], ROWS, SOURCES, [], "claims")
    found = BeautifulSoup(page(Report("T", metadata=told), body("claims")), "html.parser")
    (element,) = found.find_all("script")
    assert element.attrs == {"type": "application/ld+json"}
    assert element.find_parent("head")
    assert json.loads(str(element.string))["@graph"][1]["name"] == "Cargo, checked"


def test_a_page_without_metadata_has_no_such_element() -> None:
    assert "<script" not in page(Report("T"), body("one"))


def test_hostile_text_cannot_leave_the_element() -> None:
    rows = [verdict(text, "a1", "disputed") for text in (*HOSTILE, "</script><b>", "<!--")]
    told = metadata(Report(HOSTILE[0]), [], rows, SOURCES, [], "claims")
    text = json_ld(told)
    assert not re.search("[<>&\x00-\x1f\ud800-\udfff\u2028\u2029]", text)
    assert "</script><b> as printed" in str(json.loads(text))
    found = BeautifulSoup(page(Report("T", metadata=told), body("one")), "html.parser")
    assert len(found.find_all("script")) == 1
    assert found.find("b") is None


@pytest.mark.slow
def test_the_policy_of_the_page_has_nothing_against_them(tmp_path: Path) -> None:
    found = next(filter(None, map(shutil.which, ("chromium", "chromium-browser"))), None)
    if found is None:
        pytest.skip("no Chromium here")
    written = page(Report("T", metadata=metadata(COVER, [], ROWS, SOURCES, [], "c")), body("one"))
    run = written.replace("<style>", "<script>document.title = 'ran'</script><style>", 1)
    said: list[str] = []
    with sync_playwright() as machine:
        browser = machine.chromium.launch(executable_path=found, args=["--no-sandbox"])
        sheet = browser.new_page()
        sheet.on("console", lambda message: said.append(message.text))
        for name, text, complaints in (("as it is", written, 0), ("with a script", run, 1)):
            said.clear()
            (tmp_path / f"{name}.html").write_text(text, encoding="utf-8")
            sheet.goto((tmp_path / f"{name}.html").as_uri())
            assert len(said) == complaints, said
            assert sheet.title() == "T"
        browser.close()


@given(st.recursive(st.text(st.characters()), st.lists))
def test_any_text_is_json_that_can_stand_in_a_page(value: Any) -> None:
    text = json_ld({"value": value})
    assert text.encode("utf-8")
    assert not set("<>&") & set(text)
    json.loads(text)
