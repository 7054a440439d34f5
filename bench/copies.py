"""A scratch copy of the project, in which scenarios build and edit what they like."""

from __future__ import annotations

import compileall
import csv
import json
import shutil
import subprocess
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from bench import edits

RAW = Path("data", "raw")
NOTEBOOKS = "notebooks"
EDITIONS = Path("report", "editions.toml")


@dataclass(frozen=True)
class Copy:
    """The copy in `folder` of the project in `source`."""

    source: Path
    folder: Path

    def restore(self) -> None:
        """Takes back every edit."""
        for place in (RAW / "figures.csv", EDITIONS, *self._notebooks()):
            shutil.copyfile(self.source / place, self.folder / place)

    def forget_builds(self) -> None:
        """Removes all that was built, caches too."""
        shutil.rmtree(self.folder / "build", ignore_errors=True)

    def change_figure(self, number: int) -> str:
        """Gives one figure another digit, a different one at each `number` up to nine.

        The phrase that a report must show from then on.
        """
        names = ("figures", "checks", "corrections", "exclusions")
        tables = {name: list(read_rows(self.source, name)) for name in names}
        row = edits.changeable(tables)
        row["as_written"] = edits.with_other_digit(row["as_written"], number)
        write_rows(self.folder, "figures", row, tables["figures"])
        return row["as_written"]

    def change_prose(self, number: int) -> str:
        """Changes one word in the longest notebook, and returns it.

        Raises ValueError where the notebook has no prose.
        """
        place = max(self._notebooks(), key=lambda place: len(self._notebook(place)["cells"]))
        notebook = self._notebook(place)
        for cell in notebook["cells"]:
            source = "".join(cell["source"])
            changed = edits.with_other_word(source, number)
            if cell["cell_type"] == "markdown" and changed:
                cell["source"] = changed
                text = json.dumps(notebook, ensure_ascii=False, indent=1)
                (self.folder / place).write_text(f"{text}\n", encoding="utf-8")
                return next(word for word in changed.split() if word not in source.split())
        raise ValueError(f"{place.name}: no prose that could be changed")

    def set_editions(self, count: int, shared: bool) -> None:
        """Declares `count` editions in place of the project's own."""
        text = (self.source / EDITIONS).read_text(encoding="utf-8")
        made = edits.with_editions(text, edits.editions(count, shared))
        (self.folder / EDITIONS).write_text(made, encoding="utf-8")

    def _notebooks(self) -> list[Path]:
        found = sorted((self.source / NOTEBOOKS).glob("*.ipynb"))
        return [path.relative_to(self.source) for path in found]

    def _notebook(self, place: Path) -> dict[str, list[dict[str, str]]]:
        found: dict[str, list[dict[str, str]]]
        found = json.loads((self.source / place).read_text(encoding="utf-8"))
        return found


def copy_project(project: Path, folder: Path) -> Copy:
    """Copies the project's files to `folder` and compiles its package there.

    They are those that git tracks or would track. `source` of the copy is a second, pristine
    one, so that edits in `project` meanwhile change nothing.
    """
    pristine, work = folder / "source", folder / "project"
    for name in tracked(project):
        for place in (pristine, work):
            (place / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(project / name, place / name)
    compileall.compile_dir(work / "src", quiet=1)
    return Copy(pristine, work)


def tracked(project: Path) -> list[str]:
    """The files of `project` that git tracks, and those that it neither tracks nor ignores."""
    command = ["git", "-C", str(project), "ls-files", "-z", "--cached", "--others"]
    done = subprocess.run(  # noqa: S603  (arguments are ours)
        [*command, "--exclude-standard"], capture_output=True, text=True, check=True
    )
    return sorted(name for name in done.stdout.split("\0") if (project / name).is_file())


def read_rows(project: Path, table: str) -> Iterator[edits.Row]:
    """The rows of a raw table, by column."""
    with (project / RAW / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def shows(folder: Path, words: str) -> bool:
    """Whether a page or a table in `folder` holds `words`."""
    found = (path for kind in ("*.html", "*.csv") for path in folder.rglob(kind))
    return any(words in path.read_text(encoding="utf-8") for path in found)


def write_rows(project: Path, table: str, header: Iterable[str], rows: Iterable[edits.Row]) -> None:
    """Writes a raw table."""
    with (project / RAW / f"{table}.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(header), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
