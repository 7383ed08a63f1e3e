"""Media of AniList, alone, in pages and in the lists of users."""

from __future__ import annotations

import json
from typing import Any

import pytest

from recsys.files import source_of_bytes
from recsys.importers import ImportOptions
from recsys.importers.anilist import AniListImporter

MEDIA = {
    "id": 5,
    "idMal": 7,
    "title": {"romaji": "Hoshi", "english": "The Star", "native": "星", "userPreferred": "Hoshi"},
    "synonyms": ["HS", "Hoshi"],
    "type": "ANIME",
    "format": "TV",
    "status": "FINISHED",
    "startDate": {"year": 2021, "month": 1, "day": 9},
    "seasonYear": 2021,
    "episodes": 12,
    "duration": 24,
    "countryOfOrigin": "JP",
    "source": "LIGHT_NOVEL",
    "genres": ["Drama", "Slice of Life"],
    "tags": [
        {"name": "School Club", "rank": 90, "isGeneralSpoiler": False, "isMediaSpoiler": False},
        {"name": "Cooking", "rank": 18},
        {"name": "Baseball", "rank": 17},
        {"name": "Tragedy", "rank": 80, "isMediaSpoiler": True},
        {"name": "Time Skip", "rank": 80, "isGeneralSpoiler": True},
    ],
    "studios": {
        "edges": [
            {"isMain": True, "node": {"name": "Kita", "isAnimationStudio": True}},
            {"isMain": False, "node": {"name": "Seller", "isAnimationStudio": False}},
        ]
    },
    "staff": {
        "edges": [
            {"role": "Director", "node": {"id": 1, "name": {"full": "Aki Mori", "native": "森亜紀"}}},
            {"role": "Script (eps 3, 7)", "node": {"id": 2, "name": {"full": "Bo Sato"}}},
            {"role": "Series Composition", "node": {"id": 3, "name": {"full": "Chie Abe"}}},
            {"role": "Key Animation", "node": {"id": 4, "name": {"full": "Dai Ito"}}},
        ]
    },
    "characters": {
        "edges": [
            {
                "role": "MAIN",
                "node": {"name": {"full": "Princess Yume"}},
                "voiceActors": [
                    {"id": 11, "name": {"full": "Emi Ueda"}, "languageV2": "Japanese"},
                    {"id": 12, "name": {"full": "Fred Smith"}, "languageV2": "English"},
                ],
            },
            {"role": "SUPPORTING", "node": {"name": {"full": "A cat"}}, "voiceActors": []},
        ]
    },
    "relations": {
        "edges": [
            {"relationType": "SEQUEL", "node": {"id": 6, "type": "ANIME"}},
            {"relationType": "SIDE_STORY", "node": {"id": 9, "type": "ANIME"}},
            {"relationType": "ADAPTATION", "node": {"id": 8, "type": "MANGA"}},
        ]
    },
    "externalLinks": [{"site": "Crunchyroll", "type": "STREAMING"}, {"site": "Twitter", "type": "SOCIAL"}],
    "description": "A girl counts the stars.<br><br>\n~!She is one.!~(Source: Somewhere)",
    "averageScore": 80,
    "popularity": 500,
}


def read(value: Any, **how: Any) -> tuple[list[Any], list[str]]:
    text = value if isinstance(value, str) else json.dumps(value, **how)
    found = list(AniListImporter().rows([source_of_bytes("a.json", text.encode())], ImportOptions()))
    return [row for row, _ in found], [str(p) for _, report in found for p in report.problems]


def one(**fields: Any) -> tuple[Any, list[str]]:
    (row,), problems = read(MEDIA | fields)
    return row, problems


def test_medium_is_read_whole() -> None:
    row, problems = one()
    assert problems == []
    assert (row["id"], row["title"], row["original_title"]) == ("anilist-5", "The Star", "星")
    assert row["aliases"] == [{"name": "Hoshi", "kind": "romanised"}, {"name": "HS"}]
    assert (row["year"], row["releases"], row["status"]) == (2021, [{"date": "2021-01-09"}], "released")
    assert (row["form"], row["medium"], row["episodes"], row["minutes"]) == ("series", "animation", 12, 24)
    assert row["external_ids"] == {"anilist": "5", "mal": "7"}
    assert (row["sources"], row["popularity"]) == ([{"kind": "light-novel"}], 500.0)
    assert row["availability"] == [{"service": "Crunchyroll"}]


def test_country_of_origin_is_a_production_country() -> None:
    assert one()[0]["countries"] == ["JP"]


def test_tags_that_few_agree_on_and_those_that_give_the_story_away_are_left_out() -> None:
    assert one()[0]["tags"] == ["School Club", "Cooking"]


def test_passages_that_give_the_story_away_are_left_out() -> None:
    assert one()[0]["synopsis"] == "A girl counts the stars."


def test_only_studios_that_animate_are_studios() -> None:
    assert one()[0]["studios"] == ["Kita"]


def test_main_studios_count_where_nothing_says_which_animate() -> None:
    edges = [{"isMain": True, "node": {"name": "Kita"}}, {"isMain": False, "node": {"name": "Seller"}}]
    assert one(studios={"edges": edges})[0]["studios"] == ["Kita"]
    assert one(studios={"nodes": [{"name": "Kita"}, {"name": "Minami"}]})[0]["studios"] == ["Kita", "Minami"]


