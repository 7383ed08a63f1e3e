"""Rows of Parquet files as cells of text."""

from __future__ import annotations

import datetime
import io
import sys
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from recsys.errors import BadData
from recsys.files import MOST_COLUMNS, open_sources, source_of_bytes, table_columns, table_rows
from recsys.files.parquet import cell_text, frame_columns, frame_rows, is_parquet
from recsys.files.source import Source


def parquet(columns: dict[str, Any], **options: Any) -> Source:
    buffer = io.BytesIO()
    pq.write_table(pa.table(columns), buffer, **options)
    return source_of_bytes("titles.parquet", buffer.getvalue())


def cells(columns: dict[str, Any]) -> list[dict[str, str]]:
    return [row for row, _ in frame_rows(parquet(columns))]


def test_flat_table_is_read_as_the_same_text_as_csv() -> None:
    columns = {"id": [1, 2], "name": ["A", None], "score": [7.5, 8.0]}
    assert cells(columns) == [
        {"id": "1", "name": "A", "score": "7.5"},
        {"id": "2", "name": "", "score": "8"},
    ]


def test_whole_numbers_that_a_gap_made_fractions_are_whole_again() -> None:
    assert [row["year"] for row in cells({"year": [2019.0, float("nan"), None]})] == ["2019", "", ""]


def test_lists_and_structures_are_json_without_what_is_unknown() -> None:
    columns = {"genres": [["Drama", "삶"], None], "credits": [[{"person": "P", "native": None}], []]}
    assert cells(columns) == [
        {"genres": '["Drama", "삶"]', "credits": '[{"person": "P"}]'},
        {"genres": "", "credits": "[]"},
    ]


def test_dates_times_and_decimals_are_written_plainly() -> None:
    columns = {
        "day": [datetime.date(2020, 1, 2)],
        "midnight": [datetime.datetime(2020, 1, 2)],
        "price": [Decimal("1.50")],
        "seen": [True],
        "bytes": [b"\xc3\xa9t\xc3\xa9"],
    }
    assert cells(columns) == [
        {"day": "2020-01-02", "midnight": "2020-01-02", "price": "1.50", "seen": "true", "bytes": "été"}
    ]


def test_time_finer_than_a_computer_tells_costs_only_its_cell() -> None:
    columns = {"id": [1], "at": pa.array([1_577_836_800_000_000_001], pa.timestamp("ns"))}
    ((row, report),) = frame_rows(parquet(columns))
    assert row == {"id": "1", "at": ""} or row["id"] == "1"  # where pandas is there, it tells such times
    assert {problem.field for problem in report.problems} <= {"at"}


def test_number_of_the_row_stands_for_the_line() -> None:
    rows = list(frame_rows(parquet({"id": list(range(600))})))
    assert [report.line for _, report in rows] == list(range(1, 601))
    assert [row["id"] for row, _ in rows] == [str(number) for number in range(600)]


def test_table_readers_take_parquet_as_they_take_csv() -> None:
    source = parquet({"Show ID": [" s1 "], "Title": ["A"]})
    assert table_columns(source) == ("show_id", "title")
    assert [row for row, _ in table_rows(source)] == [{"show_id": "s1", "title": "A"}]


def test_file_on_disk_is_read_where_it_lies(tmp_path: Path) -> None:
    path = tmp_path / "titles.bin"  # the first bytes decide, not the name
    pq.write_table(pa.table({"id": ["a"]}), path)
    (source,) = open_sources(path)
    assert is_parquet(source)
    assert [row for row, _ in frame_rows(source)] == [{"id": "a"}]


def test_cell_beyond_all_measure_is_left_out_and_told() -> None:
    ((row, report),) = frame_rows(parquet({"id": ["a"], "synopsis": ["x" * (2**20 + 1)]}))
    assert row == {"id": "a", "synopsis": ""}
    assert [str(problem) for problem in report.problems] == [
        "titles.parquet:1: synopsis: has 1048577 characters, more than 1048576; left out"
    ]


def test_too_many_columns_are_refused() -> None:
    source = parquet({f"c{number}": [1] for number in range(MOST_COLUMNS + 1)})
    with pytest.raises(BadData, match=r"titles\.parquet has 2001 columns, more than 2000"):
        next(frame_rows(source))


def test_file_that_unpacks_to_far_more_than_its_size_is_refused() -> None:
    bomb = parquet(
        {"synopsis": ["x" * 2**26]}, compression="zstd", use_dictionary=False, write_statistics=False
    )
    with pytest.raises(BadData, match=r"unpacks to more than \d+ bytes, far more than its size"):
        next(frame_rows(bomb))


@pytest.mark.parametrize("data", [b"PAR1", b"PAR1" + b"\0" * 100, b"PAR1....PAR1"])
def test_damaged_file_is_told_with_its_name(data: bytes) -> None:
    source = source_of_bytes("titles.parquet", data)
    assert frame_columns(source) == ()
    with pytest.raises(BadData, match=r"titles\.parquet is damaged"):
        next(frame_rows(source))


def test_damage_behind_the_footer_ends_the_rows_with_a_reason() -> None:
    whole = bytearray(parquet({"id": ["a"] * 100}, compression="gzip", use_dictionary=False).opener().read())
    whole[30:60] = b"\xff" * 30
    rows = list(frame_rows(source_of_bytes("titles.parquet", bytes(whole))))
    assert "from here on: titles.parquet is damaged" in str(rows[-1][1].problems[-1])


def test_missing_pyarrow_names_the_line_that_installs_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(BadData, match=r"needs pyarrow: pip install 'recsys\[parquet\]'"):
        next(frame_rows(source_of_bytes("titles.parquet", b"PAR1")))


class NotATime:
    """As pandas' NaT, which is unlike everything, itself included."""

    def isoformat(self) -> str:
        return "NaT"


class Scalar:
    """As a scalar of numpy, which is turned into one of Python."""

    def tolist(self) -> list[float]:
        return [1.0, float("inf")]


@pytest.mark.parametrize(
    ("value", "text"), [(NotATime(), ""), (Scalar(), "[1]"), ({"b", "a"}, '["a", "b"]'), (0, "0"), ("", "")]
)
def test_values_of_other_libraries_need_no_import_of_them(value: object, text: str) -> None:
    assert cell_text(value) == text


def test_value_that_holds_itself_ends() -> None:
    endless: list[Any] = []
    endless.append(endless)
    assert cell_text(endless).startswith("[[[")
