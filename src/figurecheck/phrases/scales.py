"""Scale words, in every language that is read."""

from __future__ import annotations

from fractions import Fraction

from figurecheck.phrases.vocabulary import word_list


def _spread(table: dict[int, str]) -> dict[str, Fraction]:
    return {word: Fraction(value) for value, words in table.items() for word in words.split()}


# A scale word counts only after a number, so short forms do no harm. "Billion" is the short
# scale in English; the long scale only where the form is no English word.
SCALES = _spread(
    {
        100: ("hundred 百"),
        12: ("dozen"),
        10**3: (
            "thousand thousands thsd thous ths k тыс тысяча тысяч тысячи тысячу tys tis tsd "
            "tausend mila mille mil mii tisíc tisíce tisuća tisuću ezer мың duizend tausende bin "
            "thou 千"
        ),
        10**4: ("万 萬"),
        10**6: (
            "million millions m mm mn mln mio mill млн миллион миллиона миллионов millionen "
            "milioni milione millones millón milion miliony milionów miliona milionů milionu "
            "miliónov milióny milión milijun milijuna milijuni milijon milijona milijone "
            "milijonov millió miljoen miljoner milhões milhão milyon milioane мільйон мільйона "
            "мільйонів миллионға миллионнан"
        ),
        10**8: ("億 亿"),
        10**9: (
            "billion billions b bn bln bil млрд миллиард миллиарда миллиардов milliarden "
            "milliarde milliards milliard miliardi miliardo miliard miliardy miliardów miliarda "
            "miliárd miliardů milijarda milijarde milijardi milliárd miljard miljarder milyar "
            "miliarde mld mrd mlrd mia мільярд мільярда мільярдів bilhões миллиардқа миллиардтан"
        ),
        10**12: (
            "trillion trillions tn trn trln трлн триллион триллиона триллионов billionen bilion "
            "bilionów bilionu billones billió trilyon trilioni 兆"
        ),
    }
)
# Russian and Kazakh case endings, and those of "20-миллионный".
_ENDINGS = (
    "а у ом е ы ов ам ами ах и ей ға нан қа тан дан дай ный ного ному ным ном ная ной ную ные ных"
)
SCALES |= {
    stem + ending: Fraction(value)
    for stem, value in {
        "миллион": 10**6,
        "миллиард": 10**9,
        "триллион": 10**12,
        "тысяч": 10**3,
    }.items()
    for ending in word_list(_ENDINGS)
}
HAN_SCALES = frozenset("百千万萬億亿兆")

# "превысил миллиард": a scale word that stands for one of itself where no number precedes it.
ALONE = _spread(
    {
        10**3: "тысяча тысячу тысячи",
        10**6: "миллион миллиона миллиону миллионом",
        10**9: "миллиард миллиарда миллиарду миллиардом",
        10**12: "триллион триллиона триллиону",
    }
)
