"""The data bundle of a report: its tables, described column by column, as an RO-Crate in a zip.

RO-Crate 1.1 (https://w3id.org/ro/crate/1.1) says what each file is; a Frictionless Data Package
(https://specs.frictionlessdata.io/) says what each column is. The same build gives the same
bytes: the date is the report's, and nothing else in it tells when or where it was made.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from importlib.metadata import version
from pathlib import Path, PurePosixPath
from typing import Any

from figurecheck import keeping, rooms
from figurecheck.archives import packed
from figurecheck.errors import DataError, Problem
from figurecheck.metadata import AUTHORS, DATA_LICENCE, FORMS, KEYWORDS
from figurecheck.publishing.model import Report

DESCRIPTION = "data/results.json"  # of the clean tables and the results, column by column
PACKAGE = "datapackage.json"
CRATE = "ro-crate-metadata.json"

_UNDATED = date(2000, 1, 1)  # as in the PDF; a crate has to bear a date
_RAW = rooms.TABLES.as_posix()
_OF_THE_PROJECT = ("CITATION.cff", "LICENSE", "data/LICENSE", "data/README.md", _RAW)
_OF_THE_BUILD = ("clean/*.csv", "manifest.json", "results/*.csv")
_KINDS = {
    ".cff": "application/yaml",
    ".csv": "text/csv",
    ".json": "application/json",
    ".md": "text/markdown",
    "": "text/plain",
}
_WORDS = {
    "CITATION.cff": ("Citation", "How to cite the report, its data or its software"),
    "LICENSE": ("Licence of the software", "MIT; it covers the programs, not these tables"),
    "data/LICENSE": ("Licence of the data", "CC BY 4.0; quoted phrases belong to their publishers"),
    "data/README.md": ("Codebook", "What the raw tables mean, their conventions and measures"),
    _RAW: ("Data package of the raw tables", "Every rule that a cell of a raw table keeps"),
    PACKAGE: ("Data package", "Type, unit and meaning of every column of clean and results"),
    "manifest.json": ("Manifest", "Inputs with their hashes, parameters, versions and commit"),
}


def data_bundle(project: Path, built: Path, report: Report, kept: Path | None = None) -> bytes:
    """The zip for the build in the folder `built`; what the project does not have is left out.

    The crate's metadata is looked for in the folder `kept` first, and laid there for the next time.
    """
    files = {name: (project / name) for name in _OF_THE_PROJECT if (project / name).is_file()}
    files |= {f"data/raw/{path.name}": path for path in (project / "data/raw").glob("*.csv")}
    for pattern in _OF_THE_BUILD:
        files |= {path.relative_to(built).as_posix(): path for path in built.glob(pattern)}
    contents = {name: path.read_bytes() for name, path in sorted(files.items())}
    package = described(_read(project / DESCRIPTION, DESCRIPTION), contents, report)
    contents[PACKAGE] = _as_json(package)
    raw = _read(project / _RAW, _RAW)
    contents[CRATE] = _kept_crate(contents, _words(package, raw), report, kept)
    return packed(sorted(contents.items(), key=lambda file: (file[0] != CRATE, file[0])))


def _read(path: Path, name: str) -> dict[str, Any]:
    """The package described in a file, which errors call `name`; nothing without the file."""
    if not path.is_file():
        return {}
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
        if all(isinstance(item["path"], str) for item in found.get("resources", ())):
            return dict(found)
        remedy = "Give each resource its path."
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        remedy = f"Mend it: {error}."
    raise DataError(Problem(name, "a data package in JSON", remedy))


def described(
    known: Mapping[str, Any], files: Mapping[str, object], report: Report
) -> dict[str, Any]:
    """The data package of the clean tables and results among `files`.

    `known` describes tables by their paths; one that it does not name is listed without columns.
    """
    resources = {item["path"]: item for item in known.get("resources", ())}
    tables = [name for name in files if name.startswith(("clean/", "results/"))]
    found = [resources[name] for name in resources if name in tables]
    found += [_bare(name) for name in tables if name not in resources]
    present = {item["name"] for item in found}
    day = {"created": f"{report.date.isoformat()}T00:00:00Z"} if report.date else {}
    return {
        "name": "results",
        **known,
        **day,
        "version": report.edition,
        "resources": [_with_known_references(item, present) for item in found],
    }


def _kept_crate(
    files: Mapping[str, object],
    words: Mapping[str, tuple[str, str]],
    report: Report,
    kept: Path | None,
) -> bytes:
    """The metadata as they were kept, if they are of the same names and words."""
    if kept is None:
        return _as_json(crate(files, words, report))
    told = [version("rocrate"), sorted(files), words, _context(report), _root(report)]
    return keeping.made(
        kept, _as_json({CRATE: told}), lambda: _as_json(crate(files, words, report))
    )


def crate(
    files: Mapping[str, object], words: Mapping[str, tuple[str, str]], report: Report
) -> dict[str, Any]:
    """The RO-Crate's metadata for `files`, which `words` give a name and a description."""
    from rocrate.model.contextentity import ContextEntity
    from rocrate.rocrate import ROCrate  # 300 ms that only a build waits for

    made = ROCrate(version="1.1")
    for name, (label, said) in ((n, words.get(n, (n, ""))) for n in sorted(files)):
        about = {"name": label, "description": said, "encodingFormat": _kind(name)}
        made.add_file(dest_path=name, properties={k: v for k, v in about.items() if v})
    for identifier, properties in _context(report).items():
        made.add(ContextEntity(made, identifier, properties=properties))
    for name, value in _root(report).items():
        made.root_dataset[name] = value
    generated: dict[str, Any] = made.metadata.generate()
    return generated


