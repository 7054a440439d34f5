"""Each service is asked as it documents, and believed only as far as its answer is whole."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest
import wbgapi

from figurecheck.errors import DataError
from figurecheck.refreshing import comtrade, eurostat, world_bank
from figurecheck.refreshing.answers import Asking, Number
from figurecheck.refreshing.listing import Wanted
from tests.official_services import (
    COMTRADE,
    EUROSTAT,
    KEYED,
    WORLD_BANK,
    Query,
    Reply,
    Services,
    as_json,
    running,
)

GDP = Wanted(
    "world-bank",
    "gdp",
    "USD",
    2021,
    None,
    {"economy": "KAZ", "indicator": "NY.GDP.MKTP.CD", "title": "GDP (current US$)"},
    {},
)
EXPORTS = Wanted(
    "comtrade",
    "exports",
    "USD",
    2022,
    None,
    {"reporter": "398", "partner": "156", "flow": "X", "commodity": "TOTAL"},
    {},
)
MIRROR = Wanted(
    "comtrade",
    "mirror",
    "USD",
    2022,
    2023,
    {"reporter": "156", "partner": "398", "flow": "M", "commodity": "TOTAL"},
    {},
)
IMPORTS_EU = Wanted(
    "eurostat",
    "imports-eu",
    "EUR",
    2022,
    None,
    {
        "dataset": "DS-045409",
        "reporter": "EU27_2020",
        "partner": "KZ",
        "product": "TOTAL",
        "flow": "1",
        "indicators": "VALUE_IN_EUROS",
    },
    {},
)


@pytest.fixture
def services(monkeypatch: pytest.MonkeyPatch) -> Iterator[Services]:
    """The services, with the clients pointed at them and few rows a page."""
    with running() as found:
        monkeypatch.setattr(wbgapi, "endpoint", f"{found.address}/v2")
        monkeypatch.setattr(wbgapi, "per_page", 2)
        monkeypatch.setattr(comtrade, "HOST", found.address)
        monkeypatch.setattr(eurostat, "HOST", found.address)
        yield found


def asking(**settings: Any) -> Asking:
    return Asking(date(2026, 11, 21), **{"pause": lambda _: None} | settings)


def pairs(numbers: Any) -> list[tuple[str, int, str]]:
    return [(number.wanted.series, number.year, number.written) for number in numbers]


def changed(services: Services, path: str, change: Callable[[Any], object]) -> None:
    """Has the service change its usual reply in one thing."""
    import json

    usual = {WORLD_BANK: services.world_bank, COMTRADE: services.comtrade}
    give = (usual | {EUROSTAT: services.eurostat})[path]

    def reply(asked: str, query: Query) -> Reply:
        document = json.loads(give(asked, query).body)
        if "/sources/" not in asked:
            change(document)
        return as_json(document)

    services.instead[path] = reply


# World Bank


def test_the_pages_of_the_world_bank_are_read_to_the_last(services: Services) -> None:
    services.numbers[("NY.GDP.MKTP.CD", "2022")] = 225496331378.205
    services.numbers[("NY.GDP.MKTP.CD", "2021")] = 197112255360
    services.numbers[("NY.GDP.MKTP.CD", "2023")] = 2.5e11
    services.numbers[("NY.GDP.MKTP.CD", "2024")] = None
    (answer,) = world_bank.read([GDP], asking())
    assert pairs(answer.numbers) == [
        ("gdp", 2021, "197112255360"),
        ("gdp", 2022, "225496331378.205"),
        ("gdp", 2023, "250000000000"),
    ]
    assert answer.published == "2026-07-01"
    pages = [query["page"] for path, query in services.asked if "indicator" in path]
    assert pages == ["1", "2"]


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda d: d[1].pop(), "expected every year from 2021"),
        (lambda d: d[1].append(d[1][0]), "once a year"),
        (lambda d: d[1][0]["indicator"].update(value="GDP (constant 2021 US$)"), "2021 US$"),
        (lambda d: d[1][0].update(countryiso3code="KGZ"), "KGZ"),
        (lambda d: d[1][0].update(value="2.5"), "expected a number"),
        (lambda d: d[1][0].update(value=True), "expected a number"),
        (lambda d: d[1][0].update(date="2024Q1"), "expected rows of an indicator"),
        (lambda d: d.__setitem__(1, None), "expected rows"),
        (lambda d: d[0].pop("total"), "expected rows"),
        (lambda d: [row.update(value=None) for row in d[1]], "expected numbers for gdp"),
    ],
)
def test_rows_of_the_world_bank_that_are_not_what_was_asked_for_are_refused(
    services: Services, monkeypatch: pytest.MonkeyPatch, change: Callable[[Any], object], told: str
) -> None:
    monkeypatch.setattr(wbgapi, "per_page", 1000)
    changed(services, WORLD_BANK, change)
    with pytest.raises(DataError, match=r"^World Bank, http") as caught:
        world_bank.read([GDP], asking())
    assert told in str(caught.value)


def test_the_world_bank_says_when_it_last_updated_or_is_refused(services: Services) -> None:
    services.updated = ""
    with pytest.raises(DataError, match="lastupdated"):
        world_bank.read([GDP], asking())


# UN Comtrade


def test_comtrade_is_asked_year_by_year_for_all_series_with_a_pause_between(
    services: Services,
) -> None:
    services.numbers[("398", "156", "X", "TOTAL", "2022")] = 13166000000.25
    services.numbers[("156", "398", "M", "TOTAL", "2022")] = 14700000001
    pauses: list[float] = []
    answers = comtrade.read([EXPORTS, MIRROR], asking(pause=pauses.append))
    assert [query["period"] for _, query in services.asked] == ["2022", "2023", "2024", "2025"]
    assert pauses == [comtrade.PAUSE] * 3
    assert [answer.source for answer in answers] == [f"un-comtrade-{y}" for y in (2022, 2023, 2024)]
    assert pairs(answers[0].numbers) == [
        ("exports", 2022, "13166000000.25"),
        ("mirror", 2022, "14700000001"),
    ]
    assert [number.wanted for number in answers[2].numbers] == [EXPORTS]
    path, query = services.asked[0]
    assert path == "/public/v1/preview/C/A/HS"
    assert query["reportercode"] == "398,156"
    assert query["breakdownMode"] == "classic"


def test_a_key_is_sent_and_stands_in_no_address_and_no_message(services: Services) -> None:
    answers = comtrade.read([EXPORTS], asking(key="secret"))
    assert all(path.startswith(KEYED) for path, _ in services.asked)
    assert {query["subscription-key"] for _, query in services.asked} == {"secret"}
    assert all("secret" not in answer.url for answer in answers)
    assert answers[0].url.startswith("https://comtradeapi.un.org/public/v1/preview/C/A/HS?")
    services.instead[KEYED] = lambda _, __: Reply(b"Access denied", status=401)
    with pytest.raises(DataError, match="status 401") as caught:
        comtrade.read([EXPORTS], asking(key="secret"))
    assert "secret" not in str(caught.value)
    assert "secret" not in repr(asking(key="secret"))


def test_rows_of_one_mode_or_procedure_or_second_partner_are_not_the_flow(
    services: Services,
) -> None:
    def split(document: Any) -> None:
        for name, code in (("partner2Code", 643), ("motCode", 2100), ("customsCode", "C01")):
            document["data"] += [row | {name: code} for row in document["data"][:1]]
        document["count"] = len(document["data"])

    changed(services, COMTRADE, split)
    assert all(len(answer.numbers) == 1 for answer in comtrade.read([EXPORTS], asking()))


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda d: d["data"].pop(), "expected 1 records"),
        (lambda d: d.update(count=0), "expected 0 records"),
        (lambda d: d.update(count=2, data=d["data"] * 2), "expected one number for exports"),
        (lambda d: d.update(count=500, data=d["data"] * 500), "fewer than 500"),
        (lambda d: d.update(error="Query too complex"), "Query too complex"),
        (lambda d: d.update(data=None), "a count and records"),
        (lambda d: d.update(data=["x"]), "a count and records"),
        (lambda d: d["data"][0].update(primaryValue=None), "expected a number"),
        (lambda d: d["data"][0].update(primaryValue="12"), "expected a number"),
        (lambda d: d["data"][0].update(period="2019"), "numbers for exports"),
        (lambda d: d.update(count=0, data=[]), "numbers for exports"),
    ],
)
def test_records_of_comtrade_that_are_not_whole_are_refused(
    services: Services, change: Callable[[Any], object], told: str
) -> None:
    def where_it_has_any(document: Any) -> object:
        return change(document) if document["data"] else None

    changed(services, COMTRADE, where_it_has_any)
    with pytest.raises(DataError, match=r"^UN Comtrade, http") as caught:
        comtrade.read([EXPORTS], asking())
    assert told in str(caught.value)


def test_the_client_of_comtrade_gets_its_own_connections_back(services: Services) -> None:
    import urllib3
    from comtradeapicall import PreviewGet

    services.instead[COMTRADE] = lambda _, __: Reply(b"", status=500)
    with pytest.raises(DataError):
        comtrade.read([EXPORTS], asking())
    assert PreviewGet.urllib3 is urllib3


# Eurostat


def test_eurostat_is_asked_for_one_series_and_its_flags_are_kept(services: Services) -> None:
    services.numbers[("1", "2022")] = 30123456789
    (answer,) = eurostat.read([IMPORTS_EU], asking())
    assert pairs(answer.numbers)[0] == ("imports-eu", 2022, "30123456789")
    assert [number.note for number in answer.numbers] == ["", "", "Flagged p by Eurostat"]
    assert answer.published == "2026-07-01"
    assert answer.title == "EU trade since 1988 by HS2-4-6 and CN8"
    path, query = services.asked[0]
    assert path == "/statistics/1.0/data/DS-045409"
    assert query["freq"] == "A"
    assert (query["sinceTimePeriod"], query["untilTimePeriod"]) == ("2022", "2025")


def test_json_stat_may_give_lists_for_maps(services: Services) -> None:
    usual: list[Number] = []
    for as_lists in (False, True):
        if as_lists:
            changed(services, EUROSTAT, to_lists)
        (answer,) = eurostat.read([IMPORTS_EU], asking())
        usual += [number for number in answer.numbers if not number.note]
    assert usual[:2] == usual[2:4]


def to_lists(document: Any) -> None:
    document["value"] = [document["value"].get(str(n)) for n in range(document["size"][-1])]
    document["status"] = {}
    for dimension in document["dimension"].values():
        dimension["category"]["index"] = list(dimension["category"]["index"])


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda d: d["dimension"]["time"]["category"]["index"].popitem(), "of the sizes"),
        (lambda d: d["size"].__setitem__(0, 2), "of the sizes"),
        (lambda d: d["dimension"]["flow"]["category"].update(index={"2": 0}), "'flow': '2'"),
        (lambda d: d["dimension"].pop("time"), "a data set"),
        (lambda d: d.pop("value"), "a data set"),
        (lambda d: d.pop("updated"), "a data set"),
        (lambda d: d.update(updated="recently"), "a data set"),
        (lambda d: d.update(label=""), "a data set"),
        (lambda d: d.update(value={}), "expected numbers for imports-eu"),
        (lambda d: d["value"].update({"9": 1}), "a data set"),
        (lambda d: d["value"].update({"0": "n/a"}), "expected a number"),
        (
            lambda d: (d.clear(), d.update(warning={"status": 413, "label": "ASYNCHRONOUS"})),
            "ASYNCHRONOUS",
        ),
        (
            lambda d: (d.clear(), d.update(error=[{"status": 400, "label": "EXTRACTION_TOO_BIG"}])),
            "EXTRACTION_TOO_BIG",
        ),
    ],
)
def test_a_data_set_of_eurostat_that_is_not_whole_is_refused(
    services: Services, change: Callable[[Any], object], told: str
) -> None:
    changed(services, EUROSTAT, change)
    with pytest.raises(DataError, match=r"^Eurostat, http") as caught:
        eurostat.read([IMPORTS_EU], asking())
    assert told in str(caught.value)
