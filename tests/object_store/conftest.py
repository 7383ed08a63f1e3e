"""Two models, a cache of the test's own, and stores of several kinds."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from recsys.object_store.address import StoreAddress
from recsys.object_store.mirror import Mirror
from tests.faults.tiny_artifact import Published, tiny_model
from tests.object_store import troubled
from tests.object_store.stored import Stored


@pytest.fixture(scope="session")
def old(tmp_path_factory: pytest.TempPathFactory) -> Published:
    """The model that is served."""
    return Published.of(tiny_model("fine", "good"), tmp_path_factory.mktemp("old"))


@pytest.fixture(scope="session")
def new(tmp_path_factory: pytest.TempPathFactory) -> Published:
    """The model that comes after it."""
    return Published.of(tiny_model("fine", "good", "new"), tmp_path_factory.mktemp("new"))


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where copies of stored models lie."""
    monkeypatch.setenv("RECSYS_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache"


@pytest.fixture(autouse=True)
def _peace() -> Iterator[None]:
    troubled.register()
    troubled.make()
    yield
    troubled.make()


@pytest.fixture(params=["file", "memory", "troubled"])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> StoreAddress:
    """A place in a store of each kind, with nothing in it."""
    return StoreAddress(f"{request.param}://{tmp_path / 'store'}")


@pytest.fixture
def stored(tmp_path: Path) -> Stored:
    """A store that is troubled when a test says so, with nothing in it."""
    return Stored(tmp_path / "store")


@pytest.fixture
def copied(stored: Stored, old: Published) -> Mirror:
    """The copy of that store, in which the old model is published and fetched."""
    stored.publish(old)
    mirror = Mirror(stored.address)
    mirror.update()
    return mirror
