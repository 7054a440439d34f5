"""Provenance cards in JupyterLab: a number, in prose or as a cell's last value, opens its own.

An IPython extension, loaded by the kernels of `make lab` alone (notebooks/.jupyter): no card is
stored or published, the report makes its own.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from functools import cache
from html import escape
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any

from figurecheck import display, rooms

if TYPE_CHECKING:
    from figurecheck.quantities import Quantity

SOURCES = Path("data", "raw", "sources.csv")

# JupyterLab's own colours, so that a card is light or dark as the notebook is.
_BUTTON = (
    "font:inherit;color:inherit;background:none;border:0;padding:0;cursor:pointer;"
    "text-decoration:underline dotted"
)
_CARD = (
    "position:fixed;inset:auto;margin:.4rem 0;position-area:block-end span-inline-end;"
    "position-try-fallbacks:flip-block,flip-inline,flip-block flip-inline;"
    "max-width:32rem;max-height:60vh;overflow:auto;padding:.8rem 1rem;"
    "font-size:90%;text-align:left;"
    "color:var(--jp-ui-font-color1);background:var(--jp-layout-color1);"
    "border:1px solid var(--jp-border-color1);border-top:3px solid var(--jp-brand-color1)"
)

_numbers = count(1)

Row = Mapping[str, str]


def load_ipython_extension(shell: Any) -> None:
    """Shows quantities with their cards. IPython calls it, before anything else is imported."""
    formatter = shell.display_formatter.formatters["text/html"]
    formatter.for_type_by_name("figurecheck.quantities", "Quantity", html)


def html(quantity: Quantity) -> str:
    """The quantity as the report has it, on a button that opens its card, without a script."""
    if not quantity.key:
        return display.html(quantity)
    name = f"figurecheck-card-{next(_numbers)}"
    lines = "".join(f"<dt>{label}</dt><dd>{text}</dd>" for label, text in facts(quantity))
    return (
        f'<button type="button" popovertarget="{name}" style="{_BUTTON}">'
        f'{display.html(quantity)}</button><div id="{name}" popover style="{_CARD}" '
        f'role="dialog" aria-label="Where the number comes from"><dl>{lines}</dl></div>'
    )


def facts(quantity: Quantity) -> Iterator[tuple[str, str]]:
    """What is known of a quantity: (label, markup)."""
    yield "Number", f"{escape(display.text(quantity))} ({escape(quantity.key)})"
    yield "Interval", escape(display.text(quantity.shown(style="range")))
    if quantity.formula:
        yield "Computed as", escape(quantity.formula)
    for key in quantity.inputs or (quantity.key,):
        if key in _figures():
            yield f"Figure {escape(key)}", _origin(_figures()[key])
    yield "All of it", f"<code>python -m figurecheck why {escape(quantity.key)}</code>"


def _origin(figure: Row) -> str:
    """The phrase as printed and a link to the page that printed it."""
    from figurecheck.story import page_name

    phrase = f"“{escape(figure['as_written'])}”"
    page = _pages().get(figure["source"])
    if page is None:
        return phrase
    name = escape(page_name(page))
    if not page["url"]:
        return f"{phrase}, {name}"
    where = f'href="{escape(page["url"])}" target="_blank" rel="noopener"'
    return f"{phrase}, <a {where}>{name}</a>"


def _figures() -> dict[str, Row]:
    from figurecheck.story import FIGURES

    return _rows(rooms.build_folder() / FIGURES, "figure")


def _pages() -> dict[str, Row]:
    return _rows(rooms.root() / SOURCES, "source")


def _rows(table: Path, key: str) -> dict[str, Row]:
    """The rows of a table by `key`, as they are now; none where there is no such table."""
    return _read(table, key, table.stat().st_mtime_ns) if table.is_file() else {}


@cache
def _read(table: Path, key: str, _: int) -> dict[str, Row]:
    with table.open(encoding="utf-8-sig", newline="") as lines:
        return {row[key]: row for row in csv.DictReader(lines)}
