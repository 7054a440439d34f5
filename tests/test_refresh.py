"""A refresh adds rows and nothing else; what a service fails to give leaves the files alone."""

from __future__ import annotations

import csv
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pandas as pd
import pytest
import wbgapi
from packaging.requirements import Requirement

from figurecheck import cli
from figurecheck.refreshing import comtrade, eurostat
from figurecheck.refreshing import refresh as refreshing
from figurecheck.refreshing.answers import Asking
from figurecheck.refreshing.refresh import Refreshed, refresh
from figurecheck.scaffolds import drafts
from figurecheck.tables import read_raw
from tests.official_services import (
    COMTRADE,
    EUROSTAT,
    WORLD_BANK,
    Query,
    Reply,
    Services,
    as_json,
    running,
)
from tests.test_setup import locked
from tests.test_setup import project as declared

pytestmark = pytest.mark.slow

DAY = date(2026, 11, 21)
GDP = "gdp-nominal-value-world-bank"
EXPORTS = "exports-to-china-value-kz-statistics-un-comtrade"


@pytest.fixture
def services(monkeypatch: pytest.MonkeyPatch) -> Iterator[Services]:
    """The services, and the clients pointed at them."""
    with running() as found:
        monkeypatch.setattr(wbgapi, "endpoint", f"{found.address}/v2")
        monkeypatch.setattr(comtrade, "HOST", found.address)
        monkeypatch.setattr(eurostat, "HOST", found.address)
        monkeypatch.setattr(comtrade, "PAUSE", 0.0)
        monkeypatch.delenv("COMTRADE_KEY", raising=False)
        yield found


