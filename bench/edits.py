"""The changes that scenarios make to a project: other digits, other words, more editions."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta

Row = dict[str, str]

FIRST_DAY = date(2023, 6, 30)  # when the second of the two articles was out
APART = timedelta(days=14)
SHARING = 4  # editions that differ in their target alone

_DECIMAL = re.compile(r"\d+\.\d+")
_WORD = re.compile(r"\b[a-z]{5,}\b")
_MARKUP = re.compile(r"[`\[\]{}<>|#$@*_\d]")


def changeable(tables: Mapping[str, Sequence[Row]]) -> Row:
    """The first figure whose phrase may get another digit without any rule being broken.

    A check draws on its series, no other figure has its series and period, no correction or
    exclusion quotes it, and its only digits are those of one decimal. Raises ValueError where
    there is none.
    """
    heard = {row[name] for row in tables["checks"] for name in ("series", "base_series")}
    quoted = {row["key"] for name in ("corrections", "exclusions") for row in tables[name]}
    places = Counter((row["series"], row["period"]) for row in tables["figures"])
    for row in tables["figures"]:
        alone = places[row["series"], row["period"]] == 1
        if alone and row["series"] in heard and row["figure"] not in quoted:
            decimals = _DECIMAL.findall(row["as_written"])
            if len(decimals) == 1 and not re.search(r"\d", _DECIMAL.sub("", row["as_written"])):
                return row
    raise ValueError("no figure of data/raw/figures.csv can be changed by a digit")


def with_other_digit(phrase: str, number: int) -> str:
    """The phrase with another last digit in its decimal; nine changes, then they come again.

    >>> [with_other_digit("5.8 million tons", number) for number in range(3)]
    ['5.9 million tons', '5.0 million tons', '5.1 million tons']
    """
    end = next(_DECIMAL.finditer(phrase)).end()
    digit = (int(phrase[end - 1]) + 1 + number % 9) % 10
    return f"{phrase[: end - 1]}{digit}{phrase[end:]}"


def with_other_word(source: str, number: int) -> str | None:
    """A markdown cell with one plain word longer; None where no line is free of markup.

    >>> with_other_word("# Cargo\\n\\nWhat it carried.", 1)
    '# Cargo\\n\\nWhat it carriedb.'
    """
    lines = source.splitlines(keepends=True)
    for place, line in enumerate(lines):
        if not _MARKUP.search(line) and (found := _WORD.search(line)):
            word = found[0] + letters(number)
            lines[place] = line[: found.start()] + word + line[found.end() :]
            return "".join(lines)
    return None


def letters(number: int) -> str:
    """A number without digits, which prose may not hold: 0 is a, 25 is z, 26 is ba."""
    rest, last = divmod(number, 26)
    return (letters(rest) if rest else "") + chr(ord("a") + last)


def editions(count: int, shared: bool) -> dict[str, dict[str, int | str]]:
    """What each of `count` editions sets, the first being `latest`.

    Every edition is of a day of its own; where `shared`, every `SHARING` of them are of one day
    and differ in the target alone.
    """
    days = -(-count // SHARING) if shared else count
    made: dict[str, dict[str, int | str]] = {}
    for number in range(count):
        turn, day = divmod(number, days)
        setting: dict[str, int | str] = {"as_of": (FIRST_DAY + APART * day).isoformat()}
        if shared:
            setting["target_tonnes"] = 10_000_000 + 1_000_000 * turn
        made["latest" if number == 0 else f"n{number + 1}"] = setting
    return made


def with_editions(text: str, settings: Mapping[str, Mapping[str, int | str]]) -> str:
    """The text of report/editions.toml with its parameters and no editions but these."""
    tables = re.split(r"^(?=\[)", text, flags=re.MULTILINE)
    declared = "".join(table for table in tables if table.startswith("[parameters."))
    return declared + "\n".join(
        f"[editions.{name}]\n{_lines(setting.items())}" for name, setting in settings.items()
    )


def _lines(setting: Iterable[tuple[str, int | str]]) -> str:
    return "".join(f"{name} = {json.dumps(value)}\n" for name, value in setting)
