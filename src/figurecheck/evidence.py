"""The evidence on a claim: what each row of the checks table finds in figures and events.

A check names a claim, a method and the series it draws on; the methods below are all there
are. What a series may say on a claim (same, different, restated) is a person's judgement and
stands in the table with its reason; what it does say is computed here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

import pandas as pd

from figurecheck import display, growth
from figurecheck.claims import Claim, out_by, read_claims
from figurecheck.cleaning import quantities
from figurecheck.periods import Period
from figurecheck.quantities import Quantity
from figurecheck.verdicts import NOT_STATED, EvidenceVerdict, Finding, Relation, compare, precision

# How what happened is said before its date, where the table's word does not read well.
WORDS = {
    "start": "from",
    "end": "until",
    "in-force": "in force since",
    "under-way": "under way in",
    "passed-on": "passed on",
    "in-other-hands": "in other hands on",
}

HOLDS, FAILS = EvidenceVerdict.EXACT, EvidenceVerdict.DOES_NOT_HOLD
UNDECIDED = EvidenceVerdict.CANNOT_BE_CHECKED


@dataclass(frozen=True)
class Figure:
    """A clean figure: its quantity, and what decides whether a check may draw on it."""

    key: str
    series: str
    body: str
    period: str
    quantity: Quantity


@dataclass(frozen=True)
class Event:
    """A dated happening of the events table."""

    key: str
    subject: str
    what: str
    date: str
    body: str


@dataclass(frozen=True)
class Check:
    """One row of the checks table."""

    check: str
    claim: str
    method: str
    series: str
    base_series: str
    event: str
    period: str
    base_period: str
    relation: str
    why: str


@dataclass(frozen=True)
class Shelf:
    """All that checks may draw on."""

    figures: tuple[Figure, ...]
    events: tuple[Event, ...]
    claims: Mapping[str, Claim]

    def find(self, series: str, period: str) -> list[Figure]:
        """The figures of a series for a period ("any" for every period)."""
        return [f for f in self.figures if f.series == series and period in (f.period, ANY_PERIOD)]

    def finest(self, series: str, period: str) -> list[Figure]:
        """The most precisely printed figures of a series and period, one a distinct value."""
        found = sorted(self.find(series, period), key=lambda f: (precision(f.quantity), f.key))
        best = [f for f in found if precision(f.quantity) == precision(found[0].quantity)]
        return list({f.quantity.value: f for f in reversed(best)}.values())

    def happenings(self, subject: str) -> list[Event]:
        """The events of a subject, by date."""
        return sorted((e for e in self.events if e.subject == subject), key=lambda e: e.date)


ANY_PERIOD = "any"


def shelve(raw: Mapping[str, pd.DataFrame], figures: pd.DataFrame, as_of: str = "") -> Shelf:
    """The clean `figures`, the events known and the claims in print by `as_of`."""
    claims = {claim.claim: claim for claim in read_claims(raw, as_of)}
    return Shelf(_figures(figures), _events(raw, as_of), claims)


def _figures(table: pd.DataFrame) -> tuple[Figure, ...]:
    numbers = quantities(table)
    return tuple(
        Figure(row["figure"], row["series"], row["body"], row["period"], numbers[row["figure"]])
        for row in table.to_dict("records")
    )


def _events(raw: Mapping[str, pd.DataFrame], as_of: str) -> tuple[Event, ...]:
    published = dict(zip(raw["sources"]["source"], raw["sources"]["published"], strict=True))
    return tuple(
        Event(row["event"], row["subject"], row["what"], row["date"], row["body"])
        for row in raw["events"].to_dict("records")
        if not as_of or out_by(published[row["source"]], as_of)
    )


Method = Callable[[Claim, Check, Shelf], Iterator[Finding]]


def gather(claim: Claim, checks: Iterable[Check], shelf: Shelf) -> list[tuple[Check, Finding]]:
    """Every finding that the checks of a claim find, in the table's order."""
    return [
        (check, finding)
        for check in checks
        if check.claim == claim.claim
        for finding in METHODS[check.method](claim, check, shelf)
    ]


def _printed(claim: Claim, check: Check, shelf: Shelf) -> Iterator[Finding]:
    """The figure as a page printed it."""
    for figure in shelf.find(check.series, check.period or claim.period):
        yield _measured(claim, check, figure.quantity, figure)


def _paired(operation: Callable[[Quantity, Quantity], Quantity]) -> Method:
    """A method that recomputes the claim from a figure and a base figure."""

    def method(claim: Claim, check: Check, shelf: Shelf) -> Iterator[Finding]:
        for level, base in _pairs(claim, check, shelf):
            yield _measured(claim, check, operation(level.quantity, base.quantity), level, base)

    return method


