"""Answers of Jikan's API, as they are and as people keep them."""

from __future__ import annotations

import json
from typing import Any

import pytest

from recsys.files import source_of_bytes
from recsys.importers import ImportOptions
from recsys.importers.myanimelist import MyAnimeListImporter

URL = "https://myanimelist.net/anime/7/Hoshi"
FULL = {
    "mal_id": 7,
    "url": URL,
    "titles": [
        {"type": "Default", "title": "Hoshi"},
        {"type": "Synonym", "title": "HS"},
        {"type": "Japanese", "title": "星"},
        {"type": "English", "title": "The Star"},
        {"type": "German", "title": "Der Stern"},
    ],
    "type": "TV",
    "source": "Web manga",
    "episodes": 12,
    "status": "Currently Airing",
    "aired": {"from": "2021-01-09T00:00:00+00:00", "to": None, "prop": {"from": {"day": 9}}},
    "duration": "24 min per ep",
    "score": 8.1,
    "members": 500,
    "synopsis": "A girl counts the stars.\n\n(Source: Somewhere)\n\n[Written by MAL Rewrite]",
    "year": 2021,
    "studios": [{"mal_id": 1, "type": "anime", "name": "Kita", "url": "https://x"}],
    "producers": [{"mal_id": 2, "name": "TV Nord"}],
    "licensors": [{"mal_id": 3, "name": "Seller"}],
    "genres": [{"mal_id": 8, "name": "Drama"}],
    "explicit_genres": [],
    "themes": [{"mal_id": 23, "name": "School"}],
    "demographics": [{"mal_id": 42, "name": "Seinen"}],
    "relations": [
        {"relation": "Sequel", "entry": [{"mal_id": 8, "type": "anime", "name": "Hoshi 2"}]},
        {"relation": "Alternative version", "entry": [{"mal_id": 9, "type": "anime", "name": "H"}]},
        {"relation": "Adaptation", "entry": [{"mal_id": 70, "type": "manga", "name": "Hoshi"}]},
    ],
    "external": [{"name": "AniDB", "url": "https://anidb.net/perl-bin/animedb.pl?show=anime&aid=99"}],
    "streaming": [{"name": "Crunchyroll", "url": "https://x"}],
}


def read(text: str) -> tuple[list[Any], list[str]]:
    found = list(MyAnimeListImporter().rows([source_of_bytes("a.json", text.encode())], ImportOptions()))
    return [row for row, _ in found], [str(p) for _, report in found for p in report.problems]


def one(**fields: Any) -> tuple[Any, list[str]]:
    (row,), problems = read(json.dumps(FULL | fields))
    return row, problems


def test_full_answer_is_read_whole() -> None:
    row, problems = one()
    assert problems == []
    assert (row["id"], row["title"], row["original_title"]) == ("mal-7", "The Star", "星")
    assert (row["year"], row["releases"], row["status"]) == (2021, [{"date": "2021-01-09"}], "airing")
    assert (row["form"], row["medium"], row["episodes"], row["minutes"]) == ("series", "animation", 12, 24)
    assert (row["genres"], row["tags"]) == (["Drama"], ["School", "Seinen"])
    assert (row["sources"], row["popularity"]) == ([{"kind": "manga"}], 500.0)
    assert row["external_ids"] == {"mal": "7", "anidb": "99"}
    assert row["availability"] == [{"service": "Crunchyroll"}]


def test_names_of_all_languages_are_aliases() -> None:
    row, _ = one()
    assert row["aliases"] == [
        {"name": "Hoshi", "kind": "romanised"},
        {"name": "HS"},
        {"name": "Der Stern", "kind": "translated", "language": "de"},
    ]


def test_notes_on_who_wrote_a_synopsis_are_taken_off() -> None:
    assert one()[0]["synopsis"] == "A girl counts the stars."


def test_studios_come_before_producers_and_licensors_are_left_out() -> None:
    assert one()[0]["studios"] == ["Kita", "TV Nord"]


def test_relations_to_manga_are_left_out() -> None:
    assert one()[0]["relations"] == [
        {"kind": "sequel", "id": "mal-8"},
        {"kind": "same-source", "id": "mal-9"},
    ]


