"""A vector engine as an index: it names candidates until no other title can be among the best."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from recsys.engines.ceiling import Ceiling
from recsys.engines.vector_engine import VectorEngine
from recsys.index import ExactIndex, Hits, QueryVector, best
from recsys.index.exact import FEW, FEW_OF
from recsys.index.protocol import Mask, Rows, Scores

_SPARE = 1.4
"""So many times as many titles are asked for first as should be needed."""
_DEEPER = 4
LARGEST_SHARE = 1 / 8
"""Of more titles than this share an engine is not asked: to score all of them takes no longer."""


@dataclass(frozen=True)
class EngineIndex:
    """Top-k search by a vector engine, and exact scores by the model's own rows.

    Parameters
    ----------
    own : ExactIndex
        The model's own index, which scores what the engine names.
    engine : VectorEngine
        Holds the vectors of :mod:`recsys.engines.encoding` for the same titles.
    """

    own: ExactIndex
    engine: VectorEngine

    def top(self, vector: QueryVector, k: int, tiers: Sequence[Mask], *, sharing: bool = False) -> list[Hits]:
        """Return the k best titles of each tier; see :class:`recsys.index.protocol.Index`.

        Parameters
        ----------
        vector : QueryVector
            The question.
        k : int
            How many of each tier, at least 1.
        tiers : sequence of ndarray of bool, shape (n_titles,)
            Disjoint sets of titles that may be returned.
        sharing : bool
            Leave out titles that share none of the question's traits.

        Returns
        -------
        list of Hits
            For each tier exact scores, ties broken by row.

        Raises
        ------
        IndexUnreachable
            If the engine does not answer.
        IndexMissing
            If its collection is gone.
        """
        return [self._best(vector, k, tier, sharing) for tier in tiers]

    def scores(self, vector: QueryVector, rows: Rows | None = None) -> Scores:
        """Return exact scores, which need no engine.

        Parameters
        ----------
        vector : QueryVector
            The question.
        rows : ndarray of int64, shape (n,), or None
            Titles; None takes all.

        Returns
        -------
        ndarray of float64, shape (n,)
            In the order of the rows.
        """
        return self.own.scores(vector, rows)

    def sharing(self, vector: QueryVector) -> Mask:
        """Return which titles share at least one of the question's traits, which needs no engine.

        Parameters
        ----------
        vector : QueryVector
            The question.

        Returns
        -------
        ndarray of bool, shape (n_titles,)
            True where a trait is shared.
        """
        return self.own.sharing(vector)

    def _best(self, vector: QueryVector, k: int, tier: Mask, sharing: bool) -> Hits:
        n_titles, n_eligible = len(tier), int(np.count_nonzero(tier))
        if n_eligible > max(FEW + n_titles // FEW_OF, k) and not vector.is_empty:
            found = self._found(vector, k, tier, int(_SPARE * k * n_titles / n_eligible) + 1, sharing)
            if found is not None:
                return found
        # Few, or nobody can say without them all: a title without anything in common has a score, too.
        rows = np.flatnonzero(tier & self.sharing(vector) if sharing else tier)
        return best(rows, self.scores(vector, rows), k)

    def _found(self, vector: QueryVector, k: int, tier: Mask, wanted: int, sharing: bool) -> Hits | None:
        """The best by the engine's lists; None where these would have to be as long as the catalogue."""
        ceiling = Ceiling(self.own, vector)
        lifted = vector.lifts.columns.astype(np.int64)
        rows = self._eligible(vector, lifted, tier, sharing)
        scores, seen = self.scores(vector, rows), lifted
        while ceiling.vectors and wanted <= LARGEST_SHARE * len(tier):
            lists = self.engine.nearest(ceiling.vectors, wanted)
            named = np.unique(np.concatenate([hits.rows for hits in lists]))
            new = np.setdiff1d(named, seen, assume_unique=True)
            seen = np.concatenate([seen, new])
            more = self._eligible(vector, new, tier, sharing)
            rows = np.concatenate([rows, more])
            scores = np.concatenate([scores, self.scores(vector, more)])
            if len(scores) >= k:
                kth = float(np.partition(scores, len(scores) - k)[len(scores) - k])
                if kth > ceiling.below(lists, wanted):
                    return best(rows, scores, k)
            if all(len(hits.rows) < wanted for hits in lists):
                break
            wanted *= _DEEPER
        return None

    def _eligible(self, vector: QueryVector, rows: Rows, tier: Mask, sharing: bool) -> Rows:
        rows = rows[tier[rows]]
        return self.own.sharing_rows(vector, rows) if sharing else rows
