"""A chapter of an edition: taken from the store where a run of it still holds, run otherwise."""

from __future__ import annotations

import contextlib
import json
import shutil
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

from figurecheck import rooms
from figurecheck.building import reads, reuse
from figurecheck.building.chapters import BUILT, Chapter
from figurecheck.building.graph import Job, executed
from figurecheck.building.inputs import file_hash, text_hash
from figurecheck.building.reads import Reads
from figurecheck.building.store import Run, Store
from figurecheck.errors import DataError, Problem
from figurecheck.running.recording import VARIABLE

UNCHANGED = "unchanged"


def made(job: Job, chapter: Chapter) -> tuple[str, Sequence[Problem]]:
    """Makes the chapter in the folder of `job`: how, in words, and the offences.

    Raises DataError where a cell fails.
    """
    source = _source(job, chapter)
    parts = _parts(job, chapter, source)
    key, store = text_hash(parts), Store(job.project)
    found = store.find(key, lambda known: _holds(job, known)) if job.reuse else None
    if found is not None and _take(job, chapter, source, found):
        store.remember(job.edition, chapter.notebook, parts)
        return UNCHANGED, ()
    note = f"ran: {_cause(job, chapter, store, key, parts)}" if job.reuse else "ran"
    seen, problems = _run(job, chapter)
    if not problems and not seen.outside:
        store.put(key, seen, executed(job, chapter), job.folder, chapter.writes)
        store.remember(job.edition, chapter.notebook, parts)
    elif not problems:
        note = f"ran: it starts programs or connects ({seen.outside})"
    return note, problems


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
    data = (job.project / chapter.file).read_bytes()
    if sha256(data).hexdigest() != job.inputs[chapter.file]:
        raise DataError(changed_meanwhile([chapter.file]))
    found: dict[str, Any] = json.loads(data)
    return found


def changed_meanwhile(names: Sequence[str]) -> list[Problem]:
    """The offences of files that were edited while a report was built from them."""
    return [
        Problem(name, "the same bytes from start to end of a build", "Build again.")
        for name in names
    ]


def _parts(job: Job, chapter: Chapter, source: dict[str, Any]) -> dict[str, Any]:
    parameters = job.parameters(chapter.notebook)
    return reuse.parts(source, parameters, chapter, job.inputs, job.environment)


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
    return (job.folder if name.startswith(BUILT) or f"{name}/" in BUILT else job.project) / name


def _of_the_project(names: Any) -> dict[str, str]:
    return {n: v for n, v in names.items() if not n.startswith(BUILT) and f"{n}/" not in BUILT}


def _take(job: Job, chapter: Chapter, source: dict[str, Any], run: Run) -> bool:
    """Puts a stored run in its place; whether it was still there."""
    try:
        for name, path in run.files.items():
            (job.folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, job.folder / name)
        text = reuse.with_prose(reuse.read_json(run.notebook), source)
    except OSError:  # removed since it was found
        return False
    place = executed(job, chapter)
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text(text, encoding="utf-8")
    return True


def _cause(job: Job, chapter: Chapter, store: Store, key: str, parts: dict[str, Any]) -> str:
    found = reuse.cause(store.last(job.edition, chapter.notebook), parts)
    known = store.reads_of(key)
    if found or not known:
        return found or "no run of it is kept"
    return reuse.files_cause(
        known[0].files, {name: _hash_now(job, name) for name in known[0].files}
    )


def _clear(job: Job, chapter: Chapter) -> None:
    """Removes what a worker that was killed half-way has left of the chapter."""
    for name in chapter.writes:
        path = job.folder / name
        path.unlink(missing_ok=True)
        with contextlib.suppress(OSError):  # it is not empty, or never was
            path.parent.rmdir()


def _run(job: Job, chapter: Chapter) -> tuple[Reads, list[Problem]]:
    """Runs the notebook; what it read, and what it did that report/chapters.toml does not say."""
    from figurecheck.running.notebook import run_notebook

    _clear(job, chapter)
    own = job.folder / f".{chapter.notebook}"  # the user's IPython settings are no input
    shutil.rmtree(own, ignore_errors=True)
    own.mkdir()
    record = own / "record"
    environment = {
        rooms.BUILD_VARIABLE: str(job.folder),
        VARIABLE: str(record),
        "IPYTHONDIR": str(own / "ipython"),
    }
    try:
        run_notebook(
            job.project / rooms.NOTEBOOKS / chapter.notebook,
            executed(job, chapter),
            job.parameters(chapter.notebook),
            environment,
            chapter.file,
        )
        lines = record.read_text(encoding="utf-8", errors="surrogateescape")
    finally:
        shutil.rmtree(own, ignore_errors=True)
    found = reads.access(lines, job.project, job.folder)
    problems = reads.offences(found, chapter, job.project)
    problems += [
        Problem(
            chapter.file, f"{path} written", "Write it, or mend writes in report/chapters.toml."
        )
        for path in chapter.writes
        if not (job.folder / path).is_file()
    ]
    folders = [name for name in found.listed if not reads.is_notebooks(name)]
    return (
        Reads(
            {name: _hash_now(job, name) for name in found.read},
            {name: reads.names_hash(_place(job, name)) for name in folders},
            found.outside,
        ),
        problems,
    )
