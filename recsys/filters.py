"""What a result must fulfil: conditions on facts, and what happens to facts that are not known."""

from __future__ import annotations

from dataclasses import astuple, dataclass
from enum import StrEnum

from recsys.errors import QueryError
from recsys.title import Form, Medium, PartialDate, SourceKind, Status

MOST_CONDITIONS = 60
"""Single conditions of one question; more than anybody has written down."""


class Unknown(StrEnum):
    """What a filter does with a title whose value is not known."""

    KEEP = "keep"
    DROP = "drop"


class Upcoming(StrEnum):
    """What happens to a title that is not out on the day of ``released_by``."""

    DROP = "drop"
    KEEP = "keep"
    ONLY = "only"


@dataclass(frozen=True, slots=True)
class CountryFilter:
    """Conditions on the *set* of production countries; codes, names or regions as typed.

    Parameters
    ----------
    all, any, none, only : tuple of str
        Every one of these made it; at least one did; none did; no other one did.
    """

    all: tuple[str, ...] = ()
    any: tuple[str, ...] = ()
    none: tuple[str, ...] = ()
    only: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PlaceFilter:
    """Places of a title's story or shooting, as typed: each of ``all``, at least one of ``any``."""

    all: tuple[str, ...] = ()
    any: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ToneCondition:
    """A tone that a title must have, at least so strongly (1 to 3)."""

    id: str
    at_least: int = 1

    @classmethod
    def parse(cls, text: str) -> ToneCondition:
        """Return the condition that ``slow-burn-romance`` or ``slow-burn-romance>=2`` spells.

        Parameters
        ----------
        text : str
            A tone, optionally with a lowest intensity.

        Returns
        -------
        ToneCondition
            The condition.

        Raises
        ------
        QueryError
            If the intensity is not 1, 2 or 3.
        """
        name, sign, level = text.partition(">=")
        if sign and level.strip() not in ("1", "2", "3"):
            msg = f"{text[:80]!r}: an intensity is 1, 2 or 3, as in slow-burn-romance>=2"
            raise QueryError(msg)
        return cls(name.strip(), int(level) if sign else 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """What a result must fulfil; each one is named in the answer when it leaves nothing.

    Parameters
    ----------
    countries : CountryFilter
        Conditions on the set of production countries.
    form : Form or None
        Series, film, special or short.
    medium : Medium or None
        Live action or animation.
    year : tuple of (int or None, int or None) or None
        First and last year, both included; None leaves an end open.
    genres : tuple of str
        Every one of these genres.
    tones : tuple of ToneCondition
        Every one of these tones.
    avoid : tuple of str
        None of these tones or content warnings.
    cast, creators : tuple of str
        Every one of these people is seen or heard in it; wrote, made up or directed it.
    cast_from, directors_from, writers_from : tuple of str
        Somebody of the cast, of the directors, of the writers is a national of each of these
        countries, whatever country produced the title.
    cities : PlaceFilter
        Places where the story happens or where it was shot.
    set_in, filmed_in : tuple of str
        The story happens in, or was shot in, every one of these places or countries.
    period : tuple of (int or None, int or None) or None
        The story happens at least partly within these years.
    source : tuple of SourceKind
        It was one of these before.
    status : tuple of Status
        It is one of these, as the catalogue says.
    min_minutes, max_minutes : int or None
        Length of the whole, all episodes together.
    max_episodes : int or None
        Number of episodes; a film has none and passes.
    services : tuple of str
        It can be watched on one of these.
    region : str or None
        Country in which it can be watched.
    available_by : PartialDate or None
        Of where it can be watched, only what was known on that day.
    released_by : PartialDate or None
        Out on that day or before, by the catalogue's dates and never by the clock.
    upcoming : Upcoming or None
        What happens to a title that is not out then, or without a day to one that the catalogue
        calls upcoming. None drops the first and keeps the second.
    within : tuple of str
        One of these titles, by id or name: a watchlist, a festival, one's own shelf.
    unknown : Unknown
        What happens to a title whose value is not known.
    inferred : Unknown
        What happens to a title that passes by an inferred tone alone.
    """

    countries: CountryFilter = CountryFilter()
    form: Form | None = None
    medium: Medium | None = None
    year: tuple[int | None, int | None] | None = None
    genres: tuple[str, ...] = ()
    tones: tuple[ToneCondition, ...] = ()
    avoid: tuple[str, ...] = ()
    cast: tuple[str, ...] = ()
    creators: tuple[str, ...] = ()
    cast_from: tuple[str, ...] = ()
    directors_from: tuple[str, ...] = ()
    writers_from: tuple[str, ...] = ()
    cities: PlaceFilter = PlaceFilter()
    set_in: tuple[str, ...] = ()
    filmed_in: tuple[str, ...] = ()
    period: tuple[int | None, int | None] | None = None
    source: tuple[SourceKind, ...] = ()
    status: tuple[Status, ...] = ()
    min_minutes: int | None = None
    max_minutes: int | None = None
    max_episodes: int | None = None
    services: tuple[str, ...] = ()
    region: str | None = None
    available_by: PartialDate | None = None
    released_by: PartialDate | None = None
    upcoming: Upcoming | None = None
    within: tuple[str, ...] = ()
    unknown: Unknown = Unknown.KEEP
    inferred: Unknown = Unknown.KEEP

    def __post_init__(self) -> None:
        """Refuse spans that end before they begin."""
        for name, (first, last) in (
            ("year", self.year or (None, None)),
            ("period", self.period or (None, None)),
            ("minutes", (self.min_minutes, self.max_minutes)),
        ):
            if first is not None and last is not None and first > last:
                msg = f"{name} {first} to {last} is no span: write the earlier first"
                raise QueryError(msg)
        if self.available_by is not None and not (self.services or self.region):
            msg = "available_by says when: name services or a region, too"
            raise QueryError(msg)

        if self.n_conditions > MOST_CONDITIONS:
            msg = f"{self.n_conditions} conditions: at most {MOST_CONDITIONS} are filtered by at once"
            raise QueryError(msg)

    @property
    def n_conditions(self) -> int:
        """How many single conditions there are; a list to choose within is one."""
        people = (self.cast, self.creators, self.cast_from, self.directors_from, self.writers_from)
        lists = (self.genres, self.tones, self.avoid, self.set_in, self.filmed_in, *people)
        facts = (self.form, self.medium, self.year, self.period, self.source, self.status, self.services)
        others = (*facts, self.region, self.released_by, self.within, self.max_minutes, self.min_minutes)
        rules = (*astuple(self.countries), *astuple(self.cities), self.max_episodes)
        return sum(map(len, lists)) + sum(bool(one) for one in (*others, *rules))

    @property
    def excludes_something(self) -> bool:
        """Whether any condition is set, apart from what happens to what is not known."""
        return self != Filters(unknown=self.unknown, inferred=self.inferred)


NO_FILTERS = Filters()
"""Forbids no title."""