def test_flattened_lists_of_names_are_read_too() -> None:
    row, problems = one(studios=["Kita"], producers=[], genres=["Drama"], themes=["School"], demographics=[])
    assert problems == []
    assert (row["studios"], row["genres"], row["tags"]) == (["Kita"], ["Drama"], ["School"])


@pytest.mark.parametrize(
    ("told", "minutes"),
    [("24 min per ep", 24), ("1 hr 55 min", 115), ("1 hr. 55 min.", 115), ("2 hr", 120), ("30 sec per ep", 1),
     ("Unknown", None)],
)  # fmt: skip
def test_length_is_read_as_minutes(told: str, minutes: int | None) -> None:
    row, problems = one(duration=told)
    assert (row["minutes"], problems) == (minutes, [])


@pytest.mark.parametrize(
    ("told", "form"),
    [("Movie", "film"), ("OVA", "special"), ("ONA", "series"), ("TV Special", "special"), ("Music", "short"),
     ("CM", "short"), (None, None)],
)  # fmt: skip
def test_type_is_the_form(told: str | None, form: str | None) -> None:
    assert one(type=told)[0]["form"] == form


@pytest.mark.parametrize(
    ("field", "value", "reason"),
    [
        ("type", "Hologram", "type: 'Hologram' is not known"),
        ("duration", "long", "duration: 'long' is no length"),
        ("episodes", "many", "episodes: 'many' is no whole number"),
        ("aired", {"from": "soon"}, "aired: 'soon' is no date"),
        ("genres", {"name": "Drama"}, "genres: an object is no list of texts"),
        ("studios", [{"name": "Kita"}, 5], "studios[1]: 5 is no object"),
        ("title_english", ["a"], "title_english: a list of 1 is no text"),
    ],
)
def test_fault_in_a_field_is_told_and_the_rest_is_kept(field: str, value: Any, reason: str) -> None:
    row, problems = one(**{field: value})
    assert row["id"] == "mal-7"
    assert problems[0].startswith(f"a.json:1: {reason}")


def test_anime_of_an_answer_stand_on_their_own_lines() -> None:
    page = {"pagination": {"last_visible_page": 1}, "data": [FULL, {"title": "no number"}]}
    rows, problems = read(json.dumps(page, indent=1))
    assert [row and row["id"] for row in rows] == ["mal-7", None]
    assert problems[0].startswith("a.json:")
    assert not problems[0].startswith("a.json:1:")


@pytest.mark.parametrize("indent", [None, 2])
def test_answer_with_one_anime_is_read(indent: int | None) -> None:
    rows, problems = read(json.dumps({"data": FULL}, indent=indent))
    assert ([row["id"] for row in rows], problems) == (["mal-7"], [])


@pytest.mark.parametrize("indent", [None, 2])
def test_answers_one_after_the_other_are_all_read(indent: int | None) -> None:
    pages = [{"data": [FULL | {"mal_id": id}]} for id in (1, 2, 3)]
    rows, problems = read("\n".join(json.dumps(page, indent=indent) for page in pages))
    assert ([row["id"] for row in rows], problems) == (["mal-1", "mal-2", "mal-3"], [])


def test_page_beyond_the_last_is_no_problem() -> None:
    assert read(json.dumps({"pagination": {}, "data": []})) == ([], [])


def test_what_holds_no_anime_is_a_problem() -> None:
    rows, problems = read('[{"status": 404}, 5, null]')
    assert rows == [None, None, None]
    assert problems == [
        "a.json:1: holds no anime: expected objects with mal_id and title",
        "a.json:1: is no object: expected an anime with mal_id and title",
        "a.json:1: is no object: expected an anime with mal_id and title",
    ]


def test_manga_is_left_out_with_a_problem() -> None:
    rows, problems = read(json.dumps(FULL | {"url": "https://myanimelist.net/manga/7/Hoshi"}))
    assert rows == [None]
    assert problems[0].endswith("is a manga, neither film nor series")


def test_file_that_is_cut_off_keeps_what_stands_before() -> None:
    text = json.dumps([FULL, FULL | {"mal_id": 8}], indent=1)
    rows, problems = read(text[:-200])
    assert rows[0]["id"] == "mal-7"
    assert problems
