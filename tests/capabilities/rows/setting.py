"""Where the rows are asked: the built-in catalogue as published, and as it was before its newest title."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from starlette.testclient import TestClient

from recsys import Catalogue, Model, Title, load_builtin, publish
from service.app import create_app
from service.settings import Settings
from training.pipeline import train

NEWEST = "kidnap-game-2026"
THIN = "soul-mate-2025"


@dataclass(frozen=True, slots=True)
class Setting:
    """Models on disk and in memory, and services that answer from them.

    Parameters
    ----------
    model, folder, client : Model, Path, TestClient
        The built-in catalogue: in memory, published, and served.
    before, before_folder, before_client : Model, Path, TestClient
        The same without Kidnap Game, and with a row of Soul Mate that has no date, director or cast.
    scratch : Path
        A folder of one's own; may be written to.
    """

    model: Model
    folder: Path
    client: TestClient
    before: Model
    before_folder: Path
    before_client: TestClient
    scratch: Path

    def titles(self) -> list[Title]:
        """Return all titles of the built-in catalogue."""
        return [self.model.title(row) for row in range(len(self.model))]


def earlier_catalogue() -> Catalogue:
    """The built-in catalogue without its newest title, and with one row of which little is known."""
    return Catalogue(_thin(title) for title in load_builtin() if title.id != NEWEST)


@contextmanager
def opened(model: Model, scratch: Path, **settings: Any) -> Iterator[Setting]:
    """Yield everything that the rows need, for a trained model of the built-in catalogue."""
    folder, before_folder = scratch / "builtin", scratch / "before"
    published = publish(model, folder)
    before = publish(train(earlier_catalogue()), before_folder)
    limits = Settings(**settings)
    with (
        TestClient(create_app(folder, limits)) as client,
        TestClient(create_app(before_folder, limits)) as before_client,
    ):
        yield Setting(published, folder, client, before, before_folder, before_client, scratch)


def _thin(title: Title) -> Title:
    if title.id != THIN:
        return title
    return replace(title, credits=(), releases=(), year=None, popularity=None, ranks=())
