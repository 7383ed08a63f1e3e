"""Four times what the service can do, and clients that do not read: it refuses some, and goes on."""

from __future__ import annotations

import asyncio
import itertools
import socket
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from statistics import median
from time import perf_counter

import pytest

from recsys.model import Model
from tests.faults.ending import served_to_its_end
from tests.faults.keep_alive import PATIENCE, connecting, get
from tests.faults.offered import (
    Connect,
    Offered,
    as_fast_as_answered,
    at_a_rate,
    health_watched,
    one_after_another,
    p99,
)
from tests.faults.report import record
from tests.faults.scale import IS_SOAK, rounds
from tests.faults.service_process import Process

SECONDS = rounds(usual=1, soak=60)
TIMES = 4
AT_ONCE = 16
"""Requests that the service answers at once: its default."""
SOON = 1.0
"""Seconds within which a supervisor must be answered."""
RECOVERY = 5.0
"""Seconds after which the service must be as fast as it was."""
GROWTH = 64
"""Megabytes that an overload may add: answers on their way, threads and connections."""
SLOWER = 4
"""By how much the slowest of those that are answered may exceed the mean: threads share one interpreter.

At most AT_ONCE questions are computed at once, so that each takes AT_ONCE / capacity seconds in the mean,
whatever is offered.
"""
N_QUIET = rounds(usual=10, soak=100)
LONG = get("/v1/map")
SETTLED = rounds(usual=1, soak=10)
N_SLOW = 60
"""Clients that do not read, more than are answered at once."""


@pytest.fixture(scope="module")
def process(builtin_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Process]:
    """The built-in model, without a memory of answers: each question is computed."""
    log = tmp_path_factory.mktemp("overload") / "log"
    settings = {"memory_bytes": "0", "log_requests": "0", "concurrency": str(AT_ONCE)}
    with served_to_its_end(builtin_folder, log, **settings) as process:
        yield process


@pytest.fixture(scope="module")
def questions(builtin: Model) -> Iterator[bytes]:
    """Another one each time."""
    ids = [builtin.sketch(row).id for row in range(len(builtin))]
    return (get(f"/v1/titles/{id}/similar?k={k}") for k in itertools.count(5) for id in ids)


async def seconds_to_recover(connect: Connect, questions: Iterator[bytes], quiet: Offered) -> float:
    """How long after an overload a few questions take no longer than they took in peace."""
    began = perf_counter()
    while perf_counter() - began < 4 * RECOVERY:
        after = await one_after_another(connect, questions, n=N_QUIET)
        if median(after.seconds) < 1.5 * median(quiet.seconds) and p99(after.seconds) < 2 * p99(
            quiet.seconds
        ):
            break
    return perf_counter() - began


async def overload(process: Process, questions: Iterator[bytes]) -> None:
    """Find out what the service can do, offer it four times as much, and see what it makes of that."""
    async with connecting(process.port) as connect:
        await one_after_another(connect, questions, n=N_QUIET)
        quiet = await one_after_another(connect, questions, n=N_QUIET)
        capacity = await as_fast_as_answered(connect, questions, n_clients=4, seconds=SECONDS / 4)
        before, most = process.resident_megabytes(), 0.0
        async with health_watched(connect, every=0.05) as health:
            offered = await at_a_rate(connect, questions, rate=TIMES * capacity, seconds=SECONDS)
            most = process.resident_megabytes()
        recovery = await seconds_to_recover(connect, questions, quiet)
    bound = SLOWER * AT_ONCE / capacity
    told = (
        f"{capacity:.0f} answers a second in peace; {dict(offered.statuses)}, {offered.n_unsent:,} not sent; "
        f"p99 of the 200s {1000 * p99(offered.seconds):.0f} ms (bound {1000 * bound:.0f}, in peace "
        f"{1000 * p99(quiet.seconds):.0f}); /healthz and /readyz at most {1000 * max(health):.0f} ms; "
        f"memory {most - before:+.0f} MB; as fast as before after {recovery:.1f} s"
    )
    record(f"{TIMES} × overload for {SECONDS} s", f"{offered.statuses.total():,} requests", told)
    assert not offered.wrong, offered.wrong[:5]
    assert set(offered.statuses) == {200, 503}, told
    # In the ordinary suite another process takes a core: times are those of a quiet machine only.
    assert p99(offered.seconds) < (bound if IS_SOAK else PATIENCE), told
    assert max(health) < (SOON if IS_SOAK else PATIENCE), told
    assert most - before < GROWTH, told
    assert recovery < (RECOVERY if IS_SOAK else PATIENCE), told


def test_overload_is_refused_and_what_is_answered_is_answered_soon(
    process: Process, questions: Iterator[bytes]
) -> None:
    asyncio.run(overload(process, questions))


@contextmanager
def clients_that_do_not_read(port: int, n: int) -> Iterator[None]:
    """Each has asked for more than the system keeps for it, and takes none of it."""
    with ExitStack() as stack:
        for _ in range(n):
            client = stack.enter_context(socket.socket())
            client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            # The system keeps less for a connection of small pieces: a few answers fill it.
            client.setsockopt(socket.IPPROTO_TCP, socket.TCP_MAXSEG, 536)
            client.connect(("127.0.0.1", port))
            client.sendall(LONG * 4)
        yield


async def beside(process: Process, questions: Iterator[bytes]) -> tuple[Offered, Offered]:
    """What others are answered without and with clients that do not read."""
    async with connecting(process.port) as connect:
        await (await connect()).ask(LONG)  # made once
        quiet = await one_after_another(connect, questions, n=N_QUIET)
        with clients_that_do_not_read(process.port, N_SLOW):
            await asyncio.sleep(SETTLED)  # by then each has all that it can be given
            return quiet, await one_after_another(connect, questions, n=N_QUIET)


def test_clients_that_do_not_read_keep_nobody_waiting(process: Process, questions: Iterator[bytes]) -> None:
    before = process.resident_megabytes()
    quiet, others = asyncio.run(beside(process, questions))
    grown = process.resident_megabytes() - before
    told = (
        f"others: median {1000 * median(others.seconds):.1f} ms (without them "
        f"{1000 * median(quiet.seconds):.1f}), memory {grown:+.0f} MB"
    )
    record(f"{N_SLOW} clients that ask and do not read", f"{others.statuses.total()} answers to others", told)
    assert set(others.statuses) == {200}, others.wrong
    assert median(others.seconds) < (2 * median(quiet.seconds) if IS_SOAK else SOON), told
    assert grown < GROWTH, told
