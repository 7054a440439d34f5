"""A difference as sections that can be printed: each a table, and a line a row for a terminal."""

from __future__ import annotations

from dataclasses import dataclass

from figurecheck.changes.difference import Difference, ExhibitChange, Flip, Pair
from figurecheck.changes.figure_sections import figure_sections
from figurecheck.changes.rows import ADDED, CHANGED, REMOVED, Change
from figurecheck.changes.tabular import Cells, Section, section
from figurecheck.changes.wording import Names, said_by, shown, value_of, what_result

NOTHING = "No figure, result, verdict, chart or value differs."
WHERE = ("What", "Before", "Now")
NO_FLIP = "No verdict flipped."


@dataclass(frozen=True)
class Document:
    """What is printed of a difference: its sections, and sentences about the whole."""

    before: str
    after: str
    sections: tuple[Section, ...]
    notes: tuple[str, ...]


def document(found: Difference, names: Names, flips_only: bool = False) -> Document:
    """All that differs, or only the flipped verdicts. `names` are those of the bodies."""
    if flips_only:
        flips = flip_section(found, names)
        made, notes = [flips], [] if flips.rows else [NO_FLIP]
    else:
        made = sections(found, names)
        notes = [NOTHING if found.is_empty else "", made_from(found), compared(found)]
    kept = tuple(one for one in made if one.rows)
    return Document(found.before, found.after, kept, tuple(filter(None, notes)))


def sections(found: Difference, known: Names) -> list[Section]:
    """The sections of a difference, what matters most first."""
    return [
        section("Parameters that differ", WHERE, found.parameters, _pair),
        flip_section(found, known),
        *_claim_sections(found),
        *figure_sections(found, known),
        *_result_sections(found, known),
        *_exhibit_sections(found),
        _evidence_section(found, known),
        section("Numbers in prose that differ", WHERE, found.values, _pair, minor=True),
        section("Other rows that differ", ("Table", "Row", "How"), found.rest, _other, minor=True),
    ]


def flip_section(found: Difference, names: Names) -> Section:
    """The verdicts that flipped, with the evidence that did it."""
    columns = ("Claim", "Before", "Now", "Evidence that did it")
    return section("Verdicts that flipped", columns, found.flips, lambda flip: _flip(flip, names))


def compared(found: Difference) -> str:
    """What was held side by side, in a sentence."""
    counts = ", ".join(_named(what, count) for what, count in found.compared.items())
    rest = "All of it is equal." if found.is_empty else "All that is not listed is equal."
    return f"Compared: {counts}. {rest}"


def made_from(found: Difference) -> str:
    """Which inputs differ, in a sentence; "" where none does."""
    if not found.inputs:
        return ""
    shown = ", ".join(found.inputs[:4]) + (", …" if len(found.inputs) > 4 else "")
    return f"The builds were made from {len(found.inputs)} different input files: {shown}."


def _pair(pair: Pair) -> tuple[Cells, str]:
    old, new = (shown(value) for value in pair[1:])
    return (pair.name, old, new), f"{pair.name}: {old} -> {new}"


def _flip(flip: Flip, names: Names) -> tuple[Cells, str]:
    evidence = [said_by(change, names) for change in flip.evidence]
    told = "; ".join(evidence) or "no evidence differs: the claim is judged otherwise"
    line = f"{flip.claim}: {flip.old} -> {flip.new}: {told}"
    return (f"{flip.claim}: {flip.statement}", flip.old, flip.new, told), line


def _claim_sections(found: Difference) -> list[Section]:
    columns = ("Claim", "Statement", "Verdict")
    titles = {ADDED: "Claims that came into print", REMOVED: "Claims that are gone"}
    return [
        section(title, columns, [c for c in found.claims if c.kind == kind], _claim)
        for kind, title in titles.items()
    ]


def _claim(change: Change) -> tuple[Cells, str]:
    statement, verdict = (change.row.get(name, "") for name in ("statement", "verdict"))
    return (change.key, statement, verdict), f"{change.key}: {verdict}: {statement}"


def _result_sections(found: Difference, names: Names) -> list[Section]:
    def told(change: Change) -> tuple[Cells, str]:
        name = what_result(change.row, found.series, names) or f"{change.table} {change.key}"
        return _result(change, name)

    titles = {
        CHANGED: "Results that moved",
        ADDED: "Results computed for the first time",
        REMOVED: "Results that are gone",
    }
    columns = ("Result", "Before", "Now", "Moved by")
    return [
        section(title, columns, [c for c in found.results if c.kind == kind], told)
        for kind, title in titles.items()
    ]


def _result(change: Change, name: str) -> tuple[Cells, str]:
    old, new = value_of(change.before), value_of(change.after)
    by = ", ".join(change.causes)
    moved = " -> ".join(part for part in (old, new) if part)
    return (name, old, new, by), f"{name}: {moved}{f' (by {by})' if by else ''}"


def _evidence_section(found: Difference, names: Names) -> Section:
    def told(change: Change) -> tuple[Cells, str]:
        claim, said = change.row.get("claim", change.key), said_by(change, names)
        relation = change.row.get("relation", "")
        return (claim, said, relation), f"{claim}: {said}"

    columns = ("Claim", "Evidence", "Series")
    title = "Evidence that came, went or changed"
    return section(title, columns, found.evidence, told, minor=True)


def _exhibit_sections(found: Difference) -> list[Section]:
    titles = {"chart": "Charts whose data changed", "table": "Printed tables that read differently"}
    return [
        section(
            title,
            ("Label", "Headline", "Rows gone", "Rows new"),
            [c for c in found.exhibits if c.exhibit.kind == kind],
            _exhibit,
            minor=kind == "table",
        )
        for kind, title in titles.items()
    ]


def _exhibit(change: ExhibitChange) -> tuple[Cells, str]:
    gone, new = map(str, change.rows)
    exhibit = change.exhibit
    return (exhibit.label, exhibit.title, gone, new), (
        f"{exhibit.label}: rows gone {gone}, rows new {new}: {exhibit.title}"
    )


def _other(change: Change) -> tuple[Cells, str]:
    if change.kind != CHANGED:
        how = change.kind
    else:
        how = "; ".join(f"{c.column}: {shown(c.old)} -> {shown(c.new)}" for c in change.cells)
    return (change.table, change.key, how), f"{change.table} {change.key}: {how}"


def _named(what: str, count: int) -> str:
    noun, _, rest = (
        f"row of {what}".partition(" ") if what.endswith(".csv") else what.partition(" ")
    )
    return f"{count} {noun}{'' if count == 1 else 's'} {rest}".rstrip()