@pytest.fixture
def project(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the project, as the working directory."""
    copy = tmp_path / "a project"
    for name in ("data", "notebooks", "report"):
        shutil.copytree(root / name, copy / name, ignore=shutil.ignore_patterns("*.ttf", ".*"))
    monkeypatch.chdir(copy)
    return copy


@pytest.fixture
def unchecked(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leaves out the check of all data, which takes seconds and has tests of its own."""
    monkeypatch.setattr(refreshing, "_data_problems", lambda _: [])
    monkeypatch.setattr(drafts, "check", lambda _: [])


def ask(project: Path, day: date = DAY, timeout: float = 30) -> dict[str, Refreshed]:
    done = refresh(project, Asking(day, timeout, pause=lambda _: None))
    return {one.service: one for one in done}


def contents(project: Path) -> dict[str, bytes]:
    files = sorted(file for file in (project / "data").rglob("*") if file.is_file())
    return {file.relative_to(project).as_posix(): file.read_bytes() for file in files}


def added(project: Path, before: dict[str, bytes], table: str) -> pd.DataFrame:
    rows = read_raw(project)[table]
    old = before[f"data/raw/{table}.csv"].decode().splitlines()
    keys = {row[0] for row in csv.reader(old)}
    return rows[~rows.iloc[:, 0].isin(keys)]  # its key is the first column of each


@pytest.mark.usefixtures("services", "project")
def test_in_a_copy_of_the_project_lines_are_added_and_check_passes(
    capsys: pytest.CaptureFixture[str],
) -> None:
    git = ["git", "-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "core.autocrlf=no"]
    for command in (["init", "-q"], ["add", "."], ["commit", "-qm", "as it was"]):
        subprocess.run([*git, *command], check=True)
    assert cli.main(["check"]) == 0
    assert cli.main(["refresh", "--today", "2026-11-21"]) == 0
    assert cli.main(["check"]) == 0, capsys.readouterr().err
    assert "git diff data/raw" in capsys.readouterr().out
    lines = subprocess.run([*git, "diff", "--numstat"], check=True, capture_output=True, text=True)
    moved = {line.split("\t")[2]: line.split("\t")[:2] for line in lines.stdout.splitlines()}
    assert {name.removeprefix("data/raw/") for name in moved} == {
        "bodies.csv",
        "series.csv",
        "sources.csv",
        "figures.csv",
    }
    assert all(taken == "0" and int(given) > 0 for given, taken in moved.values())


@pytest.mark.usefixtures("unchecked")
def test_a_figure_is_written_as_it_was_answered_with_its_address_and_the_day(
    project: Path, services: Services
) -> None:
    before = contents(project)
    services.numbers[("NY.GDP.MKTP.CD", "2022")] = 225496331378.205
    services.numbers[("398", "156", "X", "TOTAL", "2022")] = 13166000000.5
    done = ask(project)
    assert not [problem for one in done.values() for problem in one.problems]
    figures = added(project, before, "figures").set_index(["series", "period"])
    sources = added(project, before, "sources").set_index("source")
    row = figures.loc[(GDP, "2022")]
    assert (row["as_written"], row["unit"]) == ("225496331378.205", "USD")
    page = sources.loc[row["source"]]
    assert row["source"] == "world-bank-ny-gdp-mktp-cd-2026-11-21"
    assert page["url"].endswith("/country/KAZ/indicator/NY.GDP.MKTP.CD?date=2002:2025&format=json")
    assert page[["title", "published", "accessed"]].tolist() == [
        "GDP (current US$)",
        "2026-07-01",
        "2026-11-21",
    ]
    row = figures.loc[(EXPORTS, "2022")]
    assert row["as_written"] == "13166000000.5"
    assert "reporterCode 398" in row["place"]
    page = sources.loc[row["source"]]
    assert page["url"].startswith("https://comtradeapi.un.org/public/v1/preview/C/A/HS?")
    assert page["published"] == page["accessed"] == "2026-11-21"


@pytest.mark.usefixtures("unchecked")
def test_years_without_a_number_are_left_out(project: Path, services: Services) -> None:
    before = contents(project)
    services.numbers[("NY.GDP.MKTP.CD", "2024")] = None
    ask(project)
    figures = added(project, before, "figures")
    assert figures.loc[figures["series"] == GDP, "period"].max() == "2023"
    russia = figures.loc[figures["series"].str.contains("russia-customs"), "period"]
    assert set(russia) == {"2021"}  # the list says that the series ended then


@pytest.mark.usefixtures("services", "unchecked")
def test_what_is_there_already_is_not_added_again(project: Path) -> None:
    ask(project)
    before = contents(project)
    done = ask(project, date(2026, 12, 21))
    assert contents(project) == before
    rows = done["UN Comtrade"].rows
    assert rows is not None
    assert (rows.added, rows.revisions) == (0, [])
    assert rows.same > 0


@pytest.mark.usefixtures("unchecked")
def test_a_revised_number_is_a_new_row_and_is_told(
    project: Path, services: Services, capsys: pytest.CaptureFixture[str]
) -> None:
    services.numbers[("NY.GDP.MKTP.CD", "2022")] = 225496331378.205
    ask(project)
    before = contents(project)
    services.numbers[("NY.GDP.MKTP.CD", "2022")] = 226000000000.5
    services.updated = "2026-12-15"
    assert cli.main(["refresh", "--today", "2026-12-21"]) == 0
    figures = read_raw(project)["figures"]
    mine = (figures["series"] == GDP) & (figures["period"] == "2022")
    first, second = figures[mine].to_dict("records")
    assert second["note"] == f"Revises {first['figure']}"
    assert second["source"] == "world-bank-ny-gdp-mktp-cd-2026-12-21"
    assert (
        f"[r] {GDP}, 2022: 226000000000.5 USD, was 225496331378.205 ({first['figure']})"
        in capsys.readouterr().out
    )
    assert len(added(project, before, "figures")) == len(added(project, before, "sources")) == 1


@pytest.mark.usefixtures("unchecked")
def test_a_number_that_returns_to_an_earlier_one_is_a_revision_too(
    project: Path, services: Services
) -> None:
    for value in (100000000003, 100000000007, 100000000003):
        services.numbers[("NY.GDP.MKTP.CD", "2022")] = value
        done = ask(project)
    rows = done["World Bank"].rows
    assert rows is not None
    assert len(rows.revisions) == 1
    last = rows.tables["sources"][0]["source"]
    assert last == "world-bank-ny-gdp-mktp-cd-2026-11-21-c"  # the third of the day


FAILURES = {
    "an error": Reply(b'{"message": "down"}', status=503),
    "too many requests": as_json(
        {"statusCode": 429, "message": "Rate limit is exceeded. Try again in 1 seconds."}, 429
    ),
    "a wrong code": as_json(
        {"error": [{"status": 400, "id": 150, "label": "INVALID_QUERY_DIMENSION"}]}, 400
    ),
    "an error document with status 200": as_json(
        [{"message": [{"id": "120", "key": "Invalid value", "value": "is not valid"}]}]
    ),
    "a page for people": Reply(b"<html><h1>We are sorry</h1></html>", kind="text/html"),
    "nothing": Reply(b""),
    "half of it": Reply(b'[{"page": 1}, [{"indicator": {"id": "X', cut=0),
    "a connection that closes": Reply(b'{"count": 0, "data": []}' * 9, cut=100),
    "an empty object": as_json({}),
    "an empty list": as_json([]),
    "null": as_json(None),
    "a number that is none": Reply(b'{"count": 1, "data": [{"primaryValue": NaN}], "error": ""}'),
    "something deep": Reply(b"[" * 100_000),
}
TOLD = {
    "an error": "status 503",
    "too many requests": "wait, then try again",
    "a wrong code": "look up its codes",
    "a page for people": "open the address in a browser",
    "a connection that closes": "broke off",
}
NAMES = {WORLD_BANK: "World Bank", COMTRADE: "UN Comtrade", EUROSTAT: "Eurostat"}


@pytest.mark.parametrize("failure", FAILURES)
@pytest.mark.parametrize("path", NAMES)
@pytest.mark.usefixtures("unchecked")
def test_a_failing_service_adds_nothing_and_is_named_with_what_to_do(
    project: Path,
    services: Services,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    failure: str,
    path: str,
) -> None:
    only(monkeypatch, path)
    services.instead[path] = lambda _, __: FAILURES[failure]
    before = contents(project)
    assert cli.main(["refresh", "--today", "2026-11-21"]) == 1
    assert contents(project) == before
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.startswith(f"{NAMES[path]}: nothing was added\n  {NAMES[path]}, http")
    assert TOLD.get(failure, "othing") in said.err
    assert "Traceback" not in said.err


@pytest.mark.parametrize("path", NAMES)
@pytest.mark.usefixtures("unchecked")
def test_a_service_that_keeps_silent_is_left_after_the_time_out(
    project: Path, services: Services, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    only(monkeypatch, path)
    services.instead[path] = lambda _, __: Reply(b"", silent=True)
    before = contents(project)
    (one,) = ask(project, timeout=0.2).values()
    assert "within 0.2 seconds" in str(one.problems[0])
    assert contents(project) == before


@pytest.mark.parametrize("path", NAMES)
@pytest.mark.usefixtures("unchecked")
def test_without_a_network_the_message_says_so(
    project: Path, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    with running() as gone:
        pass
    monkeypatch.setattr(wbgapi, "endpoint", f"{gone.address}/v2")
    monkeypatch.setattr(comtrade, "HOST", gone.address)
    monkeypatch.setattr(eurostat, "HOST", gone.address)
    only(monkeypatch, path)
    before = contents(project)
    (one,) = ask(project).values()
    assert "check the network connection" in str(one.problems[0])
    assert "refused" in str(one.problems[0])
    assert contents(project) == before


def only(monkeypatch: pytest.MonkeyPatch, path: str) -> None:
    kept = {key: entry for key, entry in refreshing.SERVICES.items() if entry[0] == NAMES[path]}
    monkeypatch.setattr(refreshing, "SERVICES", kept)


@pytest.mark.usefixtures("unchecked")
def test_the_good_rows_of_other_services_are_kept(
    project: Path, services: Services, capsys: pytest.CaptureFixture[str]
) -> None:
    services.instead[COMTRADE] = lambda _, __: FAILURES["an error"]
    before = contents(project)
    assert cli.main(["refresh", "--today", "2026-11-21"]) == 1
    said = capsys.readouterr()
    assert "UN Comtrade: nothing was added" in said.err
    assert "World Bank: " in said.out
    keys = added(project, before, "sources")["source"]
    assert {key.split("-")[0] for key in keys} == {"world", "eurostat"}


@pytest.mark.usefixtures("unchecked")
def test_a_service_that_fails_on_its_last_request_adds_nothing_of_the_first_ones(
    project: Path, services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    def last_fails(path: str, query: Query) -> Reply:
        failed = FAILURES["an error"]
        return failed if query["period"] == "2025" else services.comtrade(path, query)

    only(monkeypatch, COMTRADE)
    services.instead[COMTRADE] = last_fails
    before = contents(project)
    (one,) = ask(project).values()
    assert one.rows is None
    assert len(services.asked) == 5
    assert contents(project) == before


def test_rows_that_break_a_rule_of_the_tables_are_not_written(
    project: Path, services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    only(monkeypatch, EUROSTAT)
    services.updated = "2026-13-41"
    before = contents(project)
    (one,) = ask(project).values()
    assert "column published" in str(one.problems[0])
    assert contents(project) == before


def test_tables_out_of_order_are_told_before_anybody_is_asked(
    project: Path, services: Services, capsys: pytest.CaptureFixture[str]
) -> None:
    with (project / "data/raw/figures.csv").open("a") as file:
        file.write("F9999,nobody,nothing,2023,,5,USD,,,\n")
    before = contents(project)
    assert cli.main(["refresh"]) == 1
    assert "a source of sources" in capsys.readouterr().err
    assert services.asked == []
    assert contents(project) == before


@pytest.mark.usefixtures("services")
def test_a_figure_that_no_check_of_its_claim_hears_is_refused_with_the_remedy(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    only(monkeypatch, COMTRADE)
    listed = project / "data/refresh.toml"
    text = listed.read_text(encoding="utf-8")
    listed.write_text(text.replace('subject = "exports-to-china"', 'subject = "china-trade"'))
    before = contents(project)
    (one,) = ask(project).values()
    assert any("a check of the claim china-trade-20" in str(p) for p in one.problems)
    assert contents(project) == before


@pytest.mark.usefixtures("services", "unchecked")
def test_a_full_disk_is_a_message_and_leaves_everything_as_it_was(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    before = contents(project)
    assert cli.main(["refresh", "--today", "2026-11-21"]) == 1
    assert "No space left on device" in capsys.readouterr().err
    assert contents(project) == before


@pytest.mark.usefixtures("services", "unchecked")
def test_a_missing_client_is_a_message(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "comtradeapicall", None)
    done = ask(project)
    assert "figurecheck[refresh]" in str(done["UN Comtrade"].problems[0])
    assert done["World Bank"].rows is not None


def test_the_clients_are_imported_by_nobody_until_they_are_asked() -> None:
    clients = "{'wbgapi', 'comtradeapicall', 'requests'}"
    program = f"import sys, figurecheck.refreshing.refresh; print({clients} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert done.stdout == "set()\n", done.stderr


def test_the_clients_lock_holds_the_same_versions_and_the_clients(root: Path) -> None:
    build, more = locked(root, "requirements.lock"), locked(root, "requirements-refresh.lock")
    assert {name: more.get(name) for name in build} == build
    extra = declared(root)["project"]["optional-dependencies"]["refresh"]  # type: ignore[index]
    assert {Requirement(text).name for text in extra} == set(more) - set(build)
