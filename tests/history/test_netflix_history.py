"""Viewing histories of Netflix."""

from __future__ import annotations

import csv
import io

import pytest

from recsys.history import History, Watching, read_history_bytes
from recsys.history.netflix_names import read_names
from recsys.title import Form

REQUESTED = (
    "Profile Name,Start Time,Duration,Attributes,Title,Supplemental Video Type,Device Type,Bookmark,"
    "Latest Bookmark,Country"
)


def account(*rows: tuple[str, str]) -> History:
    text = io.StringIO()
    csv.writer(text).writerows([("Title", "Date"), *rows])
    return read_history_bytes("NetflixViewingHistory.csv", text.getvalue().encode("utf-8-sig"))


def requested(*rows: str, profile: str | None = None) -> History:
    text = "\n".join([REQUESTED, *rows])
    return read_history_bytes("ViewingActivity.csv", text.encode(), profile=profile)


def test_episodes_of_one_show_are_one_record() -> None:
    history = account(("Dark: Season 2: Endings", "3/15/20"), ("Dark: Season 1: Secrets", "3/14/20"))
    (record,) = history.records
    assert (record.title, record.form, record.watching) == ("Dark", Form.SERIES, Watching.SEEN)
    assert (record.date, history.n_read) == ("2020-03-15", 2)


def test_one_episode_alone_is_a_beginning() -> None:
    (record,) = account(("Dark: Season 1: Secrets", "3/14/20")).records
    assert record.watching is Watching.WATCHING


@pytest.mark.parametrize(
    ("text", "show"),
    [
        ("Avatar: The Last Airbender: Book 1: The Boy in the Iceberg", "Avatar: The Last Airbender"),
        ("Goblin: Limited Series: Episode 3", "Goblin"),
        ("Heist: Part 2: Goodbye: Part B", "Heist"),
        ("Things: Things 3: Chapter One: Hello", "Things"),
        ("Dark: Staffel 2 (Deutsch): Anfänge", "Dark"),
        ("Chose : Saison 1 : Chapitre un", "Chose"),
        ("La casa: Temporada 1: Uno", "La casa"),
        ("사랑: 시즌 2: 3화", "사랑"),
        ("愛: シーズン2: 第3話", "愛"),
        ("三体：第2季：第3集", "三体"),
        ("Goblin: Episode 3", "Goblin"),
        ("Remix: Season 4 Remix: Fate", "Remix"),
    ],
)
def test_show_is_what_stands_before_the_season_in_any_language(text: str, show: str) -> None:
    named = read_names([text])[text]
    assert (named.title, named.is_episode) == (show, True)


@pytest.mark.parametrize(
    "text",
    [
        "Mission: Impossible",
        "Kingdom: Ashin of the North",
        "Kill Bill: Vol. 1",
        "Slayer: The Blade: The Movie: Mugen Train",
        "War: Episode IV - A New Hope",
        "Re:Zero",
    ],
)
def test_film_with_colons_keeps_its_whole_name(text: str) -> None:
    named = read_names([text])[text]
    assert (named.title, named.is_episode) == (text, False)


def test_film_that_begins_as_a_show_is_not_its_episode() -> None:
    history = account(("Kingdom: Season 1: Episode 1", "3/15/20"), ("Kingdom: Ashin of the North", "3/16/20"))
    assert [record.title for record in history.records] == ["Kingdom", "Kingdom: Ashin of the North"]
    assert [record.form for record in history.records] == [Form.SERIES, Form.FILM]


def test_season_of_its_own_name_is_known_by_several_episodes() -> None:
    texts = ["Pieces: East Blue: I Am", "Pieces: East Blue: You Are", "Alone: Blue: Once"]
    named = read_names(texts)
    assert [named[text].title for text in texts] == ["Pieces", "Pieces", "Alone: Blue: Once"]


@pytest.mark.parametrize(
    ("dates", "read"),
    [
        (["3/4/20", "3/15/20"], ["2020-03-04", "2020-03-15"]),
        (["3/4/20", "15/3/20"], ["2020-04-03", "2020-03-15"]),
        (["03.04.2020", "15.03.2020"], ["2020-04-03", "2020-03-15"]),
        (["2020-03-04", "2020-03-15"], ["2020-03-04", "2020-03-15"]),
        (["20. 3. 4.", "20. 3. 15."], ["2020-03-04", "2020-03-15"]),
        (["3/4/20", "5/6/20"], [None, None]),
        (["15/3/20", "3/15/20"], [None, None]),
    ],
)
def test_dates_are_read_if_one_order_fits_the_whole_file(dates: list[str], read: list[str | None]) -> None:
    history = account(*((f"Film {place}", date) for place, date in enumerate(dates)))
    assert [record.date for record in history.records] == read


def test_history_without_any_episode_does_not_tell_films_from_series() -> None:
    assert account(("Her", "3/15/20")).records[0].form is None


def test_uncertain_dates_are_told_once() -> None:
    (problem,) = account(("A", "3/4/20"), ("B", "5/6/20")).problems
    assert problem.reason == (
        "2 rows: the order of day and month is not certain, the date is not used, the first in line 2"
    )


def test_trailers_and_short_views_are_no_views() -> None:
    history = requested(
        "Me,2020-01-02 10:00:00,00:45:00,,Dark: Season 1: Secrets (Episode 1),,TV,,,DE",
        "Me,2020-01-02 10:00:00,00:45:00,,Season 1 Trailer: Other,TRAILER,TV,,,DE",
        "Me,2020-01-02 10:00:00,00:00:19,,Her,,TV,,,DE",
    )
    (record,) = history.records
    assert (record.title, record.date, history.n_read) == ("Dark", "2020-01-02", 3)
    assert [problem.reason for problem in history.problems] == [
        "1 rows: trailers and the like are no views, the first in line 3",
        "1 rows: less than 2 minutes are no view, the first in line 4",
    ]


def test_one_profile_of_several_can_be_chosen() -> None:
    rows = (
        "Me,2020-01-02 10:00:00,00:45:00,,Her,,TV,,,DE",
        "You,2020-01-02 10:00:00,00:45:00,,Drive,,TV,,,DE",
    )
    assert len(requested(*rows).records) == 2
    (record,) = requested(*rows, profile="you").records
    assert record.title == "Drive"


def test_date_that_is_none_costs_the_date_only() -> None:
    history = account(("Her", "yesterday"))
    assert history.records[0].date is None
    assert str(history.problems[0]) == "NetflixViewingHistory.csv:2: date: 'yesterday' is no date"
