"""Two processes publish in one folder at once while a third one reads: each sees whole models only."""

from __future__ import annotations

import os
import shutil
import threading
from itertools import pairwise
from pathlib import Path

import pytest

from recsys.artifact import open_model
from recsys.publication import publish
from tests.faults.disturbed import left
from tests.faults.mortal import ended, forking
from tests.faults.report import record
from tests.faults.scale import rounds
from tests.faults.tiny_artifact import Published, tiny_model

pytestmark = [
    pytest.mark.skipif(not hasattr(os, "fork"), reason="processes are forked"),
    pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning"),
]

WAIT = 60.0


def publisher(sources: list[Path], folder: Path, begin: threading.Barrier, end: threading.Barrier) -> None:
    """Publish one model after the other; each of them begins when the other publisher is ready too."""
    models = {source: open_model(source, verify="sizes") for source in set(sources)}
    for source in sources:
        begin.wait(WAIT)
        publish(models[source], folder)
        end.wait(WAIT)


def _tell_the_end(end: threading.Barrier, over: threading.Event) -> None:
    end.wait(WAIT)
    over.set()


def test_two_publishers_at_once_leave_one_winner_and_nothing_torn(tmp_path: Path) -> None:
    names = ("one", "two", "three", "four")
    models = [
        Published.of(tiny_model(*names[: number + 1]), tmp_path / name) for number, name in enumerate(names)
    ]
    n_titles = {model.version.name: number + 1 for number, model in enumerate(models)}
    folder, n_rounds = tmp_path / "shared", rounds(usual=2, soak=200)
    publish(open_model(models[0].folder), folder)
    # Four models in turn: what a round publishes is never what the last one left.
    turns = [(models[(2 * turn + 1) % 4], models[(2 * turn + 2) % 4]) for turn in range(n_rounds)]
    begin, end = forking().Barrier(3), forking().Barrier(3)
    processes = [
        forking().Process(target=publisher, args=([turn[side].folder for turn in turns], folder, begin, end))
        for side in range(2)
    ]
    for process in processes:
        process.start()
    n_opened, winners = 0, []
    for turn in turns:
        over = threading.Event()
        begin.wait(WAIT)
        waiting = threading.Thread(target=_tell_the_end, args=(end, over))
        waiting.start()
        while not over.is_set():
            model = open_model(folder)
            assert len(model) == n_titles[model.info.version]
            n_opened += 1
        waiting.join()
        winner = open_model(folder).info.version
        assert winner in {side.version.name for side in turn}
        assert not left(folder)
        winners.append([side.version.name for side in turn].index(winner))
        for version in folder.glob("?" * 16):
            if version.name != winner:
                shutil.rmtree(version)
    assert [ended(process) for process in processes] == [0, 0]
    n_changes = sum(one != other for one, other in pairwise(winners))
    record(
        "two publishers at once, and a reader",
        f"{n_rounds} rounds",
        f"one winner each time ({winners.count(0)} times the first, {winners.count(1)} times the second, "
        f"{n_changes} changes); {n_opened:,} openings meanwhile, each of one whole version; nothing left",
    )
