"""Commands that start something new: figure, claim, chapter, edition."""

# ruff: noqa: T201  (here the program speaks)

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from figurecheck import rooms
from figurecheck.commands.status import FAILED, OK, Commands
from figurecheck.errors import DataError

if TYPE_CHECKING:
    from figurecheck.scaffolds.answers import Answers
    from figurecheck.scaffolds.drafts import Draft

    Add = Callable[[Draft, Answers], str]

# What each option says; those that are not given are asked for on a terminal, where they are
# needed. The text of the questions stands with them in figurecheck.scaffolds.
FIGURE = {
    "phrase": "the phrase as the page prints it",
    "unit": "the unit to read it in (tonne, USD billion, percent, …)",
    "nth": "which of several numbers of this unit in the phrase, from 1",
    "period": 'what time it is of, in ISO 8601; "" where the page does not say',
    "base-period": "for a growth: the time compared with",
    "place": "where on the page: title, lead, table",
    "note": "what the page says of the number",
    "source": "the key of the page, or of the new page",
    "source-url": "the address of a new page, which adds it to sources.csv",
    "publisher": "of a new page: who put it on the web",
    "published": 'of a new page: day or month; "" where it is not known',
    "title": "of a new page: its title as printed",
    "accessed": "of a new page: the day it was read (default: today)",
    "source-note": "of a new page: whom it cites",
    "series": "the key of the series, or of the new series",
    "subject": "of a new series: what is measured; this adds it to series.csv",
    "measure": "of a new series: volume, value, growth, …",
    "body": "of a new series: the key of who measured, or not-stated",
    "body-name": "of a new body: its name, which adds it to bodies.csv",
    "scope": "of a new series: what was counted, if not all of the subject",
    "side": "of a new series: whose statistics, for a flow between two states",
    "series-note": "of a new series: anything a reader should know",
}
CLAIM = {
    "claim": "a key for the claim",
    "source": "the key of the article",
    "paragraph": "its paragraph, counted from 1",
    "phrase": "the short phrase as the article prints it",
    "unit": 'the unit to read it in; "" where it has no number',
    "nth": "which of several numbers of this unit in the phrase, from 1",
    "statement": "what is claimed, in our words",
    "kind": "level, growth, share, rank, event, …",
    "subject": "the subject of the series or events that bear on it",
    "measure": 'the measure of these series; "" for none',
    "period": 'what time it is of, in ISO 8601; "" where the article does not say',
    "base-period": "for a growth: the time compared with",
    "what": "for an event: what happened",
    "listed": "the length of a list that is given without a number",
    "implies": "base, growth or pace: what follows together with another claim",
    "with-claim": "the claim that completes it",
    "copied-from": "the body whose figure the article evidently repeats",
    "note": "anything a reader should know",
}
CHAPTER = {
    "title": "the chapter's title",
    "purpose": "one sentence that says what it is for",
    "series": "a series to begin with: its newest figure and a table of its years",
    "slug": "the name of its file and its address (default: from the title)",
    "position": "its place in reading order (default: the last)",
}
EDITION = {
    "name": "such as before-the-forum; those of the months are taken",
    "as-of": "the day as of which it is written",
    "title": "its title (default: from the day, or else from the name)",
}


def add(commands: Commands) -> None:
    """Adds them to the command line."""
    new = commands.add_parser("new", help="add a figure, a claim, a chapter or an edition")
    kinds = new.add_subparsers(required=True, metavar="KIND")

    command = _kind(kinds, "figure", FIGURE, figure, "a number that a page prints")
    _hearing(command, "CLAIM", "how a claim of the same subject and period hears it")

    command = _kind(kinds, "claim", CLAIM, claim, "what an article asserts")
    _hearing(command, "SERIES", "how it hears a series of its subject and period")

    command = _kind(kinds, "chapter", CHAPTER, chapter, "a notebook and its entry in the list")
    command.add_argument("--appendix", action="store_true", help="set it apart, at the end")

    command = _kind(kinds, "edition", EDITION, edition, "the report as of a day, or with settings")
    command.add_argument(
        "-p",
        dest="parameters",
        nargs=2,
        action="append",
        default=[],
        metavar=("NAME", "VALUE"),
        help="set a parameter of report/editions.toml",
    )


