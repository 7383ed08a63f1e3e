"""A load that is offered at a fixed rate, whether the service keeps up or not, and what came of it."""

from __future__ import annotations

import asyncio
import itertools
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from time import perf_counter

from tests.faults.keep_alive import KeptConnection, Lost, get

MOST_CONNECTIONS = 400
LONGEST_IDLE = 2.0
"""Seconds after which a connection is not asked on again: after five the service hangs up, perhaps then."""
_REFUSED = 503
HEALTH = (get("/healthz"), get("/readyz"))

Connect = Callable[[], Awaitable[KeptConnection]]


@dataclass(slots=True)
class Offered:
    """What came of a load.

    Parameters
    ----------
    seconds : list of float
        How long each 200 took, from when it was to be asked.
    statuses : Counter of int
        All answers.
    n_unsent : int
        Questions for which every connection was taken.
    wrong : list of str
        What must not happen.
    """

    seconds: list[float] = field(default_factory=list)
    statuses: Counter[int] = field(default_factory=Counter)
    n_unsent: int = 0
    wrong: list[str] = field(default_factory=list)

    async def one(self, connection: KeptConnection, request: bytes, due: float) -> None:
        """Ask one question, and note what comes."""
        try:
            answer = await connection.ask(request)
        except (Lost, TimeoutError) as error:
            self.wrong.append(repr(error))
            return
        self.statuses[answer.status] += 1
        if answer.status == 200:
            self.seconds.append(answer.came - due)
        elif answer.status != _REFUSED or not answer.header("retry-after"):
            self.wrong.append(f"{answer.head!r} {answer.body[:200]!r}")


def p99(seconds: list[float]) -> float:
    """The time that one in a hundred exceeds."""
    return sorted(seconds)[min(int(len(seconds) * 0.99), len(seconds) - 1)]


async def one_after_another(connect: Connect, questions: Iterator[bytes], *, n: int) -> Offered:
    """Ask without company."""
    offered, connection = Offered(), await connect()
    for _ in range(n):
        await offered.one(connection, next(questions), perf_counter())
    connection.close()
    return offered


async def as_fast_as_answered(
    connect: Connect, questions: Iterator[bytes], *, n_clients: int, seconds: float
) -> float:
    """Return how many questions a second are answered when each client waits for its answer."""
    offered, began = Offered(), perf_counter()

    async def client(connection: KeptConnection) -> None:
        while perf_counter() < began + seconds:
            await offered.one(connection, next(questions), perf_counter())

    async with asyncio.TaskGroup() as asking:
        for _ in range(n_clients):
            asking.create_task(client(await connect()))
    assert set(offered.statuses) == {200}, (offered.statuses, offered.wrong)
    return len(offered.seconds) / (perf_counter() - began)


async def at_a_rate(connect: Connect, questions: Iterator[bytes], *, rate: float, seconds: float) -> Offered:
    """Ask so many questions a second, each on a connection that waits for no other answer."""
    offered, n_open = Offered(), 0
    idle: list[tuple[KeptConnection, float]] = []

    async def ask(request: bytes, due: float) -> None:
        nonlocal n_open
        while idle and perf_counter() - idle[-1][1] > LONGEST_IDLE:
            idle.pop()[0].close()
            n_open -= 1
        if idle:
            connection, _ = idle.pop()
        else:
            n_open += 1
            connection = await connect()
        await offered.one(connection, request, due)
        idle.append((connection, perf_counter()))

    async with asyncio.TaskGroup() as asking:
        began, n = perf_counter(), 0
        while (now := perf_counter()) < began + seconds:
            while began + n / rate <= now:
                if idle or n_open < MOST_CONNECTIONS:
                    asking.create_task(ask(next(questions), began + n / rate))
                    await asyncio.sleep(0)  # it takes its connection before the next one looks for one
                else:
                    offered.n_unsent += 1
                n += 1
            await asyncio.sleep(0.002)
    return offered


@asynccontextmanager
async def health_watched(connect: Connect, *, every: float) -> AsyncIterator[list[float]]:
    """How long the questions of a supervisor take within the block; he takes a new connection for each."""
    seconds: list[float] = []

    async def watch() -> None:
        for request in itertools.cycle(HEALTH):
            began = perf_counter()
            connection = await connect()
            answer = await connection.ask(request)
            connection.close()
            assert answer.status == 200, answer
            seconds.append(answer.came - began)
            await asyncio.sleep(every)

    async with asyncio.TaskGroup() as watching:
        task = watching.create_task(watch())
        yield seconds
        task.cancel()
