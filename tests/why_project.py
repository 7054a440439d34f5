"""A small project with an edition as a build leaves it, made without running anything."""

from __future__ import annotations

import csv
import json
import shutil
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any

import nbformat
import pandas as pd
from nbformat import NotebookNode

from figurecheck import charts, checking, cleaning, growth, provenance, rates
from figurecheck.publishing.bundles import MIME
from figurecheck.quantities import Quantity
from figurecheck.shelf import Shelf
from figurecheck.story import EVIDENCE, FIGURES, GROWTH, LEFT_OUT, VERDICTS, Story
from tests.small_project import code, markdown, parameters, write_notebook
from tests.small_tables import PACKAGE, raw_tables

SERIES, RISE, OTHER = "cargo-volume-ministry", "cargo-volume-growth-railway", "cargo-volume-railway"

CHAPTERS = """
[report]
title = "Cargo"
subtitle = "A sample"
language = "en"

[[chapters]]
notebook = "01-register.ipynb"
slug = "register"
title = "Register"
position = 2
writes = ["clean/figures.csv", "results/growth.csv"]

[[chapters]]
notebook = "02-cargo.ipynb"
slug = "cargo"
title = "What went"
position = 1
"""

EDITIONS = """
[parameters.as_of]
type = "date"
default = ""

[editions.latest]
title = "All"

[editions.2024-03]
title = "As of March 2024, all of 2023"
as_of = 2024-03-31
"""

EXEMPTIONS = """
[[exemptions]]
kind = "year"
reason = "a label"

[[exemptions]]
kind = "month"
reason = "a label"
"""


def rows() -> dict[str, list[dict[str, str]]]:
    """The raw tables: two bodies' counts of cargo, and an article's claims on it."""
    page = {"kind": "page", "publisher": "The Times"}
    figure = {"source": "times-2024-02", "unit": "million tonnes"}
    claim = {"source": "article", "paragraph": "3", "subject": "cargo-volume", "period": "2023"}
    check = {"claim": "growth-2023", "relation": "same", "base_period": "2022"}
    return {
        "bodies": [
            {"body": "ministry", "name": "The Ministry"},
            {"body": "railway", "name": "The Railway"},
        ],
        "sources": [
            {"source": "article", "kind": "article", "publisher": "Review", "published": "2024-03"},
            page
            | {
                "source": "times-2024-02",
                "title": "Cargo soars",
                "url": "https://times.example/cargo",
                "published": "2024-02-27",
            },
            page | {"source": "times-n1", "url": "https://times.example/other"},
        ],
        "series": [
            series(RISE, "growth", "percent", "railway"),
            series(SERIES, "volume", "tonne", "ministry"),
            series(OTHER, "volume", "tonne", "railway"),
        ],
        "figures": [
            figure
            | {"figure": "F0001", "series": SERIES, "period": "2022"}
            | {"as_written": "17 million tons", "place": "lead"},
            figure
            | {"figure": "F0002", "series": SERIES, "period": "2023"}
            | {"as_written": "totaled 2.76 million tons"},
            figure
            | {"figure": "F0003", "series": OTHER, "period": "2023", "source": "times-n1"}
            | {"as_written": "about 2.8 million tons", "note": "said in passing"},
            figure
            | {"figure": "F0004", "series": OTHER, "period": "2021"}
            | {"as_written": "some 2.5 million tons"},
            figure
            | {"figure": "F0005", "series": RISE, "period": "2024"}
            | {"base_period": "2023", "as_written": "a growth of 62.4%", "unit": "percent"},
        ],
        "claims": [
            claim
            | {"claim": "cargo-2023", "as_written": "2.76 million tons", "kind": "level"}
            | {"statement": "Cargo reached 2.76 million tonnes in 2023", "measure": "volume"}
            | {"unit": "tonnes", "implies": "growth", "with_claim": "cargo-2022"},
            claim
            | {"claim": "growth-2023", "as_written": "a 65 percent rise", "kind": "growth"}
            | {"statement": "Cargo rose by 65% in 2023", "measure": "growth", "unit": "percent"}
            | {"base_period": "2022"},
            claim
            | {"claim": "cargo-2022", "as_written": "1.2 million tons", "kind": "level"}
            | {"statement": "Cargo was 1.2 million tonnes in 2022", "measure": "volume"}
            | {"unit": "tonnes", "period": "2022"},
        ],
        "checks": [
            {"check": "cargo-2023-1", "claim": "cargo-2023", "method": "printed"}
            | {"series": SERIES, "relation": "same", "why": "the Ministry counts"},
            {"check": "cargo-2023-2", "claim": "cargo-2023", "method": "printed"}
            | {"series": OTHER, "relation": "different", "why": "rail only"},
            {"check": "cargo-2022-1", "claim": "cargo-2022", "method": "printed"}
            | {"series": SERIES, "relation": "same", "why": "the Ministry counts"},
            check | {"check": "growth-2023-1", "method": "growth", "series": SERIES},
            check
            | {"check": "growth-2023-2", "method": "growth", "series": SERIES}
            | {"relation": "restated", "why": "once more"},
        ],
        "events": [
            {"event": "line-opened", "subject": "line", "what": "held", "body": "railway"}
            | {"date": "2023-06-08/2023-06-09", "source": "times-n1", "figure": "F0003"}
            | {"as_written": "opened on June 8"},
        ],
        "corrections": [
            {"table": "figures", "key": "F0001", "column": "as_written", "reason": "No point"}
            | {"stands": "17 million tons", "should_be": "1.7 million tons"}
            | {"authority": "Said above"},
        ],
        "exclusions": [
            {"table": "figures", "key": "F0004", "as_written": "some 2.5 million tons"}
            | {"reason": "A guess"},
        ],
    }


