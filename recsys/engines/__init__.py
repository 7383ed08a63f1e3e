"""Vector engines behind the same protocol as our own index: they find candidates, we score them."""

from recsys.engines.address import EngineAddress, FolderAddress, ServerAddress, parsed_address
from recsys.engines.engine_index import EngineIndex
from recsys.engines.opening import with_engine
from recsys.engines.vector_engine import VectorEngine

__all__ = [
    "EngineAddress",
    "EngineIndex",
    "FolderAddress",
    "ServerAddress",
    "VectorEngine",
    "parsed_address",
    "with_engine",
]
