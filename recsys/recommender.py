"""The one door: a question goes in, an explained answer comes out."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from recsys.answer import Answer, ModelName, RelatedTitle, Relaxation
from recsys.errors import QueryError
from recsys.index import Hits
from recsys.model import Model
from recsys.notices import MOST_RELATED, Count, notices
from recsys.presentation import Presenter, related_titles
from recsys.query import Query, RelationPolicy
from recsys.question import Question, ask, relax
from recsys.ranking import POOL, draw, maximal_marginal_relevance, one_a_franchise
from recsys.reach import Reach
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
        reach = Reach(self.model, question)
        ranking = self._rank(reach)
        page = ranking.pick(np.arange(query.offset, min(query.offset + query.k, len(ranking))))
        related = self._related(question, language)
        count = self._count(reach, ranking, page, len(related))
        presenter = Presenter(self.model, question, language)
        found = zip(page.hits.rows, page.hits.scores, strict=True)
        return Answer(
            query=question.resolved(),
            model=ModelName(self.model.info.version, self.model.info.fingerprint),
            results=tuple(
                presenter.result(int(row), float(score), rank=rank)
                for rank, (row, score) in enumerate(found, start=query.offset + 1)
            ),
            related=related[:MOST_RELATED],
            relaxations=() if count.n_found else self._relaxations(query, reach),
            notices=tuple(notices(self.model, question, count, language)),
        )

    # How many there are: said of an empty page only, and not counted for any other

    def _count(self, reach: Reach, ranking: _Ranking, page: _Ranking, n_related: int) -> Count:
        query = reach.question.query
        if len(page):
            return Count(query.offset + len(page), n_related)
        is_whole = query.seed is not None or query.min_score is not None
        n_found = len(ranking) if is_whole else reach.n_left()
        return Count(n_found, n_related, is_barren=not n_found and reach.is_barren())

    def _relaxations(self, query: Query, reach: Reach) -> tuple[Relaxation, ...]:
        """What the question would find without each filter."""
        question, counts = reach.question, dict[str, int]()
        for name in droppable(question.screen.verdicts, question.query.filters):
            try:
                relaxed = relax(self.model, query, question, name)
            except QueryError:  # it was all that was asked: nothing forbids any title
                counts[name] = len(self.model)
            else:
                counts[name] = self._n_found(reach, relaxed)
        ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
        return tuple(Relaxation(name, count) for name, count in ordered if count)

    def _n_found(self, reach: Reach, relaxed: Question) -> int:
        if relaxed.query.min_score is not None:
            return len(self._rank(Reach(self.model, relaxed), needed=len(self.model)))
        return reach.with_filters_of(relaxed).n_left()

    # In which order: by score, then by the policies that change the order and never a score

    def _rank(self, reach: Reach, *, needed: int = 0) -> _Ranking:
        """Search deep enough that the policies leave the page that was asked for."""
        query = reach.question.query
        wanted = query.offset + query.k
        if query.diversity or query.seed is not None:
            wanted += POOL if query.min_score is None else 2 * POOL
        depth, needed = 2 * wanted, max(needed, wanted)
        stored = reach.stored() if wanted == query.offset + query.k else None
        if stored is not None:
            ranking = self._kept(reach, _Ranking(stored, np.zeros(len(stored.rows), dtype=np.int8)))
            if len(ranking) >= needed:
                return ranking
        while True:
            ranking = self._search(reach, depth)
            is_exhausted = len(ranking) < depth or _is_below_floor(reach, ranking)
            ranking = self._kept(reach, ranking)
            if is_exhausted or len(ranking) >= needed:
                break
            depth *= _DEEPER  # few story worlds of many titles each: look further down
        if query.seed is not None:
            ranking = _vary(ranking, query.seed)
        return self._diversify(reach.question, ranking) if query.diversity else ranking

    def _search(self, reach: Reach, depth: int) -> _Ranking:
        """The best of what is known to pass, then of the rest, ``depth`` titles in all."""
        top, vector = self.model.index.top, reach.question.vector
        found = top(vector, depth, [reach.known], sharing=reach.is_sharing)
        missing = depth - len(found[0].rows)
        if missing and reach.doubtful:
            found = [*found, *top(vector, missing, reach.doubtful, sharing=reach.is_sharing)]
        rows = np.concatenate([hits.rows for hits in found])[:depth]
        scores = np.concatenate([hits.scores for hits in found])[:depth]
        numbers = np.repeat(np.arange(len(found), dtype=np.int8), [len(hits.rows) for hits in found])
        return _Ranking(Hits(rows, scores), numbers[:depth])

    def _kept(self, reach: Reach, ranking: _Ranking) -> _Ranking:
        """What the policies leave of a list; of a longer one they leave the same, and more."""
        if reach.is_for_several:
            ranking = ranking.pick(np.flatnonzero(reach.suits_all(ranking.hits.rows)))
        if reach.question.is_one_a_world:
            ranking = ranking.pick(one_a_franchise(ranking.hits.rows, self.model.relations))
        floor = reach.question.query.min_score
        return ranking if floor is None else ranking.pick(np.flatnonzero(ranking.hits.scores >= floor))

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
        for seed in question.seeds:
            found.pop(seed.id, None)
        if not len(question.excluded):
            return tuple(found.values())
        rows = self.model.names.ids.first_of_each(list(found))
        is_shown = ~np.isin(rows, question.excluded)
        return tuple(related for related, shown in zip(found.values(), is_shown, strict=True) if shown)


def _is_below_floor(reach: Reach, ranking: _Ranking) -> bool:
    """Whether all that would follow in a list has too low a score."""
    floor = reach.question.query.min_score
    if floor is None or ranking.hits.scores[-1] >= floor:
        return False
    return bool(ranking.tiers[-1] == len(reach.doubtful))


def _vary(ranking: _Ranking, seed: int) -> _Ranking:
    n_pool = min(POOL, len(ranking))
    return ranking.pick(np.concatenate([draw(n_pool, seed), np.arange(n_pool, len(ranking))]))
