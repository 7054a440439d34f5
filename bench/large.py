"""Tables of many corridors through reading, cleaning and checking, and phrases through the parser.

Each measurement runs in a process of its own: `python -m bench.large tables FOLDER`, or
`phrases FOLDER`, prints one JSON object. `FOLDER` holds a `data/` folder.
"""

# ruff: noqa: T201  (here the program speaks)

from __future__ import annotations

import json
import re
import shutil
import sys
import time
from collections.abc import Callable, Iterator
from itertools import chain
from pathlib import Path
from typing import Any

from bench.copies import read_rows, write_rows
from bench.edits import Row

# The columns that hold keys: in the tables of a further corridor they get a number.
KEYS = {
    "sources": ("source",),
    "series": ("series", "subject"),
    "figures": ("figure", "source", "series"),
    "claims": ("claim", "source", "subject", "with_claim"),
    "checks": ("check", "claim", "series", "base_series", "event"),
    "events": ("event", "subject", "source", "figure"),
    "exclusions": ("key",),
}
_FIGURE = re.compile(r"F\d+")
_TURNS = 9  # each phrase is also read with other digits


def multiply(project: Path, folder: Path, figures: int) -> None:
    """Writes to `folder` the project's data, repeated for so many corridors that there are about
    as many figures; each has sources, series, claims, checks and events of its own."""
    shutil.copytree(project / "data", folder / "data")
    tables = {name: list(read_rows(project, name)) for name in KEYS}
    further = {name: corrected(project, name, rows) for name, rows in tables.items()}
    further["exclusions"] = [row for row in tables["exclusions"] if row["table"] == "figures"]
    copies = max(1, round(figures / len(tables["figures"])))
    for name, rows in tables.items():
        repeated = (
            renamed(row, KEYS[name], number) for number in range(1, copies) for row in further[name]
        )
        write_rows(folder, name, rows[0], chain(rows, repeated))


def corrected(project: Path, table: str, rows: list[Row]) -> list[Row]:
    """The rows with the corrections made that are listed for them."""
    wanted = {
        (row["key"], row["column"]): row["should_be"]
        for row in read_rows(project, "corrections")
        if row["table"] == table
    }
    key = KEYS[table][0]
    return [{name: wanted.get((row[key], name), row[name]) for name in row} for row in rows]


def renamed(row: Row, columns: tuple[str, ...], number: int) -> Row:
    """The row with its keys numbered; a blank key stays blank.

    >>> renamed({"figure": "F0001", "series": "cargo", "unit": "tonne"}, ("figure", "series"), 7)
    {'figure': 'F00010007', 'series': 'cargo-c7', 'unit': 'tonne'}
    """
    return row | {name: _numbered(row[name], number) for name in columns if row[name]}


def _numbered(key: str, number: int) -> str:
    return f"{key}{number:04}" if _FIGURE.fullmatch(key) else f"{key}-c{number}"


def variants(phrase: str) -> list[str]:
    """The phrase with every digit but zero raised by 0 to 8, so that 9 is followed by 1.

    >>> variants("to 19.5%")[:2]
    ['to 19.5%', 'to 21.6%']
    """
    turns = ("".join(str((digit + turn) % 9 + 1) for digit in range(9)) for turn in range(_TURNS))
    return list(dict.fromkeys(phrase.translate(str.maketrans("123456789", t)) for t in turns))


def measure_tables(folder: Path) -> dict[str, Any]:
    """Seconds of reading, cleaning and checking, numbers of rows, the most memory in bytes.

    `phrases` counts the distinct ones, each of which is parsed once.
    """
    from figurecheck.checking import examine
    from figurecheck.cleaning import clean
    from figurecheck.tables import read_raw

    raw, reading = _timed(lambda: read_raw(folder))
    cleaned, cleaning = _timed(lambda: clean(raw))
    examined, checking = _timed(lambda: examine(raw, cleaned.figures))
    return {
        "figures": len(raw["figures"]),
        "phrases": len(raw["figures"][["as_written", "unit", "nth"]].drop_duplicates()),
        "claims": len(examined.verdicts),
        "reading": reading,
        "cleaning": cleaning,
        "checking": checking,
        "peak": peak(),
    }


def measure_phrases(folder: Path) -> dict[str, Any]:
    """Seconds of parsing distinct phrases, how many, and how many of them could not be read."""
    from figurecheck import phrases

    asked = [
        (phrase, row["unit"], int(row["nth"]) if row["nth"] else None)
        for row in read_rows(folder, "figures")
        for phrase in variants(row["as_written"])
    ]
    wanted = list(dict.fromkeys(asked))

    def parse() -> Iterator[bool]:
        for each in wanted:
            try:
                phrases.read(*each)
            except phrases.Unreadable:
                yield True

    unread, seconds = _timed(lambda: sum(parse()))
    return {"phrases": len(wanted), "unread": unread, "seconds": seconds, "peak": peak()}


def peak() -> int | None:
    """The most memory that this process has had resident, in bytes; None but on Linux.

    From /proc: what getrusage tells includes the process that this one was forked from.
    """
    try:
        status = Path("/proc/self/status").read_text(encoding="ascii")
    except FileNotFoundError:
        return None
    found = re.search(r"^VmHWM:\s+(\d+) kB$", status, re.MULTILINE)
    return int(found[1]) * 1024 if found else None


def _timed(work: Callable[[], Any]) -> tuple[Any, float]:
    start = time.perf_counter()
    return work(), time.perf_counter() - start


if __name__ == "__main__":
    MEASURES = {"tables": measure_tables, "phrases": measure_phrases}
    print(json.dumps(MEASURES[sys.argv[1]](Path(sys.argv[2]))))
