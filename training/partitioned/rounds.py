"""A step of a training done for every part, in processes or on a cluster; what is done stays done."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from socket import gethostname
from time import monotonic, sleep
from typing import Any

from recsys.errors import ArtifactError
from training.backends import Backend, WorkersLost
from training.builtin import builtin_digest
from training.columnar.memory import give_back
from training.partitioned.parts import Part
from training.partitioned.work import Arrays
from training.task_run import RunUnfinished, results_of_all

PATIENCE = 90.0
"""Seconds for which what a worker has done is waited for: NFS may take sixty to show a new file."""
_OFTEN = 0.5

Tell = Callable[[str, int, int], None]
"""Told the name of a step, how many parts it is done for, and of how many."""
PartStep = Callable[..., None]
"""Works on one part, and writes what it finds; all it is given can be sent to another process."""


def each_part(
    step: PartStep,
    *,
    parts: Sequence[Part],
    given: tuple[Any, ...],
    into: Callable[[Part], Arrays],
    backend: Backend,
    tell: Tell = lambda *_: None,
) -> None:
    """Do a step for every part for which it is not done yet.

    Parameters
    ----------
    step : callable
        A function of a module; called with a part and all that is given.
    parts : sequence of Part
        The parts.
    given : tuple
        What each call is given besides.
    into : callable
        Gives the folder of a part in which the step is marked as done.
    backend : Backend
        Where it is done; all workers see the folders of the parts and of the work at the same places.
    tell : callable
        Told after each part.

    Raises
    ------
    RunUnfinished
        If nobody is left to do the others, or a worker wrote where this process cannot see it.
    ArtifactError
        If a worker has another release.
    """
    name, code = step.__name__, builtin_digest()
    waiting = {part.number: part for part in parts if not into(part).is_done(name)}
    tasks = {number: PartTask(step, into(part), part, given, code) for number, part in waiting.items()}
    n_done = len(parts) - len(waiting)
    tell(name, n_done, len(parts))
    try:
        for number, where in results_of_all(tasks, backend):
            _see(into(waiting[number]), name, where)
            n_done += 1
            tell(name, n_done, len(parts))
    except WorkersLost as lost:
        msg = f"{lost}: the same command goes on where it was"
        raise RunUnfinished(msg) from lost


@dataclass(frozen=True, slots=True)
class PartTask:
    """A step for one part, as it is sent to a worker.

    Parameters
    ----------
    step : callable
        The step.
    into : Arrays
        Where it is marked as done.
    part : Part
        The part.
    given : tuple
        What the step is given besides.
    code : str
        Digest of the code that is to do it: another release would find something else.
    """

    step: PartStep
    into: Arrays
    part: Part
    given: tuple[Any, ...]
    code: str

    def __call__(self) -> str:
        """Return on which machine it was done.

        Returns
        -------
        str
            Its name.

        Raises
        ------
        ArtifactError
            If this process has another release.
        RunUnfinished
            If somebody has removed the folder meanwhile.
        """
        if _own_code() != self.code:
            msg = f"the worker on {gethostname()} has another release of recsys: install the same everywhere"
            raise ArtifactError(msg)
        with _staying(self.into.folder):
            self.step(self.part, *self.given)
            give_back()
        self.into.mark_done(self.step.__name__)
        return gethostname()


@contextmanager
def _staying(folder: Path) -> Iterator[None]:
    """Raise if a folder was removed meanwhile: a worker may outlive its run, and others make it anew."""
    folder.mkdir(parents=True, exist_ok=True)
    held = os.open(folder, os.O_RDONLY)  # as long as it is open, no other folder gets its number
    try:
        yield
        if not (folder.exists() and os.path.samestat(os.fstat(held), folder.stat())):
            msg = f"{folder} was removed while something was still written there"
            raise RunUnfinished(msg)
    finally:
        os.close(held)


@cache
def _own_code() -> str:
    return builtin_digest()


def _see(folder: Arrays, step: str, where: str) -> None:
    """Wait until what another machine has done is there: disks of networks remember what was not."""
    end = monotonic() + PATIENCE
    while not folder.is_done(step):
        if monotonic() > end:
            msg = (
                f"the worker on {where} has done what this process does not see in {folder.folder}: "
                "expected the same folder at the same place for every worker"
            )
            raise RunUnfinished(msg)
        sleep(_OFTEN)


def once(step: Callable[..., None], *given: Any, into: Arrays, beside: Sequence[Arrays] = ()) -> None:
    """Do a step that needs all parts, if it is not done yet.

    Parameters
    ----------
    step : callable
        A function of a module.
    *given : object
        What it is called with.
    into : Arrays
        The folder in which it is marked as done.
    beside : sequence of Arrays
        Other folders in which it leaves something for later steps.
    """
    if not into.is_done(step.__name__):
        step(*given)
        give_back()
        into.mark_done(step.__name__, beside)
