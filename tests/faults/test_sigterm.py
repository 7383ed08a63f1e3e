"""The service is told to end under load: what was asked before is answered, and it ends soon and well."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import ExitStack, asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter, sleep

import pytest

from recsys.publication import publish
from tests.faults import service_process
from tests.faults.ending import End, children, end_of, served_to_its_end, wait_for_end
from tests.faults.keep_alive import KeptConnection, Lost, connecting, get, post
from tests.faults.raw_http import exchange
from tests.faults.report import record
from tests.faults.scale import IS_SOAK, rounds
from tests.faults.service_process import Process
from tests.service.small_catalogue import small_catalogue
from training.pipeline import train

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="processes are told to end by signals")

N_ENDS = rounds(usual=1, soak=50)
SOON = 10.0
"""Seconds within which the process must have ended, whatever it was doing."""
LOAD = 30
"""Answers before the signal."""
_BATCH = b'{"questions":[' + b",".join([b'{"like":["Night Ferry"],"k":9}'] * 50) + b"]}"
QUICK = get("/v1/titles/paper-lanterns-2019/similar?k=5")
QUESTIONS = (QUICK, post("/v1/recommend", b'{"like":["Glass Orchard"]}'), post("/v1/batch", _BATCH))
WORKERS = {"one process": "1", "two workers": "2"}
SOME = list(WORKERS) if IS_SOAK else ["one process"]
N_KEPT = 6
N_NEW = 2
"""Clients that keep their connection, and clients that take a new one for each question."""
GRACE = "1"
# A thread that computes cannot be stopped: here one sleeps instead.
_STUCK = "import time, service.routes.similar as route\nroute.answer = lambda *_, **__: time.sleep(3600)\n"


@dataclass(slots=True)
class Fates:
    """What became of every request, by whether it had been sent when the signal was."""

    signalled: float = float("inf")
    fates: Counter[str] = field(default_factory=Counter)
    lost: list[str] = field(default_factory=list)

    def note(self, fate: str, began: float, sent: float) -> None:
        """Remember a fate; a request that was sent before the signal must have been answered."""
        when = "before" if sent < self.signalled else "after"
        self.fates[f"{fate}, asked {when} the signal"] += 1
        if when == "before" and fate != "answered":
            self.lost.append(f"{fate}: begun {self.signalled - began:.4f} s before the signal")

    @property
    def n_answered(self) -> int:
        """Requests that were answered before the signal."""
        return self.fates["answered, asked before the signal"]

    @property
    def n_lost(self) -> int:
        """Requests that were not answered."""
        return sum(n for fate, n in self.fates.items() if fate.startswith(("lost", "refused")))

    @property
    def n_in_flight(self) -> int:
        """Requests that were sent before the signal and answered after it."""
        return self.fates["in flight"]


async def client(connect: Callable[[], Awaitable[KeptConnection]], turn: int, fates: Fates) -> None:
    """Ask until the service is gone, all questions in turn; hang up after each if the turn is below zero."""
    connection: KeptConnection | None = None
    while True:
        turn += 1
        began = perf_counter()
        try:
            if connection is None or connection.is_lost:
                connection = await connect()
        except OSError:
            fates.note("refused", began, perf_counter())
            return
        began = perf_counter()
        answer = connection.begin(QUESTIONS[turn % len(QUESTIONS)])
        sent = perf_counter()  # the system has taken it: a connection that waits for an answer has room
        try:
            whole = await asyncio.wait_for(answer, 20)
            assert whole.status == 200, whole
            fates.note("answered", began, sent)
            fates.fates["in flight"] += sent < fates.signalled < whole.came
        except Lost as error:
            fates.note(f"lost after {error.n_received} bytes", began, sent)
            connection = None
        if turn < 0 and connection is not None:
            connection.close()
            connection = None


@asynccontextmanager
async def loaded(process: Process, fates: Fates) -> AsyncIterator[None]:
    """Clients that ask until the service is gone; the block begins when it is busy."""
    async with connecting(process.port) as connect, asyncio.TaskGroup() as asking:
        for turn in range(N_KEPT):
            asking.create_task(client(connect, turn, fates))
        for turn in range(N_NEW):
            asking.create_task(client(connect, -1_000_000 - turn, fates))
        while fates.n_answered < LOAD:
            await asyncio.sleep(0.01)
        yield


async def told_to_end(process: Process, *signals: tuple[int, signal.Signals]) -> tuple[Fates, End]:
    """Load the service, send signals to processes, and see how it ends and what became of all questions."""
    fates = Fates()
    async with loaded(process, fates):
        fates.signalled = perf_counter()
        for pid, number in signals:
            os.kill(pid, number)
        end = await end_of(process.pid)
    return fates, end


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small model."""
    folder = tmp_path_factory.mktemp("sigterm") / "model"
    publish(train(small_catalogue()), folder)
    return folder


