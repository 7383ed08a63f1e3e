"""A Dask scheduler and its workers as processes, put back when they die, as a service manager does."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event, Lock, Thread
from time import monotonic, sleep

ROOT = Path(__file__).parents[2]
START = 120.0
"""Seconds within which a scheduler must listen, and a process must end that was told to."""
_LOOK = 0.1


@dataclass(frozen=True, slots=True)
class Place:
    """Where a worker runs.

    Parameters
    ----------
    host : str
        The address at which it listens.
    within : tuple of str
        What its command begins with, such as that which enters a network namespace.
    """

    host: str = "127.0.0.1"
    within: tuple[str, ...] = ()


@dataclass(slots=True)
class DaskCluster:
    """A scheduler, and a worker at each of some places.

    Parameters
    ----------
    host : str
        The address of the scheduler.
    port : int
        Where it listens, also after it was started again.
    places : sequence of Place
        One a worker.
    log : Path
        What all of them say.
    """

    host: str
    port: int
    places: Sequence[Place]
    log: Path
    _scheduler: subprocess.Popen[bytes] = field(init=False)
    _workers: list[subprocess.Popen[bytes]] = field(init=False)
    _lock: Lock = field(init=False, default_factory=Lock)
    _over: Event = field(init=False, default_factory=Event)

    @property
    def address(self) -> str:
        """As ``--scheduler`` takes it."""
        return f"tcp://{self.host}:{self.port}"

    def kill_worker(self, number: int) -> None:
        """Kill one of the workers; another process takes its place soon."""
        with self._lock:
            os.kill(self._workers[number % len(self.places)].pid, signal.SIGKILL)

    def restart_scheduler(self) -> None:
        """Kill the scheduler, which forgets everything, and start it again."""
        _kill(self._scheduler)
        self._scheduler = self._started_scheduler()

    def _started_scheduler(self) -> subprocess.Popen[bytes]:
        process = self._started("scheduler", "--host", self.host, "--port", str(self.port))
        latest = monotonic() + START
        while not _listens(self.host, self.port):
            assert process.poll() is None, self.log.read_text()
            assert monotonic() < latest, "the scheduler does not listen"
            sleep(_LOOK)
        return process

    def _started_worker(self, place: Place) -> subprocess.Popen[bytes]:
        options = ("--host", place.host, "--nthreads", "1", "--no-nanny", "--memory-limit", "0")
        return self._started("worker", self.address, *options, within=place.within)

    def _started(self, what: str, *options: str, within: Sequence[str] = ()) -> subprocess.Popen[bytes]:
        command = [*within, sys.executable, "-m", f"distributed.cli.dask_{what}", *options, "--no-dashboard"]
        with self.log.open("ab") as log:
            return subprocess.Popen(command, cwd=ROOT, stdout=log, stderr=log)

    def _tend(self) -> None:
        while not self._over.wait(_LOOK):
            with self._lock:
                for number, process in enumerate(self._workers):
                    if process.poll() is not None:
                        self._workers[number] = self._started_worker(self.places[number])

    @contextmanager
    def running(self) -> Iterator[DaskCluster]:
        """All processes, until the block ends."""
        self._scheduler = self._started_scheduler()
        self._workers = [self._started_worker(place) for place in self.places]
        tending = Thread(target=self._tend)
        tending.start()
        try:
            yield self
        finally:
            self._over.set()
            tending.join()
            for process in (*self._workers, self._scheduler):
                _kill(process)


def free_port(host: str) -> int:
    """A port at which nobody listens."""
    with socket.socket() as probe:
        probe.bind((host, 0))
        return int(probe.getsockname()[1])


def _listens(host: str, port: int) -> bool:
    with socket.socket() as probe:
        return not probe.connect_ex((host, port))


def _kill(process: subprocess.Popen[bytes]) -> None:
    process.kill()
    process.wait(START)
