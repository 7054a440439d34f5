"""Verdicts: neighbours on both sides of every boundary, and the weighing of witnesses."""

from __future__ import annotations

from dataclasses import FrozenInstanceError, replace
from fractions import Fraction as F
from math import inf

import pytest

from figurecheck.intervals import Interval
from figurecheck.quantities import Quantity
from figurecheck.verdicts import (
    NOT_STATED,
    EvidenceVerdict,
    Finding,
    Relation,
    Verdict,
    compare,
    precision,
    weigh,
)
from tests.test_growth import rounded

E = EvidenceVerdict


def over(text: str, unit: str = "USD") -> Quantity:
    value = F(text)
    beyond, next_point = Interval(value, None, True), Interval(value, value + 1, True, True)
    return Quantity(value, unit, beyond, beyond, beyond, next_point, text, "over", F(1), (F(1),))


@pytest.mark.parametrize(
    ("claim", "evidence", "verdict"),
    [
        ("65", "65.4", E.EXACT),
        ("2.76", "2.764", E.EXACT),
        ("2.76", "2.766", E.ONLY_IF_TRUNCATED),
        ("2.76", "2.8", E.WITHIN_ROUNDING),
        ("2.76", "2.7", E.ONLY_IF_TRUNCATED),
        ("2.76", "2.6", E.DOES_NOT_HOLD),
        ("65", "86", E.DOES_NOT_HOLD),
        ("31", "31.5", E.EXACT),
        ("31", "31.6", E.ONLY_IF_TRUNCATED),
        ("31", "32.2", E.DOES_NOT_HOLD),
    ],
)
def test_a_plain_number_is_held_against_another(claim: str, evidence: str, verdict: E) -> None:
    assert compare(rounded(claim), rounded(evidence)) is verdict


@pytest.mark.parametrize(
    ("evidence", "verdict"),
    [
        ("24.2", E.EXACT),
        ("24.0", E.WITHIN_ROUNDING),  # it may have been 24.04
        ("23.9", E.DOES_NOT_HOLD),
        ("31.2", E.WITHIN_ROUNDING),  # true by its words, though no reader expects it
    ],
)
def test_over_24_is_entailed_by_more_and_by_nothing_less(evidence: str, verdict: E) -> None:
    assert compare(over("24"), rounded(evidence, "USD")) is verdict


def test_a_lower_bound_alone_refutes_nothing_above_it() -> None:
    assert compare(rounded("25", "USD"), over("6")) is E.CANNOT_BE_CHECKED
    assert compare(rounded("5", "USD"), over("6")) is E.DOES_NOT_HOLD


def test_two_units_cannot_be_compared() -> None:
    with pytest.raises(ValueError, match="cannot be held against"):
        compare(rounded("1", "tonne"), rounded("1", "USD"))


def said(
    verdict: E, body: str = "a", relation: Relation = Relation.SAME, text: str = "1.0"
) -> Finding:
    return Finding(verdict, body, relation, rounded(text))


@pytest.mark.parametrize(
    ("heard", "verdict"),
    [
        ([], Verdict.UNVERIFIED),
        ([said(E.CANNOT_BE_CHECKED)], Verdict.UNVERIFIED),
        ([said(E.EXACT)], Verdict.SUPPORTED),
        ([said(E.ONLY_IF_TRUNCATED)], Verdict.SUPPORTED),
        ([said(E.DOES_NOT_HOLD)], Verdict.CONTRADICTED),
        ([said(E.EXACT, "a"), said(E.DOES_NOT_HOLD, "b")], Verdict.DISPUTED),
        ([said(E.EXACT, "a", Relation.DIFFERENT)], Verdict.UNVERIFIED),
        ([said(E.EXACT, "a", Relation.RESTATED)], Verdict.UNVERIFIED),
        (
            [said(E.DOES_NOT_HOLD, "a"), said(E.EXACT, "b", Relation.DIFFERENT)],
            Verdict.CONTRADICTED,
        ),
    ],
)
def test_witnesses_are_weighed(heard: list[Finding], verdict: Verdict) -> None:
    assert weigh(heard) is verdict


def test_ten_pages_quoting_one_body_are_one_witness_and_the_most_precise_speaks() -> None:
    coarse = [said(E.DOES_NOT_HOLD, "a", text="2.8") for _ in range(10)]
    assert weigh([*coarse, said(E.EXACT, "a", text="2.764")]) is Verdict.SUPPORTED


