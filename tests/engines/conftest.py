"""The same random catalogues in every engine."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from recsys.index import Index
from tests.engines.adapters import ADAPTERS, adapted
from tests.index.catalogues import Drawn, drawn

Searched = Callable[[int], tuple[Drawn, Index]]
N_CATALOGUES = 4
N_TITLES = 200


@pytest.fixture(scope="session", params=ADAPTERS)
def adapter(request: pytest.FixtureRequest) -> str:
    """The name of an index."""
    return str(request.param)


@pytest.fixture(scope="session")
def searched(adapter: str, tmp_path_factory: pytest.TempPathFactory) -> Searched:
    """From a seed to a random catalogue and the adapter's index over it; both are made once."""
    made: dict[int, tuple[Drawn, Index]] = {}

    def catalogue(seed: int) -> tuple[Drawn, Index]:
        number = seed % N_CATALOGUES
        if number not in made:
            found = drawn(number, N_TITLES)
            made[number] = found, adapted(adapter, found.index, tmp_path_factory.mktemp("engine"))
        return made[number]

    return catalogue


@pytest.fixture
def always_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    """A few hundred titles would be scored without an engine."""
    monkeypatch.setattr("recsys.engines.engine_index.FEW", 0)
    monkeypatch.setattr("recsys.engines.engine_index.FEW_OF", 10**9)
    monkeypatch.setattr("recsys.engines.engine_index.LARGEST_SHARE", 1.0)
