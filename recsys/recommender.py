"""The one door: a question goes in, an explained answer comes out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from recsys.answer import Answer, ModelName, RelatedTitle, Relaxation
from recsys.index import Hits
from recsys.index.protocol import Mask
from recsys.model import Model
from recsys.presentation import Presenter
from recsys.query import Query, RelationPolicy
from recsys.question import Question, ask
from recsys.ranking import (
    POOL,
    SAME_FRANCHISE,
    maximal_marginal_relevance,
    one_a_franchise,
    permitted,
    sentence,
)
from recsys.similarity import pairwise_cosine

UNSURE = 2
"""The tier of titles of which some filter could not decide."""

_NOTHING = Hits(np.empty(0, np.int64), np.empty(0, np.float64))


@dataclass(frozen=True, slots=True)
class _Ranking:
    """Hits in their final order, and how sure the filters are of each (0 is known)."""

    hits: Hits
    tiers: NDArray[np.int8]


class Recommender:
    """Answers questions from one model.

    Parameters
    ----------
    model : Model
        The model; it is never changed, and a question is answered by it alone.
    """

    def __init__(self, model: Model) -> None:
        self.model = model

    def recommend(self, query: Query) -> Answer:
        """Return the answer to a question.

        Parameters
        ----------
        query : Query
            The question.

        Returns
        -------
        Answer
            Ranked and explained; empty with relaxations if the filters leave nothing.

        Raises
        ------
        NotFound, Ambiguous
            If a seed's name leads to no title, or to several.
        QueryError
            If a tone, country, genre, block or person is not known.
        """
        question = ask(self.model, query)
        candidates = self._candidates(question)
        ranking = self._rank(question, candidates)
        n_found = self._count(question, question.screen.allowed() & candidates)
        presenter = Presenter(self.model, question)
        page = slice(query.offset, query.offset + query.k)
        found = zip(ranking.hits.rows[page], ranking.hits.scores[page], ranking.tiers[page], strict=True)
        return Answer(
            query=question.resolved(),
            model=ModelName(self.model.info.version, self.model.info.fingerprint),
            results=tuple(
                presenter.result(int(row), float(score), rank=rank, is_unsure=bool(tier == UNSURE))
                for rank, (row, score, tier) in enumerate(found, start=query.offset + 1)
            ),
            related=tuple(self._related(question)),
            relaxations=() if n_found else self._relaxations(question, candidates),
            notices=tuple(_notices(question, n_found)),
        )

    def _candidates(self, question: Question) -> Mask:
        """Titles that share a trait and that the relation policy permits."""
        policy = question.query.relations
        permitted_rows = permitted(policy, self.model.relations, question.rows, len(self.model))
        # A relation is reason enough, and where nothing is asked there is nothing to share.
        if policy is RelationPolicy.ONLY or not question.query.is_directed:
            return permitted_rows
        return permitted_rows & self.model.index.sharing(question.vector)

    def _rank(self, question: Question, candidates: Mask) -> _Ranking:
        """Search deep enough that the policies leave the page that was asked for."""
        query = question.query
        needed = max(query.offset + query.k, POOL if query.diversity else 0)
        depth = 2 * needed
        while True:
            ranking = self._search(question, candidates, depth)
            is_exhausted = len(ranking.hits.rows) < depth
            if query.relations is RelationPolicy.ONE:
                ranking = self._one_a_franchise(ranking)
            if is_exhausted or len(ranking.hits.rows) >= needed:
                break
            depth *= 2
        return self._diversify(ranking, query.diversity) if query.diversity else ranking

    def _search(self, question: Question, candidates: Mask, depth: int) -> _Ranking:
        """The best of each tier, one tier after the other, ``depth`` titles in all."""
        found, left = [], depth
        for tier in question.screen.tiers():
            hits = self.model.index.top(question.vector, left, tier & candidates) if left else _NOTHING
            found.append(hits)
            left -= len(hits.rows)
        tiers = np.repeat(np.arange(len(found), dtype=np.int8), [len(hits.rows) for hits in found])
        rows = np.concatenate([hits.rows for hits in found])
        return _Ranking(Hits(rows, np.concatenate([hits.scores for hits in found])), tiers)

    def _one_a_franchise(self, ranking: _Ranking) -> _Ranking:
        return _pick(ranking, one_a_franchise(ranking.hits.rows, self.model.relations))

    def _diversify(self, ranking: _Ranking, diversity: float) -> _Ranking:
        """Re-rank the pool within each tier; what lies behind the pool keeps its order."""
        hits, order = ranking.hits, []
        for tier in range(int(ranking.tiers.max(initial=0)) + 1):
            pool = np.flatnonzero(ranking.tiers[:POOL] == tier)
            if len(pool):
                similarity = pairwise_cosine(self.model, hits.rows[pool])
                chosen = maximal_marginal_relevance(hits.scores[pool], similarity, diversity=diversity)
                order.append(pool[chosen])
        behind = np.arange(min(POOL, len(hits.rows)), len(hits.rows))
        return _pick(ranking, np.concatenate([*order, behind]))

    def _count(self, question: Question, mask: Mask) -> int:
        """How long the list of these titles would be."""
        if question.query.relations is RelationPolicy.ONE:
            return len(np.unique(self.model.relations.franchise[mask]))
        return int(mask.sum())

    def _relaxations(self, question: Question, candidates: Mask) -> tuple[Relaxation, ...]:
        counts = {
            verdict.name: self._count(question, question.screen.allowed(without=verdict.name) & candidates)
            for verdict in question.screen.verdicts
        }
        ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
        return tuple(Relaxation(name, count) for name, count in ordered if count)

    def _related(self, question: Question) -> Iterator[RelatedTitle]:
        """Titles of the liked seeds' story worlds, direct relations first."""
        if question.query.relations is RelationPolicy.EXCLUDE:
            return
        told = set(question.rows)
        for seed, row in zip(question.seeds, question.rows, strict=True):
            direct = list(self.model.relations.of(row)) if seed.weight > 0 else []
            further = self.model.relations.franchise_of(row) if seed.weight > 0 else ()
            for other, kind in [*direct, *((int(other), None) for other in further)]:
                if other not in told:
                    told.add(other)
                    title = self.model.title(other)
                    text = sentence(kind, this=seed.title, other=title.title)
                    yield RelatedTitle(title.id, title.title, title.year, kind or SAME_FRANCHISE, text)


def _pick(ranking: _Ranking, places: NDArray[np.int64]) -> _Ranking:
    hits = ranking.hits
    return _Ranking(Hits(hits.rows[places], hits.scores[places]), ranking.tiers[places])


def _notices(question: Question, n_found: int) -> Iterator[str]:
    query, understood = question.query, question.understood
    if understood is not None and understood.ignored:
        yield f"no title knows these words: {', '.join(understood.ignored[:10])}"
    for item in question.evidence:
        if item.label in ("more", "less", "tones") and not len(item.vector.columns) and query.like:
            yield f"no title of this catalogue carries a tone that was asked {item.label} of"
    if not query.is_directed:
        yield "nothing to compare with was given: the titles stand in the order of their ids"
    if not n_found:
        has_filters = bool(question.screen.verdicts)
        yield "the filters leave nothing" if has_filters else "no title shares a trait with the question"
    elif query.offset >= n_found:
        yield f"the list ends before {query.offset}: {n_found} titles answer the question"
