"""The question "what is similar to this one?" of any title, as numbers, without asking it by name."""

from __future__ import annotations

import numpy as np

from recsys.arrays import SparseVector
from recsys.features.tokens import INFERRED_TONES
from recsys.index import QueryVector
from recsys.index.batch import PlainWeights
from recsys.model import Model
from recsys.ranking import LEARNED, YEAR, Evidence, column_weights, compose, without_blocks


class PlainQuestions:
    """What :func:`recsys.question.ask` makes of one liked title and nothing else, to the last bit.

    Asking takes far longer: it looks up a name, reads filters and composes evidence, of which there is
    one piece here.

    Parameters
    ----------
    model : Model
        The model.
    """

    def __init__(self, model: Model) -> None:
        self._model = model
        weights = model.info.weights
        blocks = model.space.blocks_of(np.arange(model.space.n_features, dtype=np.int32))
        by_block = column_weights(model.space, weights)
        # What is guessed of a seed is no wish.
        is_wish = np.array([block.spec.name != INFERRED_TONES for block in model.space.blocks])
        is_trait = np.array([block.spec.is_trait for block in model.space.blocks])
        self._weights = (by_block * is_wish)[blocks]
        self._is_trait = is_trait[blocks] & (self._weights > 0)
        self._year = weights.get(YEAR, 0.0)
        self._is_learned = model.learned is not None and bool(weights.get(LEARNED, 0.0))

    @property
    def weights(self) -> PlainWeights | None:
        """All of it that is the same for every title; None if that is not all, or a weight is below 0."""
        if self._is_learned or (self._weights < 0).any() or self._year < 0:
            return None
        return PlainWeights(self._weights, self._is_trait, self._year)

    def of(self, row: int) -> QueryVector:
        """Return the question of one title.

        Parameters
        ----------
        row : int
            The title.

        Returns
        -------
        QueryVector
            Signed coefficients, block weights multiplied in.
        """
        if self._is_learned:
            return self._composed(row)
        vector = self._model.vector(row)
        coefficients = vector.values * self._weights[vector.columns]
        is_left = coefficients != 0
        columns, coefficients = vector.columns[is_left], coefficients[is_left]
        year = int(self._model.facets.year[row]) if self._year else 0
        return QueryVector(
            columns=columns,
            coefficients=coefficients,
            years=np.array([year] if year else [], dtype=np.int64),
            year_coefficients=np.array([self._year] if year else [], dtype=np.float64),
            escapism=0.0,
            traits=columns[self._is_trait[columns] & (coefficients > 0)],
        )

    def _composed(self, row: int) -> QueryVector:
        """The same where what was learned is added to it."""
        model, stage = self._model, self._model.learned
        assert stage is not None  # noqa: S101 - else nothing was learned
        vector: SparseVector = without_blocks(model.vector(row), model.space, (INFERRED_TONES,))
        welcome = stage.coefficients(vector)
        seed = Evidence("", 1.0, vector, int(model.facets.year[row]), welcome=welcome)
        return compose((seed,), model.space, model.info.weights)
