from __future__ import annotations

from pathlib import Path

import pytest

from recsys.errors import BadData, QueryError
from tests.training.columnar.tables import flat_rows, write_table
from training.partitioned.parts import Part, parts_of, read_part


def _touch(path: Path, text: str = "") -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


def _read_all(location: str) -> None:
    for part in parts_of(location):
        read_part(part)


def test_parts_are_the_parquet_files_of_a_folder_by_path(tmp_path: Path) -> None:
    for name in ("b.parquet", "year=1999/c.parquet", "a.parquet", "notes.txt"):
        _touch(tmp_path / name)
    parts = parts_of(str(tmp_path))
    assert [part.number for part in parts] == [0, 1, 2]
    assert [part.location.removeprefix(f"{tmp_path}/") for part in parts] == [
        "a.parquet",
        "b.parquet",
        "year=1999/c.parquet",
    ]


def test_what_engines_write_beside_their_data_is_no_part(tmp_path: Path) -> None:
    for name in (
        "_SUCCESS",
        "_temporary/0/x.parquet",
        ".part-0.parquet",
        "_metadata.parquet",
        "part-0.parquet",
    ):
        _touch(tmp_path / name)
    assert [Path(part.location).name for part in parts_of(str(tmp_path))] == ["part-0.parquet"]


def test_a_folder_below_a_hidden_one_has_parts_all_the_same(tmp_path: Path) -> None:
    _touch(tmp_path / ".cache" / "titles" / "part-0.parquet")
    assert len(parts_of(str(tmp_path / ".cache" / "titles"))) == 1


def test_a_folder_without_parquet_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadData, match="parquet"):
        parts_of(str(tmp_path))


def test_a_part_that_changed_has_another_version(tmp_path: Path) -> None:
    _touch(tmp_path / "part-0.parquet", "before")
    (before,) = parts_of(str(tmp_path))
    assert parts_of(str(tmp_path)) == (before,)
    _touch(tmp_path / "part-0.parquet", "afterwards")
    (after,) = parts_of(str(tmp_path))
    assert (after.location, after.version == before.version) == (before.location, False)


def test_parts_in_an_object_store_are_read_as_files_are(tmp_path: Path) -> None:
    fsspec = pytest.importorskip("fsspec", reason="needs the extra `remote`")
    store = fsspec.filesystem("memory")
    path = write_table(tmp_path / "local.parquet", flat_rows(3))
    for name in ("bucket/_SUCCESS", "bucket/day=2/part-1.parquet", "bucket/day=1/part-0.parquet"):
        store.pipe(f"/{name}", path.read_bytes())
    parts = parts_of("memory://bucket")
    assert [part.location for part in parts] == [
        "memory:///bucket/day=1/part-0.parquet",
        "memory:///bucket/day=2/part-1.parquet",
    ]
    assert list(read_part(parts[1]).ids) == ["t000", "t001", "t002"]
    store.pipe("/bucket/day=1/part-0.parquet", b"another")
    assert parts_of("memory://bucket")[0].version != parts[0].version
    store.rm("/bucket", recursive=True)


@pytest.mark.parametrize("failing", ["find", "ukey", "get_file"])
def test_a_store_that_fails_is_told_without_what_it_said(
    monkeypatch: pytest.MonkeyPatch, failing: str
) -> None:
    fsspec = pytest.importorskip("fsspec", reason="needs the extra `remote`")
    store = fsspec.filesystem("memory")
    store.pipe("/failing/part-0.parquet", b"PAR1")

    def fail(*_: object, **__: object) -> None:
        msg = "signed with SECRET"
        raise RuntimeError(msg)

    with monkeypatch.context() as patched:
        patched.setattr(type(store), failing, fail)
        with pytest.raises(BadData, match=r"memory://.*: RuntimeError$"):
            _read_all("memory://failing")
    store.rm("/failing", recursive=True)


@pytest.mark.parametrize(
    "address", ["s3://me:SECRET@host/titles", "s3://host/titles?key=SECRET", "simplecache::s3://SECRET@host"]
)
def test_a_key_in_an_address_is_refused_and_not_repeated(address: str) -> None:
    with pytest.raises(QueryError) as told:
        parts_of(address)
    assert "SECRET" not in str(told.value)


def test_an_unknown_kind_of_url_is_refused() -> None:
    pytest.importorskip("fsspec", reason="needs the extra `remote`")
    with pytest.raises(BadData, match="nowhere://titles"):
        parts_of("nowhere://titles")


def test_a_part_that_cannot_be_read_by_column_is_named(tmp_path: Path) -> None:
    _touch(tmp_path / "part-7.parquet", "PAR1 and nothing else")
    with pytest.raises(BadData, match=r"part-7\.parquet"):
        read_part(Part(0, str(tmp_path / "part-7.parquet"), ""))
