"""The kernel of a forked process: ipykernel's own, whose messages go over a pair of sockets.

No ZeroMQ, no heartbeat, no thread that waits for output: only the wire differs from an ordinary
kernel. Application, shell, display and protocol are those of ipykernel, so that outputs are, too.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import shutil
import signal
import socket
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextvars import copy_context
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pandas as pd
import zmq
from ipykernel.iostream import IOPubThread
from ipykernel.ipkernel import IPythonKernel
from ipykernel.kernelapp import IPKernelApp
from jupyter_client.session import Session
from tornado import ioloop
from traitlets import Any as AnyTrait

from figurecheck import charts
from figurecheck.running import streams
from figurecheck.running.recording import record
from figurecheck.running.wire import IOPUB, KEY, SHELL, Packets, packed, received_json
from figurecheck.running.zygote import live_in

_CHUNK = 1 << 20
_STREAM = f"{__name__}.OutStream"


class Channel(IOPubThread):
    """One end of a channel, in the place of ipykernel's publishing thread and its sockets.

    `send_multipart` is all that a Session asks of a socket. What is scheduled is done at once.
    """

    def __init__(self, wire: socket.socket, name: bytes, lock: threading.RLock) -> None:
        self._wire, self._name, self._lock = wire, name, lock
        ours: Any = self  # ipykernel would have a thread, its loop and a socket
        ours.thread = None
        ours.io_loop = SimpleNamespace(call_later=lambda *_: None)
        ours.background_socket = self

    def schedule(self, call: Any) -> None:
        """Does what ipykernel would leave to its thread."""
        call()

    def send_multipart(self, parts: Sequence[Any], *_: Any, **__: Any) -> None:
        """Sends a message whole, also when an interrupt arrives meanwhile."""
        with self._lock, _uninterrupted():
            self._wire.sendall(packed(self._name, parts))

    def flush(self, *_: Any) -> None:
        """Nothing waits here."""


class OutStream(streams.OutStream):
    """stdout or stderr: what Python writes, and what programs write to the file descriptor.

    The latter goes to a file without a name and is taken from it before anything else is
    written or sent, so that the order within a stream is the order of writing.
    """

    _captured: int | None = None
    _taken = 0
    _sent = 0.0

    def _setup_stream_redirects(self, name: str) -> None:
        self._exc = None
        self._original_stdstream_fd = {"stdout": 1, "stderr": 2}[name]
        self._original_stdstream_copy = os.dup(self._original_stdstream_fd)
        self._captured = _nameless_file(name)
        os.dup2(self._captured, self._original_stdstream_fd)

    def write(self, string: str) -> int | None:  # type: ignore[override]
        """Adds to the stream. A forked child of a cell writes to the descriptor, which is taken."""
        if self._captured is not None and os.getpid() != self._master_pid:
            os.write(self._original_stdstream_fd, string.encode(errors="replace"))
            return len(string)
        self._take()
        return super().write(string)

    def close(self) -> None:
        """Ends the stream; the process does so itself when it ends."""

    def _take(self) -> None:
        if self._captured is None:
            return
        size = os.fstat(self._captured).st_size - self._taken
        if size > 0:
            with self._buffer_lock:
                data = os.pread(self._captured, size, self._taken)
                self._taken += len(data)
                super().write(data.decode(errors="replace"))

    def _flush(self) -> None:
        if os.getpid() == self._master_pid:
            self._take()
            self._sent = time.monotonic()
            super()._flush()  # type: ignore[no-untyped-call]

    def _schedule_flush(self) -> None:
        if time.monotonic() - self._sent > self.flush_interval:
            self._flush()


class WireKernel(IPythonKernel):
    """An IPython kernel that gets one request at a time."""

    shell_stream = AnyTrait()  # a Channel where ipykernel has a ZMQStream
    debugger_class = None  # type: ignore[assignment]  # nobody attaches one
    _supports_kernel_subshells = False

    def _abort_queues(self, *_: Any) -> None:
        """After an error nothing is waiting that would have to be dropped."""


class WireApp(IPKernelApp):
    """ipykernel's application without its connection file, sockets and heartbeat."""

    wire = AnyTrait()  # a socket
    outstream_class = _STREAM

    def init_connection_file(self) -> None:
        """There is none."""

    def write_connection_file(self, **_: Any) -> None:
        """There is none."""

    def log_connection_info(self) -> None:
        """There is none."""
        self._ports: dict[str, int] = {}

    def init_heartbeat(self) -> None:
        """The parent sees by the wire whether this process lives."""

    def init_sockets(self) -> None:
        """Two channels over one wire."""
        self.session = Session(parent=self, key=KEY)
        lock = threading.RLock()
        self.shell_socket = Channel(self.wire, SHELL, lock)
        self.iopub_thread = self.iopub_socket = Channel(self.wire, IOPUB, lock)

    def init_kernel(self) -> None:
        """As ipykernel's, with channels for its streams."""
        kernel = WireKernel.instance(
            parent=self,
            session=self.session,
            shell_stream=self.shell_socket,
            shell_channel_thread=SimpleNamespace(parent_thread=threading.main_thread()),
            iopub_thread=self.iopub_thread,
            iopub_socket=self.iopub_socket,
            log=self.log,
            profile_dir=self.profile_dir,
            user_ns=self.user_ns,
        )
        self.kernel = kernel
        self.displayhook.get_execution_count = lambda: kernel.execution_count

    def start(self) -> None:
        """Answers what comes over the wire until it is closed or the notebook exits."""
        if self.poller is not None:
            self.poller.start()
        if self.kernel.shell:
            self.kernel.shell.exit_now = False
        self.io_loop = self.kernel.io_loop = ioloop.IOLoop.current()
        loop: asyncio.AbstractEventLoop = self.io_loop.asyncio_loop  # type: ignore[attr-defined]
        packets, context, tasks = Packets(), copy_context(), set()

        def arrived() -> None:
            data = self.wire.recv(_CHUNK)
            if not data:
                self.io_loop.stop()
            for _, *frames in packets.feed(data):
                request = self.kernel.shell_main(None, [zmq.Frame(frame) for frame in frames])
                task = loop.create_task(request, context=context)
                tasks.add(task)
                task.add_done_callback(tasks.discard)

        loop.add_reader(self.wire, arrived)
        while True:
            try:
                self.io_loop.start()
                return
            except KeyboardInterrupt:  # between two cells there is nothing to interrupt
                continue


