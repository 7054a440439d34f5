"""The words and signs that name a unit, in every language that is read."""

from __future__ import annotations

from fractions import Fraction

from figurecheck.phrases.vocabulary import words_of

_UNITS = {
    "percent": (
        "% percent pct prozent pourcent procent procenta procentů procentów proc percento "
        "százalék százalékkal százalékos posto ％ yüzde パーセント"
    ),
    "point": "pp pps bps пп prozentpunkte prozentpunkten",
    "USD": (
        "$ usd dollar dollars dollari dollaro dol dollár dollárt dolárov dolár dolarów dolara "
        "dolarů dolary dolar dolares dólares dolari doll долл ドル 弗 美元 美金"
    ),
    "EUR": "€ eur euro euros euró eurót euróra eura eurů eurov евро ユーロ 欧元",
    "KZT": "₸ kzt tenge tenges тенге теңге тг тңг",
    "RUB": ("₽ rub rur ruble rubles rouble roubles rubel rubeln rubli rubla roubels руб"),
    "CNY": "cny rmb yuan renminbi 人民币 元",
    "currency": (
        "£ ¥ gbp jpy chf pound pounds sterling yen lira manat somoni som sum hkd cad aud 円"
    ),
    "tonne": (
        "t т ton tons tonn tonne tonnes tonna tonnát tonnen tonnellate tonnellata tona tone "
        "tonu tony tun tuny tonelada toneladas tonelat 吨 噸 トン"
    ),
    "TEU": "teu teus дфэ evp 标箱 标准箱",
    "container": (
        "container containers containern contenitori conteneurs kontener kontenerów kontejnerů "
        "boxes feu"
    ),
    "train": (
        "train trains zug züge zügen treni treno pociąg pociągów pociągi vlak vlaků vlakova 列 "
        "состав составы составов"
    ),
    "person": (
        "person persons people inhabitants residents citizens deaths casualties fatalities "
        "victims lives einwohner menschen abitanti habitants personnes persone osób чел людей "
        "жертв 人"
    ),
    "vehicle": "vehicle vehicles car cars truck trucks lorries trailers",
    "wagon": "wagon wagons railcar railcars",
    "document": (
        "document documents treaty treaties agreement agreements memorandum memoranda "
        "memorandums mous deals abkommen accordi accords"
    ),
    "organization": ("organization organizations organisation organisations bodies institutions"),
    "participant": "participant participants attendees guests",
    "delegate": "delegate delegates delegations delegation",
    "state": "state states country countries nation nations",
    "company": "company companies enterprises firms",
    "project": "project projects",
    "visit": "visit visits flight flights",
    "unit": "unit units pieces",
    "times": (
        "times fold x × раз раза разу mal fache fachen facher faches fach volte fois veces razy "
        "raza krotnie krotny krát есе есеге eсе 倍 kat keer"
    ),
    "day": (
        "day days tag tage tagen giorni giorno jours jour días día dni dní dana nap күн күнде "
        "сутки суток день дня дней дню сут 天 日"
    ),
    "week": ("week weeks woche wochen settimane semaines неделя недели недель неделю"),
    "month": (
        "month months monat monate monaten mesi mese mois meses miesiące miesięcy měsíců měsíce "
        "месяц месяца месяцев месяцах мес ай айда hónap aylık 个月 个 月"
    ),
    "quarter": "quarter quarters quartal квартал квартала кварталов тоқсан",
    "year": (
        "year years jahr jahre jahren anni anno ans années años lat roku let год года году годы "
        "годах годов лет годом г гг жыл жылда жылы жылдың жылмен жылға év 年 yr yrs летний летие "
        "летия"
    ),
    "decade": "decade decades десятилетие десятилетия десятилетий",
    "hour": "hour hours час часа часов stunden heures h сағат",
    "minute": "minute minutes минут минуты",
    "km": ("km kilometre kilometres kilometer kilometers км chilometri kilometern kms 公里"),
    "metre": "metre metres meter meters метров метра feet foot ft",
    "barrel": "barrel barrels bbl bpd баррель barili",
    "volume": "bcm bcma cubic mcm кубометров кубических куб",
    "area": "hectares ha гектаров гектара",
    "energy": "mw gw kwh twh мвт гвт mwh квтч",
    "tonne-kilometre": "tkm ткм",
    "rank": "place position место месте места орын орында",
}
UNITS = {word: kind for kind, words in _UNITS.items() for word in words.split()}

