"""What a reference catalogue says of one title."""

from __future__ import annotations

from dataclasses import dataclass

from recsys.title import Form, Medium


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferenceTitle:
    """One row of a reference catalogue; None or an empty tuple means that it does not say.

    Parameters
    ----------
    source : str
        Folder of the reference, with the file where the folder holds several catalogues.
    names : tuple of str
        Every name, the main one first.
    year : int or None
        Year of first release; None also where the year is that of the latest season.
    countries : tuple of str
        ISO 3166 alpha-2 codes, sorted.
    directors, cast : tuple of str
        Names as printed; the cast in billing order.
    episodes : int or None
        Number of episodes, usually of one season.
    kind : Form or None
        Series, film, special or short.
    medium : Medium or None
        Live action or animation.
    """

    source: str
    names: tuple[str, ...]
    year: int | None = None
    countries: tuple[str, ...] = ()
    directors: tuple[str, ...] = ()
    cast: tuple[str, ...] = ()
    episodes: int | None = None
    kind: Form | None = None
    medium: Medium | None = None
