"""Exports of Trakt."""

from __future__ import annotations

import io
import json
import zipfile
from typing import Any

from recsys.history import History, Record, Watching, read_history_bytes
from recsys.title import Form

DAY = "2020-01-02T10:00:00.000Z"


def her(**ids: Any) -> dict[str, Any]:
    return {"title": "Her", "year": 2013, "ids": {"trakt": 1, "slug": "her-2013", "imdb": "tt1798709", **ids}}


def dark(**fields: Any) -> dict[str, Any]:
    return {"title": "Dark", "year": 2017, "ids": {"trakt": 2, "tmdb": 70523, "tvdb": 334824}, **fields}


def seasons(*numbers: int) -> list[dict[str, Any]]:
    return [{"number": 1, "episodes": [{"number": number, "plays": 1} for number in numbers]}]


def zipped(files: dict[str, list[Any]]) -> History:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, rows in files.items():
            archive.writestr(f"{name}.json", json.dumps(rows))
    return read_history_bytes("trakt.zip", packed.getvalue())


def only(files: dict[str, list[Any]]) -> Record:
    (record,) = zipped(files).records
    return record


def test_title_of_several_files_is_one_record() -> None:
    record = only(
        {
            "watched/watched-movies": [{"plays": 1, "last_watched_at": DAY, "movie": her()}],
            "ratings/ratings-movies": [
                {"rated_at": DAY, "rating": 9, "type": "movie", "movie": her(tmdb=152601)}
            ],
            "lists/watchlist": [{"listed_at": DAY, "type": "movie", "movie": her()}],
        }
    )
    assert (record.title, record.year, record.form) == ("Her", 2013, Form.FILM)
    assert (record.rating, record.watching, record.date) == (0.9, Watching.SEEN, "2020-01-02")
    assert record.ids == {"imdb": "tt1798709", "tmdb": "152601", "trakt": "1"}


def test_rating_of_an_episode_does_not_rate_the_show() -> None:
    row = {"rated_at": DAY, "rating": 2, "type": "episode", "episode": {"number": 1}, "show": dark()}
    record = only({"ratings/ratings-episodes": [row]})
    assert (record.title, record.rating, record.watching) == ("Dark", None, Watching.WATCHING)


def test_show_with_episodes_left_is_being_watched() -> None:
    def row(*numbers: int) -> dict[str, Any]:
        return {"plays": 9, "show": dark(aired_episodes=3), "seasons": seasons(*numbers)}

    assert only({"watched-shows": [row(1, 2)]}).watching is Watching.WATCHING
    assert only({"watched-shows": [row(1, 2, 3)]}).watching is Watching.SEEN


def test_episodes_of_the_history_are_one_show() -> None:
    rows = [
        {
            "id": n,
            "watched_at": DAY,
            "action": "watch",
            "type": "episode",
            "episode": {"number": n},
            "show": dark(),
        }
        for n in (1, 2, 3)
    ]
    history = zipped({"history/history-1": rows[:2], "history/history-2": rows[2:]})
    assert (len(history.records), history.n_read) == (1, 3)


def test_film_and_show_with_one_number_are_two() -> None:
    history = zipped(
        {
            "watched-movies": [{"plays": 1, "movie": {"title": "A", "year": 2000, "ids": {"tmdb": 7}}}],
            "watched-shows": [{"plays": 1, "show": {"title": "A", "year": 2000, "ids": {"tmdb": 7}}}],
        }
    )
    assert [record.form for record in history.records] == [Form.FILM, Form.SERIES]


def test_watchlist_is_planned_and_favourites_are_liked() -> None:
    row = {"listed_at": DAY, "type": "movie", "movie": her()}
    assert only({"lists/watchlist": [row]}).watching is Watching.PLANNED
    record = only({"lists/lists-favorites": [row]})
    assert (record.watching, record.is_liked) == (Watching.SEEN, True)


def test_collections_and_lists_are_left_out_and_counted() -> None:
    history = zipped(
        {
            "collection-movies": [{"collected_at": DAY, "movie": her()}] * 2,
            "lists/best": [{"listed_at": DAY, "type": "movie", "movie": her()}],
        }
    )
    assert history.records == ()
    assert [problem.reason for problem in history.problems] == [
        "2 rows: collections say nothing of watching, the first in line 1",
        "1 rows: lists say nothing of watching, the first in line 1",
    ]


def test_entry_that_is_none_is_a_problem_with_its_line() -> None:
    text = json.dumps({"plays": 1, "movie": her()})
    history = read_history_bytes("watched-movies.json", f"[\n{text},\n7,\n{{}}]".encode())
    assert len(history.records) == 1
    assert [problem.line for problem in history.problems] == [3, 4]
