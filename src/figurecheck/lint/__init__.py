"""The number lint: no number is typed into prose.

A report stays right when its data change only if each number in its prose is computed. So a
numeral or number word in a markdown cell, in a string of a code cell that is shown, or in a
title of the report must be an {eval} value, a figure or claim quoted by its key, or stand on the
visible list of report/exemptions.toml with a reason. What counts as a number is what
`figurecheck.phrases.numbers` finds; so the pronoun "one", "both" and "once" are none.

Not linted are the raw tables: they hold figures and phrases as others printed them. Only a
claim's statement is checked, against the row's own numbers (`statements`); the reasons of checks,
notes and corrections are their authors' words, and name years, windows and pages.
"""

from figurecheck.lint.check import lint

__all__ = ["lint"]
