"""What is said when the input is wrong: one exception, all offenders at once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Problem:
    """One offence: where it stands, what stands there, what was expected and what to do."""

    file: str
    expected: str
    remedy: str
    row: int | None = None  # the line of the file as an editor counts it: the header is line 1
    column: str | None = None
    value: str | None = None

    def __str__(self) -> str:
        place = [self.file]
        if self.row is not None:
            place.append(f"line {self.row}")
        if self.column is not None:
            place.append(f"column {self.column}")
        found = "" if self.value is None else f" found {clip(self.value)!r};"
        return f"{', '.join(place)}:{found} expected {self.expected}. {self.remedy}"


class DataError(ValueError):
    """The input cannot be used. Carries every `Problem` of the check that raised it."""

    def __init__(self, problems: Problem | Iterable[Problem]) -> None:
        self.problems = (problems,) if isinstance(problems, Problem) else tuple(problems)
        super().__init__("\n".join(map(str, self.problems)))


def clip(text: str, limit: int = 120) -> str:
    """The beginning of a text that is longer than `limit`, and how long it is."""
    return text if len(text) <= limit else f"{text[:limit]}… ({len(text)} characters)"
