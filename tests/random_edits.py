"""A project with all that a report can hang on, and an editor who changes any of it at random."""

from __future__ import annotations

import json
import os
import random
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.builder import ROOT
from tests.reuse import cell
from tests.small_project import code, markdown, parameters, write_notebook

CHAPTERS = """
[report]
title = "Cargo"
subtitle = "A sample"
language = "en"

[[chapters]]
notebook = "01-clean.ipynb"
slug = "clean"
title = "Clean"
position = 2
reads = ["data/raw/*.csv"]
writes = ["clean/figures.csv"]

[[chapters]]
notebook = "02-growth.ipynb"
slug = "growth"
title = "Growth"
position = 1
reads = ["clean/figures.csv"]
writes = ["results/growth.csv"]

[[chapters]]
notebook = "03-notes.ipynb"
slug = "notes"
title = "Notes"
position = 3
reads = ["results/*.csv", "data/notes*.txt", "report/map/*.txt"]
"""

EDITIONS = """
[parameters.as_of]
type = "date"
default = ""

[parameters.target]
type = "integer"
default = 10
minimum = 1
maximum = 99

[editions.latest]

[editions.past]
as_of = 2024-03-31
"""

CLEAN = """\
import csv, os
from pathlib import Path
built = Path(os.environ["FIGURECHECK_BUILD"])
scale = 1
rows = [row for path in sorted(Path("../data/raw").glob("*.csv"))
        for row in csv.DictReader(path.open()) if not as_of or row["published"] <= as_of]
(built / "clean").mkdir()
lines = [f"{row['figure']},{scale * int(row['value'])},tonne,{row['published']}" for row in rows]
_ = (built / "clean/figures.csv").write_text("\\n".join(["figure,value,unit,published", *lines]))
"""

GROWTH = """\
import csv, os
from pathlib import Path
built = Path(os.environ["FIGURECHECK_BUILD"])
scale = 1
values = [int(row["value"]) for row in csv.DictReader((built / "clean/figures.csv").open())]
(built / "results").mkdir()
_ = (built / "results/growth.csv").write_text(f"growth,value\\nG,{sum(values) // 10 * scale}\\n")
"""

NOTES = """\
import os
from pathlib import Path
from figurecheck.publishing.material import assets
from figurecheck.sample import FACTOR
built = Path(os.environ["FIGURECHECK_BUILD"])
scale = 1
growth = (built / "results/growth.csv").read_text().split(",")[-1]
notes = [p.read_text() for p in sorted(Path("../data").glob("notes*")) if p.exists()]
drawn = (assets() / "map/outline.txt").read_text()
FACTOR * scale, growth, notes, drawn
"""


def lively_project(folder: Path) -> Path:
    """Writes a project to `folder`, with a copy of the package that it runs on."""
    shutil.copytree(
        ROOT / "src/figurecheck",
        folder / "src/figurecheck",
        ignore=shutil.ignore_patterns("__pycache__"),
    )
    for name, text in {
        "src/figurecheck/sample.py": "FACTOR = 1\n",
        "data/raw/a.csv": "figure,value,published\nF1,4,2024-01-05\nF2,60,2024-05-02\n",
        "data/raw/b.csv": "figure,value,published\nF3,5,2024-02-05\n",
        "data/notes-1.txt": "a note\n",
        "report/chapters.toml": CHAPTERS,
        "report/editions.toml": EDITIONS,
        "report/templates/outline.txt": "outline\n",
        "report/styles/report.css": "p {}\n",
        "report/map/outline.txt": "a line\n",
        "requirements.lock": "pandas==1\n",
        "LICENSE": "free\n",
    }.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    (folder / "notebooks").mkdir()
    cleaning, growing = parameters('as_of = ""'), parameters("target = 10")
    write_notebook(folder / "notebooks/01-clean.ipynb", markdown("# A"), cleaning, code(CLEAN))
    write_notebook(
        folder / "notebooks/02-growth.ipynb",
        *(markdown("# B"), growing, code(GROWTH), markdown("Of {eval}`target`: {eval}`values`.")),
    )
    write_notebook(folder / "notebooks/03-notes.ipynb", markdown("# C"), code(NOTES))
    return folder


