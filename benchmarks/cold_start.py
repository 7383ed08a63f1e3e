"""From the start of a process to its first answer, against a pickle and scikit-learn.

Usage: ``python -m benchmarks.cold_start --titles 1000000``. Our command is ``recsys similar ID``; our
service is started with every byte verified, and asked as soon as it listens. All of them have read their
files once before, so that nobody waits for the disk. The lists are compared in the run.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

import numpy as np
from scipy import sparse

from benchmarks.claims import report, result
from benchmarks.http_speed import target
from benchmarks.options import read_options
from benchmarks.peer_matrix import PeerMatrix, of_one_length
from benchmarks.pickled_peer import write
from benchmarks.processes import run, run_module
from benchmarks.questions import K, asker, seed_question
from benchmarks.servers import Client, serving
from benchmarks.sized_model import model_folder
from benchmarks.timing import OURS, Ratio
from recsys.artifact import open_model
from recsys.features import YEAR_SPAN
from recsys.model import Model


def main() -> None:
    """Measure the command, the service and the peer in turns."""
    options = read_options(__doc__, rounds=5)
    folder = model_folder(options.titles, options.work)
    model = open_model(folder, verify="sizes")
    pickle = options.work / f"peer-{options.titles}.joblib"
    if not pickle.is_file():
        write(pickle, pickled(model))
    row = len(model) // 2
    id = model.names.ids.table[row]
    n_same = check(model, folder, pickle, row)
    del model
    taken: dict[str, list[float]] = {OURS: [], "http": [], "peer": []}
    _service_seconds(folder, id)
    for _ in range(options.rounds):
        taken["peer"].append(run_module("benchmarks.pickled_peer", str(pickle), id).seconds)
        taken[OURS].append(run(_command(folder, id)).seconds)
        taken["http"].append(_service_seconds(folder, id))
    times = {name: np.array(seconds) for name, seconds in taken.items()}
    for claim, name in (("start-command", OURS), ("start-http", "http")):
        own, theirs = (float(np.median(times[each])) for each in (name, "peer"))
        ratio = Ratio.of(times["peer"], times[name])
        checked = f"the same {n_same} titles; our command leaves out what shares no trait"
        report(result(claim, options.titles, own, theirs, ratio, checked=checked), options.work)


def pickled(model: Model) -> dict[str, object]:
    """Return what the peer keeps.

    Parameters
    ----------
    model : Model
        The model.

    Returns
    -------
    dict
        As :mod:`benchmarks.pickled_peer` reads it.
    """
    peers = PeerMatrix.of(model)
    candidates, length = of_one_length(peers.candidates())
    shape = (len(model), candidates.shape[1])
    seeds = sparse.csr_matrix((peers.seeds.data, peers.seeds.indices, peers.seeds.indptr), shape=shape)
    ids = list(model.names.ids.table)
    return {
        "seeds": seeds,
        "candidates": candidates,
        "lengths": length * np.sqrt(np.asarray(seeds.multiply(seeds).sum(axis=1)).ravel()),
        "years": peers.year.astype(np.int64),
        "factors": peers.factors,
        "year_weight": peers.year_weight,
        "span": YEAR_SPAN,
        "ids": ids,
        "titles": [json.loads(line)["title"] for line in model.documents],
        "places": {id: row for row, id in enumerate(ids)},
    }


def check(model: Model, folder: Path, pickle: Path, row: int) -> int:
    """Compare the peer's list with those of our index and our command, and return how many titles they share.

    Parameters
    ----------
    model : Model
        The model.
    folder : Path
        Where it is published.
    pickle : Path
        The peer's model.
    row : int
        The title that is asked for.

    Returns
    -------
    int
        Titles of the peer's list that share a trait with it: those are what our command lists first.

    Raises
    ------
    AssertionError
        If the lists differ.
    """
    table = model.names.ids.table
    question = seed_question(model, row)
    index = asker(model, {row: question})(row)
    theirs = json.loads(run_module("benchmarks.pickled_peer", str(pickle), table[row]).output)
    assert {table[int(found)] for found in index.rows} == set(theirs), "the peer's list is another one"
    shares = model.index.sharing(question)
    expected = {table[int(found)] for found in index.rows if shares[found]}
    options = ["--relations", "include", "-k", str(K), "--json"]
    document = json.loads(run([*_command(folder, table[row]), *options]).output)
    first = {entry["id"] for entry in document["results"][: len(expected)]}
    assert first == expected, "the command's list is another one"
    return len(expected)


def _command(folder: Path, id: str) -> list[str]:
    return [sys.executable, "-m", "recsys", "similar", id, "--model", str(folder)]


def _service_seconds(folder: Path, id: str) -> float:
    """Return the time from the start of a service to its first answer."""
    with serving("benchmarks.http_service", str(folder)) as server:
        Client(server.port).get(target(id))
        return time.perf_counter() - server.started


if __name__ == "__main__":
    main()
