"""The claims that have to hear new figures, and how: a person's judgement, with its reason."""

from __future__ import annotations

from collections.abc import Mapping

from figurecheck.checking import checks_of, unheard
from figurecheck.scaffolds.answers import Answers, one_line, one_of
from figurecheck.scaffolds.drafts import Draft
from figurecheck.scaffolds.keys import check_key
from figurecheck.tables import read_raw
from figurecheck.tables.rules import Fault
from figurecheck.verdicts import Relation

# By claim and series: what the series is to the claim, and why.
Hearings = Mapping[tuple[str, str], tuple[str, str]]


def hear(draft: Draft, answers: Answers, given: Hearings, named: int) -> None:
    """Adds a check (method printed) for each claim and series that the draft leaves unheard.

    What `given` does not say is asked for. `named` is the place, in a pair of claim and series,
    of what --check names. Raises DataError where nobody says it, and for a claim and series in
    `given` that need no check.
    """
    raw = read_raw(draft.folder)
    statements = dict(zip(raw["claims"]["claim"], raw["claims"]["statement"], strict=True))
    pairs = list(dict.fromkeys(unheard(raw, checks_of(raw))))
    for claim, series in given:
        if (claim, series) not in pairs:
            expected = "a claim and a series of one subject, measure and period, not joined yet"
            remedy = "Other checks are rows of data/raw/checks.csv."
            answers.refuse("check", (claim, series)[named], Fault(expected, remedy))
    said = []
    for pair in pairs:
        if pair not in given and not answers.can_ask:
            question = f"what the series {pair[1]} is to the claim {pair[0]}"
            remedy = f"Give --check {pair[named]} {'|'.join(Relation)} WHY."
            answers.miss("check", question, remedy)
        else:
            judged = _judged(answers, pair, statements[pair[0]], given, named)
            said.append((*pair, *judged))
    answers.settle()
    keys = set(raw["checks"]["check"])
    for claim, series, relation, why in said:
        key = check_key(claim, keys)
        keys.add(key)
        row = {"check": key, "claim": claim, "method": "printed", "series": series}
        draft.add_row("checks", row | {"relation": relation, "why": why})


def _judged(
    answers: Answers, pair: tuple[str, str], statement: str, given: Hearings, named: int
) -> tuple[str, str]:
    """Relation and reason, as given or asked for."""
    if pair in given:
        relation, why = given[pair]
        for value, wrong in ((relation, one_of(tuple(Relation))(relation)), (why, one_line(why))):
            if wrong:
                answers.refuse("check", value, wrong)
        return relation, why
    claim, series = pair
    question = f"what the series {series} is to the claim {claim}, “{statement}”"
    question += f" ({', '.join(Relation)})"
    judges = ((question, one_of(tuple(Relation))), ("why", None))
    relation, why = answers.ask(*judges, option=("--check", pair[named]))
    return relation, why
