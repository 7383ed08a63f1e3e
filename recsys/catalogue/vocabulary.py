"""The words that titles are described with: tones, with all their names, and genres."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cache, lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from recsys.catalogue.package_data import vocabulary_file
from recsys.names.fold import fold_text
from recsys.title import Medium

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

WARNING_GROUP = "content_warning"


@dataclass(frozen=True, slots=True)
class ToneEntry:
    """One tone of the vocabulary: what it is called, what it means, and its kin.

    Parameters
    ----------
    id, name, group, definition : str
        As in ``tones.json``.
    synonyms : tuple of str
        Other names, those of other sites' vocabularies behind our own.
    spoiler : bool
        Whether naming the tone gives the story away.
    content_warning : bool
        Whether some viewers want to be warned of it.
    parent : str or None
        The wider tone.
    opposites : tuple of str
        Tones that hardly go together with it.
    """

    id: str
    name: str
    group: str
    definition: str
    synonyms: tuple[str, ...]
    spoiler: bool
    content_warning: bool
    parent: str | None
    opposites: tuple[str, ...]


class Tones:
    """The tone vocabulary, in the order of its file.

    Parameters
    ----------
    entries : iterable of ToneEntry
        The tones; ids are unique.
    """

    __slots__ = ("_by_id", "_by_name", "_by_own_name")

    def __init__(self, entries: Iterable[ToneEntry]) -> None:
        self._by_id = {entry.id: entry for entry in entries}
        self._by_name = _tone_names(self)
        self._by_own_name = _own_names(self)

    def __len__(self) -> int:
        """Return how many tones there are."""
        return len(self._by_id)

    def __iter__(self) -> Iterator[ToneEntry]:
        """Iterate over the tones."""
        return iter(self._by_id.values())

    def __contains__(self, id: object) -> bool:
        """Whether there is a tone of that id."""
        return id in self._by_id

    def __repr__(self) -> str:
        """Return how many tones and groups there are."""
        return f"Tones({len(self)} tones in {len(self.groups)} groups)"

    @property
    def groups(self) -> tuple[str, ...]:
        """Names of the groups, sorted."""
        return tuple(sorted({entry.group for entry in self}))

    def get(self, id: str) -> ToneEntry | None:
        """Return the tone of an id, or None.

        Parameters
        ----------
        id : str
            Identifier in the vocabulary.

        Returns
        -------
        ToneEntry or None
            The tone.
        """
        return self._by_id.get(id)

    def by_name(self, text: str) -> str | None:
        """Return the id of the tone that a text names, or None.

        Parameters
        ----------
        text : str
            An id, a name, a synonym or the name in another site's vocabulary; case, accents
            and punctuation do not matter.

        Returns
        -------
        str or None
            None also where two tones share the name and neither has the better right to it.
        """
        return self._by_name.get(fold_text(text))

    def by_own_name(self, text: str) -> str | None:
        """Return the id of the tone that bears a name itself, synonyms apart, or None.

        Parameters
        ----------
        text : str
            An id or a name; case, accents and punctuation do not matter.

        Returns
        -------
        str or None
            The id.
        """
        return self._by_own_name.get(fold_text(text))

    def ancestors(self, id: str) -> tuple[str, ...]:
        """Return the wider tones of a tone, nearest first.

        Parameters
        ----------
        id : str
            Identifier in the vocabulary.

        Returns
        -------
        tuple of str
            Ids; empty for a tone without a parent.
        """
        found: list[str] = []
        entry = self.get(id)
        while entry is not None and entry.parent is not None and entry.parent not in found:
            found.append(entry.parent)
            entry = self.get(entry.parent)
        return tuple(found)


@dataclass(frozen=True, slots=True)
class Genre:
    """One genre of the vocabulary with its other names."""

    id: str
    name: str
    synonyms: tuple[str, ...]


@cache
def tone_vocabulary() -> Tones:
    """Return the tones that this library ships.

    Returns
    -------
    Tones
        The same object at each call.
    """
    return Tones(_tone_entry(raw) for raw in vocabulary_file("tones.json")["tones"])


@cache
def genre_vocabulary() -> Mapping[str, Genre]:
    """Return the genres that this library ships, by id.

    Returns
    -------
    mapping of str to Genre
        The same object at each call.
    """
    raw = vocabulary_file("genres.json")["genres"]
    return MappingProxyType({g["id"]: Genre(g["id"], g["name"], tuple(g["synonyms"])) for g in raw})


@lru_cache(maxsize=8192)
def genre_ids(text: str) -> tuple[str, ...]:
    """Return the genres that a text means.

    Parameters
    ----------
    text : str
        A genre as some site writes it: "Sci-Fi & Fantasy" means two.

    Returns
    -------
    tuple of str
        Ids of the vocabulary; for a genre that is not in it, its words joined by hyphens.
        Empty for "Animation", which is a medium, and for what has no letters.
    """
    folded = fold_text(text)
    if not folded or genre_medium(text) is not None:
        return ()
    return _genre_names().get(folded) or (folded.replace(" ", "-"),)


@lru_cache(maxsize=8192)
def genre_medium(text: str) -> Medium | None:
    """Return the medium that some sites list among the genres, or None.

    Parameters
    ----------
    text : str
        A genre as some site writes it, such as "Animation".

    Returns
    -------
    Medium or None
        What the title is made of, if the text says so.
    """
    return _genre_media().get(fold_text(text))


def _tone_entry(raw: dict[str, Any]) -> ToneEntry:
    elsewhere = [entry["name"] for entry in raw["vocabularies"].values()]
    return ToneEntry(
        id=raw["id"],
        name=raw["name"],
        group=raw["group"],
        definition=raw["definition"],
        synonyms=tuple(dict.fromkeys([*raw["synonyms"], *elsewhere])),
        spoiler=raw["spoiler"],
        content_warning=raw["content_warning"],
        parent=raw["parent"],
        opposites=tuple(raw["opposites"]),
    )


def _tone_names(tones: Tones) -> dict[str, str]:
    """Map folded names to ids: own names first, then the synonyms that one tone alone has."""
    claims: dict[str, set[str]] = defaultdict(set)
    for tone in tones:
        for synonym in tone.synonyms:
            claims[fold_text(synonym)].add(tone.id)
    names = {name: min(ids) for name, ids in claims.items() if len(ids) == 1} | _own_names(tones)
    names.pop("", None)
    return names


def _own_names(tones: Tones) -> dict[str, str]:
    return {fold_text(own): tone.id for tone in tones for own in (tone.name, tone.id)}


@cache
def _genre_names() -> dict[str, tuple[str, ...]]:
    names = {fold_text(text): tuple(ids) for text, ids in vocabulary_file("genres.json")["combined"].items()}
    for genre in genre_vocabulary().values():
        names.update({fold_text(name): (genre.id,) for name in (*genre.synonyms, genre.name, genre.id)})
    return names


@cache
def _genre_media() -> dict[str, Medium]:
    return {fold_text(text): Medium(value) for text, value in vocabulary_file("genres.json")["media"].items()}
