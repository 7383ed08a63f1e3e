from __future__ import annotations

import shutil
import sys
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest

from recsys import Recommender, similar_to
from recsys.artifact import open_model
from recsys.errors import (
    ArtifactDamaged,
    ArtifactError,
    ArtifactFormat,
    ArtifactMissing,
    ArtifactUnreachable,
    QueryError,
)
from recsys.object_store.address import StoreAddress
from recsys.object_store.mirror import Mirror
from recsys.publication import publish
from tests.faults.scale import rounds
from tests.faults.tiny_artifact import Published, tiny_model
from tests.object_store import troubled
from tests.object_store.stored import Stored

DAMAGES: dict[str, Callable[[bytes], bytes]] = {
    "cut off": lambda raw: raw[:-1],
    "flipped": lambda raw: raw[:-2] + bytes([raw[-2] ^ 1]) + raw[-1:],
    "longer": lambda raw: raw + b"x",
    "empty": lambda _: b"",
}


def is_served(mirror: Mirror, model: Published) -> bool:
    """Whether the copy is that of a model, read from end to end, and answers."""
    opened = open_model(mirror.folder)
    assert Recommender(opened).recommend(similar_to("good")).results
    return opened.info.version == model.version.name


def test_newer_version_replaces_the_one_before(
    copied: Mirror, stored: Stored, old: Published, new: Published
) -> None:
    assert is_served(copied, old)
    stored.publish(new)
    copied.update()
    assert is_served(copied, new)


def test_nothing_but_the_pointer_is_read_while_nothing_changes(copied: Mirror, stored: Stored) -> None:
    n_before = len(stored.asked())
    copied.update()
    assert stored.asked()[n_before:] == ["read CURRENT"]


def test_two_versions_stay_and_one_that_is_mapped_goes_on_answering(
    copied: Mirror, stored: Stored, new: Published
) -> None:
    first = open_model(copied.folder)
    stored.publish(new)
    copied.update()
    publish(tiny_model("fine", "good", "newest"), stored.folder)
    copied.update()
    assert len(list(copied.folder.glob("[0-9a-f]*"))) == 2
    assert Recommender(first).recommend(similar_to("good")).results


def test_way_back_to_a_version_that_is_here_takes_no_file(
    copied: Mirror, stored: Stored, old: Published, new: Published
) -> None:
    for model in (new, old):
        stored.publish(model)
        n_before = len(stored.asked())
        copied.update()
    assert set(stored.asked()[n_before:]) == {"read CURRENT"}
    assert is_served(copied, old)


