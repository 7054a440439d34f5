"""stdout and stderr of a kernel, in the order of writing."""

from __future__ import annotations

import os
from typing import ClassVar

from ipykernel import iostream


class OutStream(iostream.OutStream):
    """A stream that sends what the other one still holds before anything is written to it.

    ipykernel sends each of them when its time has come. Which of two then comes first hangs on how
    fast the machine is, and a report would not be the same twice.
    """

    _written: ClassVar[OutStream | None] = None  # the one that was written to last

    def write(self, string: str) -> int | None:  # type: ignore[override]
        """Adds to the stream."""
        if string and os.getpid() == self._master_pid:  # a forked child has no part in the order
            last, OutStream._written = OutStream._written, self
            if last is not None and last is not self:
                last.flush()  # type: ignore[no-untyped-call]
        return super().write(string)
