"""The three doors: one question, asked from Python, from the command line, and over HTTP."""

from __future__ import annotations

import json
import shlex
from pathlib import Path
from typing import Any
from urllib.parse import quote

from starlette.testclient import TestClient
from typer.testing import CliRunner

from recsys import Ambiguous, Model, NotFound, QueryError, Recommender, query_from_json
from recsys.cli import app
from tests.capabilities.rows.row import PAGE, Call, Door, Outcome, Told
from tests.capabilities.rows.setting import Setting

_OF_CODE = {
    0: Outcome.ANSWERED,
    2: Outcome.REFUSED,
    3: Outcome.NOT_FOUND,
    4: Outcome.AMBIGUOUS,
    5: Outcome.EMPTY,
    6: Outcome.REFUSED,
}
_OF_STATUS = {
    200: Outcome.ANSWERED,
    404: Outcome.NOT_FOUND,
    409: Outcome.AMBIGUOUS,
    422: Outcome.REFUSED,
    503: Outcome.REFUSED,
}
_UNQUOTED = "/?&=+,:-_.~()'!*"


def ask(call: Call, door: Door, setting: Setting) -> Told:
    """Return what comes of a call through a door, its pages laid together."""
    told = _page(call, door, setting, 0)
    found = [told]
    while len(found) < call.pages and told.outcome is Outcome.ANSWERED and len(told.results) == PAGE:
        told = _page(call, door, setting, PAGE * len(found))
        found.append(told)
    if len(found) == 1:
        return found[0]
    results = [result for page in found for result in page.document.get("results", ())]
    return Told(found[0].outcome, {**found[0].document, "results": results})


def command(line: str, folder: Path, *more: str | Path) -> Told:
    """Return what a command writes as JSON and how it ended."""
    arguments = [*shlex.split(line), *map(str, more), "--model", str(folder), "--json"]
    return told_by_command(*arguments)


def told_by_command(*arguments: str | Path) -> Told:
    """The same for arguments that are given whole."""
    finished = CliRunner().invoke(app, [str(argument) for argument in arguments])
    assert finished.exit_code in _OF_CODE, finished.output
    return Told(_OF_CODE[finished.exit_code], json.loads(finished.stdout))


def request(client: TestClient, url: str, body: Any = None, **sent: Any) -> Told:
    """Return what the service answers: a GET, or a POST of JSON or of a file."""
    url = address(url)
    is_read = body is None and not sent
    answer = client.get(url) if is_read else client.post(url, json=body, **sent)
    assert answer.status_code in _OF_STATUS, answer.text
    outcome = _OF_STATUS[answer.status_code]
    document = answer.json()
    if outcome is Outcome.ANSWERED and document.get("results") == []:
        outcome = Outcome.EMPTY
    return Told(outcome, document)


def address(url: str) -> str:
    """A readable address as it is sent: blanks as signs of plus, native letters escaped."""
    return quote(url.replace(" ", "+"), safe=_UNQUOTED)


def _page(call: Call, door: Door, setting: Setting, offset: int) -> Told:
    if door is Door.PYTHON:
        return in_python(setting.before if call.before else setting.model, {**call.query, "offset": offset})
    if door is Door.COMMAND:
        more = ("--offset", str(offset)) if offset else ()
        return command(call.argv, setting.before_folder if call.before else setting.folder, *more)
    client = setting.before_client if call.before else setting.client
    if call.body is not None:
        return request(client, call.url, {**call.body, "offset": offset})
    return request(client, f"{call.url}&offset={offset}" if offset else call.url)


def in_python(model: Model, query: dict[str, Any]) -> Told:
    """Return what the library answers, as the JSON types of the other doors."""
    try:
        answer = Recommender(model).recommend(query_from_json(query))
    except (NotFound, Ambiguous) as error:
        outcome = Outcome.NOT_FOUND if isinstance(error, NotFound) else Outcome.AMBIGUOUS
        choices = [{"id": choice.id, "label": choice.label} for choice in error.choices]
        return Told(outcome, {"detail": str(error), "choices": choices})
    except QueryError as error:
        return Told(Outcome.REFUSED, {"detail": str(error)})
    outcome = Outcome.ANSWERED if answer.results else Outcome.EMPTY
    return Told(outcome, json.loads(json.dumps(answer.to_dict())))
