"""Two models, trained once in memory: of the 22 mission titles alone, and of the whole catalogue."""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

import pytest

from recsys import Catalogue, Model, load_builtin
from tests.capabilities.asking import MISSION_TITLES
from tests.capabilities.rows.setting import Setting, opened
from training.pipeline import train


@pytest.fixture(scope="session")
def fixture_model() -> Model:
    """The mission's titles and nothing else."""
    builtin = load_builtin()
    return train(Catalogue(builtin.by_id[id] for id in MISSION_TITLES))


@pytest.fixture(scope="session")
def builtin_model() -> Model:
    """All titles that travel with the package."""
    return train(load_builtin())


@pytest.fixture(scope="session")
def setting(builtin_model: Model, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Setting]:
    """The built-in catalogue published and served, and as it was before its newest title."""
    with opened(builtin_model, tmp_path_factory.mktemp("rows")) as found:
        yield found


@pytest.fixture(scope="session", params=["fixture_model", "builtin_model"])
def model(request: pytest.FixtureRequest) -> Model:
    """Each of the two, one after the other."""
    return cast("Model", request.getfixturevalue(request.param))
