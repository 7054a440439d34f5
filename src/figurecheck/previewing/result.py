"""What a build of the page tells and gives."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from figurecheck.building.graph import Outcome

# Gets the name and the outcome of a step when it is done, how many are done, and of how many.
Step = Callable[[str, Outcome, int, int], None]


@dataclass(frozen=True)
class Result:
    """The page; or, where it could not be built, the page that says why and the same in `words`.

    `moved` are lines on the numbers that differ from the last good report.
    """

    page: str = ""
    failure: str = ""
    words: str = ""
    moved: Sequence[str] = ()