def test_all_pages_that_do_not_say_whom_they_quote_are_one_voice() -> None:
    unnamed = [
        said(E.DOES_NOT_HOLD, NOT_STATED, text="2.8"),
        said(E.EXACT, NOT_STATED, text="2.76"),
    ]
    assert weigh(unnamed) is Verdict.SUPPORTED
    assert weigh([*unnamed, said(E.DOES_NOT_HOLD, "a")]) is Verdict.DISPUTED


def test_what_events_changed_after_the_printing_is_overtaken() -> None:
    cancelled = Finding(E.DOES_NOT_HOLD, "a", Relation.SAME, overtakes=True)
    assert weigh([cancelled]) is Verdict.OVERTAKEN


def test_verdicts_and_relations_are_the_words_of_the_codebook() -> None:
    assert list(EvidenceVerdict) == [
        "exact",
        "within rounding",
        "only if truncated",
        "does not hold",
        "cannot be checked",
    ]
    assert list(Verdict) == ["supported", "contradicted", "disputed", "overtaken", "unverified"]
    assert list(Relation) == ["same", "different", "restated"]
    assert NOT_STATED == "not-stated"


def up_to(text: str, unit: str = "USD") -> Quantity:
    value = F(text)
    below, reader = Interval(None, value), Interval(value - 1, value)
    return Quantity(value, unit, below, below, below, reader, text, "up to", F(1), (F(1),))


@pytest.mark.parametrize("evidence", [over("24"), up_to("24")])
def test_evidence_that_is_open_to_one_side_is_never_exact(evidence: Quantity) -> None:
    assert compare(rounded("24", "USD"), evidence) is E.WITHIN_ROUNDING


def test_a_plain_claim_is_held_to_its_rounding_and_not_to_what_its_words_might_mean() -> None:
    claim = replace(rounded("24"), semantic=Interval(F(0), F(100)))
    assert compare(claim, rounded("30")) is E.ONLY_IF_TRUNCATED


@pytest.mark.parametrize(
    ("evidence", "verdict"),
    [
        ("199", E.DOES_NOT_HOLD),
        ("200", E.ONLY_IF_TRUNCATED),
        ("290", E.ONLY_IF_TRUNCATED),
        ("300", E.EXACT),
        ("310", E.ONLY_IF_TRUNCATED),
        ("400", E.ONLY_IF_TRUNCATED),
        ("401", E.DOES_NOT_HOLD),
    ],
)
def test_trailing_noughts_may_have_been_cut_at_any_of_their_places(
    evidence: str, verdict: E
) -> None:
    claim = replace(rounded("300"), granularities=(F(1), F(10), F(100)))
    exactly = Quantity.exactly(F(evidence), "tonne")
    assert compare(claim, exactly) is verdict


def test_precision_is_the_width_for_the_size_and_a_bound_comes_last() -> None:
    assert precision(rounded("2.5")) == (False, 0.04)
    assert precision(rounded("-2.5")) == (False, 0.04)
    assert precision(rounded("0.0")) == (False, 0.1)
    assert precision(over("24")) == precision(up_to("24")) == (True, inf)
    assert precision(Quantity.exactly(7, "tonne")) == (False, 0.0)


def test_the_most_precise_figure_of_a_body_speaks_even_against_the_author() -> None:
    coarse, fine = said(E.EXACT, text="2.8"), said(E.DOES_NOT_HOLD, text="2.764")
    assert weigh([coarse, fine]) is weigh([fine, coarse]) is Verdict.CONTRADICTED


def test_a_plain_figure_speaks_before_a_bound_of_the_same_body() -> None:
    bound = Finding(E.EXACT, "a", Relation.SAME, over("24"))
    assert weigh([bound, said(E.DOES_NOT_HOLD)]) is Verdict.CONTRADICTED


def test_of_two_events_the_kinder_one_speaks_and_an_event_is_as_sure_as_an_exact_number() -> None:
    denied, told = (Finding(v, "a", Relation.SAME) for v in (E.DOES_NOT_HOLD, E.EXACT))
    assert weigh([denied, told]) is Verdict.SUPPORTED
    assert weigh([denied, said(E.EXACT)]) is Verdict.CONTRADICTED
    assert told.words == ""


def test_a_finding_cannot_be_changed_afterwards() -> None:
    with pytest.raises(FrozenInstanceError):
        said(E.EXACT).verdict = E.DOES_NOT_HOLD  # type: ignore[misc]


def test_the_error_names_both_units() -> None:
    with pytest.raises(ValueError, match=r"^a claim in tonne cannot be held against USD$"):
        compare(rounded("1", "tonne"), rounded("1", "USD"))
