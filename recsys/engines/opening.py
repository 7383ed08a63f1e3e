"""A model that a vector engine searches, after a look whether the engine holds that very model."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from recsys.engines.address import EngineAddress, FolderAddress, parsed_address
from recsys.engines.engine_index import EngineIndex
from recsys.engines.keeping import encoded_version
from recsys.engines.vector_engine import EngineStore
from recsys.errors import IndexMissing
from recsys.model import Model


def with_engine(model: Model, address: str) -> Model:
    """Return a model that is searched by a vector engine.

    Parameters
    ----------
    model : Model
        A published model.
    address : str
        As :func:`recsys.engines.parsed_address` reads it.

    Returns
    -------
    Model
        The same model with another index; its answers are the same.

    Raises
    ------
    QueryError
        If it is no address.
    IndexMissing
        If the engine holds another version of the model, or not all of it, or the model was not published.
    IndexUnreachable
        If the engine does not answer, or is not installed.
    """
    return searched_by(model, store_at(parsed_address(address)), address)


def searched_by(model: Model, store: EngineStore, address: str) -> Model:
    """Return a model that is searched by the collection of its version.

    Parameters
    ----------
    model : Model
        A published model.
    store : EngineStore
        Where the collection is.
    address : str
        What messages call it.

    Returns
    -------
    Model
        The same model with another index; its answers are the same.

    Raises
    ------
    IndexMissing
        If the store holds another version of the model, or not all of it, or the model was not published.
    IndexUnreachable
        If the engine does not answer, or is not installed.
    """
    if not model.info.version:
        raise IndexMissing("the model has no version yet: publish it before a vector engine searches it")
    version, remedy = encoded_version(model.info.version), f"run `recsys export qdrant --to {address}`"
    engine = store.engine(version)
    if engine is None:
        held = store.current()
        holds = f"holds version {held}" if held else "holds no version"
        raise IndexMissing(f"{address} {holds}, and the model needs {version}: {remedy}")
    n_titles = engine.n_titles()
    if n_titles != len(model):
        msg = f"{address} holds {n_titles} of the {len(model)} titles of version {version}: {remedy}"
        raise IndexMissing(msg)
    return replace(model, foreign_index=EngineIndex(model.own_index, engine))


def store_at(address: EngineAddress) -> EngineStore:
    """Return the place that an address names.

    Parameters
    ----------
    address : ServerAddress or FolderAddress
        The address.

    Returns
    -------
    EngineStore
        Nothing is looked up yet.
    """
    # Each loads what speaks to its engine, and no other.
    if isinstance(address, FolderAddress):
        from recsys.engines.edge_store import EdgeStore

        return EdgeStore(address.folder)
    from recsys.engines.qdrant_rest import client_of
    from recsys.engines.rest_store import RestStore

    return RestStore(partial(client_of, address), address.collection)
