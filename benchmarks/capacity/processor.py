"""Processor time of something that is done again and again."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from typing import TypeVar

import numpy as np

T = TypeVar("T")


def processor_seconds(do: Callable[[T], object], tasks: Iterable[T]) -> list[float]:
    """Return the processor time of each task when it is done again: the first time loads and compiles.

    Parameters
    ----------
    do : callable
        What is done twice with each task.
    tasks : iterable
        What it is done with.

    Returns
    -------
    list of float
        Seconds of all threads of this process, by task.
    """
    seconds = []
    for task in tasks:
        do(task)
        start = time.process_time()
        do(task)
        seconds.append(time.process_time() - start)
    return seconds


def median_ms(seconds: list[float]) -> float:
    """Return the median of some times in milliseconds.

    Parameters
    ----------
    seconds : list of float
        At least one.

    Returns
    -------
    float
        Milliseconds.
    """
    return 1e3 * float(np.median(seconds))
