"""What a process has opened does not come along into a fork."""

from __future__ import annotations

import os
import sys
from itertools import count
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import pytest

from recsys.engines.encoding import title_vector
from recsys.engines.per_process import PerProcess
from tests.engines.adapters import EDGE, filled
from tests.index.catalogues import drawn

SECONDS = 30

# Which is what the service does with its workers, and what this is about.
pytestmark = pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning")


@pytest.fixture
def answers() -> Any:
    if sys.platform == "win32":
        pytest.skip("Windows forks no processes")
    return get_context("fork").SimpleQueue()


def test_it_is_opened_once_in_a_process() -> None:
    numbers = count(1)
    own = PerProcess(lambda: next(numbers))
    assert (own.get(), own.get()) == (1, 1)


def test_nothing_is_opened_before_it_is_needed() -> None:
    numbers = count(1)
    PerProcess(lambda: next(numbers))
    assert next(numbers) == 1


def test_a_fork_opens_its_own(answers: Any) -> None:
    own = PerProcess(os.getpid)
    assert own.get() == os.getpid()
    child = get_context("fork").Process(target=lambda: answers.put(own.get()))
    child.start()
    child.join(SECONDS)
    assert answers.get() == child.pid


def test_workers_that_are_forked_from_one_process_ask_the_engine_in_process(
    answers: Any, tmp_path: Path
) -> None:
    pytest.importorskip("qdrant_edge")
    index = drawn(1, 50).index
    engine = filled(EDGE, index, tmp_path)
    question = title_vector(index, 3)
    (before,) = engine.nearest([question], 5)

    def work() -> None:
        (hits,) = engine.nearest([question], 5)
        answers.put(hits.rows.tolist())

    workers = [get_context("fork").Process(target=work) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(SECONDS)
    waiting = [worker for worker in workers if worker.is_alive()]
    for worker in waiting:
        worker.kill()
    assert not waiting, "a forked worker waits for threads that it does not have"
    assert [answers.get() for _ in workers] == [before.rows.tolist()] * 2
    (after,) = engine.nearest([question], 5)
    assert after.rows.tolist() == before.rows.tolist()
