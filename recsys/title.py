"""A title and its parts: the facts that are known of one film or series.

Everything but ``id`` and ``title`` is optional. ``None`` or an empty tuple means *unknown*,
never *no*. Production country, nationality of people, filming place and story setting are
four different facts and live in four different fields.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from recsys.dates import DatePrecision, PartialDate
from recsys.kinds import (
    AliasKind,
    Form,
    Medium,
    RelationKind,
    Role,
    SourceKind,
    Status,
    ToneBasis,
    ToneState,
)

__all__ = [
    "Alias",
    "AliasKind",
    "Availability",
    "Credit",
    "DatePrecision",
    "Fact",
    "Form",
    "InferredTag",
    "Medium",
    "PartialDate",
    "Period",
    "Place",
    "Rank",
    "Relation",
    "RelationKind",
    "Release",
    "Role",
    "Source",
    "SourceKind",
    "Status",
    "Studio",
    "Title",
    "Tone",
    "ToneBasis",
    "ToneState",
]


@dataclass(frozen=True, slots=True)
class Alias:
    """Another name of a title, with its language (BCP 47) and the reason it exists."""

    name: str
    language: str | None = None
    kind: AliasKind = AliasKind.OTHER


@dataclass(frozen=True, slots=True)
class Release:
    """When a title came out, and in which country (ISO 3166 alpha-2; None: worldwide)."""

    date: PartialDate
    country: str | None = None


@dataclass(frozen=True, slots=True)
class Tone:
    """How a title feels: one entry of the tone vocabulary.

    Parameters
    ----------
    id : str
        Identifier in the tone vocabulary.
    intensity : int
        1 (a trace) to 3 (what the title is about).
    state : ToneState
        ``no`` says that the tone is known to be absent.
    basis : ToneBasis
        Stated by a person, inferred by a model, or computed from other facts.
    confidence : float
        0 to 1; 1 for what is stated.
    """

    id: str
    intensity: int = 2
    state: ToneState = ToneState.YES
    basis: ToneBasis = ToneBasis.STATED
    confidence: float = 1.0

    @property
    def value(self) -> float:
        """Strength of the tone as a feature: intensity / 3 × confidence, 0 if absent."""
        return self.intensity / 3 * self.confidence if self.state is ToneState.YES else 0.0


@dataclass(frozen=True, slots=True)
class InferredTag:
    """A free tag that a model expects of a title; nobody gave it.

    Parameters
    ----------
    name : str
        The tag, as its owner writes it elsewhere in the catalogue.
    confidence : float
        0 to 1: the share of such guesses that turned out right where it could be checked.
    """

    name: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Credit:
    """One person's work on a title.

    Parameters
    ----------
    person : str
        Name as it is known in English.
    role : Role
        What the person did.
    native : str or None
        Name in the person's own script.
    aliases : tuple of str
        Other spellings: romanisations, stage names.
    character : str or None
        Who the person plays; never a feature.
    order : int or None
        Billing, from 1.
    nationality : tuple of str
        ISO 3166 alpha-2 codes; a fact about the person, not about the title.
    person_id : str or None
        Tells two people of one name apart.
    """

    person: str
    role: Role = Role.ACTOR
    native: str | None = None
    aliases: tuple[str, ...] = ()
    character: str | None = None
    order: int | None = None
    nationality: tuple[str, ...] = ()
    person_id: str | None = None


@dataclass(frozen=True, slots=True)
class Studio:
    """A company that made the title, and its home country (ISO 3166 alpha-2)."""

    name: str
    country: str | None = None


@dataclass(frozen=True, slots=True)
class Availability:
    """Where a title could be watched: service, country (None: everywhere known), date seen."""

    service: str
    country: str | None = None
    date: PartialDate | None = None


@dataclass(frozen=True, slots=True)
class Rank:
    """A place in a chart: country (None: global), platform, chart, week (a date) and rank from 1."""

    platform: str
    rank: int
    country: str | None = None
    chart: str | None = None
    week: PartialDate | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """A place with its country (ISO 3166 alpha-2; None where it has none, as on Mars)."""

    name: str
    country: str | None = None


@dataclass(frozen=True, slots=True)
class Period:
    """The years in which a story is set; an open end equals the start."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Source:
    """What a story was before: its kind, name and author."""

    kind: SourceKind
    name: str | None = None
    author: str | None = None


@dataclass(frozen=True, slots=True)
class Relation:
    """Another title of the catalogue and what it is to this one."""

    kind: RelationKind
    id: str


