"""A first pass over all titles: the coarse sum of each, and where the great ones are."""

from __future__ import annotations

from dataclasses import dataclass
from threading import local
from typing import Any

import numpy as np
from numpy.typing import NDArray

from recsys.index.inverted import InvertedIndex
from recsys.index.kernels import Kernels, Maxima, Sums
from recsys.index.protocol import QueryVector
from recsys.index.scan_plan import ScanPlan, ScanTerms
from recsys.index.scan_units import FOR_ARITHMETIC, HIGHEST

_workspace = local()


@dataclass(frozen=True, slots=True)
class Scan:
    """The sums of all titles.

    Parameters
    ----------
    plan : ScanPlan
        What the sums mean.
    kernels : Kernels
        The loops that were used.
    sums : ndarray of uint16, shape (n_positions,)
        Sum at each position; 0 where there is no title. The next scan of this thread overwrites them.
    maxima : ndarray of uint16
        The greatest sum of each group of titles.
    """

    plan: ScanPlan
    kernels: Kernels
    sums: Sums
    maxima: Maxima

    @classmethod
    def of(cls, vector: QueryVector, inverted: InvertedIndex, kernels: Kernels) -> Scan | None:
        """Return the scan for a question.

        Parameters
        ----------
        vector : QueryVector
            The question.
        inverted : InvertedIndex
            All titles.
        kernels : Kernels
            The loops to use.

        Returns
        -------
        Scan or None
            None if the question cannot be planned: see :meth:`ScanPlan.of`.
        """
        plan = ScanPlan.of(vector, inverted)
        if plan is None:
            return None
        sums = _summed(plan.terms, plan.start, inverted, kernels, depth=0)
        sums[len(inverted.order) :] = 0  # a mean is rounded up there as well
        return cls(plan, kernels, sums, kernels.maxima(sums))

    def seed(self, wanted: int) -> int:
        """Return a sum that about so many titles reach.

        Parameters
        ----------
        wanted : int
            How many, at least 1.

        Returns
        -------
        int
            At least 1. Of different groups, that many have a title that reaches it.
        """
        if wanted <= len(self.maxima) // 4:
            place = len(self.maxima) - wanted
            return max(int(np.partition(self.maxima, place)[place]), 1)
        reached = np.cumsum(np.bincount(self.sums, minlength=HIGHEST + 1)[::-1])
        return max(HIGHEST - int(np.searchsorted(reached, wanted)), 1)

    def between(self, low: int, high: int) -> NDArray[np.int64]:
        """Return where sums lie within a range.

        Parameters
        ----------
        low, high : int
            At least, and below; ``low`` is above 0.

        Returns
        -------
        ndarray of int64
            Positions, ascending.
        """
        return self.kernels.collect(self.sums, self.maxima, low, high)


def _summed(terms: ScanTerms, start: int, inverted: InvertedIndex, kernels: Kernels, *, depth: int) -> Sums:
    """The sums of a scan, and the mean of its inner ones; each depth has memory of its own."""
    sums = reused(f"sums {depth}", inverted.n_positions, np.uint16)
    kernels.scan(inverted, terms, start, sums)
    if terms.inner:
        means = reused(f"means {depth}", inverted.n_positions, np.float32)
        means[:] = 0
        for one, share in zip(terms.inner, terms.shares, strict=True):
            inner = _summed(one, start, inverted, kernels, depth=depth + 1)
            kernels.join(inner, start - FOR_ARITHMETIC, float(share), terms.power, means)
        kernels.close(means, terms.power, sums)
    return sums


def reused(name: str, size: int, kind: type[Any]) -> NDArray[Any]:
    """Return memory that this thread used before: fresh pages cost more than what is written to them.

    Parameters
    ----------
    name : str
        What it is used for; two arrays that are used together need two names.
    size : int
        How many numbers.
    kind : type
        Their numpy type.

    Returns
    -------
    ndarray, shape (size,)
        Filled with whatever was left there.
    """
    kept: dict[str, NDArray[Any]] = _workspace.__dict__
    if name not in kept or len(kept[name]) != size:
        kept[name] = np.empty(size, dtype=kind)
    return kept[name]
