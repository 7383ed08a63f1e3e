"""From a Parquet file to the weighted matrix, against scikit-learn.

Usage: ``python -m benchmarks.vectorize_speed --titles 100000``. Each contestant is a process of its own,
so that its peak memory is its own. Ours reads the whole file, cleans it, and knows who is who; the peer
reads the columns that it uses, one after the other. In the run our matrix is compared with that of the
ordinary way, title by title, bit for bit, on the first titles, and the number of genres, countries,
companies and people with that of the peer.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow.parquet as pq

from benchmarks.claims import report, result
from benchmarks.options import read_options
from benchmarks.processes import run_module
from benchmarks.sized_model import catalogue_file
from benchmarks.timing import OURS, Ratio

LISTS = ("genres", "countries", "cast", "studios")
"""Fields of which both sides must find the same number of entries."""
_CHECKED = 2000
_MB = 1e6


def main() -> None:
    """Measure both in turns, or do the work of one of them for the other process."""
    if len(sys.argv) > 1 and sys.argv[1] in CONTESTANTS:
        print(json.dumps(timed(sys.argv[1], Path(sys.argv[2]))))
        return
    options = read_options(__doc__, rounds=3)
    path = catalogue_file(options.titles, options.work)
    check_bits(path, options.work / f"first-{options.titles}.parquet")
    seconds: dict[str, list[float]] = {name: [] for name in CONTESTANTS}
    peaks: dict[str, list[float]] = {name: [] for name in CONTESTANTS}
    counts: dict[str, dict[str, int]] = {}
    for _ in range(options.rounds):
        for name in CONTESTANTS:
            run = run_module("benchmarks.vectorize_speed", name, str(path))
            told = json.loads(run.output)
            seconds[name].append(told["seconds"])
            peaks[name].append(run.peak_bytes / _MB)
            counts[name] = told["counts"]
    assert counts[OURS] == counts[PEER], f"different numbers of entries: {counts}"
    told_counts = ", ".join(f"{count:,} {name}" for name, count in counts[OURS].items())
    checked = f"{_CHECKED} titles bit for bit as the ordinary way; both found {told_counts}"
    for claim, figures, turned in (("vectorize", seconds, False), ("vectorize-memory", peaks, True)):
        ours, peer = np.array(figures[OURS]), np.array(figures[PEER])
        ratio = Ratio.of(ours, peer) if turned else Ratio.of(peer, ours)
        medians = float(np.median(ours)), float(np.median(peer))
        report(result(claim, options.titles, *medians, ratio, checked=checked), options.work)


def timed(name: str, path: Path) -> dict[str, Any]:
    """Return what one contestant took, and what it found.

    Parameters
    ----------
    name : str
        Who.
    path : Path
        The catalogue.

    Returns
    -------
    dict
        ``seconds``, without the time that imports take, and ``counts`` of entries by field.
    """
    work = CONTESTANTS[name]()
    start = time.perf_counter()
    counts = work(path)
    return {"seconds": time.perf_counter() - start, "counts": counts}


def _ours() -> Any:
    from recsys.features import DEFAULT_BLOCKS
    from training.columnar.reading import read_columns
    from training.columnar.vectorizing import vectorized

    def work(path: Path) -> dict[str, int]:
        vectorizer, matrix = vectorized(read_columns(path), DEFAULT_BLOCKS)
        by_name = vectorizer.space_.by_name
        frequency = np.bincount(matrix.indices, minlength=matrix.shape[1])
        return {name: int(frequency[by_name[name].start : by_name[name].stop].sum()) for name in LISTS}

    return work


def _scikit_learn() -> Any:
    from scipy import sparse
    from sklearn.feature_extraction.text import TfidfTransformer, TfidfVectorizer
    from sklearn.preprocessing import MultiLabelBinarizer

    def tones(path: Path) -> list[list[str]]:
        texts = pq.read_table(path, columns=["tones"])["tones"].to_pylist()
        return [
            [tone["id"] for tone in json.loads(text) if tone.get("state") != "no"] if text else []
            for text in texts
        ]

    def labels(path: Path, *columns: str) -> list[list[str]]:
        table = pq.read_table(path, columns=list(columns))
        lists = (table[column].to_pylist() for column in columns)
        return [[value for part in row for value in part or ()] for row in zip(*lists, strict=True)]

    def weighted(lists: list[list[str]]) -> sparse.csr_matrix:
        return TfidfTransformer().fit_transform(MultiLabelBinarizer(sparse_output=True).fit_transform(lists))

    def work(path: Path) -> dict[str, int]:
        parts = {name: weighted(labels(path, name)) for name in (*LISTS, "languages")}
        parts["creators"] = weighted(labels(path, "directors", "writers"))
        tags = labels(path, "tags")
        parts["tones"] = weighted([own + more for own, more in zip(tags, tones(path), strict=True)])
        texts = [text or "" for text in pq.read_table(path, columns=["synopsis"])["synopsis"].to_pylist()]
        parts["synopsis"] = TfidfVectorizer(dtype=np.float32, sublinear_tf=True).fit_transform(texts)
        sparse.hstack(list(parts.values()), format="csr", dtype=np.float32)
        return {name: int(parts[name].nnz) for name in LISTS}

    return work


PEER = "scikit-learn"
CONTESTANTS = {OURS: _ours, PEER: _scikit_learn}


def check_bits(path: Path, beginning: Path) -> None:
    """Compare our matrix of the first titles with that of the ordinary way.

    Parameters
    ----------
    path : Path
        The catalogue.
    beginning : Path
        Where its first titles may be written.

    Raises
    ------
    AssertionError
        If they differ in a bit.
    """
    from recsys.features import DEFAULT_BLOCKS
    from recsys.features.vectorizer import TitleVectorizer
    from recsys.importers import read_titles
    from training.columnar.reading import read_columns
    from training.columnar.vectorizing import vectorized

    first = next(pq.ParquetFile(path).iter_batches(batch_size=_CHECKED))
    with pq.ParquetWriter(beginning, first.schema) as writer:
        writer.write_batch(first)
    _, ours = vectorized(read_columns(beginning), DEFAULT_BLOCKS)
    reference = TitleVectorizer().fit_transform(list(read_titles([beginning]).catalogue))
    for name in ("indptr", "indices", "data"):
        assert np.array_equal(getattr(ours, name), getattr(reference, name)), f"{name} differ"


if __name__ == "__main__":
    main()
