from __future__ import annotations

import gzip
import json
import os
import zipfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from recsys.catalogue import jsonl
from recsys.catalogue.jsonl import read_catalogue, write_catalogue
from recsys.errors import BadData
from recsys.title import Title
from tests.catalogue.strategies import titles

NATIVE = '{"schema": 1, "id": "a", "title": "A", "year": 2019}'
FLAT = '{"id": "b", "title": "B", "cast": ["X"], "score": 8}'


def write(folder: Path, *lines: str, name: str = "c.jsonl") -> Path:
    path = folder / name
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def test_dirty_file_tells_place_and_reason_and_keeps_the_good_rows(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        "\ufeff" + NATIVE,
        "",
        '{"schema": 1, "id": "c", "title": "C", "year": "abc"}',
        '{"schema": 1, "id": "d", ',
        '{"schema": 1, "id": "a", "title": "Again"}',
        '{"schema": 1, "id": "e", "title": "E", "year": 1, "year": 2000}',
        "[1, 2]",
        '{"title": "no id"}',
        FLAT,
    )
    reading = read_catalogue(path)
    assert [(title.id, title.title) for title in reading.catalogue] == [
        ("a", "A"),
        ("b", "B"),
        ("c", "C"),
        ("e", "E"),
    ]
    told = [str(problem) for problem in reading.problems]
    assert told[0] == "c.jsonl:3: year: 'abc' is not a whole number"
    assert told[1].startswith("c.jsonl:4: is not JSON")
    assert told[2] == "c.jsonl:5: id: 'a' is there already; the first title of that id is used"
    assert told[3] == "c.jsonl:6: year: the key is there twice; the last value is used"
    assert told[4] == "c.jsonl:7: [1, 2] is not a JSON object"
    assert told[5] == "c.jsonl:8: id: is missing"
    assert len(told) == 6


def test_problems_know_their_parts(tmp_path: Path) -> None:
    (problem,) = read_catalogue(write(tmp_path, '{"schema": 1, "id": "c", "title": "C", "form": 3}')).problems
    assert (problem.file, problem.line, problem.field, problem.id) == ("c.jsonl", 1, "form", "c")


def test_unknown_keys_are_noticed_once_a_file(tmp_path: Path) -> None:
    path = write(tmp_path, FLAT, FLAT.replace('"b"', '"c"'))
    assert read_catalogue(path).notices == ("c.jsonl: the key 'score' is not known; kept as it is (2 rows)",)


def test_many_unknown_keys_do_not_make_many_notices(tmp_path: Path) -> None:
    row = {"id": "a", "title": "A", **{f"key {n}": n for n in range(500)}}
    assert len(read_catalogue(write(tmp_path, json.dumps(row))).notices) == 51


def test_several_files_make_one_catalogue(tmp_path: Path) -> None:
    paths = [write(tmp_path, NATIVE, name="one.jsonl"), write(tmp_path, FLAT, name="two.jsonl")]
    assert [title.id for title in read_catalogue(paths).catalogue] == ["a", "b"]


def test_strict_reading_raises_with_the_first_problems(tmp_path: Path) -> None:
    with pytest.raises(BadData, match=r"c\.jsonl:1: year: 'x' is not a whole number"):
        read_catalogue(write(tmp_path, '{"schema": 1, "id": "c", "title": "C", "year": "x"}'), strict=True)


def test_newer_schema_is_refused_with_its_place(tmp_path: Path) -> None:
    with pytest.raises(BadData, match=r"c\.jsonl:2: schema 2 is newer"):
        read_catalogue(write(tmp_path, NATIVE, '{"schema": 2, "id": "b", "title": "B"}'))


def test_empty_file_is_an_empty_catalogue(tmp_path: Path) -> None:
    reading = read_catalogue(write(tmp_path, "", " "))
    assert (len(reading.catalogue), reading.problems) == (0, ())


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"id,title,year\n1,A,2019\n2,B,2020\n", "no line is a JSON object"),
        (b'[\n  {"id": 1},\n  {"id": 2}\n]\n', "one JSON array"),
        (b"PAR1\x15\x04", "a Parquet file"),
        ('{"id": "a"}'.encode("utf-16"), "UTF-16"),
        (b"\x00\xff\xfe\x80" * 1000, "no line is a JSON object"),
    ],
)
def test_what_is_no_catalogue_gets_one_clear_error(tmp_path: Path, content: bytes, what: str) -> None:
    path = tmp_path / "c.jsonl"
    path.write_bytes(content)
    with pytest.raises(BadData, match=what):
        read_catalogue(path)


