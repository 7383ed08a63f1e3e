"""Manifests that somebody has signed and that say what cannot be, and what is no manifest at all."""

from __future__ import annotations

import json
import os
import threading
import tracemalloc
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from recsys.artifact import open_model
from recsys.errors import ArtifactError
from tests.faults.report import record
from tests.faults.sampling import some
from tests.faults.serving import SOON, Serving
from tests.faults.tiny_artifact import Published, is_refused, tiny_model


@pytest.fixture(scope="module")
def following(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Published]:
    """The model whose manifest is forged."""
    published = Published.of(tiny_model("one", "three", "two"), tmp_path_factory.mktemp("following"))
    yield published
    assert len(open_model(published.folder)) == 3  # what was forged was put back each time


@pytest.fixture(scope="module")
def serving(following: Published, tmp_path_factory: pytest.TempPathFactory) -> Serving:
    """A store that serves another one meanwhile."""
    good = Published.of(tiny_model("fine", "good"), tmp_path_factory.mktemp("good"))
    return Serving(good, following)


def _changed(document: Mapping[str, Any], path: tuple[str | int, ...], value: object) -> bytes:
    changed = json.loads(json.dumps(document))
    place = changed
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value
    return json.dumps(changed).encode()


Place = tuple[str | int, ...]
"""Where something stands in a manifest."""
NO_SIZES: tuple[object, ...] = (float("nan"), float("inf"), -1.0, "1", None, True, 10**400)
ODD: tuple[object, ...] = (None, [], {}, "x", 5)
SAID: dict[Place, tuple[object, ...]] = {
    ("files",): ODD,
    ("files", "hubs.npy"): (*ODD, {"bytes": 140}, {"sha256": "x"}),
    ("model",): ODD,
    ("model", "n_titles"): (*NO_SIZES, 0, 3.0, 10**9, 2**63, 10**30),
    ("model", "weights", "genres"): NO_SIZES,
    ("model", "blocks", 0, "mean_norm"): (*NO_SIZES, 0.0),
    ("model", "blocks", 0, "scale"): (*NO_SIZES, 0.0),
    ("model", "blocks", 0, "name"): ("../../etc", "genres\0", "", None, 5),
    ("model", "blocks", 0, "start"): (-1, 1, "0", None),
    **{("model", part): (5, "x", None) for part in ("blocks", "weights", "on_request", "learned")},
}
FILES = (
    *("../outside.npy", "/etc/passwd", "/outside.npy", "..", ".", "", "a/b.npy", "a\\b.npy"),
    *("hubs.npy\0", "hubs.npy/", "HUBS.npy", "\ud800.npy", "manifest.json", "CURRENT", "x" * 10_000),
)
NO_FILE = {"bytes": 0, "sha256": ""}
CASES: list[tuple[Place, object]] = [
    *((place, value) for place, values in SAID.items() for value in values),
    *((("files", name), NO_FILE) for name in FILES),
]


def test_signed_manifests_that_say_what_cannot_be_are_refused(following: Published, serving: Serving) -> None:
    document = json.loads(following.manifest.read_bytes())
    chosen = some(CASES, 7)
    for path, value in chosen:
        with following.replaced(following.manifest):
            following.sign_manifest(_changed(document, path, value))
            assert serving.refusal()
    record(
        "signed manifests with `../`, absolute paths, NaN, huge numbers and wrong types",
        f"{len(chosen)} manifests",
        "all refused, the last good model served",
    )


NO_MANIFEST = {
    "nothing": b"",
    "deep": b"[" * 100_000,
    "many digits": b'{"schema": ' + b"9" * 100_000 + b"}",
    "another encoding": '{"schema": 8}'.encode("utf-16"),
    "no UTF-8": b'{"schema": "\xff"}',
    "NUL": bytes(1_000),
}


@pytest.mark.parametrize("raw", NO_MANIFEST.values(), ids=NO_MANIFEST)
def test_a_signed_manifest_that_is_none_is_refused(
    following: Published, serving: Serving, raw: bytes
) -> None:
    with following.replaced(following.manifest):
        following.sign_manifest(raw)
        assert serving.refusal()


def test_a_manifest_that_is_linked_is_the_published_one_or_refused(
    following: Published, serving: Serving, tmp_path: Path
) -> None:
    (tmp_path / "another").write_text("{}")
    for place in (tmp_path / "another", Path("nowhere"), tmp_path):
        with following.replaced(following.manifest) as path:
            path.symlink_to(place)
            assert serving.refusal()


@pytest.mark.parametrize(("field", "value"), [("pivot", None), ("pivot", "x"), ("constant", float("nan"))])
def test_constants_of_a_block_that_are_no_numbers_are_refused(
    following: Published, field: str, value: object
) -> None:
    document = json.loads(following.manifest.read_bytes())
    with following.replaced(following.manifest):
        following.sign_manifest(_changed(document, ("model", "blocks", 0, field), value))
        with pytest.raises(ArtifactError):
            open_model(following.folder)


def test_a_pipe_in_the_place_of_the_manifest_keeps_nobody_waiting(following: Published) -> None:
    with following.replaced(following.manifest) as path:
        os.mkfifo(path)
        opening = threading.Thread(target=is_refused, args=(following.folder,))
        opening.start()
        opening.join(SOON)
        is_waiting = opening.is_alive()
        if is_waiting:
            path.open("w").close()  # lets it go on
            opening.join()
        assert not is_waiting


@pytest.mark.parametrize("name", ["pointer", "manifest"])
def test_an_endless_pointer_or_manifest_is_not_read_to_its_end(following: Published, name: str) -> None:
    size = 2**25
    with following.replaced(getattr(following, name)) as path:
        with path.open("wb") as stream:
            stream.truncate(size)
        tracemalloc.start()
        try:
            with pytest.raises(ArtifactError):
                open_model(following.folder)
            assert tracemalloc.get_traced_memory()[1] < size / 4
        finally:
            tracemalloc.stop()
