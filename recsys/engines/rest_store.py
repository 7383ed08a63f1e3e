"""Collections of a Qdrant server: one a version, and an alias that leads to the last one.

Version ``0123…`` of a model is the collection ``NAME-0123…-1``, where 1 is the number of the encoding. A
service asks the one of its own model, so that it goes on with it while a newer one is written. The alias
``NAME`` is for all others.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from recsys.engines.keeping import superseded
from recsys.engines.per_process import PerProcess
from recsys.engines.points import VECTOR, TitlePoint, TitlePoints
from recsys.engines.qdrant_rest import OpensClient, RestEngine, sparse, told
from recsys.errors import IndexMissing

if TYPE_CHECKING:
    from qdrant_client import QdrantClient, models

_BATCH = 500


class RestStore:
    """Collections of the versions of a model.

    Parameters
    ----------
    open_client : callable
        Returns a client; called by each process that asks.
    name : str
        What the collections have in common.
    """

    def __init__(self, open_client: OpensClient, name: str) -> None:
        self._client = PerProcess(open_client)
        self._name = name

    def current(self) -> str:
        """Return the version that was exported last.

        Returns
        -------
        str
            Empty if there is none.

        Raises
        ------
        IndexUnreachable
            If the server does not answer.
        """
        client = self._client.get()
        with told():
            aliases = client.get_aliases().aliases
        led = (alias.collection_name for alias in aliases if alias.alias_name == self._name)
        return next(led, "").removeprefix(f"{self._name}-")

    def engine(self, version: str) -> RestEngine | None:
        """Return the collection of a version.

        Parameters
        ----------
        version : str
            As :func:`recsys.engines.keeping.encoded_version` names it.

        Returns
        -------
        RestEngine or None
            None if it is not there.

        Raises
        ------
        IndexUnreachable
            If the server does not answer, or its client is not installed.
        """
        client = self._client.get()
        with told():
            is_there = client.collection_exists(self._of(version))
        return RestEngine(self._client, self._of(version)) if is_there else None

    def write(self, titles: TitlePoints) -> Iterator[int]:
        """Write all titles of a version; see :class:`recsys.engines.vector_engine.EngineStore`.

        An export that was interrupted goes on where it was. Where the collection lacks titles before that,
        all are sent once more.

        Parameters
        ----------
        titles : TitlePoints
            The titles.

        Yields
        ------
        int
            How many titles are written; growing, but from the first on where all are sent once more.

        Raises
        ------
        IndexMissing
            If the collection has not as many titles as the model even then; the alias stays where it was.
        IndexUnreachable
            If the server does not answer, or its client is not installed.
        """
        client, version = self._client.get(), titles.version
        with told():
            yield from _write(titles, client, self._of(version))
            before = self.current()
            self._lead_to(client, self._of(version))
            for old in superseded(self._versions(client), version, before):
                client.delete_collection(self._of(old))
        yield titles.n_titles

    def _of(self, version: str) -> str:
        return f"{self._name}-{version}"

    def _versions(self, client: QdrantClient) -> list[str]:
        start = self._of("")
        present = (one.name for one in client.get_collections().collections)
        return [name.removeprefix(start) for name in present if name.startswith(start)]

    def _lead_to(self, client: QdrantClient, collection: str) -> None:
        """Let the alias lead to a collection, in one step that nobody sees half done."""
        from qdrant_client import models

        steps: list[models.AliasOperations] = []
        if any(alias.alias_name == self._name for alias in client.get_aliases().aliases):
            away = models.DeleteAlias(alias_name=self._name)
            steps.append(models.DeleteAliasOperation(delete_alias=away))
        there = models.CreateAlias(collection_name=collection, alias_name=self._name)
        steps.append(models.CreateAliasOperation(create_alias=there))
        client.update_collection_aliases(steps)


def _write(titles: TitlePoints, client: QdrantClient, collection: str) -> Iterator[int]:
    from qdrant_client import models

    if not client.collection_exists(collection):
        features = {VECTOR: models.SparseVectorParams()}
        client.create_collection(collection, vectors_config={}, sparse_vectors_config=features)
    n_written = _count(client, collection)
    # Batches are stored one after the other: of so many titles all whole batches are the first ones.
    yield from _send(titles, client, collection, start=n_written - n_written % _BATCH)
    # Unless the server has lost some since.
    if _count(client, collection) != titles.n_titles:
        yield from _send(titles, client, collection, start=0)
    held = _count(client, collection)
    if held != titles.n_titles:
        msg = f"the collection {collection} holds {held} of {titles.n_titles} titles"
        raise IndexMissing(f"{msg}: delete it, and export again")


def _send(titles: TitlePoints, client: QdrantClient, collection: str, *, start: int) -> Iterator[int]:
    for n_now, batch in titles.batches(_BATCH, start=start):
        client.upsert(collection, [_point(title) for title in batch], wait=True)
        yield n_now


def _count(client: QdrantClient, collection: str) -> int:
    return client.count(collection, exact=True).count


def _point(title: TitlePoint) -> models.PointStruct:
    from qdrant_client import models

    return models.PointStruct(id=title.row, vector={VECTOR: sparse(title.vector)}, payload=title.facts)
