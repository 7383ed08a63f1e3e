"""Two models compared: overlap, coverage, weights, and what changes in each answer."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from recsys.answer import Answer
from recsys.errors import QueryError, UnresolvedName
from recsys.model import Model
from recsys.model_diff.lists_compared import Listing, QueryDiff, compare_lists
from recsys.model_diff.named_query import NamedQuery
from recsys.query import Query
from recsys.recommender import Recommender


@dataclass(frozen=True, slots=True)
class ModelSide:
    """One of the two models.

    Parameters
    ----------
    version, fingerprint : str
        Its published version, and the fingerprint of its catalogue.
    n_titles : int
        Titles of its catalogue.
    n_shown : int
        How many of them were in any list.
    """

    version: str
    fingerprint: str
    n_titles: int
    n_shown: int

    @property
    def coverage(self) -> float:
        """Share of its titles that were in any list."""
        return self.n_shown / self.n_titles if self.n_titles else 0.0


@dataclass(frozen=True, slots=True)
class ChangedWeight:
    """A block whose default weight differs; None in a model that does not have the block."""

    block: str
    a: float | None
    b: float | None


@dataclass(frozen=True, slots=True)
class FailedQuery:
    """A question that a model could not answer, and why; empty for the model that could."""

    name: str
    a: str
    b: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelDiff:
    """What changes when one model takes the place of another.

    Parameters
    ----------
    a, b : ModelSide
        The models.
    k : int
        How long the lists are.
    queries : tuple of QueryDiff
        Questions that both answered, in the order in which they were asked.
    failures : tuple of FailedQuery
        Questions that one of them, or both, could not answer.
    weights : tuple of ChangedWeight
        Default weights that differ, by block.
    only_a, only_b : tuple of str
        Ids of titles that only one catalogue has.
    """

    a: ModelSide
    b: ModelSide
    k: int
    queries: tuple[QueryDiff, ...]
    failures: tuple[FailedQuery, ...]
    weights: tuple[ChangedWeight, ...]
    only_a: tuple[str, ...]
    only_b: tuple[str, ...]

    @property
    def n_queries(self) -> int:
        """How many questions were asked."""
        return len(self.queries) + len(self.failures)

    @property
    def n_compared(self) -> int:
        """How many questions at least one model answered: those that the means are of."""
        return len(self.queries) + sum(not (failed.a and failed.b) for failed in self.failures)

    @property
    def changed(self) -> tuple[QueryDiff, ...]:
        """Questions whose lists differ, the most changed ones first."""
        changed = [query for query in self.queries if not query.is_same]
        return tuple(sorted(changed, key=lambda query: (query.rbo, query.overlap)))

    @property
    def mean_overlap(self) -> float | None:
        """Mean overlap; 0 for a question that only one model answers, None if nothing was compared."""
        return self._mean([query.overlap for query in self.queries])

    @property
    def mean_rbo(self) -> float | None:
        """Mean rank-biased overlap, in the same way."""
        return self._mean([query.rbo for query in self.queries])

    def _mean(self, values: Sequence[float]) -> float | None:
        return math.fsum(values) / self.n_compared if self.n_compared else None

    def to_dict(self) -> dict[str, Any]:
        """Return the comparison as JSON types, figures with six decimals.

        Returns
        -------
        dict
            Questions whose lists are the same are counted, and not listed.
        """
        changed = self.changed
        return {
            "a": _side(self.a),
            "b": _side(self.b),
            "k": self.k,
            "n_queries": self.n_queries,
            "n_compared": self.n_compared,
            "n_same": len(self.queries) - len(changed),
            "mean_overlap": _rounded(self.mean_overlap),
            "mean_rbo": _rounded(self.mean_rbo),
            "weights": [asdict(weight) for weight in self.weights],
            "only_a": list(self.only_a),
            "only_b": list(self.only_b),
            "failures": [asdict(failed) for failed in self.failures],
            "changed": [query.to_dict() for query in changed],
        }


def diff(model_a: Model, model_b: Model, queries: Iterable[NamedQuery | Query], k: int = 10) -> ModelDiff:
    """Return what changes for whom if model B takes the place of model A.

    Parameters
    ----------
    model_a, model_b : Model
        The models, such as the one that is served and the one that is to be.
    queries : iterable of NamedQuery or Query
        What both are asked, such as :func:`common_seeds`; ``k`` and ``offset`` of a question are
        replaced, so that all lists begin at their top and are equally long.
    k : int
        How many titles of each list are compared, at most 1000.

    Returns
    -------
    ModelDiff
        Equal for equal models and questions.

    Raises
    ------
    QueryError
        If ``k`` lies outside its range. A question that a model cannot answer is told in the
        result instead.
    """
    compared: list[QueryDiff] = []
    failures: list[FailedQuery] = []
    for number, asked in enumerate(queries, start=1):
        named = asked if isinstance(asked, NamedQuery) else NamedQuery.of(asked, number)
        found = _asked(model_a, model_b, NamedQuery(named.name, replace(named.query, k=k, offset=0)))
        if isinstance(found, QueryDiff):
            compared.append(found)
        else:
            failures.append(found)
    ids_a, ids_b = (set(model.names.ids.table) for model in (model_a, model_b))
    return ModelDiff(
        a=_model_side(model_a, {id for query in compared for id in query.shown_a}),
        b=_model_side(model_b, {id for query in compared for id in query.shown_b}),
        k=k,
        queries=tuple(compared),
        failures=tuple(failures),
        weights=_changed_weights(model_a, model_b),
        only_a=tuple(sorted(ids_a - ids_b)),
        only_b=tuple(sorted(ids_b - ids_a)),
    )


def _asked(model_a: Model, model_b: Model, named: NamedQuery) -> QueryDiff | FailedQuery:
    a, b = _answer(model_a, named.query), _answer(model_b, named.query)
    if isinstance(a, str) or isinstance(b, str):
        return FailedQuery(named.name, *(answer if isinstance(answer, str) else "" for answer in (a, b)))
    return compare_lists(named.name, Listing(model_a, named.query, a), Listing(model_b, named.query, b))


def _answer(model: Model, query: Query) -> Answer | str:
    """The answer, or why there is none."""
    try:
        return Recommender(model).recommend(query)
    except (UnresolvedName, QueryError) as error:
        return str(error) or type(error).__name__


def _model_side(model: Model, shown: set[str]) -> ModelSide:
    return ModelSide(model.info.version, model.info.fingerprint, len(model), len(shown))


def _changed_weights(model_a: Model, model_b: Model) -> tuple[ChangedWeight, ...]:
    a, b = model_a.info.weights, model_b.info.weights
    pairs = ((block, a.get(block), b.get(block)) for block in sorted(a.keys() | b.keys()))
    return tuple(ChangedWeight(*pair) for pair in pairs if pair[1] != pair[2])


def _side(side: ModelSide) -> dict[str, Any]:
    return {**asdict(side), "coverage": round(side.coverage, 6)}


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 6)
