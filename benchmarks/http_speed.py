"""Plain "similar" over HTTP against FastAPI with ``def`` and a response model.

Usage: ``python -m benchmarks.http_speed --titles 100000``. What counts is the processor time that the server
spends on a request: neither the client nor whatever else runs on the machine is in it. One peer, the ordinary
service, asks the same library over the same model for each answer. The others do less: they have the
neighbours, and all that is shown of them, in memory. Our service and the ordinary one are asked for titles
that they were never asked for, and for titles that were asked for before; of these only ours keeps the
answers.
"""

from __future__ import annotations

import json
import time
from collections import defaultdict
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path

import numpy as np

from benchmarks.claims import report, result
from benchmarks.http_apps import PATH
from benchmarks.options import read_options
from benchmarks.processes import cpu_seconds
from benchmarks.servers import Client, Server, serving
from benchmarks.sized_model import model_folder
from benchmarks.timing import Ratio
from recsys.artifact import open_model
from recsys.model import Model

N_TITLES = 1000
"""Titles that the peers know."""
N_KNOWN = 100
"""Titles that are asked for again and again."""
N_REQUESTS = 1000
"""Requests of a round; processor time is counted in hundredths of a second."""


def main() -> None:
    """Measure the service against both peers."""
    options = read_options(__doc__, rounds=3)
    folder = model_folder(options.titles, options.work)
    ids = chosen_ids(open_model(folder, verify="sizes"), N_TITLES * (options.rounds + 1))
    known, fresh = ids[:N_TITLES], ids[N_TITLES:]
    rng = np.random.default_rng(3)
    again = [known[place] for place in rng.integers(0, min(N_KNOWN, len(known)), N_REQUESTS)]
    stored = answers_file(options.titles, options.work)
    with ExitStack() as running:
        ours = running.enter_context(serving("benchmarks.http_apps", "ours", str(folder)))
        documents = {id: Client(ours.port).get(target(id)) for id in known}
        stored.write_text(json.dumps({id: json.loads(body) for id, body in documents.items()}))
        ordinary = running.enter_context(serving("benchmarks.http_apps", "ordinary", str(folder)))
        answers = running.enter_context(serving("benchmarks.http_apps", "answers", str(stored)))
        cards = running.enter_context(serving("benchmarks.http_apps", "cards", str(stored)))
        check(documents, (ordinary, answers), cards)
        taken: defaultdict[str, list[float]] = defaultdict(list)
        for number in range(options.rounds):
            part = fresh[number * N_TITLES : (number + 1) * N_TITLES] or fresh
            for name, server, requests in (
                ("first", ours, part),
                ("ordinary-first", ordinary, part),
                ("again", ours, again),
                ("ordinary", ordinary, again),
                ("answers", answers, again),
                ("cards", cards, again),
            ):
                taken[name].append(processor_time(server, requests))
    times = {name: np.array(seconds) for name, seconds in taken.items()}
    for claim, ours_name, peer in (
        ("http", "again", "answers"),
        ("http-first", "first", "answers"),
        ("http-ordinary", "again", "ordinary"),
        ("http-ordinary-first", "first", "ordinary-first"),
        ("http-cards", "again", "cards"),
    ):
        own, theirs = (float(np.median(times[name])) * 1e3 for name in (ours_name, peer))
        checked = f"the same document for {len(known)} titles"
        ratio = Ratio.of(times[peer], times[ours_name])
        report(result(claim, options.titles, own, theirs, ratio, checked=checked), options.work)


def chosen_ids(model: Model, n: int) -> list[str]:
    """Return ids of titles, each once, the same ones in every run.

    Parameters
    ----------
    model : Model
        The model.
    n : int
        How many, or all of a smaller model.

    Returns
    -------
    list of str
        In random order.
    """
    rows = np.random.default_rng(8).permutation(len(model))[:n]
    return [model.names.ids.table[int(row)] for row in rows]


def target(id: str) -> str:
    """Return what is requested for a title.

    Parameters
    ----------
    id : str
        The title; its id needs no escaping.

    Returns
    -------
    str
        The path.
    """
    return PATH.replace("{id}", id)


def check(documents: dict[str, bytes], whole: Sequence[Server], cards: Server) -> None:
    """Compare our answers with those of the peers.

    Parameters
    ----------
    documents : dict of str to bytes
        Our answers by id.
    whole : sequence of Server
        Peers that give the same documents.
    cards : Server
        The peer that gives titles and scores.

    Raises
    ------
    AssertionError
        If one differs.
    """
    clients, short = [Client(server.port) for server in whole], Client(cards.port)
    for id, body in documents.items():
        ours = json.loads(body)
        for client in clients:
            assert json.loads(client.get(target(id))) == ours, f"another answer for {id}"
        listed = [(found["id"], found["score"]) for found in json.loads(short.get(target(id)))["results"]]
        assert listed == [(found["id"], found["score"]) for found in ours["results"]], f"other cards for {id}"


def processor_time(server: Server, ids: Sequence[str]) -> float:
    """Return the processor time of a request.

    Parameters
    ----------
    server : Server
        Who is asked.
    ids : sequence of str
        For which titles.

    Returns
    -------
    float
        Seconds; the clock's own time, if the processor's is too short to be counted.
    """
    client = Client(server.port)
    before, start = cpu_seconds(server.pid), time.perf_counter()
    for id in ids:
        client.get(target(id))
    passed, used = time.perf_counter() - start, cpu_seconds(server.pid) - before
    client.close()
    return (used or passed) / len(ids)


def answers_file(titles: int, work: Path) -> Path:
    """Return where the peers' answers stand.

    Parameters
    ----------
    titles : int
        Size of the catalogue.
    work : Path
        Folder of the benchmarks' files.

    Returns
    -------
    Path
        A file of JSON.
    """
    return work / f"answers-{titles}.json"


if __name__ == "__main__":
    main()
