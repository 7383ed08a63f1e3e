"""The client and the service together."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx2
import pytest
from pydantic import SecretStr
from starlette.testclient import TestClient

from recsys.model import Model
from service.app import create_app
from service.client import Ambiguous, Client, InvalidRequest, NotFound, Unauthorized
from service.history import HistoryUpload
from service.recommend_document import FilesAnswerDocument, RecommendDocument
from service.schemas.answers import AnswerDocument
from service.schemas.batch import AnsweredItem, RefusedItem
from service.settings import Settings

TOKEN = "a-token-of-sixteen-or-more"
SEED = "paper-lanterns-2019"


class Counting(httpx2.BaseTransport):
    """Sends requests to a service in this process, and remembers the statuses."""

    def __init__(self, service: TestClient) -> None:
        self.service = service
        self.statuses: list[int] = []

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        response = self.service.send(request)
        self.statuses.append(response.status_code)
        return httpx2.Response(
            response.status_code, headers=response.headers, content=response.content, request=request
        )


@pytest.fixture(scope="module")
def transport(client: TestClient) -> Counting:
    """The way to a service that serves the small model."""
    return Counting(client)


@pytest.fixture(scope="module")
def asking(transport: Counting) -> Iterator[Client]:
    """A client of the same."""
    with Client("http://testserver", transport=transport) as asking:
        yield asking


def test_answers_are_the_documents_of_the_service(asking: Client, model: Model) -> None:
    by_name = asking.similar("Paper Lanterns", k=3)
    assert isinstance(by_name, AnswerDocument)
    assert by_name.results[0].id == "harbour-letters-2021"
    assert asking.similar_to_id(SEED, k=3).results == by_name.results
    assert asking.search("lantern").results[0].id == SEED
    assert asking.title(SEED).row["year"] == 2019
    assert asking.model().n_titles == len(model)
    assert asking.overview().model is not None
    assert len(asking.map().ids) == len(model)
    assert {tone.id for tone in asking.tones()} == {tone.id for tone in asking.vocabulary().tones}


def test_question_may_be_a_mapping_a_document_or_options(asking: Client) -> None:
    answers = [
        asking.recommend({"like": ["Paper Lanterns"], "filters": {"form": "series"}, "k": 3}),
        asking.recommend(
            RecommendDocument.model_validate({"like": [SEED], "filters": {"form": "series"}, "k": 3})
        ),
        asking.recommend_by_address(like=["Paper Lanterns"], form="series", k=3),
    ]
    assert len({tuple(result.id for result in answer.results) for answer in answers}) == 1


def test_question_with_a_history_is_answered_with_what_became_of_it(asking: Client) -> None:
    history = HistoryUpload(file="seen.txt", text="Paper Lanterns (2019) 10/10\nNever Made (1999)")
    answer = asking.recommend(RecommendDocument(history=history, k=3))
    assert isinstance(answer, FilesAnswerDocument)
    assert answer.history is not None
    assert answer.history.matched["unknown"] == 1
    assert asking.history("seen.txt", b"Paper Lanterns (2019) 10/10").exclude == [SEED]


def test_catalogue_is_audited(asking: Client) -> None:
    rows = b'{"schema":1,"id":"a","title":"A"}\n{"schema":1,"id":"b","title":"B"}\n'
    assert asking.audit("mine.jsonl", rows).n_titles == 2


def test_one_bad_question_of_several_spoils_none(asking: Client) -> None:
    first, second = asking.batch(
        [{"like": ["Paper Lanterns"], "k": 1}, {"like": ["Nobody Made This"]}]
    ).answers
    assert isinstance(first, AnsweredItem)
    assert first.answer.results[0].id == "harbour-letters-2021"
    assert isinstance(second, RefusedItem)
    assert (second.status, second.problem.status) == (404, 404)


def test_ids_of_other_sites_are_asked_for_and_told(asking: Client) -> None:
    assert asking.external_similar("recsys", SEED, reply=["recsys"], k=1).results[0].ids == {
        "recsys": "harbour-letters-2021"
    }
    answer = asking.external_recommend(
        {"like": [{"site": "recsys", "id": SEED}], "seen": [{"site": "Imdb", "id": "tt1"}], "k": 1}
    )
    assert [each.id for each in answer.unknown] == ["tt1"]


def test_refusals_are_errors_with_choices_and_fields(asking: Client) -> None:
    with pytest.raises(Ambiguous) as several:
        asking.similar("Tin Soldier")
    assert [each.id for each in several.value.choices] == ["tin-soldier-2001", "tin-soldier-2018"]
    with pytest.raises(NotFound) as none:
        asking.similar("Glass Ocean 3")
    assert none.value.choices[0].id == "glass-orchard-2022"
    with pytest.raises(InvalidRequest) as invalid:
        asking.search("lantern", limit=1000)
    assert [each.field for each in invalid.value.fields] == ["query.limit"]
    with pytest.raises(NotFound):
        asking.model_diff("0123456789abcdef")


def test_answer_that_still_holds_is_not_sent_again(asking: Client, transport: Counting) -> None:
    first = asking.title("night-ferry-2016")
    before = len(transport.statuses)
    assert asking.title("night-ferry-2016") == first
    assert transport.statuses[before:] == [304]


def test_operator_adds_a_title_and_has_the_model_opened(own_folder: Path) -> None:
    settings = Settings(admin_token=SecretStr(TOKEN))
    with TestClient(create_app(own_folder, settings)) as service:
        transport = Counting(service)
        with pytest.raises(Unauthorized):
            Client("http://testserver", transport=transport).reload()
        operator = Client("http://testserver", transport=transport, token=TOKEN)
        before = operator.title(SEED).model
        added = operator.put_title(
            "river-post-2026", {"title": "River Post", "year": 2026, "genres": ["romance"]}
        )
        assert added.is_new
        assert operator.title("river-post-2026").label == "River Post (2026)"
        assert operator.title(SEED).model != before
        assert operator.reload().model == added.model


def test_importing_the_client_loads_nothing_that_computes_or_serves() -> None:
    code = (
        "import sys, service.client\n"
        "heavy = ('numpy', 'scipy', 'fastapi', 'starlette', 'pydantic')\n"
        "print([name for name in heavy if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
