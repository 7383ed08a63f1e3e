"""Processes that publish and train and are killed: forked, so that they have loaded all that they need."""

from __future__ import annotations

import multiprocessing
import os
import resource
import signal
import sys
from collections.abc import Callable
from multiprocessing.context import ForkContext
from multiprocessing.process import BaseProcess
from pathlib import Path
from time import perf_counter

from recsys.artifact import open_model
from recsys.publication import publish
from tests.faults.failing_disk import disk

KILLED = -int(signal.SIGKILL)
TOLD = "told"
PATIENCE = 120.0
"""Seconds after which a process is taken to hang."""


def forking() -> ForkContext:
    """What starts a process in some milliseconds."""
    return multiprocessing.get_context("fork")


def started(target: Callable[..., None], *given: object) -> BaseProcess:
    """A process that has begun."""
    process = forking().Process(target=target, args=given)
    process.start()
    return process


def ended(process: BaseProcess, *, after: float | None = None) -> int:
    """The exit code of a process, killed if it runs longer than so many seconds."""
    process.join(PATIENCE if after is None else after)
    hangs = process.is_alive() and after is None
    process.kill()
    process.join()
    assert not hangs, "the process hangs"
    assert process.exitcode is not None
    return process.exitcode


def duration(target: Callable[..., None], *given: object) -> float:
    """Seconds that a process takes which nobody kills."""
    began = perf_counter()
    assert ended(started(target, *given)) == 0, given
    return perf_counter() - began


def publishing(source: Path, folder: Path, at: int = 0) -> None:
    """Publish a folder's model in another folder; a change of the disk may be the last thing that is done."""
    model = open_model(source, verify="sizes")
    with disk(at, _die):
        publish(model, folder)


def training(catalogue: Path, folder: Path) -> None:
    """`recsys train CATALOGUE --out FOLDER`; what it says goes to a file beside the folder."""
    _train(catalogue, folder, os.open(folder.with_name(TOLD), os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600))


def training_within(n_bytes: int, catalogue: Path, folder: Path, told: int) -> None:
    """The same where no file may be longer; what it says goes to a pipe."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (n_bytes, n_bytes))
    _train(catalogue, folder, told)


def _train(catalogue: Path, folder: Path, told: int) -> None:
    from recsys.cli import main

    sys.argv = ["recsys", "train", str(catalogue), "--out", str(folder)]
    with open(told, "w", buffering=1) as sys.stdout:
        sys.stderr = sys.stdout
        main()


def _die(_: str) -> None:
    os.kill(os.getpid(), signal.SIGKILL)
