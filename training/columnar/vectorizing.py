"""From columns to the matrix: what the TitleVectorizer makes of the same titles, bit for bit."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TypeVar

from scipy import sparse

from recsys.features import DEFAULT_BLOCKS, BlockSpec, FeatureSpace
from recsys.features.fitting import fit_counts
from recsys.names import PeopleIndex
from training.columnar.block_tokens import BlockTokens
from training.columnar.catalogue_columns import CatalogueColumns
from training.columnar.chosen_loops import compile_for, weighing_loops
from training.columnar.credited_people import CreditedPeople, credited_people
from training.columnar.memory import give_back
from training.columnar.weighted_blocks import weigh_counts

_N_THREADS = 2
_LONGEST = ("synopsis", "tones", "title")
"""Blocks that take longest are begun first."""
S = TypeVar("S")
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Vectorized:
    """What vectorising a catalogue gives.

    Parameters
    ----------
    matrix : scipy.sparse.csr_matrix of float32, shape (n_titles, n_features)
        Unweighted blocks.
    space : FeatureSpace
        The fitted blocks.
    credited : CreditedPeople
        Who is who.
    """

    matrix: sparse.csr_matrix
    space: FeatureSpace
    credited: CreditedPeople

    @property
    def people(self) -> PeopleIndex:
        """Index of who is who, made when it is asked for first."""
        return self.credited.index


def vectorize(columns: CatalogueColumns, blocks: tuple[BlockSpec, ...] = DEFAULT_BLOCKS) -> Vectorized:
    """Return the matrix of a catalogue in columns, with all that was fitted.

    Parameters
    ----------
    columns : CatalogueColumns
        The catalogue.
    blocks : tuple of BlockSpec
        Feature blocks.

    Returns
    -------
    Vectorized
        Equal to what :class:`recsys.features.vectorizer.TitleVectorizer` gives for the same titles.
    """
    compile_for(len(columns))
    # Nearly all of it is done outside of Python, so that two threads need half of the time.
    with ThreadPoolExecutor(_N_THREADS) as pool:
        people = pool.submit(_tidily, credited_people, columns)
        counts = BlockTokens(columns, people.result)
        names = sorted((spec.name for spec in blocks), key=lambda name: name not in _LONGEST)
        waiting = {name: pool.submit(_tidily, counts.of, name) for name in names}
        counted = (waiting.pop(spec.name).result() for spec in blocks)
        compiled = weighing_loops()
        matrix, space = (
            fit_counts(blocks, counted) if compiled is None else weigh_counts(blocks, counted, compiled)
        )
    return Vectorized(matrix, space, people.result())


def _tidily(work: Callable[[S], T], of: S) -> T:
    """What comes of some work; the memory that it took in between is given back."""
    done = work(of)
    give_back()
    return done
