"""Whatever the description allows or forbids: no answer of 5xx, and none that is not described."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi import FastAPI
from pydantic import SecretStr
from schemathesis.python.asgi import shutdown_lifespans

from recsys.publication import publish
from service.app import create_app
from service.revalidation import MODEL_HEADER
from service.settings import Settings
from tests.faults.contract import LONG, Outcome, ask_all, configuration, shown
from tests.faults.documented_catalogue import documented_catalogue
from tests.faults.report import record
from tests.faults.scale import IS_SOAK, rounds
from training.pipeline import train

N_CASES = rounds(usual=150, soak=10_000)
PHASES = {"examples", "coverage", "fuzzing"} | ({"stateful"} if IS_SOAK else set())
TOKEN = "of-nobody-but-this-test"


@pytest.fixture(scope="module")
def versions(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """Folder of a model of which two versions are published, and the one that is not served."""
    folder = tmp_path_factory.mktemp("contract") / "documented"
    older = publish(train(documented_catalogue(without="parasite-2019")), folder)
    publish(train(documented_catalogue()), folder)
    return folder, older.info.version


def leave_out(app: FastAPI, name: str) -> None:
    """Describe a service without one parameter.

    A version that is drawn is one that nobody has: nothing would be tried but the refusal, which
    `tests/service/models/test_pinning.py` tries.
    """
    for operations in app.openapi()["paths"].values():
        for operation in operations.values():
            told = operation.get("parameters", [])
            told[:] = [parameter for parameter in told if parameter["name"] != name]


@pytest.fixture(scope="module")
def outcome(versions: tuple[Path, str]) -> Iterator[Outcome]:
    """What a service with all of its routes answers; to the operator's, with the token and without."""
    folder, older = versions
    words = {
        "id": ["crash-landing-on-you-2019", "goblin-2016", "tt10850932", "94796"],
        "site": ["imdb", "tmdb", "recsys"],
        "title": ["Crash Landing on You", "goblin", "Soul Mate", "84 Square"],
        "q": ["crash", "soul mate 2025", "84"],
        "version": [older],
        "language": ["en", "ko", "ja"],
    }
    config = configuration(
        n=rounds(usual=2, soak=550), phases=PHASES, long_ones=IS_SOAK, words=words, token=TOKEN
    )
    settings = Settings(log_requests=False, watch_seconds=0, admin_token=SecretStr(TOKEN))
    app = create_app(folder, settings)
    leave_out(app, MODEL_HEADER)
    yield ask_all(app, config)
    shutdown_lifespans()


def test_every_answer_is_as_described(outcome: Outcome) -> None:
    assert not outcome.broken, shown(outcome.broken)


def test_no_answer_is_a_fault_of_the_service(outcome: Outcome) -> None:
    assert max(outcome.statuses) < 500, outcome.statuses
    assert outcome.n_cases >= N_CASES


def test_every_route_is_asked_and_answers(outcome: Outcome) -> None:
    silent = {route for route, n in outcome.answered.items() if not n}
    assert {route for route in silent if IS_SOAK or not re.search(LONG, route)} == set()
    assert 401 in outcome.statuses
    record(
        "requests drawn from the description (schemathesis, all checks, every route)",
        f"{outcome.n_cases:,} requests",
        f"0 answers of 5xx, {len(outcome.broken)} that are not described; {outcome.told()}",
    )
