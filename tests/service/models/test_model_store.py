from __future__ import annotations

import gc
import subprocess
import sys
from pathlib import Path

import pytest

from recsys.artifact import POINTER
from recsys.errors import ArtifactDamaged, ArtifactFormat, ArtifactMissing
from recsys.model import Model
from recsys.publication import publish
from service.models.current import ModelStore


def flip_a_byte(folder: Path) -> None:
    """Damage the largest array of the current version without changing its size."""
    version = folder / (folder / POINTER).read_text().split()[0]
    path = max(version.glob("*.npy"), key=lambda path: path.stat().st_size)
    content = bytearray(path.read_bytes())
    content[-1] ^= 1
    path.unlink()  # a new file: the old one may be mapped into memory
    path.write_bytes(content)


def test_nothing_is_opened_before_it_is_told_to(published: Path) -> None:
    store = ModelStore(published)
    assert store.model is None
    assert isinstance(store.failure, ArtifactMissing)


def test_opened_model_is_served(published: Path, model: Model) -> None:
    store = ModelStore(published)
    assert store.reload()
    assert store.failure is None
    assert store.current().info.version == model.info.version


def test_store_without_a_model_says_why(tmp_path: Path) -> None:
    store = ModelStore(tmp_path)
    assert not store.reload()
    with pytest.raises(ArtifactMissing, match="there is no model in"):
        store.current()


def test_what_was_begun_is_served_only_after_it_is_verified(published: Path, model: Model) -> None:
    store = ModelStore(published)
    store.begin()
    assert store.model is None
    assert store.reload()
    assert store.current().info.version == model.info.version
    assert store.current().is_verified


def test_damage_is_noticed_in_what_was_begun(own_folder: Path) -> None:
    flip_a_byte(own_folder)
    store = ModelStore(own_folder)
    store.begin()
    assert not store.reload()
    assert isinstance(store.failure, ArtifactDamaged)


def test_beginning_where_there_is_no_model_leaves_the_reason_to_the_opening(tmp_path: Path) -> None:
    store = ModelStore(tmp_path)
    store.begin()
    assert not store.reload()
    assert isinstance(store.failure, ArtifactMissing)


def test_what_was_begun_is_opened_once_and_then_what_is_current(
    own_folder: Path, smaller_model: Model
) -> None:
    store = ModelStore(own_folder)
    store.begin()
    newer = publish(smaller_model, own_folder)
    assert store.reload()
    assert store.current().info.version != newer.info.version
    assert store.reload()
    assert store.current().info.version == newer.info.version


def test_files_can_be_read_before_anything_that_computes_is_loaded() -> None:
    code = "import sys, service.models.model_store; print('numpy' in sys.modules)"
    root = Path(__file__).parents[3]
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=root, check=True)
    assert done.stdout.strip() == "False"


def test_newer_model_replaces_the_older_one(own_folder: Path, smaller_model: Model) -> None:
    store = ModelStore(own_folder)
    store.reload()
    newer = publish(smaller_model, own_folder)
    assert store.current().info.version != newer.info.version
    assert store.reload()
    assert store.current().info.version == newer.info.version


def test_damaged_model_leaves_the_last_good_one(own_folder: Path, smaller_model: Model) -> None:
    store = ModelStore(own_folder)
    store.reload()
    good = store.current()
    publish(smaller_model, own_folder)
    flip_a_byte(own_folder)
    assert not store.reload()
    assert store.current() is good
    assert isinstance(store.failure, ArtifactDamaged)


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="what a process holds stands in /proc")
def test_refused_model_leaves_no_file_open_whoever_keeps_the_log(
    own_folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    flip_a_byte(own_folder)
    store = ModelStore(own_folder)
    store.reload()
    gc.collect()
    n_open = len(list(Path("/proc/self/fd").iterdir()))
    store.reload()
    gc.collect()
    assert len(caplog.records) == 2
    assert len(list(Path("/proc/self/fd").iterdir())) < n_open + 20


def test_damage_is_noticed_at_the_first_opening_although_sizes_agree(own_folder: Path) -> None:
    flip_a_byte(own_folder)
    store = ModelStore(own_folder)
    assert not store.reload()
    assert isinstance(store.failure, ArtifactDamaged)


def test_failure_is_forgotten_when_the_model_can_be_opened_again(
    own_folder: Path, smaller_model: Model
) -> None:
    store = ModelStore(own_folder)
    pointer = (own_folder / POINTER).read_text()
    (own_folder / POINTER).write_text("nonsense")
    assert not store.reload()
    (own_folder / POINTER).write_text(pointer)
    assert store.reload()
    assert store.failure is None


def test_unforeseen_fault_of_new_files_leaves_the_last_good_model(
    published: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = ModelStore(published)
    store.reload()
    good = store.current()

    def fail(*_: object, **__: object) -> Model:
        raise PermissionError("/srv/secret")

    monkeypatch.setattr("recsys.artifact.open_model", fail)
    assert not store.reload()
    assert store.current() is good
    assert isinstance(store.failure, ArtifactDamaged)


def test_raised_failure_is_a_new_one_each_time(tmp_path: Path) -> None:
    store = ModelStore(tmp_path)
    store.reload()
    raised = []
    for _ in range(2):
        with pytest.raises(ArtifactMissing) as caught:
            store.current()
        raised.append(caught.value)
    assert raised[0] is not raised[1]


def test_format_of_another_release_is_refused(own_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("recsys.stored_version.SCHEMA", 99)
    store = ModelStore(own_folder)
    assert not store.reload()
    assert isinstance(store.failure, ArtifactFormat)
