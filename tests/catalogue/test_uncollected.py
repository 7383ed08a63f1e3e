from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest

from recsys.catalogue.uncollected import uncollected


@pytest.fixture(autouse=True)
def collection() -> Iterator[None]:
    yield
    gc.enable()


def test_nothing_is_collected_inside_and_everything_again_after() -> None:
    with uncollected():
        assert not gc.isenabled()
    assert gc.isenabled()


def test_collection_goes_on_after_an_error() -> None:
    with pytest.raises(KeyError), uncollected():
        raise KeyError
    assert gc.isenabled()


def test_who_had_turned_it_off_finds_it_off() -> None:
    gc.disable()
    with uncollected():
        pass
    assert not gc.isenabled()
