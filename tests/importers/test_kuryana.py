"""Answers of kuryana become titles, each with the cast that may stand in a file of its own."""

from __future__ import annotations

import json
from typing import Any

import pytest

from recsys.files import source_of_bytes
from recsys.importers import ImportOptions, importer_named

IMPORTER = importer_named("kuryana")
DRAMA: dict[str, Any] = {
    "link": "https://mydramalist.com/12-paper-moon",
    "title": "Paper Moon",
    "complete_title": "Paper Moon (2016)",
    "sub_title": "종이 달 ‧ Drama ‧ 2016",
    "year": "2016",
    "rating": 8.8,
    "synopsis": "A baker bakes. (Source: Bread)~~ Adapted from the webtoon \"Ink\" by Na Mi.",
    "casts": [
        {"name": "Ana Li", "slug": "/people/5-ana-li", "role": {"name": "Guard", "type": "Support Role"}},
        {"name": "Ben Cho", "slug": "/people/6-ben-cho", "role": {"name": "Han Bo", "type": "Main Role"}},
    ],
    "details": {
        "country": "South Korea", "type": "Drama", "episodes": "16", "original_network": "tvN",
        "aired": "Dec  2, 2016 - Jan 21, 2017", "duration": "1 hr. 17 min.", "watchers": "190,402",
        "content_rating": "15+",
    },
    "others": {
        "native_title": ["종이 달"], "also_known_as": ["Jong-i Dal", "Paper Moon"],
        "director": ["Oh Na"], "screenwriter": ["Pak Bo"], "genres": ["Mystery", "Drama"],
        "tags": ["Baker", "Bromance (Vote or add tags)"], "related_content": ["Paper Sun (sequel)"],
    },
}  # fmt: skip


def rows(*answers: Any) -> tuple[list[dict[str, Any]], list[str]]:
    sources = [source_of_bytes("drama.json", json.dumps(answer).encode()) for answer in answers]
    found = list(IMPORTER.rows(sources, ImportOptions()))
    problems = [str(problem) for _, report in found for problem in report.problems]
    return [row for row, _ in found if row is not None], problems


def row(**changes: Any) -> dict[str, Any]:
    ((found,), problems) = rows({"slug_query": "12-paper-moon", "data": {**DRAMA, **changes}})
    assert problems == []
    return found


def test_it_knows_its_answers() -> None:
    answer = json.dumps({"slug_query": "12-paper-moon", "data": DRAMA}).encode()
    assert IMPORTER.claims(source_of_bytes("a.json", answer))


@pytest.mark.parametrize("data", [b'{"casts": []}', b'[{"title": "A"}]', b'"casts","slug_query"\n', b""])
def test_it_leaves_other_files_alone(data: bytes) -> None:
    assert not IMPORTER.claims(source_of_bytes("a.json", data))


def test_number_of_the_page_is_the_id() -> None:
    assert (row()["id"], row()["external_ids"]) == ("mdl-12", {"mdl": "12"})


def test_names_in_all_scripts_are_kept() -> None:
    found = row()
    assert (found["title"], found["original_title"]) == ("Paper Moon", "종이 달")
    assert found["aliases"] == [{"name": "Jong-i Dal"}]


def test_native_name_stands_in_the_subtitle_where_it_has_no_field() -> None:
    assert row(others={})["original_title"] == "종이 달"


def test_facts_of_a_drama_are_read() -> None:
    found = row()
    assert {key: found[key] for key in ("year", "form", "episodes", "minutes", "countries")} == {
        "year": 2016, "form": "series", "episodes": 16, "minutes": 77, "countries": ["KR"],
    }  # fmt: skip
    assert found["popularity"] == 190402
    assert (found["releases"], found["genres"], found["tags"]) == (
        [{"date": "2016-12-02"}], ["Mystery", "Drama"], ["Baker", "Bromance"])  # fmt: skip


def test_network_is_no_studio_and_related_names_are_no_relations() -> None:
    assert not {"studios", "relations"} & row().keys()


def test_synopsis_has_no_notes_of_the_site() -> None:
    found = row()
    assert found["synopsis"] == "A baker bakes."
    assert found["sources"] == [{"kind": "webtoon", "name": "Ink", "author": "Na Mi"}]


def test_main_roles_come_before_support() -> None:
    cast = [credit for credit in row()["credits"] if credit["role"] == "actor"]
    assert [(c["person"], c["character"], c["order"], c["person_id"]) for c in cast] == [
        ("Ben Cho", "Han Bo", 1, "mdl-6"),
        ("Ana Li", "Guard", 2, "mdl-5"),
    ]


def test_who_both_writes_and_directs_has_both_credits() -> None:
    credits = row(casts=[], others={"screenwriter_&_director": ["Oh Na"]})["credits"]
    assert [(credit["person"], credit["role"]) for credit in credits] == [
        ("Oh Na", "director"),
        ("Oh Na", "writer"),
    ]


def test_who_appears_as_oneself_is_no_cast() -> None:
    casts = [{"name": "Ana Li", "role": {"name": "[Herself]", "type": "Guest Role"}}]
    assert [c["role"] for c in row(casts=casts)["credits"]] == ["director", "writer"]


def test_cast_of_a_file_of_its_own_joins_its_drama() -> None:
    cast = {
        "slug_query": "12-paper-moon",
        "data": {
            "title": "Paper Moon",
            "casts": {
                "Guest Role": [{"name": "Cy Do", "slug": "/people/7-cy-do"}],
                "Main Role": [{"name": "Ben Cho", "slug": "/people/6-ben-cho", "role": {"name": "Han Bo"}}],
                "Director": [{"name": "Oh Na", "slug": "/people/8-oh-na"}],
                "Stunts": [{"name": "Dee Ko"}],
            },
        },
    }
    ((found,), problems) = rows(cast, {"slug_query": "12-paper-moon", "data": {**DRAMA, "casts": []}})
    assert problems == []
    assert [(c["person"], c["role"]) for c in found["credits"]] == [
        ("Oh Na", "director"),
        ("Pak Bo", "writer"),
        ("Ben Cho", "actor"),
        ("Cy Do", "actor"),
    ]
    assert found["credits"][0]["person_id"] == "mdl-8"


def test_cast_alone_gives_a_title() -> None:
    cast = {
        "slug_query": "12-paper-moon",
        "data": {"title": "Paper Moon", "casts": {"Main Role": [{"name": "Ben Cho"}]}},
    }
    ((found,), _) = rows(cast)
    assert (found["id"], found["credits"][0]["person"]) == ("mdl-12", "Ben Cho")


@pytest.mark.parametrize(
    ("answer", "problem"),
    [
        ({"code": 404, "error": True}, "drama.json:1: holds no drama: expected an object with a title"),
        ([3], "drama.json:1: holds no drama: expected an object with a title"),
        ({"data": {"title": "", "casts": [], "details": {}}}, "drama.json:1: neither title nor address"),
        ({"data": {"title": "A", "casts": 7, "details": {}}}, "drama.json:1: casts: 7 is no list of objects"),
        (
            {"data": {"title": "A", "details": {"country": "Narnia"}}},
            "drama.json:1: details.country: 'Narnia'",
        ),
        (
            {"data": {"title": "A", "details": {"aired": "soon"}}},
            "drama.json:1: details.aired: 'soon' does not",
        ),
    ],
)
def test_what_cannot_be_read_is_told(answer: Any, problem: str) -> None:
    assert rows(answer)[1][0].startswith(problem)
