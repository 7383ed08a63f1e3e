"""What one more worker costs: the model's pages that it shares, and the memory that is its own.

Usage: ``python -m benchmarks.worker_memory --titles 100000``. Workers are processes of the service over
the same files. Each verifies every byte, loads its compiled loops, and then answers a hundred
questions. Linux tells of every mapping how much of it is in memory, divided by the number of processes
that have it (``Pss``), and how much no other process has.
"""

from __future__ import annotations

import time
from contextlib import ExitStack

from benchmarks.claims import report, result
from benchmarks.http_speed import chosen_ids, target
from benchmarks.options import read_options
from benchmarks.processes import Memory, memory_of
from benchmarks.servers import Client, serving
from benchmarks.sized_model import model_folder
from benchmarks.timing import Ratio
from recsys.artifact import open_model

N_WORKERS = 2
N_REQUESTS = 100
SETTLED_SECONDS = 20.0
"""Compiled loops are loaded some seconds after the start, and are a good part of a worker's own memory."""
_MB = 1e6


def main() -> None:
    """Measure one worker, then two."""
    options = read_options(__doc__)
    folder = model_folder(options.titles, options.work)
    ids = chosen_ids(open_model(folder, verify="sizes"), N_REQUESTS)
    with ExitStack() as running:
        workers, bodies = [], []
        found: list[list[Memory]] = []
        for _ in range(N_WORKERS):
            workers.append(running.enter_context(serving("benchmarks.http_service", str(folder))))
            client = Client(workers[-1].port)
            time.sleep(SETTLED_SECONDS)
            bodies.append([client.get(target(id)) for id in ids])
            found.append([memory_of(worker.pid, folder) for worker in workers])
    assert bodies[0] == bodies[1], "two workers give different answers"
    alone, together = (sum(memory.mapped_share for memory in each) / _MB for each in (found[0], found[-1]))
    checked = f"both workers gave the same bytes for {len(ids)} titles"
    share = Ratio(together / alone, together / alone, together / alone)
    report(result("worker-share", options.titles, together, alone, share, checked=checked), options.work)
    private = found[-1][-1].private / _MB
    report(result("worker-private", options.titles, private, None, None, checked=checked), options.work)


if __name__ == "__main__":
    main()
