"""The evidence on a claim: what each row of the checks table finds in figures and events.

A check names a claim, a method and the series it draws on; the methods below are all there
are. What a series may say on a claim (same, different, restated) is a person's judgement and
stands in the table with its reason; what it does say is computed here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from figurecheck import display, growth
from figurecheck.claims import Claim
from figurecheck.periods import Period
from figurecheck.quantities import Quantity
from figurecheck.shelf import Event, Figure, Shelf
from figurecheck.verdicts import NOT_STATED, EvidenceVerdict, Finding, Relation, compare

# How what happened is said before its date, where the table's word does not read well.
WORDS = {
    "start": "from",
    "end": "until",
    "in-force": "in force since",
    "under-way": "under way in",
    "listed": "in the list for",
    "not-listed": "not in the list for",
    "passed-on": "passed on",
    "in-other-hands": "in other hands on",
}

HOLDS, FAILS = EvidenceVerdict.EXACT, EvidenceVerdict.DOES_NOT_HOLD
UNDECIDED = EvidenceVerdict.CANNOT_BE_CHECKED


@dataclass(frozen=True, slots=True)
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


Method = Callable[[Claim, Check, Shelf], Iterator[Finding]]


def gather(claim: Claim, checks: Iterable[Check], shelf: Shelf) -> list[tuple[Check, Finding]]:
    """Every finding that `checks`, those of the claim, find in their order."""
    return [
        (check, finding)
        for check in checks
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
        lead = growth.lead(level.quantity, base.quantity)
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
        held = _in_office(events, claim)
        yield _happened(check, UNDECIDED if held is None else HOLDS if held else FAILS, events)


def _terms(claim: Claim, check: Check, shelf: Shelf) -> Iterator[Finding]:
    """How many of the chairs that the article lists were held when it was printed.

    A chair of whose term too little is in print may have been held or not.
    """
    chairs = shelf.chairs(claim.source)
    terms = [shelf.happenings(c.subject) for c in chairs]
    if any(terms):
        known = [_in_office(events, claim) if events else None for events in terms]
        held = Quantity.exactly(known.count(True), claim.unit)
        keys = tuple(event.key for events in terms for event in events)
        verdict, most = compare(claim.number, held), held.value + known.count(None)
        if held.value < most and held.value <= claim.number.value <= most:
            verdict = UNDECIDED
        words = "at least" if held.value < most else ""
        yield Finding(verdict, NOT_STATED, Relation(check.relation), held, keys, words)


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


def _in_office(events: list[Event], claim: Claim) -> bool | None:
    """Whether the article's printing falls after the start of a term and before its end.

    None where only the end of a term is known, and lies after the printing.
    """
    printed_from, printed_by = _span(claim.published)
    known = [e.what for e in events]
    starts = [e for e in events if e.what == "start" and _span(e.date)[0] <= printed_by]
    ends = [e for e in events if e.what == "end" and _span(e.date)[1] < printed_from]
    if "start" not in known and "end" in known and not ends:
        return None
    return len(starts) > len(ends) if starts else False


def _after_print(event: Event, claim: Claim) -> bool:
    return _span(event.date)[1] >= _span(claim.published)[0]


def _meets(one: str, other: str) -> bool:
    (first, last), (start, end) = _span(one), _span(other)
    return first <= end and start <= last


def _span(period: str) -> tuple[date, date]:
    parsed = Period.parse(period)
    return parsed.start or date.min, parsed.end or date.max
