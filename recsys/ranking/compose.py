"""From seeds, text and steering to one query vector: the left-hand side of the score.

The score (ARCHITECTURE: *Contracts*) is ``Σ_f w_f ⟨q_f, x_fd⟩ + w_year Σ_i a_i k(y_i, y_d)/Σ|a_i|``
with ``q_f = Σ_i a_i x_fi / Σ|a_i|`` over the seeds *i*, plus ``δ_t x_f(t)`` for each tone asked
more or less of. Each summand of it is one :class:`Evidence`, so that search and explanation
read the same numbers. Where likes stand alone, and where several viewers ask together, their
scores join by a power mean instead (:mod:`recsys.index.power_mean`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from recsys.arrays import SparseVector
from recsys.features import FeatureSpace
from recsys.index import NEAREST, NO_LIFTS, TOGETHER, QueryVector
from recsys.ranking.learned import LEARNED

YEAR = "year"
ESCAPISM = "escapism"
FAME = "fame"
RANK = "rank"
HUBS = "hubs"
FORM = "form"
MUTED_IN_DISLIKES = frozenset({"genres", "expected_genres", "countries"})
"""Blocks that a dislike leaves alone, so that it never wipes out a genre or a country."""
NOTHING = SparseVector(np.empty(0, np.int32), np.empty(0))
EVERYBODY = -1
"""Whose wish it is that belongs to no single viewer."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """One thing that speaks for or against titles: a seed, a text, or a tone asked more of.

    Parameters
    ----------
    label : str
        Title id, ``text``, ``more``, ``less``, ``tones`` or ``cast``.
    weight : float
        Signed weight in the sum.
    vector : SparseVector
        Its features, without block weights.
    year : int
        Its year; 0 is unknown or none.
    is_seed : bool
        Whether its weight counts in ``Σ|a_i|``.
    is_asked : bool
        Whether it was asked for in words, rather than by the example of a title.
    stands_alone : bool
        Whether its score joins those of the others by the power mean, instead of as a sum.
    welcome : SparseVector
        What is welcome to those who like it, as a second stage has learned; block weights do not
        apply to it, but the weight ``learned`` does.
    viewer : int
        Whose it is where several ask together, from 0; :data:`EVERYBODY` else.
    """

    label: str
    weight: float
    vector: SparseVector
    year: int = 0
    is_seed: bool = True
    is_asked: bool = False
    stands_alone: bool = False
    welcome: SparseVector = NOTHING
    viewer: int = EVERYBODY


@dataclass(frozen=True, slots=True)
class Join:
    """Evidence whose scores join by a power mean, group by group.

    Parameters
    ----------
    groups : tuple of tuple of Evidence
        Each is a question of its own.
    weights : ndarray of float64, shape (len(groups),)
        How much each counts.
    share : float
        What the mean counts.
    power : float
        Its power.
    """

    groups: tuple[tuple[Evidence, ...], ...]
    weights: NDArray[np.float64]
    share: float
    power: float


def parted(evidence: Iterable[Evidence]) -> tuple[list[Evidence], list[Join]]:
    """Return the evidence that adds up, and that which joins by a power mean.

    Parameters
    ----------
    evidence : iterable of Evidence
        As returned by :func:`normalise`.

    Returns
    -------
    tuple of list of Evidence and list of Join
        Likes that stand alone are groups of one; each viewer's evidence is a group.
    """
    everything = list(evidence)
    summed = [e for e in everything if e.viewer == EVERYBODY and not e.stands_alone]
    alone = [e for e in everything if e.viewer == EVERYBODY and e.stands_alone]
    viewers = sorted({e.viewer for e in everything} - {EVERYBODY})
    joins: list[Join] = []
    if alone:
        each = tuple((replace(e, weight=1.0, stands_alone=False),) for e in alone)
        weights = np.array([e.weight for e in alone])
        joins.append(Join(each, weights, float(weights.sum()), NEAREST))
    if viewers:
        theirs = [tuple(e for e in everything if e.viewer == viewer) for viewer in viewers]
        groups = tuple(tuple(replace(e, viewer=EVERYBODY) for e in group) for group in theirs)
        joins.append(Join(groups, np.ones(len(viewers)), 1.0, TOGETHER))
    return summed, joins


def normalise(evidence: Iterable[Evidence]) -> tuple[Evidence, ...]:
    """Return the evidence with the seeds' weights divided by the sum of their sizes.

    Parameters
    ----------
    evidence : iterable of Evidence
        Seeds with their weights as asked, and steering.

    Returns
    -------
    tuple of Evidence
        The same, in the same order.
    """
    everything = tuple(evidence)
    total = sum(abs(item.weight) for item in everything if item.is_seed) or 1.0
    return tuple(replace(e, weight=e.weight / total) if e.is_seed else e for e in everything)


def without_blocks(vector: SparseVector, space: FeatureSpace, names: Iterable[str]) -> SparseVector:
    """Return a vector without the features of some blocks.

    Parameters
    ----------
    vector : SparseVector
        Features of the whole space.
    space : FeatureSpace
        The fitted space.
    names : iterable of str
        Blocks to leave out.

    Returns
    -------
    SparseVector
        What is left.
    """
    kept = np.ones(len(vector.columns), dtype=np.bool_)
    for name in names:
        if name in space.by_name:
            block = space.by_name[name]
            kept &= (vector.columns < block.start) | (vector.columns >= block.stop)
    return SparseVector(vector.columns[kept], vector.values[kept])


def column_weights(space: FeatureSpace, weights: Mapping[str, float]) -> NDArray[np.float64]:
    """Return the weight of each block, in the order of the space's blocks.

    Parameters
    ----------
    space : FeatureSpace
        The fitted space.
    weights : mapping of str to float
        Weight by block; a block without one weighs nothing.

    Returns
    -------
    ndarray of float64, shape (n_blocks,)
        The weights.
    """
    return np.array([weights.get(block.spec.name, 0.0) for block in space.blocks])


def compose(
    evidence: Sequence[Evidence],
    space: FeatureSpace,
    weights: Mapping[str, float],
    *,
    escapism: float = 0.0,
    fame: float = 0.0,
    lifts: SparseVector = NO_LIFTS,
) -> QueryVector:
    """Return the query vector of normalised evidence.

    Parameters
    ----------
    evidence : sequence of Evidence
        As returned by :func:`normalise`.
    space : FeatureSpace
        The fitted space.
    weights : mapping of str to float
        Weight by block, of ``year``, and of what was ``learned``.
    escapism, fame : float
        Weights of the dials.
    lifts : SparseVector
        What is added to single titles, by row.

    Returns
    -------
    QueryVector
        Signed coefficients, block weights multiplied in.
    """
    summed, joins = parted(evidence)
    # Likes that stand alone belong to one viewer: the two kinds never meet on one level.
    join = joins[0] if joins else Join((), np.empty(0), 0.0, NEAREST)
    columns, coefficients = _with_learned(summed, *_coefficients(summed, space, weights), weights)
    dated = [e for e in summed if e.year and weights.get(YEAR)]
    return QueryVector(
        columns=columns,
        coefficients=coefficients,
        years=np.array([e.year for e in dated], dtype=np.int64),
        year_coefficients=np.array([e.weight * weights[YEAR] for e in dated]),
        escapism=escapism,
        traits=_traits(evidence, space, weights),
        each=tuple(compose(group, space, weights) for group in join.groups),
        each_weights=join.weights,
        share=join.share,
        power=join.power,
        fame=fame,
        lifts=lifts,
    )


def _coefficients(
    evidence: Sequence[Evidence], space: FeatureSpace, weights: Mapping[str, float]
) -> tuple[NDArray[np.int32], NDArray[np.float64]]:
    """Columns of the sum of some evidence, and their signed weights; none is 0."""
    if len(evidence) == 1:  # each column is there once, in order: nothing meets anything
        columns, summed = evidence[0].vector.columns, evidence[0].weight * evidence[0].vector.values
    else:
        every = np.concatenate([np.empty(0, np.int32), *(e.vector.columns for e in evidence)])
        values = np.concatenate([np.empty(0), *(e.weight * e.vector.values for e in evidence)])
        columns, summed = _summed(every, values)
    coefficients = summed * column_weights(space, weights)[space.blocks_of(columns)]
    is_left = coefficients != 0
    return columns[is_left], coefficients[is_left]


def _with_learned(
    evidence: Sequence[Evidence],
    columns: NDArray[np.int32],
    coefficients: NDArray[np.float64],
    weights: Mapping[str, float],
) -> tuple[NDArray[np.int32], NDArray[np.float64]]:
    """The same columns and coefficients with what is welcome added to them."""
    weight = weights.get(LEARNED, 0.0)
    added = [item for item in evidence if weight and len(item.welcome.columns)]
    if not added:
        return columns, coefficients
    every = np.concatenate([columns, *(item.welcome.columns for item in added)])
    values = [coefficients, *(weight * item.weight * item.welcome.values for item in added)]
    return _summed(every, np.concatenate(values))


def _summed(
    columns: NDArray[np.int32], values: NDArray[np.float64]
) -> tuple[NDArray[np.int32], NDArray[np.float64]]:
    """Distinct columns, ascending, and the sums of their values, added up in the order given."""
    distinct, places = np.unique(columns, return_inverse=True)
    return distinct.astype(np.int32), np.bincount(places, values).astype(np.float64)


def _traits(
    evidence: Sequence[Evidence], space: FeatureSpace, weights: Mapping[str, float]
) -> NDArray[np.int32]:
    """Features of which a result must share at least one."""
    columns, coefficients = _coefficients(evidence, space, weights)
    blocks = space.blocks_of(columns)
    is_trait = np.array([block.spec.is_trait for block in space.blocks], dtype=np.bool_)
    # What is asked for in so many words is reason enough, be it a mere country, but no form.
    asked_for = [e.vector.columns for e in evidence if e.is_asked]
    is_shared = is_trait[blocks]
    if asked_for:
        is_asked = np.isin(columns, np.concatenate(asked_for))
        is_form = np.array([block.spec.name == FORM for block in space.blocks], dtype=np.bool_)
        is_shared |= is_asked & ~is_form[blocks]
    return columns[is_shared & (coefficients > 0)]