def test_zip_directory_and_missing_file_get_one_clear_error(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "c.zip", "w") as archive:
        archive.writestr("c.jsonl", NATIVE)
    for path, what in [
        (tmp_path / "c.zip", "zip"),
        (tmp_path, "directory"),
        (tmp_path / "x", "cannot be read"),
    ]:
        with pytest.raises(BadData, match=what):
            read_catalogue(path)


def test_table_of_a_million_rows_is_given_up_early(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write(tmp_path, *["1,A,2019"] * 5_000)
    with pytest.raises(BadData, match="no line is a JSON object"):
        read_catalogue(path)


def test_gzip_is_known_by_its_bytes_not_its_name(tmp_path: Path) -> None:
    path = tmp_path / "c.jsonl"
    path.write_bytes(gzip.compress(NATIVE.encode()))
    assert len(read_catalogue(path).catalogue) == 1


def test_damaged_gzip_keeps_the_rows_before_the_damage(tmp_path: Path) -> None:
    rows = "\n".join(json.dumps({"id": str(n), "title": os.urandom(30).hex()}) for n in range(2_000))
    path = tmp_path / "c.jsonl.gz"
    path.write_bytes(gzip.compress(rows.encode())[:-20_000])
    reading = read_catalogue(path)
    assert 100 < len(reading.catalogue) < 2_000
    assert "damaged" in str(reading.problems[-1])


def test_line_that_would_fill_the_memory_is_skipped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("recsys.catalogue.json_lines.LONGEST_LINE", 100)
    long = json.dumps({"id": "long", "title": "x" * 1_000})
    reading = read_catalogue(write(tmp_path, NATIVE, long, FLAT))
    assert [title.id for title in reading.catalogue] == ["a", "b"]
    assert str(reading.problems[0]) == "c.jsonl:2: the line is longer than 100 bytes"


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (b'{"id": "x", "title": "\xff"}', "is not UTF-8 at byte 23"),
        (b'{"id": "x", "title": ' + b"[" * 100_000, "is not JSON"),
        (b'{"id": "x", "title": "T", "year": ' + b"9" * 5_000 + b"}", "is not JSON"),
        (b'{"id": "x", "title": "T", "popularity": NaN}', "not a finite number"),
        (b'{"id": "x", "title": "half \\ud800"}', "half characters"),
    ],
)
def test_strange_bytes_are_one_problem_of_one_line(tmp_path: Path, line: bytes, reason: str) -> None:
    path = tmp_path / "c.jsonl"
    path.write_bytes(NATIVE.encode() + b"\n" + line)
    reading = read_catalogue(path)
    assert "a" in reading.catalogue
    assert len(reading.problems) == 1
    assert reason in str(reading.problems[0])
    assert len(str(reading.problems[0])) < 200


def test_replaced_half_characters_can_be_written(tmp_path: Path) -> None:
    reading = read_catalogue(write(tmp_path, r'{"id": "x", "title": "half \ud800", "\udfff": 1}'))
    write_catalogue(reading.catalogue, tmp_path / "out.jsonl")
    assert read_catalogue(tmp_path / "out.jsonl").catalogue.titles == reading.catalogue.titles


@settings(max_examples=30, deadline=None)
@given(found=st.lists(titles, max_size=4, unique_by=lambda title: title.id), zipped=st.booleans())
def test_written_catalogue_reads_back_and_rewrites_to_the_same_bytes(
    tmp_path_factory: pytest.TempPathFactory, found: list[Title], zipped: bool
) -> None:
    folder = tmp_path_factory.mktemp("written")
    one, two = (folder / (name + (".gz" if zipped else "")) for name in ("one.jsonl", "two.jsonl"))
    write_catalogue(reversed(found), one)
    reading = read_catalogue(one, strict=True)
    write_catalogue(reading.catalogue, two)
    assert reading.catalogue.titles == tuple(sorted(found, key=lambda title: title.id))
    assert one.read_bytes() == two.read_bytes()


def test_failed_writing_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write(tmp_path, NATIVE)

    def break_off(*_: Any, **__: Any) -> None:
        raise OSError

    monkeypatch.setattr(jsonl, "row_text", break_off)
    with pytest.raises(OSError):  # noqa: PT011 - what the disk says is not ours
        write_catalogue([Title(id="z", title="Z")], path)
    assert path.read_text(encoding="utf-8") == NATIVE
    assert [file.name for file in tmp_path.iterdir()] == ["c.jsonl"]


def test_gzipped_file_bears_neither_time_nor_name(tmp_path: Path) -> None:
    write_catalogue([Title(id="a", title="A")], tmp_path / "c.jsonl.gz")
    header = (tmp_path / "c.jsonl.gz").read_bytes()[:10]
    assert (header[3], header[4:8]) == (0, b"\0\0\0\0")
