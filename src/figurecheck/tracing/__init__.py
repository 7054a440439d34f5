"""Where the numbers of a built edition come from, and what depends on a figure.

The road of a question: `built` reads an edition as it was built, `shown` finds the numbers that
its chapters show, `origins` says what stands behind each key, `finding` finds the keys of a
number as it is printed; `why` and `dependents` make the trees, `trees` draws them.
"""
