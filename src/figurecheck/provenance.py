"""The entries of the evidence register: where each number of the report comes from."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from figurecheck import display
from figurecheck.charts.registers import Entry, Field
from figurecheck.publishing.cells import Cell
from figurecheck.quantities import Quantity
from figurecheck.story import Story, page_name

# Scripts by the language they stand for on these pages, the more particular first.
SCRIPTS = (
    (re.compile("[ӘәҒғҚқҢңӨөҰұҮүҺһІі]"), "kk"),
    (re.compile("[а-яА-ЯёЁ]"), "ru"),
    (re.compile("[\u0600-\u06ff]"), "ar"),
    (re.compile("[\u3040-\u30ff億]"), "ja"),
    (re.compile("[\u4e00-\u9fff]"), "zh"),
)


def entries(story: Story) -> list[Entry]:
    """An entry for each clean figure, each event and each claim of the edition."""
    pages = story.raw["sources"].set_index("source").to_dict("index")
    numbers = story.quantities
    figures = story.figures.to_dict("records")
    return [
        *(_figure(row, pages[row["source"]], numbers[row["figure"]], story) for row in figures),
        *(_event(row, pages, story) for row in story.raw["events"].to_dict("records")),
        *(_claim(row, pages, story) for row in story.verdicts.to_dict("records")),
    ]


def language_of(phrase: str) -> str:
    """The language tag that the script of a phrase tells, "" for Latin letters.

    >>> language_of("30 есе көп"), language_of("10 млн тонн"), language_of("10 mln")
    ('kk', 'ru', '')
    """
    return next((language for script, language in SCRIPTS if script.search(phrase)), "")


def _figure(
    row: Mapping[Any, str], page: Mapping[Any, str], quantity: Quantity, story: Story
) -> Entry:
    scope = f", {row['scope']}" if row["scope"] else ""
    fields: list[Field] = [
        ("As printed", _quoted(row["as_written"]), None),
        ("Source", page_name(page), page["url"]),
        ("Measured by", story.bodies[row["body"]] + scope, None),
        ("Period", display.days(row["period"]) if row["period"] else "not stated", None),
        ("Interval", display.text(quantity.shown(style="range")), None),
    ]
    if row["corrected"]:
        fields.append(("Corrected", row["corrected"], None))
    return Entry(row["figure"], f"{display.text(quantity)}, {display.what(row)}", tuple(fields))


def _event(row: Mapping[Any, str], pages: Mapping[Any, Mapping[Any, str]], story: Story) -> Entry:
    page = pages[row["source"]]
    fields: list[Field] = [
        ("As printed", _quoted(row["as_written"]), None),
        ("Source", page_name(page), page["url"]),
        ("Said by", story.bodies[row["body"]], None),
    ]
    if row["note"]:
        fields.append(("Note", row["note"], None))
    what = f"{row['subject'].replace('-', ' ')}: {row['what']}"
    return Entry(row["event"], f"{display.days(row['date'])}, {what}", tuple(fields))


def _claim(row: Mapping[Any, str], pages: Mapping[Any, Mapping[Any, str]], story: Story) -> Entry:
    page = pages[row["source"]]
    quantity = story.claims[row["claim"]].quantity
    fields: list[Field] = [
        ("As printed", _quoted(row["as_written"]), None),
        ("Article", f"{page_name(page)}, {row['place']}", page["url"] or None),
        ("Verdict", f"{row['verdict']}. {row['note']}", None),
    ]
    if quantity:
        fields.insert(2, ("Interval", display.text(quantity.shown(style="range")), None))
    return Entry(row["claim"], row["statement"], tuple(fields))


def _quoted(phrase: str) -> Cell:
    language = language_of(phrase)
    return {"text": f"“{phrase}”", "lang": language} if language else f"“{phrase}”"
