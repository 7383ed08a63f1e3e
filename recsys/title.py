"""A title and its parts: the facts that are known of one film or series.

Everything but ``id`` and ``title`` is optional. ``None`` or an empty tuple means *unknown*,
never *no*. Production country, nationality of people, filming place and story setting are
four different facts and live in four different fields.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import Any


class Form(StrEnum):
    """How a title is told: the shape of the work, independent of its medium."""

    SERIES = "series"
    FILM = "film"
    SPECIAL = "special"
    SHORT = "short"


class Medium(StrEnum):
    """What a title is made of: filmed people or drawn pictures."""

    LIVE_ACTION = "live-action"
    ANIMATION = "animation"


class Status(StrEnum):
    """Where a title stands in its life."""

    RELEASED = "released"
    AIRING = "airing"
    UPCOMING = "upcoming"
    CANCELLED = "cancelled"


class AliasKind(StrEnum):
    """Why a title has another name."""

    NATIVE = "native"
    ROMANISED = "romanised"
    TRANSLATED = "translated"
    WORKING = "working"
    SHORT = "short"
    OTHER = "other"


class Role(StrEnum):
    """What a credited person did."""

    ACTOR = "actor"
    VOICE = "voice"
    DIRECTOR = "director"
    WRITER = "writer"
    CREATOR = "creator"
    COMPOSER = "composer"
    PRODUCER = "producer"

    @property
    def is_cast(self) -> bool:
        """Whether the person is seen or heard in the title."""
        return self in (Role.ACTOR, Role.VOICE)


class RelationKind(StrEnum):
    """What the *other* title is to the one that bears the relation."""

    SEQUEL = "sequel"
    PREQUEL = "prequel"
    SPIN_OFF = "spin-off"
    PARENT = "parent"
    REMAKE = "remake"
    ORIGINAL = "original"
    SAME_SOURCE = "same-source"
    SHARED_UNIVERSE = "shared-universe"
    RECAP = "recap"
    FULL_STORY = "full-story"
    OTHER = "other"

    @property
    def inverse(self) -> RelationKind:
        """The same relation as told from the other title."""
        return _INVERSE.get(self, self)

    @property
    def is_same_story(self) -> bool:
        """Whether the two titles tell one story again rather than carry it on."""
        return self in (RelationKind.REMAKE, RelationKind.ORIGINAL, RelationKind.SAME_SOURCE)


_INVERSE = {
    RelationKind.SEQUEL: RelationKind.PREQUEL,
    RelationKind.PREQUEL: RelationKind.SEQUEL,
    RelationKind.SPIN_OFF: RelationKind.PARENT,
    RelationKind.PARENT: RelationKind.SPIN_OFF,
    RelationKind.REMAKE: RelationKind.ORIGINAL,
    RelationKind.ORIGINAL: RelationKind.REMAKE,
    RelationKind.RECAP: RelationKind.FULL_STORY,
    RelationKind.FULL_STORY: RelationKind.RECAP,
}


class SourceKind(StrEnum):
    """What a story was before it was filmed."""

    ORIGINAL = "original"
    NOVEL = "novel"
    WEB_NOVEL = "web-novel"
    MANGA = "manga"
    WEBTOON = "webtoon"
    COMIC = "comic"
    FILM = "film"
    SERIES = "series"
    SHORT_FILM = "short-film"
    GAME = "game"
    PLAY = "play"
    TRUE_STORY = "true-story"
    OTHER = "other"


class ToneState(StrEnum):
    """Whether a tone is there or is known to be absent; unknown is no entry at all."""

    YES = "yes"
    NO = "no"


class ToneBasis(StrEnum):
    """How a tone came to be known."""

    STATED = "stated"
    INFERRED = "inferred"
    COMPUTED = "computed"


class DatePrecision(StrEnum):
    """How much of a date is known."""

    DAY = "day"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


_DATE = re.compile(
    r"(?P<year>\d{4})(?:-(?:Q(?P<quarter>[1-4])|(?P<month>0[1-9]|1[0-2])(?:-(?P<day>0[1-9]|[12]\d|3[01]))?))?"
)


@dataclass(frozen=True, slots=True, order=True)
class PartialDate:
    """A date known to the day, month, quarter or year: ``2019-12-14``, ``2025-Q2``, ``2026``.

    Parameters
    ----------
    text : str
        The date as written; its shape is its precision.

    Raises
    ------
    ValueError
        If the text has none of the four shapes.
    """

    text: str

    def __post_init__(self) -> None:
        """Refuse what is not a date."""
        if _DATE.fullmatch(self.text) is None:
            msg = f"{self.text[:40]!r} is not a date: write 2019-12-14, 2019-12, 2025-Q2 or 2026"
            raise ValueError(msg)

    @property
    def precision(self) -> DatePrecision:
        """How much of the date is known."""
        if "Q" in self.text:
            return DatePrecision.QUARTER
        return {4: DatePrecision.YEAR, 7: DatePrecision.MONTH}.get(len(self.text), DatePrecision.DAY)

    @property
    def year(self) -> int:
        """The year."""
        return int(self.text[:4])

    @property
    def first_day(self) -> str:
        """The earliest day that it can mean, as ISO text; days compare as text."""
        match self.precision:
            case DatePrecision.DAY:
                return self.text
            case DatePrecision.MONTH:
                return f"{self.text}-01"
            case DatePrecision.QUARTER:
                return f"{self.text[:4]}-{int(self.text[-1]) * 3 - 2:02d}-01"
            case DatePrecision.YEAR:
                return f"{self.text}-01-01"

    @property
    def last_day(self) -> str:
        """The latest day that it can mean, as ISO text; days compare as text."""
        match self.precision:
            case DatePrecision.DAY:
                return self.text
            case DatePrecision.MONTH:
                return f"{self.text}-31"
            case DatePrecision.QUARTER:
                return f"{self.text[:4]}-{int(self.text[-1]) * 3:02d}-31"
            case DatePrecision.YEAR:
                return f"{self.text}-12-31"


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
