"""The page of one title as the server sends it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from starlette.testclient import TestClient

from recsys.catalogue import Catalogue, title_from_row
from recsys.model import Model
from recsys.publication import publish
from service.app import create_app
from service.settings import Settings
from tests.service.reading import Page, facts, links, section, text_of
from training.pipeline import train

FULL: dict[str, Any] = {
    "id": "lantern-2019",
    "title": "Lantern",
    "original_title": "등불",
    "aliases": [
        {"name": "Deungbul", "language": "ko-Latn", "kind": "romanised"},
        {"name": "灯火", "language": "ja", "kind": "translated"},
        {"name": "River Lights", "kind": "working"},
    ],
    "year": 2019,
    "status": "released",
    "form": "series",
    "medium": "live-action",
    "genres": ["romance"],
    "tags": ["paper", "happy ending"],
    "tones": [
        {"id": "restrained", "intensity": 3},
        {"id": "creepy", "intensity": 1},
        {"id": "nostalgic", "basis": "inferred", "confidence": 0.7},
        {"id": "love-triangle", "state": "no"},
        {"id": "twist-ending"},
        {"id": "open-ending", "state": "no"},
    ],
    "countries": ["KR", "JP"],
    "languages": ["ja", "ko"],
    "credits": [
        {
            "person": "Han Areum",
            "native": "한아름",
            "role": "actor",
            "character": "Sora",
            "nationality": ["KR"],
        },
        {"person": "Mori Kaede", "native": "森楓", "role": "actor", "nationality": ["JP"]},
        {"person": "Cho Min", "role": "director", "nationality": ["KR"]},
        {"person": "Cho Min", "role": "writer", "nationality": ["KR"]},
        {"person": "Nobody Known", "role": "writer"},
    ],
    "studios": [{"name": "Paper Boat", "country": "KR"}],
    "releases": [{"date": "2019-Q4", "country": "KR"}, {"date": "2020-02-03"}],
    "availability": [{"service": "Streamline", "country": "JP", "date": "2024-05"}],
    "ranks": [{"platform": "Streamline", "rank": 2, "week": "2020-02-09"}],
    "filming_places": [{"name": "Busan", "country": "KR"}],
    "setting_places": [{"name": "Kyoto", "country": "JP"}],
    "setting_period": {"start": 1945, "end": 1950},
    "sources": [{"kind": "novel", "name": "Lamps", "author": "A. Writer"}],
    "relations": [{"kind": "sequel", "id": "lantern-2-2021"}],
    "episodes": 12,
    "minutes": 60,
    "synopsis": "A lantern maker waits.",
    "content_warnings": [],
    "external_ids": {"imdb": "tt0000001"},
    "facts": [
        {"field": "sources", "value": "novel", "source": "The Herald", "confidence": 0.9},
        {"field": "sources", "value": "manga", "source": "The Courier"},
        {"field": "year", "value": "2019", "source": "The Herald"},
        {"field": "form", "value": "film", "source": "The Courier"},
        {"field": "popularity", "value": "much loved", "source": "The Courier"},
    ],
}
FILM: dict[str, Any] = {
    "title": "Glow",
    "form": "film",
    "medium": "animation",
    "genres": ["romance"],
    "tones": [{"id": "restrained", "intensity": 3}],
}
ROWS = (
    FULL,
    {"id": "glow-2020", **FILM},
    {"id": "lantern-2-2021", "title": "Lantern 2", "year": 2021, "genres": ["romance"]},
    {
        "id": "warned",
        "title": "Warned",
        "form": "film",
        "medium": "animation",
        "content_warnings": ["cw-gore"],
    },
    {"id": "bare/odd ?#name", "title": "Bare Facts"},
)
ATTACKS = ("<script>alert(1)</script>", "\"><img src=x onerror='alert(1)'>", "'><svg onload=alert(1)>")

Ask = Callable[[str], str]


def model_of(*rows: dict[str, Any]) -> Model:
    return train(Catalogue(title_from_row({"schema": 1, **row}) for row in rows))


@pytest.fixture(scope="module")
def own_client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    folder = tmp_path_factory.mktemp("titles") / "few"
    publish(model_of(*ROWS), folder)
    with TestClient(create_app(folder, Settings())) as client:
        yield client


@pytest.fixture(scope="module")
def page(own_client: TestClient) -> Ask:
    """The page of a title by its id."""

    def ask(id: str) -> str:
        answer = own_client.get(f"/titles/{quote(id, safe='')}")
        assert answer.status_code == 200
        return answer.text

    return ask


def test_names_are_told_with_kind_and_language(page: Ask) -> None:
    html = section(page("lantern-2019"), "called")
    told = text_of(html)
    assert "Deungbul romanised · Korean, Latin script" in told
    assert "灯火 translated · Japanese" in told
    assert "River Lights working title" in told
    assert '<span lang="ko-Latn">Deungbul</span>' in html


def test_a_native_name_bears_the_language_of_its_letters(page: Ask) -> None:
    html = page("lantern-2019")
    assert '<span class="big-native" lang="ko">등불</span>' in html  # Japanese is named first
    assert '<span lang="ko">한아름</span>' in html
    assert '<span lang="ja">森楓</span>' in html


def test_who_paid_who_took_part_and_the_places_are_facts_of_their_own(page: Ask) -> None:
    told = facts(section(page("lantern-2019"), "where"))
    assert told == {
        "Production countries": "Japan South Korea",
        "Nationalities of the cast": "Japan 1 person South Korea 1 person",
        "Nationalities of directors and writers": "South Korea 1 person not known of 1 person",
        "Filmed in": "Busan South Korea",
        "The story is set in": "Kyoto Japan",
        "Time of the story": "1945 to 1950",
    }


def test_facts_are_told_in_words(page: Ask) -> None:
    told = facts(section(page("lantern-2019"), "facts"))
    assert told["Medium"] == "live action"
    assert told["Length"] == "12 episodes 60 minutes each"
    assert told["Languages"] == "Japanese Korean"
    assert told["Made by"] == "Paper Boat South Korea"
    assert told["Could be watched on"] == "Streamline Japan, seen May 2024"
    assert told["Charts"] == "No. 2 on Streamline worldwide, week of 9 February 2020"


def test_a_date_is_told_as_precisely_as_it_is_known(page: Ask) -> None:
    told = facts(section(page("lantern-2019"), "facts"))["Released"]
    assert "fourth quarter of 2019 South Korea, known to the quarter" in told
    assert "3 February 2020 worldwide, known to the day" in told


def test_sources_that_contradict_each_other_are_shown_together_and_marked(page: Ask) -> None:
    told = facts(section(page("lantern-2019"), "facts"))["Source"]
    assert told == (
        "novel Lamps, by A. Writer Sources differ novel (The Herald, 90% sure) manga (The Courier)"
    )


def test_a_source_that_contradicts_the_catalogue_is_marked(page: Ask) -> None:
    assert facts(page("lantern-2019"))["Form"] == "series Sources differ film (The Courier)"


def test_a_source_that_agrees_is_no_conflict(page: Ask) -> None:
    assert facts(page("lantern-2019"))["Year"] == "2019 2019 (The Herald)"


def test_what_is_said_of_other_fields_is_shown_too(page: Ask) -> None:
    assert facts(page("lantern-2019"))["On popularity"] == "much loved (The Courier)"


def test_tones_are_told_with_strength_and_basis_the_strongest_first(page: Ask) -> None:
    told = text_of(section(page("lantern-2019"), "feels"))
    assert told.index("restrained strong") < told.index("creepy a trace")
    assert "international co-production clear · follows from the facts" in told
    assert "nostalgic clear · inferred, 70% sure" in told


def test_what_is_known_to_be_absent_is_a_list_of_its_own(page: Ask) -> None:
    html = section(page("lantern-2019"), "feels")
    absent = html.partition('aria-labelledby="absent"')[2].partition("</ul>")[0]
    assert text_of(f"<ul {absent}") == "no love triangle"


def test_endings_are_told_only_behind_a_closed_door(page: Ask) -> None:
    html = page("lantern-2019")
    door = html.partition('<details class="ending">')[2].partition("</details>")[0]
    assert text_of(door).startswith("How does it end? (spoiler)")
    assert "twist ending" in door
    assert "no open ending" in text_of(door)
    assert "happy ending" in door  # a free tag says so
    outside = html.replace(door, "")
    assert not any(ending in outside for ending in ("twist", "open ending", "happy", "open-ending"))


def test_a_title_without_known_ending_has_no_door(page: Ask) -> None:
    assert "<details" not in section(page("glow-2020"), "feels")


@pytest.mark.parametrize(
    ("id", "told"),
    [
        ("lantern-2019", "Checked: there are none."),
        ("glow-2020", "Nobody has checked this title for them: there may be any."),
        ("warned", "Content warnings gore"),
    ],
)
def test_content_warnings_have_three_states(page: Ask, id: str, told: str) -> None:
    assert told.lower() in text_of(section(page(id), "feels")).lower()


def test_people_stand_by_role_with_native_name_and_nationality(page: Ask) -> None:
    told = text_of(section(page("lantern-2019"), "people"))
    assert "Cast Han Areum 한아름 as Sora South Korea" in told
    assert "Directed by Cho Min South Korea" in told
    assert told.endswith("Nobody Known nationality not known")


def test_relations_are_sentences(page: Ask) -> None:
    html = section(page("lantern-2019"), "related")
    assert "Lantern 2 is a sequel of Lantern" in text_of(html)
    assert links(html) == ["/titles/lantern-2-2021"]


def test_more_like_this_tells_a_reason_and_where_all_of_it_is(page: Ask) -> None:
    html = section(page("lantern-2019"), "more")
    assert "Glow animated film feels alike: restrained" in text_of(html)
    assert links(html)[-1] == "/?like=lantern-2019"


def test_the_same_feeling_is_offered_in_another_medium_and_another_form(page: Ask) -> None:
    html = section(page("lantern-2019"), "other-forms")
    told = text_of(html)
    assert "In animation Glow" in told
    assert "As a film Glow" in told
    assert "/?like=lantern-2019&unknown=drop&medium=animation" in links(html)
    assert "/?like=lantern-2019&unknown=drop&form=film" in links(html)


def test_another_form_that_nothing_has_is_not_offered(page: Ask) -> None:
    assert "other-forms" not in page("warned")
    assert "In live action 등불 Lantern" in text_of(section(page("glow-2020"), "other-forms"))


def test_ways_lead_to_the_map_the_comparison_and_elsewhere(page: Ask) -> None:
    html = page("lantern-2019")
    assert "/map?at=lantern-2019" in links(html)
    assert '<input type="hidden" name="a" value="lantern-2019">' in html
    assert "Known elsewhere as imdb tt0000001." in text_of(html)
    assert not any("//" in address for address in links(html))


def test_what_nobody_knows_is_not_known_and_never_no(page: Ask) -> None:
    html = page("bare/odd ?#name")
    told = facts(html)
    assert set(told.values()) == {"not known"}
    assert "What it is about is not known here." in text_of(html)
    assert "Nobody has said." in text_of(section(html, "feels"))


def test_an_id_with_odd_characters_has_its_own_page(page: Ask) -> None:
    html = page("bare/odd ?#name")
    assert "<h1>Bare Facts" in html
    assert '<link rel="canonical" href="/titles/bare%2Fodd%20%3F%23name">' in html
    assert "/map?at=bare/odd%20%3F%23name" in links(html)


def test_an_unknown_id_is_answered_with_the_nearest_titles(client: TestClient) -> None:
    answer = client.get("/titles/moss-gardn-2015")
    assert answer.status_code == 404
    assert "Moss Garden" in answer.text


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["id"])
def test_every_element_is_closed_and_every_id_is_unique(page: Ask, row: dict[str, Any]) -> None:
    read = Page(page(row["id"]))
    assert read.open == []
    ids = [attributes["id"] for _, attributes in read.elements if "id" in attributes]
    assert len(ids) == len(set(ids))
    named = {
        attributes["aria-labelledby"] for _, attributes in read.elements if "aria-labelledby" in attributes
    }
    assert named <= set(ids)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["id"])
def test_nothing_is_inline_that_the_policy_forbids(page: Ask, row: dict[str, Any]) -> None:
    for tag, attributes in Page(page(row["id"])).elements:
        assert tag != "style"
        assert not any(name == "style" or name.startswith("on") for name in attributes)
        assert tag != "script" or attributes["src"].startswith("/static/")


@pytest.mark.parametrize("attack", ATTACKS)
def test_markup_in_any_field_is_text(attack: str, tmp_path: Path) -> None:
    row = {
        **FULL,
        "id": f"id {attack}",
        "title": f"title {attack}",
        "original_title": f"native {attack}",
        "aliases": [{"name": f"alias {attack}", "kind": "other"}],
        "genres": [f"genre {attack}"],
        "tags": [f"tag {attack}"],
        "credits": [
            {
                "person": f"person {attack}",
                "native": f"own {attack}",
                "role": role,
                "character": f"as {attack}",
            }
            for role in ("actor", "director")
        ],
        "studios": [{"name": f"studio {attack}"}],
        "availability": [{"service": f"service {attack}"}],
        "ranks": [{"platform": f"platform {attack}", "chart": f"chart {attack}", "rank": 1}],
        "filming_places": [{"name": f"place {attack}"}],
        "setting_places": [{"name": f"setting {attack}"}],
        "sources": [{"kind": "novel", "name": f"novel {attack}", "author": f"author {attack}"}],
        "relations": [{"kind": "sequel", "id": f"other {attack}"}],
        "synopsis": f"synopsis {attack}",
        "external_ids": {f"site {attack}": f"id {attack}"},
        "facts": [{"field": f"field {attack}", "value": f"value {attack}", "source": f"source {attack}"}],
    }
    other = {**row, "id": f"other {attack}", "title": f"other {attack}", "relations": []}
    publish(model_of(row, other, FULL), tmp_path / "hostile")
    with TestClient(create_app(tmp_path / "hostile", Settings())) as client:
        for address in (
            f"/titles/{quote(row['id'], safe='')}",
            f"/compare?a={quote(row['id'])}&b=lantern-2019",
            f"/compare?a={quote(row['id'])}",
            f"/compare?a={quote(attack)}",
        ):
            html = client.get(address).text
            assert attack not in html
            elements = Page(html).elements
            assert not {tag for tag, _ in elements} & {"img", "iframe", "object"}
            assert [at["src"].partition("?")[0] for tag, at in elements if tag == "script"] == [
                "/static/page.js"
            ]
            assert not any(name.startswith("on") for _, at in elements for name in at)


def test_other_versions_stand_apart_from_what_carries_the_story_on(tmp_path: Path) -> None:
    model = model_of(
        {
            "id": "first",
            "title": "First",
            "year": 2001,
            "relations": [{"kind": "remake", "id": "again"}, {"kind": "sequel", "id": "second"}],
        },
        {"id": "again", "title": "Again", "year": 2011},
        {"id": "second", "title": "Second", "year": 2003},
    )
    publish(model, tmp_path / "three")
    with TestClient(create_app(tmp_path / "three", Settings())) as client:
        html = client.get("/titles/first").text
    assert "Other versions of the same story" in section(html, "versions")
    assert links(section(html, "versions")) == ["/titles/again"]
    assert links(section(html, "related")) == ["/titles/second"]


def test_a_nationality_leads_to_titles_with_such_a_cast(page: Ask) -> None:
    assert "/?cast_from=KR" in links(section(page("lantern-2019"), "where"))


def test_who_wrote_or_directed_it_can_be_asked_for(page: Ask) -> None:
    assert "/?creators=Cho+Min" in links(section(page("lantern-2019"), "people"))


def test_a_title_is_told_in_the_language_of_the_reader(own_client: TestClient) -> None:
    html = own_client.get("/titles/lantern-2019?language=ja").text
    assert re.search(r"<h1>灯火\s*<span class=\"big-native\" lang=\"ko\">등불", html)
    assert "Lantern English name" in text_of(section(html, "called"))
    assert "韓国" in text_of(section(html, "where"))
