"""Starting something new: a figure, a claim, a chapter, an edition.

The road of each: `answers` holds what was given or is asked for, `figures`, `claims`, `chapters`
and `editions` make of it rows and files in a `drafts.Draft`, a copy of the project that has to
pass the checks of `make check`; then `writing` puts all of it in place, or nothing.
"""
