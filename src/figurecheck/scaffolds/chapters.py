"""A new chapter: a notebook stored clean, with numbers that live, and its entry in the list."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from datetime import date

import nbformat
import pandas as pd
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from figurecheck import rooms
from figurecheck.building.chapters import Contents, read_contents
from figurecheck.prose import expressions
from figurecheck.publishing.body import SLUG, TAKEN
from figurecheck.running.parameters import TAG
from figurecheck.running.stable import stripped
from figurecheck.scaffolds.answers import Answers, Judge
from figurecheck.scaffolds.drafts import Draft
from figurecheck.scaffolds.keys import slug
from figurecheck.tables import read_raw
from figurecheck.tables.nearest import suggestion
from figurecheck.tables.rules import Fault

CHAPTERS = rooms.CHAPTERS.as_posix()
READS = ("data/raw/*.csv", "data/datapackage.json", "clean/*.csv", "results/*.csv")

_POSITION = re.compile(r"^(\s*position\s*=\s*)(\d+)", re.MULTILINE)
_YEAR = r"\d{4}"
_NUMBERED = re.compile(r"(\d+)-")


def add_chapter(draft: Draft, answers: Answers, appendix: bool) -> str:
    """Adds a notebook and its entry in report/chapters.toml; the notebook's name.

    With a series the chapter begins with its newest figure and a table of its years, else with
    the number of claims. Raises DataError with all that is missing or wrong in the answers.
    """
    contents = read_contents(draft.folder)
    title = answers.need("title", "the chapter's title", _plain)
    purpose = answers.need("purpose", "one sentence that says what it is for", _plain)
    given = answers.may("slug", _slug)
    name = given or slug(title)
    if title and not given and _slug(name):
        question = "a slug, since none can be made of the title: small letters, digits, hyphens"
        name = answers.need("slug", question, _slug)
    series = answers.wish("series", "a series to begin with", _yearly(read_raw(draft.folder)))
    position = _position(contents, answers, appendix)
    answers.settle()
    notebook = f"{_next_number(contents):02}-{name}.ipynb"
    file = (rooms.NOTEBOOKS / notebook).as_posix()
    entry = {"notebook": notebook, "slug": name, "title": title, "position": position}
    entry |= {"appendix": True} if appendix else {}
    listed = _moved(draft.read(CHAPTERS), position)
    draft.write(file, _written(_cells(title, purpose, name, series)))
    draft.write(CHAPTERS, with_table(listed, "[[chapters]]", entry | {"reads": list(READS)}))
    draft.added += [(file, title), (CHAPTERS, name)]
    return notebook


def with_table(text: str, header: str, entry: dict[str, object]) -> str:
    """The TOML text with a table at its end, in the line ends that it has."""
    end = "\r\n" if "\r\n" in text else "\n"
    lines = [header, *(f"{name} = {_toml(value)}" for name, value in entry.items())]
    return f"{text.rstrip()}{end}{end}{end.join(lines)}{end}"


def _toml(value: object) -> str:
    """A value as TOML writes it: a date bare, all else as JSON does."""
    if isinstance(value, date):
        return value.isoformat()
    return json.dumps(value, ensure_ascii=False)


def _plain(words: str) -> Fault | None:
    if expressions(words):
        remedy = "Leave it out: what computes it stands below. Add it to the notebook there."
        return Fault("words without an {eval} value", remedy)
    return None


def _slug(name: str) -> Fault | None:
    if SLUG.fullmatch(name) and not TAKEN.fullmatch(name):
        return None
    return Fault(
        "a slug of small letters, digits and hyphens that the page does not use", "Choose another."
    )


def _yearly(raw: Mapping[str, pd.DataFrame]) -> Judge:
    """A judge of series that have figures of whole years."""
    known = set(raw["series"]["series"])
    whole = raw["figures"]["period"].str.fullmatch(_YEAR)
    yearly = set(raw["figures"].loc[whole, "series"])

    def judge(series: str) -> Fault | None:
        if series not in known:
            otherwise = "add a figure of it first: python -m figurecheck new figure."
            return Fault("a series of data/raw/series.csv", suggestion(series, known, otherwise))
        if series not in yearly:
            remedy = "Leave it out, and take its figures by s.fig(key) in the notebook."
            return Fault("a series with figures of whole years", remedy)
        return None

    return judge


def _position(contents: Contents, answers: Answers, appendix: bool) -> int:
    """The place in reading order: the one given, or the end of the chapters or the appendix."""
    given = answers.may("position", _whole)
    if given.isdecimal():
        return int(given)
    before = [c.position for c in contents.chapters if appendix or not c.appendix]
    return max(before, default=0) + 1


def _whole(text: str) -> Fault | None:
    if text.isascii() and text.isdecimal() and int(text) > 0:
        return None
    return Fault("a whole number from 1", "Mend it.")


def _moved(text: str, position: int) -> str:
    """The list with the place free: the chapters from there on stand one place later."""
    places = [int(place) for _, place in _POSITION.findall(text)]
    if position not in places:
        return text

    def later(found: re.Match[str]) -> str:
        place = int(found[2])
        return f"{found[1]}{place + 1 if place >= position else place}"

    return _POSITION.sub(later, text)


def _next_number(contents: Contents) -> int:
    numbers = [_NUMBERED.match(chapter.notebook) for chapter in contents.chapters]
    return max((int(number[1]) for number in numbers if number), default=0) + 1


def _cells(title: str, purpose: str, slug: str, series: str) -> list[NotebookNode]:
    """The cells: title and purpose, parameters, imports, then a number that lives."""
    parameters = new_code_cell('as_of = ""', metadata={"tags": [TAG]})
    head = [new_markdown_cell(f"# {title}\n\n{purpose}"), parameters]
    if not series:
        return [*head, new_code_cell(_PLAIN_CODE), new_markdown_cell(_PLAIN_PROSE)]
    return [
        *head,
        new_code_cell(_SERIES_CODE.format(series=series)),
        new_markdown_cell(_SERIES_PROSE),
        new_code_cell(_SERIES_TABLE.format(slug=slug)),
    ]


def _written(cells: Sequence[NotebookNode]) -> str:
    return str(nbformat.writes(stripped(new_notebook(cells=list(cells))))) + "\n"


_PLAIN_CODE = """\
from figurecheck import story

s = story.Story(as_of)"""

_PLAIN_PROSE = """\
## What is claimed

The articles in print make {eval}`s.asserted()`."""

_SERIES_CODE = """\
from figurecheck import story
from figurecheck.charts import table

SERIES = "{series}"

s = story.Story(as_of)
latest = s.latest(SERIES)
years = s.tidy({{SERIES: "By year"}})"""

_SERIES_PROSE = """\
## The newest figure

For {eval}`latest.period` it is {eval}`latest.quantity`."""

_SERIES_TABLE = """\
table(
    label="{slug}-years",
    caption="Year by year",
    data=years,
    columns={{"period": "Year", "text": "Figure"}},
    keys={{"text": "key"}},
    sources=s.sources(years["key"]),
)"""
