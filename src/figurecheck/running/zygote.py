"""A warm parent of kernels: imports what notebooks import, then forks one child at each request.

Run as `python -P -m figurecheck.running.zygote` with a socket as its standard input. Each line
on it is a request in JSON (argv, cwd, env) and is answered by a line with the child's process
id; the child becomes an ordinary ipykernel. It ends when the socket does. Nothing here may
start a thread, a loop or a socket of ZeroMQ before a fork.
"""

from __future__ import annotations

import builtins
import gc
import importlib
import json
import os
import signal
import socket
import sys
from types import SimpleNamespace
from typing import Any, NoReturn

INLINE = "module://matplotlib_inline.backend_inline"
STACK = (
    *("pandas", "matplotlib.figure", "matplotlib.backends.backend_svg", "seaborn"),
    *("ipykernel.kernelapp", "ipykernel.ipkernel", "ipykernel.zmqshell"),
    *("IPython.core.completer", "IPython.core.pylabtools"),
    *("figurecheck.charts", "figurecheck.checking", "figurecheck.frames", "figurecheck.listings"),
    *("figurecheck.provenance", "figurecheck.rates", "figurecheck.story", "figurecheck.values"),
)


def serve(requests: socket.socket) -> None:
    """Answers requests until there are no more."""
    import_stack()
    gc.collect()
    gc.freeze()  # what was imported is shared with the children and never collected
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # the dead are not waited for
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # who is asked to stop is the build
    with requests, requests.makefile("rb") as lines:
        for line in lines:
            child = os.fork()
            if child == 0:
                requests.detach()
                become_kernel(**json.loads(line))
            requests.sendall(b"%d\n" % child)


def import_stack() -> None:
    """Imports `STACK` as a kernel would see it: pandas looks for one when it is imported."""
    os.environ["MPLBACKEND"] = INLINE
    kernel = SimpleNamespace(kernel=None, config={"IPKernelApp": {}})
    builtins.get_ipython = lambda: kernel  # type: ignore[attr-defined]
    try:
        for name in STACK:
            importlib.import_module(name)
    finally:
        del builtins.get_ipython  # type: ignore[attr-defined]


def become_kernel(argv: list[str], cwd: str, env: dict[str, str]) -> NoReturn:
    """Turns this process into the kernel that `argv` describes; never returns."""
    status = 1
    try:
        os.setsid()
        for number in (signal.SIGCHLD, signal.SIGINT):
            signal.signal(number, signal.SIG_DFL)
        nowhere = os.open(os.devnull, os.O_RDWR)
        for stream in (0, 1, 2):
            os.dup2(nowhere, stream)
        os.chdir(cwd)
        os.environ.clear()
        os.environ.update(env)
        _run_kernel(argv)
        status = 0
    finally:
        os._exit(status)


def _run_kernel(argv: list[str]) -> None:
    from ipykernel.kernelapp import IPKernelApp

    application: Any = IPKernelApp.instance()
    orphaned = f"--IPKernelApp.parent_handle={os.getppid()}"  # it ends when its parent does
    application.initialize([*argv, orphaned])
    application.start()


if __name__ == "__main__":
    sys.argv = ["ipykernel_launcher"]
    serve(socket.socket(fileno=os.dup(0)))
