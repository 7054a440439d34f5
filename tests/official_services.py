"""A server on this machine that answers as the World Bank, UN Comtrade and Eurostat document."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit

WORLD_BANK, COMTRADE, EUROSTAT = "/v2/", "/public/v1/preview/", "/statistics/1.0/data/"
KEYED = "/data/v1/get/"

TITLES = {
    "NY.GDP.MKTP.CD": "GDP (current US$)",
    "NY.GDP.MKTP.KD": "GDP (constant 2015 US$)",
    "BX.KLT.DINV.CD.WD": "Foreign direct investment, net inflows (BoP, current US$)",
    "SP.POP.TOTL": "Population, total",
}

Query = dict[str, str]
Number = int | float | None


@dataclass(frozen=True)
class Reply:
    """What goes back: `silent` sends nothing, `cut` closes before the last bytes of the body."""

    body: bytes
    status: int = 200
    kind: str = "application/json"
    silent: bool = False
    cut: int = 0


def as_json(value: Any, status: int = 200) -> Reply:
    return Reply(json.dumps(value).encode(), status)


@dataclass
class Services:
    """`numbers` of the services by what is asked; `instead`: other replies, by path prefix."""

    address: str = ""
    numbers: dict[tuple[str, ...], Number] = field(default_factory=dict)
    instead: dict[str, Callable[[str, Query], Reply]] = field(default_factory=dict)
    asked: list[tuple[str, Query]] = field(default_factory=list)
    last_year: int = 2024
    updated: str = "2026-07-01"
    closing: threading.Event = field(default_factory=threading.Event)

    def reply(self, path: str, query: Query) -> Reply:
        self.asked.append((path, query))
        for prefix, give in self.instead.items():
            if path.startswith(prefix):
                return give(path, query)
        usual = {WORLD_BANK: self.world_bank, EUROSTAT: self.eurostat}
        usual |= {COMTRADE: self.comtrade, KEYED: self.comtrade}
        return next(give for prefix, give in usual.items() if path.startswith(prefix))(path, query)

    def number(self, *key: str) -> Number:
        """The number at a place; one of about the right size where none is set."""
        return self.numbers.get(key, 20_000_000_003 + sum(map(ord, "".join(key))) * 1_000_001)

    def world_bank(self, path: str, query: Query) -> Reply:
        """Version 2: a header and rows, the latest first, in pages; null where there is none."""
        if "/sources/" in path:
            database = {"id": "2", "lastupdated": self.updated, "code": "WDI"}
            return as_json([{"page": 1, "pages": 1, "per_page": "1", "total": 1}, [database]])
        _, economy, _, indicator = path.rsplit("/", 3)
        first, last = map(int, query["date"].split(":"))
        rows = [
            {
                "indicator": {"id": indicator, "value": TITLES[indicator]},
                "country": {"id": "KZ", "value": "Kazakhstan"},
                "countryiso3code": economy,
                "date": str(year),
                "value": self.population(year) if indicator == "SP.POP.TOTL"
                else self.number(indicator, str(year)),
                "unit": "",
                "obs_status": "",
                "decimal": 0,
            }
            for year in range(min(last, self.last_year), first - 1, -1)
        ]  # fmt: skip
        size, page = int(query["per_page"]), int(query["page"])
        head = {"page": page, "pages": -(-len(rows) // size), "per_page": size}
        head |= {"total": len(rows), "sourceid": "2", "lastupdated": self.updated}
        return as_json([head, rows[size * (page - 1) : size * page]])

    def population(self, year: int) -> Number:
        return self.numbers.get(("SP.POP.TOTL", str(year)), 20_000_003 + year)

    def comtrade(self, _: str, query: Query) -> Reply:
        """A count and records, one a flow; none for a year that nobody has reported."""
        flows = [
            (reporter, partner, flow, commodity)
            for reporter in query["reportercode"].split(",")
            for partner in query["partnerCode"].split(",")
            for flow in query["flowCode"].split(",")
            for commodity in query["cmdCode"].split(",")
            if reporter != partner and int(query["period"]) <= self.last_year
        ]
        data = [
            {
                "typeCode": "C",
                "freqCode": "A",
                "refYear": int(query["period"]),
                "period": query["period"],
                "reporterCode": int(reporter),
                "flowCode": flow,
                "partnerCode": int(partner),
                "partner2Code": 0,
                "classificationCode": "H6",
                "cmdCode": commodity,
                "customsCode": "C00",
                "motCode": 0,
                "fobvalue": None,
                "primaryValue": self.number(reporter, partner, flow, commodity, query["period"]),
                "isReported": False,
            }
            for reporter, partner, flow, commodity in flows
        ]
        return as_json({"elapsedTime": "0.1 secs", "count": len(data), "data": data, "error": ""})

    def eurostat(self, _: str, query: Query) -> Reply:
        """JSON-stat 2.0, in which time alone has several categories."""
        years = range(int(query["sinceTimePeriod"]), int(query["untilTimePeriod"]) + 1)
        years = [str(year) for year in years if year <= self.last_year]
        names = ["freq", "reporter", "partner", "product", "flow", "indicators"]
        cells = [self.number(query["flow"], year) for year in years]
        axes = {name: {"category": {"index": {query[name]: 0}}} for name in names}
        axes["time"] = {"category": {"index": {year: n for n, year in enumerate(years)}}}
        reply = {
            "version": "2.0",
            "class": "dataset",
            "label": "EU trade since 1988 by HS2-4-6 and CN8",
            "source": "ESTAT",
            "updated": f"{self.updated}T23:00:00+0200",
            "value": {str(n): cell for n, cell in enumerate(cells) if cell is not None},
            "status": {str(len(years) - 1): "p"},
            "id": [*names, "time"],
            "size": [1] * len(names) + [len(years)],
            "dimension": axes,
        }
        return as_json(reply)


@contextmanager
def running() -> Iterator[Services]:
    """The services on a free port of the loopback, until the end of the block."""
    services = Services()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            reply = services.reply(parts.path, dict(parse_qsl(parts.query)))
            if reply.silent:
                services.closing.wait(60)  # a client that waits on fails then
                return
            self.send_response(reply.status)
            self.send_header("Content-Type", reply.kind)
            self.send_header("Content-Length", str(len(reply.body)))
            self.end_headers()
            self.wfile.write(reply.body[: len(reply.body) - reply.cut])
            self.close_connection = True

        def log_message(self, *_: object) -> None:
            """Keeps the output of the tests clean."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    services.address = f"http://127.0.0.1:{server.server_port}"
    try:
        yield services
    finally:
        services.closing.set()
        server.shutdown()
        server.server_close()
        thread.join()
