"""Every claim against all evidence, as the two tables that the report prints."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

import pandas as pd

from figurecheck import display
from figurecheck.claims import Claim, implied
from figurecheck.errors import DataError, Problem
from figurecheck.evidence import Check, gather
from figurecheck.quantities import Quantity
from figurecheck.shelf import Shelf
from figurecheck.tables.columns import Columns, rows_of
from figurecheck.verdicts import EvidenceVerdict, Finding, Relation, Verdict, voices, weigh

VERDICT_COLUMNS = [
    *("claim", "source", "place", "as_written", "statement", "kind"),
    *("verdict", "evidence_verdicts", "low", "high", "claim_unit"),
    *("implied", "implied_low", "implied_high", "unit", "evidence", "different_series", "note"),
]
EVIDENCE_COLUMNS = [
    *("claim", "check", "method", "relation", "body", "series", "inputs", "period"),
    *("key", "formula", "value", "low", "high", "unit", "gives", "verdict", "why"),
]

Place = tuple[str, str, str]  # a subject, a measure and a period


@dataclass(frozen=True)
class Examined:
    """`verdicts`: one row a claim. `evidence`: one row a claim and piece of evidence."""

    verdicts: pd.DataFrame
    evidence: pd.DataFrame


@dataclass(frozen=True)
class Case:
    """A claim with its checks' findings and the verdict on it."""

    claim: Claim
    heard: list[tuple[Check, Finding]]
    verdict: Verdict
    implied: Quantity | None


def examine(raw: Mapping[str, pd.DataFrame], figures: pd.DataFrame, as_of: str = "") -> Examined:
    """Checks the claims in print by `as_of` against the clean `figures` and the events.

    The tables have `VERDICT_COLUMNS` and `EVIDENCE_COLUMNS`: low and high are the claim, or the
    evidence, as read; implied_low and implied_high what the claim implies (in `unit`), or the
    claim itself where it implies nothing. Numbers are decimals in canonical units. Raises
    DataError for a phrase or a check that cannot be used.
    """
    bodies = dict(zip(raw["bodies"]["body"], raw["bodies"]["name"], strict=True))
    verdicts, evidence = Columns(VERDICT_COLUMNS), Columns(EVIDENCE_COLUMNS)
    for case in examine_cases(raw, figures, as_of):
        verdicts.add(_verdict_row(case, bodies))
        evidence.add(*(_evidence_row(case, *heard) for heard in case.heard))
    return Examined(verdicts.table(), evidence.table())


def examine_cases(
    raw: Mapping[str, pd.DataFrame], figures: pd.DataFrame, as_of: str = ""
) -> Iterator[Case]:
    """The same as `examine`, as objects with exact quantities, in the order of the claims."""
    checks = _by_claim(read_checks(raw))
    shelf = Shelf(raw, figures, as_of)
    for claim in shelf.claims.values():
        yield _case(claim, checks.get(claim.claim, ()), shelf)


def read_checks(raw: Mapping[str, pd.DataFrame]) -> list[Check]:
    """The rows of the checks table. Raises DataError for a figure that no check of a claim hears.

    Every figure of a claim's subject, measure and period must belong to a series that one of
    the claim's checks names, so that no evidence is passed over without a reason.
    """
    checks = checks_of(raw)
    problems = [
        Problem(
            "data/raw/checks.csv",
            f"a check of the claim {claim} that names the series {series}",
            "Add one; with relation different and a reason if it must not decide.",
        )
        for claim, series in unheard(raw, checks)
    ]
    if problems:
        raise DataError(problems)
    return checks


def checks_of(raw: Mapping[str, pd.DataFrame]) -> list[Check]:
    """The rows of the checks table, whatever they leave unheard."""
    names = Check.__dataclass_fields__
    return [Check(**{n: row[n] for n in names}) for row in rows_of(raw["checks"])]


def unheard(raw: Mapping[str, pd.DataFrame], checks: Iterable[Check]) -> Iterator[tuple[str, str]]:
    """Each claim and series with figures of its subject, measure and period that no check names."""
    named = _by_claim(checks)
    printed = _series_in_print(raw)
    for row in rows_of(raw["claims"]):
        heard = {series for check in named.get(row["claim"], ()) for series in _series(check)}
        for series in printed.get((row["subject"], row["measure"], row["period"]), ()):
            if series not in heard:
                yield row["claim"], series