# Inflected words by their beginning; the longest beginning decides.
STEMS = {
    "процент": "percent",
    "пайыз": "percent",
    "доллар": "USD",
    "тенге": "KZT",
    "теңге": "KZT",
    "рубл": "RUB",
    "юан": "CNY",
    "тонн": "tonne",
    "тоннел": "tunnel",
    "тонно": "tonne-kilometre",
    "тоннаж": "tonnage",
    "контейнер": "container",
    "поезд": "train",
    "поездк": "visit",
    "пойыз": "train",
    "вагон": "wagon",
    "автомобил": "vehicle",
    "человек": "person",
    "жител": "person",
    "граждан": "person",
    "погибш": "person",
    "адам": "person",
    "тұрғын": "person",
    "договор": "document",
    "соглашени": "document",
    "документ": "document",
    "меморандум": "document",
    "организаци": "organization",
    "участник": "participant",
    "делегат": "delegate",
    "стран": "state",
    "государств": "state",
    "компани": "company",
    "предприяти": "company",
    "проект": "project",
    "единиц": "unit",
    "штук": "unit",
    "километр": "km",
    "баррел": "barrel",
    "кратн": "times",
    "месяц": "month",
    "летн": "year",
    "дневн": "day",
    "месячн": "month",
    "dollár": "USD",
    "prozentpunkt": "point",
}

# Several words that name one unit; the longest match decides.
COMPOUNDS: dict[tuple[str, ...], str] = {
    ("per", "cent"): "percent",
    ("per", "cento"): "percent",
    ("pour", "cent"): "percent",
    ("por", "ciento"): "percent",
    ("percentage", "points"): "point",
    ("percentage", "point"): "point",
    ("percent", "points"): "point",
    ("per", "cent", "points"): "point",
    ("%", "points"): "point",
    ("basis", "points"): "point",
    ("punti", "percentuali"): "point",
    ("points", "de", "pourcentage"): "point",
    ("punktów", "procentowych"): "point",
    ("ton", "kilometers"): "tonne-kilometre",
    ("ton", "kilometres"): "tonne-kilometre",
    ("tonne", "kilometres"): "tonne-kilometre",
    ("t", "km"): "tonne-kilometre",
    ("million", "btu"): "energy",
    ("international", "dollars"): "international-$",
    ("international", "$"): "international-$",
    ("hong", "kong", "dollars"): "currency",
    ("australian", "dollars"): "currency",
    ("canadian", "dollars"): "currency",
    ("singapore", "dollars"): "currency",
    ("twenty", "foot"): "TEU",
    ("20", "foot"): "TEU",
    ("20", "ft"): "TEU",
    ("20", "футовых"): "TEU",
    ("двадцатифутовых",): "TEU",
    ("forty", "foot"): "container",
    ("40", "foot"): "container",
    ("美", "元"): "USD",
    ("美", "金"): "USD",
    ("欧", "元"): "EUR",
    ("人", "民", "币"): "CNY",
    ("标", "箱"): "TEU",
    ("标", "准", "箱"): "TEU",
    ("公", "里"): "km",
    ("个", "月"): "month",
    ("か", "月"): "month",
    ("班", "列"): "train",
    ("列", "班", "列"): "train",
}
LONGEST_COMPOUND = max(map(len, COMPOUNDS))

# One word that is a scale and a unit; "mt" after a scale word is metric tons.
SCALED_UNITS = {
    "mt": (Fraction(10**6), "tonne"),
    "mmt": (Fraction(10**6), "tonne"),
    "mtpa": (Fraction(10**6), "tonne"),
    "kt": (Fraction(10**3), "tonne"),
}

CURRENCIES = frozenset({"USD", "EUR", "KZT", "RUB", "CNY", "currency", "international-$"})
PERIODS = frozenset({"day", "week", "month", "quarter", "year", "decade", "hour", "minute"})
# Kinds measured or reckoned rather than counted; a printed decimal part is possible.
MEASURED = CURRENCIES | {"percent", "point", "times", "tonne", "km", "metre", "barrel", "volume"}
CODES = words_of("usd eur kzt rub rur cny rmb gbp jpy chf")
# Words that may stand between a measured number and its unit.
QUALIFIERS = words_of("us metric american russian kazakh kazakhstani chinese current ақш сша")


def kind_of(word: str) -> str | None:
    """The kind of unit that one word or sign names, or None.

    >>> kind_of("tons"), kind_of("тоннадан"), kind_of("mango")
    ('tonne', 'tonne', None)
    """
    if word in UNITS:
        return UNITS[word]
    beginnings = (word[:length] for length in range(min(len(word), 12), 2, -1))
    return next((STEMS[part] for part in beginnings if part in STEMS), None)
