"""Where the tasks of a run are done: on a Dask cluster; needs dask, an extra.

Its futures are used directly. joblib's own backend of that name waits for ever once Dask has given a task
up because its workers died: it sets the error where nobody looks (joblib 1.6, ``_dask.py``, ``_collect``).
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from recsys.errors import ArtifactError, QueryError
from training.backends import Task, WorkersLost

if TYPE_CHECKING:
    from distributed import Client

T = TypeVar("T")

FIRST_PATIENCE = 10.0
"""Seconds within which a scheduler must answer that was named just now."""
PATIENCE = 120.0
"""Seconds for which a scheduler that was lost, or the first worker, is waited for."""


@dataclass(frozen=True, slots=True)
class DaskBackend:
    """The workers of a Dask scheduler, however many come and go.

    Parameters
    ----------
    address : str
        The scheduler, such as ``tcp://10.0.0.1:8786``.
    """

    address: str

    @classmethod
    def at(cls, address: str) -> DaskBackend:
        """Return the cluster at an address, which is asked whether it is there.

        Parameters
        ----------
        address : str
            The scheduler.

        Returns
        -------
        DaskBackend
            Its workers may come later.

        Raises
        ------
        QueryError
            If nobody answers there, or dask is not installed.
        """
        try:
            asyncio.run(_answered(address, FIRST_PATIENCE))
        except ModuleNotFoundError as error:
            msg = "a cluster needs dask: pip install 'recsys[cluster]'"
            raise QueryError(msg) from error
        except (OSError, ValueError, TypeError, ImportError) as error:
            # The last two are of protocols that are not set up.
            msg = (
                f"no Dask scheduler answers at {address[:200]!r}: expected an address such as "
                f"tcp://10.0.0.1:8786 ({str(error)[:200]})"
            )
            raise QueryError(msg) from error
        return cls(address)

    def results(self, tasks: Sequence[Task[T]]) -> Iterator[T]:
        """Yield what tasks give; see :class:`training.backends.Backend`.

        Parameters
        ----------
        tasks : sequence of callable
            The tasks, such as can be sent to other processes.

        Yields
        ------
        object
            The first that is ready first.

        Raises
        ------
        WorkersLost
            If the scheduler was lost, or workers died too often; for good if none came within
            :data:`PATIENCE`.
        ArtifactError
            If a worker has not the code of this process, or a task says so.
        """
        with _staffed(self.address) as client:
            yield from _gathered(client, tasks)


def _gathered(client: Client, tasks: Sequence[Task[T]]) -> Iterator[T]:
    from distributed import CancelledError, KilledWorker, as_completed
    from distributed.comm.core import CommClosedError
    from distributed.protocol.pickle import dumps

    # Bytes: a worker that cannot read the message of a task ends itself, and tells nobody why.
    sent = [dumps(task) for task in tasks]
    # Not pure: the name of a task that is asked again must not be that of the one that was given up.
    futures = client.map(_sent_by_value(), sent, pure=False)
    n_given_up = 0
    for future in as_completed(futures, loop=client.loop):
        try:
            found = future.result()
        except KilledWorker:
            n_given_up += 1
            continue
        except (CancelledError, CommClosedError) as error:
            msg = "the Dask scheduler was lost"
            raise WorkersLost(msg) from error
        except ImportError as error:
            raise ArtifactError(str(error)) from error
        finally:
            future.release()  # else workers keep what is in a file by now
        yield found
    if n_given_up:
        msg = f"Dask gave {n_given_up} tasks up, whose workers had died, perhaps for want of memory"
        raise WorkersLost(msg)


def _sent_by_value() -> Callable[[bytes], Any]:
    """Return what a worker does; nested, and without a global name: the worker may lack this module."""

    def done(task: bytes) -> Any:
        from socket import gethostname

        from distributed.protocol.pickle import loads

        try:
            do = loads(task)
        except (ImportError, AttributeError) as error:
            msg = (
                f"the worker on {gethostname()} has not this release of recsys ({error}): "
                "install the same everywhere"
            )
            raise ImportError(msg) from None  # its own errors it may lack, too
        try:
            return do()
        except ImportError as error:
            msg = f"the worker on {gethostname()} lacks what its task needs ({error})"
            raise ImportError(msg) from None

    return done


@contextmanager
def _staffed(address: str) -> Iterator[Client]:
    from distributed import Client

    with ExitStack() as stack:
        try:
            client = stack.enter_context(Client(address, timeout=PATIENCE, set_as_default=False))
            client.wait_for_workers(1, timeout=PATIENCE)
        except OSError as error:  # of time that is over, too
            msg = f"the Dask scheduler at {address}, or its first worker, was waited for {PATIENCE:.0f} s"
            raise WorkersLost(msg, for_good=True) from error
        yield client


async def _answered(address: str, seconds: float) -> None:
    """Raise unless somebody answers; a client that cannot start would hold the process up at its end."""
    from distributed import Security
    from distributed.comm.core import connect

    comm = await connect(address, timeout=seconds, **Security().get_connection_args("client"))
    await comm.close()
