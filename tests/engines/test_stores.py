"""A collection for each of the last versions, whole or not at all."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from recsys.engines.edge_store import EdgeStore
from recsys.engines.encoding import title_vector
from recsys.engines.points import TitlePoints
from recsys.engines.rest_store import RestStore
from recsys.engines.vector_engine import EngineStore
from recsys.errors import IndexMissing, IndexUnreachable
from tests.engines.adapters import FOREIGN, local_server, points, store_of
from tests.index.catalogues import drawn

INDEX = drawn(1, 60).index
VERSIONS = tuple(f"{number:016x}-1" for number in range(4))


@pytest.fixture(params=FOREIGN)
def store(request: pytest.FixtureRequest, tmp_path: Path) -> EngineStore:
    return store_of(request.param, tmp_path)


def write(store: EngineStore, version: str) -> list[int]:
    return list(store.write(points(INDEX, version)))


def held(store: EngineStore) -> list[str]:
    return [version for version in VERSIONS if store.engine(version) is not None]


def test_at_first_there_is_nothing(store: EngineStore) -> None:
    assert (store.current(), held(store)) == ("", [])


def test_what_was_written_is_current_and_whole(store: EngineStore) -> None:
    told = write(store, VERSIONS[0])
    assert told == sorted(told)
    assert told[-1] == 60
    engine = store.engine(VERSIONS[0])
    assert engine is not None
    assert (store.current(), engine.n_titles()) == (VERSIONS[0], 60)


def test_a_title_is_nearest_to_itself(store: EngineStore) -> None:
    write(store, VERSIONS[0])
    engine = store.engine(VERSIONS[0])
    assert engine is not None
    own = title_vector(INDEX, 7)
    (hits,) = engine.nearest([own], 60)
    assert dict(zip(hits.rows.tolist(), hits.scores.tolist(), strict=True))[7] == pytest.approx(
        float(own.values @ own.values), rel=1e-6
    )


def test_writing_it_again_changes_nothing(store: EngineStore) -> None:
    for _ in range(2):
        write(store, VERSIONS[0])
    engine = store.engine(VERSIONS[0])
    assert engine is not None
    assert (store.current(), engine.n_titles()) == (VERSIONS[0], 60)


def test_the_version_before_stays_for_whoever_still_serves_it(store: EngineStore) -> None:
    for version in VERSIONS[:3]:
        write(store, version)
    write(store, VERSIONS[2])
    assert (store.current(), held(store)) == (VERSIONS[2], [*VERSIONS[1:3]])


def failing(version: str) -> TitlePoints:
    """Titles of which the second half cannot be made."""
    whole = points(INDEX, version)

    def between(start: int, stop: int) -> Iterator[object]:
        if start >= 30:
            raise OSError("no space left")
        return iter(whole.between(start, stop))

    return TitlePoints(version, 60, between)  # type: ignore[arg-type]


def test_an_export_that_fails_leaves_the_current_version_and_can_be_repeated(
    store: EngineStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in ("edge_store", "rest_store"):
        monkeypatch.setattr(f"recsys.engines.{module}._BATCH", 10)
    write(store, VERSIONS[0])
    with pytest.raises(OSError, match="no space left"):
        list(store.write(failing(VERSIONS[1])))
    assert store.current() == VERSIONS[0]
    write(store, VERSIONS[1])
    engine = store.engine(VERSIONS[1])
    assert engine is not None
    assert (store.current(), engine.n_titles()) == (VERSIONS[1], 60)


def test_a_server_is_not_sent_again_what_it_has(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("recsys.engines.rest_store._BATCH", 10)
    store = store_of("rest", tmp_path)
    with pytest.raises(OSError, match="no space left"):
        list(store.write(failing(VERSIONS[0])))
    assert write(store, VERSIONS[0])[0] == 40


def test_nothing_of_a_failed_export_is_left_in_a_folder(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    pytest.importorskip("qdrant_edge")
    monkeypatch.setattr("recsys.engines.edge_store._BATCH", 10)
    with pytest.raises(OSError, match="no space left"):
        list(EdgeStore(tmp_path).write(failing(VERSIONS[0])))
    assert [path.name for path in tmp_path.iterdir() if path.is_dir()] == []


def test_what_is_no_version_in_a_folder_is_left_alone(tmp_path: Path) -> None:
    pytest.importorskip("qdrant_edge")
    (tmp_path / "notes").mkdir()
    for version in VERSIONS[:3]:
        write(EdgeStore(tmp_path), version)
    assert sorted(path.name for path in tmp_path.iterdir() if path.is_dir()) == [*VERSIONS[1:3], "notes"]


def test_a_pointer_that_names_no_version_is_none(tmp_path: Path) -> None:
    (tmp_path / "CURRENT").write_text("../elsewhere\n")
    assert EdgeStore(tmp_path).current() == ""


@pytest.mark.parametrize(
    "left", ["", "edge_config.json", "segment.json"], ids=["nothing", "config", "segment"]
)
def test_a_shard_that_is_not_whole_is_written_again(left: str, tmp_path: Path) -> None:
    pytest.importorskip("qdrant_edge")
    store = EdgeStore(tmp_path)
    write(store, VERSIONS[0])
    for path in (tmp_path / VERSIONS[0]).rglob("*"):
        if path.is_file() and path.name != left:
            path.unlink()
    write(store, VERSIONS[0])
    engine = store.engine(VERSIONS[0])
    assert engine is not None
    assert engine.n_titles() == 60


def test_a_shard_that_is_whole_is_not_written_again(tmp_path: Path) -> None:
    pytest.importorskip("qdrant_edge")
    store = EdgeStore(tmp_path)
    write(store, VERSIONS[0])
    before = (tmp_path / VERSIONS[0]).stat().st_ino
    assert write(store, VERSIONS[0]) == [60]
    assert (tmp_path / VERSIONS[0]).stat().st_ino == before


@pytest.mark.parametrize(("n_bytes", "since"), [(2**16, 0), (0, 1)], ids=["begin", "end"])
def test_a_disk_that_is_full_is_an_error_and_leaves_nothing(n_bytes: int, since: int, tmp_path: Path) -> None:
    pytest.importorskip("qdrant_edge")
    resource = pytest.importorskip("resource")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    written = iter(EdgeStore(tmp_path).write(points(INDEX, VERSIONS[0])))
    try:
        for _ in range(since):
            next(written)
        # No file may grow beyond it, which the engine is told as by a full disk.
        resource.setrlimit(resource.RLIMIT_FSIZE, (n_bytes, hard))
        with pytest.raises(IndexUnreachable, match="cannot write"):
            list(written)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert [path.name for path in tmp_path.iterdir() if path.is_dir()] == []


@pytest.mark.parametrize("lost", [3, 59])
def test_titles_that_a_server_has_lost_are_sent_again(lost: int, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("qdrant_client")
    monkeypatch.setattr("recsys.engines.rest_store._BATCH", 10)
    client = local_server()()
    store = RestStore(lambda: client, "titles")
    write(store, VERSIONS[0])
    client.delete(f"titles-{VERSIONS[0]}", [lost])
    write(store, VERSIONS[0])
    assert client.count(f"titles-{VERSIONS[0]}").count == 60


def test_a_server_that_loses_titles_again_and_again_does_not_get_the_alias(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    pytest.importorskip("qdrant_client")
    client = local_server()()
    store = RestStore(lambda: client, "titles")
    write(store, VERSIONS[0])
    kept = client.upsert

    def losing(collection: str, titles: list[Any], **how: Any) -> Any:
        return kept(collection, [title for title in titles if title.id != 5], **how)

    monkeypatch.setattr(client, "upsert", losing)
    with pytest.raises(IndexMissing, match="holds 59 of 60 titles"):
        write(store, VERSIONS[1])
    assert store.current() == VERSIONS[0]
