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

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from recsys.features import YEAR_CONSTANT, YEAR_HALF_TRUST, YEAR_SPAN, FeatureSpace, FittedBlock, year_kernel
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
    """

    weights: dict[str, float]
    on_request: dict[str, float]
    nearest: dict[str, float]


def calibrate(
    matrix: sparse.csr_matrix, years: NDArray[np.int16], space: FeatureSpace, *, described: float = 0.0
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

    Returns
    -------
    Calibration
        One weight a block.
    """
    n_titles = matrix.shape[0]
    rows = np.sort(np.random.default_rng(0).choice(n_titles, min(N_SAMPLED, n_titles), replace=False))
    measured = {block.spec.name: _nearest(_similarities(matrix, rows, block)) for block in space.blocks}
    measured[YEAR] = _nearest(_year_similarities(years, rows))
    typical = {block.spec.name: block.spec.typical for block in space.blocks} | {YEAR: _TYPICAL_YEAR}
    trust = _trust(n_titles, PRIOR_TITLES)
    # A block of which nothing is known teaches nothing, either: it keeps the typical value.
    believed = {
        name: trust * value + (1 - trust) * typical[name] if value else typical[name]
        for name, value in measured.items()
    }
    constants = {
        block.spec.name: (block.spec.constant + block.spec.when_described * described * trust)
        * _trust(n_titles, block.spec.half_trust)
        * _trust(_mean_length(matrix, block), block.spec.half_length)
        for block in space.blocks
    }
    share = _share_of_the_missing(matrix, space)
    for block in space.blocks:
        constants[block.spec.name] *= share if block.spec.is_distinctive else 1.0
    constants[YEAR] = YEAR_CONSTANT * _trust(n_titles, YEAR_HALF_TRUST)
    requests = {block.spec.name: block.spec.on_request for block in space.blocks if block.spec.on_request}
    return Calibration(
        weights=_over(constants, believed),
        on_request=_over(requests, believed),
        nearest={name: round(value, 4) for name, value in sorted(measured.items())},
    )


def _trust(size: float, half: float) -> float:
    """From 0 to 1: how far something of this size is believed; all of it where half is 0."""
    return size / (size + half) if half else 1.0


def _share_of_the_missing(matrix: sparse.csr_matrix, space: FeatureSpace) -> float:
    """The factor by which distinctive blocks take over what others of them do not know.

    The root of what all of them should add over what those add that know something; else a catalogue
    that has only casts and genres would be sorted by genre, country and year alone.
    """
    distinctive = [block for block in space.blocks if block.spec.is_distinctive]
    wanted = sum(block.spec.constant for block in distinctive)
    known = sum(block.spec.constant * _coverage(matrix, block) for block in distinctive)
    return min(math.sqrt(wanted / known), MOST_SHARED) if known else 1.0


def _coverage(matrix: sparse.csr_matrix, block: FittedBlock) -> float:
    """Share of the titles that know anything in the block."""
    return float((np.diff(matrix[:, block.start : block.stop].indptr) > 0).mean())


def _mean_length(matrix: sparse.csr_matrix, block: FittedBlock) -> float:
    """Mean number of tokens of the titles that know anything in the block."""
    lengths = np.diff(matrix[:, block.start : block.stop].indptr)
    return float(lengths[lengths > 0].mean()) if lengths.any() else 0.0


def _over(constants: Mapping[str, float], nearest: Mapping[str, float]) -> dict[str, float]:
    return {name: round(c / max(nearest[name], _LEAST), 4) for name, c in sorted(constants.items())}


def _chunks(rows: NDArray[np.int64]) -> list[NDArray[np.int64]]:
    return [rows[start : start + _CHUNK] for start in range(0, len(rows), _CHUNK)]


def _similarities(
    matrix: sparse.csr_matrix, rows: NDArray[np.int64], block: FittedBlock
) -> Iterator[NDArray[np.float64]]:
    own = matrix[:, block.start : block.stop]
    known = np.flatnonzero(np.diff(own.indptr))
    for chunk in _chunks(rows[np.isin(rows, known)]):
        yield _others((own[chunk] @ own.T).toarray().astype(np.float64), chunk)


def _year_similarities(years: NDArray[np.int16], rows: NDArray[np.int64]) -> Iterator[NDArray[np.float64]]:
    numbers = years.astype(np.int64)
    for chunk in _chunks(rows[numbers[rows] != 0]):
        kernel = year_kernel(numbers[chunk][:, None] - numbers[None, :], span=YEAR_SPAN)
        yield _others(kernel * (numbers != 0), chunk)


def _others(similarity: NDArray[np.float64], chunk: NDArray[np.int64]) -> NDArray[np.float64]:
    """No title is its own neighbour."""
    similarity[np.arange(len(chunk)), chunk] = -np.inf
    return similarity


def _nearest(similarities: Iterable[NDArray[np.float64]]) -> float:
    """Mean similarity of the nearest titles of each sampled one that knows anything in the block.

    A title without the block says nothing of how often titles meet in it: counting it as
    meeting nobody would let the weight grow with every gap in the catalogue.
    """
    total, n_pairs = 0.0, 0
    for similarity in similarities:
        depth = min(N_NEAREST, similarity.shape[1] - 1)
        if depth:
            best = np.partition(similarity, -depth, axis=1)[:, -depth:]
            total, n_pairs = total + float(best.sum()), n_pairs + best.size
    return total / n_pairs if n_pairs else 0.0
