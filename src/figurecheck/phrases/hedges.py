"""Hedges: the words before and after a number that widen or bound it, in every language."""

from __future__ import annotations

from typing import Literal, get_args

from figurecheck.phrases.vocabulary import words_of

Hedge = Literal[
    "",  # printed plainly
    "over",  # more than, above, exceeding
    "at least",
    "about",
    "nearly",  # almost, close to, just under
    "up to",  # a ceiling
    "less than",
    "range",  # two ends are printed
    "multiple",  # an English "-fold" or "times", which has a second reading
    "exact",  # a count in words, a rank, an occurrence
]
HEDGES: tuple[str, ...] = get_args(Hedge)

_BEFORE: dict[Hedge, str] = {
    "over": (
        "over|more than|above|in excess of|north of|upwards of|beyond|>|just over|greater than|"
        "higher than|slightly more than|a little over|well over|exceeding|exceeds|exceed|"
        "exceeded|surpassing|surpassed|surpass|surpasses|topping|topped|tops|crossed|crossing|"
        "passed|passing|outstripped|свыше|более|более чем|больше|больше чем|выше|чуть более|"
        "чуть больше|немногим более|oltre|più di|oltre i|mehr als|über|gut|plus de|au-delà de|"
        "más de|ponad|więcej niż|powyżej|více než|viac ako|více jak|több mint|preko|više od|"
        "mais de|fazla|超 过|超|逾|超え"
    ),
    "at least": (
        "at least|minimum|a minimum of|minimum of|no less than|not less than|no fewer than|"
        "not fewer than|from at least|≥|не менее|не меньше|не менее чем|минимум|как минимум|"
        "по меньшей мере|almeno|mindestens|wenigstens|au moins|al menos|co najmniej|legalább|"
        "nejméně|至 少"
    ),
    "about": (
        "about|around|approximately|roughly|circa|c|ca|approx|~|≈|some|an estimated|estimated|"
        "estimated at|in the region of|on the order of|in the order of|somewhere around|"
        "in the vicinity of|около|примерно|приблизительно|порядка|где - то|ориентировочно|"
        "в районе|в пределах|rund|etwa|ungefähr|zirka|circa|intorno a|environ|autour de|"
        "quelque|près d'environ|alrededor de|aproximadamente|unos|unas|około|mniej więcej|"
        "přibližně|asi|okolo|zhruba|mintegy|körülbelül|otprilike|шамамен|约|約|大 约"
    ),
    "nearly": (
        "nearly|almost|close to|closer to|nearing|neared|nears|near|approaching|approached|"
        "approaches|just under|slightly less than|a little under|just short of|shy of|"
        "just shy of|slightly under|virtually|почти|почти что|без малого|практически|"
        "чуть менее|чуть меньше|немногим менее|fast|knapp|beinahe|nahezu|quasi|près de|presque|"
        "casi|cerca de|prawie|niemal|blisko|téměř|takmer|skoro|majdnem|közel|gotovo|дерлік|近|"
        "将 近"
    ),
    "up to": (
        "up to|as much as up to|at most|no more than|not more than|a maximum of|maximum|"
        "maximum of|max|≤|не более|не больше|не более чем|максимум|до|вплоть до|fino a|bis zu|"
        "höchstens|maximal|jusqu'à|hasta|maximálně|až|nie więcej niż|最 多|至 多"
    ),
    "less than": (
        "less than|under|below|fewer than|<|lower than|менее|менее чем|меньше|ниже|меньше чем|"
        "meno di|weniger als|unter|moins de|menos de|poniżej|mniej niż|méně než|kevesebb mint|"
        "不 到|不 足"
    ),
}
_AFTER: dict[Hedge, str] = {
    "over": ("с лишним|с небольшим|odd|астам|асты|асқан|асып|артық|plus|+|以 上|多|余|を 超|超"),
    "at least": ("or more|and more|or above|or higher|и более|и выше|кем емес"),
    "nearly": ("жуық|жуықтады|таяу"),
    "about": ("or so|or thereabouts|左 右|шамасында|程度|前後"),
    "up to": ("дейін|or less|or fewer|at most|以 下|以 内"),
}


def _by_words(table: dict[Hedge, str]) -> dict[tuple[str, ...], Hedge]:
    return {tuple(w.split()): hedge for hedge, forms in table.items() for w in forms.split("|")}


HEDGES_BEFORE = _by_words(_BEFORE)
HEDGES_AFTER = _by_words(_AFTER)
LONGEST_HEDGE = max(map(len, HEDGES_BEFORE))

# Verbs by their beginning; they do not reach over "by": "exceeded by 5%" is no hedge.
HEDGE_STEMS: dict[str, Hedge] = {
    "превыс": "over",
    "превыш": "over",
    "перевал": "over",
    "überst": "over",
    "übertr": "over",
    "supera": "over",
    "dépass": "over",
    "przekr": "over",
    "přesáh": "over",
    "presia": "over",
    "meghal": "over",
    "приблиз": "nearly",
    "приближ": "nearly",
    "exceed": "over",
}
VERB_HEDGES = words_of(
    "exceeding exceeds exceed exceeded surpassing surpassed surpass surpasses topping topped tops "
    "crossed crossing passed passing outstripped neared nearing nears approaching approached"
)
