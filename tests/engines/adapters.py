"""Every index that there is, over the same titles."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from recsys.engines import EngineIndex, VectorEngine
from recsys.engines.encoding import title_vector
from recsys.engines.points import TitlePoint, TitlePoints
from recsys.engines.vector_engine import EngineStore
from recsys.index import ExactIndex, Index
from tests.engines.imprecise import ImpreciseEngine

if TYPE_CHECKING:
    from qdrant_client import QdrantClient

OWN, IMPRECISE, EDGE, REST = "own", "imprecise", "edge", "rest"
ENGINES = (IMPRECISE, EDGE, REST)
FOREIGN = (EDGE, REST)
ADAPTERS = (OWN, *ENGINES)
VERSION = "0123456789abcdef-1"


def points(index: ExactIndex, version: str = VERSION) -> TitlePoints:
    """The titles of an index, of which nothing else is known."""
    return TitlePoints(
        version,
        len(index.year),
        lambda start, stop: [TitlePoint(row, title_vector(index, row), {}) for row in range(start, stop)],
    )


def local_server() -> Callable[[], QdrantClient]:
    """A server's client in its local mode, with which it answers from this process."""
    from qdrant_client import QdrantClient

    client = QdrantClient(":memory:")
    return lambda: client


def store_of(name: str, folder: Path) -> EngineStore:
    """A place for collections, empty; the test is skipped where the engine, an extra, is not installed."""
    pytest.importorskip("qdrant_edge" if name == EDGE else "qdrant_client")
    if name == EDGE:
        from recsys.engines.edge_store import EdgeStore

        return EdgeStore(folder)
    from recsys.engines.rest_store import RestStore

    return RestStore(local_server(), "titles")


def filled(name: str, index: ExactIndex, folder: Path) -> VectorEngine:
    """An engine that holds the titles of an index."""
    if name == IMPRECISE:
        return ImpreciseEngine(index)
    store = store_of(name, folder)
    assert list(store.write(points(index)))[-1] == len(index.year)
    engine = store.engine(VERSION)
    assert engine is not None
    return engine


def adapted(name: str, index: ExactIndex, folder: Path) -> Index:
    """An index over the same titles as our own one."""
    return index if name == OWN else EngineIndex(index, filled(name, index, folder))
