"""One question to two models: which titles came in, which went out, and which changed their order."""

from __future__ import annotations

import math
from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from recsys.answer import Answer, Result
from recsys.model import Model
from recsys.model_diff.overlap import overlap, rank_biased_overlap
from recsys.model_diff.title_change import TitleChange, cause_of
from recsys.query import Query
from recsys.recommender import Recommender

PAGES = 5
"""Old and new places are looked up among so many times the titles of a list."""


@dataclass(frozen=True, slots=True, kw_only=True)
class QueryDiff:
    """What changes in the answer to one question.

    Parameters
    ----------
    name : str
        What the question is called.
    seeds_a, seeds_b : tuple of str
        Ids that the titles of the question led to; a name may lead elsewhere in another catalogue.
    shown_a, shown_b : tuple of str
        Ids of the lists, best first.
    overlap : float
        Share of the lists that both have.
    rbo : float
        Their rank-biased overlap.
    came_in, went_out : tuple of TitleChange
        Titles of one list only, by their place in it.
    moved : tuple of TitleChange
        Titles of both lists at another place, by the new one.
    """

    name: str
    seeds_a: tuple[str, ...]
    seeds_b: tuple[str, ...]
    shown_a: tuple[str, ...]
    shown_b: tuple[str, ...]
    overlap: float
    rbo: float
    came_in: tuple[TitleChange, ...] = ()
    went_out: tuple[TitleChange, ...] = ()
    moved: tuple[TitleChange, ...] = ()

    @property
    def is_same(self) -> bool:
        """Whether both lists hold the same titles in the same order."""
        return self.shown_a == self.shown_b

    def to_dict(self) -> dict[str, Any]:
        """Return what changed as JSON types, numbers with six decimals."""
        return {
            "name": self.name,
            "seeds_a": list(self.seeds_a),
            "seeds_b": list(self.seeds_b),
            "overlap": round(self.overlap, 6),
            "rbo": round(self.rbo, 6),
            "came_in": [change.to_dict() for change in self.came_in],
            "went_out": [change.to_dict() for change in self.went_out],
            "moved": [change.to_dict() for change in self.moved],
        }


@dataclass(frozen=True)
class Listing:
    """What one model answers: the list, and as much of what stands below it as was looked at.

    Parameters
    ----------
    model : Model
        The model that answered.
    query : Query
        The question; its ``k`` is the length of the list.
    answer : Answer
        The list.
    below : tuple of Result
        The results that follow it.
    """

    model: Model
    query: Query
    answer: Answer
    below: tuple[Result, ...] = ()

    @cached_property
    def shown(self) -> tuple[str, ...]:
        """Ids of the list, best first."""
        return tuple(result.id for result in self.answer.results)

    @cached_property
    def results(self) -> dict[str, Result]:
        """All results by id, also those below the list."""
        return {result.id: result for result in (*self.answer.results, *self.below)}

    @cached_property
    def unit(self) -> float:
        """Mean score of the list; 1 where that is nothing to measure by."""
        scores = [result.score for result in self.answer.results]
        mean = math.fsum(scores) / len(scores) if scores else 0.0
        return mean if mean > 0 else 1.0

    @cached_property
    def seeds(self) -> tuple[str, ...]:
        """Ids that the question's titles led to."""
        return tuple(seed.id for seed in self.answer.query.seeds)

    def place(self, id: str) -> int | None:
        """Return the place of a title.

        Parameters
        ----------
        id : str
            The title.

        Returns
        -------
        int or None
            From 1; None where it is not among the results.
        """
        found = self.results.get(id)
        return None if found is None else found.rank

    def lacks(self, id: str) -> bool:
        """Return whether the catalogue does not have a title.

        Parameters
        ----------
        id : str
            The title.

        Returns
        -------
        bool
            True if the model does not know it.
        """
        return self.model.names.row_of_id(id) is None

    def with_places_of(self, ids: Iterable[str]) -> Listing:
        """Return the same list with what stands below it, as far as titles are sought there.

        Parameters
        ----------
        ids : iterable of str
            Titles whose places are sought.

        Returns
        -------
        Listing
            Page by page until all are found, and no more than :data:`PAGES` in all.
        """
        sought = {id for id in ids if id not in self.results and not self.lacks(id)}
        below: list[Result] = []
        for page in range(1, PAGES):
            if not sought:
                break
            found = Recommender(self.model).recommend(replace(self.query, offset=page * self.query.k)).results
            below += found
            sought -= {result.id for result in found}
            if len(found) < self.query.k:
                break
        return replace(self, below=tuple(below))


def compare_lists(name: str, a: Listing, b: Listing) -> QueryDiff:
    """Return what changes from one answer to another.

    Parameters
    ----------
    name : str
        What the question is called.
    a, b : Listing
        The answers.

    Returns
    -------
    QueryDiff
        With a cause for each title that came in, went out or changed its order.
    """
    ours, theirs = set(a.shown), set(b.shown)
    came_in = tuple(id for id in b.shown if id not in ours)
    went_out = tuple(id for id in a.shown if id not in theirs)
    a, b = a.with_places_of(came_in), b.with_places_of(went_out)
    moved = (id for id in b.shown if id in ours and a.place(id) != b.place(id))
    # What came from nowhere, or went there, was not overtaken: a filter or its story world kept it out.
    placeless = {id for id in came_in if id not in a.results} | {id for id in went_out if id not in b.results}
    return QueryDiff(
        name=name,
        seeds_a=a.seeds,
        seeds_b=b.seeds,
        shown_a=a.shown,
        shown_b=b.shown,
        overlap=overlap(a.shown, b.shown),
        rbo=rank_biased_overlap(a.shown, b.shown),
        came_in=tuple(_change(id, a, b, placeless) for id in came_in),
        went_out=tuple(_change(id, a, b, placeless) for id in went_out),
        moved=tuple(_change(id, a, b, {*came_in, *went_out}) for id in moved),
    )


def _change(id: str, a: Listing, b: Listing, uncounted: AbstractSet[str]) -> TitleChange:
    ours, theirs = a.results.get(id), b.results.get(id)
    told = theirs or ours
    assert told is not None  # noqa: S101 - every id comes out of one of the two lists
    overtaken = direction = None
    if ours is not None and theirs is not None:
        overtaken = _n_above(ours, a, b, uncounted) - _n_above(theirs, b, a, uncounted)
        # Who went up only because others left, and was overtaken meanwhile, was not raised by its parts.
        direction = overtaken if overtaken * (ours.rank - theirs.rank) > 0 else 0
    return TitleChange(
        id=id,
        title=told.title,
        year=told.year,
        place_a=a.place(id),
        place_b=b.place(id),
        order_change=overtaken,
        missing_in="a" if a.lacks(id) else "b" if b.lacks(id) else "",
        cause=cause_of(ours, theirs, unit_a=a.unit, unit_b=b.unit, direction=direction),
    )


def _n_above(result: Result, listing: Listing, other: Listing, uncounted: AbstractSet[str]) -> int:
    """How many titles stand above one, but for uncounted ones and those that the other model lacks."""
    above = (each.id for each in listing.results.values() if each.rank < result.rank)
    return sum(id not in uncounted and not other.lacks(id) for id in above)
