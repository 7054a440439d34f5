"""Where the templates, styles and fonts are, and the few readings of them, each made once."""

from __future__ import annotations

from bisect import bisect_right
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template, TemplateNotFound
from markupsafe import Markup

from figurecheck.errors import DataError, Problem
from figurecheck.publishing.nodes import BIDI_CONTROLS, clean


@cache
def assets() -> Path:
    """The folder with templates/, styles/ and fonts/.

    They live in report/ of the project; the wheel carries a copy inside the package.
    """
    packed = Path(__file__).parent / "assets"
    return packed if packed.is_dir() else Path(__file__).parents[3] / "report"


@cache
def _pages() -> Environment:
    """The Jinja environment of the page templates."""
    loader = FileSystemLoader(assets() / "templates")
    return Environment(
        loader=loader, autoescape=True, undefined=StrictUndefined, finalize=_printable_text
    )


def template(name: str) -> Template:
    """The template of a page; raises DataError where there is none."""
    try:
        return _pages().get_template(name)
    except TemplateNotFound as error:
        file = f"report/templates/{error.name}"
        raise DataError(Problem(file, "a template that exists", "Restore it.")) from error


def _printable_text(value: object) -> object:
    """Cover texts without what no page may hold; finished markup as it is."""
    if isinstance(value, str) and not isinstance(value, Markup):
        return BIDI_CONTROLS.sub("", clean(value))
    return value


@cache
def style(name: str = "report.css") -> str:
    """The style sheet of the page, or of another one in the same style."""
    return (assets() / "styles" / name).read_text(encoding="utf-8")


@cache
def _covered() -> tuple[list[int], list[int]]:
    lines = (assets() / "fonts" / "coverage.txt").read_text(encoding="ascii").split("\n")
    runs = [line.split() for line in lines if line]
    return [int(first, 16) for first, _ in runs], [int(last, 16) for _, last in runs]


def printable(character: str) -> bool:
    """Whether a vendored font has a glyph for the character."""
    firsts, lasts = _covered()
    place = bisect_right(firsts, ord(character)) - 1
    return place >= 0 and ord(character) <= lasts[place]
