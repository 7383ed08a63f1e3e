"""A step of a training done for every part, by any of joblib's backends; what is done stays done."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from joblib import Parallel, delayed
from joblib.externals.loky.process_executor import BrokenProcessPool

from training.block_run import RunUnfinished
from training.columnar.memory import give_back
from training.partitioned.parts import Part
from training.partitioned.work import Arrays

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
    n_jobs: int | None = None,
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
    n_jobs : int or None
        Processes, or whatever the backend of ``joblib.parallel_config`` runs; -1 takes all processors, and
        None what is set there.
    tell : callable
        Told after each part.

    Raises
    ------
    RunUnfinished
        If a process was killed.
    """
    name = step.__name__
    waiting = [part for part in parts if not into(part).is_done(name)]
    run = Parallel(n_jobs=n_jobs, return_as="generator_unordered")
    calls = (delayed(_done)(step, into(part), part, *given) for part in waiting)
    tell(name, len(parts) - len(waiting), len(parts))
    try:
        for number, _ in enumerate(run(calls), len(parts) - len(waiting) + 1):
            tell(name, number, len(parts))
    except BrokenProcessPool as error:
        msg = (
            "a process was killed, perhaps for want of memory: the same command goes on where it was; "
            "fewer parts at once, or smaller ones, need less"
        )
        raise RunUnfinished(msg) from error


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


def _done(step: PartStep, into: Arrays, part: Part, *given: Any) -> None:
    step(part, *given)
    give_back()
    into.mark_done(step.__name__)
