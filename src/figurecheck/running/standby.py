"""A kernel that stands by: forked, initialized and warm before a notebook needs one.

What a notebook sees is that of a kernel forked for it. It is taken only where all is known by then
but its own folders: the notebook's folder, and all other variables of the environment.
"""

from __future__ import annotations

import contextlib
import os
import secrets
import tempfile
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path

from figurecheck import keeping, rooms
from figurecheck.running import recording, warm
from figurecheck.running.wire import send_json

RUN = "figurecheck.running.cells:stand_by"
ARGUMENTS = ["--HistoryManager.hist_file=:memory:"]  # those that nbclient gives
IPYTHON = "IPYTHONDIR"
# The variables of one notebook; of the folder of IPython's settings there is none in a build.
_OWN = {rooms.BUILD_VARIABLE, recording.VARIABLE, keeping.VARIABLE, IPYTHON}

_LOCK = threading.Lock()  # so that there is one, and who needs a kernel waits for it
_ready: list[tuple[str, dict[str, str], warm.Forked]] = []


def prepare(folder: Path) -> threading.Thread:
    """Has a kernel stand by for the next notebook in `folder`, unless one does.

    The thread returned ends when it does: seconds later, if the warm parent has yet to import.
    """
    thread = threading.Thread(target=_prepare, args=(folder,))
    thread.start()
    return thread


def _prepare(folder: Path) -> None:
    with _LOCK:
        if not _ready:
            _fork(folder)


def _fork(folder: Path) -> None:
    environment = warm.environment()
    own = Path(tempfile.gettempdir(), f"figurecheck-{secrets.token_hex()}")  # the kernel makes it
    with contextlib.suppress(warm.DiedError):  # the next build tells
        forked = warm.ZYGOTE.fork(
            RUN, {"argv": ARGUMENTS}, str(folder), {**environment, IPYTHON: str(own)}, own
        )
        _ready.append((str(folder), _shared(environment), forked))


def taken(folder: str, argv: Sequence[str], environment: Mapping[str, str]) -> warm.Forked | None:
    """The kernel that stands by for `folder` and `argv`, from now on in that `environment`; None
    where there is none, or not the one.
    """
    try:
        with _LOCK:
            there, shared, forked = _ready.pop()
    except IndexError:
        return None
    known = (there, ARGUMENTS, shared) == (folder, [*argv], _shared(environment))
    settings = environment.get(IPYTHON)
    if known and settings and _is_empty(settings):
        try:
            send_json(forked.wire, dict(environment))
            return forked
        except BrokenPipeError:  # it has died
            pass
    forked.wire.close()
    forked.end()
    return None


def _shared(environment: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in environment.items() if name not in _OWN}


def _is_empty(folder: str) -> bool:
    return not os.path.isdir(folder) or not os.listdir(folder)
