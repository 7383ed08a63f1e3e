"""The options of the command line that set a filter, for whom it left nothing."""

from __future__ import annotations

import shlex

from recsys.answer import Answer

_OF = ": "
_SEVERAL_OPTIONS = {
    "year": ("--year-from", "--year-to"),
    "period": ("--period-from", "--period-to"),
    "within": ("--within", "--within-title"),
}
_READ_IN_TEXT = ("cast_from", "directors_from", "writers_from")


def options_of(name: str, answer: Answer) -> tuple[str, ...]:
    """Return what sets a filter on the command line.

    Parameters
    ----------
    name : str
        As a relaxation names it.
    answer : Answer
        The answer that it left empty.

    Returns
    -------
    tuple of str
        Options with their values; the text, where it may have set the filter, comes last.
    """
    kind, _, value = name.partition(_OF)
    if kind in _SEVERAL_OPTIONS:
        return _SEVERAL_OPTIONS[kind]
    option = f"--{kind.replace('.', '-').replace('_', '-')}"
    own = f"{option} {shlex.quote(value)}" if value else option
    return (own, "--text") if kind in _READ_IN_TEXT and answer.query.text else (own,)
