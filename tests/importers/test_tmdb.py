"""Films and series of TMDB: whole answers, pages of results, and daily lists of ids."""

from __future__ import annotations

import json
from typing import Any

import pytest

from recsys.files import source_of_bytes
from recsys.importers import ImportOptions, TitleStream
from recsys.importers.tmdb import TmdbImporter

Row = dict[str, Any]

FILM: Row = {
    "adult": False,
    "backdrop_path": "/a.jpg",
    "belongs_to_collection": {"id": 9, "name": "Harbour Collection"},
    "genres": [{"id": 18, "name": "Drama"}, {"id": 80, "name": "Crime"}],
    "id": 101,
    "imdb_id": "tt1234567",
    "original_language": "ko",
    "original_title": "항구",
    "overview": "Two sisters keep a harbour. &amp; more",
    "popularity": 12.5,
    "production_companies": [{"id": 1, "name": "North Pictures", "origin_country": "KR"}],
    "production_countries": [
        {"iso_3166_1": "KR", "name": "South Korea"},
        {"iso_3166_1": "FR", "name": "France"},
    ],
    "release_date": "2021-03-04",
    "runtime": 107,
    "spoken_languages": [{"iso_639_1": "ko"}, {"iso_639_1": "en"}],
    "status": "Released",
    "title": "The Harbour",
    "vote_average": 7.1,
    "keywords": {"keywords": [{"id": 1, "name": "sisters"}, {"id": 2, "name": "sea"}]},
}
SERIES: Row = {
    "created_by": [{"id": 5, "name": "Mina Han"}],
    "episode_run_time": [64, 70],
    "first_air_date": "2022-01-08",
    "genres": [{"id": 10765, "name": "Sci-Fi & Fantasy"}],
    "id": 101,
    "name": "Night Train",
    "networks": [{"id": 3, "name": "Some Channel", "origin_country": "KR"}],
    "number_of_episodes": 16,
    "origin_country": ["US"],
    "original_language": "ko",
    "original_name": "밤 기차",
    "overview": "A train that never stops.",
    "poster_path": None,
    "production_countries": [{"iso_3166_1": "KR", "name": "South Korea"}],
    "status": "Returning Series",
    "type": "Scripted",
    "keywords": {"results": [{"id": 1, "name": "train"}]},
    "external_ids": {"imdb_id": "tt7654321", "tvdb_id": 77, "wikidata_id": "Q1"},
}


def read(data: Any, name: str = "tmdb.json") -> tuple[list[Row], list[str]]:
    source = source_of_bytes(name, data if isinstance(data, bytes) else json.dumps(data).encode())
    results = list(TmdbImporter().rows([source], ImportOptions()))
    rows = [row for row, _ in results if row is not None]
    return rows, [str(problem) for _, report in results for problem in report.problems]


def row_of(record: Row, **more: Any) -> Row:
    (row,), problems = read({**record, **more})
    assert problems == []
    return row


def credits_of(*cast: Row, **block: Any) -> list[tuple[str, str]]:
    row = row_of(FILM, credits={"cast": list(cast), **block})
    return [(credit["person"], credit["role"]) for credit in row["credits"]]


def claims(data: Any) -> bool:
    data = data if isinstance(data, bytes) else json.dumps(data).encode()
    return TmdbImporter().claims(source_of_bytes("any.json", data))


def test_film_gives_its_facts() -> None:
    row = row_of(FILM)
    assert (row["id"], row["title"], row["original_title"]) == ("tmdb-movie-101", "The Harbour", "항구")
    assert (row["year"], row["form"], row["minutes"], row["status"]) == (2021, "film", 107, "released")
    assert (row["genres"], row["tags"]) == (["Drama", "Crime"], ["sisters", "sea"])
    assert row["studios"] == [{"name": "North Pictures", "country": "KR"}]
    assert row["external_ids"] == {"tmdb": "101", "imdb": "tt1234567"}
    assert (row["synopsis"], row["popularity"]) == ("Two sisters keep a harbour. & more", 12.5)


def test_series_gives_its_facts_under_its_own_keys() -> None:
    row = row_of(SERIES)
    assert (row["id"], row["title"], row["original_title"]) == ("tmdb-tv-101", "Night Train", "밤 기차")
    assert (row["year"], row["form"], row["minutes"], row["episodes"]) == (2022, "series", 64, 16)
    assert (row["status"], row["tags"], row["studios"]) == ("airing", ["train"], [])
    assert row["credits"] == [{"person": "Mina Han", "role": "creator", "person_id": "tmdb-5"}]
    assert row["external_ids"] == {"tmdb": "101", "imdb": "tt7654321", "tvdb": "77", "wikidata": "Q1"}


