from __future__ import annotations

from pathlib import Path

import pytest

from recsys.errors import ArtifactDamaged
from recsys.object_store.store import ObjectStore
from recsys.stored_version import Claim
from tests.object_store import troubled
from tests.object_store.stored import Stored

OPENED_AND_ONE_BLOCK = 2


@pytest.fixture
def endless(stored: Stored) -> ObjectStore:
    """A store with a file that is longer than anybody would read."""
    stored.folder.mkdir()
    with (stored.folder / "CURRENT").open("wb") as file:
        file.truncate(2**25)
    return ObjectStore(stored.address)


def test_small_file_that_is_long_is_not_read_to_its_end(endless: ObjectStore) -> None:
    trouble = troubled.make()
    with pytest.raises(ArtifactDamaged):
        endless.read("CURRENT", most=200)
    assert trouble.n_operations == OPENED_AND_ONE_BLOCK


def test_file_that_is_longer_than_was_said_is_not_read_to_its_end(
    endless: ObjectStore, tmp_path: Path
) -> None:
    trouble = troubled.make()
    with pytest.raises(ArtifactDamaged):
        endless.fetch("CURRENT", Claim(200, "0" * 64), tmp_path / "here")
    assert trouble.n_operations == OPENED_AND_ONE_BLOCK
    assert not (tmp_path / "here").exists()
