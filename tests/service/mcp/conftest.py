"""A server of the small model, one for all tests: nothing that it is asked changes it."""

from __future__ import annotations

from pathlib import Path

import pytest

from service.mcp.server import create_server
from service.models.model_store import ModelStore
from tests.service.mcp.conversation import AnyServer


@pytest.fixture(scope="session")
def server(published: Path) -> AnyServer:
    return create_server(ModelStore(published))