def test_every_production_country_is_kept() -> None:
    assert row_of(FILM)["countries"] == ["KR", "FR"]


def test_origin_country_counts_only_without_production_countries() -> None:
    assert row_of(SERIES)["countries"] == ["KR"]
    assert row_of(SERIES, production_countries=[])["countries"] == ["US"]


@pytest.mark.parametrize(("theirs", "ours"), [("XC", "CS"), ("XG", "DD"), ("CS", "YU"), ("SU", "SU")])
def test_countries_of_the_past_are_understood(theirs: str, ours: str) -> None:
    assert row_of(FILM, production_countries=[{"iso_3166_1": theirs}])["countries"] == [ours]


def test_only_the_original_language_counts() -> None:
    assert row_of(FILM)["languages"] == ["ko"]


def test_no_language_is_unknown() -> None:
    assert row_of(FILM, original_language="xx")["languages"] == []


def test_cantonese_is_understood() -> None:
    assert row_of(FILM, original_language="cn")["languages"] == ["yue"]


def test_cast_keeps_the_order_of_billing() -> None:
    second = {"id": 2, "name": "Second Actor", "character": "B", "order": 1}
    first = {"id": 1, "name": "First Actor", "original_name": "첫째", "character": "A", "order": 0}
    (one, two) = row_of(FILM, credits={"cast": [second, first]})["credits"]
    assert one == {
        "person": "First Actor",
        "native": "첫째",
        "role": "actor",
        "person_id": "tmdb-1",
        "character": "A",
        "order": 1,
    }
    assert (two["person"], two["order"]) == ("Second Actor", 2)


@pytest.mark.parametrize("character", ["Self", "Himself", "Herself - Reporter", "Self (archive footage)"])
def test_who_appears_as_oneself_is_no_cast(character: str) -> None:
    assert credits_of({"id": 1, "name": "A Minister", "character": character}) == []


def test_notes_are_taken_off_characters_and_tell_voices() -> None:
    cast = [{"id": 1, "name": "Ann Bo", "character": "Owl (voice) (uncredited)"}]
    (credit,) = row_of(FILM, credits={"cast": cast})["credits"]
    assert (credit["role"], credit["character"]) == ("voice", "Owl")


def test_cast_of_an_animation_are_voices() -> None:
    row = row_of(FILM, genre_ids=[16], genres=[], credits={"cast": [{"name": "Ann Bo", "character": "Owl"}]})
    assert row["credits"][0]["role"] == "voice"


def test_cast_of_an_animation_with_notes_is_as_the_notes_say() -> None:
    cast = [{"name": "Ann Bo", "character": "Owl (voice)"}, {"name": "Cy Do", "character": "Mailman"}]
    row = row_of(FILM, genres=[{"id": 16}], credits={"cast": cast})
    assert [credit["role"] for credit in row["credits"]] == ["voice", "actor"]


def test_jobs_become_roles_and_others_are_left_out() -> None:
    crew = [
        {"id": 1, "name": "D", "job": "Director"},
        {"id": 2, "name": "W", "job": "Screenplay"},
        {"id": 2, "name": "W", "job": "Story"},
        {"id": 3, "name": "M", "job": "Original Music Composer"},
        {"id": 4, "name": "P", "job": "Producer"},
        {"id": 5, "name": "E", "job": "Executive Producer"},
        {"id": 6, "name": "G", "job": "Gaffer"},
    ]
    assert credits_of(crew=crew) == [("D", "director"), ("W", "writer"), ("M", "composer"), ("P", "producer")]


def test_author_of_the_novel_is_a_source_and_no_credit() -> None:
    row = row_of(FILM, credits={"crew": [{"id": 1, "name": "Old Author", "job": "Novel"}]})
    assert (row["credits"], row["sources"]) == ([], [{"kind": "novel", "author": "Old Author"}])


def test_credits_of_all_seasons_are_preferred() -> None:
    whole = {
        "cast": [
            {
                "id": 1,
                "name": "Ann Bo",
                "order": 0,
                "roles": [{"character": "Conductor"}, {"character": "Self"}, {"character": "Twin"}],
            },
            {"id": 2, "name": "A Host", "order": 1, "roles": [{"character": "Self - Host"}]},
        ],
        "crew": [{"id": 3, "name": "Cy Do", "jobs": [{"job": "Director"}, {"job": "Writer"}]}],
    }
    row = row_of(SERIES, credits={"cast": [{"id": 9, "name": "Last Season"}]}, aggregate_credits=whole)
    told = [(credit["person"], credit["role"], credit.get("character")) for credit in row["credits"]]
    assert told == [
        ("Ann Bo", "actor", "Conductor / Twin"),
        ("Mina Han", "creator", None),
        ("Cy Do", "director", None),
        ("Cy Do", "writer", None),
    ]


