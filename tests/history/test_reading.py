"""From a viewer's files to records."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from recsys.errors import BadData
from recsys.files import source_of_bytes
from recsys.history import READERS, Record, read_history, read_history_bytes, reading
from recsys.history.export_reader import ExportReader
from recsys.history.history_row import Gathering, HistoryRow

LETTERBOXD = b"Date,Name,Year,Letterboxd URI\n2020-01-02,Her,2013,https://boxd.it/a\n"
SAMPLES = {
    "letterboxd": ("watched.csv", LETTERBOXD),
    "netflix": ("NetflixViewingHistory.csv", b'Title,Date\n"Dark: Season 1: Secrets",3/15/20\n'),
    "myanimelist": ("animelist.xml", b"<myanimelist><anime></anime></myanimelist>"),
    "anilist": ("list.json", b'{"data":{"MediaListCollection":{"lists":[{"entries":[{"media":{}}]}]}}}'),
    "trakt": ("watched-movies.json", b'[{"plays":1,"movie":{"title":"Her","ids":{"imdb":"tt1"}}}]'),
    "imdb": ("ratings.csv", b"Const,Your Rating,Title,Title Type\ntt1,8,Her,Movie\n"),
    "simkl": ("backup.csv", b"SIMKL_ID,Title,Type,Year\n1,Her,movie,2013\n"),
    "list": ("films.txt", b"Her (2013)\nDark\n"),
}


@pytest.mark.parametrize("format", SAMPLES)
def test_each_format_is_claimed_by_its_own_reader_first(format: str) -> None:
    name, data = SAMPLES[format]
    source = source_of_bytes(name, data)
    assert next(reader.name for reader in READERS if reader.claims(source)) == format


@pytest.mark.parametrize("format", [name for name in SAMPLES if name != "list"])
def test_no_other_site_claims_it(format: str) -> None:
    name, data = SAMPLES[format]
    claiming = {reader.name for reader in READERS if reader.claims(source_of_bytes(name, data))}
    assert claiming - {"list"} == {format}


@pytest.mark.parametrize("reader", READERS, ids=[reader.name for reader in READERS])
@pytest.mark.parametrize("data", [b"", b"\x00" * 50, b"\xff\xfe", b"{", b"[[[[", b"<a", b"PK\x03\x04", b'"'])
def test_no_reader_claims_or_fails_on_what_is_nothing(reader: ExportReader, data: bytes) -> None:
    source = source_of_bytes("nothing.bin", data)
    assert not reader.claims(source)
    assert all(record is None for record, _ in reader.records([source]) if reader.name != "list")


def test_files_of_several_sites_are_read_together(tmp_path: Path) -> None:
    for name, data in (SAMPLES["letterboxd"], SAMPLES["trakt"]):
        (tmp_path / name).write_bytes(data)
    history = read_history([tmp_path / "watched.csv", tmp_path / "watched-movies.json"])
    assert history.formats == ("letterboxd", "trakt")
    assert [record.title for record in history.records] == ["Her", "Her"]


def test_unknown_file_names_the_formats() -> None:
    with pytest.raises(
        BadData, match=r"a\.bin: no history that is known; expected one of .*letterboxd, netflix"
    ):
        read_history_bytes("a.bin", b"\x00\x01")


def test_unknown_format_names_the_formats() -> None:
    with pytest.raises(BadData, match="'vhs' is no format of histories: expected one of letterboxd"):
        read_history_bytes("a.csv", LETTERBOXD, format="vhs")


def test_format_can_be_forced() -> None:
    history = read_history_bytes("a.dat", b"Her (2013)\n", format="list")
    assert [record.title for record in history.records] == ["Her"]


def test_wrong_format_gives_problems_rather_than_an_error() -> None:
    history = read_history_bytes("watched.csv", LETTERBOXD, format="anilist")
    assert history.records == ()
    assert history.problems


def test_other_files_of_an_archive_are_told() -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("watched.csv", LETTERBOXD)
        archive.writestr("profile.csv", "Date Joined,Username\n")
        archive.writestr("readme.txt", "Thank you for asking\n")
    history = read_history_bytes("export.zip", packed.getvalue())
    assert len(history.records) == 1
    assert history.notices == (
        "export.zip/profile.csv is of no format that is known: not read",
        "export.zip/readme.txt is of no format that is known: not read",
    )


def test_too_many_rows_are_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MOST_ROWS", 3)
    history = read_history_bytes("films.txt", b"A\nB\nC\nD\nE\n")
    assert [record.title for record in history.records] == ["A", "B", "C"]
    assert "nothing is read from here on; 3 rows were read" in history.problems[-1].reason
    assert history.problems[-1].line == 4


def test_too_many_titles_are_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MOST_RECORDS", 2)
    history = read_history_bytes("films.txt", b"A\nA\nB\nC\n")
    assert [record.title for record in history.records] == ["A", "B"]


def row(title: str, *keys: str, **facts: object) -> HistoryRow:
    return HistoryRow(Record(file="f", line=1, title=title, **facts), keys)  # type: ignore[arg-type]


def test_rows_that_share_a_key_are_one_record() -> None:
    gathering = Gathering()
    for one in (row("Her", "imdb 1"), row("Dark", "imdb 2"), row("Ella", "imdb 1", ids={"imdb": "tt1"})):
        gathering.add(one)
    first, second = gathering.records()
    assert (first.title, first.names, first.ids) == ("Her", ("Ella",), {"imdb": "tt1"})
    assert second.title == "Dark"


def test_rows_without_keys_stay_apart() -> None:
    gathering = Gathering()
    gathering.add(row("Her"))
    gathering.add(row("Her"))
    assert len(gathering) == 2


def test_later_rating_replaces_the_earlier() -> None:
    early = HistoryRow(Record(file="f", line=1, title="Her", rating=0.5), ("k",), rated_on="2020")
    late = HistoryRow(Record(file="f", line=2, title="Her", rating=0.9), ("k",), rated_on="2021")
    assert early.joined(late).record.rating == 0.9
    assert late.joined(early).record.rating == 0.9
