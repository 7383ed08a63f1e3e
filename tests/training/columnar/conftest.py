from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from training.columnar import chosen_loops


@contextmanager
def _compiled() -> Iterator[None]:
    pytest.importorskip("numba", reason="needs the extra `fast`")
    before = list(chosen_loops._compiled)
    assert chosen_loops.compile_loops()
    yield
    chosen_loops._compiled[:] = before


@pytest.fixture(scope="module")
def compiled() -> Iterator[None]:
    """The tests of a module use compiled loops."""
    with _compiled():
        yield


@pytest.fixture(scope="module", params=["plain", "compiled"])
def either_way(request: pytest.FixtureRequest) -> Iterator[None]:
    """A test runs twice: with plain loops, and with compiled ones."""
    if request.param == "plain":
        yield
    else:
        with _compiled():
            yield
