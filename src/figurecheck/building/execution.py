"""A chapter of an edition: taken from the store where a run of it still holds, run otherwise."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from figurecheck import keeping, rooms
from figurecheck.building import reads, reuse
from figurecheck.building.chapters import Chapter
from figurecheck.building.graph import Job, executed
from figurecheck.building.inputs import file_hash, mark, may_be_input, package, place_of, text_hash
from figurecheck.building.reads import Reads
from figurecheck.building.store import Run, Store
from figurecheck.errors import DataError, Problem
from figurecheck.running.recording import VARIABLE

UNCHANGED = "unchanged"


@dataclass(frozen=True)
class Made:
    """How a chapter was made, in words, and its offences; what it used of the world outside."""

    note: str
    problems: Sequence[Problem] = ()
    outside: str = ""


def made(job: Job, chapter: Chapter) -> Made:
    """Makes the chapter in the folder of `job`. Raises DataError where a cell fails."""
    source = _source(job, chapter)
    parts = _parts(job, chapter, source)
    key, store = text_hash(parts), Store(job.project)
    if not job.reuse:
        seen, problems = _run(job, chapter, parts)
        return Made("ran", problems, seen.outside)
    found = store.find(key, chapter.writes, lambda known: _may_be_taken(job, chapter, known))
    if found is not None and _take(job, chapter, source, found):
        store.remember(job.edition, chapter.notebook, parts, found.reads)
        return Made(UNCHANGED)
    note = f"ran: {_cause(job, chapter, store, key, parts)}"
    seen, problems = _run(job, chapter, parts)
    if seen.outside:
        return Made(f"ran: it starts programs or connects ({seen.outside})", problems, seen.outside)
    if not problems:
        store.put(key, seen, executed(job, chapter), job.folder, chapter.writes)
        store.remember(job.edition, chapter.notebook, parts, seen)
    return Made(note, problems)


def must_run(job: Job) -> bool:
    """Whether some chapter has no stored run that fits the project's files as they are."""
    store = Store(job.project)
    return any(
        not any(
            _holds(job, Reads(_of_the_project(known.files), _of_the_project(known.folders)))
            for known in store.reads_of(text_hash(_parts(job, chapter, _source(job, chapter))))
        )
        for chapter in job.contents.chapters
    )


def _source(job: Job, chapter: Chapter) -> dict[str, Any]:
    try:
        data = (job.project / chapter.file).read_bytes()
    except FileNotFoundError:
        data = b""
    if sha256(data).hexdigest() != job.inputs.get(chapter.file):
        raise DataError(changed_meanwhile([chapter.file]))
    found: dict[str, Any] = json.loads(data)
    return found


def changed_meanwhile(names: Sequence[str]) -> list[Problem]:
    """The offences of files that were edited while a report was built from them."""
    return [
        Problem(name, "a file that nobody writes from start to end of a build", "Build again.")
        for name in names
    ]


def written_meanwhile(job: Job, names: Iterable[str]) -> list[str]:
    """Those of the project's files and folders that somebody wrote since the build began.

    Also one that has its old bytes again: a cell may have read it in between.
    """
    return [
        name
        for name in names
        if (name in job.marks or may_be_input(name))
        and mark(place_of(job.project, name)) != job.marks.get(name, ())
    ]


def _parts(job: Job, chapter: Chapter, source: dict[str, Any]) -> dict[str, Any]:
    return reuse.parts(
        source,
        job.parameters(chapter.notebook),
        chapter,
        job.inputs,
        _written(job),
        job.environment,
    )


def _written(job: Job) -> list[str]:
    return [path for chapter in job.contents.chapters for path in chapter.writes]


def _may_be_taken(job: Job, chapter: Chapter, known: Reads) -> bool:
    return _holds(job, known) and not any(reads.looks(known.folders, chapter, _written(job)))


def _holds(job: Job, known: Reads) -> bool:
    return all(_hash_now(job, name) == value for name, value in known.files.items()) and all(
        reads.names_hash(_place(job, name)) == value for name, value in known.folders.items()
    )


def _hash_now(job: Job, name: str) -> str:
    """The hash of a file that a chapter reads; nothing where there is none."""
    if name in job.inputs:
        return job.inputs[name]
    path = _place(job, name)
    return file_hash(path) if path.is_file() else ""


