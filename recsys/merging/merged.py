"""What comes out of merging: one catalogue, and an account of how it came about."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from recsys.catalogue import Catalogue
from recsys.title import Fact


@dataclass(frozen=True, slots=True)
class Match:
    """A title that was found to be one with a title of a catalogue before it.

    Parameters
    ----------
    id : str
        Id in the merged catalogue.
    source : str
        The catalogue that the title came from.
    source_id : str
        Its id there.
    by : tuple of str
        What agreed: ``id``; names of sites such as ``imdb``; or ``name``, ``year``, ``form``,
        ``country``, ``person``.
    """

    id: str
    source: str
    source_id: str
    by: tuple[str, ...]

    @property
    def is_by_id(self) -> bool:
        """Whether an id, and not the name, made them one."""
        return "name" not in self.by


@dataclass(frozen=True, slots=True)
class Conflict:
    """A field of which two catalogues say different things.

    Parameters
    ----------
    id : str
        Id in the merged catalogue.
    field : str
        Field of the title.
    said : tuple of Fact
        What each catalogue says, the one whose value counts first; they also stand in the title.
    """

    id: str
    field: str
    said: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class Doubt:
    """Titles that may be one, and were left apart.

    Parameters
    ----------
    id : str
        Id of one of them in the merged catalogue.
    others : tuple of str
        Ids of the others there.
    reason : str
        Why they were not joined.
    """

    id: str
    others: tuple[str, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class Merged:
    """One catalogue made of several.

    Parameters
    ----------
    catalogue : Catalogue
        The titles.
    matches : tuple of Match
        Titles that were joined to a title of a catalogue before theirs.
    conflicts : tuple of Conflict
        Where catalogues contradict each other.
    doubts : tuple of Doubt
        Titles that may be one and were left apart.
    places : mapping of tuple of str to str
        For each source and id there, the id in the merged catalogue.
    """

    catalogue: Catalogue
    matches: tuple[Match, ...]
    conflicts: tuple[Conflict, ...]
    doubts: tuple[Doubt, ...]
    places: Mapping[tuple[str, str], str]

    @property
    def renamed(self) -> tuple[tuple[str, str, str], ...]:
        """Source, id there and id here of titles whose id another title had already."""
        joined = {(match.source, match.source_id) for match in self.matches}
        return tuple(
            (source, old, new)
            for (source, old), new in self.places.items()
            if new != old and (source, old) not in joined
        )
