"""Names of seasons: ``Kingdom: Season 2`` carries ``Kingdom`` on, ``Mozu Season 1 - …`` is ``Mozu``."""

from __future__ import annotations

import re

from recsys.names import fold_text, title_key
from recsys.names.fold import join_words, title_words

_FIRST = re.compile(
    r"(?P<series>.+?) (?:(?:season|part|series|class) (?:1|i|one)\b.*|(?:the )?first season|limited series)$"
)


def first_season_of(name: str) -> str | None:
    """Return the key of the series of whose first season this is the name.

    Parameters
    ----------
    name : str
        A title as printed.

    Returns
    -------
    str or None
        None if the name tells of no first season.
    """
    found = _FIRST.match(fold_text(name))
    return title_key(found["series"]) if found else None


def beginnings(name: str) -> tuple[str, ...]:
    """Return the keys of all names that this name could carry on: its first words.

    Parameters
    ----------
    name : str
        A title as printed, such as ``Kingdom: Season 2``.

    Returns
    -------
    tuple of str
        The shortest first; not the key of the name itself, and none for a first season.
    """
    if first_season_of(name) is not None:
        return ()
    words = title_words(name)
    return tuple(join_words(words[:length]) for length in range(1, len(words)))
