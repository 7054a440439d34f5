"""A forked kernel as nbclient sees it: a manager that starts and ends it, and a client."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Mapping, Sequence
from pathlib import Path
from queue import Empty
from typing import Any

from jupyter_client.asynchronous.client import AsyncKernelClient
from jupyter_client.session import Session

from figurecheck.running import standby, warm
from figurecheck.running.wire import IOPUB, KEY, SHELL, Packets, packed

RUN = "figurecheck.running.cells:serve"
_CHUNK = 1 << 20


class ForkedManager:
    """The part of jupyter_client's KernelManager that nbclient uses."""

    ipykernel = True
    _kernel: warm.Forked | None = None

    @property
    def has_kernel(self) -> bool:
        """Whether a kernel was started and not ended."""
        return self._kernel is not None

    def start_kernel(
        self,
        extra_arguments: Sequence[str] = (),
        cwd: str | None = None,
        env: Mapping[str, str] | None = None,
        **_: Any,
    ) -> None:
        """Takes the kernel that stands by, or forks one."""
        folder, environment = str(cwd or Path.cwd()), env or os.environ
        argv = list(extra_arguments)
        self._kernel = standby.taken(folder, argv, environment) or warm.ZYGOTE.fork(
            RUN, {"argv": argv}, folder, environment
        )

    def client(self) -> ForkedClient:
        """The one client of the kernel."""
        return ForkedClient(self._running())

    def is_alive(self) -> bool:
        """Whether the process lives."""
        return self._kernel is not None and self._kernel.lives()

    def interrupt_kernel(self) -> None:
        """Interrupts the cell that is running."""
        self._running().signal(signal.SIGINT)

    def shutdown_kernel(self, now: bool = True) -> None:  # noqa: ARG002 (nbclient gives it)
        """Ends the process."""
        self._running().end()

    def cleanup_resources(self) -> None:
        """Forgets the process."""
        self._kernel = None

    def _running(self) -> warm.Forked:
        if self._kernel is None:
            raise RuntimeError("No kernel is running!")
        return self._kernel


class ForkedClient(AsyncKernelClient):
    """jupyter_client's client with two channels over the wire."""

    def __init__(self, kernel: warm.Forked) -> None:
        super().__init__(session=Session(key=KEY))
        self._kernel = kernel
        self._packets = Packets()
        self._channels = {name: _Channel(self, name) for name in (SHELL, IOPUB)}

    @property
    def shell_channel(self) -> _Channel:
        """Requests and their replies."""
        return self._channels[SHELL]

    @property
    def iopub_channel(self) -> _Channel:
        """What the kernel tells all."""
        return self._channels[IOPUB]

    def start_channels(self, *_: Any, **__: Any) -> None:
        """Listens, in the event loop that is running."""
        self._loop = asyncio.get_running_loop()
        self._loop.add_reader(self._kernel.wire, self._arrived)

    def stop_channels(self) -> None:
        """Listens no more, and closes the wire."""
        self._loop.remove_reader(self._kernel.wire)
        self._kernel.wire.close()

    async def is_alive(self) -> bool:
        """Whether the kernel's process lives."""
        return self._kernel.lives()

    async def wait_for_ready(self, timeout: float | None = None) -> None:
        """Returns when the kernel answers.

        Raises DiedError where it dies before, and RuntimeError where it is late.
        """
        self.kernel_info()
        waited = asyncio.ensure_future(self.shell_channel.get_msg(timeout))
        try:
            while not waited.done():
                await asyncio.wait({waited}, timeout=1)
                if not waited.done() and not self._kernel.lives():
                    raise warm.DiedError("the kernel died before it was ready")
            waited.result()
        except Empty as error:
            raise RuntimeError(f"Kernel didn't respond in {timeout} seconds") from error
        finally:
            waited.cancel()
            await asyncio.gather(waited, return_exceptions=True)

    def send(self, channel: bytes, message: dict[str, Any]) -> None:
        """Sends a message to the kernel; one that has died takes it and answers nothing."""
        try:
            self._kernel.wire.sendall(packed(channel, self.session.serialize(message)))
        except BrokenPipeError:
            return

    def _arrived(self) -> None:
        try:
            data = self._kernel.wire.recv(_CHUNK)
        except ConnectionResetError:
            data = b""
        if not data:
            self._loop.remove_reader(self._kernel.wire)
        for channel, *parts in self._packets.feed(data):
            _, found = self.session.feed_identities(parts)
            self._channels[channel].put(self.session.deserialize(found))


class _Channel:
    def __init__(self, client: ForkedClient, name: bytes) -> None:
        self._client, self._name = client, name
        self._arrived: asyncio.Queue[dict[str, Any]] = asyncio.Queue()

    def send(self, message: dict[str, Any]) -> None:
        self._client.send(self._name, message)

    def put(self, message: dict[str, Any]) -> None:
        self._arrived.put_nowait(message)

    async def get_msg(self, timeout: float | None = None) -> dict[str, Any]:
        if timeout is None:
            return await self._arrived.get()
        try:
            return await asyncio.wait_for(self._arrived.get(), timeout)
        except TimeoutError as error:
            raise Empty from error
