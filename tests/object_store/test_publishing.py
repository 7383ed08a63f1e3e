from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pytest
from fsspec.implementations.local import LocalFileSystem

from recsys.errors import ArtifactDamaged, ArtifactMissing, ArtifactUnreachable
from recsys.object_store.address import StoreAddress
from recsys.object_store.mirror import Mirror
from recsys.object_store.publishing import publish_to
from tests.faults.scale import rounds
from tests.faults.tiny_artifact import Published
from tests.object_store import troubled
from tests.object_store.stored import Stored


def copy(address: StoreAddress, model: Published) -> int:
    """Copy a model, and say how many files that took."""
    return publish_to(address, model.folder, lambda _done, _of: None).n_copied


def test_published_files_are_those_of_the_folder(address: StoreAddress, old: Published) -> None:
    copy(address, old)
    mirror = Mirror(address)
    mirror.update()
    here = Published(mirror.folder)
    assert here.pointer.read_bytes() == old.pointer.read_bytes()
    assert [path.name for path in here.files()] == [path.name for path in old.files()]
    assert all(
        mine.read_bytes() == theirs.read_bytes()
        for mine, theirs in zip(here.files(), old.files(), strict=True)
    )


def test_what_is_there_already_is_not_copied_again(address: StoreAddress, old: Published) -> None:
    assert copy(address, old) == len(old.arrays())
    assert copy(address, old) == 0


def test_pointer_comes_last_and_the_manifest_before_it(stored: Stored, old: Published) -> None:
    stored.publish(old)
    puts = [line for line in stored.asked() if line.startswith("put")]
    assert puts[-2:] == ["put manifest.json", "put CURRENT"]
    assert len(puts) == len(old.arrays()) + 2


def test_file_of_another_size_is_copied_again(stored: Stored, old: Published) -> None:
    stored.publish(old)
    stored.current.array("hubs").write_bytes(b"half")
    assert stored.publish(old).n_copied == 1
    assert stored.current.array("hubs").read_bytes() == old.array("hubs").read_bytes()


def test_file_of_other_bytes_on_a_disk_is_replaced_and_not_overwritten(
    tmp_path: Path, old: Published
) -> None:
    address = StoreAddress(f"file://{tmp_path / 'store'}")
    copy(address, old)
    there = Published(tmp_path / "store").array("hubs")
    damaged = bytes(len(there.read_bytes()))
    there.write_bytes(damaged)
    with there.open("rb") as somebody:
        assert copy(address, old) == 1
        assert somebody.read() == damaged
    assert there.read_bytes() == old.array("hubs").read_bytes()
    assert not list((tmp_path / "store").glob(".*"))


def test_copy_to_a_disk_that_fails_leaves_nothing(
    tmp_path: Path, old: Published, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(LocalFileSystem, "mv", fail)
    with pytest.raises(ArtifactUnreachable):
        copy(StoreAddress(f"file://{tmp_path / 'store'}"), old)
    assert not list((tmp_path / "store").glob(".*"))


def test_what_a_killed_publisher_was_writing_is_removed_and_not_what_another_one_writes(
    tmp_path: Path, old: Published
) -> None:
    folder = tmp_path / "store"
    folder.mkdir()
    killed, other, training = (folder / f".writing-{who}" for who in ("killed", "other", "training"))
    killed.touch()
    other.touch()
    training.mkdir()
    two_hours_ago = other.stat().st_mtime - 7200
    os.utime(killed, (two_hours_ago, two_hours_ago))
    os.utime(training, (two_hours_ago, two_hours_ago))
    copy(StoreAddress(f"file://{folder}"), old)
    assert set(folder.glob(".*")) == {other, training}


def test_damaged_model_is_not_published(
    stored: Stored, old: Published, new: Published, tmp_path: Path
) -> None:
    stored.publish(old)
    damaged = new.copy(tmp_path / "damaged")
    raw = bytearray(damaged.array("hubs").read_bytes())
    raw[-1] ^= 1
    damaged.array("hubs").write_bytes(raw)
    with pytest.raises(ArtifactDamaged):
        stored.publish(damaged)
    assert stored.current.pointer.read_bytes() == old.pointer.read_bytes()


def test_folder_without_a_model_is_told(stored: Stored, tmp_path: Path) -> None:
    with pytest.raises(ArtifactMissing):
        stored.publish(Published(tmp_path / "nowhere"))


def test_place_in_a_bucket_that_is_not_there_is_told_and_no_bucket_made(
    tmp_path: Path, old: Published
) -> None:
    with pytest.raises(ArtifactMissing, match="make its bucket"):
        Stored(tmp_path / "no" / "bucket" / "films").publish(old)
    assert not (tmp_path / "no").exists()


def test_older_version_is_published_by_its_own_folder(stored: Stored, old: Published, new: Published) -> None:
    stored.publish(new)
    stored.publish(Published(old.version))
    assert stored.current.pointer.read_bytes() == old.pointer.read_bytes()


def test_fault_at_any_operation_leaves_the_old_version_current(
    stored: Stored, old: Published, new: Published
) -> None:
    def fail() -> None:
        raise PermissionError(13, "Access Denied for key AKIA-secret")

    stored.publish(old)
    whole = troubled.make()
    stored.publish(new)
    for at in np.linspace(1, whole.n_operations, rounds(usual=4, soak=100), dtype=int).tolist():
        stored.publish(old)
        for path in stored.current.folder.glob(f"{new.version.name}/*"):
            path.unlink()
        troubled.make(at=at, strike=fail)
        with pytest.raises(ArtifactUnreachable) as told:
            stored.publish(new)
        troubled.make()
        assert "secret" not in str(told.value)
        assert stored.current.pointer.read_bytes() == old.pointer.read_bytes()
    stored.publish(new)
    assert stored.current.pointer.read_bytes() == new.pointer.read_bytes()
