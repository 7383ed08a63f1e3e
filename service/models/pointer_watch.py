"""Looks at the pointer to the model, and has a newer one served as soon as it is published."""

from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import Path
from threading import Event, Lock, Thread
from time import monotonic

from recsys.stored_version import MANIFEST, POINTER
from service.models.model_store import Outcome

_log = logging.getLogger(__name__)

LONGEST_WAIT = 60.0
"""Seconds after which a model that was refused is looked at again at the latest."""

PAUSE = 1.0
"""Seconds between two looks that are asked for: each may be a request to a store, and anybody may ask."""

_LAST_SECONDS = 2.0
_MOST_SOUGHT = 1000

Sign = tuple[tuple[str, int, int, int], ...]
"""Name, inode, size and time of change of each file that is looked at, as far as it is there."""


class PointerWatch:
    """A thread that follows the pointer of a folder.

    To look costs some microseconds. A model that was refused is tried again when a file has changed,
    and else after twice as many looks each time: its files may still be on their way.

    Parameters
    ----------
    sign : callable
        Returns by what a newer model is noticed, such as :func:`sign_of` of a folder.
    follow : callable
        Serves the current model, and says what became of that.
    seconds : float
        How often to look.
    """

    def __init__(self, sign: Callable[[], object], follow: Callable[[], Outcome], *, seconds: float) -> None:
        self.sign = sign
        self.follow = follow
        self.seconds = seconds
        self._end = Event()
        self._woken = Event()
        self._seen: object = None
        self._n_refused = self._looks_left = 0
        self._n_begun = self._n_over = 0
        self._sought: dict[str, int] = {}
        self._seeking = Lock()
        self._thread = Thread(target=self._run, name="pointer watch", daemon=True)

    def start(self) -> None:
        """Begin to look; what changed before that is noticed at the first look."""
        self._thread.start()

    def stop(self) -> None:
        """Look no more; a model that is being opened is opened to its end, for which nobody waits long."""
        self._end.set()
        self._woken.set()
        if self._thread.is_alive():
            self._thread.join(_LAST_SECONDS)

    def wake(self) -> None:
        """Look now, or after a pause; what was refused is tried neither sooner nor later by it."""
        self._woken.set()

    def seek(self, version: str) -> bool:
        """Look now for a version that was heard of elsewhere.

        Parameters
        ----------
        version : str
            Name of the version.

        Returns
        -------
        bool
            Whether it may still be found: until a look is over that began after it was first sought, and as
            long as what is current is refused.
        """
        with self._seeking:
            if len(self._sought) >= _MOST_SOUGHT:
                self._sought.clear()
            if self._n_over > self._sought.setdefault(version, self._n_begun):
                return False
        self.wake()
        return True

    def _run(self) -> None:
        due, rested = monotonic() + self.seconds, 0.0
        while True:
            if self._woken.wait(max(due - monotonic(), 0.0)):
                self._end.wait(max(min(rested, due) - monotonic(), 0.0))
            if self._end.is_set():
                return
            self._woken.clear()
            is_due = monotonic() >= due
            self._n_begun += 1
            self._look(is_due=is_due)
            if not self._n_refused:  # else the version that is sought may be the one that is refused
                self._n_over = self._n_begun
            if is_due:
                due = monotonic() + self.seconds
            else:
                rested = monotonic() + PAUSE

    def _look(self, *, is_due: bool) -> None:
        sign = self.sign()
        if sign != self._seen:
            self._n_refused = self._looks_left = 0
        elif not self._n_refused or not is_due:
            return
        elif self._looks_left:
            self._looks_left -= 1
            return
        self._seen = sign
        self._n_refused = self._n_refused + 1 if self._is_refused() else 0
        self._looks_left = int(min(2**self._n_refused, LONGEST_WAIT / self.seconds))

    def _is_refused(self) -> bool:
        try:
            return self.follow() is Outcome.REFUSED
        except Exception:  # whatever it was, the thread must live: it is what mends the service
            _log.exception("the pointer to the model could not be followed")
            return True


def sign_of(folder: Path) -> Sign:
    """Return by what a change of a folder's current model is noticed.

    Parameters
    ----------
    folder : Path
        ``artifacts/NAME``, or the folder of one version.

    Returns
    -------
    tuple
        Another one after each publication, and after each title that is added at run time.
    """
    try:
        names = [POINTER, MANIFEST, *sorted(path.name for path in folder.glob("*.jsonl"))]
    except OSError:
        return ()
    found = []
    for name in names:
        try:
            status = (folder / name).stat()
        except OSError:
            continue
        found.append((name, status.st_ino, status.st_size, status.st_mtime_ns))
    return tuple(found)
