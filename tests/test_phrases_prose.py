"""The numbers of English prose that the coverage check and the number lint see."""

from __future__ import annotations

import pytest

from figurecheck.phrases import numbers


@pytest.mark.parametrize(
    ("text", "spans"),
    [
        ("two days after the pledge", ["two days:number"]),
        ("over the past 18 years", ["18 years:number"]),
        ("a sixfold rise", ["sixfold:multiple"]),
        ("a 22-fold rise", ["22-fold:multiple"]),
        ("it doubled, then rose 2.5 times", ["doubled:multiple", "2.5 times:multiple"]),
        ("twice as much", ["Twice:multiple".lower()]),
        ("more than a third to $24bn", ["a third:fraction", "$24bn:number"]),
        ("two-thirds and half", ["two-thirds:fraction", "half:fraction"]),
        ("the May 18-19 summit", ["May 18-19:date"]),
        ("on 29–30 May 2025", ["29–30 May 2025:date"]),
        ("in January 2024", ["January 2024:date"]),
        ("in February, and it may rise", ["February:date"]),
        ("sixty-five percent", ["sixty-five percent:number"]),
        ("60% of investment", ["60%:number"]),
        ("a 10-year plan", ["10-year:number"]),
        ("the second edition", ["second:ordinal"]),
        ("the 1st and the twenty-first", ["1st:ordinal", "twenty-first:ordinal"]),
        ("protests of 2022", ["2022:year"]),
        ("from 2019–2025", ["2019–2025:year"]),
        ("300 bilateral agreements", ["300:number"]),
        ("one train and one-year terms", ["one:number", "one-year:number"]),
        ("hundreds of trains", ["hundreds:number"]),
        ("COVID-19", ["19:number"]),
        ("a top five investor", ["top five:number"]),
        ("one of the largest; another one; no one; any one country; this one", []),
        ("both sides, once, a single few, a quarter earlier? no: Otto", []),
        ("a third country may march on", ["third:ordinal"]),
        (
            "nought, naught, nil and zeros",
            [f"{w}:number" for w in ["nought", "naught", "nil", "zeros"]],
        ),
        ("in the nineties, by threes", ["nineties:number", "threes:number"]),
        ("a hundredth of it", ["hundredth:number"]),
        ("km² and 10⁶", ["²:number", "10:number", "⁶:number"]),
        ("double-digit growth at half-price", ["double:multiple", "half:multiple"]),
        ("a half-year, the half-decade; a double - a half", ["double:multiple", "a half:fraction"]),
    ],
)
def test_each_number_is_seen_once_with_its_kind(text: str, spans: list[str]) -> None:
    assert [f"{span.text}:{span.kind}" for span in numbers(text)] == spans
