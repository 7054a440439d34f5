"""The grammar between numbers of one unit: which of them the others only explain."""

from __future__ import annotations

from dataclasses import dataclass

from figurecheck.phrases.columns import Column
from figurecheck.phrases.model import Mention
from figurecheck.phrases.numerals import Reading
from figurecheck.phrases.relations import (
    in_brackets,
    is_base,
    is_change,
    is_difference,
    is_part,
)
from figurecheck.phrases.tokens import Token


@dataclass(frozen=True, slots=True)
class Candidate:
    """A number of the unit asked for, its settled reading, and the far end of a range."""

    mention: Mention
    reading: Reading
    upper: Reading | None = None


@dataclass(frozen=True, slots=True)
class Grammar:
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
        """A bracket with a finer print of the number replaces it; one with words is an aside."""
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
        """ "from A to B", "A to B", "by A to B": the result, but no growth by A to a share B."""
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
        """ "grew by A and reached B": the level; percentages are differences themselves."""
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


def _finer(fine: Candidate, coarse: Candidate) -> bool:
    near = abs(fine.reading.value - coarse.reading.value) <= coarse.reading.places[-1]
    return near and fine.reading.places[0] < coarse.reading.places[0]
