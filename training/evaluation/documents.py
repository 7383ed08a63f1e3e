"""A title as the texts that simple methods read: what its flat row says, joined by spaces."""

from __future__ import annotations

from collections.abc import Sequence

from recsys.catalogue import country_name, genre_vocabulary
from recsys.title import Role, Title

_CREATORS = frozenset({Role.DIRECTOR, Role.WRITER, Role.CREATOR})
_N_CAST = 3


def soup(title: Title) -> str:
    """Return the text of the tutorials' "soup": each name becomes one word.

    Parameters
    ----------
    title : Title
        The title.

    Returns
    -------
    str
        Genres, tags, the first three of the cast and the first creator, in lower case.
    """
    names = [*_genres(title), *title.tags, *_cast(title)[:_N_CAST], *_creators(title)[:1]]
    return " ".join(name.replace(" ", "").lower() for name in names)


def everything(title: Title) -> str:
    """Return all of a title in one text.

    Parameters
    ----------
    title : Title
        The title.

    Returns
    -------
    str
        Name, genres, tags, countries, cast, creators and synopsis.
    """
    countries = [country_name(code) for code in title.countries]
    lists = (_genres(title), title.tags, countries, _cast(title), _creators(title))
    return " ".join([title.title, *(" ".join(names) for names in lists), title.synopsis])


def described(title: Title) -> str:
    """Return what a title is about, without people and countries.

    Parameters
    ----------
    title : Title
        The title.

    Returns
    -------
    str
        Name, genres, tags and synopsis.
    """
    return " ".join([title.title, *_genres(title), *title.tags, title.synopsis])


def _genres(title: Title) -> list[str]:
    known = genre_vocabulary()
    return [known[id].name if id in known else id for id in title.genres]


def _cast(title: Title) -> list[str]:
    return _once([credit.person for credit in title.credits if credit.role.is_cast])


def _creators(title: Title) -> list[str]:
    return _once([credit.person for credit in title.credits if credit.role in _CREATORS])


def _once(names: Sequence[str]) -> list[str]:
    return list(dict.fromkeys(names))
