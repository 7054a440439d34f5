"""The evidence register: its entries, completed by the computed numbers and cut to the cited."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from figurecheck.errors import Problem
from figurecheck.publishing import cells
from figurecheck.publishing.entries import Entry
from figurecheck.publishing.model import Ledger, Place
from figurecheck.publishing.nodes import Content, Node, find, node, text_of

KEY = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.:-]*")
COMPUTED = "Computed as"
# What an entry is shows in the field that only its kind has; the order is that of the register.
_KINDS = (
    ("Claims", "Verdict"),
    ("Computed", COMPUTED),
    ("Figures", "Measured by"),
    ("Events", ""),
)
_DIGITS = re.compile(r"(\d+)")


def title_of(item: Node) -> str:
    """The title of an entry, without its key."""
    heading = find([item], "p")
    return text_of(heading.children[2:]) if heading else ""


def uses_of(content: Iterable[Content]) -> Iterator[Node]:
    """The keyed numbers that stand outside the register."""
    for item in content:
        if isinstance(item, Node) and not item.has_class("register"):
            if "data-key" in item.attrs:
                yield item
            yield from uses_of(item.children)


def complete(ledger: Ledger) -> None:
    """Gives each computed number an entry, and leaves in the register what is cited.

    Cited is what `ledger.cited` names, and what a cited entry names. All entries move to the
    first register of the report, in the order claims, computed, figures, events. A key without
    entry and formula is noted as a problem. A report without register keeps plain numbers.
    """
    if not ledger.registers:
        return
    _compute(ledger)
    cited = _reached(ledger)
    for key in [key for key in ledger.register if key not in cited]:
        del ledger.register[key]
    for place in ledger.registers:
        place.children = []
    ledger.registers[0].children = list(_grouped(ledger.register))


def _compute(ledger: Ledger) -> None:
    formulas = {
        key: next((value for value, _ in uses if value.attrs.get("data-formula")), None)
        for key, uses in ledger.cited.items()
        if key not in ledger.register
    }
    titles = {key: entry.title for key, entry in ledger.register.items()}
    titles |= {key: _title(ledger.cited[key]) for key, value in formulas.items() if value}
    for key, value in formulas.items():
        if value is None or not KEY.fullmatch(key):
            _unknown(key, ledger)
        else:
            fields = _fields(value.attrs, titles, titles[key])
            ledger.register[key] = Entry.of(key, titles[key], fields)


def _title(uses: Sequence[tuple[Node, Place]]) -> str:
    """The number as it is shown: plain if it ever is, else as a range or a change."""
    shown = [value for value, _ in uses if value.attrs.get("data-formula")]
    texts = [(text_of([value]).strip(), value.attrs.get("data-range")) for value in shown]
    return min(texts, key=lambda told: (told[0][:1].isalpha(), told[0] == told[1]))[0]


def _fields(
    attrs: Mapping[str, str], titles: Mapping[str, str], title: str
) -> Iterator[Sequence[Any]]:
    yield COMPUTED, attrs["data-formula"]
    inputs = [_input(key, titles) for key in attrs.get("data-inputs", "").split()]
    if inputs:
        yield "From", inputs
    if attrs.get("data-range"):
        yield "Interval", attrs["data-range"]
    if attrs.get("data-unit", "") not in title:
        yield "Unit", attrs["data-unit"]


def _input(key: str, titles: Mapping[str, str]) -> cells.Cell:
    return {"text": titles[key] or key, "key": key} if key in titles else key


def _unknown(key: str, ledger: Ledger) -> None:
    for value, place in ledger.cited[key]:
        problem = Problem(
            str(place),
            "a number with an entry in the evidence register, or with a formula",
            "Offer the key to the register, or compute the number from keyed quantities.",
            value=f"{key} ({text_of([value])})",
        )
        ledger.problems.append(problem)


def _reached(ledger: Ledger) -> set[str]:
    found: set[str] = set()
    waiting = [key for key in ledger.cited if key in ledger.register]
    while waiting:
        key = waiting.pop()
        if key not in found:
            found.add(key)
            named = ledger.register[key].named
            waiting += [other for other in named if other in ledger.register]
    return found


def _grouped(entries: Mapping[str, Entry]) -> Iterator[Node]:
    groups: dict[str, list[str]] = {name: [] for name, _ in _KINDS}
    for key, entry in entries.items():
        labels = entry.labels
        groups[next(name for name, mark in _KINDS if not mark or mark in labels)].append(key)
    for name, keys in groups.items():
        if keys:
            yield node("h4", name)
            yield from (entries[key].node for key in sorted(keys, key=_natural))


def _natural(key: str) -> list[str | tuple[int, str]]:
    """A sorting key under which F9 comes before F10."""
    parts: list[str | tuple[int, str]] = list(_DIGITS.split(key))
    parts[1::2] = [(int(digits), digits) for digits in _DIGITS.findall(key)]
    return parts
