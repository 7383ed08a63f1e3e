"""How much two cores gain over one when the nearest of all titles are looked for.

Usage: ``python -m benchmarks.cores_speed --titles 200000``. The same tasks are done in turns by one process
and by two, which share the model's files. Beside them a plain stream through memory is timed, in one
thread and in two: searching reads so much that two cores cannot gain more than memory gives them.
"""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import numpy as np
from numpy.typing import NDArray

from benchmarks.claims import report, result
from benchmarks.options import read_options
from benchmarks.sized_model import model_folder
from benchmarks.timing import Ratio
from recsys.artifact import open_model
from training.backends import JoblibBackend
from training.block_run import Span
from training.version_nearest import VersionNearest

CORES = 2
K = 50
TITLES_A_TASK = 256
N_TASKS = 16
"""Some seconds of one core at 200,000 titles."""
_STREAM = 2**25
"""Numbers of eight bytes: 256 MB, which no cache holds."""
_STREAMS = 8
Found = dict[int, bytes]


def main() -> None:
    """Measure both in turns."""
    options = read_options(__doc__)
    folder = model_folder(options.titles, options.work)
    version = folder / open_model(folder, verify="sizes").info.version
    nearest = VersionNearest.at(version, sharing=False)
    starts = np.linspace(0, options.titles - TITLES_A_TASK, N_TASKS, dtype=np.int64).tolist()
    spans = [Span(start, start + TITLES_A_TASK, K) for start in starts]
    backends = {1: JoblibBackend("loky", 1), CORES: JoblibBackend("loky", CORES)}
    for backend in backends.values():  # each process opens and verifies the model before the clock starts
        found_by(backend, nearest, spans[: 2 * CORES])
    seconds: dict[int, list[float]] = {1: [], CORES: []}
    streams: dict[int, list[float]] = {1: [], CORES: []}
    found: dict[int, Found] = {}
    with ThreadPoolExecutor(CORES) as pool:
        arrays = [np.ones(_STREAM) for _ in range(CORES)]
        for _ in range(options.rounds):
            for n, backend in backends.items():
                start = time.perf_counter()
                found[n] = found_by(backend, nearest, spans)
                seconds[n].append(time.perf_counter() - start)
                start = time.perf_counter()
                list(pool.map(stream, arrays[:n]))
                streams[n].append((time.perf_counter() - start) / n)
    assert found[1] == found[CORES], "two processes find something else than one"
    gain, of_stream = (Ratio.of(np.array(each[1]), np.array(each[CORES])) for each in (seconds, streams))
    ours, alone = (1e3 * float(np.median(seconds[n])) / (N_TASKS * TITLES_A_TASK) for n in (CORES, 1))
    checked = f"the same bytes; a stream through memory gains {of_stream.median:.2f}"
    report(result("cores", options.titles, ours, alone, gain, checked=checked), options.work)


def found_by(backend: JoblibBackend, nearest: VersionNearest, spans: list[Span]) -> Found:
    """Return what tasks find.

    Parameters
    ----------
    backend : JoblibBackend
        Where they are done.
    nearest : VersionNearest
        What finds neighbours.
    spans : list of Span
        The tasks.

    Returns
    -------
    dict of int to bytes
        Rows and scores by the first title of each task.
    """
    tasks = [partial(span.found_by, nearest) for span in spans]
    return {block.start: block.rows.tobytes() + block.scores.tobytes() for block in backend.results(tasks)}


def stream(numbers: NDArray[np.float64]) -> None:
    """Read and write all of an array several times.

    Parameters
    ----------
    numbers : ndarray of float64
        Larger than any cache.
    """
    for _ in range(_STREAMS):
        np.negative(numbers, out=numbers)


if __name__ == "__main__":
    main()