def _root(report: Report) -> dict[str, Any]:
    return {
        "name": f"{report.title}: data",
        "description": (
            f"{report.subtitle}. The tables behind the report, edition “{report.edition}”: figures "
            "as printed, quantities with their intervals, growths, verdicts and evidence."
        ),
        "version": report.edition,
        "datePublished": (report.date or _UNDATED).isoformat(),
        "license": {"@id": DATA_LICENCE},
        "author": {"@id": "#authors"},
        "publisher": {"@id": "#authors"},
        "inLanguage": report.language,
        "keywords": ", ".join(KEYWORDS),
        "mentions": [{"@id": f"#{name}"} for name in FORMS],
    }


def _context(report: Report) -> dict[str, dict[str, Any]]:
    """What the crate names and does not hold: its licence, its authors, the report's forms."""
    forms: dict[str, dict[str, Any]] = {
        f"#{name}": {
            "@type": "CreativeWork",
            "name": name,
            "description": f"The report “{report.title}”",
            "encodingFormat": media,
        }
        for name, media in FORMS.items()
    }
    licence = "Creative Commons Attribution 4.0 International (CC BY 4.0)"
    return {
        DATA_LICENCE: {"@type": "CreativeWork", "name": licence},
        "#authors": {"@type": "Organization", "name": AUTHORS},
        **forms,
    }


def _words(package: Mapping[str, Any], raw: Mapping[str, Any]) -> dict[str, tuple[str, str]]:
    """Name and description of each file, those of tables from the packages that describe them."""
    tables = [
        *((item["path"], item) for item in package["resources"]),
        *((f"data/{item['path']}", item) for item in raw.get("resources", ())),
    ]
    said = {path: (item.get("title", path), item.get("description", "")) for path, item in tables}
    return {**_WORDS, **said}


def _bare(name: str) -> dict[str, Any]:
    """The description of a table of which nothing more is known."""
    return {
        "name": name.removesuffix(".csv").replace("/", "-").replace("_", "-"),
        "type": "table",
        "path": name,
        "scheme": "file",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
    }


def _with_known_references(item: Mapping[str, Any], present: set[str]) -> dict[str, Any]:
    """The resource without references to tables that this build does not have."""
    schema = dict(item.get("schema", {}))
    if "foreignKeys" in schema:
        schema["foreignKeys"] = [
            key for key in schema["foreignKeys"] if key["reference"]["resource"] in present
        ]
    return {**item, "schema": schema} if schema else dict(item)


def _kind(name: str) -> str:
    return _KINDS.get(PurePosixPath(name).suffix, "application/octet-stream")


def _as_json(value: Mapping[str, Any]) -> bytes:
    text = json.dumps(value, indent=1, sort_keys=True, ensure_ascii=False)
    return f"{text}\n".encode()
