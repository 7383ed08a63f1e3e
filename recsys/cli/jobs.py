"""Who does the work of a command: threads or processes of this machine, or the workers of a cluster."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from recsys.errors import QueryError

if TYPE_CHECKING:
    from training.backends import Backend

SchedulerOption = Annotated[
    str | None,
    typer.Option("--scheduler", metavar="ADDRESS", help="Of dask, such as tcp://10.0.0.1:8786."),
]


class Where(StrEnum):
    """Where work is done."""

    THREADS = "threads"
    LOKY = "loky"
    DASK = "dask"


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


def chosen_backend(where: Where, scheduler: str | None, jobs: int | None) -> Backend:
    """Return where the work of a command is done.

    Parameters
    ----------
    where : Where
        What ``--backend`` says.
    scheduler : str or None
        What ``--scheduler`` says.
    jobs : int or None
        What ``--jobs`` says; one if it is silent.

    Returns
    -------
    Backend
        The workers.

    Raises
    ------
    QueryError
        If these contradict each other, or nobody answers there.
    """
    check_jobs(jobs)
    if (where is Where.DASK) != (scheduler is not None):
        msg = "expected --backend dask and --scheduler ADDRESS together"
        raise QueryError(msg)
    if scheduler is not None:
        if jobs is not None:
            msg = f"--jobs {jobs}: leave it out with --backend dask, which takes all workers there are"
            raise QueryError(msg)
        from training.dask_backend import DaskBackend

        return DaskBackend.at(scheduler)
    from training.backends import JoblibBackend

    return JoblibBackend("loky" if where is Where.LOKY else "threading", 1 if jobs is None else jobs)
