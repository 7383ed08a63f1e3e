"""Only the very model is searched by an engine; everything else is an error that says what to do."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from recsys.arrays import SparseVector
from recsys.engines import EngineIndex, with_engine
from recsys.engines.export import export
from recsys.engines.keeping import encoded_version
from recsys.engines.opening import searched_by
from recsys.errors import IndexMissing, IndexUnreachable, QueryError
from recsys.index import Hits
from recsys.model import Model
from tests.builders import model_of, title


@pytest.fixture(scope="module")
def model() -> Model:
    films = [title(f"film-{number}", genres=("crime",), year=2000 + number) for number in range(3)]
    unpublished = model_of(*films)
    return replace(unpublished, info=replace(unpublished.info, version="0123456789abcdef"))


@pytest.fixture
def address(tmp_path: Path) -> str:
    return f"qdrant://{tmp_path}/engine"


def of_version(model: Model, version: str) -> Model:
    return replace(model, info=replace(model.info, version=version))


def test_an_exported_model_is_searched_by_the_engine(model: Model, address: str) -> None:
    pytest.importorskip("qdrant_edge")
    assert list(export(model, address))[-1] == 3
    assert isinstance(with_engine(model, address).index, EngineIndex)


def test_another_version_is_an_error_that_names_both(model: Model, address: str) -> None:
    pytest.importorskip("qdrant_edge")
    list(export(model, address))
    newer = of_version(model, "fedcba9876543210")
    with pytest.raises(IndexMissing, match=r"holds version 0123.* the model needs fedc.*export qdrant"):
        with_engine(newer, address)


def test_an_empty_engine_is_an_error(model: Model, address: str) -> None:
    with pytest.raises(IndexMissing, match="holds no version"):
        with_engine(model, address)


class _HalfWritten:
    """A store whose collection lacks titles."""

    def current(self) -> str:
        return ""

    def engine(self, version: str) -> _HalfWritten:
        return self

    def n_titles(self) -> int:
        return 2

    def nearest(self, questions: Sequence[SparseVector], limit: int) -> list[Hits]:
        raise AssertionError("nobody asks it")

    def write(self, titles: object) -> list[int]:
        raise AssertionError("nobody writes to it")


def test_a_collection_that_is_not_complete_is_an_error(model: Model) -> None:
    with pytest.raises(IndexMissing, match="holds 2 of the 3 titles"):
        searched_by(model, _HalfWritten(), "qdrant://engine/titles")  # type: ignore[arg-type]


def test_a_model_that_was_not_published_is_not_exported(model: Model, address: str) -> None:
    with pytest.raises(QueryError, match="publish it"):
        list(export(of_version(model, ""), address))


def test_a_server_that_does_not_answer_is_an_error(model: Model) -> None:
    pytest.importorskip("qdrant_client")
    with pytest.raises(IndexUnreachable, match="does not answer"):
        with_engine(model, "qdrant://127.0.0.1:9/titles")


def test_a_key_is_not_sent_in_the_clear(model: Model, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QDRANT_API_KEY", "a-secret")
    with pytest.raises(QueryError, match="qdrants://") as refusal:
        with_engine(model, "qdrant://127.0.0.1:9/titles")
    assert "a-secret" not in str(refusal.value)


@pytest.mark.parametrize(
    ("package", "address"),
    [("qdrant_edge", "qdrant:///tmp/titles"), ("qdrant_client", "qdrant://engine/titles")],
)
def test_a_package_that_is_not_installed_is_named(
    model: Model, package: str, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, package, None)
    with pytest.raises(IndexUnreachable, match=r"pip install 'recsys\[qdrant\]'"):
        list(export(model, address))


def test_a_folder_that_is_no_shard_is_an_error_and_stays_as_it_is(model: Model, tmp_path: Path) -> None:
    pytest.importorskip("qdrant_edge")
    shard = tmp_path / encoded_version("0123456789abcdef")
    shard.mkdir()
    with pytest.raises(IndexUnreachable, match=r"cannot read .*export qdrant"):
        with_engine(model, f"qdrant://{tmp_path}")
    assert list(shard.iterdir()) == []


def test_a_shard_at_which_the_engine_panics_is_an_error(model: Model, tmp_path: Path, address: str) -> None:
    pytest.importorskip("qdrant_edge")
    list(export(model, address))
    (damaged,) = (tmp_path / "engine").rglob("vector_storage-features/deleted/status.dat")
    damaged.write_bytes(b"")
    with pytest.raises(IndexUnreachable, match=r"cannot read .*export qdrant"):
        with_engine(model, address)


def test_a_model_that_was_not_published_is_not_searched(model: Model, tmp_path: Path) -> None:
    with pytest.raises(IndexMissing, match="publish it"):
        with_engine(of_version(model, ""), f"qdrant://{tmp_path}")
    assert list(tmp_path.iterdir()) == []


def test_titles_that_were_encoded_otherwise_are_not_searched(
    model: Model, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("qdrant_edge")
    list(export(model, address))
    monkeypatch.setattr("recsys.engines.keeping.ENCODING", 2)
    with pytest.raises(IndexMissing, match=r"holds version 0123456789abcdef-1, .* needs 0123456789abcdef-2"):
        with_engine(model, address)
    list(export(model, address))
    assert isinstance(with_engine(model, address).index, EngineIndex)