def _place(job: Job, name: str) -> Path:
    return (job.folder if reads.is_built(name) else job.project) / name


def _of_the_project(names: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in names.items() if not reads.is_built(name)}


def _take(job: Job, chapter: Chapter, source: dict[str, Any], run: Run) -> bool:
    """Puts a stored run in its place; whether it was still there."""
    try:
        for name, path in run.files.items():
            (job.folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, job.folder / name)
        text = run.notebook.read_text(encoding="utf-8")
        stored = json.loads(text)
        made = reuse.with_prose(stored, source)
    except (OSError, ValueError):  # removed since it was found, or not to be matched
        return False
    place = executed(job, chapter)
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text(text if made == stored else reuse.to_json(made), encoding="utf-8")
    return True


def _cause(job: Job, chapter: Chapter, store: Store, key: str, parts: dict[str, Any]) -> str:
    last = store.last(job.edition, chapter.notebook)
    if not last:
        return "never built"
    before, files = last.get("parts", {}), last.get("reads", {}).get("files", {})
    found = reuse.cause(before, parts)
    found = found or reuse.files_cause(files, {name: _hash_now(job, name) for name in files})
    if found or not store.reads_of(key):
        return found or "no run of it is kept"
    known = last["reads"].get("folders", {})
    same = all(reads.names_hash(_place(job, name)) == value for name, value in known.items())
    return "its kept run is spoilt" if same else "the names in a folder changed"


def _clear(job: Job, chapter: Chapter) -> None:
    """Removes what a worker that was killed half-way has left of the chapter."""
    for name in chapter.writes:
        path = job.folder / name
        path.unlink(missing_ok=True)
        with contextlib.suppress(OSError):  # it is not empty, or never was
            path.parent.rmdir()


def _run(job: Job, chapter: Chapter, parts: Mapping[str, Any]) -> tuple[Reads, list[Problem]]:
    """Runs the notebook; what it read, and what it did that report/chapters.toml does not say."""
    from figurecheck.running.notebook import run_notebook

    _clear(job, chapter)
    kept = _drawings(job, parts)
    own = job.folder / f".{chapter.notebook}"  # the user's IPython settings are no input
    shutil.rmtree(own, ignore_errors=True)
    own.mkdir()
    record = own / "record"
    environment = {
        rooms.BUILD_VARIABLE: str(job.folder),
        VARIABLE: str(record),
        "IPYTHONDIR": str(own / "ipython"),
        **({keeping.VARIABLE: str(kept)} if kept else {}),
    }
    try:
        run_notebook(
            job.project / rooms.NOTEBOOKS / chapter.notebook,
            executed(job, chapter),
            job.parameters(chapter.notebook),
            environment,
            chapter.file,
            chapter.minutes * 60,
        )
        lines = os.fsdecode(record.read_bytes())
    finally:
        shutil.rmtree(own, ignore_errors=True)
    found = reads.access(lines, job.project, job.folder)
    problems = reads.offences(found, chapter, job.inputs, _written(job))
    problems += changed_meanwhile(written_meanwhile(job, _used(job, chapter, found)))
    problems += [
        Problem(
            chapter.file, f"{path} written", "Write it, or mend writes in report/chapters.toml."
        )
        for path in chapter.writes
        if not (job.folder / path).is_file()
    ]
    return (
        Reads(
            {name: _hash_now(job, name) for name in found.read},
            {name: reads.names_hash(_place(job, name)) for name in found.listed},
            found.outside,
        ),
        problems,
    )


def _drawings(job: Job, parts: Mapping[str, Any]) -> Path | None:
    """Where the chapter's drawings are kept: with all that they may hang on but their own data."""
    if not job.reuse:
        return None
    return Store(job.project).made_by(text_hash([parts[name] for name in reuse.PROGRAM]))


def _used(job: Job, chapter: Chapter, found: reads.Access) -> list[str]:
    """What of the project a run hangs on: what it read, and what is part of its key."""
    always = [*package(job.inputs), *filter(reuse.is_module, job.inputs)]
    return sorted({chapter.file, *found.read, *found.listed, *always})
