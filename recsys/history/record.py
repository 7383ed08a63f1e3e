"""One title of a viewer's history, as the export that it stands in tells it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import Protocol

from recsys.catalogue.problems import RowReport
from recsys.files import Source
from recsys.title import Form, Medium


class Watching(StrEnum):
    """How far somebody got with a title."""

    SEEN = "seen"
    WATCHING = "watching"
    ON_HOLD = "on-hold"
    DROPPED = "dropped"
    PLANNED = "planned"

    @property
    def is_begun(self) -> bool:
        """Whether any of it was seen."""
        return self is not Watching.PLANNED


_NO_IDS: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One title that somebody has seen, began or means to see.

    Parameters
    ----------
    file : str
        Where it stands, as messages call the file.
    line : int or None
        The line, from 1.
    title : str
        Its name as written there; empty where only ids are known.
    names : tuple of str
        Other names that are written there: original, English, in Latin letters.
    year : int or None
        Year of first release, where it is told.
    form, medium : Form or None, Medium or None
        Where the export says them.
    ids : mapping of str to str
        Ids by site as in ``Title.external_ids``: ``imdb``, ``tmdb``, ``mal``, ``anilist`` …
    watching : Watching
        How far the viewer got.
    rating : float or None
        0 (worst) to 1 (best) of the site's own scale; None if the viewer gave none.
    is_liked : bool
        Whether the viewer marked it with a heart, a thumb or the like.
    is_disliked : bool
        Whether the viewer marked it with a thumb down or the like.
    date : str or None
        Last time, as ``2024-06-20``, where it is told unmistakably.
    """

    file: str
    line: int | None
    title: str
    names: tuple[str, ...] = ()
    year: int | None = None
    form: Form | None = None
    medium: Medium | None = None
    ids: Mapping[str, str] = field(default_factory=lambda: _NO_IDS)
    watching: Watching = Watching.SEEN
    rating: float | None = None
    is_liked: bool = False
    is_disliked: bool = False
    date: str | None = None


Records = Iterator[tuple[Record | None, RowReport]]


class HistoryReader(Protocol):
    """One kind of export.

    Attributes
    ----------
    name : str
        As it is written on the command line: ``letterboxd``.
    description : str
        What it reads, in a few words.
    """

    @property
    def name(self) -> str:
        """Name on the command line."""

    @property
    def description(self) -> str:
        """What it reads."""

    def claims(self, source: Source) -> bool:
        """Return whether a file is of this kind, by its name and its first bytes.

        Parameters
        ----------
        source : Source
            Any file.

        Returns
        -------
        bool
            True only for what this reader, and no other, should read.
        """

    def records(self, sources: Sequence[Source]) -> Records:
        """Yield one record a title, however many rows it has.

        Parameters
        ----------
        sources : sequence of Source
            Files that it claims; those of one export come together.

        Yields
        ------
        tuple of Record or None, and RowReport
            None where a line holds no title, and the report says why.
        """
