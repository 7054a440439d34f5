"""The whole of a refresh: each service is asked, compared and added by itself, whole or not."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from figurecheck.errors import DataError, Problem
from figurecheck.refreshing import comtrade, eurostat, world_bank
from figurecheck.refreshing.answers import Answer, Asking
from figurecheck.refreshing.listing import Listed, Wanted, read_list
from figurecheck.refreshing.rows import NewRows, Row, new_rows

Read = Callable[[Sequence[Wanted], Asking], list[Answer]]

# By the names that the list uses; each is asked in turn.
SERVICES: Mapping[str, tuple[str, Read]] = {
    "world-bank": (world_bank.NAME, world_bank.read),
    "comtrade": (comtrade.NAME, comtrade.read),
    "eurostat": (eurostat.NAME, eurostat.read),
}


@dataclass(frozen=True)
class Refreshed:
    """What came of one service: the rows added, or the problems that kept it from any."""

    service: str
    rows: NewRows | None
    problems: tuple[Problem, ...] = ()


def refresh(project: Path, asking: Asking) -> list[Refreshed]:
    """Asks the services that data/refresh.toml lists, and adds what is new to data/raw.

    A service that fails leaves the files as they are and does not keep the others from adding
    theirs. Raises DataError if the list or the tables are not in order before anybody is asked.
    """
    listed = read_list(project)
    if problems := _data_problems(project):
        raise DataError(problems)
    return [
        _refreshed(project, service, listed, asking)
        for service in SERVICES
        if any(want.service == service for want in listed.wanted)
    ]


def _refreshed(project: Path, service: str, listed: Listed, asking: Asking) -> Refreshed:
    from figurecheck.tables import read_raw

    name, read = SERVICES[service]
    wanted = [w for w in listed.wanted if w.service == service and w.years(asking.last_year)]
    try:
        answers = read(wanted, asking)
        rows = new_rows(read_raw(project), answers, listed.bodies, asking.today)
        if rows.tables["figures"]:
            _add(project, rows.tables)
    except ImportError as error:
        return Refreshed(name, None, (_missing(name, error),))
    except DataError as error:
        return Refreshed(name, None, error.problems)
    return Refreshed(name, rows)


def _add(project: Path, tables: Mapping[str, Sequence[Row]]) -> None:
    """Adds the rows, if `make check` finds nothing wrong with them; else all is as it was."""
    from figurecheck.scaffolds.drafts import drafted

    with drafted(project) as draft:
        for name, rows in tables.items():
            for row in rows:
                draft.add_row(name, row)
        draft.require_sound()
        draft.publish()


def _data_problems(project: Path) -> list[Problem]:
    from figurecheck.building.check import check_data

    return check_data(project, None)


def _missing(name: str, error: ImportError) -> Problem:
    return Problem(
        name,
        f"the package {error.name}, which asks it",
        'Run make refresh, which installs it, or pip install "figurecheck[refresh]".',
    )
