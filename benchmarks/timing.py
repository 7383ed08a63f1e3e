"""How long things take: interleaved rounds, medians, and ratios with their spread.

On a machine that does other things as well a single time says little. All contestants therefore take
turns, and each ratio is that of one turn: what slows one down slows the other one, too.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

OURS = "ours"


@dataclass(frozen=True, slots=True)
class Times:
    """What one contestant took.

    Parameters
    ----------
    seconds : ndarray of float64, shape (n_rounds, n_tasks)
        Time of each task in each round.
    """

    seconds: NDArray[np.float64]

    @property
    def median(self) -> float:
        """Seconds of a task: the median of all rounds."""
        return float(np.median(self.seconds))

    @property
    def rounds(self) -> NDArray[np.float64]:
        """Seconds of a task in each round, a median each."""
        return np.asarray(np.median(self.seconds, axis=1))


@dataclass(frozen=True, slots=True)
class Ratio:
    """How many times one contestant's time another one takes.

    Parameters
    ----------
    median, low, high : float
        Of the ratios of the single rounds.
    """

    median: float
    low: float
    high: float

    @classmethod
    def of(cls, numerator: NDArray[np.float64], denominator: NDArray[np.float64]) -> Ratio:
        """Return the ratio of two series of rounds.

        Parameters
        ----------
        numerator, denominator : ndarray of float64, shape (n_rounds,)
            Rounds that took turns.

        Returns
        -------
        Ratio
            Median, least and greatest.
        """
        ratios = numerator / denominator
        return cls(float(np.median(ratios)), float(ratios.min()), float(ratios.max()))


def interleaved(
    contestants: Mapping[str, Callable[[int], object]], tasks: Sequence[int], *, rounds: int
) -> dict[str, Times]:
    """Return the times of several contestants that take turns.

    Before its turn each contestant does all tasks once without being timed, so that nobody pays for what
    the one before has driven out of the caches, or for a compiler. On a virtual machine, memory that was left
    alone for some seconds is slow for a while: the first milliseconds after a slow contestant say nothing.

    Parameters
    ----------
    contestants : mapping of str to callable
        Functions of a task.
    tasks : sequence of int
        What each of them does in each round.
    rounds : int
        How many turns each of them takes.

    Returns
    -------
    dict of str to Times
        By name.
    """
    taken = {name: np.empty((rounds, len(tasks))) for name in contestants}
    for turn in range(rounds):
        for name, do in contestants.items():
            for task in tasks:
                do(task)
            for place, task in enumerate(tasks):
                start = time.perf_counter()
                do(task)
                taken[name][turn, place] = time.perf_counter() - start
    return {name: Times(seconds) for name, seconds in taken.items()}


def once(do: Callable[[], object]) -> float:
    """Return how long something takes.

    Parameters
    ----------
    do : callable
        What to do.

    Returns
    -------
    float
        Seconds.
    """
    start = time.perf_counter()
    do()
    return time.perf_counter() - start
