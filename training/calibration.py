"""Block weights that a catalogue gives itself, without one label.

Fixed weights do not travel: in one catalogue tags hardly ever meet, in another they always do.
Weight times the mean similarity of a block's nearest titles, however, comes out nearly the same
for every catalogue on which weights were tuned. So each block declares that product, its
constant ``c_f``, and the weight is ``w_f = c_f / t_f`` with ``t_f`` measured here.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from recsys.arrays import Csr
from recsys.features import YEAR_CONSTANT, YEAR_HALF_TRUST, FeatureSpace
from recsys.ranking import YEAR
from training.measures import Measure, measures

PRIOR_TITLES = 500
"""A catalogue of this size is believed as much as those that were seen before."""

MOST_SHARED = 3.0
"""Highest factor by which a block takes over what others do not know."""

_LEAST = 1e-3
_TYPICAL_YEAR = 1.0


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
    rows: Csr,
    years: NDArray[np.int16],
    space: FeatureSpace,
    *,
    described: float = 0.0,
    known: Mapping[str, Measure] | None = None,
) -> Calibration:
    """Return the weights of a catalogue.

    Parameters
    ----------
    rows : Csr
        Titles × features, float32, unweighted blocks; may be memory-mapped, and is read a piece at a time.
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
    n_titles = rows.n_rows
    measured = measures(rows, years, space, known=known or {})
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
