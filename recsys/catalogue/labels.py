"""What the names of genres, themes, audiences and tags on other sites say, in our own words.

What ``genres.json`` and ``tones.json`` name means just that, first of all. ``labels.json`` adds what
other names say: a genre, a tone (content warnings are tones), what the title is made of, how it is
told, what it was before. Some names are understood and say nothing that our vocabularies hold, such
as *Shounen*.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeVar

from recsys.catalogue.label_table import (
    DEBRIS,
    Meaning,
    family_meanings,
    is_told_by_facts,
    joined,
    listed_meanings,
    names_with_commas,
    unique,
)
from recsys.catalogue.vocabulary import genre_ids, genre_medium, genre_vocabulary, tone_vocabulary
from recsys.kinds import Form, Medium, SourceKind
from recsys.names.fold import fold_text

__all__ = ["DEBRIS", "Meaning", "SortedLabels", "meaning_of", "sort_labels"]

_LONGEST = 100  # a label is a few words; a text in its place is not taken apart
_Fact = TypeVar("_Fact", Form, Medium)


@dataclass(frozen=True, slots=True)
class SortedLabels:
    """The genres and tags of one title, sorted by what they say.

    Parameters
    ----------
    genres : tuple of str
        Ids of our genre vocabulary, in the order in which they are said.
    tags : tuple of str
        Every tag as given, and every name of a genre that says more than genres, medium and form
        can hold, such as "Mecha" or "International TV Shows".
    medium : Medium or None
        What the title is made of; None also where labels contradict each other.
    form : Form or None
        How it is told; None also where labels contradict each other.
    sources : tuple of SourceKind
        What it was before.
    unmapped : tuple of str
        Names that no table knows. They are tags as well.
    """

    genres: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    medium: Medium | None = None
    form: Form | None = None
    sources: tuple[SourceKind, ...] = ()
    unmapped: tuple[str, ...] = ()


@lru_cache(maxsize=65536)
def meaning_of(label: str) -> Meaning | None:
    """Return what a label says, or None if no table knows it.

    Parameters
    ----------
    label : str
        The name of a genre, theme, audience or tag as a site writes it; case, accents and
        punctuation do not matter.

    Returns
    -------
    Meaning or None
        All that it says, our own names first.

    Examples
    --------
    >>> meaning_of("Mother-Daughter Relationship").tones
    ('family-bonds',)
    >>> meaning_of("Adapted From A Web Novel").sources
    (<SourceKind.WEB_NOVEL: 'web-novel'>,)
    """
    folded = fold_text(label) if len(label) <= _LONGEST else ""
    if not folded:
        return None
    parts = [*_own_meanings(label), *listed_meanings(folded), *family_meanings(folded)]
    return joined(parts) if parts else None


def sort_labels(genres: Iterable[str], tags: Iterable[str] = ()) -> SortedLabels:
    """Return the genres and tags of one title, sorted by what they say.

    Parameters
    ----------
    genres : iterable of str
        Names of genres as a site writes them, one each.
    tags : iterable of str, default ()
        Names of tags. A tag makes neither genre nor medium: a story that mentions a crime or a cartoon
        need not be one.

    Returns
    -------
    SortedLabels
        Nothing is lost but what is no label, such as "(no genres listed)" or "-".

    Examples
    --------
    >>> found = sort_labels(["Sci-Fi & Fantasy", "Anime Features", "Shounen"], ["Time Skip"])
    >>> found.genres, found.medium.value, found.form.value, found.tags
    (('sci-fi', 'fantasy'), 'animation', 'film', ('Shounen', 'Time Skip'))
    """
    of_genres, of_tags = _whole_names(genres), _whole_names(tags)
    meanings = {name: meaning_of(name) for name in (*of_genres, *of_tags)}
    said = [meaning for meaning in meanings.values() if meaning is not None]
    kept = (*(name for name in of_genres if not _is_told(name)), *of_tags)
    return SortedLabels(
        genres=unique(id for name in of_genres if (meant := meanings[name]) for id in meant.genres),
        tags=unique(name for name in kept if not _is_debris(meanings[name])),
        medium=_agreed(meant.medium for name in of_genres if (meant := meanings[name])),
        form=_agreed(meaning.form for meaning in said),
        sources=unique(kind for meaning in said for kind in meaning.sources),
        unmapped=tuple(name for name, meaning in meanings.items() if meaning is None),
    )


def _own_meanings(label: str) -> Iterator[Meaning]:
    """What our vocabularies call by this name."""
    genres = tuple(id for id in genre_ids(label) if id in genre_vocabulary())
    tone, medium = tone_vocabulary().by_name(label), genre_medium(label)
    if genres or tone or medium:
        yield Meaning(genres=genres, tones=(tone,) if tone else (), medium=medium)


@lru_cache(maxsize=8192)
def _is_told(name: str) -> bool:
    """Whether a name of a genre would say nothing more as a tag."""
    return (
        bool(genre_medium(name))
        or any(id in genre_vocabulary() for id in genre_ids(name))
        or is_told_by_facts(fold_text(name))
    )


def _is_debris(meaning: Meaning | None) -> bool:
    return meaning is not None and meaning.other == DEBRIS


def _agreed(values: Iterable[_Fact | None]) -> _Fact | None:
    found = {value for value in values if value is not None}
    return found.pop() if len(found) == 1 else None


def _whole_names(names: Iterable[str]) -> tuple[str, ...]:
    """Clean names once each; "Arts", "Entertainment", "and Culture" is one name that was torn apart."""
    pieces = [clean for name in names if (clean := " ".join(name.split())) and fold_text(clean)]
    for torn in names_with_commas():
        for start in range(len(pieces) - len(torn) + 1):
            if tuple(map(fold_text, pieces[start : start + len(torn)])) == torn:
                pieces[start : start + len(torn)] = [", ".join(pieces[start : start + len(torn)])]
                break
    return unique(pieces)
