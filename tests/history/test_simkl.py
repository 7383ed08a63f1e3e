"""Backups of Simkl."""

from __future__ import annotations

import json
from typing import Any

import pytest

from recsys.history import History, Watching, read_history_bytes
from recsys.title import Form, Medium

HEADER = "SIMKL_ID,Title,Type,Year,Watchlist,LastEpWatched,WatchedDate,Rating,Memo,TVDB,TMDB,IMDB"


def table(*rows: str) -> History:
    return read_history_bytes("SimklBackup.csv", "\n".join([HEADER, *rows]).encode())


def document(**groups: Any) -> History:
    return read_history_bytes("SimklBackup.json", json.dumps(groups).encode())


def dark(**ids: Any) -> dict[str, Any]:
    return {"title": "Dark", "year": 2017, "poster": "x", "ids": {"simkl": 7, "imdb": "tt5753856", **ids}}


@pytest.mark.parametrize("date", ["2023-12-18", "18-12-2023 21:50:41"])
def test_both_forms_of_dates_are_read(date: str) -> None:
    (record,) = table(f"7,Dark,tv,2017,watching,S03E04,{date},8,,334824,70523,tt5753856").records
    assert (record.date, record.rating, record.watching) == ("2023-12-18", 0.8, Watching.WATCHING)
    assert record.ids == {"simkl": "7", "tvdb": "334824", "tmdb": "70523", "imdb": "tt5753856"}


@pytest.mark.parametrize(
    ("kind", "form", "medium"),
    [
        ("tv", Form.SERIES, None),
        ("tv show", Form.SERIES, None),
        ("movie", Form.FILM, None),
        ("anime", None, Medium.ANIMATION),
    ],
)
def test_type_tells_form_and_medium(kind: str, form: Form | None, medium: Medium | None) -> None:
    (record,) = table(f"7,Dark,{kind},2017,completed,,,,,,,").records
    assert (record.form, record.medium) == (form, medium)


def test_rewatch_is_the_same_record() -> None:
    first, again = "7,Dark,tv,2017,completed,,2020-01-02,7,,,,", "7,Dark,tv,2017,watching,3,2021-01-02,9,,,,"
    history = table(first, again)
    (record,) = history.records
    assert (record.watching, record.rating, record.date) == (Watching.SEEN, 0.9, "2021-01-02")


@pytest.mark.parametrize(
    ("status", "watching"),
    [
        ("plan to watch", Watching.PLANNED),
        ("plantowatch", Watching.PLANNED),
        ("hold", Watching.ON_HOLD),
        ("dropped", Watching.DROPPED),
        ("notinteresting", Watching.DROPPED),
    ],
)
def test_lists_of_the_site_are_known(status: str, watching: Watching) -> None:
    assert table(f"7,Dark,tv,2017,{status},,,,,,,").records[0].watching is watching


def test_ids_of_the_document_are_text_or_numbers() -> None:
    history = document(shows=[{"status": "completed", "user_rating": 8, "show": dark(simkl="7", tmdb=70523)}])
    (record,) = history.records
    assert record.ids == {"simkl": "7", "imdb": "tt5753856", "tmdb": "70523"}
    assert (record.form, record.rating) == (Form.SERIES, 0.8)


def test_anime_of_the_document_is_animation() -> None:
    rows = [
        {"status": "hold", "anime_type": "movie", "last_watched_at": "2020-01-02T10:00:00Z", "show": dark()}
    ]
    (record,) = document(anime=rows).records
    assert (record.form, record.medium, record.date) == (Form.FILM, Medium.ANIMATION, "2020-01-02")


def test_wrong_types_are_told_with_their_place() -> None:
    history = document(movies=[{"user_rating": [], "movie": dark()}, 5], shows="none")
    assert len(history.records) == 1
    assert [problem.field for problem in history.problems] == ["movies[0].user_rating", "movies[1]", "shows"]
