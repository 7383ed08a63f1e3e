"""The index of the small catalogue, built once."""

from __future__ import annotations

import pytest

from recsys.names import TitleNames
from tests.names.small_catalogue import TITLES


@pytest.fixture(scope="session")
def names() -> TitleNames:
    """Index of the small catalogue."""
    return TitleNames.build(TITLES)
