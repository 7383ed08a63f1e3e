from __future__ import annotations

import random
from dataclasses import replace

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient
from starlette.types import Receive, Scope, Send

from recsys.model import Model
from service.watching.noted import Noted, Refusal, note_refusal
from service.watching.requests import InFlight, Requests
from service.watching.route_names import RouteNames
from service.watching.watch import Watch
from tests.service.watching.conftest import COUNT, Watched, ask, exposed, watched_by

UNKNOWN, AMBIGUOUS = "recsys_unknown_titles_total", "recsys_ambiguous_titles_total"
SIMILAR = "/v1/titles/{id}/similar"


def test_each_request_is_counted_once_under_its_route_method_and_class(watched: Watched) -> None:
    for _ in range(3):
        watched.client.get("/v1/titles/paper-lanterns-2019/similar")
    watched.client.get("/v1/titles/no-such-title/similar")
    watched.client.get("/nowhere")
    watched.client.request("BREW", "/healthz")
    assert watched.value(COUNT, route=SIMILAR, method="GET", status="2xx", source="made") == 3
    assert watched.value(COUNT, route=SIMILAR, method="GET", status="4xx") == 1
    assert watched.value(COUNT, route="other", status="4xx") == 1
    assert watched.value(COUNT, route="/healthz", method="other", status="4xx") == 1
    assert watched.value(COUNT) == 6


def test_an_answer_from_memory_is_counted_apart(watched: Watched) -> None:
    watched.client.get("/v1/titles/remembered/similar")
    assert watched.value(COUNT, route=SIMILAR, source="memory") == watched.value(COUNT) == 1


def test_times_fall_into_their_buckets() -> None:
    watch, noted = Watch(), Noted("x")
    for seconds in (0.00005, 0.0002, 0.0002, 0.3, 60.0):
        watch.answered("/v1", "GET", 200, seconds, noted)
    found = exposed(watch.exposition()[0].decode())
    buckets = {dict(labels)["le"]: n for name, labels, n in found if name == "recsys_request_seconds_bucket"}
    assert [buckets[bound] for bound in ("0.0001", "0.00025", "0.25", "0.5", "10.0", "+Inf")] == [
        1,
        3,
        3,
        4,
        4,
        5,
    ]


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("/v1/titles/no-such-title", UNKNOWN),
        ("/v1/similar?title=zzzzzzzzzz", UNKNOWN),
        ("/titles/no-such-title", UNKNOWN),
        ("/v1/similar?title=Tin+Soldier", AMBIGUOUS),
    ],
)
def test_a_name_that_leads_nowhere_is_counted(watched: Watched, path: str, name: str) -> None:
    watched.client.get(path)
    counted = {each: watched.value(each) for each in (UNKNOWN, AMBIGUOUS)}
    assert counted == {UNKNOWN: 0, AMBIGUOUS: 0} | {name: 1}


def test_a_page_that_there_is_not_is_no_unknown_title(watched: Watched) -> None:
    watched.client.get("/nowhere")
    watched.client.get("/v1/model/diff?version=0123456789abcdef")
    assert watched.value(UNKNOWN) == 0


@pytest.mark.parametrize(
    ("asked", "reason"),
    [("year_from=2030", "year"), ("offset=500", "offset")],
)
def test_an_empty_answer_is_counted_by_what_to_drop(watched: Watched, asked: str, reason: str) -> None:
    answer = watched.client.get(f"/v1/titles/paper-lanterns-2019/similar?{asked}")
    assert answer.json()["results"] == []
    series = [(dict(labels)["reason"], n) for name, labels, n in watched.series() if "empty" in name]
    assert series == [(reason, 1)]


def test_an_answer_with_titles_is_not_empty(watched: Watched) -> None:
    watched.client.get("/v1/titles/paper-lanterns-2019/similar")
    assert watched.value("recsys_empty_answers_total") == 0


class Refusing:
    """An application that answers with one status, and may note why."""

    def __init__(self, status: int, reason: Refusal | None = None) -> None:
        self.status = status
        self.reason = reason

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if self.reason:
            note_refusal(self.reason)
        await send({"type": "http.response.start", "status": self.status})
        await send({"type": "http.response.body"})


