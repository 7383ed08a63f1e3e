"""A question to the engine: what was liked, what should be different, what is allowed.

The same question is asked from Python, from the command line and over HTTP; how its JSON is
checked stands in :mod:`recsys.query_document`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import astuple, dataclass, field
from enum import StrEnum

from recsys.errors import QueryError
from recsys.title import Form, Medium, PartialDate, SourceKind, Status

LIKE_WEIGHT = 1.0
DISLIKE_WEIGHT = 0.5
MOST_CONDITIONS = 60
FEWEST_TOGETHER, MOST_TOGETHER = 2, 8
MOST_SEEDS_TOGETHER = 200
"""Titles that all of several viewers name; each of them is a part of every score."""


class Unknown(StrEnum):
    """What a filter does with a title whose value is not known."""

    KEEP = "keep"
    DROP = "drop"


class Upcoming(StrEnum):
    """What happens to a title that is not out on the day of ``released_by``."""

    DROP = "drop"
    KEEP = "keep"
    ONLY = "only"


class RelationPolicy(StrEnum):
    """What happens to sequels, spin-offs and other versions."""

    EXCLUDE = "exclude"
    ONE = "one"
    INCLUDE = "include"
    ONLY = "only"


class Blend(StrEnum):
    """How several liked titles become one wish."""

    MEAN = "mean"
    NEAREST = "nearest"


@dataclass(frozen=True, slots=True)
class Seed:
    """A title to start from: its id or the name that was typed, and how much it counts.

    Parameters
    ----------
    name : str
        Name as typed, or an id.
    weight : float or None
        Size from 0 to 10; its sign is that of the list it stands in. None is 1 for a liked
        title and 0.5 for a disliked one.
    is_id : bool
        Whether the name must be an id; else a name that is one is taken as such.
    """

    name: str
    weight: float | None = None
    is_id: bool = False


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


@dataclass(frozen=True, slots=True)
class Taste:
    """One of several viewers who want to see something together.

    Parameters
    ----------
    like, dislike : tuple of Seed
        Titles to be near to, and titles to be far from.
    name : str
        What to call the viewer in the answer; may be empty.
    blend : Blend
        How the likes of this viewer become one wish.
    """

    like: tuple[Seed, ...]
    dislike: tuple[Seed, ...] = ()
    name: str = ""
    blend: Blend = Blend.MEAN


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """Everything that one question to the engine says; all of it has a neutral default.

    Parameters
    ----------
    like, dislike : tuple of Seed
        Titles to be near to, and titles to be far from.
    text : str
        A premise in one's own words; counts as one more liked title.
    more, less : mapping of str to float
        Tones asked for more or less strongly, and how much (1 is a clear wish).
    weights : mapping of str to float
        Block weights that replace the model's own, in the unit of its manifest.
    filters : Filters
        What a result must fulfil.
    together : tuple of Taste
        Two to eight viewers, none of whom is to be left out; in place of ``like`` and ``dislike``.
    escapism : float
        -1 (grounded) to +1 (escapist); 0 asks for neither.
    fame : float
        -1 (little known) to +1 (famous); 0 does not ask. See :mod:`recsys.index.fame`.
    boost : mapping of str to float
        Charts whose titles rise, and how much (1 is a clear wish): ``rank:JP``,
        ``rank:JP:Netflix`` or ``rank:global``.
    min_score : float or None
        Titles below this score are left out.
    diversity : float
        0 (by score alone) to 1 (as different from each other as possible, by the model's own
        weights).
    relations : RelationPolicy
        What happens to sequels, spin-offs and other versions.
    exclude : tuple of str
        Ids of titles that never come, such as those that a viewer has seen.
    exclude_series : bool
        Whether the other titles of their story worlds stay away, too.
    blend : Blend
        ``mean``: near to all liked titles taken together, as for a wish of two or three.
        ``nearest``: near to any of them, as for all that a viewer has ever liked.
    spoilers : bool
        Whether reasons and parts name endings.
    language : str
        Language of names and reasons, such as ``ko``.
    k, offset : int
        How many results, after skipping how many.
    seed : int or None
        Number by which half of the best titles are drawn, for another list each time; the
        same number gives the same list. None draws nothing.

    Raises
    ------
    QueryError
        If a number lies outside its range or nothing is asked.
    """

    like: tuple[Seed, ...] = ()
    dislike: tuple[Seed, ...] = ()
    text: str = ""
    more: Mapping[str, float] = field(default_factory=dict)
    less: Mapping[str, float] = field(default_factory=dict)
    weights: Mapping[str, float] = field(default_factory=dict)
    filters: Filters = Filters()
    together: tuple[Taste, ...] = ()
    escapism: float = 0.0
    fame: float = 0.0
    boost: Mapping[str, float] = field(default_factory=dict)
    min_score: float | None = None
    diversity: float = 0.0
    relations: RelationPolicy = RelationPolicy.ONE
    exclude: tuple[str, ...] = ()
    exclude_series: bool = False
    blend: Blend = Blend.MEAN
    spoilers: bool = False
    language: str = "en"
    k: int = 10
    offset: int = 0
    seed: int | None = None

    def __post_init__(self) -> None:
        """Refuse what cannot be asked."""
        _whole("k", self.k, 1, 1000)
        _whole("offset", self.offset, 0, 100_000)
        if self.seed is not None:
            _whole("seed", self.seed, 0, 2**32 - 1)
        for seed in self.seeds:
            _within(f"weight of {seed.name[:40]}", LIKE_WEIGHT if seed.weight is None else seed.weight, 0, 10)
        _within("escapism", self.escapism, -1, 1)
        _within("fame", self.fame, -1, 1)
        _within("diversity", self.diversity, 0, 1)
        if self.min_score is not None:
            _within("min_score", self.min_score, -1000, 1000)
        for name, weight in self.weights.items():
            _within(f"weights.{name[:40]}", weight, 0, 1000)
        for name, amount in (*self.more.items(), *self.less.items(), *self.boost.items()):
            _within(f"amount of {name[:40]}", amount, 0, 10)
        self._check_together()
        if not self.is_directed and not self.filters.excludes_something:
            msg = "nothing to start from: give a liked title, a text, a tone, a person or a filter"
            raise QueryError(msg)

    def _check_together(self) -> None:
        if self.together and (self.like or self.dislike):
            msg = "likes and dislikes belong to one of the viewers who are together: write them there"
            raise QueryError(msg)
        if self.together and not FEWEST_TOGETHER <= len(self.together) <= MOST_TOGETHER:
            msg = f"{len(self.together)} together: expected {FEWEST_TOGETHER} to {MOST_TOGETHER} viewers"
            raise QueryError(msg)
        if self.together and len(self.seeds) > MOST_SEEDS_TOGETHER:
            msg = f"{len(self.seeds)} titles are named by those together: at most {MOST_SEEDS_TOGETHER}"
            raise QueryError(msg)
        for number, taste in enumerate(self.together, 1):
            if not any(seed.weight is None or seed.weight > 0 for seed in taste.like):
                msg = f"viewer {number} of those together likes nothing: give at least one title"
                raise QueryError(msg)

    @property
    def seeds(self) -> tuple[Seed, ...]:
        """All titles to start from, whoever likes or dislikes them."""
        own = (*self.like, *self.dislike)
        return own + tuple(seed for taste in self.together for seed in (*taste.like, *taste.dislike))

    @property
    def is_directed(self) -> bool:
        """Whether anything is asked for that titles can share, filters by mere fact apart."""
        people = (*self.filters.cast, *self.filters.creators)
        liked = [seed for seed in self.like if seed.weight is None or seed.weight > 0]
        wishes = (liked, self.together, self.text.strip(), self.more, self.filters.tones, people)
        return any(bool(wish) for wish in wishes)


def similar_to(name: str, *, k: int = 10, filters: Filters | None = None) -> Query:
    """Return the question "what is similar to this one title?".

    Parameters
    ----------
    name : str
        The title's name or id.
    k : int
        How many results.
    filters : Filters or None
        What a result must fulfil; None asks for nothing.

    Returns
    -------
    Query
        The question.
    """
    return Query(like=(Seed(name),), k=k, filters=filters or Filters())


def _whole(name: str, value: object, low: int, high: int) -> None:
    if not isinstance(value, int) or isinstance(value, bool):
        msg = f"{name} is {str(value)[:40]!r}, but must be a whole number"
        raise QueryError(msg)
    _within(name, value, low, high)


def _within(name: str, value: object, low: float, high: float) -> None:
    if not isinstance(value, int | float) or not low <= value <= high:  # NaN fails as well
        msg = f"{name} is {value!r}, but must lie between {low} and {high}"
        raise QueryError(msg)
