"""Names of films as MovieLens writes them: ``Postman, The (Postino, Il) (1994)``."""

from __future__ import annotations

import re
from typing import NamedTuple

from recsys.importers.cleaning import clean_title

# Of English, French, Spanish, Italian, German, Dutch, the Nordic languages, Portuguese and Hungarian,
# as they stand behind a name: with a capital letter.
_ARTICLES = (
    "The A An Le La Les L' L’ Un Une El Los Las Una Il Lo I Gli Gl' Uno Der Die Das Den Dem Ein Eine "
    "De Het Een Det En Ett Et O Os As Um Uma Az Da"
).split()
_ARTICLE = "|".join(map(re.escape, sorted(_ARTICLES, key=len, reverse=True)))
_BEHIND = re.compile(rf"(.+), ({_ARTICLE})", re.DOTALL)
_BEFORE_COLON = re.compile(rf"([^:]+), ({_ARTICLE})(: .+)", re.DOTALL)
_YEAR = re.compile(r"\s?\((\d{4})(\s?[-–]\s?(?:\d{4})?)?\)$", re.ASCII)
_KNOWN_AS = re.compile(r"a\.?k\.?a\.?\s+", re.IGNORECASE)
# What belongs to a name although it stands in brackets.
_PART = re.compile(r"(?:part|vol(?:ume|\.)?|episode|season)\s*[\dIVX]+", re.IGNORECASE)
_GOES_ON = re.compile(r"(?:[:&]|[^,]\s(?:or|and|of|the))$", re.IGNORECASE)
_LONGEST = 2_000  # more cannot be a name; taking it apart would only cost time


class MovieLensName(NamedTuple):
    """A name taken apart: the title, what else it is called, its year, and whether it ran for years."""

    title: str
    aliases: tuple[str, ...]
    year: int | None
    runs_on: bool


def movielens_name(text: str) -> MovieLensName:
    """Return the names and the year in a title of MovieLens.

    Parameters
    ----------
    text : str
        ``Matrix, The (1999)``, ``Seven (a.k.a. Se7en) (1995)``, ``Death Note (2006–2007)``; some
        have no year.

    Returns
    -------
    MovieLensName
        Articles stand where they are said: The Matrix, L'Avventura.
    """
    name = clean_title(text)
    if len(name) > _LONGEST:
        return MovieLensName(name, (), None, False)
    year = None
    runs_on = False
    if (found := _YEAR.search(name)) and found.start():
        name, year, runs_on = name[: found.start()], int(found[1]) or None, bool(found[2])
    aliases: list[str] = []
    while (bracket := _last_bracket(name)) and _is_other_name(*bracket):
        name = bracket[0]
        aliases.insert(0, _with_article(_KNOWN_AS.sub("", bracket[1].strip(), count=1)))
    title = _with_article(name)
    return MovieLensName(title, tuple(alias for alias in aliases if alias and alias != title), year, runs_on)


def _last_bracket(name: str) -> tuple[str, str] | None:
    """Return what stands before and within the brackets at the end of a name, if words stand before them."""
    if not name.endswith(")"):
        return None
    depth = 0
    for at in range(len(name) - 1, 0, -1):
        depth += (name[at] == ")") - (name[at] == "(")
        if depth == 0:
            is_apart = name[at - 1].isspace()
            return (name[:at].rstrip(), name[at + 1 : -1]) if is_apart else None
    return None


def _is_other_name(before: str, within: str) -> bool:
    return not _PART.fullmatch(within.strip()) and not _GOES_ON.search(before[-6:])


def _with_article(name: str) -> str:
    """Return a name with the article before it that stands behind it."""
    if found := _BEFORE_COLON.fullmatch(name):
        return _joined(found[2], found[1]) + found[3]
    found = _BEHIND.fullmatch(name)
    return _joined(found[2], found[1]) if found else name


def _joined(article: str, name: str) -> str:
    return f"{article}{name}" if article.endswith(("'", "’")) else f"{article} {name}"
