"""A question to the engine: what was liked, what should be different, what is allowed.

The same question is asked from Python, from the command line and over HTTP; how its JSON is
checked stands in :mod:`recsys.query_document`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from recsys.errors import QueryError
from recsys.title import Form, Medium, PartialDate

LIKE_WEIGHT = 1.0
DISLIKE_WEIGHT = 0.5


class Unknown(StrEnum):
    """What a filter does with a title whose value is not known."""

    KEEP = "keep"
    DROP = "drop"


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
    cast : tuple of str
        Every one of these people is seen or heard in it.
    released_by : PartialDate or None
        Out on that day or before, by the catalogue's dates and never by the clock.
    unknown : Unknown
        What happens to a title whose value is not known.
    """

    countries: CountryFilter = CountryFilter()
    form: Form | None = None
    medium: Medium | None = None
    year: tuple[int | None, int | None] | None = None
    genres: tuple[str, ...] = ()
    tones: tuple[ToneCondition, ...] = ()
    avoid: tuple[str, ...] = ()
    cast: tuple[str, ...] = ()
    released_by: PartialDate | None = None
    unknown: Unknown = Unknown.KEEP


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
    escapism : float
        -1 (grounded) to +1 (escapist); 0 asks for neither.
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
    escapism: float = 0.0
    diversity: float = 0.0
    relations: RelationPolicy = RelationPolicy.ONE
    exclude: tuple[str, ...] = ()
    exclude_series: bool = False
    blend: Blend = Blend.MEAN
    k: int = 10
    offset: int = 0
    seed: int | None = None

    def __post_init__(self) -> None:
        """Refuse what cannot be asked."""
        _whole("k", self.k, 1, 1000)
        _whole("offset", self.offset, 0, 100_000)
        if self.seed is not None:
            _whole("seed", self.seed, 0, 2**32 - 1)
        for seed in (*self.like, *self.dislike):
            _within(f"weight of {seed.name[:40]}", LIKE_WEIGHT if seed.weight is None else seed.weight, 0, 10)
        first, last = self.filters.year or (None, None)
        if first is not None and last is not None and first > last:
            msg = f"year {first} to {last} is no span: write the earlier year first"
            raise QueryError(msg)
        _within("escapism", self.escapism, -1, 1)
        _within("diversity", self.diversity, 0, 1)
        for name, weight in self.weights.items():
            _within(f"weights.{name[:40]}", weight, 0, 1000)
        for tone, amount in (*self.more.items(), *self.less.items()):
            _within(f"amount of {tone[:40]}", amount, 0, 10)
        if not self.is_directed and self.filters == Filters(unknown=self.filters.unknown):
            msg = "nothing to start from: give a liked title, a text, a tone, a person or a filter"
            raise QueryError(msg)

    @property
    def is_directed(self) -> bool:
        """Whether anything is asked for that titles can share, filters by mere fact apart."""
        wishes = (self.like, self.text.strip(), self.more, self.filters.tones, self.filters.cast)
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
