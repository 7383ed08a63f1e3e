"""A small model, trained once."""

from __future__ import annotations

import pytest

from recsys.model import Model
from tests.additions.titles import BASE
from tests.builders import model_of


@pytest.fixture(scope="session")
def base() -> Model:
    """The model of :data:`tests.additions.titles.BASE`."""
    return model_of(*BASE)
