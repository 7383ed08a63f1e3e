"""What a catalogue says of each block: how near the nearest titles are, and who knows how much."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from recsys.arrays import Csr
from recsys.features import YEAR_SPAN, FeatureSpace, FittedBlock, year_kernel
from recsys.ranking import YEAR
from training.kept_columns import KeptColumns

N_SAMPLED = 300
N_NEAREST = 20


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


def measures(
    rows: Csr, years: NDArray[np.int16], space: FeatureSpace, *, known: Mapping[str, Measure]
) -> dict[str, Measure]:
    """Return the measures of all blocks and of the year.

    Parameters
    ----------
    rows : Csr
        Titles × features, float32, unweighted blocks; may be memory-mapped, and is read a piece at a time.
    years : ndarray of int16, shape (n_titles,)
        0 is unknown.
    space : FeatureSpace
        The fitted blocks.
    known : mapping of str to Measure
        Measures that are taken as they are.

    Returns
    -------
    dict of str to Measure
        By block, and of ``year``.
    """
    n_titles = rows.n_rows
    sample = np.sort(np.random.default_rng(0).choice(n_titles, min(N_SAMPLED, n_titles), replace=False))
    unknown = [block for block in space.blocks if block.spec.name not in known]
    found = dict(known) | _of_blocks(rows, sample, space, unknown)
    if YEAR not in known:
        found[YEAR] = Measure(_mean(_best_years(years, sample)), float((years != 0).mean()), 1.0)
    return found


def _of_blocks(
    rows: Csr, sample: NDArray[np.int64], space: FeatureSpace, blocks: Sequence[FittedBlock]
) -> dict[str, Measure]:
    """Measures of blocks by what a sample of the titles has in them."""
    sampled = rows.take(sample)
    kept = KeptColumns.among(np.unique(sampled.indices).astype(np.int64), space.n_features)
    own = kept.of(sampled)
    bests = [_Best.of(block, own, sample, kept, min(N_NEAREST, rows.n_rows - 1)) for block in blocks]
    n_filled, n_tokens = (np.zeros(len(space.blocks), np.int64) for _ in range(2))
    for first, piece in rows.pieces():
        others = kept.of(piece)
        for best in bests:
            best.meet(others, first)
        filled, tokens = _counts(piece, space)
        n_filled += filled
        n_tokens += tokens
    of_name = {block.spec.name: place for place, block in enumerate(space.blocks)}
    return {
        best.name: Measure(
            nearest=_mean([best.highest]),
            coverage=float(n_filled[of_name[best.name]] / rows.n_rows),
            length=float(n_tokens[of_name[best.name]] / max(n_filled[of_name[best.name]], 1)),
        )
        for best in bests
    }


def _counts(piece: Csr, space: FeatureSpace) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """How many titles know anything in each block, and how much all of them know."""
    blocks = space.blocks_of(piece.indices)
    is_first = np.diff(blocks, prepend=-1) != 0
    is_first[piece.indptr[:-1][np.diff(piece.indptr) > 0]] = True
    filled, tokens = (np.bincount(of, minlength=len(space.blocks)) for of in (blocks[is_first], blocks))
    return filled, tokens


@dataclass(frozen=True, slots=True)
class _Best:
    """The highest similarities of each sampled title that knows anything in a block.

    A title without the block says nothing of how often titles meet in it: counting it as
    meeting nobody would let the weight grow with every gap in the catalogue.
    """

    name: str
    rows: NDArray[np.int64]
    own: sparse.csr_matrix
    columns: slice
    highest: NDArray[np.float32]

    @classmethod
    def of(
        cls,
        block: FittedBlock,
        sampled: sparse.csr_matrix,
        rows: NDArray[np.int64],
        kept: KeptColumns,
        depth: int,
    ) -> _Best:
        """Of a sample of the titles, before they have met any."""
        columns = slice(*np.searchsorted(kept.columns, [block.start, block.stop]).tolist())
        own = sampled[:, columns]
        knows = np.diff(own.indptr) > 0
        highest = np.zeros((int(knows.sum()), depth), np.float32)
        return cls(block.spec.name, rows[knows], own[knows], columns, highest)

    def meet(self, others: sparse.csr_matrix, first: int) -> None:
        """Take in the similarities with some titles that follow each other, of which one is the first."""
        if not self.highest.size:
            return
        # Most titles share nothing with one, so what is not zero is much less than a dense row.
        shared = self.own @ others[:, self.columns].T.tocsr()
        itself = np.repeat(self.rows - first, np.diff(shared.indptr)) == shared.indices
        shared.data[itself] = 0  # no title is its own neighbour
        for place, best in enumerate(self.highest):
            met = shared.data[shared.indptr[place] : shared.indptr[place + 1]]
            higher = met[met > best[0]]
            if len(higher):  # ascending, so that sums are the same however many titles are met at a time
                best[:] = np.sort(np.concatenate([best, higher]))[-len(best) :]


def _best_years(years: NDArray[np.int16], rows: NDArray[np.int64]) -> Iterator[NDArray[np.float64]]:
    """The highest similarities of each sampled title in its year, of which only a few hundred differ."""
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
