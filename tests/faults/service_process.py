"""The service as a process of its own, with what it weighs and what it has said."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter, sleep

from recsys.object_store.address import StoreAddress

ROOT = Path(__file__).parents[2]
START = 60.0
"""Seconds within which a process must listen."""
# Compiled loops are loaded a second after the start, and weigh more than all that is to be measured.
_CODE = """
import sys
sys.modules["numba"] = None
from service.run import run
from service.settings import Settings
run(Settings())
"""
_ADDRESS = re.compile(r"http://127\.0\.0\.1:(\d+)")


@dataclass(frozen=True, slots=True)
class Process:
    """A service that listens.

    Parameters
    ----------
    pid : int
        Its process.
    port : int
        Where it listens.
    log : Path
        What it says.
    """

    pid: int
    port: int
    log: Path

    def resident_megabytes(self) -> float:
        """How much memory it has at this moment."""
        lines = Path(f"/proc/{self.pid}/status").read_text(encoding="ascii").splitlines()
        (found,) = [line.split()[1] for line in lines if line.startswith("VmRSS")]
        return int(found) / 1024


@contextmanager
def served(model: Path | StoreAddress, log: Path, **settings: str) -> Iterator[Process]:
    """Run the service on a port of its own until the block ends; its loops are the plain ones.

    Parameters
    ----------
    model : Path or StoreAddress
        Folder of a model, or its address in a store.
    log : Path
        Where it is to write what it says.
    **settings : str
        Further settings by name, as the environment spells them.

    Yields
    ------
    Process
        When it listens.
    """
    chosen = {"host": "127.0.0.1", "port": "0", "model": str(model), **settings}
    own = {f"RECSYS_{name.upper()}": value for name, value in chosen.items()}
    environment = {**os.environ, "PYTHONUNBUFFERED": "1", **own}
    with log.open("wb") as stream:
        process = subprocess.Popen(
            [sys.executable, "-c", _CODE], stdout=stream, stderr=stream, cwd=ROOT, env=environment
        )
    try:
        yield Process(process.pid, _port(process, log), log)
    finally:
        process.kill()
        process.wait()


def _port(process: subprocess.Popen[bytes], log: Path) -> int:
    began = perf_counter()
    while process.poll() is None and perf_counter() - began < START:
        if (found := _ADDRESS.search(log.read_text(encoding="utf-8", errors="replace"))) is not None:
            return int(found[1])
        sleep(0.02)
    raise AssertionError(
        f"the service did not start: {log.read_text(encoding='utf-8', errors='replace')[-2000:]}"
    )
