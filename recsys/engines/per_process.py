"""What each process opens for itself: threads and connections do not come along into a fork."""

from __future__ import annotations

import os
from collections.abc import Callable
from threading import Lock
from typing import Generic, TypeVar

T = TypeVar("T")

_INHERITED: list[object] = []
"""What a fork was born with. To let go of it would wait for threads that there are not."""


class PerProcess(Generic[T]):
    """Something that is opened when it is first asked for, and again in each forked process.

    Parameters
    ----------
    open : callable
        Opens it.
    """

    def __init__(self, open: Callable[[], T]) -> None:
        self._open = open
        self._lock = Lock()
        self._opened: tuple[int, T] | None = None

    def get(self) -> T:
        """Return what this process has opened.

        Returns
        -------
        T
            The same one as long as the process lives.
        """
        opened = self._opened
        if opened is not None and opened[0] == os.getpid():
            return opened[1]
        with self._lock:
            if self._opened is None or self._opened[0] != os.getpid():
                if self._opened is not None:
                    _INHERITED.append(self._opened)
                self._opened = os.getpid(), self._open()
            return self._opened[1]
