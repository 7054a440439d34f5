"""Builds small projects in processes of their own, which faults may strike.

A `Builder` starts a server (`python -m tests.builder`) that has imported all, and forks a process
a build. A fault waits in an audit hook of Python for the n-th time that the build, one of its
kernels or its publisher touches a file below some folder of the project; no product code knows
of it. Publishing is replaced by an outline.
"""

from __future__ import annotations

import contextlib
import errno
import json
import mmap
import os
import resource
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import traceback
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from figurecheck.running import warm

ROOT = Path(__file__).parent.parent
_KEPT: list[int] = []  # descriptors by which an editor is told to edit
TOUCHES = {"open", "os.mkdir", "os.rename", "os.remove", "os.rmdir", "os.utime"}


@dataclass(frozen=True)
class Fault:
    """What happens at the `at`-th touch of a file below `below`, and ever after.

    kill: the build is killed. end: the process that touches it is. full, readonly: nothing can
    be written below it from then on. gone: it is removed. edit: `text` is written to `file`.
    """

    how: str = "none"
    at: int = 0
    below: str = "build"
    file: str = ""
    text: str = ""


@dataclass(frozen=True)
class Request:
    """A build: `limit` is what a file may hold, in bytes."""

    project: Path
    edition: str = "latest"
    given: Sequence[tuple[str, str]] = ()
    fault: Fault = Fault()
    limit: int | None = None


@dataclass(frozen=True)
class Outcome:
    """What became of a build: built, refused with a message, crashed with a traceback, or killed.

    `touches` are those that its fault counted.
    """

    status: str
    text: str = ""
    notes: Mapping[str, str] = field(default_factory=dict)
    touches: int = 0


class Builder:
    """The server: `package` is the folder that the package is imported from."""

    def __init__(self, package: Path = ROOT / "src") -> None:
        path = f"{package}{os.pathsep}{ROOT}"
        self._server = subprocess.Popen(
            [sys.executable, "-m", "tests.builder"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, **warm.STEADY, "PYTHONPATH": path},
            cwd=ROOT,
        )

    def build(self, project: Path, edition: str = "latest", **others: Any) -> Outcome:
        """Builds."""
        return self.together(Request(project, edition, **others))[0]

    def together(self, *requests: Request) -> list[Outcome]:
        """Builds all at once."""
        assert self._server.stdin is not None
        assert self._server.stdout is not None
        listed = [
            {**vars(each), "project": str(each.project), "fault": vars(each.fault)}
            for each in requests
        ]
        self._server.stdin.write(json.dumps(listed).encode() + b"\n")
        self._server.stdin.flush()
        return [Outcome(**found) for found in json.loads(self._server.stdout.readline())]

    def close(self) -> None:
        """Ends the server."""
        self._server.communicate()


@contextlib.contextmanager
def builder(package: Path = ROOT / "src") -> Iterator[Builder]:
    """A server, ended in the end."""
    made = Builder(package)
    try:
        yield made
    finally:
        made.close()


def serve() -> None:
    """Answers requests: a line of JSON each, a list of builds to be made at once."""
    from figurecheck.building import build  # noqa: F401  (what is imported here is shared)
    from figurecheck.running import notebook, zygote  # noqa: F401

    zygote.import_stack()
    for line in sys.stdin:
        with tempfile.TemporaryDirectory() as folder:
            requests = json.loads(line)
            started = []
            for number, request in enumerate(requests):
                counter = mmap.mmap(-1, 8)
                pid = os.fork()
                if pid == 0:
                    _become(Path(folder, str(number)), counter, **request)
                started.append((pid, counter))
            found = [_outcome(Path(folder, str(n)), *one) for n, one in enumerate(started)]
        print(json.dumps(found), flush=True)  # noqa: T201


def _outcome(answer: Path, pid: int, counter: mmap.mmap) -> dict[str, Any]:
    _, status = os.waitpid(pid, 0)
    killed = os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL
    found = {"status": "killed"} if killed else json.loads(answer.read_text())
    return {**found, "touches": _count(counter)}


def _become(
    answer: Path,
    counter: mmap.mmap,
    project: str,
    edition: str,
    given: list[list[str]],
    fault: dict[str, Any],
    limit: int | None,
) -> None:
    nowhere = os.open(os.devnull, os.O_RDWR)
    os.dup2(nowhere, 0)
    os.dup2(nowhere, 1)
    found = {"status": "crashed"}
    try:
        os.chdir(project)
        found = _built(Path(project), edition, given, Fault(**fault), counter, limit)
    except BaseException:
        found = {"status": "crashed", "text": traceback.format_exc()}
    finally:
        with contextlib.suppress(OSError):
            answer.write_text(json.dumps(found))
        os._exit(0)


