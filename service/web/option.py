"""One value of a filter, as a form offers it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Option:
    """One value of a filter.

    Parameters
    ----------
    value, name : str
        As an address writes it, and as people say it.
    n_titles : int
        How many titles have it; 0 where that is not counted.
    """

    value: str
    name: str
    n_titles: int = 0
