"""One small model, trained once, and a service that answers from it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from recsys.artifact import open_model
from recsys.model import Model
from recsys.publication import publish
from service.app import create_app
from service.settings import Settings
from tests.service.small_catalogue import small_catalogue
from training.pipeline import train


@pytest.fixture(scope="session", autouse=True)
def _unwatched() -> Iterator[None]:
    """Models change when a test says so; where the pointer is to be followed, its test says how often."""
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("RECSYS_WATCH_SECONDS", "0")
        yield


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Folder of the small model; not to be written to."""
    folder = tmp_path_factory.mktemp("service") / "small"
    publish(train(small_catalogue()), folder)
    return folder


@pytest.fixture(scope="session")
def model(published: Path) -> Model:
    """The small model."""
    return open_model(published)


@pytest.fixture(scope="session")
def smaller_model() -> Model:
    """The model of all titles but one, not published."""
    return train(small_catalogue(without="harbour-letters-2021"))


@pytest.fixture
def own_folder(published: Path, tmp_path: Path) -> Path:
    """A copy of the small model's folder that a test may change."""
    return Path(shutil.copytree(published, tmp_path / "small"))


@pytest.fixture(scope="module")
def client(published: Path) -> Iterator[TestClient]:
    """A client of a service that serves the small model."""
    with TestClient(create_app(published, Settings())) as client:
        yield client
