"""Sites that number titles: their names as programs write them, and the spellings of their ids."""

from __future__ import annotations

import re
from enum import StrEnum
from functools import lru_cache

from recsys.title import Form

OWN = "recsys"
"""The site that this catalogue's own ids are of."""
# Names of a site beside the one that catalogues are imported with; signs and case do not count.
_OTHER_NAMES = {
    "tmdb": ("themoviedb", "themoviedborg", "moviedb"),
    "tvdb": ("thetvdb",),
    "mal": ("myanimelist",),
    "mdl": ("mydramalist",),
    "trakt": ("trakttv",),
    "anime-planet": (),
    "ann": ("animenewsnetwork",),
    "notify": ("notifymoe",),
}
_NO_LETTER = re.compile(r"[\W_]+")
_CANONICAL = {
    _NO_LETTER.sub("", name): site for site, others in _OTHER_NAMES.items() for name in (site, *others)
}
_IMDB = re.compile(r"(?:tt)?0*(\d{1,12})", re.ASCII | re.IGNORECASE)
_IMDB_DIGITS = 7
# Each of these counts its films and its series from 1: a number alone may mean two titles.
_NUMBERED_BY_TYPE = frozenset({"tmdb", "tvdb", "trakt"})


class TitleType(StrEnum):
    """What a number is the number of, where a site counts films and series apart."""

    MOVIE = "movie"
    SERIES = "series"


_TYPES = {Form.SERIES: TitleType.SERIES, Form.FILM: TitleType.MOVIE, Form.SHORT: TitleType.MOVIE}


@lru_cache(maxsize=256)  # a library has thousands of ids, of a few sites
def canonical_site(word: str) -> str:
    """Return the name under which catalogues hold the ids of a site.

    Parameters
    ----------
    word : str
        As a program writes it: ``Imdb``, ``TheMovieDb``, ``MyAnimeList``.

    Returns
    -------
    str
        Such as ``imdb``, ``tmdb``, ``mal``; of a site that is not known here, the word in small letters.
    """
    folded = word.strip().casefold()
    return _CANONICAL.get(_NO_LETTER.sub("", folded), folded)


@lru_cache(maxsize=256)
def spellings_of_site(word: str) -> tuple[str, ...]:
    """Return the names under which a catalogue may hold the ids of a site.

    Parameters
    ----------
    word : str
        As a program writes it.

    Returns
    -------
    tuple of str
        The canonical one, and the word itself where that is another.
    """
    return tuple(dict.fromkeys((canonical_site(word), word.strip().casefold())))


def spellings_of_id(site: str, id: str) -> tuple[str, ...]:
    """Return the ways in which a catalogue may write an id.

    Parameters
    ----------
    site : str
        Canonical name of the site.
    id : str
        As a program writes it.

    Returns
    -------
    tuple of str
        As it is given first. Numbers of IMDb are at least seven digits behind ``tt``.
    """
    text = id.strip()
    found = _IMDB.fullmatch(text) if site == "imdb" else None
    return (text,) if found is None else tuple(dict.fromkeys((text, f"tt{found[1]:0>{_IMDB_DIGITS}}")))


def is_numbered_by_type(site: str) -> bool:
    """Whether a site counts films and series apart.

    Parameters
    ----------
    site : str
        Canonical name of the site.

    Returns
    -------
    bool
        True for TMDB, TVDB and Trakt.
    """
    return site in _NUMBERED_BY_TYPE


def type_of(form: Form | None) -> TitleType | None:
    """Return among what such sites count a title.

    Parameters
    ----------
    form : Form or None
        How it is told.

    Returns
    -------
    TitleType or None
        None where sites disagree, as on specials, or the form is not known.
    """
    return None if form is None else _TYPES.get(form)
