"""The table of ``labels.json``: what names on other sites say, one by one and in families.

Its lists go from what is said to the names that say it; here they are turned round.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, TypeVar

from recsys.catalogue.countries import country_code
from recsys.catalogue.package_data import vocabulary_file
from recsys.kinds import Form, Medium, SourceKind
from recsys.names.fold import fold_text

DEBRIS = "debris"
"""What ``Meaning.other`` says of a name that is no label at all, such as "(no genres listed)"."""

# "Korean TV Shows" hints at where a title comes from; a production country it is not.
_SHELVES = {"tv shows": Form.SERIES, "tv dramas": Form.SERIES, "movies": Form.FILM, "films": Form.FILM}
_Value = TypeVar("_Value")


@dataclass(frozen=True, slots=True)
class Meaning:
    """What one label says.

    Parameters
    ----------
    genres, tones : tuple of str
        Ids of our vocabularies; content warnings are among the tones.
    medium : Medium or None
        What the title is made of.
    form : Form or None
        How it is told.
    sources : tuple of SourceKind
        What it was before.
    other : str or None
        What it says that no vocabulary of ours holds: one of audience, character, debris, origin,
        people, presentation, standing and subject.
    """

    genres: tuple[str, ...] = ()
    tones: tuple[str, ...] = ()
    medium: Medium | None = None
    form: Form | None = None
    sources: tuple[SourceKind, ...] = ()
    other: str | None = None

    @property
    def is_of_a_vocabulary(self) -> bool:
        """Whether it says a genre or a tone."""
        return bool(self.genres or self.tones)

    @property
    def is_another_fact(self) -> bool:
        """Whether it says what the title is made of, how it is told, or what it was before."""
        return self.medium is not None or self.form is not None or bool(self.sources)


@dataclass(frozen=True, slots=True)
class _Family:
    """Names that end alike and say the same: whole beginnings, or words that may make one up."""

    before: frozenset[str]
    words: frozenset[str]
    meaning: Meaning

    def has(self, words: list[str]) -> bool:
        if self.words:
            return self.words.issuperset(words)
        return not self.before or " ".join(words) in self.before


def listed_meanings(folded: str) -> tuple[Meaning, ...]:
    """Return what the lists say of a name.

    Parameters
    ----------
    folded : str
        The name after ``fold_text``.

    Returns
    -------
    tuple of Meaning
        One for each list that holds the name.
    """
    return _lists().get(folded, ())


def family_meanings(folded: str) -> Iterator[Meaning]:
    """Yield what the families of names say: "Doctor Male Lead", "Adapted From a Web Novel".

    Parameters
    ----------
    folded : str
        The name after ``fold_text``.

    Yields
    ------
    Meaning
        One for each family that the name belongs to.
    """
    words = folded.split()
    for cut in range(1, len(words)):
        end = " ".join(words[cut:])
        for family in _families().get(end, ()):
            if family.has(words[:cut]):
                yield family.meaning
        if (form := _SHELVES.get(end)) is not None and _is_origin(words[:cut]):
            yield Meaning(form=form, other="origin")


def is_told_by_facts(folded: str) -> bool:
    """Whether genres, medium and form say all that a name of the table says.

    Parameters
    ----------
    folded : str
        The name after ``fold_text``.

    Returns
    -------
    bool
        True for "Military and War"; false for "Mecha", which is more than science fiction.
    """
    return folded in _told()


@cache
def names_with_commas() -> tuple[tuple[str, ...], ...]:
    """Return the names that a table with commas tears apart.

    Returns
    -------
    tuple of tuple of str
        The pieces of each, folded.
    """
    whole = (name for names in _raw()["other"].values() for name in names if "," in name)
    return tuple(tuple(map(fold_text, name.split(","))) for name in whole)


def joined(meanings: Iterable[Meaning]) -> Meaning:
    """Return all that several meanings say, the first ones first.

    Parameters
    ----------
    meanings : iterable of Meaning
        Meanings of one name.

    Returns
    -------
    Meaning
        Of medium, form and ``other`` what is said first.
    """
    parts = list(meanings)
    return Meaning(
        genres=unique(id for part in parts for id in part.genres),
        tones=unique(id for part in parts for id in part.tones),
        medium=next((part.medium for part in parts if part.medium), None),
        form=next((part.form for part in parts if part.form), None),
        sources=unique(kind for part in parts for kind in part.sources),
        other=next((part.other for part in parts if part.other), None),
    )


def unique(values: Iterable[_Value]) -> tuple[_Value, ...]:
    """Return values once each, in their order.

    Parameters
    ----------
    values : iterable
        Hashable values.

    Returns
    -------
    tuple
        The values.
    """
    return tuple(dict.fromkeys(values))


def _is_origin(words: list[str]) -> bool:
    return words[-1] == "language" or country_code(" ".join(words)) is not None


def _raw() -> Any:
    return vocabulary_file("labels.json")


@cache
def _told() -> frozenset[str]:
    return frozenset(map(fold_text, _raw()["told"]))


@cache
def _lists() -> Mapping[str, tuple[Meaning, ...]]:
    found: dict[str, list[Meaning]] = defaultdict(list)
    for key in ("genres", "tones", "media", "forms", "sources", "other"):
        for value, names in _raw()[key].items():
            for name in names:
                found[fold_text(name)].append(_meaning({key: [value]}))
    return {name: tuple(meanings) for name, meanings in found.items()}


@cache
def _families() -> Mapping[str, tuple[_Family, ...]]:
    """Families by the ends of their names."""
    found: dict[str, list[_Family]] = defaultdict(list)
    for raw in _raw()["families"]:
        family = _Family(
            before=frozenset(map(fold_text, raw.get("before", ()))),
            words=frozenset(raw.get("words", ())),
            meaning=_meaning(raw),
        )
        for end in raw.get("after", _raw()["leads"]):
            found[fold_text(end)].append(family)
    return {end: tuple(families) for end, families in found.items()}


def _meaning(raw: Mapping[str, Any]) -> Meaning:
    return Meaning(
        genres=tuple(raw.get("genres", ())),
        tones=tuple(raw.get("tones", ())),
        medium=next(map(Medium, raw.get("media", ())), None),
        form=next(map(Form, raw.get("forms", ())), None),
        sources=tuple(map(SourceKind, raw.get("sources", ()))),
        other=next(iter(raw.get("other", ())), None),
    )