@dataclass(slots=True)
class Ends:
    """What came of many ends."""

    ends: list[End] = field(default_factory=list)
    fates: Counter[str] = field(default_factory=Counter)
    lost: list[str] = field(default_factory=list)

    def add(self, fates: Fates, end: End) -> None:
        """Count one."""
        self.ends.append(end)
        self.fates += fates.fates
        self.lost += fates.lost
        assert fates.n_in_flight, "nothing was in flight"

    def told(self) -> str:
        """The figures."""
        fates = ", ".join(f"{n:,} {fate}" for fate, n in sorted(self.fates.items()))
        statuses = sorted({end.status for end in self.ends})
        slowest = max(end.seconds for end in self.ends)
        return f"{fates}; exit status {statuses}, the slowest end took {slowest:.1f} s"


def number_of(workers: str) -> str:
    """How many there are, as the environment spells it."""
    if WORKERS[workers] != "1":
        pytest.importorskip("gunicorn")
    return WORKERS[workers]


@pytest.fixture(scope="module", params=SOME)
def ends(request: pytest.FixtureRequest, folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Ends:
    """A service that was told to end again and again; every second time each of its processes was."""
    workers = number_of(request.param)
    ends, log = Ends(), tmp_path_factory.mktemp("ends") / "log"
    for number in range(N_ENDS):
        with served_to_its_end(folder, log, workers=workers, log_requests="0") as process:
            told = [process.pid, *(children(process.pid) if number % 2 else [])]
            ends.add(*asyncio.run(told_to_end(process, *((pid, signal.SIGTERM) for pid in told))))
    record(
        f"SIGTERM under load ({request.param})",
        f"{N_ENDS} times",
        ends.told(),
    )
    return ends


def test_what_was_asked_before_the_signal_is_answered(ends: Ends) -> None:
    assert not ends.lost, ends.lost


def test_no_answer_is_cut_short(ends: Ends) -> None:
    assert not [fate for fate in ends.fates if fate.startswith("lost") and " 0 bytes" not in fate], ends.fates


def test_process_ends_soon(ends: Ends) -> None:
    assert max(end.seconds for end in ends.ends) < SOON


def test_process_ends_with_status_zero(ends: Ends) -> None:
    assert {end.status for end in ends.ends} == {0}


# --- what is on its way when the signal comes ----------------------------------------------------


def stopped(pids: list[int], meanwhile: Callable[[], None]) -> None:
    """Let processes stand still, as on a machine that has no time for them, while something happens."""
    for pid in pids:
        os.kill(pid, signal.SIGSTOP)
    sleep(0.3)  # longer than the service waits between two looks at whether it is to end
    meanwhile()
    for pid in pids:
        os.kill(pid, signal.SIGTERM)
    for pid in reversed(pids):
        os.kill(pid, signal.SIGCONT)


@pytest.mark.parametrize("workers", SOME)
def test_request_that_the_service_has_not_read_yet_is_answered(
    folder: Path, tmp_path: Path, workers: str
) -> None:
    n, statuses = 8, Counter[int | None]()
    with (
        served_to_its_end(folder, tmp_path / "log", workers=number_of(workers)) as process,
        ExitStack() as stack,
    ):

        def connected() -> socket.socket:
            return stack.enter_context(socket.create_connection(("127.0.0.1", process.port), timeout=SOON))

        clients = [connected() for _ in range(n)]
        for client in clients:
            client.sendall(QUICK)
            assert status_from(client) == 200

        def ask() -> None:
            clients.extend(connected() for _ in range(n))
            for client in clients:
                client.sendall(QUICK)

        stopped([process.pid, *children(process.pid)], ask)
        statuses.update(map(status_from, clients))
        assert wait_for_end(process.pid).seconds < SOON
    assert statuses == {200: 2 * n}


def status_from(client: socket.socket) -> int | None:
    """The status of a whole answer; None if the connection ended before that."""
    received = b""
    with suppress(ConnectionError):
        while not received.endswith(b"}") and (came := client.recv(2**16)):
            received += came
    return int(received[9:12]) if received.endswith(b"}") else None


# --- a question without end ----------------------------------------------------------------------


def ended_while_stuck(folder: Path, log: Path, number: signal.Signals, workers: str) -> End:
    """How a service ends one of whose threads computes for an hour; it has a second for what is in flight."""
    with (
        pytest.MonkeyPatch.context() as patch,
        socket.socket() as client,
    ):
        patch.setattr(service_process, "_CODE", _STUCK + service_process._CODE)
        with served_to_its_end(folder, log, workers=workers, grace_seconds=GRACE) as process:
            assert exchange(process.port, QUICK).status == 200
            client.connect(("127.0.0.1", process.port))
            client.sendall(get("/v1/similar?title=Moss+Garden"))
            sleep(0.3)
            os.kill(process.pid, number)
            return wait_for_end(process.pid, SOON)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT] if IS_SOAK else [signal.SIGINT])
