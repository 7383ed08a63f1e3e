"""A question to the engine: what was liked, what should be different, what is allowed.

The same question is asked from Python, from the command line and over HTTP; how its JSON is
checked stands in :mod:`recsys.query_document`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from recsys.errors import QueryError
from recsys.filters import NO_FILTERS, Filters

LIKE_WEIGHT = 1.0
DISLIKE_WEIGHT = 0.5
FEWEST_TOGETHER, MOST_TOGETHER = 2, 8
MOST_SEEDS_TOGETHER = 200
"""Titles that all of several viewers name; each of them is a part of every score."""


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
    filters: Filters = NO_FILTERS
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
