"""Files, folders and archives are opened within bounds, whatever they turn out to be."""

from __future__ import annotations

import gzip
import io
import tarfile
import zipfile
from collections import deque
from functools import partial
from pathlib import Path
from time import perf_counter

import pytest

from recsys.errors import BadData, DamagedFile
from recsys.files import Source, open_sources, source_of_bytes, sources_of_bytes, text_lines
from recsys.files.limits import PACKED_ALLOWANCE


def zipped(members: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", method) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return made.getvalue()


def tarred(members: dict[str, bytes]) -> bytes:
    made = io.BytesIO()
    with tarfile.open(fileobj=made, mode="w") as archive:
        for name, data in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return made.getvalue()


def read(source: Source) -> bytes:
    with source.open() as handle:
        return handle.read()


def contents(sources: list[Source]) -> dict[str, bytes]:
    return {source.name: read(source) for source in sources}


def test_a_plain_file_is_itself(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(b"x")
    assert contents(open_sources(tmp_path / "a.csv")) == {"a.csv": b"x"}


def test_a_gzip_file_is_unpacked_whatever_its_name(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(gzip.compress(b"x"))
    (tmp_path / "b.csv.gz").write_bytes(gzip.compress(b"y"))
    found = open_sources([tmp_path / "a.csv", tmp_path / "b.csv.gz"])
    assert contents(found) == {"a.csv": b"x", "b.csv": b"y"}


def test_a_zip_gives_its_members_sorted_by_name() -> None:
    found = sources_of_bytes("export.zip", zipped({"z.csv": b"2", "likes/a.csv": b"1"}))
    assert contents(found) == {"export.zip/likes/a.csv": b"1", "export.zip/z.csv": b"2"}


@pytest.mark.parametrize("pack", [lambda data: data, gzip.compress], ids=["tar", "tar.gz"])
def test_a_tar_gives_its_members(pack: type[bytes]) -> None:
    data = pack(tarred({"d/b.json": b"22", "a.json": b"1"}))
    assert contents(sources_of_bytes("x.tar", data)) == {"x.tar/a.json": b"1", "x.tar/d/b.json": b"22"}


def test_a_folder_gives_all_files_below_it(tmp_path: Path) -> None:
    (tmp_path / "shows" / "one").mkdir(parents=True)
    (tmp_path / "shows" / "one" / "tvshow.nfo").write_bytes(b"n")
    (tmp_path / "shows" / "a.txt").write_bytes(b"t")
    assert [source.name for source in open_sources(tmp_path / "shows")] == [
        "shows/a.txt",
        "shows/one/tvshow.nfo",
    ]


def test_a_source_can_be_opened_again_and_again() -> None:
    (source,) = sources_of_bytes("a.zip", zipped({"a": b"once"}))
    assert read(source) == read(source) == b"once"


def test_a_missing_file_is_named() -> None:
    with pytest.raises(BadData, match=r"nowhere\.csv.*cannot be read"):
        open_sources("nowhere.csv")


@pytest.mark.parametrize(
    ("head", "words"), [(b"BZh9", "bzip2"), (b"Rar!", "rar"), (b"%PDF-1.7", "PDF"), (b"\xfd7zXZ\0", "xz")]
)
def test_what_is_not_opened_is_named(head: bytes, words: str) -> None:
    with pytest.raises(BadData, match=words):
        sources_of_bytes("a", head + b" and more")


def test_an_uploads_name_has_no_folders() -> None:
    assert sources_of_bytes(r"C:\Users\me\..\ratings.csv", b"")[0].name == "ratings.csv"
    assert sources_of_bytes("../../etc/passwd", b"")[0].name == "passwd"


@pytest.mark.parametrize("cut", [30, 60, -1])
def test_a_zip_that_is_cut_off_is_damaged(cut: int) -> None:
    with pytest.raises(DamagedFile, match=r"export\.zip is damaged"):
        sources_of_bytes("export.zip", zipped({"a.csv": b"x" * 100})[:cut])


def test_a_gzip_file_that_is_cut_off_is_read_up_to_there() -> None:
    (source,) = sources_of_bytes("a.gz", gzip.compress(b"line\n" * 50_000)[:-20])
    with source.open() as handle:
        assert handle.readline() == b"line\n"
        with pytest.raises(DamagedFile, match="is damaged"):
            handle.read()


def test_no_damage_to_an_archive_brings_it_down() -> None:
    data = zipped({"likes/films.csv": b"Date,Name\n", "watched.csv": b"Date,Name\n"})
    for place in range(len(data)):
        for value in (0, 255):
            broken = data[:place] + bytes([value]) + data[place + 1 :]
            try:
                contents(sources_of_bytes("a.zip", broken))
            except BadData:
                continue


def test_a_member_that_needs_a_password_is_damaged() -> None:
    data = bytearray(zipped({"a.csv": b"x"}))
    data[6] |= 1  # the local header's flag
    data[data.index(b"PK\x01\x02") + 8] |= 1
    (source,) = sources_of_bytes("a.zip", bytes(data))
    with pytest.raises(DamagedFile, match="password"), source.open():
        pass


def test_a_member_that_is_packed_in_another_way_is_told() -> None:
    (source,) = sources_of_bytes("a.zip", zipped({"a.csv": b"x"}, zipfile.ZIP_LZMA))
    with pytest.raises(DamagedFile, match="method that is not read"), source.open():
        pass


@pytest.mark.parametrize("pack", ["gzip", "zip"])
def test_a_bomb_is_noticed_before_it_bursts(pack: str) -> None:
    size = 4 * PACKED_ALLOWANCE
    data = gzip.compress(bytes(size)) if pack == "gzip" else zipped({"a.csv": bytes(size)})
    (source,) = sources_of_bytes("bomb", data)
    with source.open() as handle, pytest.raises(DamagedFile, match="far more than its size explains"):
        deque(iter(partial(handle.read, 2**20), b""), maxlen=0)


def test_many_members_are_opened_without_reading_the_directory_each_time() -> None:
    sources = sources_of_bytes("a.zip", zipped({f"{n}.txt": b"Goblin" for n in range(900)}))
    started = perf_counter()
    assert all(source.head() == b"Goblin" for source in sources)
    assert perf_counter() - started < 2


def test_an_upload_has_an_end_to_its_files() -> None:
    with pytest.raises(BadData, match="holds more than 1000 files"):
        sources_of_bytes("a.zip", zipped({f"{n}.txt": b"" for n in range(1001)}))


def test_what_is_looked_at_again_is_counted_once() -> None:
    part = bytes(PACKED_ALLOWANCE // 4)
    (source,) = sources_of_bytes("a.zip", zipped({"a.csv": part}))
    assert all(len(read(source)) == len(part) for _ in range(6))


@pytest.mark.parametrize("share", [0.3, 0.6, 0.95])
def test_a_small_file_that_is_cut_off_gives_what_stands_before(share: float) -> None:
    text = "".join(f"line {n * n * 7919}\n" for n in range(500)).encode()
    packed = gzip.compress(text)
    (source,) = sources_of_bytes("a.csv.gz", packed[: int(len(packed) * share)])
    found = [line for _, line, _ in text_lines(source) if line]
    assert len(found) > 400 * share
    assert "is damaged" in source.fault()


def test_what_an_archiver_adds_is_nobodys() -> None:
    found = sources_of_bytes("a.zip", zipped({"__MACOSX/._a.csv": b"x", "a.csv": b"1"}))
    assert [source.name for source in found] == ["a.zip/a.csv"]


def test_all_members_of_an_archive_together_are_bounded() -> None:
    part = bytes(PACKED_ALLOWANCE // 2)
    sources = sources_of_bytes("a.zip", zipped({f"{n}.csv": part for n in range(5)}))
    with pytest.raises(DamagedFile, match="far more"):
        contents(sources)


def test_a_head_of_a_damaged_file_is_empty_and_no_error() -> None:
    def fail() -> io.BytesIO:
        raise OSError("gone")

    assert Source("a", fail).head() == b""


def test_members_within_members_are_not_opened() -> None:
    inner = zipped({"deep.csv": b"x"})
    assert contents(sources_of_bytes("a.zip", zipped({"inner.zip": inner}))) == {"a.zip/inner.zip": inner}


def test_bytes_under_a_name_are_a_source() -> None:
    assert read(source_of_bytes("a", b"\x1f\x8b")) == b"\x1f\x8b"