def test_english_name_comes_from_the_translations() -> None:
    translations = [
        {"iso_639_1": "de", "iso_3166_1": "DE", "data": {"title": "Der Hafen"}},
        {"iso_639_1": "en", "iso_3166_1": "US", "data": {"title": "The Harbour"}},
        {"iso_639_1": "zh", "iso_3166_1": "TW", "data": {"title": "港口"}},
    ]
    row = row_of(FILM, title="Der Hafen", translations={"translations": translations})
    assert (row["title"], row["original_title"]) == ("The Harbour", "항구")
    assert row["aliases"] == [
        {"name": "Der Hafen"},
        {"name": "港口", "kind": "translated", "language": "zh-TW"},
    ]


def test_translation_without_name_means_the_original_name() -> None:
    translations = [{"iso_639_1": "en", "iso_3166_1": "US", "data": {"title": ""}}]
    row = row_of(
        FILM,
        title="Der Hafen",
        original_title="The Port",
        original_language="en",
        translations={"translations": translations},
    )
    assert row["title"] == "The Port"


@pytest.mark.parametrize("key", ["titles", "results"])
def test_alternative_titles_are_aliases_of_their_kind(key: str) -> None:
    given = [
        {"title": "Hanggu", "type": "romanization"},
        {"title": "Port Project", "type": "working title"},
        {"title": "Bay", "type": ""},
        {"title": "The Harbour", "type": ""},
    ]
    assert row_of(FILM, alternative_titles={key: given})["aliases"] == [
        {"name": "Hanggu", "kind": "romanised"},
        {"name": "Port Project", "kind": "working"},
        {"name": "Bay", "kind": "other"},
    ]


def test_numbers_of_genres_become_their_names() -> None:
    assert row_of(FILM, genres=None, genre_ids=[18, 878])["genres"] == ["Drama", "Science Fiction"]


def test_genres_of_an_answer_in_another_language_are_english() -> None:
    assert row_of(FILM, genres=[{"id": 28, "name": "Acción"}])["genres"] == ["Action"]


def test_first_release_in_each_country_is_kept() -> None:
    kr = [
        {"release_date": "2021-06-01T00:00:00.000Z", "type": 4},
        {"release_date": "2021-03-04T00:00:00.000Z"},
    ]
    results = [{"iso_3166_1": "KR", "release_dates": kr}]
    assert row_of(FILM, release_dates={"results": results})["releases"] == [
        {"date": "2021-03-04", "country": "KR"}
    ]


def test_services_are_those_of_subscriptions_by_country() -> None:
    offers = {"flatrate": [{"provider_name": "Netflix"}], "buy": [{"provider_name": "A Shop"}]}
    row = row_of(FILM, **{"watch/providers": {"results": {"DE": offers, "FR": {"buy": offers["buy"]}}}})
    assert row["availability"] == [{"service": "Netflix", "country": "DE"}]


def test_length_of_episodes_falls_back_to_the_last_one() -> None:
    assert row_of(SERIES, episode_run_time=[], last_episode_to_air={"runtime": 58})["minutes"] == 58


def test_zero_is_no_length() -> None:
    assert row_of(FILM, runtime=0)["minutes"] is None


@pytest.mark.parametrize(
    ("said", "status"), [("Post Production", "upcoming"), ("Canceled", "cancelled"), ("Rumored", "upcoming")]
)
def test_states_are_understood(said: str, status: str) -> None:
    assert row_of(FILM, status=said)["status"] == status


def test_series_in_production_that_was_shown_is_airing() -> None:
    assert row_of(SERIES, status="In Production", last_air_date="2022-02-01")["status"] == "airing"
    assert row_of(SERIES, status="In Production", last_air_date=None)["status"] == "upcoming"


def test_kind_of_series_is_a_tag() -> None:
    assert row_of(SERIES, type="Miniseries")["tags"] == ["train", "Miniseries"]


def test_what_says_that_there_is_no_overview_is_none() -> None:
    assert row_of(FILM, overview="No overview found.")["synopsis"] == ""


