"""Periods in ISO 8601: a year, a month, a day, a span of them, or a span open at one end."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

_DATE = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")
_OPEN = ".."


class PeriodError(ValueError):
    """A text that names no period; its message says why."""


@dataclass(frozen=True)
class Period:
    """The days from `start` to `end`, both included; None is an end that is open or unknown.

    >>> str(Period(date(2023, 1, 1), date(2023, 7, 31)))
    '2023-01/2023-07'
    """

    start: date | None
    end: date | None

    def __post_init__(self) -> None:
        if self.start and self.end and self.end < self.start:
            raise PeriodError(f"the end {self.end} lies before the start {self.start}")

    @classmethod
    @lru_cache(maxsize=4096)  # a table names few periods many times
    def parse(cls, text: str) -> Period:
        """The period that `text` names: "" is unknown, "../2023-11" and "2023-11/.." are open.

        >>> Period.parse("2024-02").end
        datetime.date(2024, 2, 29)

        Raises PeriodError for what is no period, or no date of the calendar.
        """
        if not text:
            return cls(None, None)
        first, slash, last = text.partition("/")
        last = last if slash else first
        if first == last == _OPEN:
            raise PeriodError("a span open at both ends says nothing: leave the cell blank")
        return cls(
            None if slash and first == _OPEN else _days(first)[0],
            None if slash and last == _OPEN else _days(last)[1],
        )

    @property
    def days(self) -> int | None:
        """How many days it has; None if an end is open."""
        if self.start is None or self.end is None:
            return None
        return (self.end - self.start).days + 1

    def __contains__(self, other: Period | date) -> bool:
        """Whether every day of `other` is among its days; an open end of it has no bound."""
        inner = Period(other, other) if isinstance(other, date) else other
        starts = self.start is None or (inner.start is not None and self.start <= inner.start)
        ends = self.end is None or (inner.end is not None and inner.end <= self.end)
        return starts and ends

    def years_earlier(self, years: int = 1) -> Period:
        """The same part of the calendar so many years before: "2024-02" gives "2023-02"."""
        whole_months = self.start is None or self.start.day == 1
        return Period(
            self.start and _back(self.start, years, to_last=False),
            self.end and _back(self.end, years, whole_months and _is_last_of_month(self.end)),
        )

    def __str__(self) -> str:
        """The shortest text that `parse` takes for this period."""
        if self.start is None and self.end is None:
            return ""
        for length in (len("2024"), len("2024-02"), len("2024-02-29")):
            first, last = _clipped(self.start, length), _clipped(self.end, length)
            text = first if first == last else f"{first}/{last}"
            if Period.parse(text) == self:
                break
        return text


def _clipped(end: date | None, length: int) -> str:
    return _OPEN if end is None else end.isoformat()[:length]


def _days(text: str) -> tuple[date, date]:
    """The first and the last day of a year, a month or a day."""
    found = _DATE.fullmatch(text)
    if found is None:
        raise PeriodError(f"{text!r} is not YYYY, YYYY-MM or YYYY-MM-DD")
    year, month, day = found.groups()
    try:
        first = date(int(year), int(month or 1), int(day or 1))
        last = first.replace(month=int(month or 12))
        length = monthrange(last.year, last.month)[1]
        return first, last.replace(day=int(day or length))
    except ValueError as reason:
        raise PeriodError(f"{text!r} is not in the calendar ({reason})") from None


def _is_last_of_month(day: date) -> bool:
    return (day + timedelta(days=1)).day == 1


def _back(day: date, years: int, to_last: bool) -> date:
    """The same day so many years before, or the last day of its month then."""
    length = monthrange(day.year - years, day.month)[1]
    return date(day.year - years, day.month, length if to_last else min(day.day, length))
