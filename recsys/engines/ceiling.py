"""How high the score of a title can be that an engine has not named."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from recsys.arrays import SparseVector
from recsys.engines.encoding import highest_dials, is_against_something, most_taken_away, question_vector
from recsys.index import ExactIndex, Hits, QueryVector, power_mean

PRECISION = 1e-5
"""So far, relative to what it sums, may the product of an engine be from the true one."""


class Ceiling:
    """The sums that a question is made of, as vectors, and the bound that lists of them give.

    This is the threshold algorithm (Fagin, Lotem and Naor 2003, section 4) with one list for each sum:
    the score grows with each of the sums, and a title that no list names has of each sum at most
    what the last one of its list has.

    Parameters
    ----------
    index : ExactIndex
        The model's own index.
    question : QueryVector
        The question.
    """

    def __init__(self, index: ExactIndex, question: QueryVector) -> None:
        self._index = index
        self._question = question
        encoded = [question_vector(index, one) for one in _sums(question)]
        self._is_asked = [bool(len(vector.columns)) for vector in encoded]
        self._errors = [PRECISION * 2 * most_taken_away(index, one) for one in _sums(question)]
        self.vectors: list[SparseVector] = [vector for vector in encoded if len(vector.columns)]

    def below(self, lists: list[Hits], limit: int) -> float:
        """Return the bound.

        Parameters
        ----------
        lists : list of Hits
            What an engine found for each of :attr:`vectors`.
        limit : int
            How many titles it was asked for.

        Returns
        -------
        float
            At least 0. No title that is in none of the lists has a higher score, lifts apart.
        """
        found = iter(lists)
        sums = (
            _highest_left(next(found), limit, error) if is_asked else 0.0
            for is_asked, error in zip(self._is_asked, self._errors, strict=True)
        )
        highest = _joined(self._question, sums)
        if not is_against_something(self._question):
            return highest
        # A sum below 0 is multiplied by no hub factor: its product is not its score, which the dials bound.
        return max(highest, highest_dials(self._question))


def _sums(question: QueryVector) -> Iterator[QueryVector]:
    yield question
    for one in question.each:
        yield from _sums(one)


def _highest_left(hits: Hits, limit: int, error: float) -> float:
    last = max(float(hits.scores[-1]), 0.0) if len(hits.scores) == limit else 0.0
    return last * (1 + PRECISION) + error


def _joined(question: QueryVector, sums: Iterator[float]) -> float:
    own = next(sums)
    if not question.each:
        return own
    each = [np.array([_joined(one, sums)]) for one in question.each]
    return own + question.share * float(power_mean(each, question.each_weights, question.power)[0])