@pytest.mark.parametrize("workers", SOME)
def test_thread_that_never_ends_does_not_keep_the_process(
    folder: Path, tmp_path: Path, workers: str, number: signal.Signals
) -> None:
    end = ended_while_stuck(folder, tmp_path / "log", number, number_of(workers))
    record(
        f"{number.name} while a question computes for an hour ({workers})",
        "once",
        f"ended after {end.seconds:.1f} s with status {end.status}",
    )
    assert end.seconds < SOON
    assert end.status == 0


# --- other signals -------------------------------------------------------------------------------


@pytest.mark.skipif(not IS_SOAK, reason="only `make soak` starts so many processes")
@pytest.mark.parametrize("workers", list(WORKERS))
def test_interrupt_ends_the_service_as_well(folder: Path, tmp_path: Path, workers: str) -> None:
    with served_to_its_end(folder, tmp_path / "log", workers=number_of(workers)) as process:
        fates, end = asyncio.run(told_to_end(process, (process.pid, signal.SIGINT)))
    ends = Ends()
    ends.add(fates, end)
    record(f"SIGINT under load ({workers})", "once", ends.told())
    assert not fates.lost
    assert end.status == 0
    assert end.seconds < SOON


@pytest.mark.skipif(not IS_SOAK, reason="only `make soak` starts so many processes")
def test_killed_worker_takes_only_its_own_connections_with_it(folder: Path, tmp_path: Path) -> None:
    workers = number_of("two workers")
    with served_to_its_end(folder, tmp_path / "log", workers=workers, log_requests="0") as process:
        at_once, later, n_answers = asyncio.run(bereaved(process))
    record(
        "kill -9 of one of two workers under load",
        "once",
        f"{at_once} of {N_KEPT + N_NEW} clients lost the request that it was answering; "
        f"{n_answers:,} answers afterwards, {later} lost",
    )
    assert at_once <= N_KEPT + N_NEW
    assert later == 0


async def bereaved(process: Process) -> tuple[int, int, int]:
    """Kill a worker under load; count what was lost at once and later, and what was answered later."""
    fates = Fates()
    async with loaded(process, fates):
        fates.signalled = perf_counter()
        os.kill(children(process.pid)[0], signal.SIGKILL)
        await asyncio.sleep(0.5)  # by then each of its clients has a new connection
        at_once, n_before = fates.n_lost, fates.fates.total()
        while fates.fates.total() < n_before + 200:
            await asyncio.sleep(0.01)
        later, n_answers = fates.n_lost - at_once, fates.fates.total() - n_before
        os.kill(process.pid, signal.SIGTERM)
        await end_of(process.pid)
    return at_once, later, n_answers
