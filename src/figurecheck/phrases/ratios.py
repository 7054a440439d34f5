"""Words that are a ratio by themselves: "doubled", "sixfold", "вдвое", "шестикратный"."""

from __future__ import annotations

from fractions import Fraction

from figurecheck.phrases.words import CARDINALS

MULTIPLES: dict[str, Fraction] = {
    word: Fraction(value)
    for value, words in {
        Fraction(2): (
            "doubled doubles double doubling twice twofold вдвое удвоил удвоился удвоилась "
            "удвоилось удвоились удвоить удвоится удвоение удваивается verdoppelt verdoppelte "
            "verdoppeln raddoppiato raddoppiata raddoppiati raddoppiate doppelte doppelten "
            "dwukrotnie dwukrotny dwukrotnego raddoppiare raddoppiano doublé doubler doublant "
            "duplicado duplicó duplicar podwoił podwoiła podwoiło podwoiły zdvojnásobil "
            "двукратный двукратно двукратного"
        ),
        Fraction(3): (
            "tripled triples triple tripling trebled treble trebles trebling thrice втрое утроил "
            "утроился утроилась утроилось утроились утроить утроится verdreifacht verdreifachte "
            "triplicato triplicata triplicate dreifache trzykrotnie triplicati triplé triplicado "
            "triplicó potroił potroiła"
        ),
        Fraction(4): (
            "quadrupled quadruples quadruple quadrupling вчетверо учетверил учетверился "
            "vervierfacht quadruplicato quadruplé"
        ),
        Fraction(5): ("quintupled quintuple quintupling впятеро verfünffacht"),
        Fraction(6): ("sextupled вшестеро"),
        Fraction(7): ("всемеро"),
        Fraction(1, 2): (
            "halved halves halving halve вполовину halbiert halbierte dimezzato dimezzata "
            "dimezzati уполовинил"
        ),
    }.items()
    for word in words.split()
}

# "двукратный", "шестикратно": a genitive before "кратн-".
FOLD_PREFIXES = {
    "дву": 2, "двух": 2, "трех": 3, "четырех": 4, "пяти": 5, "шести": 6, "семи": 7,
    "восьми": 8, "девяти": 9, "десяти": 10, "сто": 100, "полутора": 1.5,
}  # fmt: skip


def multiple(word: str) -> Fraction | None:
    """The ratio that one word names, or None.

    >>> multiple("sixfold"), multiple("шестикратный"), multiple("manifold")
    (Fraction(6, 1), Fraction(6, 1), None)
    """
    if word in MULTIPLES:
        return MULTIPLES[word]
    if word.endswith("fold"):
        stem = word.removesuffix("fold")
        return {"hundred": Fraction(100), "thousand": Fraction(1000)}.get(stem, CARDINALS.get(stem))
    head, found, _ = word.partition("кратн")
    value = FOLD_PREFIXES.get(head) if found else None
    return None if value is None else Fraction(value)