def test_page_of_results_gives_its_titles() -> None:
    results = [{**FILM, "media_type": "movie"}, {**SERIES, "media_type": "tv"}]
    rows, problems = read({"page": 1, "results": results, "total_pages": 1})
    assert [row["id"] for row in rows] == ["tmdb-movie-101", "tmdb-tv-101"]
    assert problems == []


def test_lines_of_pages_give_all_titles() -> None:
    pages = [{"page": page, "results": [{**FILM, "id": page}]} for page in (1, 2)]
    rows, _ = read("\n".join(json.dumps(page) for page in pages).encode())
    assert [row["id"] for row in rows] == ["tmdb-movie-1", "tmdb-movie-2"]


def test_people_and_episodes_among_results_are_problems() -> None:
    person = {"id": 1, "name": "Ann Bo", "known_for_department": "Acting", "media_type": "person"}
    episode = {"id": 2, "name": "Pilot", "episode_number": 1, "still_path": None}
    rows, problems = read({"results": [person, episode, 7]})
    assert rows == []
    assert problems == [
        "tmdb.json:1: results[2]: 7 is no object",
        "tmdb.json:1: is a person, no film or series",
        "tmdb.json:1: is an episode, no film or series",
    ]


def test_collection_is_no_series() -> None:
    rows, problems = read([{"id": 9, "name": "Harbour Collection", "original_name": "x", "overview": ""}])
    assert rows == []
    assert problems == ["tmdb.json:1: is neither a film nor a series: expected title or original_name"]


def test_page_that_is_cut_off_gives_its_whole_titles_and_a_problem() -> None:
    data = json.dumps({"page": 1, "results": [FILM, SERIES]}, indent=1).encode()[:-100]
    rows, problems = read(data)
    assert [row["id"] for row in rows] == ["tmdb-movie-101"]
    assert problems
    assert all(problem.startswith("tmdb.json:") for problem in problems)


def test_daily_list_gives_names_and_popularity() -> None:
    lines = (
        b'{"adult":false,"id":7,"original_title":"Kita","popularity":1.5,"video":false}\n'
        b'{"adult":true,"id":8,"original_title":"X","popularity":1.5,"video":false}\n'
    )
    rows, problems = read(lines, "movie_ids.json")
    assert [(row["id"], row["title"], row["popularity"], row["form"]) for row in rows] == [
        ("tmdb-movie-7", "Kita", 1.5, "film")
    ]
    assert problems == ["movie_ids.json:2: adult: the title is marked as adult and left out"]


def test_daily_list_of_series_is_one_of_series() -> None:
    rows, _ = read(b'{"id":7,"original_name":"Kita","popularity":1.5}\n')
    assert (rows[0]["id"], rows[0]["form"]) == ("tmdb-tv-7", "series")


def test_faults_are_told_and_the_rest_is_used() -> None:
    (row,), problems = read(
        {**FILM, "release_date": "soon", "runtime": "long", "genres": "Drama", "imdb_id": "x"}
    )
    assert (row["title"], row["year"], row["minutes"]) == ("The Harbour", None, None)
    told = [problem.split(": ")[1] for problem in problems]
    assert told == ["release_date", "genres", "runtime", "imdb_id"]


@pytest.mark.parametrize("record", [FILM, SERIES, [FILM], {"page": 1, "results": [SERIES]}])
def test_its_own_json_is_claimed(record: Any) -> None:
    assert claims(record)


def test_daily_lists_are_claimed() -> None:
    assert claims(b'{"adult":false,"id":7,"original_title":"Kita","popularity":1.5,"video":false}\n')
    assert claims(b'{"id":7,"original_name":"Kita","popularity":1.5}\n')


@pytest.mark.parametrize(
    "other",
    [
        {"schema": 1, "id": "a", "title": "A", "original_title": "B", "popularity": 1.0},
        {"id": "a", "title": "A", "original_title": "B", "synopsis": "overview", "popularity": 1},
        {"data": [{"mal_id": 1, "title": "A", "popularity": 1}]},
        {"id": 1, "name": "Ann Bo", "adult": False, "popularity": 1},
        {"id": 1, "name": "a keyword"},
        b"id,original_title\n1,A\n",
        b"",
        b"\xff\xfe{",
    ],
)
def test_other_files_are_not_claimed(other: Any) -> None:
    assert not claims(other)


def test_rows_become_titles(tmp_path: Any) -> None:
    path = tmp_path / "tmdb.json"
    path.write_text(json.dumps([FILM, SERIES]), encoding="utf-8")
    results = list(TitleStream([path]))
    assert [(title.id if title else None, report.problems) for title, report in results] == [
        ("tmdb-movie-101", []),
        ("tmdb-tv-101", []),
    ]