@pytest.mark.parametrize(
    ("app", "reason"),
    [
        (Refusing(503, Refusal.BUSY), "busy"),
        (Refusing(503, Refusal.SLOW), "slow"),
        (Refusing(503), "no_model"),
        (Refusing(408), "slow_body"),
        (Refusing(413), "large_body"),
        (Refusing(414), "long_address"),
        (Refusing(401), "token"),
        (Refusing(422), None),
        (Refusing(500), None),
    ],
)
def test_a_refusal_is_counted_by_its_reason(app: Refusing, reason: str | None) -> None:
    watch = Watch()
    layer = Requests(app, watch=watch, routes=RouteNames([]), log=False)
    ask(layer)
    found = Watched(TestClient(layer), watch)
    assert found.value("recsys_refused_total") == (reason is not None)
    assert reason is None or found.value("recsys_refused_total", reason=reason) == 1


def test_requests_in_flight_are_those_that_have_begun_and_not_ended() -> None:
    watch, seen = Watch(), list[float]()

    async def looking(scope: Scope, receive: Receive, send: Send) -> None:
        found = exposed(watch.exposition()[0].decode())
        seen.extend(value for name, _, value in found if name == "recsys_requests_in_flight")
        await Refusing(200)(scope, receive, send)

    client = TestClient(InFlight(InFlight(looking, watch=watch), watch=watch))
    client.get("/")
    assert seen == [2]
    assert Watched(client, watch).value("recsys_requests_in_flight") == 0


def test_a_request_that_fails_is_no_longer_in_flight(watched: Watched) -> None:
    assert watched.client.get("/boom/x").status_code == 500
    assert watched.value("recsys_requests_in_flight") == 0
    assert watched.value(COUNT, status="5xx") == 1


def test_a_thousand_random_requests_make_a_bounded_number_of_series(watched: Watched) -> None:
    async def nothing(scope: Scope, receive: Receive, send: Send) -> None:
        await Refusing(random.Random(scope["path"]).choice([200, 304, 404, 500]))(scope, receive, send)  # noqa: S311

    routes = RouteNames(["/v1", "/v1/titles/{id}"])
    draw = random.Random(9)  # noqa: S311 - nothing secret
    drawn = [
        {
            "method": draw.choice(["GET", "POST", f"M{number}"]),
            "path": draw.choice(["/v1", f"/v1/titles/{number}", f"/x{number}"]),
        }
        for number in range(1000)
    ]
    ask(Requests(nothing, watch=watched.watch, routes=routes, log=False), *drawn)
    n_series = sum(name == COUNT for name, _, _ in watched.series())
    assert watched.value(COUNT) == 1000
    assert n_series <= 3 * 3 * 4


def test_two_services_in_one_process_count_apart(app: FastAPI) -> None:
    one, other = watched_by(Watch(), app), watched_by(Watch(), app)
    one.client.get("/healthz")
    assert one.value(COUNT) == 1
    assert other.value(COUNT) == 0


def test_only_the_model_that_is_served_is_named(watched: Watched, model: Model, smaller_model: Model) -> None:
    watched.watch.serving(smaller_model.info, len(smaller_model))
    watched.watch.serving(model.info, len(model))
    named = [dict(labels) for name, labels, _ in watched.series() if name == "recsys_model_info"]
    assert named == [{"version": model.info.version, "fingerprint": model.info.fingerprint}]
    assert watched.value("recsys_model_titles", version=model.info.version) == len(model)
    assert 0 <= watched.value("recsys_model_age_seconds") < 60


def test_many_swaps_leave_one_series(watched: Watched, model: Model) -> None:
    before = len(watched.series())
    for number in range(1_000):
        watched.watch.serving(replace(model.info, version=f"{number:016x}"), 1)
    assert len(watched.series()) == before + 3


def test_reloads_are_counted_by_outcome(watched: Watched) -> None:
    for outcome in ("swapped", "refused", "refused", "unchanged"):
        watched.watch.reloaded(outcome)
    assert watched.value("recsys_reloads_total", outcome="refused") == 2
    assert watched.value("recsys_reloads_total") == 4


def test_what_was_never_counted_is_nought_and_not_absent(watched: Watched) -> None:
    names = [(name, *dict(labels).values()) for name, labels, _ in watched.series()]
    assert ("recsys_refused_total", "busy") in names
    assert ("recsys_reloads_total", "refused") in names


def test_the_answer_is_plain_text_that_no_cache_keeps(watched: Watched) -> None:
    answer = watched.client.get("/metrics")
    assert answer.headers["content-type"].startswith("text/plain; version=")
    assert answer.headers["cache-control"] == "no-store"
    assert "recsys_requests_in_flight 1.0" in answer.text


def test_a_watch_that_is_off_counts_nothing(app: FastAPI, model: Model) -> None:
    off = Watch(enabled=False)
    watched_by(off, app).client.get("/v1/titles/no-such-title")
    off.serving(model.info, 12)
    off.reloaded("swapped")
    off.lines_dropped(3)
    assert off.exposition()[0] == b""