def _built(
    project: Path,
    edition: str,
    given: list[list[str]],
    fault: Fault,
    counter: mmap.mmap,
    limit: int | None,
) -> dict[str, Any]:
    from figurecheck.building import report
    from figurecheck.building.build import build
    from figurecheck.errors import DataError

    report.publish = _outline
    warm.Zygote._start = _fork_zygote
    notes: dict[str, str] = {}
    _strike(project, fault, counter)
    if limit is not None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, resource.RLIM_INFINITY))
    warm.ZYGOTE.prepare()
    try:
        build(
            project,
            edition,
            [(name, text) for name, text in given],
            tell=lambda key, outcome: notes.update({key.rpartition("/")[2]: outcome.note}),
        )
        found = {"status": "built", "notes": notes}
    except DataError as error:
        found = {"status": "refused", "text": str(error), "notes": notes}
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY,) * 2)
        warm.ZYGOTE.close()
    return found


def _outline(chapters: Any, report: Any, *others: Any) -> Any:
    """An outline, with what a template says."""
    from dataclasses import replace

    from figurecheck.publishing import material
    from tests.small_project import outline

    found = outline(chapters, report, *others)
    template = material.assets() / "templates/outline.txt"
    said = template.read_text() if template.is_file() else ""
    return replace(found, html=found.html + said)


def _fork_zygote(self: warm.Zygote) -> None:
    """In the place of a new program, which would import everything again."""
    from figurecheck.running import zygote

    self._requests, theirs = socket.socketpair()
    self._answers = self._requests.makefile("rb")
    pid = os.fork()
    if pid == 0:
        ends = [2, *sorted({theirs.fileno(), *_KEPT}), 4096]
        for last, following in pairwise(ends):  # those of the lock above all
            os.closerange(last + 1, following)
        try:
            zygote.serve(theirs)
        finally:
            os._exit(0)
    theirs.close()
    self._process = SimpleNamespace(wait=lambda: os.waitpid(pid, 0))  # type: ignore[assignment]


def _count(counter: mmap.mmap) -> int:
    return int.from_bytes(counter[:8], "little")


def _strike(project: Path, fault: Fault, counter: mmap.mmap) -> None:
    """Waits for the fault in this process and in all that are forked from it later."""
    build, below, edit = os.getpid(), f"{project / fault.below}", _editor(project, fault)
    busy = False

    def hook(event: str, arguments: tuple[Any, ...]) -> None:
        nonlocal busy
        if busy or event not in TOUCHES or not isinstance(arguments[0], str | bytes | os.PathLike):
            return
        name = os.path.abspath(os.fsdecode(arguments[0]))
        if not f"{name}/".startswith(f"{below}/"):
            return
        number = _count(counter) + 1
        counter[:8] = number.to_bytes(8, "little")
        if number < fault.at or fault.how == "none":
            return
        busy = True
        try:
            if fault.how != "edit":
                _struck(project, fault, event, arguments, build, number)
            elif number == fault.at:
                edit()
        finally:
            busy = False

    sys.addaudithook(hook)


def _editor(project: Path, fault: Fault) -> Callable[[], None]:
    """Somebody else, who edits when told to; what a kernel does itself would be in its record."""
    wait, tell = os.pipe()
    done, say = os.pipe()
    if fault.how == "edit" and os.fork() == 0:
        os.close(tell)
        if os.read(wait, 1):
            (project / fault.file).write_text(fault.text)
            os.write(say, b"!")
        os._exit(0)

    _KEPT[:] = [tell, done]

    def edit() -> None:
        os.write(tell, b"!")
        os.read(done, 1)

    return edit


def _struck(
    project: Path, fault: Fault, event: str, arguments: tuple[Any, ...], build: int, number: int
) -> None:
    reads = event == "open" and not arguments[2] & (os.O_WRONLY | os.O_RDWR)
    if fault.how == "full" and not reads and event in ("open", "os.mkdir"):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), arguments[0])
    if fault.how == "readonly" and not reads:
        raise OSError(errno.EROFS, os.strerror(errno.EROFS), arguments[0])
    if number != fault.at:
        return
    if fault.how == "kill":
        os.kill(build, signal.SIGKILL)
    elif fault.how == "end":
        os.kill(os.getpid(), signal.SIGKILL)
    elif fault.how == "gone":
        shutil.rmtree(project / fault.below, ignore_errors=True)


if __name__ == "__main__":
    serve()
