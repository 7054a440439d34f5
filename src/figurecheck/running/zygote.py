"""A warm parent of processes: imports what notebooks import, then forks one child at each request.

Run as `python -m figurecheck.running.zygote` with a socket as its standard input. A request
is a socket (the child's wire), a length and JSON of that length: `run` (module:function), its
`arguments`, `cwd` and `env`. It is answered by a line with the child's process id; the child calls
the function with its wire and the arguments, and ends. The parent ends when its socket does.
Nothing here may start a thread, a loop or a socket of ZeroMQ before a fork.
"""

from __future__ import annotations

import builtins
import contextlib
import gc
import importlib
import io
import json
import os
import signal
import socket
import sys
import time
import traceback
from types import ModuleType, SimpleNamespace
from typing import Any, NoReturn

from figurecheck.running.wire import LENGTH, received

INLINE = "module://matplotlib_inline.backend_inline"
STACK = (
    *("pandas", "matplotlib.figure", "matplotlib.backends.backend_svg", "seaborn"),
    *("IPython.core.completer", "IPython.core.completerlib", "IPython.core.debugger"),
    "IPython.core.oinspect",
    *("IPython.core.pylabtools", "IPython.extensions.storemagic", "sqlite3", "faulthandler"),
    *("figurecheck.running.cells", "figurecheck.building.graph", "figurecheck.building.report"),
    *("figurecheck.charts", "figurecheck.checking", "figurecheck.frames", "figurecheck.happenings"),
    *("figurecheck.listings", "figurecheck.provenance", "figurecheck.rates", "figurecheck.story"),
    "figurecheck.values",
)


def serve(requests: socket.socket) -> None:
    """Answers requests until there are no more."""
    gc.disable()  # for all that an import makes is kept
    import_stack()
    gc.freeze()  # what was imported is shared with the children and never collected
    gc.enable()
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # the dead are not waited for
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # who is asked to stop is the build
    with contextlib.suppress(EOFError, ConnectionError):  # who asked has gone
        while True:
            wire, request = _next(requests)
            child = os.fork()
            if child == 0:
                requests.close()
                become(wire, **request)
            wire.close()
            requests.sendall(b"%d\n" % child)


def import_stack() -> None:
    """Imports `STACK` as a kernel would see it: pandas looks for one when it is imported."""
    os.environ["MPLBACKEND"] = INLINE
    # Nobody attaches a debugger to a build; a kernel would import debugpy for that.
    undebugged = ModuleType("ipykernel.debugger")
    undebugged._is_debugpy_available = False  # type: ignore[attr-defined]
    sys.modules[undebugged.__name__] = undebugged
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="UTF-8")  # as a kernel spells it; pandas takes the word
    kernel = SimpleNamespace(kernel=None, config={"IPKernelApp": {}})
    builtins.get_ipython = lambda: kernel  # type: ignore[attr-defined]
    try:
        for name in STACK:
            importlib.import_module(name)
    finally:
        del builtins.get_ipython  # type: ignore[attr-defined]


def become(
    wire: socket.socket, run: str, arguments: dict[str, Any], cwd: str, env: dict[str, str]
) -> NoReturn:
    """Turns this process into what `run` names; never returns."""
    status = 1
    try:
        os.setsid()
        for number in (signal.SIGCHLD, signal.SIGINT):
            signal.signal(number, signal.SIG_DFL)
        told = os.fdopen(os.dup(2), "w")
        nowhere = os.open(os.devnull, os.O_RDWR)
        for stream in (0, 1, 2):
            os.dup2(nowhere, stream)
        os.close(nowhere)
        os.chdir(cwd)
        live_in(env)
        importlib.import_module("numpy.random").seed()  # or all would draw the same numbers
        module, _, function = run.partition(":")
        getattr(importlib.import_module(module), function)(wire, **arguments)
        status = 0
    except BaseException:  # the process ends here, whatever it was
        traceback.print_exc(file=told)
        told.flush()
    finally:
        os._exit(status)


def live_in(env: dict[str, str]) -> None:
    """Gives this process another environment."""
    os.environ.clear()
    os.environ.update(env)
    time.tzset()


def _next(requests: socket.socket) -> tuple[socket.socket, dict[str, Any]]:
    length, descriptors, _, _ = socket.recv_fds(requests, LENGTH.size, 1)
    if not length:
        raise EOFError
    size = LENGTH.unpack(length)[0]
    return socket.socket(fileno=descriptors[0]), json.loads(received(requests, size))


if __name__ == "__main__":
    del sys.path[0]  # the folder it was started in
    sys.argv = ["ipykernel_launcher"]
    serve(socket.socket(fileno=os.dup(0)))
