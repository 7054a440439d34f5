"""Numbers spelled out: cardinals, ordinals and fractions, by language.

English and Russian in full, the other languages as far as short phrases need them. A word
that means something commoner in English ("sept", "due", "on") is left out of the table of
its language.
"""

from __future__ import annotations

from fractions import Fraction

from figurecheck.phrases.vocabulary import word_list, words_of

ENGLISH = {
    word: value
    for value, word in enumerate(
        word_list(
            "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
            "fifteen sixteen seventeen eighteen nineteen"
        )
    )
} | {
    word: value
    for value, word in zip(
        range(20, 100, 10),
        word_list("twenty thirty forty fifty sixty seventy eighty ninety"),
        strict=True,
    )
}


def _declined(nominatives: str, values: range) -> dict[str, int]:
    """Russian numerals in -ь with their genitive and instrumental."""
    return {
        word.removesuffix("ь") + ending: value
        for value, word in zip(values, nominatives.split(), strict=True)
        for ending in ("ь", "и", "ью")
    }


def _forms(table: dict[int, str]) -> dict[str, int]:
    return {word: value for value, words in table.items() for word in words.split()}


RUSSIAN = (
    _declined("пять шесть семь", range(5, 8))
    | _declined("девять десять", range(9, 11))
    | _declined(
        "одиннадцать двенадцать тринадцать четырнадцать пятнадцать шестнадцать семнадцать "
        "восемнадцать девятнадцать двадцать",
        range(11, 21),
    )
    | _forms(
        {
            0: "ноль нуля нулю",
            1: "один одна одно одного одной одну одним",
            2: "два две двух двум двумя",
            3: "три трех трем тремя",
            4: "четыре четырех четырем четырьмя",
            8: "восемь восьми восемью",
            30: "тридцать тридцати тридцатью",
            40: "сорок сорока",
            50: "пятьдесят пятидесяти",
            60: "шестьдесят шестидесяти",
            70: "семьдесят семидесяти",
            80: "восемьдесят восьмидесяти",
            90: "девяносто девяноста",
            100: "сто ста",
            200: "двести двухсот двумстам",
            300: "триста трехсот тремстам",
            400: "четыреста четырехсот",
            500: "пятьсот пятисот",
            600: "шестьсот шестисот",
            700: "семьсот семисот",
            800: "восемьсот восьмисот",
            900: "девятьсот девятисот",
        }
    )
)

OTHER = _forms(
    {
        1: "eine einer einen une бір",
        2: "zwei deux dos dwa dwie dva dvě екі iki",
        3: "drei trois tre tres trzy tři três үш üç",
        4: "vier quatre quattro cuatro cztery čtyři төрт dört",
        5: "fünf cinq cinque cinco pięć pět бес beş",
        6: "sechs seis sześć šest алты altı",
        7: "sieben sette siete siedem sedm жеті yedi",
        8: "huit otto ocho osiem osm сегіз sekiz",
        9: "neun neuf nove nueve dziewięć devět тоғыз dokuz",
        10: "zehn dieci diez dziesięć deset",
        12: "zwölf douze dodici doce",
        20: "zwanzig vingt venti veinte жиырма",
    }
)

CARDINALS = {word: Fraction(value) for word, value in (ENGLISH | RUSSIAN | OTHER).items()}
CARDINALS |= {word: Fraction(3, 2) for word in ("полтора", "полторы", "полутора", "anderthalb")}
CARDINALS |= {"zweieinhalb": Fraction(5, 2), "eineinhalb": Fraction(3, 2)}

# What adds a half to the number before it: "two and a half", "два с половиной".
HALVES = {
    ("and", "a", "half"): Fraction(1, 2),
    ("and", "half"): Fraction(1, 2),
    ("and", "one", "half"): Fraction(1, 2),
    ("and", "a", "quarter"): Fraction(1, 4),
    ("and", "a", "third"): Fraction(1, 3),
    ("and", "three", "quarters"): Fraction(3, 4),
    ("с", "половиной"): Fraction(1, 2),
    ("с", "четвертью"): Fraction(1, 4),
    ("et", "demi"): Fraction(1, 2),
    ("et", "demie"): Fraction(1, 2),
    ("e", "mezzo"): Fraction(1, 2),
    ("y", "medio"): Fraction(1, 2),
}

ORDINALS = {
    word: value
    for value, word in enumerate(
        word_list(
            "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth "
            "thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth "
            "twentieth"
        ),
        start=1,
    )
} | {"thirtieth": 30, "fortieth": 40, "fiftieth": 50}

# Russian ordinals by stem, so that every case and gender is met.
ORDINAL_STEMS = {
    "перв": 1,
    "втор": 2,
    "трет": 3,
    "четверт": 4,
    "пят": 5,
    "шест": 6,
    "седьм": 7,
    "восьм": 8,
    "девят": 9,
    "десят": 10,
}
_STEMS = tuple(ORDINAL_STEMS)
ORDINAL_ENDINGS = words_of(
    "ый ая ое ого ой ому ым ом ую ые ых ыми ий ья ье ьего ьей ьему ьим ьем ью ьи ьих"
)

# English denominators, singular and plural.
DENOMINATORS = {"half": 2, "halves": 2, "quarter": 4, "quarters": 4} | {
    word + ending: value
    for word, value in ORDINALS.items()
    if 3 <= value <= 10
    for ending in ("", "s")
}

_PARTS = {
    Fraction(1, 2): (
        "половина|половину|половины|половине|половиной|наполовину|hälfte|metà|moitié|mitad|"
        "połowa|połowę|połowy|polovina|polovinu|polovica|жартысы|жартысын|жартысынан|жарты|一 半|"
        "半 分|metade|yarısı"
    ),
    Fraction(1, 3): (
        "треть|трети|третью|одна треть|одну треть|одной трети|drittel|ein drittel|"
        "eines drittels|un terzo|un tiers|un tercio|jedna trzecia|jedną trzecią|třetina|"
        "třetinu|үштен бір|үштен бірі|三 分 之 一"
    ),
    Fraction(2, 3): (
        "две трети|двух третей|двум третям|zwei drittel|due terzi|deux tiers|dos tercios|"
        "dwie trzecie|үштен екі|үштен екісі|三 分 之 二"
    ),
    Fraction(1, 4): (
        "четверть|четверти|четвертью|одна четверть|viertel|ein viertel|un quarto|un quart|"
        "un cuarto|jedna czwarta|čtvrtina|төрттен бір|төрттен бірі|四 分 之 一"
    ),
    Fraction(3, 4): (
        "три четверти|трех четвертей|drei viertel|dreiviertel|tre quarti|trois quarts|"
        "tres cuartos|trzy czwarte|төрттен үш|төрттен үші|四 分 之 三"
    ),
    Fraction(1, 5): ("пятая часть|пятую часть|ein fünftel|un quinto|un cinquième|五 分 之 一"),
    Fraction(1, 10): ("десятая часть|десятую часть|ein zehntel|un decimo|un dixième"),
}
FRACTIONS = {
    tuple(words.split()): value for value, forms in _PARTS.items() for words in forms.split("|")
}


def ordinal(word: str) -> int | None:
    """The place that an ordinal names, or None.

    >>> ordinal("third"), ordinal("третье"), ordinal("третью")
    (3, 3, 3)
    """
    if word in ORDINALS:
        return ORDINALS[word]
    if not word.startswith(_STEMS):
        return None
    for stem, value in ORDINAL_STEMS.items():
        if word.startswith(stem) and word[len(stem) :] in ORDINAL_ENDINGS:
            return value
    return None
