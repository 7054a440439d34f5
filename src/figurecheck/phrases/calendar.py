"""Months and the words that show that a number is a year."""

from __future__ import annotations

from fractions import Fraction

from figurecheck.phrases.vocabulary import words_of

# "May" and "march" are verbs too: a month counts only beside a number.
ENGLISH_MONTHS = words_of(
    "january february march april may june july august september october november december jan "
    "feb mar apr jun jul aug sep sept oct nov dec"
)
MONTHS = ENGLISH_MONTHS | words_of(
    "январь января январе февраль февраля феврале март марта марте апрель апреля апреле май мая "
    "мае июнь июня июне июль июля июле август августа августе сентябрь сентября сентябре октябрь "
    "октября октябре ноябрь ноября ноябре декабрь декабря декабре januar jänner februar märz mai "
    "juni juli oktober dezember gennaio febbraio marzo aprile maggio giugno luglio agosto "
    "settembre ottobre novembre dicembre janvier février mars avril juin juillet août septembre "
    "octobre décembre enero febrero abril mayo junio julio septiembre octubre noviembre diciembre "
    "stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października listopada "
    "grudnia қаңтар қаңтарда ақпан наурыз сәуір мамыр маусым шілде тамыз қыркүйек қазан қараша "
    "желтоқсан"
)
# Words that make the number after them a year, as "in 2000 trains ran" does.
YEAR_BEFORE = words_of(
    "in by since from to until till of vs versus over during for than year fiscal early late mid "
    "end after before through around between and or with в к до с со за на по от из конце начале "
    "середине год году года im jahr seit bis ab gegenüber nel dal al del entro en depuis d'ici de "
    "w do od roku v r"
)
YEAR_AFTER = words_of(
    "год года году годом годы годах г гг жыл жылы жылда жылдың жылмен жылға levels level figure "
    "figures indicator year roku 年 yılı yıl"
)


def is_year(value: Fraction) -> bool:
    """Whether a bare whole number may be a year of the period that the pages speak of."""
    return value.denominator == 1 and 1900 <= value <= 2100


def is_day(text: str) -> bool:
    """Whether a numeral may be a day of a month."""
    return len(text) <= 2 and text.isdecimal() and 1 <= int(text) <= 31
