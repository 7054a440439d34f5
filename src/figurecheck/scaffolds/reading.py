"""A printed phrase of a new row: read before anything is written, and told as it was read."""

from __future__ import annotations

from collections.abc import Mapping

from figurecheck import display, phrases
from figurecheck.phrases.columns import column
from figurecheck.quantities import Quantity
from figurecheck.scaffolds.answers import Answers, Judge, cell_of
from figurecheck.tables.nearest import suggestion
from figurecheck.tables.rules import Fault
from figurecheck.tables.schema import PACKAGE, Field

Row = dict[str, str]


def unit_of(field: Field) -> Judge:
    """A judge of units that a column lists, by any name that the parser takes for one of them."""

    def judge(unit: str) -> Fault | None:
        if as_listed(unit, field.choices) in field.choices:
            return None
        otherwise = f"a new unit is a word in the enum of {field.name} in {PACKAGE}."
        return Fault("a unit that the table lists", suggestion(unit, field.choices, otherwise))

    return judge


def as_listed(unit: str, choices: tuple[str, ...]) -> str:
    """The unit as the table's list writes it: "tonne" is its "tonnes"; unknown ones as they are."""
    if unit in choices:
        return unit
    return next((choice for choice in choices if column(choice) == column(unit)), unit)


def reading(
    answers: Answers, fields: Mapping[str, Field], phrase: str, unit: str
) -> tuple[Row, Quantity | None]:
    """The cells as_written, unit and nth, and the number that is read and told; None without one.

    Where the phrase cannot be read without it, nth is asked for.
    """
    nth = answers.may("nth", cell_of(fields["nth"]))
    known = as_listed(unit, fields["unit"].choices)
    cells = {"as_written": phrase, "unit": known, "nth": nth}
    if not phrase or not unit or unit_of(fields["unit"])(unit):
        return cells, None
    number = _read(phrase, known, nth)
    if isinstance(number, str) and answers.can_ask and not nth:
        answers.tell(f"  {number}")
        question = "which number of this unit is meant, counted from 1"
        cells["nth"] = answers.wish("nth", question, cell_of(fields["nth"]))
        number = _read(phrase, known, cells["nth"])
    if isinstance(number, str):
        remedy = "Mend the phrase or the unit, or say with --nth which number is meant."
        answers.refuse("phrase", phrase, Fault(f"a number in {known} ({number})", remedy))
        return cells, None
    answers.tell(f"reads  {read_aloud(number)}")
    return cells, number


def read_aloud(number: Quantity) -> str:
    """What the parser reads: "over 24 tonnes, hedge over: above 24 tonnes"."""
    admits = display.text(number.shown(style="range"))
    hedge = f", hedge {number.hedge}" if number.hedge else ""
    said = f"{display.text(number)}{hedge}: {admits}"
    return said.replace(display.NO_BREAK, " ")


def _read(phrase: str, unit: str, nth: str) -> Quantity | str:
    """The number, or why there is none."""
    try:
        return phrases.read(phrase, unit, int(nth) if nth.isdecimal() else None)
    except phrases.Unreadable as reason:
        return str(reason)
