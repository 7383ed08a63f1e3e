"""Questions that are examined side by side, and a refusal that names the first one answered with no.

A file's sha256 takes long and lets the interpreter go, so that one thread a core can examine
while the caller does something else. What was asked first is examined first: ask what takes
longest at the beginning, so that no core waits for the last one.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from types import TracebackType
from typing import TYPE_CHECKING, Self

from recsys.errors import ArtifactDamaged

if TYPE_CHECKING:
    from concurrent.futures import Future


class Examination:
    """Examines what it is asked from now on, and at the end of the block refuses what does not hold.

    The order of the questions decides which refusal is told, not which thread was faster. It
    comes before an error that the block itself has met: nobody should look for the reason of a
    contradiction in files that are not those that were published.

    Examples
    --------
    >>> with Examination() as examination:
    ...     examination.ask("2 is not below 3", lambda: 2 < 3)
    ...     examination.ask("3 is not below 2", lambda: 3 < 2)
    Traceback (most recent call last):
    ...
    recsys.errors.ArtifactDamaged: 3 is not below 2

    """

    def __init__(self) -> None:
        from concurrent.futures import ThreadPoolExecutor  # not for those in a hurry

        self._threads = ThreadPoolExecutor(os.cpu_count())
        self._asked: list[tuple[str, Future[bool]]] = []

    def ask(self, refusal: str, holds: Callable[[], bool]) -> None:
        """Examine something as soon as a thread is free.

        Parameters
        ----------
        refusal : str
            What is said if it does not hold.
        holds : callable
            Returns whether it does; what it raises is raised at the end of the block.
        """
        self._asked.append((refusal, self._threads.submit(holds)))

    def __enter__(self) -> Self:
        """Return the examination."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Wait for the answers; what is not examined yet when a refusal is certain never is."""
        try:
            for refusal, answer in self._asked if kind is None or issubclass(kind, Exception) else ():
                if not answer.result():
                    raise ArtifactDamaged(refusal) from error
        finally:
            self._threads.shutdown(cancel_futures=True)
