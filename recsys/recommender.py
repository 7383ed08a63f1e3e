"""The one door: a question goes in, an explained answer comes out."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from recsys.answer import Answer, ModelName, RelatedTitle, Relaxation
from recsys.errors import QueryError
from recsys.index import Hits
from recsys.index.protocol import Mask
from recsys.model import Model
from recsys.notices import MOST_RELATED, Count, notices
from recsys.presentation import Presenter, related_titles
from recsys.query import Query, RelationPolicy
from recsys.question import Question, ask, relax
from recsys.ranking import POOL, draw, maximal_marginal_relevance, one_a_franchise, permitted
from recsys.relaxing import droppable
from recsys.repetition import labels_of
from recsys.similarity import pairwise_cosine
from recsys.wording import Language, language_of

_DEEPER = 8


@dataclass(frozen=True, slots=True)
class _Ranking:
    """Hits in their final order, and how sure the filters are of each (0 is known)."""

    hits: Hits
    tiers: NDArray[np.int8]

    def __len__(self) -> int:
        return len(self.hits.rows)

    def pick(self, places: NDArray[np.int64]) -> _Ranking:
        return _Ranking(Hits(self.hits.rows[places], self.hits.scores[places]), self.tiers[places])


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
            If a tone, country, genre, block, person, place, service, chart or language is not
            known.
        """
        language = language_of(query.language)
        question = ask(self.model, query)
        candidates = self._candidates(question)
        ranking = self._rank(question, candidates)
        n_found = self._count(question, question.screen.allowed() & candidates)
        is_whole = query.seed is not None or query.min_score is not None
        n_listed = len(ranking) if is_whole else n_found
        related = self._related(question, language)
        presenter = Presenter(self.model, question, language)
        page = slice(query.offset, query.offset + query.k)
        found = zip(ranking.hits.rows[page], ranking.hits.scores[page], strict=True)
        return Answer(
            query=question.resolved(),
            model=ModelName(self.model.info.version, self.model.info.fingerprint),
            results=tuple(
                presenter.result(int(row), float(score), rank=rank)
                for rank, (row, score) in enumerate(found, start=query.offset + 1)
            ),
            related=related[:MOST_RELATED],
            relaxations=() if n_listed else self._relaxations(query, question),
            notices=tuple(
                notices(self.model, question, Count(n_listed, int(candidates.sum()), len(related)), language)
            ),
        )

    # Which titles may be shown

    def _candidates(self, question: Question) -> Mask:
        """Titles that share a trait and that the relation policy permits."""
        policy = question.query.relations
        mask = permitted(
            policy,
            self.model.relations,
            liked=question.liked,
            disliked=question.disliked,
            n_titles=len(self.model),
        )
        mask[question.excluded] = False
        # A relation is reason enough, and where nothing is asked there is nothing to share.
        is_mere_filter = not question.is_directed and bool(question.screen.verdicts)
        if policy is RelationPolicy.ONLY or is_mere_filter:
            return mask
        mask &= self.model.index.sharing(question.vector)
        if question.query.together:  # nobody is asked to watch what has nothing for them
            for one in question.vector.each:
                (hits,) = self.model.index.top(one, len(self.model), [mask])
                mask = np.zeros(len(self.model), dtype=np.bool_)
                mask[hits.rows[hits.scores > 0]] = True
        return mask

    def _count(self, question: Question, mask: Mask) -> int:
        """How long the list of these titles would be."""
        if not question.is_one_a_world:
            return int(mask.sum())
        franchises = np.zeros(len(self.model), dtype=np.bool_)
        franchises[self.model.relations.franchise[mask]] = True
        return int(franchises.sum())

    def _relaxations(self, query: Query, question: Question) -> tuple[Relaxation, ...]:
        """What the question would find without each filter."""
        counts: dict[str, int] = {}
        for name in droppable(question.screen.verdicts, question.query.filters):
            try:
                relaxed = relax(self.model, query, question, name)
            except QueryError:  # it was all that was asked: nothing forbids any title
                counts[name] = len(self.model)
            else:
                counts[name] = self._n_found(relaxed)
        ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
        return tuple(Relaxation(name, count) for name, count in ordered if count)

    def _n_found(self, question: Question) -> int:
        candidates = self._candidates(question)
        if question.query.min_score is not None:
            return len(self._rank(question, candidates))
        return self._count(question, question.screen.allowed() & candidates)

    # In which order: by score, then by the policies that change the order and never a score

    def _rank(self, question: Question, candidates: Mask) -> _Ranking:
        """Search deep enough that the policies leave the page that was asked for."""
        query = question.query
        tiers = [tier & candidates for tier in question.screen.tiers()]
        needed = POOL + query.offset + query.k if query.min_score is None else len(self.model)
        depth = 2 * needed
        while True:
            ranking = self._search(question, tiers, depth)
            is_exhausted = len(ranking) < depth
            if question.is_one_a_world:
                ranking = ranking.pick(one_a_franchise(ranking.hits.rows, self.model.relations))
            if is_exhausted or len(ranking) >= needed:
                break
            depth *= _DEEPER  # few story worlds of many titles each: look further down
        if query.min_score is not None:
            ranking = ranking.pick(np.flatnonzero(ranking.hits.scores >= query.min_score))
        if query.seed is not None:
            ranking = _vary(ranking, query.seed)
        return self._diversify(question, ranking) if query.diversity else ranking

    def _search(self, question: Question, tiers: list[Mask], depth: int) -> _Ranking:
        """The best of each tier, one tier after the other, ``depth`` titles in all."""
        found = self.model.index.top(question.vector, depth, tiers)
        rows = np.concatenate([hits.rows for hits in found])[:depth]
        scores = np.concatenate([hits.scores for hits in found])[:depth]
        numbers = np.repeat(np.arange(len(found), dtype=np.int8), [len(hits.rows) for hits in found])
        return _Ranking(Hits(rows, scores), numbers[:depth])

    def _diversify(self, question: Question, ranking: _Ranking) -> _Ranking:
        """Re-rank the pool within each tier; what lies behind the pool keeps its order."""
        n_pool = min(POOL, len(ranking))
        rows = ranking.hits.rows[:n_pool]
        chosen = maximal_marginal_relevance(
            ranking.hits.scores[:n_pool],
            pairwise_cosine(self.model, rows),
            diversity=question.query.diversity,
            tiers=ranking.tiers[:n_pool],
            labels=labels_of(self.model, rows, question.query.filters),
        )
        return ranking.pick(np.concatenate([chosen, np.arange(n_pool, len(ranking))]))

    # What stands beside the results

    def _related(self, question: Question, language: Language) -> tuple[RelatedTitle, ...]:
        """Titles of the liked seeds' story worlds, each told once."""
        if question.query.relations is RelationPolicy.EXCLUDE:
            return ()
        found: dict[str, RelatedTitle] = {}
        for row in question.liked:
            for related in related_titles(self.model, row, language):
                found.setdefault(related.id, related)
        hidden = {seed.id for seed in question.seeds}
        hidden.update(self.model.names.ids.table[int(row)] for row in question.excluded)
        return tuple(related for related in found.values() if related.id not in hidden)


def _vary(ranking: _Ranking, seed: int) -> _Ranking:
    n_pool = min(POOL, len(ranking))
    return ranking.pick(np.concatenate([draw(n_pool, seed), np.arange(n_pool, len(ranking))]))
