from __future__ import annotations

import html
import json
import re

import numpy as np
import pytest
from starlette.testclient import TestClient

from recsys.catalogue import Catalogue
from recsys.model import Model
from recsys.similarity import scores_between
from service.app import create_app
from service.models.current import ModelStore
from service.settings import Settings
from service.web.mapping import mapped
from tests.service.small_catalogue import small_catalogue
from training.pipeline import train

LANTERNS = "paper-lanterns-2019"
LETTERS = "harbour-letters-2021"


def shown(client: TestClient, **asked_for: str) -> str:
    """The page, as far as it can be seen."""
    response = client.get("/map", params=asked_for)
    assert response.status_code == 200
    return html.unescape(response.text)


def panel(page: str) -> str:
    """What is told beside the map."""
    found = re.search(r'<section id="map-panel".*?</section>', page, re.DOTALL)
    assert found
    return found[0]


def on_map(page: str) -> list[str]:
    """Ids that links of the panel lead to on the map, in their order."""
    return re.findall(r'href="/map\?at=[^"]*" data-at="([^"]*)"', panel(page))


def test_map_says_what_nearness_means_and_what_it_does_not(client: TestClient) -> None:
    page = shown(client)
    assert "close together is similar, by the same score as every answer" in page
    assert "mean nothing" in page


def test_map_offers_a_way_without_scripts(client: TestClient) -> None:
    found = re.search(r"<noscript>.*?</noscript>", shown(client), re.DOTALL)
    assert found
    assert 'href="/"' in found[0]


@pytest.mark.parametrize("id", ["map", "map-search", "map-panel", "map-near", "map-legend"])
def test_map_keeps_the_places_that_its_script_fills(client: TestClient, id: str) -> None:
    assert shown(client).count(f'id="{id}"') == 1


def test_canvas_says_its_keys_to_who_does_not_see_it(client: TestClient) -> None:
    found = re.search(r'<canvas id="map" tabindex="0" role="application".*?>', shown(client), re.DOTALL)
    assert found
    for key in ("12 titles", "Arrow keys", "plus and minus", "Enter", "Escape", "Around here"):
        assert key in found[0]


def test_script_is_told_the_names_of_the_countries(client: TestClient) -> None:
    found = re.search(r'data-countries="([^"]*)"', client.get("/map").text)
    assert found
    assert json.loads(html.unescape(found[1])) == {
        "JP": "Japan",
        "KR": "South Korea",
        "SG": "Singapore",
        "TH": "Thailand",
    }


def test_whole_map_offers_titles_to_begin_with(client: TestClient, model: Model) -> None:
    first = [model.title(int(row)).id for row in model.overview.representatives[:6]]
    assert on_map(shown(client)) == first


def test_title_is_told_with_names_and_facts(client: TestClient) -> None:
    beside = panel(shown(client, at=LANTERNS))
    assert "Paper Lanterns" in beside
    assert "종이 등불" in beside
    assert "2019 · series · Japan and South Korea" in beside


def test_title_can_be_opened_and_asked_for_more_like_it(client: TestClient) -> None:
    beside = panel(shown(client, at=LANTERNS))
    assert f'href="/titles/{LANTERNS}"' in beside
    assert f'href="/?like={LANTERNS}"' in beside


def test_nearest_titles_are_those_that_score_highest(client: TestClient, model: Model) -> None:
    row = model.names.row_of_id(LANTERNS)
    assert row is not None
    scores = scores_between(model, np.array([row]))[0]
    scores[row] = -1
    assert on_map(shown(client, at=LANTERNS))[0] == model.title(int(scores.argmax())).id == LETTERS


def test_title_can_be_compared_with_the_one_chosen_before(client: TestClient) -> None:
    beside = panel(shown(client, at=LETTERS, before=LANTERNS))
    assert "Compare with Paper Lanterns" in beside
    assert f'href="/compare?a={LANTERNS}&b={LETTERS}"' in beside


@pytest.mark.parametrize("before", ["", LETTERS, "no-such-title"])
def test_title_is_not_compared_with_itself_or_with_nothing(client: TestClient, before: str) -> None:
    assert "Compare with" not in panel(shown(client, at=LETTERS, before=before))


@pytest.mark.parametrize("typed", ["Moss Garden", "moss-garden-2015", "  moss garden "])
def test_typed_name_leads_to_its_title(client: TestClient, typed: str) -> None:
    assert 'data-id="moss-garden-2015"' in panel(shown(client, at=typed))


def test_name_of_two_titles_offers_both_on_the_map(client: TestClient) -> None:
    page = shown(client, at="Tin Soldier")
    assert "Which “Tin Soldier” did you mean?" in page
    assert 'href="/map?at=tin-soldier-2001"' in page
    assert 'href="/map?at=tin-soldier-2018"' in page


def test_unknown_name_offers_the_nearest_on_the_map(client: TestClient) -> None:
    page = shown(client, at="Paper Lantrons of old")
    assert "No title is called “Paper Lantrons of old”" in page
    assert f'href="/map?at={LANTERNS}"' in page


def test_blank_name_is_the_whole_map(client: TestClient) -> None:
    page = shown(client, at=" ")
    assert "No title" not in page
    assert "To begin with" in page


def test_id_of_odd_letters_keeps_its_address_whole(client: TestClient) -> None:
    beside = panel(shown(client, at="box/odd-name"))
    assert 'href="/titles/box%2Fodd-name"' in beside
    assert 'href="/?like=box%2Fodd-name"' in beside


@pytest.mark.parametrize(("by", "chosen"), [("decade", "decade"), ("", "countries"), ("fame", "countries")])
def test_colouring_is_part_of_the_address(client: TestClient, by: str, chosen: str) -> None:
    checked = re.findall(r'name="by" [^>]*value="(\w+)" [^>]*checked', shown(client, by=by))
    assert checked == [chosen]


def test_markup_in_a_name_is_text(client: TestClient) -> None:
    response = client.get("/map", params={"at": "<img src=x onerror=alert(1)>"})
    assert "<img" not in response.text
    assert "&lt;img" in response.text


def test_map_of_one_title_has_no_neighbours() -> None:
    model = train(Catalogue([small_catalogue().by_id[LANTERNS]]))
    alone = mapped(model, at=LANTERNS)
    assert alone.title is not None
    assert alone.nearest == ()


def test_map_without_a_model_says_so(tmp_path_factory: pytest.TempPathFactory) -> None:
    store = ModelStore(tmp_path_factory.mktemp("empty"))
    with TestClient(create_app(store, Settings())) as client:
        assert client.get("/map").status_code == 503
