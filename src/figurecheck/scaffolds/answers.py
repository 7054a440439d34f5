"""What an analyst says: given as options, or asked for on a terminal."""

from __future__ import annotations

import shlex
import unicodedata
from collections.abc import Callable, Collection, Mapping, Sequence
from functools import partial

from figurecheck.errors import DataError, Problem
from figurecheck.tables.rules import Fault, fault
from figurecheck.tables.schema import Field

Judge = Callable[[str], Fault | None]
Ask = Callable[[str], str]  # shows a question and returns the answer
Tell = Callable[[str], None]


class Answers:
    """The answers to the questions of one command.

    Without `ask` nothing is asked: what is missing or wrong is collected, and `settle` raises it
    all at once. With it a wrong answer is told and asked for again. `others` are the words of
    options that answer no question.
    """

    def __init__(
        self,
        command: str,
        given: Mapping[str, str | None],
        ask: Ask | None,
        tell: Tell,
        others: Sequence[str] = (),
    ) -> None:
        self.command, self.tell = command, tell
        self._given, self._ask, self._others = given, ask, [*others]
        self._problems: list[Problem] = []
        self._typed: dict[str, str] = {}
        self.asked = False

    def need(
        self,
        option: str,
        question: str,
        judge: Judge | None = None,
        blank: bool = False,
        remedy: str = "",
    ) -> str:
        """The answer to `question`; with `blank` it may be "", but has to be said.

        `remedy` is what the message says where it is missing, if not just to give the option.
        """
        given = self._given.get(option)
        if given is not None:
            return self._judged(option, given.strip(), _blank_or(judge, blank))
        if self._ask is None:
            self.miss(option, question, remedy)
            return ""
        self._typed[option] = self._asked(question, _blank_or(judge, blank))
        return self._typed[option]

    def wish(self, option: str, question: str, judge: Judge | None = None) -> str:
        """The answer, "" where nobody gives one: it is asked for and need not be said."""
        if self._ask is None or self.flag(option):
            return self.may(option, judge)
        said = self._asked(f"{question} (may be blank)", _blank_or(judge, blank=True))
        self._typed[option] = said
        return said

    def may(self, option: str, judge: Judge | None = None) -> str:
        """What the option says, "" where it is not given. It is never asked for."""
        given = (self._given.get(option) or "").strip()
        return self._judged(option, given, judge) if given else ""

    def flag(self, option: str) -> bool:
        """Whether the option is given at all."""
        return self._given.get(option) is not None

    @property
    def can_ask(self) -> bool:
        """Whether somebody is there to be asked."""
        return self._ask is not None

    def ask(self, *questions: tuple[str, Judge | None], option: Sequence[str]) -> list[str]:
        """Answers that are the last words of an `option`; only where somebody can be asked."""
        said = [self._asked(asked, _blank_or(judge, blank=False)) for asked, judge in questions]
        self._others += [*option, *said]
        return said

    def again(self) -> str:
        """The command with the options that were typed as answers, to be mended and run again."""
        given = {name: value for name, value in self._given.items() if value is not None}
        said = [
            word for name, value in (given | self._typed).items() for word in (f"--{name}", value)
        ]
        command = ["python", "-m", "figurecheck", *self.command.split()]
        return shlex.join([*command, *said, *self._others])

    def agree(self, question: str) -> bool:
        """Whether the answer is yes."""
        return self._asked(question, one_of(("y", "n"))) == "y"

    def miss(self, option: str, question: str, remedy: str = "") -> None:
        """Notes that an option is missing, for `settle`."""
        place = f"{self.command} --{option}"
        self._problems.append(Problem(place, question, remedy or f"Give --{option}."))

    def refuse(self, option: str, value: str, wrong: Fault) -> None:
        """Notes that the value of an option cannot be used, for `settle`."""
        place = f"{self.command} --{option}"
        self._problems.append(Problem(place, wrong.expected, wrong.remedy, value=value))

    def settle(self) -> None:
        """Raises DataError with all that is missing or wrong."""
        if self._problems:
            raise DataError(self._problems)

    def _judged(self, option: str, value: str, judge: Judge | None) -> str:
        wrong = one_line(value) or (judge(value) if judge else None)
        if wrong:
            self.refuse(option, value, wrong)
        return value

    def _asked(self, question: str, judge: Judge | None) -> str:
        self.asked = True
        while True:
            answer = self._answer(f"{question[:1].upper()}{question[1:]}: ")
            wrong = one_line(answer) or (judge(answer) if judge else None)
            if wrong is None:
                return answer
            self.tell(f"  Expected {wrong.expected}. {wrong.remedy}")

    def _answer(self, prompt: str) -> str:
        if self._ask is None:
            raise ValueError("nobody is there to be asked")
        try:
            return self._ask(prompt).strip()
        except EOFError:
            problem = Problem(self.command, "an answer", "Nothing was written.")
            raise DataError(problem) from None


def one_line(value: str) -> Fault | None:
    """What is wrong with a value that cannot stand in one line of text."""
    if any(unicodedata.category(letter) in ("Cc", "Cs", "Zl", "Zp") for letter in value):
        return Fault("one line of text without control characters", "Take them out.")
    return None


def cell_of(field: Field) -> Judge:
    """A judge of what may stand in a column of a raw table."""
    return partial(fault, field)


def one_of(choices: Collection[str]) -> Judge:
    """A judge that takes these words only."""

    def judge(value: str) -> Fault | None:
        if value in choices:
            return None
        return Fault(f"one of {', '.join(choices)}", "Choose one of them.")

    return judge


def _blank_or(judge: Judge | None, blank: bool) -> Judge:
    def judged(value: str) -> Fault | None:
        if not value:
            return None if blank else Fault("a value", "Say it.")
        return judge(value) if judge else None

    return judged
