"""What machines are told: schema.org descriptions of the report, its data and its verdicts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from figurecheck.publishing.model import Report
from figurecheck.verdicts import Verdict

AUTHORS = "The figurecheck authors"
KEYWORDS = (
    "Kazakhstan",
    "Middle Corridor",
    "claim checking",
    "interval arithmetic",
    "reproducible reporting",
)
DATA_LICENCE = "https://creativecommons.org/licenses/by/4.0/"
DATA_BUNDLE = "report-data.zip"
FORMS = {  # the files of a report and their media types
    "report.html": "text/html",
    "report.pdf": "application/pdf",
    "report.docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
# How well a claim stands, from 1 to 5. A claim that nobody could check has no such number.
RATINGS = {
    Verdict.SUPPORTED: 5,
    Verdict.OVERTAKEN: 4,  # right when printed
    Verdict.DISPUTED: 3,
    Verdict.CONTRADICTED: 1,
}

Row = Mapping[str, str]
Thing = dict[str, Any]


def metadata(
    cover: Report,
    chapters: Sequence[tuple[str, str]],
    verdicts: Sequence[Row],
    sources: Iterable[Row],
    used: Iterable[str],
    chapter: str,
) -> Thing:
    """The Report, its Dataset and a ClaimReview a verdict, as JSON-LD in the terms of schema.org.

    `chapters` are (slug, title); `verdicts` and `sources` rows of those tables; `used` the keys
    of the sources whose figures the edition rests on; `chapter` the slug of the one that judges.
    Addresses are relative to the report.
    """
    pages = {row["source"]: row for row in sources}
    articles = list(dict.fromkeys(row["source"] for row in verdicts))
    based = [pages[key]["url"] for key in dict.fromkeys(used) if pages.get(key, {}).get("url")]
    graph = [
        {"@type": "Organization", "@id": "#authors", "name": AUTHORS},
        _report(cover, chapters, [*({"@id": _article_id(key)} for key in articles), *based]),
        _dataset(cover),
        *(_article(pages[key]) for key in articles if key in pages),
        *(_review(row, cover, chapter) for row in verdicts),
    ]
    return {"@context": "https://schema.org", "@graph": graph}


def _report(
    cover: Report, chapters: Sequence[tuple[str, str]], based: Sequence[Thing | str]
) -> Thing:
    parts: list[Thing] = [
        {"@type": "Chapter", "name": title, "url": f"#{slug}"} for slug, title in chapters
    ]
    forms = [
        {"@type": "MediaObject", "name": name, "encodingFormat": media, "contentUrl": name}
        for name, media in FORMS.items()
    ]
    return {
        "@type": "Report",
        "@id": "#report",
        "name": cover.title,
        "description": cover.subtitle,
        **_printed(cover),
        **({"license": cover.licence} if cover.licence else {}),
        "about": list(KEYWORDS[:2]),
        "keywords": list(KEYWORDS),
        "isBasedOn": list(based),
        "encoding": forms,
        "hasPart": [*parts, {"@id": "#data"}],
    }


def _dataset(cover: Report) -> Thing:
    download = {
        "@type": "DataDownload",
        "name": DATA_BUNDLE,
        "encodingFormat": "application/zip",
        "contentUrl": DATA_BUNDLE,
    }
    return {
        "@type": "Dataset",
        "@id": "#data",
        "name": f"{cover.title}: data",
        "description": (
            "The printed figures, the clean table of intervals read from them, the growths and "
            "the verdicts that the report is made from, with a codebook and a description of "
            "every column."
        ),
        **_printed(cover),
        "license": DATA_LICENCE,
        "keywords": list(KEYWORDS),
        "isPartOf": {"@id": "#report"},
        "distribution": [download],
    }


def _printed(cover: Report) -> Thing:
    """What report and data have in common: who, when, which edition, in which language."""
    day = {"datePublished": cover.date.isoformat()} if cover.date else {}
    version = {"version": cover.edition} if cover.edition else {}
    return {
        "author": {"@id": "#authors"},
        "publisher": {"@id": "#authors"},
        "inLanguage": cover.language,
        **day,
        **version,
    }


def _article(page: Row) -> Thing:
    """The article as far as it is known: a title that was not seen is not given."""
    known = {"name": page["title"], "url": page["url"], "datePublished": page["published"]}
    return {
        "@type": "Article",
        "@id": _article_id(page["source"]),
        **{name: value for name, value in known.items() if value},
        "publisher": {"@type": "Organization", "name": page["publisher"]},
    }


def _article_id(source: str) -> str:
    return f"#source-{source}"


def _review(row: Row, cover: Report, chapter: str) -> Thing:
    rating: Thing = {"@type": "Rating", "alternateName": row["verdict"]}
    value = RATINGS.get(Verdict(row["verdict"]))
    if value is not None:
        rating |= {"ratingValue": value, "bestRating": 5, "worstRating": 1}
    day = {"datePublished": cover.date.isoformat()} if cover.date else {}
    return {
        "@type": "ClaimReview",
        "url": [f"#claim-{row['claim']}", f"#ev-{row['claim']}", f"#{chapter}"],  # what there is
        "claimReviewed": row["statement"],
        "author": {"@id": "#authors"},
        **day,
        "itemReviewed": {
            "@type": "Claim",
            "name": row["as_written"],
            "appearance": {"@id": _article_id(row["source"])},
        },
        "reviewRating": {**rating, "ratingExplanation": row["note"]},
    }
