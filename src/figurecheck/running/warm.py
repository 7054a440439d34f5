"""Processes that start warm: forked from a parent which has imported the stack already.

Where there is no fork, or FIGURECHECK_COLD is set, nothing is forked: kernels start as they
always did.
"""

from __future__ import annotations

import atexit
import contextlib
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
import weakref
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from figurecheck.running.wire import LENGTH

COLD = "FIGURECHECK_COLD"
POLL = 0.001  # seconds

# What a notebook computes must not hang on the machine: order by hash, sums that threads split
# differently from run to run, the place and its language, the user's own style of charts. pydevd
# would warn of frozen modules.
STEADY = {
    "PYTHONHASHSEED": "0",
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "PYDEVD_DISABLE_FILE_VALIDATION": "1",
    "PYDEVD_USE_FRAME_EVAL": "NO",
    "LC_ALL": "C.UTF-8",
    "TZ": "UTC",
    "MATPLOTLIBRC": str(Path(__file__).with_name("matplotlibrc")),
}


def environment() -> dict[str, str]:
    """What every process gets: the environment of this one, made steady."""
    # ipykernel takes no output of programs where it believes to be tested itself
    kept = {name: value for name, value in os.environ.items() if name != "PYTEST_CURRENT_TEST"}
    return {**kept, **STEADY}


def is_warm() -> bool:
    """Whether processes are to be forked."""
    return hasattr(os, "fork") and not os.environ.get(COLD)


class DiedError(RuntimeError):
    """A process that was needed has ended before its work was done."""


class Forked:
    """A process that is no child of this one; its `own` folder, if it has one, ends with it."""

    def __init__(self, pid: int, wire: socket.socket, own: Path | None) -> None:
        self.pid, self.wire, self._own = pid, wire, own
        self._ended = False  # then another process may have its number

    def lives(self) -> bool:
        """Whether it has not ended."""
        try:
            os.kill(self.pid, 0)
        except ProcessLookupError:
            return False
        return True

    def signal(self, number: int) -> None:
        """Sends a signal to it and to those that it started."""
        try:
            os.killpg(self.pid, number)
        except ProcessLookupError:  # it has ended, or has not yet a group of its own
            if self.lives():
                os.kill(self.pid, number)

    def end(self) -> None:
        """Ends it and returns when it has ended. Its wire is left to who listens to it."""
        while not self._ended and self.lives():
            self.signal(signal.SIGKILL)
            time.sleep(POLL)
        self._ended = True
        if self._own is not None:
            shutil.rmtree(self._own, ignore_errors=True)


class Zygote:
    """The warm parent, started when it is first asked for a process."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._forked: weakref.WeakSet[Forked] = weakref.WeakSet()

    @property
    def started(self) -> bool:
        """Whether it runs."""
        return self._process is not None

    def prepare(self) -> None:
        """Starts the parent now, so that it imports while the build reads its input."""
        with self._lock:
            if self._process is None:
                self._start()

    def fork(
        self,
        run: str,
        arguments: Mapping[str, Any],
        cwd: str,
        env: Mapping[str, str],
        own: Path | None = None,
    ) -> Forked:
        """A new process that calls `run` (module:function) with its wire and the `arguments`.

        Its `own` folder is removed with it. Raises DiedError where the parent has died.
        """
        request = {"run": run, "arguments": dict(arguments), "cwd": cwd, "env": dict(env)}
        text = json.dumps(request).encode()
        mine, theirs = socket.socketpair()
        with self._lock, theirs:
            if self._process is None:
                self._start()
            try:
                socket.send_fds(self._requests, [LENGTH.pack(len(text))], [theirs.fileno()])
                self._requests.sendall(text)
                forked = Forked(int(self._answers.readline()), mine, own)
                self._forked.add(forked)
                return forked
            except (OSError, ValueError) as error:
                mine.close()
                raise DiedError("the parent of the kernels has died") from error

    def end_forked(self) -> None:
        """Ends all processes that were forked: who waits for one finds that it has died."""
        with self._lock:
            left = list(self._forked)
        for forked in left:
            forked.end()

    def _start(self) -> None:
        self._requests, theirs = socket.socketpair()
        self._answers = self._requests.makefile("rb")
        # Not with -P, which IPython would obey, too: the kernels find modules beside their
        # notebooks. So it starts where no module of a stranger lies, and forgets that folder.
        command = [sys.executable, "-m", "figurecheck.running.zygote"]
        with theirs:
            self._process = subprocess.Popen(  # noqa: S603 (this very Python)
                command,
                stdin=theirs.fileno(),
                cwd=Path(__file__).parents[2],
                env={**os.environ, **STEADY},
                start_new_session=True,  # Ctrl-C is for the build, which ends it
            )
        atexit.register(self.close)

    def close(self) -> None:
        """Ends the parent; a later request starts another."""
        with self._lock:
            if self._process is not None:
                self._answers.close()
                self._requests.close()
                with contextlib.suppress(KeyboardInterrupt):  # it ends without us
                    self._process.wait()
                self._process = None


ZYGOTE = Zygote()
