"""Which of the numbers of a phrase is meant: first by unit, then by grammar."""

from __future__ import annotations

from dataclasses import dataclass

from figurecheck.phrases.columns import Column, column
from figurecheck.phrases.measures import PERIODS
from figurecheck.phrases.mentions import Mention
from figurecheck.phrases.numerals import Reading
from figurecheck.phrases.relations import (
    in_brackets,
    is_base,
    is_change,
    is_difference,
    is_free,
    is_part,
    is_range,
)
from figurecheck.phrases.settling import Notation, settle
from figurecheck.phrases.tokens import Token, Unreadable

_UNCOUNTED = ("year", "date", "label", "other", "ordinal", "top")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A number of the unit asked for, its settled reading, and the far end of a range."""

    mention: Mention
    reading: Reading
    upper: Reading | None = None


def infer(mentions: list[Mention]) -> Column:
    """The unit that the phrase itself names; raises Unreadable where it names none or several."""
    named = {m.kind for m in mentions if m.kind and m.form not in _UNCOUNTED}
    for kinds in (named - PERIODS, named & PERIODS):
        if len(kinds) == 1:
            return column(kinds.pop())
        if kinds:
            raise Unreadable(f"several units are printed: {', '.join(sorted(kinds))}; name one")
    ranks = {m.kind for m in mentions if m.form in ("ordinal", "top")}
    if ranks:
        return column("rank")
    raise Unreadable("no unit is printed; name one")


def candidates(tokens: list[Token], mentions: list[Mention], asked: Column) -> list[Candidate]:
    """The numbers of the unit asked for in reading order; raises Unreadable if there is none.

    A number beside the unit's own word excludes all others; then come words for nearly the
    same thing, then numbers without unit.
    """
    numbers = [m for m in mentions if m.form not in _UNCOUNTED]
    if asked.kind == "year":
        numbers += [m for m in mentions if m.form == "year"]
    own = [m for m in numbers if m.kind == asked.kind]
    near = [m for m in numbers if m.kind in asked.accepted]
    bare = [m for m in numbers if m.kind is None and _may_be(tokens, m, asked)]
    found = own or near or bare
    if not found:
        raise Unreadable(f"no number of {asked.unit} is printed")
    if len(own) == 1 and is_base(tokens, own[0]) and bare:
        raise Unreadable(f"{asked.unit} stands only beside what another number is compared with")
    notation = Notation.of(tokens)
    return [Candidate(m, settle(m, asked, notation)) for m in found]


def _may_be(tokens: list[Token], mention: Mention, asked: Column) -> bool:
    """Whether a number without unit can be of the unit: no unknown noun follows a measured one."""
    return asked.counted or is_free(tokens, mention)


def choose(
    tokens: list[Token], found: list[Candidate], asked: Column, nth: int | None
) -> Candidate:
    """The number that `nth` or grammar picks; raises Unreadable where neither does."""
    if nth is not None:
        if not 1 <= nth <= len(found):
            raise Unreadable(f"nth is {nth}, but {len(found)} numbers of {asked.unit} are printed")
        return found[nth - 1]
    if len(found) > 1 and _is_row(tokens):
        return found[-1]
    left = _Grammar(tokens, asked).apply(_ranges(tokens, found))
    if len(left) > 1:
        named = ", ".join(_printed(tokens, candidate) for candidate in left)
        raise Unreadable(
            f"several numbers of {asked.unit} are printed: {named}; column nth chooses"
        )
    return left[0]


def _printed(tokens: list[Token], candidate: Candidate) -> str:
    span = tokens[candidate.mention.first : candidate.mention.last]
    return "".join((" " if token.spaced else "") + token.text for token in span).strip()


def _is_row(tokens: list[Token]) -> bool:
    """Whether the phrase is a row of a table: names and numbers, a number last."""
    words = [token for token in tokens if token.is_word]
    numbers = tokens[-1].kind == "numeral" and all(
        t.text in ",|;…-." for t in tokens if t.kind == "sign"
    )
    return numbers and all(word.capital for word in words)


def _ranges(tokens: list[Token], found: list[Candidate]) -> list[Candidate]:
    """Two ends of a range become one candidate: the low end, for durations the long one."""
    left: list[Candidate] = []
    for candidate in found:
        if (
            left
            and left[-1].upper is None
            and is_range(tokens, left[-1].mention, candidate.mention)
        ):
            left[-1] = Candidate(left[-1].mention, left[-1].reading, candidate.reading)
        else:
            left.append(candidate)
    return left


def _finer(fine: Candidate, coarse: Candidate) -> bool:
    near = abs(fine.reading.value - coarse.reading.value) <= coarse.reading.places[-1]
    return near and fine.reading.places[0] < coarse.reading.places[0]


@dataclass(frozen=True, slots=True)
class _Grammar:
    """The rules that leave out candidates which another number outranks."""

    tokens: list[Token]
    asked: Column

    def apply(self, left: list[Candidate]) -> list[Candidate]:
        """What is left after each rule, in order."""
        for rule in (
            self._parts,
            self._brackets,
            self._repeated,
            self._changes,
            self._bases,
            self._differences,
            self._subordinate,
        ):
            if len(left) > 1:
                left = rule(left)
        return left

    def _parts(self, left: list[Candidate]) -> list[Candidate]:
        """ "A, including B": the whole."""
        for place in range(1, len(left)):
            if is_part(self.tokens, left[place - 1].mention, left[place].mention):
                return left[:place]
        return left

    def _brackets(self, left: list[Candidate]) -> list[Candidate]:
        """A bracket with a finer print of the number before replaces it; with words it is an aside."""
        kept: list[Candidate] = []
        for candidate in left:
            brackets = in_brackets(self.tokens, candidate.mention)
            if kept and brackets and in_brackets(self.tokens, kept[-1].mention) is None:
                if _finer(candidate, kept[-1]):
                    kept[-1] = candidate
                    continue
                inside = range(brackets[0] + 1, brackets[1])
                own = range(candidate.mention.first, candidate.mention.last)
                if any(p not in own and self.tokens[p].kind in ("word", "numeral") for p in inside):
                    continue
            kept.append(candidate)
        return kept

    def _repeated(self, left: list[Candidate]) -> list[Candidate]:
        """The same number twice is one number."""
        if len({(candidate.reading.value, candidate.upper) for candidate in left}) == 1:
            return [min(left, key=lambda candidate: candidate.reading.places[0])]
        return left

    def _changes(self, left: list[Candidate]) -> list[Candidate]:
        """ "from A to B", "A to B", "by A to B": the result, except a growth by A to a share of B."""
        for place in range(len(left) - 1):
            one, other = left[place], left[place + 1]
            if not is_change(self.tokens, one.mention, other.mention):
                continue
            if self.asked.kind == "percent" and is_difference(self.tokens, one.mention):
                return left
            return left[:place] + left[place + 1 :]
        return left

    def _bases(self, left: list[Candidate]) -> list[Candidate]:
        """ "A against B", "up from B": not what another number is compared with."""
        kept = [candidate for candidate in left if not is_base(self.tokens, candidate.mention)]
        return kept or left

    def _differences(self, left: list[Candidate]) -> list[Candidate]:
        """ "grew by A and reached B": the level; percentages and ratios are differences themselves."""
        if self.asked.kind in ("percent", "times"):
            return left
        kept = [
            candidate for candidate in left if not is_difference(self.tokens, candidate.mention)
        ]
        return kept or left

    def _subordinate(self, left: list[Candidate]) -> list[Candidate]:
        """ "triple volumes while halving travel time": a participle is an aside."""
        first, *rest = left
        asides = (
            self.tokens[c.mention.first].text.endswith("ing") and c.mention.form == "multiple"
            for c in rest
        )
        return [first] if all(asides) else left
