"""Block weights that a catalogue gives itself, without one label.

Fixed weights do not travel: in one catalogue tags hardly ever meet, in another they always do.
Weight times the mean similarity of a block's nearest titles, however, comes out nearly the same
for every catalogue on which weights were tuned. So each block declares that product, its
constant ``c_f``, and the weight is ``w_f = c_f / t_f`` with ``t_f`` measured here.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from recsys.features import YEAR_CONSTANT, YEAR_HALF_TRUST, YEAR_SPAN, FeatureSpace, year_kernel
from recsys.ranking import YEAR

N_SAMPLED = 300
N_NEAREST = 20
PRIOR_TITLES = 500
"""A catalogue of this size is believed as much as those that were seen before."""

MOST_SHARED = 3.0
"""Highest factor by which a block takes over what others do not know."""

_LEAST = 1e-3
_TYPICAL_YEAR = 1.0
_CHUNK = 50


@dataclass(frozen=True, slots=True)
class Measure:
    """What a catalogue says of a block.

    Parameters
    ----------
    nearest : float
        Mean similarity of the nearest titles.
    coverage : float
        Share of the titles that know anything in the block.
    length : float
        Mean number of tokens of these titles.
    """

    nearest: float
    coverage: float
    length: float


@dataclass(frozen=True, slots=True)
class Calibration:
    """Weights and what they were made from.

    Parameters
    ----------
    weights : dict of str to float
        Default weight by block, and of ``year``; rounded to four digits.
    on_request : dict of str to float
        Weight of blocks that are off until a question names something in them.
    nearest : dict of str to float
        Measured mean similarity of the nearest titles, by block.
    measured : dict of str to Measure
        All that was measured, by block and of ``year``; not rounded.
    """

    weights: dict[str, float]
    on_request: dict[str, float]
    nearest: dict[str, float]
    measured: dict[str, Measure]


def calibrate(
    matrix: sparse.csr_matrix,
    years: NDArray[np.int16],
    space: FeatureSpace,
    *,
    described: float = 0.0,
    known: Mapping[str, Measure] | None = None,
) -> Calibration:
    """Return the weights of a catalogue.

    Parameters
    ----------
    matrix : scipy.sparse.csr_matrix of float32, shape (n_titles, n_features)
        Unweighted blocks.
    years : ndarray of int16, shape (n_titles,)
        0 is unknown.
    space : FeatureSpace
        The fitted blocks.
    described : float
        Share of the titles that somebody has described; 0 to 1.
    known : mapping of str to Measure or None
        Measures of blocks that are as they were when they were measured.

    Returns
    -------
    Calibration
        One weight a block.
    """
    n_titles = matrix.shape[0]
    measured = _measured(matrix, years, space, known or {})
    nearest = {name: measure.nearest for name, measure in measured.items()}
    typical = {block.spec.name: block.spec.typical for block in space.blocks} | {YEAR: _TYPICAL_YEAR}
    trust = _trust(n_titles, PRIOR_TITLES)
    # A block of which nothing is known teaches nothing, either: it keeps the typical value.
    believed = {
        name: trust * value + (1 - trust) * typical[name] if value else typical[name]
        for name, value in nearest.items()
    }
    constants = {
        block.spec.name: (block.spec.constant + block.spec.when_described * described * trust)
        * _trust(n_titles, block.spec.half_trust)
        * _trust(measured[block.spec.name].length, block.spec.half_length)
        for block in space.blocks
    }
    share = _share_of_the_missing(measured, space)
    for block in space.blocks:
        constants[block.spec.name] *= share if block.spec.is_distinctive else 1.0
    constants[YEAR] = YEAR_CONSTANT * _trust(n_titles, YEAR_HALF_TRUST)
    requests = {block.spec.name: block.spec.on_request for block in space.blocks if block.spec.on_request}
    return Calibration(
        weights=_over(constants, believed),
        on_request=_over(requests, believed),
        nearest={name: round(value, 4) for name, value in sorted(nearest.items())},
        measured=measured,
    )


def _measured(
    matrix: sparse.csr_matrix, years: NDArray[np.int16], space: FeatureSpace, known: Mapping[str, Measure]
) -> dict[str, Measure]:
    """Measures of all blocks and of the year, of those that are not known yet by a sample of the titles."""
    n_titles = matrix.shape[0]
    rows = np.sort(np.random.default_rng(0).choice(n_titles, min(N_SAMPLED, n_titles), replace=False))
    measured = dict(known)
    for block in space.blocks:
        if block.spec.name not in known:
            measured[block.spec.name] = _measure(matrix[:, block.start : block.stop], rows)
    if YEAR not in known:
        measured[YEAR] = Measure(_mean(_best_years(years, rows)), float((years != 0).mean()), 1.0)
    return measured


def _measure(own: sparse.csr_matrix, rows: NDArray[np.int64]) -> Measure:
    lengths = np.diff(own.indptr)
    return Measure(
        nearest=_mean(_best_of_block(own, rows[lengths[rows] > 0])),
        coverage=float((lengths > 0).mean()),
        length=float(lengths[lengths > 0].mean()) if lengths.any() else 0.0,
    )


def _trust(size: float, half: float) -> float:
    """From 0 to 1: how far something of this size is believed; all of it where half is 0."""
    return size / (size + half) if half else 1.0


def _share_of_the_missing(measured: Mapping[str, Measure], space: FeatureSpace) -> float:
    """The factor by which distinctive blocks take over what others of them do not know.

    The root of what all of them should add over what those add that know something; else a catalogue
    that has only casts and genres would be sorted by genre, country and year alone.
    """
    distinctive = [block for block in space.blocks if block.spec.is_distinctive]
    wanted = sum(block.spec.constant for block in distinctive)
    known = sum(block.spec.constant * measured[block.spec.name].coverage for block in distinctive)
    return min(math.sqrt(wanted / known), MOST_SHARED) if known else 1.0


def _over(constants: Mapping[str, float], nearest: Mapping[str, float]) -> dict[str, float]:
    return {name: round(c / max(nearest[name], _LEAST), 4) for name, c in sorted(constants.items())}


def _best_of_block(own: sparse.csr_matrix, rows: NDArray[np.int64]) -> Iterator[NDArray[np.float32]]:
    """The highest similarities of each sampled title that knows anything in a block.

    A title without the block says nothing of how often titles meet in it: counting it as
    meeting nobody would let the weight grow with every gap in the catalogue.
    """
    depth = min(N_NEAREST, own.shape[0] - 1)
    others = own.T.tocsr()
    for start in range(0, len(rows), _CHUNK):
        chunk = rows[start : start + _CHUNK]
        # Most titles share nothing with one, so what is not zero is much less than a dense row.
        shared = own[chunk] @ others
        places = [slice(*ends) for ends in pairwise(shared.indptr.tolist())]
        with_others = [
            shared.data[place][shared.indices[place] != row]  # no title is its own neighbour
            for place, row in zip(places, chunk, strict=True)
        ]
        yield np.stack([_highest(known, depth) for known in with_others])


def _highest(known: NDArray[np.float32], depth: int) -> NDArray[np.float32]:
    """The highest values in any order, zeros where there are too few."""
    if len(known) <= depth:
        return np.pad(known, (0, depth - len(known)))
    return np.partition(known, len(known) - depth)[len(known) - depth :]


def _best_years(years: NDArray[np.int16], rows: NDArray[np.int64]) -> Iterator[NDArray[np.float64]]:
    """The same for the year, of which only a few hundred differ."""
    depth = min(N_NEAREST, len(years) - 1)
    distinct, counts = np.unique(years.astype(np.int64), return_counts=True)
    for year in years[rows[years[rows] != 0]].astype(np.int64):
        kernel = year_kernel(year - distinct, span=YEAR_SPAN) * (distinct != 0)
        order = np.argsort(-kernel, kind="stable")
        others = counts[order] - (distinct[order] == year)  # no title is its own neighbour
        yield np.repeat(kernel[order], np.minimum(others, depth))[:depth]


def _mean(best: Iterable[NDArray[np.floating]]) -> float:
    total, n_pairs = 0.0, 0
    for similarities in best:
        total, n_pairs = total + float(similarities.sum(dtype=np.float64)), n_pairs + similarities.size
    return total / n_pairs if n_pairs else 0.0
