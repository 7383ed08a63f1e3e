"""Requests drawn from the description of a service, asked of it in this process."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, cast

import schemathesis
from fastapi import FastAPI
from schemathesis.core.failures import Failure
from schemathesis.engine import events, from_schema
from schemathesis.engine.recorder import ScenarioRecorder
from schemathesis.generation.case import Case

SHOWN = 600
LONG = "recommend|similar|batch|admin"
"""Paths of routes of which each bound of each parameter makes hundreds of requests."""
_REFUSED_BY_SIZE = (413, 414)
_NOT_ACCEPTED = ("2xx", "304", "401", "404", "409")
_REJECTED = ("400", "401", "404", "405", "409", "415", "422", *map(str, _REFUSED_BY_SIZE))


@dataclass(frozen=True, slots=True)
class Broken:
    """One answer that is not what the description promises."""

    route: str
    check: str
    told: str
    request: str
    answer: str


@dataclass(slots=True)
class Outcome:
    """All answers, counted, and those that broke a promise."""

    statuses: Counter[int] = field(default_factory=Counter)
    answered: Counter[str] = field(default_factory=Counter)
    by_phase: Counter[str] = field(default_factory=Counter)
    broken: list[Broken] = field(default_factory=list)

    @property
    def n_cases(self) -> int:
        """Requests that were answered."""
        return sum(self.statuses.values())

    def told(self) -> str:
        """How often each status was answered."""
        return ", ".join(f"{n:,} × {status}" for status, n in sorted(self.statuses.items()))


@schemathesis.check
def refusal_is_about_the_meaning(ctx: Any, response: Any, case: Case[Any]) -> None:
    """A request that the description allows may name what is not there, but is never called malformed."""
    is_allowed = case.meta is not None and case.meta.generation.mode.is_positive
    if is_allowed and response.status_code == 422:
        assert response.json()["type"] != "/problems/invalid-request", response.text


@schemathesis.check
def answer_is_small_or_good(ctx: Any, response: Any, case: Case[Any]) -> None:
    """A refusal does not grow with the request."""
    assert response.status_code < 400 or len(response.content) < 4096, len(response.content)


@schemathesis.check
def answer_sets_no_cookie_and_opens_no_door(ctx: Any, response: Any, case: Case[Any]) -> None:
    """No cookie, and nothing that lets pages of other sites read an answer."""
    assert not [name for name in response.headers if name.startswith(("set-cookie", "access-control-"))]
    assert response.headers["x-content-type-options"] == ["nosniff"]


def configuration(
    *, n: int, phases: set[str], long_ones: bool, words: Mapping[str, list[str]], token: str | None = None
) -> schemathesis.Config:
    """How requests are drawn.

    Parameters
    ----------
    n : int
        How many a route where they are drawn.
    phases : set of str
        Of examples, coverage (each bound of each parameter), fuzzing and stateful.
    long_ones : bool
        Whether routes of fifty parameters have each bound of each of them tried: thousands of requests.
    words : mapping of str to list of str
        Values by parameter that half of the requests take, so that they get beyond the first refusal.
    token : str or None
        What opens /admin.

    Returns
    -------
    schemathesis.Config
        The same requests each time.
    """
    document: dict[str, Any] = {
        "seed": 20,
        "continue-on-failure": True,
        "generation": {"max-examples": n, "no-shrink": True, "database": "none"},
        "analysis": {"constants": {"enabled": False}},  # the words below, not those of the source
        "phases": {
            name: {"enabled": name in phases} for name in ("examples", "coverage", "fuzzing", "stateful")
        },
        "checks": {
            # Names that no title bears, and tones that no vocabulary has, are within the description;
            # `refusal_is_about_the_meaning` looks at what such a 422 says.
            "positive_data_acceptance": {
                "expected-statuses": [*_NOT_ACCEPTED, "422", *map(str, _REFUSED_BY_SIZE)]
            },
            "negative_data_rejection": {"expected-statuses": list(_REJECTED)},
        },
        "dictionaries": {name: {"values": values} for name, values in words.items()},
        "parameters": {
            f"{place}.{name}": {"dictionary": name, "probability": 0.5}
            for name in words
            for place in ("query", "path")
        },
    }
    if not long_ones:
        document["operations"] = [{"include-path-regex": LONG, "phases": {"coverage": {"enabled": False}}}]
    if token is not None:
        document["auth"] = {"openapi": {"HTTPBearer": {"bearer": token}}}
    return schemathesis.Config.from_dict(document)


def ask_all(app: FastAPI, config: schemathesis.Config) -> Outcome:
    """Return what a service answers to requests drawn from its own description.

    Parameters
    ----------
    app : FastAPI
        The service; it is started if it is not.
    config : schemathesis.Config
        How they are drawn.

    Returns
    -------
    Outcome
        Every answer, checked.
    """
    schema = schemathesis.openapi.from_asgi("/openapi.json", app, config=config)
    outcome = Outcome()
    for event in from_schema(schema).execute():
        if isinstance(event, events.ScenarioFinished):
            _count(outcome, event)
        elif isinstance(event, events.NonFatalError):
            raise AssertionError(f"{event.label}: {event.info.format()}")
        elif isinstance(event, events.FatalError):
            raise event.exception
    return outcome


def _count(outcome: Outcome, event: events.ScenarioFinished) -> None:
    recorder = event.recorder
    for interaction in recorder.interactions.values():
        assert interaction.response is not None, f"{event.label}: no answer at all"
        outcome.statuses[interaction.response.status_code] += 1
        outcome.by_phase[event.phase.value] += 1
    for id, node in recorder.cases.items():
        response = recorder.find_response(case_id=id)
        outcome.answered[node.value.operation.label] += response is not None and response.status_code == 200
    outcome.broken += _broken(recorder)


def _broken(recorder: ScenarioRecorder) -> Iterator[Broken]:
    for id, checks in recorder.checks.items():
        for check in checks:
            if check.failure_info is None:
                continue
            failure, case = check.failure_info.failure, recorder.cases[id].value
            if any(excuses(check.name, case, failure) for excuses in EXCUSED.values()):
                continue
            response = recorder.interactions[id].response
            told = b"" if response is None else response.content or b""
            yield Broken(
                route=case.operation.label,
                check=check.name,
                told=failure.message[:SHOWN],
                request=case.as_curl_command()[:SHOWN],
                answer=told.decode(errors="replace")[:SHOWN],
            )


def _is_file_of_any_kind(check: str, case: Case[Any], _: Failure) -> bool:
    is_upload = case.media_type == "multipart/form-data" and isinstance(case.body, dict)
    return check == "negative_data_rejection" and is_upload and "file" in cast(dict[str, Any], case.body)


def _is_integer_with_a_point(check: str, _: Case[Any], failure: Failure) -> bool:
    return check == refusal_is_about_the_meaning.__name__ and _NO_INTEGER in failure.message


def _is_row(check: str, case: Case[Any], _: Failure) -> bool:
    is_put = case.operation.label.startswith("PUT /admin/titles/")
    return check == refusal_is_about_the_meaning.__name__ and is_put


_NO_INTEGER = "Input should be a valid integer"
EXCUSED: Mapping[str, Callable[[str, Case[Any], Failure], bool]] = {
    "a number where a file is expected is sent as a file that holds its digits": _is_file_of_any_kind,
    "5.0 is an integer to JSON Schema, and is refused where one counts": _is_integer_with_a_point,
    "what a row may hold stands in the schema of catalogues, not in this description": _is_row,
}
"""What a check holds against an answer although it is as it should be, each with its reason."""


def shown(broken: list[Broken]) -> str:
    """Return the first of each kind, to be read by a person.

    Parameters
    ----------
    broken : list of Broken
        All that went wrong.

    Returns
    -------
    str
        Requests and answers.
    """
    first: dict[tuple[str, str], Broken] = {}
    counts: Counter[tuple[str, str]] = Counter()
    for one in broken:
        first.setdefault((one.route, one.check), one)
        counts[one.route, one.check] += 1
    return "\n\n".join(
        json.dumps(
            {
                "n": counts[key],
                "route": one.route,
                "check": one.check,
                "told": one.told,
                "request": one.request,
                "answer": one.answer,
            },
            ensure_ascii=False,
            indent=1,
        )
        for key, one in first.items()
    )
