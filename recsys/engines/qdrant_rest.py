"""A collection of a Qdrant server, asked over HTTP."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

import numpy as np

from recsys.arrays import SparseVector
from recsys.engines.address import KEY_VARIABLE, ServerAddress
from recsys.engines.per_process import PerProcess
from recsys.engines.points import VECTOR
from recsys.errors import IndexMissing, IndexUnreachable, QueryError
from recsys.index import Hits

if TYPE_CHECKING:
    from qdrant_client import QdrantClient, models

OpensClient = Callable[[], "QdrantClient"]

_SECONDS = 10
_ABSENT = 404
_INSTALL = "a vector engine on a server needs qdrant-client: pip install 'recsys[qdrant]'"


class RestEngine:
    """A collection of a server.

    Parameters
    ----------
    client : PerProcess of QdrantClient
        Opened by each process that asks.
    collection : str
        Its full name.
    """

    def __init__(self, client: PerProcess[QdrantClient], collection: str) -> None:
        self._client = client
        self._collection = collection

    def nearest(self, questions: Sequence[SparseVector], limit: int) -> list[Hits]:
        """Return the titles with the greatest products; see :class:`recsys.engines.VectorEngine`.

        Parameters
        ----------
        questions : sequence of SparseVector
            Questions.
        limit : int
            How many titles of each, at least 1.

        Returns
        -------
        list of Hits
            Greatest products first.

        Raises
        ------
        IndexUnreachable
            If the server does not answer.
        IndexMissing
            If the collection is gone.
        """
        client = self._client.get()
        from qdrant_client import models

        requests = [
            models.QueryRequest(query=sparse(question), using=VECTOR, limit=limit) for question in questions
        ]
        with told():
            found = client.query_batch_points(self._collection, requests)
        return [
            Hits(
                np.array([p.id for p in one.points], dtype=np.int64), np.array([p.score for p in one.points])
            )
            for one in found
        ]

    def n_titles(self) -> int:
        """Return how many titles the collection holds.

        Returns
        -------
        int
            Fewer than the model where an export has not come to its end.

        Raises
        ------
        IndexUnreachable
            If the server does not answer.
        IndexMissing
            If there is no such collection.
        """
        client = self._client.get()
        with told():
            return client.count(self._collection, exact=True).count


def client_of(address: ServerAddress) -> QdrantClient:
    """Return a client of a server, with the key that the environment holds; nothing is asked yet.

    Parameters
    ----------
    address : ServerAddress
        The server.

    Returns
    -------
    QdrantClient
        Over HTTP.

    Raises
    ------
    IndexUnreachable
        If the client is not installed.
    QueryError
        If the key would be sent where others can read it.
    """
    key = os.environ.get(KEY_VARIABLE) or None
    if key and not address.is_private:
        msg = f"{KEY_VARIABLE} is set and would be sent in the clear: expected an address qdrants://…"
        raise QueryError(msg)
    try:
        from qdrant_client import QdrantClient
    except ModuleNotFoundError as error:
        raise IndexUnreachable(_INSTALL) from error
    # Its look at the server's version is one more request, which warns instead of raising.
    return QdrantClient(url=address.url, api_key=key, timeout=_SECONDS, check_compatibility=False)


def sparse(vector: SparseVector) -> models.SparseVector:
    """Return a vector as the client takes it.

    Parameters
    ----------
    vector : SparseVector
        A title or a question.

    Returns
    -------
    models.SparseVector
        The same.
    """
    from qdrant_client import models

    return models.SparseVector(indices=vector.columns.tolist(), values=vector.values.tolist())


@contextmanager
def told() -> Iterator[None]:
    """Tell what goes wrong with a server as errors of this library.

    Yields
    ------
    None
        Inside, the client may raise what it likes.

    Raises
    ------
    IndexMissing
        If there is no such collection.
    IndexUnreachable
        If the server does not answer, or refuses to.
    """
    from qdrant_client.http.exceptions import ApiException, UnexpectedResponse

    try:
        yield
    except UnexpectedResponse as error:
        if error.status_code == _ABSENT:
            msg = "the vector engine has lost the collection: run `recsys export qdrant`"
            raise IndexMissing(msg) from error
        msg = f"the vector engine refuses to answer: HTTP {error.status_code}"
        raise IndexUnreachable(msg) from error
    except ApiException as error:
        msg = f"the vector engine does not answer ({str(error)[:200]}): start it, or see to its address"
        raise IndexUnreachable(msg) from error
