"""What stands behind each key of an edition: figures, events, claims, and what was computed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from figurecheck import display
from figurecheck.claims import implied
from figurecheck.exact import to_number
from figurecheck.intervals import Interval
from figurecheck.publishing.cells import words
from figurecheck.quantities import Quantity
from figurecheck.story import GROWTH, LEFT_OUT, Story, page_name
from figurecheck.tracing.shown import PROSE, Shown
from figurecheck.tracing.trees import Fact

FIGURE, EVENT, CLAIM, RESULT, ABSENT = "figure", "event", "claim", "result", "left out"

Row = Mapping[Any, str]
Entry = Mapping[str, Any]

_SAME = Fraction(1, 10**9)  # relative: the data of charts and tables are decimals of 12 digits


@dataclass(frozen=True)
class Origin:
    """What is known of a key: how it is shown, its facts, and the keys that it is made of."""

    key: str
    kind: str
    shown: str
    title: str
    facts: tuple[Fact, ...] = ()
    inputs: tuple[str, ...] = ()
    value: Fraction | None = None
    unit: str = ""


def origins(story: Story, numbers: Iterable[Shown], register: Iterable[Entry]) -> dict[str, Origin]:
    """The origin of every key of the edition: of its register, its tables, its `numbers`."""
    known: dict[str, Origin] = {}
    for found in (*_registered(story, register), *_computed(story, numbers), *_absent(story)):
        known.setdefault(found.key, found)
    return known


def tied(numbers: Iterable[Shown], known: Mapping[str, Origin]) -> list[Shown]:
    """The `numbers`, each under the key whose value it shows.

    A chart of growths names for each point the figure that it was computed from; the result
    itself is the one that rests on this figure and has the point's value.
    """
    resting: dict[str, list[Origin]] = {}
    for origin in known.values():
        for key in origin.inputs:
            resting.setdefault(key, []).append(origin)
    made = []
    for number in numbers:
        rivals = resting.get(number.key, []) if number.value else []
        same = [o.key for o in rivals if _is_nearly(number.value, o.value)]
        made.append(replace(number, key=same[0]) if same else number)
    return made


def _is_nearly(written: str, value: Fraction | None) -> bool:
    try:
        number = Fraction(written)
    except ValueError:  # the value of an event is a date
        return False
    return value is not None and abs(number - value) <= _SAME * abs(value)


def _registered(story: Story, register: Iterable[Entry]) -> Iterator[Origin]:
    """Figures, events and claims: what the evidence register says, and what the raw rows add."""
    rests_on = dict(zip(*(story.raw["events"][name] for name in ("event", "figure")), strict=True))
    more = _of_figures(story)
    for entry in register:
        key, title = str(entry["key"]), str(entry["title"])
        kind = FIGURE if key in story.quantities else EVENT if key in rests_on else CLAIM
        claim = story.claims.get(key)
        number = claim.quantity if claim else story.quantities.get(key)
        facts = {
            label: Fact(label, words(said), address or "")
            for label, said, address in entry["fields"]
        }
        facts |= more.get(key, {})
        shown = claim.as_written if claim else title.partition(", ")[0]
        yield Origin(
            key,
            kind,
            display.text(number) if number else shown,
            title,
            tuple(facts.values()),
            tuple(filter(None, [rests_on.get(key)])),
            number.value if number else None,
            number.unit if number else "",
        )


def _of_figures(story: Story) -> dict[str, dict[str, Fact]]:
    """By figure the facts of its raw row that no other reader of the register needs."""
    raw = story.raw
    found: dict[str, dict[str, Fact]] = {}
    for row in raw["figures"].to_dict("records"):
        base = display.days(row["base_period"]) if row["base_period"] else ""
        told = {"Place": row["place"], "Against": base, "Note": row["note"]}
        told |= {"Series": row["series"]}
        found[row["figure"]] = {name: Fact(name, text) for name, text in told.items() if text}
    for row in raw["corrections"].to_dict("records"):
        if row["table"] == "figures":
            said = f"{row['column']}: “{row['stands']}” is read as “{row['should_be']}”. "
            said += f"{row['reason']}. {row['authority']}."
            found[row["key"]]["Corrected"] = Fact("Corrected", said)
    return found


def _computed(story: Story, numbers: Iterable[Shown]) -> Iterator[Origin]:
    """What the growth table, the evidence and the chapters computed, and what claims imply."""
    for row in story.table(GROWTH).to_dict("records"):
        about = f"{row['period']} against {row['base_period']}, {row['series']}"
        yield _result(row, Fact("Of", about))
    for row in story.evidence.to_dict("records"):
        if row["formula"]:
            yield _result(row)
    for claim in story.claims.values():
        number = implied(claim, story.claims)
        if number:
            yield _of_quantity(number, Fact("Of", f"what the claim {claim.claim} implies"))
    yield from _of_prose(numbers)


def _result(row: Row, *facts: Fact) -> Origin:
    value, low, high = (to_number(row[name]) for name in ("value", "low", "high"))
    number = replace(
        Quantity.exactly(value or Fraction(0), row["unit"], row["key"]),
        pragmatic=Interval(low, high),
        strict=Interval(low, high),
        hedge="",
        formula=row["formula"],
        inputs=tuple(row["inputs"].split()),
    )
    return _of_quantity(number, *facts)


def _of_quantity(number: Quantity, *facts: Fact) -> Origin:
    text = display.text(number)
    told = (
        Fact("Computed as", number.formula),
        *facts,
        Fact("Interval", display.text(number.shown(style="range"))),
    )
    return Origin(number.key, RESULT, text, text, told, number.inputs, number.value, number.unit)


def _of_prose(numbers: Iterable[Shown]) -> Iterator[Origin]:
    """Numbers that bring their own formula, plain where they are ever shown so."""
    uses: dict[str, list[Shown]] = {}
    for number in numbers:
        if number.told and number.told.get("formula"):
            uses.setdefault(number.key, []).append(number)
    for key, shown in uses.items():
        plain = min(shown, key=lambda n: (n.place.kind != PROSE, n.text[:1].isalpha()))
        told = plain.told or {}
        facts = [Fact("Computed as", told["formula"])]
        facts += [Fact("Interval", told["range"])] if told.get("range") else []
        inputs, unit = tuple(told.get("inputs", "").split()), told.get("unit", "")
        value = Fraction(plain.value) if plain.value else None
        yield Origin(key, RESULT, plain.text, plain.text, tuple(facts), inputs, value, unit)


def _absent(story: Story) -> Iterator[Origin]:
    """The figures that the edition leaves out, and why."""
    pages = story.raw["sources"].set_index("source").to_dict("index")
    printed = dict(
        zip(story.raw["figures"]["figure"], story.raw["figures"]["as_written"], strict=True)
    )
    for row in story.table(LEFT_OUT).to_dict("records"):
        page, phrase = pages[row["source"]], printed[row["figure"]]
        facts = (
            Fact("Left out", row["reason"]),
            Fact("As printed", f"“{phrase}”"),
            Fact("Source", page_name(page), page["url"]),
        )
        yield Origin(row["figure"], ABSENT, phrase, phrase, facts)
