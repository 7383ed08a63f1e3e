"""How many threads or processes a command takes, as it is told by ``--jobs``."""

from __future__ import annotations

from recsys.errors import QueryError


def check_jobs(jobs: int | None) -> None:
    """Refuse to work with nobody.

    Parameters
    ----------
    jobs : int or None
        What ``--jobs`` asks for, if anything.

    Raises
    ------
    QueryError
        If it is 0.
    """
    if jobs == 0:
        msg = "--jobs 0: expected a number of threads or processes, or -1 for all processors"
        raise QueryError(msg)
