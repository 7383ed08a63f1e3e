"""From a Parquet file to the weighted matrix, against scikit-learn.

Usage: ``python -m benchmarks.vectorize_speed --titles 100000``. Each contestant is a process of its own, so
that its peak memory is its own. The peer makes an own TF-IDF of each field, with our function words left out;
who is who, and which spellings are one, it does not ask. It is measured twice: with a dictionary a title, as
one usually has them, and thriftily, with one column after the other. In the run our matrix is compared with
that of the ordinary way, bit for bit, on the first titles, and the number of genres, countries, companies and
people with that of the peer.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow.parquet as pq

from benchmarks.claims import report, result
from benchmarks.options import read_options
from benchmarks.processes import run_module
from benchmarks.timing import OURS, Ratio

LISTS = ("genres", "countries", "cast", "studios")
"""Fields of which both sides must find the same number of entries."""
Work = Callable[[Path], dict[str, int]]
Column = Callable[[str], list[Any]]
_CHECKED = 2000
_MB = 1e6


def main() -> None:
    """Measure both in turns, or do the work of one of them for the other process."""
    if len(sys.argv) > 1 and sys.argv[1] in CONTESTANTS:
        print(json.dumps(timed(sys.argv[1], Path(sys.argv[2]))))
        return
    from benchmarks.sized_model import catalogue_file  # loads what our process does not need

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
    assert counts[OURS] == counts[ROWS] == counts[COLUMNS], f"different numbers of entries: {counts}"
    told_counts = ", ".join(f"{count:,} {name}" for name, count in counts[OURS].items())
    checked = f"{_CHECKED} titles bit for bit as the ordinary way; all found {told_counts}"
    for claim, peer in CLAIMED:
        for suffix, figures, is_speed in (("", seconds, True), ("-memory", peaks, False)):
            ours, theirs = np.array(figures[OURS]), np.array(figures[peer])
            ratio = Ratio.of(theirs, ours) if is_speed else Ratio.of(ours, theirs)
            medians = float(np.median(ours)), float(np.median(theirs))
            found = result(claim + suffix, options.titles, *medians, ratio, checked=checked)
            report(found, options.work)


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
        ``seconds``, without the time that imports and compiled loops take to load, and ``counts`` of
        entries by field.
    """
    work = CONTESTANTS[name]()
    start = time.perf_counter()
    counts = work(path)
    return {"seconds": time.perf_counter() - start, "counts": counts}


def _ours() -> Work:
    from training.columnar.chosen_loops import compile_loops
    from training.columnar.reading import read_columns
    from training.columnar.vectorizing import vectorize

    compile_loops()

    def work(path: Path) -> dict[str, int]:
        found = vectorize(read_columns(path))
        by_name = found.space.by_name
        frequency = np.bincount(found.matrix.indices, minlength=found.matrix.shape[1])
        return {name: int(frequency[by_name[name].start : by_name[name].stop].sum()) for name in LISTS}

    return work


def _scikit_learn(read: Callable[[Path], Column]) -> Work:
    from scipy import sparse
    from sklearn.feature_extraction.text import TfidfTransformer, TfidfVectorizer
    from sklearn.preprocessing import MultiLabelBinarizer

    from recsys.features.text import STOP_WORDS

    def tones(texts: list[str | None]) -> list[list[str]]:
        stated = (json.loads(text) if text else () for text in texts)
        return [[tone["id"] for tone in row if tone.get("state") != "no"] for row in stated]

    def together(*columns: list[list[str]]) -> list[list[str]]:
        return [[value for part in row for value in part] for row in zip(*columns, strict=True)]

    def weighted(lists: list[list[str]]) -> sparse.csr_matrix:
        counted = MultiLabelBinarizer(sparse_output=True).fit_transform(lists)
        return sparse.csr_matrix(TfidfTransformer().fit_transform(counted))

    def worded(texts: list[str | None]) -> sparse.csr_matrix:
        vectorizer = TfidfVectorizer(dtype=np.float32, sublinear_tf=True, stop_words=sorted(STOP_WORDS))
        return sparse.csr_matrix(vectorizer.fit_transform([text or "" for text in texts]))

    def work(path: Path) -> dict[str, int]:
        column = read(path)
        parts = {name: weighted(column(name)) for name in (*LISTS, "languages")}
        parts["creators"] = weighted(together(column("directors"), column("writers")))
        parts["tones"] = weighted(together(column("tags"), tones(column("tones"))))
        for name in ("form", "medium", "source_material"):
            parts[name] = weighted([[value] if value else [] for value in column(name)])
        parts |= {name: worded(column(name)) for name in ("title", "synopsis")}
        sparse.hstack(list(parts.values()), format="csr", dtype=np.float32)
        return {name: int(parts[name].nnz) for name in LISTS}

    return work


def _rows(path: Path) -> Column:
    """The usual way: a dictionary a title, as it was measured before anything was built."""
    rows = pq.read_table(path).to_pylist()
    return lambda name: [row[name] for row in rows]


def _columns(path: Path) -> Column:
    """The thrifty way: one column after the other."""
    return lambda name: pq.read_table(path, columns=[name])[name].to_pylist()


ROWS, COLUMNS = "rows", "columns"
CONTESTANTS: dict[str, Callable[[], Work]] = {
    OURS: _ours,
    ROWS: lambda: _scikit_learn(_rows),
    COLUMNS: lambda: _scikit_learn(_columns),
}
CLAIMED = (("vectorize", ROWS), ("vectorize-columns", COLUMNS))


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
    from recsys.features.vectorizer import TitleVectorizer
    from recsys.importers import read_titles
    from training.columnar.reading import read_columns
    from training.columnar.vectorizing import vectorize

    first = next(pq.ParquetFile(path).iter_batches(batch_size=_CHECKED))
    with pq.ParquetWriter(beginning, first.schema) as writer:
        writer.write_batch(first)
    ours = vectorize(read_columns(beginning)).matrix
    reference = TitleVectorizer().fit_transform(list(read_titles([beginning]).catalogue))
    for name in ("indptr", "indices", "data"):
        assert np.array_equal(getattr(ours, name), getattr(reference, name)), f"{name} differ"


if __name__ == "__main__":
    main()