def refusal(mirror: Mirror) -> str | None:
    """Why a copy cannot be brought up to date, by the store's fault."""
    try:
        mirror.update()
    except ArtifactUnreachable as error:
        return str(error)
    return None


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES.keys())
def test_file_that_is_not_what_was_published_is_refused_and_the_last_good_version_stays(
    copied: Mirror, stored: Stored, old: Published, new: Published, damage: Callable[[bytes], bytes]
) -> None:
    stored.publish(new)
    files = stored.current.files()
    for file in [*files[:2], *files[2 :: len(files) // rounds(usual=1, soak=len(files))]]:
        for path in copied.folder.glob(".fetching-*"):  # what is sound there would not be asked for again
            shutil.rmtree(path)
        troubled.make(alter=lambda path, raw, of=str(file): damage(raw) if path == of else raw)
        with pytest.raises(ArtifactDamaged, match=r"publish (it|the model) again"):
            copied.update()
        assert is_served(copied, old), file
    troubled.make()
    copied.update()
    assert is_served(copied, new)


def test_file_that_is_missing_is_told_and_the_last_good_version_stays(
    copied: Mirror, stored: Stored, old: Published, new: Published
) -> None:
    stored.publish(new)
    stored.current.array("hubs").unlink()
    with pytest.raises(ArtifactMissing, match="recsys publish"):
        copied.update()
    assert is_served(copied, old)


@pytest.mark.parametrize(
    "claims",
    [
        {"../evil.npy": {"bytes": 4, "sha256": "0" * 64}},
        {"/evil.npy": {"bytes": 4, "sha256": "0" * 64}},
        {"deep/evil.npy": {"bytes": 4, "sha256": "0" * 64}},
        {"evil.sh": {"bytes": 4, "sha256": "0" * 64}},
        {"hubs.npy": {"bytes": -1, "sha256": "0" * 64}},
        {"hubs.npy": {"bytes": 10**15, "sha256": "0" * 64}},
        {"hubs.npy": {"bytes": "4", "sha256": "0" * 64}},
        {"hubs.npy": {"bytes": 4, "sha256": None}},
        {"hubs.npy": 4},
        {f"{number}.npy": {"bytes": 4, "sha256": "0" * 64} for number in range(1001)},
    ],
    ids=lambda claims: str(claims)[:80],
)
def test_manifest_that_lists_what_is_no_file_is_refused_before_any_is_read(
    copied: Mirror, stored: Stored, old: Published, claims: dict[str, Any]
) -> None:
    stored.sign(**claims)
    n_before = len(stored.asked())
    with pytest.raises(ArtifactError):
        copied.update()
    assert set(stored.asked()[n_before:]) == {"read CURRENT", "read manifest.json"}
    assert is_served(copied, old)


def test_other_format_is_named(copied: Mirror, stored: Stored, old: Published) -> None:
    stored.sign(schema=99)
    with pytest.raises(ArtifactFormat, match="99"):
        copied.update()
    assert is_served(copied, old)


def test_pointer_of_a_version_with_another_name_is_refused(
    copied: Mirror, stored: Stored, old: Published
) -> None:
    (stored.folder / "CURRENT").write_text(f"{'0' * 16} {'1' * 64}\n")
    with pytest.raises(ArtifactDamaged):
        copied.update()
    assert is_served(copied, old)


def test_numbers_that_make_no_sense_are_refused_whoever_signed_them(
    copied: Mirror, stored: Stored, old: Published, new: Published
) -> None:
    stored.publish(new)
    shutil.copy(old.array("hubs"), stored.current.array("hubs"))
    stored.sign(**{"hubs.npy": None})
    with pytest.raises(ArtifactDamaged):
        copied.update()
    assert is_served(copied, old)


def test_fault_of_the_store_is_told_without_what_its_library_says(
    copied: Mirror, stored: Stored, old: Published, new: Published
) -> None:
    def fail() -> None:
        raise RuntimeError("no access with AKIA-secret")

    stored.publish(new)
    troubled.make(at=1, strike=fail)
    at = 1
    while (told := refusal(copied)) is not None:
        assert "secret" not in told
        assert is_served(copied, old)
        at += rounds(usual=150, soak=1)
        troubled.make(at=at, strike=fail)
    assert at > 1
    assert is_served(copied, new)


def test_sign_changes_with_the_version_and_while_the_store_cannot_be_read(
    copied: Mirror, stored: Stored, new: Published
) -> None:
    def fail() -> None:
        raise OSError

    signs = [copied.sign()]
    troubled.make(at=-1, strike=fail)
    signs.append(copied.sign())
    troubled.make()
    stored.publish(new)
    signs.append(copied.sign())
    assert len(set(signs)) == 3


def test_copy_that_was_damaged_here_is_fetched_again(copied: Mirror, old: Published) -> None:
    array = Published(copied.folder).array("hubs")
    raw = bytearray(array.read_bytes())
    raw[-1] ^= 1
    array.write_bytes(raw)
    copied.update()
    with pytest.raises(ArtifactDamaged):
        open_model(copied.folder)
    copied.discard_damaged()
    copied.update()
    assert is_served(copied, old)


def test_sound_copy_is_not_discarded(copied: Mirror, old: Published) -> None:
    copied.discard_damaged()
    assert is_served(copied, old)


def test_file_that_was_deleted_here_is_fetched_again(copied: Mirror, old: Published) -> None:
    Published(copied.folder).array("hubs").unlink()
    copied.update()
    assert is_served(copied, old)


def test_model_that_does_not_fit_onto_the_disk_is_refused_before_it_is_fetched(
    copied: Mirror, stored: Stored, old: Published, new: Published, monkeypatch: pytest.MonkeyPatch
) -> None:
    stored.publish(new)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=1000))
    n_before = len(stored.asked())
    with pytest.raises(ArtifactError, match="room for 1000"):
        copied.update()
    assert "read hubs.npy" not in stored.asked()[n_before:]
    assert is_served(copied, old)


def test_store_without_a_model_says_how_one_comes_there(stored: Stored) -> None:
    mirror = Mirror(stored.address)
    with pytest.raises(ArtifactMissing, match="recsys publish troubled://"):
        mirror.update()
    assert mirror.version is None


def test_scheme_that_nobody_knows_is_told() -> None:
    with pytest.raises(QueryError, match="nonsense://"):
        Mirror(StoreAddress("nonsense://bucket/films")).update()


def test_missing_package_is_named(stored: Stored, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "fsspec.core", None)
    with pytest.raises(QueryError, match=r"pip install 'recsys\[remote\]'"):
        Mirror(stored.address).update()


def test_progress_is_told_file_by_file(stored: Stored, old: Published) -> None:
    stored.publish(old)
    told: list[tuple[int, int]] = []
    Mirror(stored.address).update(lambda done, of: told.append((done, of)))
    assert told[-1] == (len(old.arrays()), len(old.arrays()))
    assert [done for done, _ in told] == list(range(1, len(told) + 1))
