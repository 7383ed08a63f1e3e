"""Entries of the anime-offline-database."""

from __future__ import annotations

import json
from typing import Any

import pytest

from recsys.files import source_of_bytes
from recsys.importers import ImportOptions
from recsys.importers.anime_offline import AnimeOfflineImporter

NOTES = {
    "license": {"name": "ODbL", "url": "https://x"},
    "repository": "https://x",
    "lastUpdate": "2026-01-01",
}
ENTRY = {
    "sources": [
        "https://anidb.net/anime/99",
        "https://anilist.co/anime/5",
        "https://anime-planet.com/anime/hoshi-no-uta",
        "https://kitsu.app/anime/3",
        "https://livechart.me/anime/4",
        "https://myanimelist.net/anime/7",
        "https://notify.moe/anime/0-A-5Fimg",
        "https://simkl.com/anime/8",
        "https://example.org/anime/1",
    ],
    "title": "Hoshi",
    "type": "TV",
    "episodes": 12,
    "status": "FINISHED",
    "animeSeason": {"season": "WINTER", "year": 2021},
    "duration": {"value": 1380, "unit": "SECONDS"},
    "score": {"median": 7.1},
    "synonyms": ["The Star", "星", "Hoshi"],
    "studios": ["kita"],
    "producers": ["tv nord"],
    "relatedAnime": ["https://myanimelist.net/anime/8", "https://anidb.net/anime/100"],
    "tags": ["drama", "school life", "slice of life"],
}


def read(text: str) -> tuple[list[Any], list[str]]:
    found = list(AnimeOfflineImporter().rows([source_of_bytes("a.json", text.encode())], ImportOptions()))
    return [row for row, _ in found], [str(p) for _, report in found for p in report.problems]


def one(**fields: Any) -> tuple[Any, list[str]]:
    (row,), problems = read(json.dumps({**NOTES, "data": [ENTRY | fields]}))
    return row, problems


def test_entry_is_read_whole() -> None:
    row, problems = one()
    assert problems == []
    assert (row["id"], row["title"], row["year"]) == ("mal-7", "Hoshi", 2021)
    assert row["aliases"] == [{"name": "The Star"}, {"name": "星"}]
    assert (row["form"], row["medium"], row["status"]) == ("series", "animation", "released")
    assert (row["episodes"], row["minutes"], row["studios"]) == (12, 23, ["kita", "tv nord"])


def test_addresses_give_the_ids_of_all_known_sites() -> None:
    assert one()[0]["external_ids"] == {
        "anidb": "99",
        "anilist": "5",
        "anime-planet": "hoshi-no-uta",
        "kitsu": "3",
        "livechart": "4",
        "mal": "7",
        "notify": "0-A-5Fimg",
        "simkl": "8",
    }


@pytest.mark.parametrize(
    ("url", "site", "id"),
    [
        ("https://kitsu.io/anime/3", "kitsu", "3"),
        ("https://animenewsnetwork.com/encyclopedia/anime.php?id=13", "ann", "13"),
        ("https://animecountdown.com/1452435", "animecountdown", "1452435"),
        ("https://myanimelist.net/anime/7/Hoshi", "mal", "7"),
    ],
)
def test_addresses_of_several_shapes_are_understood(url: str, site: str, id: str) -> None:
    assert one(sources=[url])[0]["external_ids"] == {site: id}


@pytest.mark.parametrize("url", ["https://myanimelist.net/animelist/foo", "https://example.org/anime/1"])
def test_address_of_something_else_gives_no_id(url: str) -> None:
    row, problems = one(sources=[url])
    assert (row["external_ids"], row["id"], problems) == ({}, "hoshi-2021", [])


def test_first_of_two_pages_of_one_site_counts() -> None:
    row, _ = one(sources=["https://myanimelist.net/anime/7", "https://myanimelist.net/anime/9"])
    assert row["external_ids"] == {"mal": "7"}


def test_id_is_of_the_best_known_site_that_is_there() -> None:
    assert one(sources=["https://anidb.net/anime/99", "https://kitsu.app/anime/3"])[0]["id"] == "anidb-99"


def test_tags_that_sites_call_genres_are_genres() -> None:
    row, _ = one()
    assert (row["genres"], row["tags"]) == (["drama", "slice of life"], ["school life"])


def test_related_titles_are_named_as_they_are_named_here() -> None:
    assert one()[0]["relations"] == [{"kind": "other", "id": "mal-8"}]


def test_zero_and_unknown_say_nothing() -> None:
    row, problems = one(episodes=0, type="UNKNOWN", status="UNKNOWN", animeSeason={"season": "UNDEFINED"})
    assert problems == []
    assert (row["episodes"], row["form"], row["status"], row["year"]) == (None, None, None, None)


def test_lines_are_read_and_the_first_may_be_about_the_file() -> None:
    rows, problems = read("\n".join(json.dumps(value) for value in (NOTES, ENTRY, ENTRY | {"title": "B"})))
    assert ([row["title"] for row in rows], problems) == (["Hoshi", "B"], [])


def test_file_whose_list_is_none_is_a_problem() -> None:
    rows, problems = read(json.dumps({**NOTES, "data": "gone"}))
    assert (rows, problems) == ([None], ["a.json:1: title: is missing; the entry is left out"])


def test_entries_stand_on_their_own_lines() -> None:
    text = json.dumps({**NOTES, "data": [ENTRY, 7, {"sources": []}]}, indent=2)
    rows, problems = read(text)
    assert [row and row["id"] for row in rows] == ["mal-7", None, None]
    line = text.splitlines().index("    7,") + 1
    assert problems[0] == f"a.json:{line}: 7 is no object: expected an anime with title and sources"
    assert problems[1] == f"a.json:{line + 1}: title: is missing; the entry is left out"


@pytest.mark.parametrize(
    ("field", "value", "reason"),
    [
        ("type", "HOLOGRAM", "type: 'HOLOGRAM' is not known"),
        ("animeSeason", 2021, "animeSeason: 2021 is no object"),
        ("duration", {"value": 3, "unit": "MOONS"}, "duration.unit: 'MOONS' is not known"),
        ("duration", {"value": 1e200, "unit": "HOURS"}, "duration.value: 1e+200 is too long"),
        ("sources", ["hoshi"], "sources[0]: 'hoshi' is no URL"),
        ("tags", [["drama"]], "tags[0]: a list of 1 is no text"),
    ],
)
def test_fault_in_a_field_is_told_and_the_rest_is_kept(field: str, value: Any, reason: str) -> None:
    row, problems = one(**{field: value})
    assert row["title"] == "Hoshi"
    assert problems[0].startswith(f"a.json:1: {reason}")


@pytest.mark.parametrize(
    ("text", "is_ours"),
    [
        (json.dumps({**NOTES, "data": [ENTRY]}), True),
        (json.dumps(NOTES) + "\n" + json.dumps(ENTRY), True),
        (json.dumps({**NOTES, "deadEntries": ["1"]}), False),
        ('{"mal_id": 1}', False),
        ("sources,animeSeason\n", False),
        ("", False),
    ],
)
def test_only_its_own_files_are_claimed(text: str, is_ours: bool) -> None:
    assert AnimeOfflineImporter().claims(source_of_bytes("a", text.encode())) is is_ours
