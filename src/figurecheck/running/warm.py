"""Kernels that start warm: forked from a parent which has imported the stack already.

The kernel is the ordinary one, with all of its protocol; only its start differs. Where there
is no fork, or FIGURECHECK_COLD is set, kernels start as they always did.
"""

from __future__ import annotations

import atexit
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from jupyter_client.connect import KernelConnectionInfo
from jupyter_client.provisioning.local_provisioner import LocalProvisioner

COLD = "FIGURECHECK_COLD"
PROVISIONER = "figurecheck-warm"
LAUNCHER = ("-m", "ipykernel_launcher")
POLL = 0.02  # seconds


# What a notebook computes must not hang on the machine: set and dictionary order by hash, and
# sums that threads split differently from run to run. pydevd would warn of frozen modules.
STEADY = {
    "PYTHONHASHSEED": "0",
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "PYDEVD_DISABLE_FILE_VALIDATION": "1",
}


def is_warm() -> bool:
    """Whether kernels are to be forked."""
    return hasattr(os, "fork") and not os.environ.get(COLD)


class Forked:
    """A kernel's process, which is no child of this one: the part of Popen that Jupyter uses."""

    stdin = stdout = stderr = None
    returncode: int | None = None

    def __init__(self, pid: int) -> None:
        self.pid = pid

    def poll(self) -> int | None:
        """None while it lives, then 0: how it ended is known to its parent alone."""
        if self.returncode is None:
            try:
                os.kill(self.pid, 0)
            except ProcessLookupError:
                self.returncode = 0
        return self.returncode

    def wait(self, timeout: float | None = None) -> int:
        """Returns when it is dead. Raises TimeoutExpired after `timeout` seconds."""
        end = None if timeout is None else time.monotonic() + timeout
        while self.poll() is None:
            if end is not None and time.monotonic() > end:
                raise subprocess.TimeoutExpired("kernel", timeout or 0)
            time.sleep(POLL)
        return 0

    def send_signal(self, number: int) -> None:
        """Sends a signal to it alone."""
        os.kill(self.pid, number)

    def terminate(self) -> None:
        """Asks it to end."""
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        """Ends it."""
        self.send_signal(signal.SIGKILL)


class Zygote:
    """The warm parent, started when it is first asked for a kernel."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None

    def prepare(self) -> None:
        """Starts the parent now, so that it imports while the build reads its input."""
        with self._lock:
            if self._process is None:
                self._start()

    def fork(self, argv: Sequence[str], cwd: str, env: Mapping[str, str]) -> Forked:
        """A new kernel with the arguments `argv`, in the folder `cwd`, with the environment."""
        request = json.dumps({"argv": list(argv), "cwd": cwd, "env": dict(env)})
        with self._lock:
            if self._process is None:
                self._start()
            self._requests.sendall(f"{request}\n".encode())
            return Forked(int(self._answers.readline()))

    def _start(self) -> None:
        self._requests, theirs = socket.socketpair()
        self._answers = self._requests.makefile("rb")
        command = [sys.executable, "-P", "-m", "figurecheck.running.zygote"]
        with theirs:
            self._process = subprocess.Popen(  # noqa: S603 (this very Python)
                command, stdin=theirs.fileno(), env={**os.environ, **STEADY}
            )
        atexit.register(self.close)

    def close(self) -> None:
        """Ends the parent; a later request starts another."""
        with self._lock:
            if self._process is not None:
                self._answers.close()
                self._requests.close()
                self._process.wait()
                self._process = None


ZYGOTE = Zygote()


class WarmProvisioner(LocalProvisioner):
    """Starts a kernel of this Python by a fork of the warm parent."""

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> KernelConnectionInfo:
        argv = cmd[cmd.index(LAUNCHER[-1]) + 1 :]
        cwd = str(kwargs.get("cwd") or Path.cwd())
        forked: Any = ZYGOTE.fork(argv, cwd, kwargs["env"])  # stands in for a Popen
        self.process, self.pid, self.pgid = forked, forked.pid, forked.pid
        self.cwd = cwd
        return self.connection_info
