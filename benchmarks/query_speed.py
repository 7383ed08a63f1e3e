"""One exact query against the usual ways: the 20 titles nearest to one, on one thread.

Usage: ``python -m benchmarks.query_speed --titles 100000``. Our index is asked through
:class:`recsys.index.Index`; each peer gets the very same weighted matrix, and the year term is added to
what it computes, but for usearch, where both leave the year out. Every list is compared with ours in the run.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from sklearn.metrics.pairwise import cosine_similarity

from benchmarks.claims import SMALL, report, result
from benchmarks.comparison import TOLERANCE, assert_same, best
from benchmarks.options import Options, has_peer, read_options
from benchmarks.peer_matrix import PeerMatrix, of_one_length, without_year
from benchmarks.questions import K, asker, chosen_rows, seed_questions
from benchmarks.sized_model import sized_model
from benchmarks.timing import OURS, Ratio, Times, interleaved
from recsys.model import Model

DIMENSIONS = 128
Found = tuple[NDArray[np.int64], NDArray[np.float64]]
Peer = Callable[[int], Found]
MakesPeer = Callable[[PeerMatrix], Peer]


def scikit_learn(peers: PeerMatrix) -> Peer:
    """Return the tutorial's way: the cosine with every title, and all of them sorted.

    Parameters
    ----------
    peers : PeerMatrix
        The matrix.

    Returns
    -------
    callable
        From a row to its nearest titles and their scores.
    """
    rows, length = of_one_length(peers.candidates())

    def ask(row: int) -> Found:
        own = peers.seeds[row]
        seed = sparse.csr_matrix((own.data, own.indices, own.indptr), shape=(1, rows.shape[1]))
        norm = float(np.sqrt(seed.multiply(seed).sum()))
        scores = cosine_similarity(seed, rows).ravel() * (norm * length) + peers.year_terms(row)
        scores[row] = -np.inf
        order = np.argsort(-scores)[:K]
        return order, scores[order]

    return ask


def scipy(peers: PeerMatrix) -> Peer:
    """Return the product of a row with the transposed matrix, which reads posting lists only.

    Parameters
    ----------
    peers : PeerMatrix
        The matrix.

    Returns
    -------
    callable
        From a row to its nearest titles and their scores.
    """
    transposed = peers.candidates().T.tocsr()

    def ask(row: int) -> Found:
        scores = (peers.seeds[row] @ transposed).toarray().ravel() + peers.year_terms(row)
        scores[row] = -np.inf
        return best(scores, K)

    return ask


def usearch(peers: PeerMatrix) -> Callable[[int], NDArray[np.int64]]:
    """Return an approximate search: titles as 128 numbers each, in a graph.

    Parameters
    ----------
    peers : PeerMatrix
        The matrix.

    Returns
    -------
    callable
        From a row to the titles that it takes for the nearest ones.
    """
    from sklearn.decomposition import TruncatedSVD
    from usearch.index import Index

    candidates = peers.candidates()
    n_dimensions = min(DIMENSIONS, candidates.shape[1] - 1)
    svd = TruncatedSVD(n_dimensions, n_iter=2, random_state=0).fit(candidates)
    theirs = svd.transform(candidates).astype(np.float32)
    ours = svd.transform(peers.seeds).astype(np.float32)
    index = Index(
        ndim=n_dimensions, metric="ip", dtype="f32", connectivity=16, expansion_add=128, expansion_search=128
    )
    index.add(np.arange(len(theirs)), theirs, threads=2)

    def ask(row: int) -> NDArray[np.int64]:
        found = index.search(ours[row], K + 1, threads=1).keys.astype(np.int64)
        return np.asarray(found[found != row][:K])

    return ask


def main() -> None:
    """Measure our index against its peers."""
    options = read_options(__doc__)
    model = sized_model(options.titles, options.work)
    rows = chosen_rows(model)
    against_exact(options, model, rows)
    if options.titles <= SMALL and has_peer("usearch"):
        against_usearch(options, without_year(model), rows)


def against_exact(options: Options, model: Model, rows: NDArray[np.int64]) -> None:
    """Measure against the exact peers.

    Parameters
    ----------
    options : Options
        What was chosen.
    model : Model
        The model.
    rows : ndarray of int64
        The titles that are asked for.
    """
    peers = PeerMatrix.of(model)
    ours = asker(model, seed_questions(model, rows))
    for name, peer in (("query-scikit-learn", scikit_learn(peers)), ("query-scipy", scipy(peers))):
        for row in rows.tolist():
            assert_same(ours(row), *peer(row), what=f"{name}, row {row}")
        times = interleaved({OURS: ours, name: peer}, rows.tolist(), rounds=options.rounds)
        checked = f"{len(rows)} questions: the same {K} titles, scores within {TOLERANCE}"
        _report(options, name, times, checked)


def against_usearch(options: Options, model: Model, rows: NDArray[np.int64]) -> None:
    """Measure against the approximate peer, and tell how much of the answer it finds.

    Parameters
    ----------
    options : Options
        What was chosen.
    model : Model
        The model, without a weight of the year.
    rows : ndarray of int64
        The titles that are asked for.
    """
    ours, peer = asker(model, seed_questions(model, rows)), usearch(PeerMatrix.of(model))
    recall = float(np.mean([np.isin(ours(row).rows, peer(row)).mean() for row in rows.tolist()]))
    times = interleaved({OURS: ours, "query-usearch": peer}, rows.tolist(), rounds=options.rounds)
    _report(options, "query-usearch", times, f"recall: 1 (ours) and {recall:.2f} (usearch), without the year")


def _report(options: Options, name: str, times: dict[str, Times], checked: str) -> None:
    ratio = Ratio.of(times[name].rounds, times[OURS].rounds)
    ours, peer = times[OURS].median * 1e3, times[name].median * 1e3
    report(result(name, options.titles, ours, peer, ratio, checked=checked), options.work)


if __name__ == "__main__":
    main()
