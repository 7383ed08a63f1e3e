"""A service that is told to end, the processes that it has forked, and how it ended."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter, sleep

from tests.faults.service_process import Process, served

PATIENCE = 30.0
"""Seconds after which a process is not waited for any longer."""
_LOOK = 0.005


@dataclass(frozen=True, slots=True)
class End:
    """How a process ended.

    Parameters
    ----------
    status : int
        Its exit status; the signal that killed it, as a number below zero.
    seconds : float
        How long it took.
    """

    status: int
    seconds: float


def children(pid: int) -> list[int]:
    """The processes that a process has forked, as far as they live."""
    with suppress(FileNotFoundError, ProcessLookupError):
        return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    return []


@contextmanager
def served_to_its_end(model: Path, log: Path, **settings: str) -> Iterator[Process]:
    """Run the service until the block ends, and leave none of its processes."""
    with served(model, log, **settings) as process:
        try:
            yield process
            if status_of(process.pid) is None:
                os.kill(process.pid, signal.SIGTERM)
                wait_for_end(process.pid)
        finally:
            for pid in children(process.pid):
                with suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)


def status_of(pid: int) -> int | None:
    """How a child ended; None if it lives. It may be asked again."""
    found = os.waitid(os.P_PID, pid, os.WEXITED | os.WNOHANG | os.WNOWAIT)
    if found is None:
        return None
    return found.si_status if found.si_code == os.CLD_EXITED else -found.si_status


def wait_for_end(pid: int, patience: float = PATIENCE) -> End:
    """Return how a child ends, within so many seconds."""
    began = perf_counter()
    while (status := status_of(pid)) is None:
        assert perf_counter() - began < patience, "it does not end"
        sleep(_LOOK)
    return End(status, perf_counter() - began)


async def end_of(pid: int) -> End:
    """Return how a child ends, while others go on."""
    began = perf_counter()
    while (status := status_of(pid)) is None:
        assert perf_counter() - began < PATIENCE, "it does not end"
        await asyncio.sleep(_LOOK)
    return End(status, perf_counter() - began)
