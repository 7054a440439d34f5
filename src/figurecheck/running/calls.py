"""Calls of functions in processes of their own, forked warm: nothing of a call stays behind."""

from __future__ import annotations

import gc
import importlib
import os
import pickle
import socket
import threading
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from figurecheck.running import warm
from figurecheck.running.wire import received

_LENGTH = 8
RUN = f"{__name__}:answer"


def call(function: str, *arguments: Any, environment: Mapping[str, str] | None = None) -> Any:
    """What `function` (module:function) returns for `arguments`, called in a forked process.

    Raises what it raises, and `warm.DiedError` where the process ends before.
    """
    env = {**warm.environment(), **(environment or {})}
    forked = warm.ZYGOTE.fork(RUN, {"function": function}, str(Path.cwd()), env)
    with forked.wire as wire:
        try:
            _send(wire, arguments)
            done, value = _receive(wire)
        except (EOFError, OSError) as error:
            raise warm.DiedError(f"the process of {function} ended too early") from error
        finally:
            forked.end()
    if not done:
        raise value
    return value


def call_apart(function: str, *arguments: Any) -> Any:
    """The same where a warm parent runs; elsewhere the function is called in this process."""
    if warm.is_warm() and warm.ZYGOTE.started:
        return call(function, *arguments)
    return _named(function)(*arguments)


def answer(wire: socket.socket, function: str) -> None:
    """The other end of `call`; the process ends when that does."""
    gc.disable()  # the process ends before it would be worth the time
    arguments = _receive(wire)
    threading.Thread(target=_end_with, args=[wire], daemon=True).start()
    try:
        found: tuple[bool, Any] = (True, _named(function)(*arguments))
    except Exception as error:  # it is raised where the call was made
        found = (False, error)
    _send(wire, found)


def _named(function: str) -> Callable[..., Any]:
    module, _, name = function.partition(":")
    found: Callable[..., Any] = getattr(importlib.import_module(module), name)
    return found


def _end_with(wire: socket.socket) -> None:
    wire.recv(1, socket.MSG_PEEK)  # nothing is sent any more but that the other end is gone
    os._exit(1)


def _send(wire: socket.socket, value: Any) -> None:
    data = pickle.dumps(value)
    wire.sendall(len(data).to_bytes(_LENGTH, "big") + data)


def _receive(wire: socket.socket) -> Any:
    size = int.from_bytes(received(wire, _LENGTH), "big")
    return pickle.loads(received(wire, size))  # noqa: S301 (from the other end of our own pair)
