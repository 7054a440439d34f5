"""A phrase cut into numerals, words and signs."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, TypeVar

from figurecheck.phrases.calendar import MONTHS
from figurecheck.phrases.scales import SCALES
from figurecheck.phrases.vocabulary import words_of

LONGEST_PHRASE = 2000


class Unreadable(ValueError):  # noqa: N818 - the name is the contract's
    """A phrase that cannot be read without guessing; the message says why."""


T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Token:
    """One numeral, word or sign, folded to lower case and plain signs, and where it stands."""

    text: str
    kind: Literal["numeral", "word", "sign", "date"]
    start: int
    end: int
    spaced: bool  # white space stands before it
    capital: bool = False

    @property
    def is_word(self) -> bool:
        return self.kind == "word"


class _Folding(dict[int, str]):
    """Character to character, so that places in the text stay what they were."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        category = unicodedata.category(char)
        if category == "Nd":
            folded = str(unicodedata.decimal(char))
        elif char.isspace() or category == "Cf":
            folded = " "
        elif char == "−" or (category == "Pd" and char not in "—―"):  # a long dash parts clauses
            folded = "-"
        else:
            folded = (
                unicodedata.normalize("NFKC", char).lower()
                if "！" <= char <= "｠"
                else char.lower()
            )
            folded = {"ё": "е", "’": "'", "ʼ": "'", "‘": "'", "∼": "~", "～": "~"}.get(
                folded, folded
            )
        self[code] = folded if len(folded) == 1 else char
        return self[code]


_FOLDING = _Folding()
_HAN = "\u3400-\u9fff\uf900-\ufaff"
_KANA = "\u3040-\u30ff"
_ODD = "²³¹¼-¾⁰-↋①-⓿"  # numeric characters that are no digits
_LETTER = rf"(?:(?![{_HAN}{_KANA}{_ODD}])[^\W\d_])"
_TOKEN = re.compile(
    rf"""
    (?P<date>(?<!\d)\d{{4}}-\d{{2}}-\d{{2}}(?!\d)|(?<![\d.])\d{{1,2}}\.\d{{1,2}}\.\d{{4}}(?!\d))
  | (?P<numeral>
        (?<=,)(?:19|20)\d\d(?=,)                     # the year of a comma-separated row
      | \d{{1,3}}(?:(?:\ \d{{3}}){{2,}}(?!\d)|\ \d{{3}}(?![.,]\d{{3}}(?!\d))(?!\d))(?:[.,]\d+)?
      | \d+(?:[.,']\d+)*
    )
  | (?P<word>
        下降|减少|減少|增长|增加|u\.s\.(?!\w)|(?<!\w)(?:п\.\s?п|p\.\s?p)\b|{_LETTER}+(?:'{_LETTER}+)?|[{_HAN}]|[{_KANA}]+
    )
  | (?P<sign>\S)
    """,
    re.VERBOSE,
)
_DOTTED = (
    frozenset(SCALES)
    | MONTHS
    | words_of(
        "vs г гг долл руб тг т dol proc approx ca c no nr mill ок прим пп u.s pct osób чел сут"
    )
)


def folded(text: str) -> str:
    """The text in lower case with plain digits, dashes, spaces and apostrophes; same length."""
    return text.translate(_FOLDING)


def cut(text: str) -> list[Token]:
    """The tokens of a text in order; the dot of an abbreviation is left out.

    >>> [token.text for token in cut("1 млн 84 тыс. тонн")]
    ['1', 'млн', '84', 'тыс', 'тонн']
    """
    plain = folded(text)
    tokens: list[Token] = []
    for match in _TOKEN.finditer(plain):
        kind = match.lastgroup
        start, end = match.span()
        if kind == "numeral" and tokens and tokens[-1].text in MONTHS and " " in match[0]:
            tokens += _day_and_rest(match)  # "Nov. 14 358 trains" is a day and a number
            continue
        if match[0] == "." and tokens and tokens[-1].text in _DOTTED and tokens[-1].end == start:
            continue
        tokens.append(_token(match[0], kind, start, end, plain, text))
    return tokens


def tokenise(phrase: str) -> list[Token]:
    """The tokens of a printed phrase; raises Unreadable for an empty or overlong one."""
    if len(phrase) > LONGEST_PHRASE:
        raise Unreadable(f"the phrase has {len(phrase)} characters; the limit is {LONGEST_PHRASE}")
    composed = unicodedata.normalize("NFC", phrase)
    visible = "".join(char for char in composed if unicodedata.category(char) != "Cf")
    tokens = cut(visible)
    if not tokens:
        raise Unreadable("the phrase is empty")
    return tokens


def _token(text: str, kind: str | None, start: int, end: int, plain: str, printed: str) -> Token:
    spaced = start > 0 and plain[start - 1] == " "
    capital = printed[start].isupper()
    text = {"u.s.": "us"}.get(text, text)
    if kind == "word" and "." in text:
        return Token("pp", "word", start, end, spaced)
    if kind == "numeral":
        return Token(text, "numeral", start, end, spaced)
    if kind == "date":
        return Token(text, "date", start, end, spaced)
    return Token(text, "word" if kind == "word" else "sign", start, end, spaced, capital)


def _day_and_rest(match: re.Match[str]) -> list[Token]:
    day, _, rest = match[0].partition(" ")
    middle = match.start() + len(day)
    return [
        Token(day, "numeral", match.start(), middle, True),
        Token(rest, "numeral", middle + 1, match.end(), True),
    ]


def glued(tokens: list[Token], place: int) -> bool:
    """Whether a token stands right after the one before it."""
    return 0 < place < len(tokens) and not tokens[place].spaced


def text_at(tokens: list[Token], place: int) -> str:
    """The text of a token, "" outside the phrase."""
    return tokens[place].text if 0 <= place < len(tokens) else ""


def words_at(tokens: list[Token], place: int, count: int) -> tuple[str, ...]:
    """The texts of `count` tokens from `place`, hyphens between glued words left out."""
    found: list[str] = []
    while len(found) < count and place < len(tokens):
        text = tokens[place].text
        if text != "-":
            found.append(text)
        elif not glued(tokens, place):
            break
        place += 1
    return tuple(found)


def listed_at(
    tokens: list[Token], place: int, listed: Mapping[tuple[str, ...], T], longest: int
) -> tuple[int, T] | None:
    """Where the longest listed group of words that begins at `place` ends, and what it stands for.

    `longest` is how many words the longest group has; None if no group begins there.
    """
    words = words_at(tokens, place, longest)
    for count in range(len(words), 0, -1):
        found = listed.get(words[:count])
        if found is not None:
            return after_words(tokens, place, count), found
    return None


def after_words(tokens: list[Token], place: int, count: int) -> int:
    """The place after the `count` words that `words_at` gives."""
    while count:
        count -= tokens[place].text != "-"
        place += 1
    return place
