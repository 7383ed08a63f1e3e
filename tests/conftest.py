"""Settings of all tests: repeatable examples, and no model of the developer's own."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import settings

# Repeatable: every run draws the same examples, so that a failure in one place is one in all.
# Fifty of each keep the suite under ten minutes; --hypothesis-profile=explore draws a thousand others.
settings.register_profile("repeatable", derandomize=True, deadline=None, max_examples=50)
settings.register_profile("explore", max_examples=1_000, deadline=None)
settings.load_profile("repeatable")


@pytest.fixture(scope="session", autouse=True)
def home_of_the_tests(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Models are published in a folder of this run, never in the developer's artifacts/."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("RECSYS_HOME", str(tmp_path_factory.mktemp("home")))
        yield
