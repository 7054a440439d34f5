"""What the preview shows: the state of the build, the page, and the page of a failure."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass, replace
from hashlib import sha256

from figurecheck.previewing.patches import Patch, patch
from figurecheck.previewing.result import Result

WORTH = 0.5  # of a page; a greater patch is not worth its words


@dataclass(frozen=True)
class State:
    """What the browser is told: `page` and `failure` name what there is by its content.

    `said` is one line for the reader; `done` of `of` steps are done while `building`. A new page
    may come with the `patch` that makes it of the one before.
    """

    edition: str
    building: bool = False
    said: str = ""
    done: int = 0
    of: int = 0
    page: str = ""
    failure: str = ""
    moved: Sequence[str] = ()
    patch: Patch | None = None


class Board:
    """Holds what is shown; the server's threads wait here for news."""

    def __init__(self, edition: str, page: str = "") -> None:
        self._news = threading.Condition()
        self._number = 0
        self._closed = False
        self.page, self.failure = page, ""
        self.state = State(edition, page=_name(page))

    def begin(self, why: str) -> None:
        """A build begins."""
        self._show(replace(self.state, building=True, said=why, done=0, of=0, patch=None))

    def step(self, said: str, done: int, of: int) -> None:
        """A step of it is done."""
        self._show(replace(self.state, said=said, done=done, of=of))

    def end(self, result: Result, said: str) -> None:
        """It is done: a new page, or a failure over the page there was."""
        page = result.page or self.page
        found = patch(self.state.page, self.page, page)
        self._show(
            replace(
                self.state,
                patch=found if len(found.text) < len(page) * WORTH else None,
                building=False,
                said=said,
                page=_name(page),
                failure=_name(result.failure),
                moved=result.moved,
            ),
            page,
            result.failure,
        )

    def close(self) -> None:
        """Nothing more comes."""
        with self._news:
            self._closed = True
            self._news.notify_all()

    def named_page(self) -> tuple[str, str]:
        """The name of the page and its text; empty where there is none yet."""
        with self._news:
            return self.state.page, self.page

    def after(self, number: int, seconds: float) -> tuple[int, State] | None:
        """The state once it is another than that of `number`, or after so many `seconds`.

        None where nothing more comes.
        """
        with self._news:
            self._news.wait_for(lambda: self._closed or self._number != number, seconds)
            return None if self._closed else (self._number, self.state)

    def _show(self, state: State, page: str | None = None, failure: str | None = None) -> None:
        with self._news:
            self.page = self.page if page is None else page
            self.failure = self.failure if failure is None else failure
            self.state = state
            self._number += 1
            self._news.notify_all()


def _name(text: str) -> str:
    return sha256(text.encode()).hexdigest()[:16] if text else ""