@dataclass(frozen=True, slots=True)
class Fact:
    """Who says what of one field; several entries of one field may contradict each other.

    Parameters
    ----------
    field : str
        Field of the title, such as ``source``.
    value : str
        What this source says.
    source : str
        Who says so.
    confidence : float or None
        0 to 1, where somebody has judged it.
    """

    field: str
    value: str
    source: str
    confidence: float | None = None


_NOTHING: Mapping[str, Any] = MappingProxyType({})


@dataclass(frozen=True, slots=True, kw_only=True)
class Title:
    """One film or series with all that is known of it; see the module's text for *unknown*.

    Parameters
    ----------
    id : str
        Unique in the catalogue; the built-in one writes ``slug-year``.
    title : str
        The name it is known by in English.
    original_title : str or None
        The name in its own language and script.
    aliases : tuple of Alias
        Other names that people type.
    year : int or None
        Year of first release.
    releases : tuple of Release
        Release dates by country, as precise as known.
    form, medium : Form or None, Medium or None
        Two facts: how it is told, and of what it is made.
    genres, tags : tuple of str
        Genres (of the vocabulary where they map), and free tags as given.
    inferred_tags : tuple of InferredTag
        Free tags that a model expects, sorted by name: they count for likeness, never for filters.
    tones : tuple of Tone
        Tones of the vocabulary, present or stated absent.
    countries : tuple of str
        The *set* of production countries, ISO 3166 alpha-2, sorted.
    languages : tuple of str
        Original languages, ISO 639-1 or -3.
    credits : tuple of Credit
        Cast and crew.
    studios : tuple of Studio
        Companies that made it.
    availability, ranks : tuple of Availability, tuple of Rank
        Where it could be watched, and chart places; never used unless asked.
    filming_places, setting_places : tuple of Place
        Where it was shot, and where its story happens.
    setting_period : Period or None
        When its story happens.
    sources : tuple of Source
        What it was before.
    relations : tuple of Relation
        Other titles of the catalogue and what they are to this one.
    status : Status or None
        Released, airing, upcoming or cancelled.
    episodes, minutes : int or None
        Number of episodes; minutes of one episode or of the film.
    synopsis : str
        What it is about; empty if unknown.
    content_warnings : tuple of str or None
        Tones of the group ``content_warning``; None says that nobody has looked.
    external_ids : mapping of str to str
        Identifiers elsewhere, such as ``imdb``.
    facts : tuple of Fact
        Sources of single facts, and what contradicts them.
    popularity : float or None
        Some measure of fame; weighs nothing unless asked.
    extra : mapping of str to Any
        Keys of the row that this library does not know, kept as they were.
    """

    id: str
    title: str
    original_title: str | None = None
    aliases: tuple[Alias, ...] = ()
    year: int | None = None
    releases: tuple[Release, ...] = ()
    form: Form | None = None
    medium: Medium | None = None
    genres: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    inferred_tags: tuple[InferredTag, ...] = ()
    tones: tuple[Tone, ...] = ()
    countries: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    credits: tuple[Credit, ...] = ()
    studios: tuple[Studio, ...] = ()
    availability: tuple[Availability, ...] = ()
    ranks: tuple[Rank, ...] = ()
    filming_places: tuple[Place, ...] = ()
    setting_places: tuple[Place, ...] = ()
    setting_period: Period | None = None
    sources: tuple[Source, ...] = ()
    relations: tuple[Relation, ...] = ()
    status: Status | None = None
    episodes: int | None = None
    minutes: int | None = None
    synopsis: str = ""
    content_warnings: tuple[str, ...] | None = None
    external_ids: Mapping[str, str] = field(default_factory=lambda: _NOTHING)
    facts: tuple[Fact, ...] = ()
    popularity: float | None = None
    extra: Mapping[str, Any] = field(default_factory=lambda: _NOTHING)

    @property
    def label(self) -> str:
        """The title as people tell it apart: ``Soul Mate (2025, series)``."""
        form = "animated " + self.form if self.form and self.medium is Medium.ANIMATION else self.form
        known = [str(part) for part in (self.year, form) if part is not None]
        return f"{self.title} ({', '.join(known)})" if known else self.title

    @property
    def names(self) -> tuple[str, ...]:
        """Every name that the title bears, the main one first, without repetition."""
        own = (self.title, self.original_title, *(alias.name for alias in self.aliases))
        return tuple(dict.fromkeys(name for name in own if name))
