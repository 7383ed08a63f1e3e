"""The 50 nearest titles of every title, on two threads, against sparse_dot_topn.

Usage: ``python -m benchmarks.all_neighbours_speed --titles 100000``. Both get the same weighted matrix
without the year term, which a product of sparse rows cannot hold. Times are a title's share of some
thousand titles in a row; those of the first block, while threads start and tables are built, are left out
on both sides.
"""

from __future__ import annotations

import time
import warnings
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from benchmarks.claims import report, result
from benchmarks.comparison import TOLERANCE, assert_same
from benchmarks.options import has_peer, read_options
from benchmarks.peer_matrix import PeerMatrix, without_year
from benchmarks.sized_model import sized_model
from benchmarks.timing import OURS, Ratio
from recsys.index import Hits
from recsys.model import Model
from training.neighbours import neighbour_blocks

K = 50
THREADS = 2
SAMPLE = 4096
"""Titles whose neighbours are looked for in each round; less than a second of our time."""
_CHECKED = 200
Lists = dict[int, tuple[NDArray[np.int64], NDArray[np.float64]]]


def main() -> None:
    """Measure both in turns."""
    options = read_options(__doc__, rounds=3)
    if not has_peer("sparse_dot_topn"):
        return
    model = without_year(sized_model(options.titles, options.work))
    n_sample = min(SAMPLE, len(model) // 2)
    peer = SparseDotTopN(PeerMatrix.of(model))
    taken: dict[str, list[float]] = {OURS: [], "peer": []}
    for _ in range(options.rounds):
        seconds, ours = our_neighbours(model, n_sample)
        taken[OURS].append(seconds)
        seconds, theirs = peer.neighbours(np.arange(n_sample))
        taken["peer"].append(seconds)
        n_checked = check(ours, theirs)
    times = {name: np.array(seconds) for name, seconds in taken.items()}
    ratio = Ratio.of(times["peer"], times[OURS])
    checked = f"{n_checked} titles: the same {K} neighbours, scores within {TOLERANCE}, without the year"
    ours_ms, theirs_ms = (float(np.median(times[name])) * 1e3 for name in (OURS, "peer"))
    report(result("neighbours", options.titles, ours_ms, theirs_ms, ratio, checked=checked), options.work)
    print(f"all {len(model):,} titles at this pace: {ours_ms * len(model) / 1e3:,.0f} s")


def our_neighbours(model: Model, n: int) -> tuple[float, Lists]:
    """Return our time a title, and lists of the first titles.

    Parameters
    ----------
    model : Model
        The model, without a weight of the year.
    n : int
        Of how many titles.

    Returns
    -------
    float
        Seconds a title, from the end of the first block on.
    dict of int to tuple of ndarray and ndarray
        Rows and scores by title.
    """
    found: Lists = {}
    blocks = neighbour_blocks(model, k=K, n_jobs=THREADS)
    start, done = 0.0, 0
    for number, block in enumerate(blocks):
        if number:
            done += len(block.origins)
        else:
            start = time.perf_counter()
        pairs = zip(block.rows, block.scores.astype(np.float64), strict=True)
        found |= dict(zip(block.origins.tolist(), pairs, strict=True))
        if done >= n:
            break
    seconds = (time.perf_counter() - start) / max(done, 1)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # joblib says that blocks which nobody waits for are left undone
        del blocks
    return seconds, dict(islice(found.items(), _CHECKED))


class SparseDotTopN:
    """The peer: rows of a sparse product of which only the highest entries are kept.

    Parameters
    ----------
    peers : PeerMatrix
        The matrix.
    """

    def __init__(self, peers: PeerMatrix) -> None:
        self._seeds = peers.seeds
        self._transposed = peers.candidates().T.tocsr()

    def neighbours(self, rows: NDArray[np.int64]) -> tuple[float, Lists]:
        """Return the time a title, and lists of the first titles.

        Parameters
        ----------
        rows : ndarray of int64
            Titles.

        Returns
        -------
        float
            Seconds a title.
        dict of int to tuple of ndarray and ndarray
            Rows and scores by title.
        """
        from sparse_dot_topn import sp_matmul_topn

        seeds = self._seeds[rows]
        start = time.perf_counter()
        # One more than is asked for: each title finds itself.
        product = sp_matmul_topn(seeds, self._transposed, top_n=K + 1, n_threads=THREADS, sort=True)
        seconds = time.perf_counter() - start
        found = {}
        for place, row in enumerate(rows[:_CHECKED].tolist()):
            entries = slice(product.indptr[place], product.indptr[place + 1])
            titles, scores = (
                product.indices[entries].astype(np.int64),
                product.data[entries].astype(np.float64),
            )
            others = titles != row
            found[row] = titles[others][:K], scores[others][:K]
        return seconds / len(rows), found


def check(ours: Lists, theirs: Lists) -> int:
    """Compare lists of neighbours, and return how many were compared.

    Parameters
    ----------
    ours, theirs : dict of int to tuple of ndarray and ndarray
        Rows and scores by title.

    Returns
    -------
    int
        Number of titles that stand in both.

    Raises
    ------
    AssertionError
        If a list differs by more than rounding, or none was compared.
    """
    both = sorted(ours.keys() & theirs.keys())
    assert both, "no title was compared"
    for row in both:
        assert_same(Hits(*ours[row]), *theirs[row], what=f"neighbours of row {row}")
    return len(both)


if __name__ == "__main__":
    main()