def _compounded(claim: Claim, check: Check, shelf: Shelf) -> Iterator[Finding]:
    """An average yearly growth, compounded over the years of its period."""
    for figure in shelf.find(check.series, check.period or claim.period):
        first, last = _span(figure.period)
        ratio = growth.compounded(figure.quantity, last.year - first.year)
        yield _measured(claim, check, ratio, figure)


def _exceeds(claim: Claim, check: Check, shelf: Shelf) -> Iterator[Finding]:
    """Whether the figure is larger than that of the base series, for claims of rank."""
    for level, base in _pairs(claim, check, shelf):
        lead = growth.mirror_gap(base.quantity, level.quantity)
        above = lead.pragmatic.low is not None and lead.pragmatic.low > 0
        below = lead.pragmatic.high is not None and lead.pragmatic.high < 0
        verdict = HOLDS if above else FAILS if below else UNDECIDED
        yield Finding(
            verdict, level.body, Relation(check.relation), lead, (level.key, base.key), "ahead by"
        )


def _event(claim: Claim, check: Check, shelf: Shelf) -> Iterator[Finding]:
    """Whether what happened is what the claim says, at the date it says."""
    for event in shelf.happenings(check.event):
        if event.what != claim.what:
            overtakes = event.what == "cancelled" and _after_print(event, claim)
            yield _happened(check, FAILS, [event], overtakes)
        elif _meets(event.date, check.period or claim.period or f"../{claim.published}"):
            yield _happened(check, HOLDS, [event])


def _term(claim: Claim, check: Check, shelf: Shelf) -> Iterator[Finding]:
    """Whether a term of office covers the day on which the claim was printed."""
    events = shelf.happenings(check.event)
    if events:
        yield _happened(check, HOLDS if _in_office(events, claim) else FAILS, events)


def _terms(claim: Claim, check: Check, shelf: Shelf) -> Iterator[Finding]:
    """How many of the chairs that the article lists were held when it was printed."""
    chairs = [c for c in shelf.claims.values() if c.kind == "chair" and c.source == claim.source]
    terms = [events for c in chairs if (events := shelf.happenings(c.subject))]
    if terms:
        held = Quantity.exactly(sum(_in_office(events, claim) for events in terms), claim.unit)
        keys = tuple(event.key for events in terms for event in events)
        verdict = compare(claim.number, held)
        yield Finding(verdict, NOT_STATED, Relation(check.relation), held, keys)


METHODS: Mapping[str, Method] = {
    "printed": _printed,
    "growth": _paired(growth.growth),
    "ratio": _paired(growth.ratio),
    "share": _paired(growth.share),
    "compound": _compounded,
    "exceeds": _exceeds,
    "event": _event,
    "term": _term,
    "terms": _terms,
}


def _pairs(claim: Claim, check: Check, shelf: Shelf) -> Iterator[tuple[Figure, Figure]]:
    period = check.period or claim.period
    base_period = check.base_period or claim.base_period or period
    for level in shelf.finest(check.series, period):
        for base in shelf.finest(check.base_series or check.series, base_period):
            yield level, base


def _measured(claim: Claim, check: Check, quantity: Quantity, *figures: Figure) -> Finding:
    """A finding that speaks with the voice of the first figure whose measurer is named."""
    named = [figure.body for figure in figures if figure.body != NOT_STATED]
    return Finding(
        compare(claim.number, quantity),
        named[0] if named else NOT_STATED,
        Relation(check.relation),
        quantity,
        tuple(figure.key for figure in figures),
    )


def _happened(
    check: Check, verdict: EvidenceVerdict, events: list[Event], overtakes: bool = False
) -> Finding:
    words = ", ".join(f"{WORDS.get(e.what, e.what)} {display.days(e.date)}" for e in events)
    keys = tuple(event.key for event in events)
    relation = Relation(check.relation)
    return Finding(verdict, events[0].body, relation, None, keys, words, overtakes)


def _in_office(events: list[Event], claim: Claim) -> bool:
    """Whether the article's printing falls after the start of a term and before its end."""
    printed_from, printed_by = _span(claim.published)
    starts = [e for e in events if e.what == "start" and _span(e.date)[0] <= printed_by]
    ends = [e for e in events if e.what == "end" and _span(e.date)[1] < printed_from]
    return len(starts) > len(ends) if starts else False


def _after_print(event: Event, claim: Claim) -> bool:
    return _span(event.date)[1] >= _span(claim.published)[0]


def _meets(one: str, other: str) -> bool:
    (first, last), (start, end) = _span(one), _span(other)
    return first <= end and start <= last


def _span(period: str) -> tuple[date, date]:
    parsed = Period.parse(period)
    return parsed.start or date.min, parsed.end or date.max
