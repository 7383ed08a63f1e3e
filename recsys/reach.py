"""Which titles may answer a question: by relations, exclusions, filters, and what they share with it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from recsys.index import Hits
from recsys.index.protocol import Mask, Rows
from recsys.index.verdict import marked
from recsys.model import Model
from recsys.query import RelationPolicy
from recsys.question import Question
from recsys.ranking import barred, permitted


@dataclass(frozen=True)
class Reach:
    """The titles that an answer may hold, in groups by how sure the filters are of them.

    Each mask of all titles is made when it is asked for: most lists end within what is known.

    Parameters
    ----------
    model : Model
        The model that answers.
    question : Question
        What was asked.
    """

    model: Model
    question: Question

    @cached_property
    def is_sharing(self) -> bool:
        """Whether a result must share a trait with the question.

        A relation is reason enough, and where nothing is asked there is nothing to share.
        """
        is_mere_filter = not self.question.is_directed and bool(self.question.screen.verdicts)
        return not (self.question.query.relations is RelationPolicy.ONLY or is_mere_filter)

    @property
    def is_for_several(self) -> bool:
        """Whether several viewers ask: none of them is to watch what has nothing for them."""
        return bool(self.question.query.together) and self.is_sharing

    @cached_property
    def permitted(self) -> Mask:
        """Titles that the relation policy and the exclusions leave."""
        question = self.question
        mask = permitted(
            question.query.relations,
            self.model.relations,
            liked=question.liked,
            disliked=question.disliked,
            n_titles=len(self.model),
        )
        mask[question.excluded] = False
        return mask

    @cached_property
    def known(self) -> Mask:
        """Those of them that are known to pass the filters."""
        screen = self.question.screen
        return screen.known() & self.permitted if screen.verdicts else self.permitted

    @cached_property
    def doubtful(self) -> list[Mask]:
        """Those that may pass them, group by group, the surer ones first."""
        return [mask & self.permitted for mask in self.question.screen.doubtful()]

    @cached_property
    def candidates(self) -> Mask:
        """All titles that there are without the filters; asks for every score, so only to count."""
        if not self.is_sharing:
            return self.permitted
        mask = self.permitted & self.model.index.sharing(self.question.vector)
        if self.is_for_several:
            rows = np.flatnonzero(mask)
            mask[rows] = self.suits_all(rows)
        return mask

    def with_filters_of(self, question: Question) -> Reach:
        """Return the reach of the same question with other filters, or of any other.

        Parameters
        ----------
        question : Question
            As :func:`recsys.question.relax` gives it.

        Returns
        -------
        Reach
            Where nothing else is wished for, what shares a trait is not asked for again.
        """
        other = Reach(self.model, question)
        if question.vector is self.question.vector and other.is_sharing == self.is_sharing:
            vars(other)["candidates"] = self.candidates
        return other

    def is_barren(self) -> bool:
        """Return whether there is no candidate at all, be the filters what they may.

        Returns
        -------
        bool
            True where no title shares a trait with the question.
        """
        if self.is_for_several:
            return not self.candidates.any()
        vector = self.question.vector
        (hits,) = self.model.index.top(vector, 1, [self.permitted], sharing=self.is_sharing)
        return not len(hits.rows)

    def suits_all(self, rows: Rows) -> NDArray[np.bool_]:
        """Return which titles have something for each of several viewers, where :attr:`is_for_several`.

        Parameters
        ----------
        rows : ndarray of int64, shape (n,)
            Titles.

        Returns
        -------
        ndarray of bool, shape (n,)
            True where each one's own wishes give a score above 0.
        """
        left = rows
        for one in self.question.vector.each:
            if len(left):
                (hits,) = self.model.index.top(one, len(left), [marked(len(self.model), left)])
                left = hits.rows[hits.scores > 0]
        return marked(len(self.model), left)[rows]

    def stored(self) -> Hits | None:
        """Return the nearest known titles that were found and stored when the model was trained.

        Returns
        -------
        Hits or None
            The beginning of what the index would answer; None if nothing is stored, or if more is
            asked than what is similar to one title by the model's own weights.
        """
        question, neighbours = self.question, self.model.neighbours
        if neighbours is None or len(question.evidence) != 1 or not self.is_sharing:
            return None
        (item,) = question.evidence
        is_one_like = item.is_seed and item.weight > 0 and not item.stands_alone and bool(question.liked)
        is_steered = bool(question.escapism or question.fame or question.lifts or question.query.together)
        if not is_one_like or is_steered or question.weights != dict(self.model.info.weights):
            return None
        hits = neighbours.of(question.found.rows[0])
        kept = self.known[hits.rows] if question.screen.verdicts else self._permits(hits.rows)
        return Hits(hits.rows[kept], hits.scores[kept])

    def _permits(self, rows: Rows) -> NDArray[np.bool_]:
        """Which of a few titles the policy and the exclusions leave, without a mask of all titles."""
        question = self.question
        policy, graph = question.query.relations, self.model.relations
        out = barred(policy, graph, liked=question.liked, disliked=question.disliked)
        left = np.array([row not in out for row in rows.tolist()], dtype=np.bool_)
        return left & ~np.isin(rows, question.excluded) if len(question.excluded) else left

    def n_left(self) -> int:
        """Return how long a list of all candidates that the filters leave would be.

        Returns
        -------
        int
            Titles, or story worlds where one title stands for each.
        """
        mask = self.question.screen.allowed() & self.permitted
        if not mask.any():
            return 0
        mask &= self.candidates
        if not self.question.is_one_a_world:
            return int(np.count_nonzero(mask))
        worlds = np.zeros(len(mask), dtype=np.bool_)
        worlds[self.model.relations.franchise[mask]] = True
        return int(np.count_nonzero(worlds))
