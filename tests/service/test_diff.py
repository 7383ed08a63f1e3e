"""The served model against another version, over HTTP."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from recsys.artifact import POINTER
from recsys.model import Model
from recsys.model_diff import common_seeds, diff
from recsys.publication import publish
from service.app import create_app
from service.models.current import ModelStore
from service.routes.diff import _COMPARING
from service.schemas.diff import DiffDocument
from service.schemas.problems import Problem
from service.settings import Settings
from tests.service.models.test_model_store import flip_a_byte

PATH = "/v1/model/diff"


@pytest.fixture
def store(own_folder: Path) -> ModelStore:
    """The small model, served; what is published in its folder afterwards is not."""
    store = ModelStore(own_folder)
    store.reload()
    return store


@pytest.fixture
def newer(store: ModelStore, smaller_model: Model) -> str:
    """Version of the model of all titles but one, published beside the served one."""
    return publish(smaller_model, store.folder).info.version


@pytest.fixture
def own_client(store: ModelStore) -> Iterator[TestClient]:
    with TestClient(create_app(store, Settings())) as client:
        yield client


def test_served_model_is_compared_with_the_version_that_is_to_come(
    own_client: TestClient, store: ModelStore, newer: str
) -> None:
    answer = own_client.get(PATH, params={"version": newer})
    assert answer.status_code == 200
    found = DiffDocument.model_validate(answer.json())
    assert (found.a.version, found.b.version) == (store.current().info.version, newer)
    assert (found.n_only_a, found.only_a, found.only_b) == (1, ["harbour-letters-2021"], [])
    assert found.n_queries == 11
    assert "harbour-letters-2021" in {gone.id for query in found.changed for gone in query.went_out}


def test_it_says_what_the_library_says(
    own_client: TestClient, model: Model, smaller_model: Model, newer: str
) -> None:
    document = own_client.get(PATH, params={"version": newer, "sample": 4, "k": 3}).json()
    expected = diff(model, smaller_model, common_seeds(model, smaller_model, 4), k=3).to_dict()
    for key in ("k", "n_queries", "mean_overlap", "mean_rbo", "weights", "changed"):
        assert document[key] == expected[key]


def test_served_version_itself_is_the_same(own_client: TestClient, store: ModelStore) -> None:
    document = own_client.get(PATH, params={"version": store.current().info.version}).json()
    assert (document["n_same"], document["mean_overlap"], document["changed"]) == (12, 1.0, [])


def test_version_that_was_never_published_is_404(own_client: TestClient) -> None:
    answer = own_client.get(PATH, params={"version": "0" * 16})
    assert (answer.status_code, answer.headers["content-type"]) == (404, "application/problem+json")
    assert "no such version" in Problem.model_validate(answer.json()).detail


@pytest.mark.parametrize(
    "version",
    ["..", "../small", "0" * 15, "0" * 17, "G" * 16, "0" * 15 + "/", "0" * 16 + "\n", "0" * 16 + "\0", ""],
)
def test_what_is_no_version_is_422(own_client: TestClient, version: str) -> None:
    answer = own_client.get(PATH, params={"version": version})
    assert answer.status_code == 422
    errors = Problem.model_validate(answer.json()).errors or []
    assert [error.field for error in errors] == ["query.version"]


@pytest.mark.parametrize("more", [{"sample": 0}, {"sample": 101}, {"k": 0}, {"k": 21}, {"kk": 3}])
def test_work_is_bounded_and_parameters_are_known(own_client: TestClient, more: dict[str, int]) -> None:
    assert own_client.get(PATH, params={"version": "0" * 16, **more}).status_code == 422


def test_link_to_another_folder_is_not_followed(
    own_client: TestClient, store: ModelStore, smaller_model: Model, tmp_path: Path
) -> None:
    version = publish(smaller_model, tmp_path / "elsewhere").info.version
    (store.folder / version).symlink_to(tmp_path / "elsewhere" / version)
    assert own_client.get(PATH, params={"version": version}).status_code == 404


def test_damaged_version_is_503_and_no_folder_is_told(
    own_client: TestClient, store: ModelStore, newer: str
) -> None:
    flip_a_byte(store.folder)
    answer = own_client.get(PATH, params={"version": newer})
    assert (answer.status_code, answer.json()["type"]) == (503, "/problems/damaged-model")
    assert str(store.folder) not in answer.text


def test_version_under_a_foreign_name_is_503(own_client: TestClient, store: ModelStore, newer: str) -> None:
    (store.folder / newer).rename(store.folder / ("0" * 16))
    answer = own_client.get(PATH, params={"version": "0" * 16})
    assert (answer.status_code, answer.json()["type"]) == (503, "/problems/damaged-model")


def test_one_comparison_runs_at_a_time_and_others_are_answered(
    own_client: TestClient, store: ModelStore
) -> None:
    parameters: dict[str, str | int] = {"version": store.current().info.version, "sample": 1}
    with _COMPARING:
        answer = own_client.get(PATH, params=parameters)
        assert (answer.status_code, answer.headers["retry-after"]) == (503, "5")
        assert own_client.get("/v1/model").status_code == 200
    assert own_client.get(PATH, params=parameters).status_code == 200


def test_failed_comparison_gives_its_place_back(
    own_client: TestClient, store: ModelStore, newer: str
) -> None:
    (store.folder / newer / "hubs.npy").unlink()
    for _ in range(2):
        answer = own_client.get(PATH, params={"version": newer})
        assert answer.json()["type"] == "/problems/damaged-model"


def test_folder_of_one_version_has_no_others(store: ModelStore) -> None:
    version = (store.folder / POINTER).read_text().split()[0]
    with TestClient(create_app(store.folder / version, Settings())) as client:
        assert client.get(PATH, params={"version": version}).status_code == 404


def test_service_without_a_model_says_so(tmp_path: Path) -> None:
    with TestClient(create_app(tmp_path)) as client:
        answer = client.get(PATH, params={"version": "0" * 16})
    assert (answer.status_code, answer.json()["type"]) == (503, "/problems/no-model")
