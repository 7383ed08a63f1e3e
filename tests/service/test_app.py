from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from threading import Thread, current_thread

import pytest
from starlette.testclient import TestClient

from recsys.answer import Answer
from recsys.model import Model
from recsys.publication import publish
from recsys.query import Query
from recsys.recommender import Recommender
from recsys.wording import LANGUAGES
from service.app import create_app
from service.headers import SECURITY_HEADERS
from service.models.current import ModelStore
from service.settings import Settings


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/v1"),
        ("GET", "/v1/model"),
        ("GET", "/v1/titles/none-such"),
        ("GET", "/nowhere"),
        ("POST", "/v1/recommend"),
        ("PUT", "/v1/model"),
        ("GET", "/v1/titles?q=" + "x" * 9_000),
    ],
)
def test_every_answer_bears_the_security_headers(client: TestClient, method: str, path: str) -> None:
    headers = client.request(method, path).headers
    assert {name: headers[name] for name in SECURITY_HEADERS} == SECURITY_HEADERS


def test_request_keeps_the_model_that_it_started_with(
    own_folder: Path, smaller_model: Model, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = ModelStore(own_folder)
    recommend = Recommender.recommend
    swapping: set[Thread] = set()

    def swap_meanwhile(self: Recommender, query: Query) -> Answer:
        if current_thread() not in swapping:  # a new model is asked something, too, before it is served
            swapping.add(current_thread())
            assert store.reload()
            swapping.remove(current_thread())
        return recommend(self, query)

    with TestClient(create_app(store)) as client:
        first = store.current().info.version
        second = publish(smaller_model, own_folder).info.version
        monkeypatch.setattr(Recommender, "recommend", swap_meanwhile)
        versions = [
            client.get("/v1/similar", params={"title": "Moss Garden"}).json()["model"]["version"]
            for _ in range(2)
        ]
    assert versions == [first, second]
    assert first != second


def test_store_of_ones_own_is_not_opened_again(published: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = ModelStore(published)
    store.reload()
    opened = store.current()
    with TestClient(create_app(store)) as client:
        client.get("/readyz")
    assert store.current() is opened


def test_limits_are_those_of_the_settings(published: Path) -> None:
    settings = Settings(max_body_bytes=1024, max_upload_bytes=2048, max_target_bytes=256)
    with TestClient(create_app(published, settings)) as client:
        assert client.post("/v1/similar", content=b" " * 1025).status_code == 413
        assert client.post("/v1/recommend", content=b" " * 2049).status_code == 413
        assert client.post("/v1/recommend", json={"like": ["Moss Garden"]}).status_code == 200
        assert client.get("/v1/titles?q=" + "x" * 250).status_code == 414


def test_model_says_what_it_is(client: TestClient, model: Model) -> None:
    document = client.get("/v1/model").json()
    assert document["version"] == model.info.version
    assert document["n_titles"] == len(model) == 12
    assert document["weights"] == dict(model.info.weights)
    assert [block["name"] for block in document["blocks"]] == [
        block.spec.name for block in model.space.blocks
    ]
    assert all(block["weight"] == document["weights"][block["name"]] for block in document["blocks"])


def test_vocabulary_lists_the_words_of_questions(client: TestClient) -> None:
    document = client.get("/v1/vocabulary").json()
    tones = {tone["id"]: tone for tone in document["tones"]}
    assert tones["slow-burn-romance"].keys() == {
        *("id", "name", "group", "definition", "spoiler", "content_warning"),
    }
    assert any(tone["spoiler"] for tone in tones.values())
    assert "romance" in [genre["id"] for genre in document["genres"]]
    assert "SG" in {region["id"]: region["countries"] for region in document["regions"]}["sea"]
    assert document["forms"] == ["series", "film", "special", "short"]
    assert document["relation_policies"] == ["exclude", "one", "include", "only"]
    assert {"novel", "webtoon", "true-story"} <= set(document["source_kinds"])
    assert document["statuses"] == ["released", "airing", "upcoming", "cancelled"]
    assert document["languages"] == list(LANGUAGES)


def test_vocabulary_lists_the_services_and_charts_of_this_catalogue(client: TestClient) -> None:
    document = client.get("/v1/vocabulary").json()
    assert document["services"] == [
        {"id": "lantern tv", "countries": []},
        {"id": "netflix", "countries": ["SG"]},
    ]
    assert document["charts"] == [{"id": "rank:JP:netflix", "country": "JP", "platform": "netflix"}]
    asked = {"title": "Moss Garden", "services": "lantern tv", "boost": document["charts"][0]["id"]}
    assert client.get("/v1/similar", params=asked).status_code == 200


def test_service_loads_neither_training_nor_scikit_learn() -> None:
    code = (
        "import sys, service.app, service.run;"
        "print(sorted({'training', 'sklearn', 'recsys.cli'} & set(sys.modules)))"
    )
    root = Path(__file__).parents[2]
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=root, check=True)
    assert done.stdout.strip() == "[]"