def figure(options: argparse.Namespace) -> int:
    """Adds a figure, with its page and series where they are new."""
    from figurecheck.scaffolds.figures import add_figure

    heard = _heard(options.check)
    make = partial(add_figure, heard=heard, today=date.today().isoformat())
    return _new(options, FIGURE, make, _FIGURE)


def claim(options: argparse.Namespace) -> int:
    """Adds a claim, with the checks of the series that have figures for it."""
    from figurecheck.scaffolds.claims import add_claim

    heard = _heard(options.check)
    return _new(options, CLAIM, partial(add_claim, heard=heard), _CLAIM)


def chapter(options: argparse.Namespace) -> int:
    """Adds a chapter that builds at once."""
    from figurecheck.scaffolds.chapters import add_chapter

    return _new(options, CHAPTER, partial(add_chapter, appendix=options.appendix), _CHAPTER)


def edition(options: argparse.Namespace) -> int:
    """Adds an edition."""
    from figurecheck.scaffolds.editions import add_edition

    given = [(name, value) for name, value in options.parameters]
    return _new(options, EDITION, partial(add_edition, given=given), _EDITION)


# What to do next with the new thing.
_FIGURE = (
    "make report                               which numbers moved",
    "python -m figurecheck trace {key}         what rests on it, once the report is built",
)
_CLAIM = (
    "make check SOURCES=folder                 whether the article's numbers are all covered",
    "data/raw/checks.csv                       checks by other methods: growth, share, event …",
    "make report, python -m figurecheck why {key}",
)
_CHAPTER = (
    "make preview                              the report at every save",
    "make lab                                  notebooks/{key} in JupyterLab; then make strip",
)
_EDITION = (
    "make report EDITION={key}",
    "make diff FROM={key} TO=latest            how it differs, once built",
)


def _new(
    options: argparse.Namespace,
    names: Sequence[str] | Mapping[str, str],
    make: Add,
    then: Sequence[str],
) -> int:
    """Makes a draft, checks it and writes it; says what was added and what to do next."""
    from figurecheck.scaffolds.answers import Answers
    from figurecheck.scaffolds.drafts import drafted

    given = {name: getattr(options, name.replace("-", "_")) for name in names}
    ask = input if sys.stdin.isatty() else None
    answers = Answers(f"new {options.thing}", given, ask, print, _others(options))
    try:
        with drafted(rooms.root()) as draft:
            key = make(draft, answers)
            draft.require_sound()
            for place, what in draft.added:
                print(f"{'would add' if options.dry_run else 'adds'}  {place}: {what}")
            if options.dry_run:
                return OK
            if answers.asked and not answers.agree("write this? (y/n)"):
                print("Nothing was written.")
                return FAILED
            draft.publish()
    except (DataError, KeyboardInterrupt):
        if answers.asked:  # so that nobody types it all again
            print(f"\nWhat was said: {answers.again()}", file=sys.stderr)
        raise
    for line in then:
        print(f"next  {line.format(key=key)}")
    return OK


def _others(options: argparse.Namespace) -> list[str]:
    """The options that were given beside those of `_kind`, in the words of the command line."""
    said = [word for each in getattr(options, "check", ()) for word in ("--check", *each)]
    said += [word for each in getattr(options, "parameters", ()) for word in ("-p", *each)]
    flags = [name for name in ("appendix", "dry_run") if getattr(options, name, False)]
    return [*said, *(f"--{name.replace('_', '-')}" for name in flags)]


def _kind(
    kinds: Commands,
    name: str,
    options: Mapping[str, str],
    run: Callable[[argparse.Namespace], int],
    said: str,
) -> argparse.ArgumentParser:
    command = kinds.add_parser(name, help=said)
    for option, meaning in options.items():
        command.add_argument(f"--{option}", help=meaning, metavar=option.upper())
    command.add_argument("--dry-run", action="store_true", help="check and say it, write nothing")
    command.set_defaults(command=run, thing=name)
    return command


def _hearing(command: argparse.ArgumentParser, what: str, said: str) -> None:
    command.add_argument(
        "--check",
        nargs=3,
        action="append",
        default=[],
        metavar=(what, "RELATION", "WHY"),
        help=f"{said}: same, different or restated, and why; may be repeated",
    )


def _heard(given: Sequence[Sequence[str]]) -> dict[str, tuple[str, str]]:
    return {what: (relation, why) for what, relation, why in given}
