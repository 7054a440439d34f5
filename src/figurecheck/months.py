"""The monthly editions: one a month, called after it, as of its last day."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from figurecheck import display
from figurecheck.errors import Problem
from figurecheck.parameters import FILE, unknown
from figurecheck.periods import Period, PeriodError

_ENDS = ("first", "last")
_FIELDS = (*_ENDS, "title")
_LENGTH = len("2024-03")


def month_before(day: str) -> str:
    """The last day of the month before that of `day`.

    >>> month_before("2024-03-31")
    '2024-02-29'
    """
    return (date.fromisoformat(day).replace(day=1) - timedelta(days=1)).isoformat()


def read_months(entry: Mapping[str, Any], problems: list[Problem]) -> dict[str, str]:
    """The last day of each month that the table [monthly] spans, by the month ("2024-03").

    In order; none where there is no such table. What is wrong with it is added to `problems`.
    """
    problems += [unknown("entry", key, _FIELDS, "monthly") for key in entry if key not in _FIELDS]
    if not entry:
        return {}
    first, last = (_last_day(entry.get(name)) for name in _ENDS)
    for name, end in zip(_ENDS, (first, last), strict=True):
        if end is None:
            expected, found = 'a month such as "2024-03"', str(entry.get(name))
            problems.append(
                Problem(FILE, expected, "Mend it.", column=f"monthly.{name}", value=found)
            )
    if first is None or last is None:
        return {}
    if first > last:
        expected, found = f"a month up to {entry['last']}", str(entry["first"])
        problems.append(Problem(FILE, expected, "Mend it.", column="monthly.first", value=found))
    days = [last]
    while days[-1] > first:
        days.append(month_before(days[-1]))
    return {day[:_LENGTH]: day for day in reversed(days)}


def title_of(month: str, entry: Mapping[str, Any]) -> str:
    """The title of a month's edition: that of the table, with the month in words."""
    return str(entry.get("title", "{month}")).replace("{month}", display.days(month))


def _last_day(month: Any) -> str | None:
    """The last day of a month as "2024-03" names it; None for anything else."""
    try:
        named = isinstance(month, str) and len(month) == _LENGTH
        end = Period.parse(month).end if named else None
    except PeriodError:
        return None
    return end.isoformat() if end else None
