"""Looks at the pointer to the model, and has a newer one served as soon as it is published."""

from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import Path
from threading import Event, Thread

from recsys.stored_version import MANIFEST, POINTER
from service.model_store import Outcome

_log = logging.getLogger(__name__)

LONGEST_WAIT = 60.0
"""Seconds after which a model that was refused is looked at again at the latest."""

_LAST_SECONDS = 2.0

Sign = tuple[tuple[str, int, int, int], ...]
"""Name, inode, size and time of change of each file that is looked at, as far as it is there."""


class PointerWatch:
    """A thread that follows the pointer of a folder.

    To look costs some microseconds. A model that was refused is tried again when a file has changed,
    and else after twice as many looks each time: its files may still be on their way.

    Parameters
    ----------
    folder : Path
        ``artifacts/NAME``, or the folder of one version.
    follow : callable
        Serves the folder's current model, and says what became of that.
    seconds : float
        How often to look.
    """

    def __init__(self, folder: Path, follow: Callable[[], Outcome], *, seconds: float) -> None:
        self.folder = folder
        self.follow = follow
        self.seconds = seconds
        self._end = Event()
        self._thread = Thread(target=self._run, name="pointer watch", daemon=True)

    def start(self) -> None:
        """Begin to look; what changed before that is noticed at the first look."""
        self._thread.start()

    def stop(self) -> None:
        """Look no more; a model that is being opened is opened to its end, for which nobody waits long."""
        self._end.set()
        if self._thread.is_alive():
            self._thread.join(_LAST_SECONDS)

    def _run(self) -> None:
        seen: Sign | None = None
        n_refused = looks_left = 0
        while not self._end.wait(self.seconds):
            sign = sign_of(self.folder)
            if sign != seen:
                n_refused = looks_left = 0
            elif not n_refused:
                continue
            elif looks_left:
                looks_left -= 1
                continue
            seen = sign
            n_refused = n_refused + 1 if self._is_refused() else 0
            looks_left = int(min(2**n_refused, LONGEST_WAIT / self.seconds))

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