class Editor:
    """Edits the project as the random numbers of a seed have it."""

    def __init__(self, project: Path, seed: int) -> None:
        self.project, self.random = project, random.Random(seed)  # noqa: S311
        self._kept = [self._state()]
        self._turns: list[Callable[[], str]] = []

    def edit(self) -> str:
        """Makes an edit; what it was, in words. That of the package needs a new process.

        All kinds have their turn before one comes again.
        """
        if not self._turns:
            self._turns = [
                *(self._value, self._row, self._table, self._note, self._prose, self._code),
                *(self._asked, self._editions, self._chapters, self._shape, self._package),
                *(self._break, self._times, self._spoil, self._revert),
            ]
            self.random.shuffle(self._turns)
        chosen = self._turns.pop()
        return f"{chosen.__name__[1:]}: {chosen()}"

    def keep(self) -> None:
        """Notes the state of the project as one that can be built, to come back to."""
        self._kept.append(self._state())

    def mend(self) -> str:
        """Goes back to the last state that could be built."""
        self._restore(self._kept[-1])
        return "mend"

    def _state(self) -> dict[str, bytes]:
        folders = ("data", "notebooks", "report")
        found = {p for name in folders for p in (self.project / name).rglob("*") if p.is_file()}
        found |= {self.project / "requirements.lock", self.project / "LICENSE"}
        return {str(path.relative_to(self.project)): path.read_bytes() for path in found}

    def _restore(self, state: dict[str, bytes]) -> None:
        for name in self._state().keys() - state.keys():
            (self.project / name).unlink()
        for name, data in state.items():
            (self.project / name).write_bytes(data)

    def _one(self, pattern: str) -> Path:
        return self.random.choice(sorted(self.project.glob(pattern)))

    def _number(self) -> int:
        return self.random.randrange(1, 100)

    def _replace(self, path: Path, old: str, new: str) -> str:
        text = path.read_text()
        path.write_text(text.replace(old, new))
        return f"{path.name}, {old!r} -> {new!r}{'' if old in text else ' (not there)'}"

    def _cells(self, path: Path, change: Callable[[list[dict[str, Any]]], object]) -> str:
        try:
            notebook = json.loads(path.read_text())
        except ValueError:  # an edit before this one broke it
            return f"{path.name} (broken)"
        change(notebook["cells"])
        path.write_text(json.dumps(notebook))
        return path.name

    def _value(self) -> str:
        path = self._one("data/raw/*.csv")
        lines = path.read_text().splitlines()
        place = self.random.randrange(1, len(lines)) if len(lines) > 1 else 0
        key, *_ = lines[place].split(",")
        lines[place] = f"{key},{self._number()},2024-0{self.random.randrange(1, 6)}-01"
        path.write_text("\n".join(lines if place else [*lines, "F9,9,2024-01-01"]) + "\n")
        return f"{path.name}, line {place + 1}: {lines[place]}"

    def _row(self) -> str:
        path = self._one("data/raw/*.csv")
        lines = path.read_text().splitlines()
        if len(lines) > 2 and self.random.random() < 0.5:
            return f"{path.name} without {lines.pop()}: {path.write_text(chr(10).join(lines))}"
        lines.insert(
            1, f"N{self._number()},{self._number()},2024-03-0{self.random.randrange(1, 9)}"
        )
        return f"{path.name} with {lines[1]}: {path.write_text(chr(10).join(lines))}"

    def _table(self) -> str:
        path = self._one("data/raw/*.csv")
        other = path.with_name(f"{self.random.choice('abcdef')}.csv")
        how = self.random.choice(["copy", "move", "remove"])
        if how == "copy" and other != path:
            shutil.copy(path, other)
        elif how == "move":
            path.rename(other)
        elif len(list(path.parent.iterdir())) > 1:
            path.unlink()
        return f"{how} {path.name} {other.name}"

    def _note(self) -> str:
        path = self.project / "data" / self.random.choice(["notes.txt", "notes-2.txt", "other.txt"])
        if path.exists():
            path.unlink()
        else:
            path.write_text(f"{self._number()}")
        return f"{path.name} {path.exists()}"

    def _prose(self) -> str:
        words = self.random.choice(
            ["Words.", "", "Өсім 增长", "a  \nb\n\n- c", "{eval}x", "`{eval}`"]
        )
        kind = self.random.choice(["markdown", "markdown", "raw"])
        more = {"metadata": {"tags": ["t"]}} if self.random.random() < 0.3 else {}

        def change(cells: list[dict[str, Any]]) -> None:
            place = self.random.randrange(len(cells) + 1)
            if self.random.random() < 0.4 and place < len(cells):
                old = cells[place]
                if old["cell_type"] == "raw" or "{eval}" not in str(old) + old["cell_type"][:4]:
                    cells[:] = [c for c in cells if c is not old or c["cell_type"] == "code"]
            else:
                new = cell(kind, words, id=f"new-{self.random.random()}"[:20].replace(".", ""))
                cells.insert(place, {**new, **more})

        return self._cells(self._one("notebooks/*.ipynb"), change)

    def _code(self) -> str:
        path = self._one("notebooks/*.ipynb")

        def change(cells: list[dict[str, Any]]) -> None:
            for each in cells:
                if each["cell_type"] == "code" and "scale = " in "".join(each["source"]):
                    source = "".join(each["source"])
                    before, _, after = source.partition("scale = ")
                    _, _, rest = after.partition("\n")
                    each["source"] = f"{before}scale = {self._number() % 3 + 1}\n{rest}"

        return self._cells(path, change)

    def _asked(self) -> str:
        path = self._one("notebooks/*.ipynb")
        asked = self.random.choice(["scale", "scale + 1", "built.name[:2]", "[1, 2]"])
        new = cell("markdown", f"It is {{eval}}`{asked}`.", id=f"asked-{self._number()}")
        return self._cells(path, lambda cells: cells.append(new))

    def _editions(self) -> str:
        path = self.project / "report/editions.toml"
        line = f"\n[editions.latest]\ntarget = {self._number()}\n"
        if self.random.random() < 0.3:
            line = f'\n[editions.latest]\ntitle = "Number of {self.random.choice("abc")}"\n'
        head, _, _ = path.read_text().partition("\n[editions.latest]")
        path.write_text(head + line + EDITIONS.partition("[editions.latest]\n")[2])
        return line.strip()

    def _chapters(self) -> str:
        old, new = self.random.choice(
            [
                ("position = 3", "position = 0"),
                ("position = 0", "position = 3"),
                ('title = "Notes"', 'title = "Remarks"'),
                ('title = "Remarks"', 'title = "Notes"'),
                ('"results/*.csv", ', '"results/growth.csv", '),
                ('"results/growth.csv", ', '"results/*.csv", '),
                ('"data/notes*.txt", ', ""),
                ('reads = ["results/', 'reads = ["data/notes*.txt", "results/'),
                ('"data/raw/*.csv"', '"data/raw/a.csv"'),
                ("# notes\n", ""),
                ("[report]", "# notes\n[report]"),
            ]
        )
        return self._replace(self.project / "report/chapters.toml", old, new)

    def _shape(self) -> str:
        names = [
            "report/templates/outline.txt",
            "report/styles/report.css",
            "report/map/outline.txt",
        ]
        path = self.project / self.random.choice([*names, "requirements.lock", "LICENSE"])
        path.write_text(f"# {self._number()}\n")
        return path.name

    def _package(self) -> str:
        path = self.project / "src/figurecheck/sample.py"
        path.write_text(f"FACTOR = {self._number()}\n")
        return path.read_text()

    def _break(self) -> str:
        how = self.random.choice(["value", "json", "read", "write", "error", "number"])
        path = self._one("notebooks/*.ipynb")
        source = {
            "read": "open('../LICENSE').read()",
            "write": "open('new.txt', 'w').close()",
            "error": "1 / 0",
        }.get(how)
        if source:
            self._cells(path, lambda cells: cells.append(cell("code", source, id="broken")))
        elif how == "value":
            self._replace(self._one("data/raw/*.csv"), ",2024-", "x,2024-")
        elif how == "json":
            path.write_text("{")
        else:
            self._cells(path, lambda cells: cells.append(cell("markdown", "Some 7 t.", id="n")))
        return f"{how} {path.name}"

    def _times(self) -> str:
        for path in self.project.rglob("*"):
            if "src" not in path.parts:
                os.utime(path, ns=(0, self.random.randrange(1 << 62)))
        return "all"

    def _spoil(self) -> str:
        files = [p for p in (self.project / "build").rglob("*") if p.is_file()]
        for path in self.random.sample(files, min(3, len(files))):
            if self.random.random() < 0.3:
                path.unlink()
            else:
                path.write_bytes(self.random.randbytes(20))
        if self.random.random() < 0.3:
            shutil.rmtree(self.project / "build/.store", ignore_errors=True)
        return f"{len(files)} files"

    def _revert(self) -> str:
        number = self.random.randrange(len(self._kept))
        self._restore(self._kept[number])
        return f"to {number}"
