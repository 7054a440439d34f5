"""Serves the report of an edition on this machine and builds it anew at every save."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from figurecheck import rooms
from figurecheck.building.inputs import input_files
from figurecheck.errors import DataError, Problem

HOST = "127.0.0.1"
PAUSE = 0.3  # seconds between two looks at the files

State = dict[Path, tuple[int, int]]


def preview(project: Path, edition: str, port: int, tell: Callable[[str], None]) -> None:
    """Builds, serves and watches until it is interrupted; `tell` gets a line for each event."""
    with served(rooms.edition_folder(project, edition), port) as address:
        tell(f"{address}/report.html (stop with Ctrl-C)")
        seen: State = {}
        while True:
            found = state(project)
            if found != seen:
                tell(_cause(seen, found, project))
                rebuild(project, edition)
                seen = found
            time.sleep(PAUSE)


def rebuild(project: Path, edition: str) -> bool:
    """Builds in a fresh process, since the package itself may have been edited; whether it did."""
    command = [sys.executable, "-m", "figurecheck", "report", edition]
    done = subprocess.run(command, cwd=project, check=False)  # noqa: S603  (arguments are ours)
    return done.returncode == 0


def state(project: Path) -> State:
    """Time and size of all files that the report depends on."""
    found: State = {}
    for path in input_files(project):
        try:
            status = path.stat()
        except FileNotFoundError:  # removed between the listing and the look
            continue
        found[path] = (status.st_mtime_ns, status.st_size)
    return found


@contextmanager
def served(folder: Path, port: int) -> Iterator[str]:
    """Serves `folder`, which may be replaced meanwhile, to this machine only; its address.

    Raises DataError where another program has the port.
    """
    try:
        server = ThreadingHTTPServer((HOST, port), partial(_Pages, directory=str(folder)))
    except OSError as error:
        problem = Problem("--port", "a free port", f"Choose another: {error}.", value=str(port))
        raise DataError(problem) from error
    with server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield f"http://{HOST}:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()


class _Pages(SimpleHTTPRequestHandler):
    """Static pages, never kept by the browser, without a line for each request."""

    def end_headers(self) -> None:
        self.send_header("Cache-Control", "no-store")
        super().end_headers()

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002  (theirs)
        """Says nothing."""


def _cause(before: State, after: State, project: Path) -> str:
    changed = sorted(p for p in {*before, *after} if before.get(p) != after.get(p))
    if not before or not changed:
        return "building"
    more = f" and {len(changed) - 1} more" if len(changed) > 1 else ""
    return f"building: {changed[0].relative_to(project).as_posix()}{more} changed"
