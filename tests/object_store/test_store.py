from __future__ import annotations

from pathlib import Path

import fsspec.core
import pytest

from recsys.errors import ArtifactDamaged, ArtifactUnreachable, QueryError
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


def test_library_that_connects_at_once_and_fails_is_a_store_that_is_away(
    stored: Stored, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise EOFError("no route to secret")

    monkeypatch.setattr(fsspec.core, "url_to_fs", fail)
    with pytest.raises(ArtifactUnreachable, match="EOFError") as told:
        ObjectStore(stored.address)
    assert "secret" not in str(told.value)


@pytest.mark.parametrize("error", [ImportError("no s3fs"), ValueError("Protocol not known: s4")])
def test_kind_of_store_that_is_not_known_here_is_a_fault_of_the_address(
    stored: Stored, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr(fsspec.core, "url_to_fs", fail)
    with pytest.raises(QueryError):
        ObjectStore(stored.address)


def test_file_that_is_longer_than_was_said_is_not_read_to_its_end(
    endless: ObjectStore, tmp_path: Path
) -> None:
    trouble = troubled.make()
    with pytest.raises(ArtifactDamaged):
        endless.fetch("CURRENT", Claim(200, "0" * 64), tmp_path / "here")
    assert trouble.n_operations == OPENED_AND_ONE_BLOCK
    assert not (tmp_path / "here").exists()
