"""What was measured: kept as raw seconds, compared as ratios, printed as tables."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from statistics import median
from typing import Any

from bench.ways import OURS, THEIRS

FIRST, NONE = "first build", "no change"
FIGURE, PROSE = "one figure changed", "one prose cell changed"
MANY, SHARED = "editions", "editions, 3 of 4 sharing data"

MIB = 1024 * 1024


@dataclass(frozen=True)
class Build:
    """The seconds of one build. `workers` is None where the command chose."""

    scenario: str
    way: str
    round: int
    seconds: float
    editions: int = 1
    workers: int | None = None


@dataclass(frozen=True)
class Memory:
    """The most memory of a build in bytes, shared pages counted once; None if not known."""

    way: str
    editions: int
    peak: int | None


@dataclass
class Results:
    """All that a run measured; `tables` and `phrases` are what `bench.large` printed."""

    machine: Mapping[str, Any]
    versions: Mapping[str, str | None]
    notes: Sequence[str]
    builds: list[Build] = field(default_factory=list)
    memory: list[Memory] = field(default_factory=list)
    tables: list[dict[str, Any]] = field(default_factory=list)
    phrases: list[dict[str, Any]] = field(default_factory=list)


@dataclass(frozen=True)
class Ratio:
    """How many times as long theirs takes, over the rounds; `against` is the way."""

    scenario: str
    editions: int
    workers: int | None
    against: str
    ours: float
    theirs: float
    low: float
    middle: float
    high: float


def ratios(builds: Iterable[Build]) -> list[Ratio]:
    """Theirs to ours in each scenario, by round: the lowest, the median and the highest.

    `ours` and `theirs` are median seconds. Where theirs was not measured in a case, the median
    of its builds of one edition in the same round stands for it, once an edition: it does the
    same work whatever has changed.
    """
    found = list(builds)
    cases: dict[tuple[str, int, int | None], list[Build]] = {}
    for build in found:
        if build.way == OURS:
            cases.setdefault((build.scenario, build.editions, build.workers), []).append(build)
    return [
        _ratio(against, ours, [_theirs(found, against, build) for build in ours])
        for ours in cases.values()
        for against in THEIRS
    ]


def _theirs(builds: Iterable[Build], against: str, ours: Build) -> float:
    """The seconds of theirs that belong to a build of ours."""
    found = [each for each in builds if (each.way, each.round) == (against, ours.round)]
    for each in found:
        if (each.scenario, each.editions) == (ours.scenario, ours.editions):
            return each.seconds
    return median(each.seconds for each in found if each.editions == 1) * ours.editions


def _ratio(against: str, ours: Sequence[Build], theirs: Sequence[float]) -> Ratio:
    times = [base / build.seconds for base, build in zip(theirs, ours, strict=True)]
    case = ours[0]
    return Ratio(
        case.scenario,
        case.editions,
        case.workers,
        against,
        median(build.seconds for build in ours),
        median(theirs),
        min(times),
        median(times),
        max(times),
    )


def to_json(results: Results) -> str:
    """The results as JSON, with the ratios that follow from them."""
    found = asdict(results) | {"ratios": [asdict(ratio) for ratio in ratios(results.builds)]}
    return json.dumps(found, indent=1, ensure_ascii=False) + "\n"


def report(results: Results) -> str:
    """The tables that are printed."""
    parts = [
        _columns(_ratio_rows(results.builds)),
        _columns(_noise_rows(results.builds)),
        _columns(_memory_rows(results.memory)),
        _columns(_table_rows(results.tables)),
        _columns(_phrase_rows(results.phrases)),
        "\n".join(results.notes),
    ]
    return "\n\n".join(part for part in parts if part)


def _ratio_rows(builds: Iterable[Build]) -> list[list[str]]:
    head = ["scenario", "editions", "workers", "ours, s", "against", "theirs, s"]
    rows = [
        [
            *(each.scenario, str(each.editions), str(each.workers or ""), _short(each.ours)),
            *(each.against, _short(each.theirs)),
            *map(_times, (each.low, each.middle, each.high)),
        ]
        for each in ratios(builds)
    ]
    return [[*head, "min", "median", "max"], *rows] if rows else []


def _noise_rows(builds: Iterable[Build]) -> list[list[str]]:
    """Theirs does the same work at each build of one edition: what differs is the machine."""
    found = list(builds)
    rows = []
    for way in THEIRS:
        seconds = [each.seconds for each in found if (each.way, each.editions) == (way, 1)]
        if seconds:
            shown = [_short(pick(seconds)) for pick in (min, median, max)]
            rows.append([way, str(len(seconds)), *shown])
    head = ["theirs, the same work", "builds", "min, s", "median, s", "max, s"]
    return [head, *rows] if rows else []


def _memory_rows(memory: Iterable[Memory]) -> list[list[str]]:
    rows = [[each.way, str(each.editions), _mib(each.peak)] for each in memory]
    return [["way", "editions", "most memory, MiB"], *rows] if rows else []


def _table_rows(tables: Iterable[Mapping[str, Any]]) -> list[list[str]]:
    head = ["figures", "claims", "reading, s", "cleaning, s", "checking, s", "figures/s", "MiB"]
    rows = []
    for each in tables:
        parts = [each[name] for name in ("reading", "cleaning", "checking")]
        speed = f"{each['figures'] / sum(parts):.0f}"
        counts = [str(each["figures"]), str(each["claims"])]
        rows.append([*counts, *map(_short, parts), speed, _mib(each["peak"])])
    return [head, *rows] if rows else []


def _phrase_rows(phrases: Iterable[Mapping[str, Any]]) -> list[list[str]]:
    rows = [
        [
            *(str(each["phrases"]), str(each["unread"]), _short(each["seconds"])),
            f"{each['phrases'] / each['seconds']:.0f}",
        ]
        for each in phrases
    ]
    return [["phrases", "unreadable", "parsing, s", "phrases/s"], *rows] if rows else []


def _columns(rows: Sequence[Sequence[str]]) -> str:
    """Rows as text: words to the left, numbers to the right, each column as wide as it must."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    words = [any(cell[:1].isalpha() for cell in col) for col in zip(*rows[1:], strict=True)]
    return "\n".join(
        "  ".join(
            cell.ljust(width) if word else cell.rjust(width)
            for cell, width, word in zip(row, widths, words, strict=True)
        ).rstrip()
        for row in rows
    )


def _short(seconds: float) -> str:
    return f"{seconds:.2f}"


def _times(ratio: float) -> str:
    return f"{ratio:.1f} ×"


def _mib(size: int | None) -> str:
    return "not known" if size is None else f"{size / MIB:.0f}"
