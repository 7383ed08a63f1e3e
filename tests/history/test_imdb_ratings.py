"""Exports of an IMDb account."""

from __future__ import annotations

import pytest

from recsys.history import History, Watching, read_history_bytes
from recsys.title import Form

HEADER = (
    "Const,Your Rating,Date Rated,Title,Original Title,URL,Title Type,IMDb Rating,Runtime (mins),Year,Genres,"
    "Num Votes,Release Date,Directors"
)


def read(row: str, header: str = HEADER, name: str = "ratings.csv") -> History:
    return read_history_bytes(name, f"\ufeff{header}\n{row}\n".encode())


def rated(kind: str = "Movie") -> str:
    return f'tt0012345,8,2020-01-02,"Her, Too",Ella,x,{kind},7.9,126,2013,Drama,9,2013-10-12,Somebody'


def test_row_is_a_record_with_its_id() -> None:
    (record,) = read(rated()).records
    assert (record.title, record.names, record.year) == ("Her, Too", ("Ella",), 2013)
    assert (record.ids, record.rating, record.date) == ({"imdb": "tt0012345"}, 0.8, "2020-01-02")
    assert record.watching is Watching.SEEN


@pytest.mark.parametrize(
    ("kind", "form"),
    [
        ("Movie", Form.FILM),
        ("tvMovie", Form.FILM),
        ("TV Series", Form.SERIES),
        ("tvMiniSeries", Form.SERIES),
        ("TV Mini Series", Form.SERIES),
        ("Short", Form.SHORT),
        ("TV Special", Form.SPECIAL),
    ],
)
def test_title_type_of_new_and_old_files_tells_the_form(kind: str, form: Form) -> None:
    assert read(rated(kind)).records[0].form is form


@pytest.mark.parametrize("kind", ["TV Episode", "tvEpisode", "Video Game", "videoGame", "Podcast Series"])
def test_episodes_and_games_are_no_titles(kind: str) -> None:
    history = read(rated(kind))
    assert history.records == ()
    assert str(history.problems[0]) == (
        f"ratings.csv:2: title_type: {kind!r} is neither film nor series; the row is left out"
    )


def test_old_file_without_original_title_is_read() -> None:
    header = (
        "position,const,created,modified,description,Title,Title type,Directors,You rated,IMDb Rating,Year"
    )
    (record,) = read("1,tt0012345,Mon Jan 14 00:00:00 2013,,,Her,Feature Film,X,8,7.9,2013", header).records
    assert (record.title, record.rating, record.form) == ("Her", 0.8, Form.FILM)


def test_watchlist_is_planned_unless_it_was_rated() -> None:
    header = (
        "Position,Const,Created,Modified,Description,Title,Original Title,URL,Title Type,Year,Your Rating,"
    )
    header += "Date Rated"
    planned = read("1,tt1,2020-01-02,2020-01-02,,Her,Her,x,Movie,2013,,", header, "WATCHLIST.csv")
    seen = read("1,tt1,2020-01-02,2020-01-02,,Her,Her,x,Movie,2013,7,2020-01-03", header, "WATCHLIST.csv")
    assert planned.records[0].watching is Watching.PLANNED
    assert (seen.records[0].watching, seen.records[0].rating) == (Watching.SEEN, 0.7)


def test_title_that_stands_there_twice_is_one_record() -> None:
    history = read(f"{rated()}\n{rated().replace(',8,2020', ',9,2021')}")
    (record,) = history.records
    assert (record.rating, record.date, history.n_read) == (0.9, "2021-01-02", 2)


def test_bad_id_costs_the_id_only() -> None:
    history = read(rated().replace("tt0012345", "nm0001"))
    assert history.records[0].ids == {}
    assert "'nm0001' is no id of imdb" in history.problems[0].reason
