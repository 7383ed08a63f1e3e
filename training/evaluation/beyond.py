"""What accuracy does not tell of lists: who is never shown, who is always shown, how alike they are.

Castells, Hurley and Vargas 2022, *Novelty and diversity in recommender systems* (Recommender
Systems Handbook, 3rd edition), gives the forms of diversity and novelty that are used here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.stats import rankdata

from recsys.features import YEAR_SPAN, year_kernel
from recsys.model import Model
from recsys.ranking import YEAR, column_weights
from recsys.similarity import matrix
from recsys.title import Title
from training.evaluation.questions import NOBODY

_HUBS = 0.01
_LEAST = 1e-12


@dataclass(frozen=True, slots=True)
class Beyond:
    """What lists are like, whatever people think of them.

    Parameters
    ----------
    coverage : float
        Share of all titles that stand in any list.
    hub_share : float
        Share of all places that the most shown 1 % of the titles hold.
    most_shown : float
        Share of the lists in which the most shown title stands.
    diversity : float or None
        1 minus the mean cosine of two titles of a list in the model's weighted space; None
        where no list has two titles.
    novelty : float or None
        Mean of -log2 of the share of titles that are at most as popular: 0 for the most popular
        one; None where no popularity is known.
    across_borders : float or None
        Share of the lists with a title that has no country in common with the source; lists
        whose source has no known country do not count, nor do such titles. None without sources.
    explained : float or None
        Share of the shown titles that share more with the source than a year, country or form.
        None without sources.
    """

    coverage: float
    hub_share: float
    most_shown: float
    diversity: float | None
    novelty: float | None
    across_borders: float | None
    explained: float | None

    def to_dict(self) -> dict[str, float | None]:
        """Return the figures as JSON types.

        Returns
        -------
        dict of str to float or None
            One entry a figure.
        """
        return asdict(self)


@dataclass(frozen=True)
class Inspector:
    """Looks at lists of one catalogue.

    Parameters
    ----------
    model : Model
        Its space is that in which titles are alike, also for the lists of other methods.
    titles : sequence of Title
        Titles in row order.
    """

    model: Model
    titles: Sequence[Title]

    def look(self, lists: NDArray[np.int64], sources: NDArray[np.int64] | None = None) -> Beyond:
        """Return what lists are like.

        Parameters
        ----------
        lists : ndarray of int64, shape (n_lists, k)
            Shown titles; -1 where a list is shorter. At least one title in all.
        sources : ndarray of int64, shape (n_lists,), or None
            The one title that each list was made for.

        Returns
        -------
        Beyond
            One figure each over all lists.
        """
        shown = lists[lists != NOBODY]
        counts = np.bincount(shown, minlength=len(self.titles))
        n_hubs = max(1, round(_HUBS * len(counts)))
        return Beyond(
            coverage=float((counts > 0).mean()),
            hub_share=float(np.sort(counts)[-n_hubs:].sum() / len(shown)),
            most_shown=float(counts.max() / len(lists)),
            diversity=self._diversity(lists),
            novelty=_mean(self._information[shown]),
            across_borders=None if sources is None else self._across_borders(lists, sources),
            explained=None if sources is None else self._explained(lists, sources),
        )

    def _diversity(self, lists: NDArray[np.int64]) -> float | None:
        """The mean over the lists.

        All cosines of a list sum to the squared length of the sum of its unit rows, plus the
        year terms; those of titles with themselves are taken off again.
        """
        n_lists, size = lists.shape
        is_shown = lists != NOBODY
        n_shown = is_shown.sum(axis=1)
        inverse = np.where(is_shown, 1 / self._norms[lists], 0.0)
        entries = (inverse.ravel(), (np.repeat(np.arange(n_lists), size), np.maximum(lists, 0).ravel()))
        sums = sparse.csr_matrix(entries, shape=(n_lists, len(self.titles))) @ self._weighted
        total = np.asarray(sums.multiply(sums).sum(axis=1)).ravel()
        own = ((self._squares[lists]) * inverse**2).sum(axis=1)
        for first in range(size):
            for second in range(size):
                near = self._year_term(lists[:, first], lists[:, second])
                total += near * inverse[:, first] * inverse[:, second]
        several = n_shown > 1
        mean = (total - own)[several] / (n_shown * (n_shown - 1))[several]
        return _mean(1 - mean)

    def _year_term(self, one: NDArray[np.int64], other: NDArray[np.int64]) -> NDArray[np.float64]:
        years = np.asarray(self.model.facets.year, dtype=np.int64)
        near = year_kernel(years[one] - years[other], span=YEAR_SPAN)
        is_known = (years[one] != 0) & (years[other] != 0)
        return np.asarray(self.model.info.weights[YEAR] * near * is_known, dtype=np.float64)

    def _across_borders(self, lists: NDArray[np.int64], sources: NDArray[np.int64]) -> float | None:
        is_known = np.diff(self._countries.indptr) > 0
        of_list, shown = _places(lists)
        common = _shared(self._countries, sources[of_list], shown)
        crosses = (common == 0) & is_known[shown] & is_known[sources[of_list]]
        has_crossed = np.bincount(of_list, crosses, minlength=len(lists)) > 0
        return _mean(has_crossed[is_known[sources]].astype(np.float64))

    def _explained(self, lists: NDArray[np.int64], sources: NDArray[np.int64]) -> float | None:
        of_list, shown = _places(lists)
        return _mean((_shared(self._traits, sources[of_list], shown) > 0).astype(np.float64))

    @cached_property
    def _weighted(self) -> sparse.csr_matrix:
        """Rows whose products are the scores without the year term."""
        rows = matrix(self.model).astype(np.float64)
        weights = column_weights(self.model.space, self.model.info.weights)
        rows.data *= np.sqrt(np.maximum(weights, 0))[self.model.space.blocks_of(rows.indices)]
        return rows

    @cached_property
    def _squares(self) -> NDArray[np.float64]:
        """Score of each title with itself."""
        rows = np.arange(len(self.titles))
        squares = np.asarray(self._weighted.multiply(self._weighted).sum(axis=1)).ravel()
        return np.asarray(squares + self._year_term(rows, rows))

    @cached_property
    def _norms(self) -> NDArray[np.float64]:
        return np.sqrt(np.maximum(self._squares, _LEAST))

    @cached_property
    def _traits(self) -> sparse.csr_matrix:
        """Titles × features, 1 where sharing the feature is reason enough to show a title."""
        blocks = self.model.space.blocks
        weights = column_weights(self.model.space, self.model.info.weights)
        counts = np.array([block.spec.is_trait for block in blocks]) & (weights > 0)
        rows = matrix(self.model).astype(np.float64)
        rows.data = (counts[self.model.space.blocks_of(rows.indices)] & (rows.data > 0)).astype(np.float64)
        rows.eliminate_zeros()
        return rows

    @cached_property
    def _countries(self) -> sparse.csr_matrix:
        countries, terms = self.model.facets.countries, self.model.facets.terms["countries"]
        own = countries.part(0, countries.n_rows)
        ones = np.ones(len(own.indices))
        return sparse.csr_matrix((ones, own.indices, own.indptr), shape=(own.n_rows, max(len(terms), 1)))

    @cached_property
    def _information(self) -> NDArray[np.float64]:
        """-log2 of the rank share of each title's popularity; NaN where that is not known."""
        fame = np.array([np.nan if t.popularity is None else t.popularity for t in self.titles])
        is_known = np.isfinite(fame)
        information = np.full(len(fame), np.nan)
        if is_known.any():
            information[is_known] = -np.log2(rankdata(fame[is_known], method="max") / is_known.sum())
        return information


def _places(lists: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The list and the title of each place that is filled."""
    of_list = np.nonzero(lists != NOBODY)[0]
    return of_list, lists[lists != NOBODY]


def _shared(
    rows: sparse.csr_matrix, ones: NDArray[np.int64], others: NDArray[np.int64]
) -> NDArray[np.float64]:
    """How many features the titles of each pair share."""
    return np.asarray(rows[ones].multiply(rows[others]).sum(axis=1)).ravel()


def _mean(values: NDArray[np.float64]) -> float | None:
    known = values[np.isfinite(values)]
    return float(known.mean()) if len(known) else None
