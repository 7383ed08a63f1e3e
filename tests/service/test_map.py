from __future__ import annotations

import dataclasses

from starlette.testclient import TestClient

from recsys.model import Model
from recsys.overview import Overview
from service.routes.map import NO_MAP, map_document

COLUMNS = ("ids", "titles", "original_titles", "years", "forms", "media", "countries", "x", "y")


def test_every_title_has_one_place_on_the_map(client: TestClient, model: Model) -> None:
    document = client.get("/v1/map").json()
    assert {len(document[name]) for name in COLUMNS} == {len(model)}
    assert document["ids"] == [model.title(row).id for row in range(len(model))]
    assert all(-1 <= value <= 1 for name in ("x", "y") for value in document[name])
    assert document["reason"] == ""


def test_facts_stand_in_the_row_of_their_title(client: TestClient) -> None:
    document = client.get("/v1/map").json()
    row = document["ids"].index("paper-lanterns-2019")
    facts = {name: document[name][row] for name in ("original_titles", "years", "forms", "countries")}
    assert facts == {
        "original_titles": "종이 등불",
        "years": 2019,
        "forms": "series",
        "countries": ["JP", "KR"],
    }


def test_catalogue_without_a_map_says_why(model: Model) -> None:
    blank = dataclasses.replace(model, overview=Overview.blank(len(model)))
    document = map_document(blank)
    assert document.reason == NO_MAP
    assert not any(getattr(document, name) for name in (*COLUMNS, "representatives"))
