"""A new claim of an article, and how it hears the figures of its own subject."""

from __future__ import annotations

from collections.abc import Collection, Mapping

import pandas as pd

from figurecheck.scaffolds.answers import Answers, Judge, cell_of, one_of
from figurecheck.scaffolds.drafts import Draft
from figurecheck.scaffolds.figures import PERIOD
from figurecheck.scaffolds.hearing import hear
from figurecheck.scaffolds.reading import reading, unit_of
from figurecheck.tables import read_raw
from figurecheck.tables.rules import Fault, fault
from figurecheck.tables.schema import Field, read_package

COMPARED = ("growth", "ratio")  # kinds of claims about a change against an earlier period
HAPPENED = ("event", "chair", "date")  # kinds of claims about something that happened

# Claims that agree in these are one.
_ONE = ("source", "paragraph", "as_written", "nth", "kind", "subject")
OPTIONAL = ("listed", "implies", "with-claim", "copied-from", "note")


def add_claim(draft: Draft, answers: Answers, heard: Mapping[str, tuple[str, str]]) -> str:
    """Adds the claim, and a check for each series with figures of its subject and period; its key.

    `heard` gives relation and reason by the series. Raises DataError with all that is missing
    or wrong in the answers.
    """
    raw = read_raw(draft.folder)
    fields = {field.name: field for field in read_package(draft.folder)["claims"].fields}
    sources = raw["sources"]
    articles = sources.loc[sources["kind"] == "article", "source"].tolist()
    row = {
        "claim": answers.need(
            "claim",
            "a key for the claim (corridor-2023-growth)",
            _free(fields["claim"], set(raw["claims"]["claim"])),
        ),
        "source": answers.need("source", f"the article ({', '.join(articles)})", one_of(articles)),
        "paragraph": answers.need(
            "paragraph", "its paragraph, counted from one", cell_of(fields["paragraph"])
        ),
        **_phrase(answers, fields),
        "statement": answers.need("statement", "what is claimed, in our words"),
        **_subject(answers, fields),
        **{name.replace("-", "_"): _option(answers, name, fields) for name in OPTIONAL},
    }
    _refuse_twice(answers, row, raw["claims"])
    answers.settle()
    draft.add_row("claims", row)
    given = {(row["claim"], series): said for series, said in heard.items()}
    hear(draft, answers, given, named=1)
    return row["claim"]


def _refuse_twice(answers: Answers, row: Mapping[str, str], claims: pd.DataFrame) -> None:
    """One sentence asserts one thing once; of two subjects the same words may stand."""
    same = claims[(claims[list(_ONE)] == [row[name] for name in _ONE]).all(axis=1)]
    for key in same["claim"]:
        wrong = Fault("what no other claim asserts", f"That is the claim {key} already.")
        answers.refuse("phrase", row["as_written"], wrong)


def _option(answers: Answers, name: str, fields: Mapping[str, Field]) -> str:
    return answers.may(name, cell_of(fields[name.replace("-", "_")]))


def _free(field: Field, taken: Collection[str]) -> Judge:
    def judge(key: str) -> Fault | None:
        if key in taken:
            return Fault("a key that no other claim has", "Choose another.")
        return fault(field, key)

    return judge


def _phrase(answers: Answers, fields: Mapping[str, Field]) -> dict[str, str]:
    """The cells as_written, unit and nth; a claim without a number has a blank unit."""
    phrase = answers.need("phrase", "the short phrase, exactly as the article prints it")
    question = "the unit to read it in (tonnes, USD, percent, …), blank if it has no number"
    unit = answers.need("unit", question, unit_of(fields["unit"]), blank=True)
    return reading(answers, fields, phrase, unit)[0]


def _subject(answers: Answers, fields: Mapping[str, Field]) -> dict[str, str]:
    """Kind, subject, measure and time: what decides which figures bear on the claim."""
    kinds, measures = fields["kind"].choices, fields["measure"].choices
    kind = answers.need("kind", f"what sort of claim it is ({', '.join(kinds)})", one_of(kinds))
    subject = answers.need(
        "subject", "the subject of its series or events", cell_of(fields["subject"])
    )
    if kind in HAPPENED:
        measure = answers.may("measure", cell_of(fields["measure"]))
        listed = ", ".join(fields["what"].choices)
        what = answers.need("what", f"what happened ({listed})", cell_of(fields["what"]))
    else:
        question = f"the measure of its series ({', '.join(measures)}), blank for none"
        measure = answers.need("measure", question, cell_of(fields["measure"]), blank=True)
        what = answers.may("what", cell_of(fields["what"]))
    period = answers.need("period", PERIOD, cell_of(fields["period"]), blank=True)
    judge = cell_of(fields["base_period"])
    if kind in COMPARED:
        base = answers.need(
            "base-period", "the period compared with, blank if unstated", judge, True
        )
    else:
        base = answers.may("base-period", judge)
    named = {"kind": kind, "subject": subject, "measure": measure, "what": what}
    return named | {"period": period, "base_period": base}