def test_characters_are_parts_of_voices_and_never_people() -> None:
    voices = [credit for credit in one()[0]["credits"] if credit["role"] == "voice"]
    assert voices == [
        {
            "person": "Emi Ueda",
            "person_id": "anilist-11",
            "role": "voice",
            "order": 1,
            "character": "Princess Yume",
        }
    ]


def test_staff_has_a_role_only_for_the_work_as_a_whole() -> None:
    staff = [(c["person"], c["role"]) for c in one()[0]["credits"] if c["role"] != "voice"]
    assert staff == [("Aki Mori", "director"), ("Chie Abe", "writer")]


def test_name_in_its_own_script_is_kept() -> None:
    assert one()[0]["credits"][0]["native"] == "森亜紀"


def test_relations_to_manga_are_left_out() -> None:
    assert one()[0]["relations"] == [
        {"kind": "sequel", "id": "anilist-6"},
        {"kind": "spin-off", "id": "anilist-9"},
    ]


def test_partial_date_keeps_its_precision() -> None:
    assert one(startDate={"year": 2021, "month": None, "day": None})[0]["releases"] == [{"date": "2021"}]
    assert one(startDate={"year": None})[0]["year"] == 2021


def test_number_of_myanimelist_is_the_id_where_there_is_no_other() -> None:
    row, problems = one(id=None)
    assert (row["id"], row["external_ids"], problems) == ("mal-7", {"mal": "7"}, [])


def test_title_without_any_number_is_a_problem() -> None:
    assert read(MEDIA | {"id": None, "idMal": None}) == (
        [None],
        ["a.json:1: id: is missing: expected AniList's number; the title is left out"],
    )


def test_page_is_read() -> None:
    page = {"data": {"Page": {"pageInfo": {"total": 2}, "media": [MEDIA, MEDIA | {"id": 6}, None]}}}
    rows, problems = read(page)
    assert ([row["id"] for row in rows], problems) == (["anilist-5", "anilist-6"], [])


def test_page_beyond_the_last_is_no_problem() -> None:
    assert read({"data": {"Page": {"media": []}}}) == ([], [])


def test_media_of_a_users_lists_are_read_and_his_own_remarks_are_not() -> None:
    entry = {"status": "COMPLETED", "score": 8, "customLists": ["mine"], "media": MEDIA}
    lists = {"data": {"MediaListCollection": {"lists": [{"name": "Done", "entries": [entry]}]}}}
    rows, problems = read(lists)
    assert ([row["id"] for row in rows], problems) == (["anilist-5"], [])


@pytest.mark.parametrize("how", ["list", "lines", "answers"])
def test_several_media_are_read(how: str) -> None:
    several = [MEDIA, MEDIA | {"id": 6}]
    text = {
        "list": json.dumps(several),
        "lines": "\n".join(json.dumps(media) for media in several),
        "answers": "\n".join(json.dumps({"data": {"Media": media}}, indent=1) for media in several),
    }[how]
    rows, problems = read(text)
    assert ([row["id"] for row in rows], problems) == (["anilist-5", "anilist-6"], [])


def test_manga_is_left_out_with_a_problem() -> None:
    assert read(MEDIA | {"type": "MANGA", "format": "ONE_SHOT"}) == (
        [None],
        ["a.json:1: format: anilist-5 is printed, neither film nor series; it is left out"],
    )


def test_entry_that_is_no_object_is_a_problem_with_its_place() -> None:
    rows, problems = read({"data": {"Page": {"media": [MEDIA, 7]}}})
    assert [row and row["id"] for row in rows] == ["anilist-5", None]
    assert problems == ["a.json:1: data.Page.media[1]: 7 is no object: expected a title of AniList"]


def test_answer_without_titles_is_a_problem() -> None:
    rows, problems = read({"errors": [{"message": "Not Found."}], "data": None})
    assert rows == [None]
    assert problems == ["a.json:1: holds no title of AniList: expected objects with id and title"]


@pytest.mark.parametrize(
    ("field", "value", "reason"),
    [
        ("format", "HOLOGRAM", "format: 'HOLOGRAM' is not known"),
        ("status", 5, "status: '5' is not known"),
        ("startDate", "2021", "startDate: '2021' is no object"),
        ("startDate", {"year": 2021, "month": 13}, "startDate: '2021-13' is not in the calendar"),
        ("tags", ["School"], "tags[0]: 'School' is no object"),
        ("studios", [], "studios: a list of 0 is no object"),
        ("episodes", "many", "episodes: 'many' is no whole number"),
    ],
)
def test_fault_in_a_field_is_told_and_the_rest_is_kept(field: str, value: Any, reason: str) -> None:
    row, problems = one(**{field: value})
    assert row["id"] == "anilist-5"
    assert problems[0].startswith(f"a.json:1: {reason}")


@pytest.mark.parametrize(
    ("text", "is_ours"),
    [
        (json.dumps(MEDIA), True),
        (json.dumps([MEDIA]), True),
        ('{"mal_id": 1, "title": "a"}', False),
        ('{"data": {"User": {"name": "a"}}}', False),
        ("id,idMal,romaji\n", False),
        ("", False),
    ],
)
def test_only_its_own_files_are_claimed(text: str, is_ours: bool) -> None:
    assert AniListImporter().claims(source_of_bytes("a", text.encode())) is is_ours