def project(folder: Path) -> Path:
    """Writes the project, not built."""
    (folder / "data" / "raw").mkdir(parents=True)
    (folder / "report").mkdir()
    (folder / "report/chapters.toml").write_text(CHAPTERS, encoding="utf-8")
    (folder / "report/editions.toml").write_text(EDITIONS, encoding="utf-8")
    (folder / "report/exemptions.toml").write_text(EXEMPTIONS, encoding="utf-8")
    # a sample has no map, and need not have every other table filled
    package = PACKAGE | {
        "resources": [r | {"figurecheck:mayBeEmpty": True} for r in PACKAGE["resources"]]
    }
    (folder / "data/datapackage.json").write_text(json.dumps(package), encoding="utf-8")
    for name, table in raw_tables(**rows()).items():
        write_table(folder / f"data/raw/{name}.csv", table.drop(columns="line"))
    for name, cells in stored().items():
        (folder / "notebooks").mkdir(exist_ok=True)
        write_notebook(folder / "notebooks" / name, *cells)
    return folder


def build(folder: Path, edition: str = "latest") -> Path:
    """Writes what a build of the project leaves; needs the project as working directory."""
    built = folder / "build" / edition
    raw = raw_tables(**rows())
    cleaned = cleaning.clean(raw)
    write_table(built / FIGURES, cleaned.figures)
    write_table(built / LEFT_OUT, cleaned.left_out)
    found = rates.rates(cleaned.figures, Shelf(raw, cleaned.figures))
    write_table(built / GROWTH, found)
    examined = checking.examine(raw, cleaned.figures)
    write_table(built / VERDICTS, examined.verdicts)
    write_table(built / EVIDENCE, examined.evidence)
    story = Story()
    story.folder = built
    (built / "notebooks").mkdir()
    for name, cells in executed(story).items():
        write_notebook(built / "notebooks" / name, *cells)
    files = [p for p in sorted(folder.glob("*/**/*")) if p.is_file() and "build" not in p.parts]
    record = {
        "edition": edition,
        "parameters": {"as_of": ""},
        "inputs": {
            p.relative_to(folder).as_posix(): sha256(p.read_bytes()).hexdigest() for p in files
        },
    }
    (built / "manifest.json").write_text(json.dumps(record), encoding="utf-8")
    return built


def stored() -> dict[str, list[NotebookNode]]:
    """The notebooks as they are stored: the cells whose numbers messages give."""
    return {
        "01-register.ipynb": [markdown("# Register"), code("register")],
        "02-cargo.ipynb": [
            markdown("# What went"),
            parameters('as_of = ""'),
            code(f'SERIES = "{SERIES}"'),
            markdown("Cargo rose by {eval}`rise`."),
            code("draw"),
            code("table"),
        ],
    }


def executed(story: Story) -> dict[str, list[NotebookNode]]:
    """The same as a run leaves them, with a cell of injected parameters before the third."""
    cells = stored()
    _show(cells["01-register.ipynb"][1], charts.register(provenance.entries(story)))
    rise = growth.growth(_number(story, "F0002"), _number(story, "F0001"))
    target = Quantity.counted(10_000_000, "tonne", "target", "the parameter target_tonnes")
    pace = growth.compound_growth(target, _number(story, "F0002"), 4)
    cargo = cells["02-cargo.ipynb"]
    cargo[3]["metadata"]["user_expressions"] = [
        {"expression": name, "result": {"status": "ok", "data": value._repr_mimebundle_()}}
        for name, value in (("rise", rise), ("target", target), ("pace", pace))
    ]
    _show(cargo[4], chart(rise))
    data = pd.DataFrame([{"year": "2023", "rate": "62.4%", "cargo": "2.76 million tonnes"}])
    titles = {"year": "Year", "rate": "Rate", "cargo": "Cargo"}
    _show(cargo[5], charts.table(label="t", caption="By year", data=data, columns=titles))
    injected = code("# Parameters")
    injected["metadata"]["tags"] = ["injected-parameters"]
    cargo.insert(2, injected)
    return cells


def chart(rise: Quantity) -> dict[str, Any]:
    """A chart's bundle: a level in millions, and a growth under its figure's key."""
    cells = [
        {"text": "The Ministry"},
        {"text": "2.76", "value": 2.76, "key": "F0002"},
        {"text": "2.755", "value": 2.755},
        {"text": "62.35294118", "value": float(rise.value), "key": "F0002"},
    ]
    units = {"Who": "", "Cargo": "million tonnes", "From": "million tonnes", "Rise": "percent"}
    columns = [{"name": name, "unit": unit} for name, unit in units.items()]
    return {"kind": "chart", "headline": "Cargo grew", "columns": columns, "rows": [cells]}


def write_table(path: Path, table: pd.DataFrame) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    table.to_csv(path, index=False, lineterminator="\n", encoding="utf-8")


def read_rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def series(key: str, measure: str, unit: str, body: str) -> dict[str, str]:
    named = {"series": key, "subject": "cargo-volume", "measure": measure}
    return named | {"unit": unit, "body": body}


def _number(story: Story, key: str) -> Quantity:
    number = story.fig(key)
    assert isinstance(number, Quantity)
    return number


def _show(cell: NotebookNode, shown: Any) -> None:
    data: Mapping[str, Any]
    data = {MIME: shown} if isinstance(shown, dict) else shown._repr_mimebundle_()
    cell["outputs"] = [nbformat.v4.new_output("display_data", data=dict(data))]


def copied(folder: Path, target: Path) -> Path:
    """A copy of a project, to change."""
    return Path(shutil.copytree(folder, target))
