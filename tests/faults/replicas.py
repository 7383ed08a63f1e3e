"""Several services over one folder behind one nginx, each of which can be killed and started again."""

from __future__ import annotations

import os
import re
import signal
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path

from tests.faults.nginx_process import DEPLOY, SHIPPED, free_port, nginx
from tests.faults.service_process import served

_UPSTREAM = re.compile(r"^upstream recsys_service \{\n.*?^\}\n", re.DOTALL | re.MULTILINE)
_SERVER = re.compile(r"    server 127\.0\.0\.1:\d+ (max_fails=0;)\n")
_SETTINGS = {"watch_seconds": "0.3", "log_requests": "0", "metrics": "1"}
_MANY = ("rate=20r/s", "rate=10000r/s")
"""All clients of a test have one address."""


class Replicas:
    """Services that are asked at one port.

    Parameters
    ----------
    folder : Path
        ``artifacts/NAME``, which they share.
    logs : Path
        Folder of what they say.
    ports : list of int
        Where each is to listen.
    """

    def __init__(self, folder: Path, logs: Path, ports: list[int]) -> None:
        self.folder = folder
        self.logs = logs
        self.ports = ports
        self.outside = 0
        self.pids: dict[int, int] = {}
        self._stacks: dict[int, ExitStack] = {}

    def start(self, number: int) -> None:
        """Start one; come back when it listens."""
        stack = ExitStack()
        port, log = str(self.ports[number]), self.logs / f"replica-{number}.log"
        process = stack.enter_context(served(self.folder, log, port=port, **_SETTINGS))
        self.pids[number], self._stacks[number] = process.pid, stack

    def kill(self, number: int) -> None:
        """Kill one with what it is just doing."""
        os.kill(self.pids.pop(number), signal.SIGKILL)
        self._stacks.pop(number).close()

    def end(self) -> None:
        """Kill those that are left."""
        for number in [*self.pids]:
            self.kill(number)


@contextmanager
def replicas(folder: Path, logs: Path, *, n: int, places: int) -> Iterator[Replicas]:
    """Run services behind nginx until the block ends.

    Parameters
    ----------
    folder : Path
        ``artifacts/NAME``.
    logs : Path
        An own folder, which another user may enter.
    n : int
        How many are started.
    places : int
        How many nginx knows of.

    Yields
    ------
    Replicas
        When all of them listen.
    """
    fleet = Replicas(folder, logs, [free_port() for _ in range(places)])
    try:
        with ThreadPoolExecutor(n) as starting:
            list(starting.map(fleet.start, range(n)))
        with nginx(logs, (_upstream(SHIPPED), upstream_of(fleet.ports)), _MANY) as fleet.outside:
            yield fleet
    finally:
        fleet.end()


def upstream_of(ports: list[int]) -> str:
    """What `replicas.conf` says, with other places of the services."""
    shipped = _upstream((DEPLOY / "replicas.conf").read_text(encoding="utf-8"))
    first, *others = _SERVER.finditer(shipped)
    lines = "".join(f"    server 127.0.0.1:{port} {first[1]}\n" for port in ports)
    return shipped[: first.start()] + lines + shipped[others[-1].end() :]


def _upstream(conf: str) -> str:
    (found,) = _UPSTREAM.findall(conf)
    return str(found)
