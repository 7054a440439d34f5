"""Messages of the Jupyter protocol over a pair of sockets, in place of ZeroMQ's channels.

A packet is a list of byte strings: a count, then each string after its length. The first names
the channel (shell or iopub); the others are what jupyter_client's Session makes and reads.
"""

from __future__ import annotations

import json
import socket
import struct
from collections.abc import Iterator, Sequence
from typing import Any

SHELL, IOPUB = b"shell", b"iopub"
KEY = b"none but the two ends of a pair can read or write it"  # Session warns if there is none

LENGTH = struct.Struct("!I")  # of JSON that goes over a wire, before it

_COUNT = struct.Struct("!I")
_LENGTH = struct.Struct("!Q")


def packed(channel: bytes, parts: Sequence[bytes | memoryview]) -> bytes:
    """A packet as it goes over the wire."""
    strings = [channel, *map(bytes, parts)]
    lengths = b"".join(_LENGTH.pack(len(string)) for string in strings)
    return b"".join([_COUNT.pack(len(strings)), lengths, *strings])


class Packets:
    """Takes bytes as they arrive, and gives the packets that are whole."""

    def __init__(self) -> None:
        self._pending = bytearray()

    def feed(self, data: bytes) -> Iterator[list[bytes]]:
        """The packets that `data` completes."""
        self._pending += data
        while (packet := self._next()) is not None:
            yield packet

    def _next(self) -> list[bytes] | None:
        if len(self._pending) < _COUNT.size:
            return None
        (count,) = _COUNT.unpack_from(self._pending)
        place = _COUNT.size + count * _LENGTH.size
        if len(self._pending) < place:
            return None
        lengths = [
            _LENGTH.unpack_from(self._pending, _COUNT.size + n * _LENGTH.size)[0]
            for n in range(count)
        ]
        if len(self._pending) < place + sum(lengths):
            return None
        strings = []
        for length in lengths:
            strings.append(bytes(self._pending[place : place + length]))
            place += length
        del self._pending[:place]
        return strings


def received(wire: socket.socket, size: int) -> bytes:
    """Just `size` bytes. Raises EOFError where the other end closes before that."""
    data = bytearray()
    while len(data) < size:
        more = wire.recv(size - len(data))
        if not more:
            raise EOFError
        data += more
    return bytes(data)


def send_json(wire: socket.socket, value: Any) -> None:
    """Sends what `received_json` gives at the other end."""
    text = json.dumps(value).encode()
    wire.sendall(LENGTH.pack(len(text)) + text)


def received_json(wire: socket.socket) -> Any:
    """What was sent. Raises EOFError where the other end closes before that."""
    (length,) = LENGTH.unpack(received(wire, LENGTH.size))
    return json.loads(received(wire, length))