def serve(wire: socket.socket, argv: Sequence[str]) -> None:
    """Makes this process a kernel with the arguments `argv` until its wire is closed."""
    _find_modules_here()
    application = _initialized(wire, argv)
    record()
    application.start()


def stand_by(wire: socket.socket, argv: Sequence[str]) -> None:
    """The same for a kernel whose environment comes over the wire, when it is needed.

    It has drawn a chart by then: what that writes to of the memory that it shares with its parent
    is copied before anybody waits. Where it is never needed, it removes its IPython folder.
    """
    charts.draw(label="", headline="", subtitle="", data=pd.DataFrame(), plot=_never, columns={})
    given = dict(os.environ)
    application = _initialized(wire, argv)
    set_by_kernel = dict(os.environ.items() - given.items())
    try:
        live_in({**received_json(wire), **set_by_kernel})
        _find_modules_here()  # not before: somebody may write to one
    except EOFError:
        shutil.rmtree(os.environ["IPYTHONDIR"], ignore_errors=True)
        return
    record()
    application.start()


def _never(*_: Any) -> None:
    """Draws nothing: there is nothing to draw."""


def _find_modules_here() -> None:
    """Does what Python does for an ordinary kernel."""
    sys.path.insert(0, str(Path.cwd()))


def _initialized(wire: socket.socket, argv: Sequence[str]) -> Any:
    application: Any = WireApp.instance(wire=wire)
    orphaned = f"--IPKernelApp.parent_handle={os.getppid()}"  # it ends when its parent does
    application.initialize([*argv, orphaned])
    return application


@contextlib.contextmanager
def _uninterrupted() -> Iterator[None]:
    """Keeps SIGINT waiting, which only ever interrupts the main thread."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _nameless_file(name: str) -> int:
    if sys.platform == "linux":
        descriptor = os.memfd_create(name)
    else:
        with tempfile.TemporaryFile() as file:
            descriptor = os.dup(file.fileno())
    # Several processes write at the end, whatever the others have written.
    import fcntl

    fcntl.fcntl(descriptor, fcntl.F_SETFL, fcntl.fcntl(descriptor, fcntl.F_GETFL) | os.O_APPEND)
    return descriptor
