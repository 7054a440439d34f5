"""Claim against evidence: compare the intervals, then weigh the witnesses.

Five verdicts on a piece of evidence and five on a claim, in plain words. The comparison is
that of statcheck (Nuijten et al. 2016, doi:10.3758/s13428-015-0664-2) taken from p-values to
quantities: recompute, allow for rounding, and call nothing wrong that a convention could save.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from math import inf

from figurecheck.intervals import Interval
from figurecheck.quantities import Quantity


class EvidenceVerdict(StrEnum):
    """How one piece of evidence stands to a claim."""

    EXACT = "exact"
    WITHIN_ROUNDING = "within rounding"
    ONLY_IF_TRUNCATED = "only if truncated"
    DOES_NOT_HOLD = "does not hold"
    CANNOT_BE_CHECKED = "cannot be checked"


class Verdict(StrEnum):
    """How a claim stands after all evidence of the series that it meant."""

    SUPPORTED = "supported"
    CONTRADICTED = "contradicted"
    DISPUTED = "disputed"
    OVERTAKEN = "overtaken"
    UNVERIFIED = "unverified"


class Relation(StrEnum):
    """What a piece of evidence is to the claim, as the checks table says."""

    SAME = "same"  # the series that the claim meant
    DIFFERENT = "different"  # another series; shown, never decisive
    RESTATED = "restated"  # the claim itself in another mouth; shown, never decisive


NOT_STATED = "not-stated"  # the body of a figure whose page does not say who measured

_BEST_FIRST = tuple(EvidenceVerdict)


@dataclass(frozen=True)
class Finding:
    """One piece of evidence after its comparison with a claim."""

    verdict: EvidenceVerdict
    body: str
    relation: Relation
    quantity: Quantity | None = None
    inputs: tuple[str, ...] = ()  # keys of the figures and events that it rests on
    words: str = ""  # what an event says, where there is no number
    overtakes: bool = False  # an event that changed what was right when printed


def compare(claim: Quantity, evidence: Quantity) -> EvidenceVerdict:
    """The verdict of one piece of evidence on a claim of the same unit.

    Raises ValueError if the units differ.
    """
    if claim.unit != evidence.unit:
        raise ValueError(f"a claim in {claim.unit} cannot be held against {evidence.unit}")
    if evidence.value in claim.pragmatic and _is_plain(evidence):
        return EvidenceVerdict.EXACT
    if _entailed(claim).overlaps(evidence.as_read):
        return EvidenceVerdict.WITHIN_ROUNDING
    if not _widest(claim).overlaps(_widest(evidence)):
        return EvidenceVerdict.DOES_NOT_HOLD
    if not _is_plain(evidence):  # the words leave it open; only our reading of them does not
        return EvidenceVerdict.CANNOT_BE_CHECKED
    return EvidenceVerdict.ONLY_IF_TRUNCATED


def weigh(findings: Iterable[Finding]) -> Verdict:
    """The verdict on a claim: one voice a body that measured, the most precise one it gave.

    All pages that do not say whom they quote are one voice, since they may all quote one body.
    """
    decisive = [finding for finding in findings if finding.relation is Relation.SAME]
    if any(finding.overtakes for finding in decisive):
        return Verdict.OVERTAKEN
    heard = {finding.verdict for finding in voices(decisive).values()}
    fails = EvidenceVerdict.DOES_NOT_HOLD in heard
    holds = bool(heard - {EvidenceVerdict.DOES_NOT_HOLD})
    if fails and holds:
        return Verdict.DISPUTED
    if fails:
        return Verdict.CONTRADICTED
    return Verdict.SUPPORTED if holds else Verdict.UNVERIFIED


def voices(findings: Iterable[Finding]) -> dict[str, Finding]:
    """The finding that speaks for each body: its most precise one, where it can be checked."""
    by_body: dict[str, list[Finding]] = defaultdict(list)
    for finding in findings:
        if finding.verdict is not EvidenceVerdict.CANNOT_BE_CHECKED:
            by_body[finding.body].append(finding)
    return {body: min(said, key=_precision_then_kindness) for body, said in by_body.items()}


def precision(quantity: Quantity) -> tuple[bool, float]:
    """A sort key: numbers without a one-sided hedge first, then the narrowest for their size."""
    low, high = quantity.strict.low, quantity.strict.high
    width = inf if low is None or high is None else float((high - low) / (abs(quantity.value) or 1))
    return (not _is_plain(quantity), width)


def _precision_then_kindness(finding: Finding) -> tuple[tuple[bool, float], int]:
    """Sorts the most precise first; among equals, the one kindest to the author."""
    quantity = finding.quantity
    rank = _BEST_FIRST.index(finding.verdict)
    return (precision(quantity) if quantity else (False, 0.0), rank)


def _is_plain(quantity: Quantity) -> bool:
    """Whether the number was printed without a hedge that opens it to one side."""
    return quantity.semantic.low is not None and quantity.semantic.high is not None


def _entailed(claim: Quantity) -> Interval:
    """What must be so for the claim to be true: its words where it is hedged, else its rounding."""
    return claim.semantic if claim.hedge else claim.strict


def _widest(quantity: Quantity) -> Interval:
    """All that any convention admits: truncation for a plain number, its words for a hedged one.

    A plain number with trailing noughts may have been rounded at any of them, so its coarsest
    admissible granularity counts here.
    """
    if quantity.worded:
        return quantity.semantic
    coarsest = max(quantity.granularities, default=Fraction(0))
    truncated = Interval(quantity.value - coarsest, quantity.value + coarsest)
    return quantity.robust.hull(quantity.semantic).hull(truncated)
