"""Exports of Letterboxd."""

from __future__ import annotations

import io
import zipfile

import pytest

from recsys.files import source_of_bytes
from recsys.history import History, Record, Watching, read_history_bytes
from recsys.history.letterboxd import Letterboxd
from recsys.title import Form

HEADER = "Date,Name,Year,Letterboxd URI"
DIARY = f"{HEADER},Rating,Rewatch,Tags,Watched Date"
HER = "2020-01-02,Her,2013,https://boxd.it/her"


def zipped(**files: str) -> History:
    """Read a zip of CSV files; ``__`` in a name is a folder."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, text in files.items():
            archive.writestr(f"{name.replace('__', '/')}.csv", text)
    return read_history_bytes("letterboxd.zip", packed.getvalue())


def only(history: History) -> Record:
    (record,) = history.records
    return record


def test_name_of_the_file_tells_watched_from_planned() -> None:
    assert only(zipped(watched=f"{HEADER}\n{HER}\n")).watching is Watching.SEEN
    assert only(zipped(watchlist=f"{HEADER}\n{HER}\n")).watching is Watching.PLANNED


def test_one_film_of_several_files_is_one_record() -> None:
    history = zipped(
        watched=f"{HEADER}\n{HER}\n",
        ratings=f"{HEADER},Rating\n{HER},4.5\n",
        diary=f"{DIARY}\n2020-01-02,Her,2013,https://boxd.it/entry,2,,,2021-05-06\n",
        likes__films=f"{HEADER}\n{HER}\n",
    )
    record = only(history)
    assert (record.title, record.year, record.form) == ("Her", 2013, Form.FILM)
    assert record.rating == 0.9  # ratings.csv holds what counts now
    assert record.is_liked
    assert record.date == "2021-05-06"
    assert history.n_read == 4


def test_film_of_the_diary_alone_is_rated_as_last_time() -> None:
    rows = "2020-01-02,Her,2013,u1,2,,,2020-01-01\n2021-01-02,Her,2013,u2,4,Yes,,2021-01-01\n"
    assert only(zipped(diary=f"{DIARY}\n{rows}")).rating == 0.8


def test_two_films_of_one_name_and_year_are_two() -> None:
    history = zipped(watched=f"{HEADER}\n{HER}\n2020-01-02,Her,2013,https://boxd.it/other\n")
    assert len(history.records) == 2


def test_deleted_and_orphaned_entries_and_lists_are_left_out_and_told() -> None:
    history = zipped(
        watched=f"{HEADER}\n{HER}\n",
        deleted__diary=f"{DIARY}\n2020-01-02,Gone,2013,u,5,,,2020-01-01\n",
        orphaned__diary=f"{DIARY}\n2020-01-02,Lost,2013,u,5,,,2020-01-01\n",
        lists__best="Letterboxd list export v7\nDate,Name,Tags,URL\n2020,Best,,\n\nPosition,Name\n1,X\n",
    )
    assert [record.title for record in history.records] == ["Her"]
    assert sorted(str(problem) for problem in history.problems) == [
        "letterboxd.zip/deleted/diary.csv: lies in the folder 'deleted': left out",
        "letterboxd.zip/lists/best.csv: is a list, which does not say what was seen: left out",
        "letterboxd.zip/orphaned/diary.csv: lies in the folder 'orphaned': left out",
    ]


@pytest.mark.parametrize(
    ("cell", "reason"), [("6", "'6' is no rating from 0 to 5"), ("x", "'x' is no rating")]
)
def test_impossible_rating_is_told_and_the_film_kept(cell: str, reason: str) -> None:
    history = zipped(ratings=f"{HEADER},Rating\n{HER},{cell}\n")
    assert only(history).rating is None
    assert history.problems[0].line == 2
    assert history.problems[0].reason.startswith(reason)


def test_review_that_runs_over_lines_is_one_row() -> None:
    review = '2020-01-02,Her,2013,u,4,,"One line,\nand another",,2020-01-01\n2020-01-02,Drive,2011,u2,4,,,,\n'
    header = f"{HEADER},Rating,Rewatch,Review,Tags,Watched Date"
    assert [record.line for record in zipped(reviews=f"{header}\n{review}").records] == [2, 4]


def test_row_without_a_name_is_a_problem() -> None:
    history = zipped(watched=f"{HEADER}\n2020-01-02,,2013,u\n")
    assert str(history.problems[0]) == "letterboxd.zip/watched.csv:2: name: is empty; the row is left out"


def test_table_without_the_sites_addresses_is_not_claimed() -> None:
    assert not Letterboxd().claims(source_of_bytes("watched.csv", b"Date,Name,Year\n"))