def _series_in_print(raw: Mapping[str, pd.DataFrame]) -> Mapping[Place, list[str]]:
    """The series with figures at each subject, measure and period that a claim is about."""
    excluded = raw["exclusions"].loc[raw["exclusions"]["table"] == "figures", "key"]
    kept = ~raw["figures"]["figure"].isin(excluded)
    figures = raw["figures"].loc[kept, ["series", "period"]].drop_duplicates()
    about = figures.merge(raw["series"][["series", "subject", "measure"]], on="series")
    place = ["subject", "measure", "period"]
    printed = about.merge(raw["claims"][place].drop_duplicates(), on=place)
    found = defaultdict(list)
    for row in rows_of(printed):
        found[row["subject"], row["measure"], row["period"]].append(row["series"])
    return found


def _by_claim(checks: Iterable[Check]) -> Mapping[str, list[Check]]:
    by_claim = defaultdict(list)
    for check in checks:
        by_claim[check.claim].append(check)
    return by_claim


def _series(check: Check) -> tuple[str, str]:
    return check.series, check.base_series


def _case(claim: Claim, checks: Iterable[Check], shelf: Shelf) -> Case:
    heard = [(check, _restated(claim, check, said)) for check, said in gather(claim, checks, shelf)]
    return Case(claim, heard, weigh(said for _, said in heard), implied(claim, shelf.claims))


def _restated(claim: Claim, check: Check, finding: Finding) -> Finding:
    """A growth printed by the body that the article copied is the claim again, no evidence."""
    derived = claim.kind in ("growth", "ratio", "share")
    if derived and check.method == "printed" and finding.body == claim.copied_from:
        return replace(finding, relation=Relation.RESTATED)
    return finding


def _verdict_row(case: Case, bodies: Mapping[str, str]) -> dict[str, str]:
    claim, follows = case.claim, case.implied or case.claim.quantity
    decisive = [said for _, said in case.heard if said.relation is Relation.SAME]
    return {
        "claim": claim.claim,
        "source": claim.source,
        "place": f"paragraph {claim.paragraph}",
        "as_written": claim.as_written,
        "statement": claim.statement,
        "kind": claim.kind,
        "verdict": case.verdict.value,
        "evidence_verdicts": "; ".join(_tally(decisive)),
        **_bounds("", claim.quantity),
        "claim_unit": claim.quantity.unit if claim.quantity else "",
        "implied": claim.implies,
        **_bounds("implied_", follows),
        "unit": follows.unit if follows else "",
        "evidence": " ".join(dict.fromkeys(key for said in decisive for key in said.inputs)),
        "different_series": " ".join(_agreeing_elsewhere(case)),
        "note": _reason(case, bodies),
    }


def _evidence_row(case: Case, check: Check, said: Finding) -> dict[str, str]:
    return {
        "claim": case.claim.claim,
        "check": check.check,
        "method": check.method,
        "relation": said.relation.value,
        "body": said.body,
        "series": check.series,
        "inputs": " ".join(said.inputs),
        "period": check.period or case.claim.period,
        "key": said.quantity.key if said.quantity and said.quantity.key else said.inputs[0],
        "formula": said.quantity.formula if said.quantity else "",
        "value": display.decimal(said.quantity.value) if said.quantity else "",
        **_bounds("", said.quantity),
        "unit": said.quantity.unit if said.quantity else "",
        "gives": given(said),
        "verdict": said.verdict.value,
        "why": check.why,
    }


def _bounds(prefix: str, quantity: Quantity | None) -> dict[str, str]:
    interval = quantity.as_read if quantity else None
    return {
        f"{prefix}low": display.end(interval.low) if interval else "",
        f"{prefix}high": display.end(interval.high) if interval else "",
    }


def _tally(findings: Iterable[Finding]) -> list[str]:
    found = [said.verdict for said in findings]
    return [f"{verdict} {found.count(verdict)}" for verdict in EvidenceVerdict if verdict in found]


def _agreeing_elsewhere(case: Case) -> list[str]:
    return sorted(
        {
            check.series
            for check, said in case.heard
            if said.relation is Relation.DIFFERENT
            and said.verdict in (EvidenceVerdict.EXACT, EvidenceVerdict.WITHIN_ROUNDING)
        }
    )


def _reason(case: Case, bodies: Mapping[str, str]) -> str:
    """One line: what the voice of each body gives, and the claim's own caveat."""
    decisive = [said for _, said in case.heard if said.relation is Relation.SAME]
    parts = [
        f"{bodies.get(body, body)}: {given(said)} ({said.verdict})"
        for body, said in voices(decisive).items()
    ]
    reason = "; ".join(parts) or "No independent evidence in the tables"
    return f"{reason}. {case.claim.note}".rstrip(". ") + "."


def given(said: Finding) -> str:
    """What a piece of evidence gives: a number, or what happened and when."""
    number = display.text(said.quantity) if said.quantity else ""
    return " ".join(part for part in (said.words, number) if part)
