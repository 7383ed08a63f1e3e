"""The contract of the score and of the filters, written out over every title.

``s(q,d) = Σ_f w_f ⟨q_f, x_fd⟩ + w_year Σ_i a_i k(y_i, y_d) / Σ|a_i|`` with ``q_f = Σ_i a_i x_fi / Σ|a_i|``,
plus ``δ_t x_f(t)`` for each tone asked more or less of, and ``k(y, y') = exp(-|y - y'| / 8)``; what is above
0 is multiplied by the candidate's hub factor.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from recsys.features.tokens import tone_tokens
from recsys.model import Model
from recsys.similarity import matrix
from recsys.title import Title, ToneState

MUTED = ("genres", "expected_genres", "countries")
GUESSED = "inferred_tones"
NO_TRAIT = "form"


@dataclass(frozen=True, slots=True)
class Expected:
    """What must come, best first: sure titles before doubtful ones.

    Parameters
    ----------
    rows : list of int
        All titles that may be shown, in order.
    scores : ndarray of float64, shape (n_titles,)
        Of every title, shown or not.
    """

    rows: list[int]
    scores: NDArray[np.float64]


class BruteForce:
    """A model as dense numbers, and its titles.

    Parameters
    ----------
    model : Model
        The model.
    titles : sequence of Title
        Its titles in row order.
    """

    def __init__(self, model: Model, titles: Sequence[Title]) -> None:
        self.model, self.titles = model, titles
        self.features = matrix(model).toarray().astype(np.float64)
        self.years = np.array([title.year or 0 for title in titles], dtype=np.int64)
        self.row_of = {title.id: row for row, title in enumerate(titles)}

    def answer(self, document: Mapping[str, Any], weights: Mapping[str, float]) -> Expected:
        """Return what a question must be answered with.

        Parameters
        ----------
        document : mapping
            Seeds by id with weights, `more`, `less` and `filters`.
        weights : mapping of str to float
            Weight of each block, and of the year.

        Returns
        -------
        Expected
            Every title that shares a trait with the question and passes its filters.
        """
        seeds = [(self.row_of[one["id"]], one["weight"]) for one in document["like"]]
        seeds += [(self.row_of[one["id"]], -one["weight"]) for one in document.get("dislike", ())]
        wish, asked = self._wish(seeds, document, weights)
        sums = self.features @ wish + self._by_years(seeds) * weights["year"]
        scores = np.where(sums > 0, sums * self.model.hubs.astype(np.float64), sums)
        traits = (wish > 0) & (self._is_trait() | (asked & ~self._block(NO_TRAIT)))
        n_shared = np.count_nonzero(self.features[:, traits] > 0, axis=1)
        others = set(np.flatnonzero(n_shared).tolist()) - {row for row, _ in seeds}
        filters = document.get("filters", {})
        told = [passes(title, filters) for title in self.titles]
        may_be_unknown = filters.get("unknown", "keep") == "keep"
        sure = [row for row in others if told[row] is True]
        doubtful = [row for row in others if told[row] is None and may_be_unknown]
        return Expected([*self._ordered(sure, scores), *self._ordered(doubtful, scores)], scores)

    def _ordered(self, rows: list[int], scores: NDArray[np.float64]) -> list[int]:
        return sorted(rows, key=lambda row: (-scores[row], self.titles[row].id))

    def _wish(
        self, seeds: Sequence[tuple[int, float]], document: Mapping[str, Any], weights: Mapping[str, float]
    ) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
        """The weighted left-hand side, and the columns that were asked for in words."""
        wish, asked = np.zeros(self.features.shape[1]), np.zeros(self.features.shape[1], dtype=np.bool_)
        total = sum(abs(weight) for _, weight in seeds)
        for row, weight in seeds:
            own = self.features[row].copy()
            muted = [
                *(MUTED if weight < 0 else ()),
                *(() if GUESSED in document.get("weights", {}) else [GUESSED]),
            ]
            for name in muted:
                own[self._block(name)] = 0
            wish += weight / total * own
        for sign, name in ((1, "more"), (-1, "less")):
            for tone, amount in document.get(name, {}).items():
                tokens = tone_tokens(tone)
                vector = self.model.space.encode({"tones": tokens, GUESSED: tokens})
                wish[vector.columns] += sign * amount * vector.values
                asked[vector.columns] = True
        of_column = [(block, weights.get(block.spec.name, 0.0)) for block in self.model.space.blocks]
        return wish * np.concatenate([np.full(b.stop - b.start, weight) for b, weight in of_column]), asked

    def _by_years(self, seeds: Sequence[tuple[int, float]]) -> NDArray[np.float64]:
        total = sum(abs(weight) for _, weight in seeds)
        near = np.zeros(len(self.titles))
        for row, weight in seeds:
            if self.years[row]:
                kernel = np.exp(-np.abs(self.years - self.years[row]) / 8)
                near += weight / total * kernel * (self.years != 0)
        return near

    def _block(self, name: str) -> NDArray[np.bool_]:
        """Columns of a block."""
        mask = np.zeros(self.features.shape[1], dtype=np.bool_)
        if name in self.model.space.by_name:
            block = self.model.space.by_name[name]
            mask[block.start : block.stop] = True
        return mask

    def _is_trait(self) -> NDArray[np.bool_]:
        blocks = self.model.space.blocks
        of_block = np.array([block.spec.is_trait for block in blocks], dtype=np.bool_)
        return np.repeat(of_block, [block.stop - block.start for block in blocks])


def passes(title: Title, filters: Mapping[str, Any]) -> bool | None:
    """Return whether a title passes all filters; None where one of them cannot tell, and none forbids it.

    Parameters
    ----------
    title : Title
        The title.
    filters : mapping
        As a question holds them.

    Returns
    -------
    bool or None
        Three-valued: False beats None, None beats True.
    """
    verdicts = list(_verdicts(title, filters))
    return False if False in verdicts else None if None in verdicts else True


def _verdicts(title: Title, filters: Mapping[str, Any]) -> Iterator[bool | None]:
    made = set(title.countries)
    for rule, names in filters.get("countries", {}).items():
        named: set[str] = set(names)
        is_met = {
            "all": named <= made,
            "any": bool(named & made),
            "none": not named & made,
            "only": made <= named,
        }
        yield is_met[rule] if made else None
    if "form" in filters:
        yield None if title.form is None else title.form.value == filters["form"]
    if "medium" in filters:
        yield None if title.medium is None else title.medium.value == filters["medium"]
    if "year" in filters:
        first, last = filters["year"]
        yield None if title.year is None else first <= title.year <= last
    for genre in filters.get("genres", ()):
        yield genre in title.genres if title.genres else None
    for person in filters.get("cast", ()):
        yield person in {credit.person for credit in title.credits} if title.credits else None
    for condition in filters.get("tones", ()):
        id, _, least = condition.partition(">=")
        stated = {tone.id: tone.intensity if tone.state is ToneState.YES else 0 for tone in title.tones}
        yield stated[id] >= int(least or 1) if id in stated else None
