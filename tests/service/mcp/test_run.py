"""One real process, spoken to as a desktop client does: a line of JSON each way."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from threading import Timer
from typing import Any

import pytest

from service.mcp.run import run

HELLO = {
    "protocolVersion": "2025-06-18",
    "capabilities": {},
    "clientInfo": {"name": "test", "version": "1"},
}
LINES = [
    json.dumps({"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": HELLO}),
    json.dumps({"jsonrpc": "2.0", "method": "notifications/initialized"}),
    json.dumps({"jsonrpc": "2.0", "id": 2, "method": "tools/list"}),
]


def tool_call(id: int, name: str, arguments: dict[str, Any]) -> str:
    params = {"name": name, "arguments": arguments}
    return json.dumps({"jsonrpc": "2.0", "id": id, "method": "tools/call", "params": params})


CALLS = {
    3: tool_call(3, "similar_titles", {"title": "Paper Lanterns", "k": 2}),
    4: tool_call(4, "similar_titles", {"title": "half a pair \ud83d"}),
    5: tool_call(5, "search_titles", {"query": "moss", "k": float("nan")}),
    6: tool_call(6, "recommend", {"like": ["Moss Garden"] * 100_000}),
    7: tool_call(7, "similar_titles", {"title": "x" * 1_000_000}),
    8: tool_call(8, "search_titles", {"query": "moss", "k": 0}).replace('"k": 0', '"k": ' + "9" * 100_000),
    9: tool_call(9, "recommend", {"more": {"\ud83d": 1}}),
    10: tool_call(10, "recommend", {"filters": json.loads("[" * 150 + "]" * 150)}),
    11: "{this is no JSON",
    12: tool_call(12, "explain", {"title": "Moss Garden", "because_of": "Paper Lanterns"}),
}


@pytest.fixture(scope="module")
def ended(published: Path) -> subprocess.CompletedProcess[str]:
    """The process after all lines were sent and standard input was closed."""
    process = subprocess.Popen(
        [sys.executable, "-m", "recsys", "mcp", "--model", str(published)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONWARNINGS": "always"},
    )
    assert process.stdin is not None
    assert process.stdout is not None
    watch = Timer(120, process.kill)  # an answer that never comes must not keep the suite waiting
    watch.start()
    said = []
    for line in (*LINES, *CALLS.values()):
        process.stdin.write(line + "\n")
        process.stdin.flush()
        if "notifications/" not in line:
            said.append(process.stdout.readline())
    rest, errors = process.communicate()
    watch.cancel()
    return subprocess.CompletedProcess(process.args, process.returncode, "".join(said) + rest, errors)


def answers(ended: subprocess.CompletedProcess[str]) -> dict[int | None, Any]:
    read = [json.loads(line) for line in ended.stdout.splitlines()]
    assert all(answer["jsonrpc"] == "2.0" for answer in read)
    return {answer["id"]: answer for answer in read}


def test_standard_output_holds_one_answer_a_request_and_nothing_else(
    ended: subprocess.CompletedProcess[str],
) -> None:
    assert len(ended.stdout.splitlines()) == len(LINES) - 1 + len(CALLS)
    assert set(answers(ended)) == {None, *range(1, 11), 12}


def test_process_ends_well_and_quietly_when_its_client_leaves(
    ended: subprocess.CompletedProcess[str],
) -> None:
    assert (ended.returncode, ended.stderr) == (0, "")


def test_titles_are_answered_over_the_pipe(ended: subprocess.CompletedProcess[str]) -> None:
    found = answers(ended)[3]["result"]
    assert not found["isError"]
    assert len(found["structuredContent"]["results"]) == 2
    explained = answers(ended)[12]["result"]["structuredContent"]
    total = sum(part["value"] for part in explained["parts"])
    assert total == pytest.approx(explained["score"], abs=1e-6)


@pytest.mark.parametrize("id", range(4, 11))
def test_hostile_lines_are_refused_by_the_tool(ended: subprocess.CompletedProcess[str], id: int) -> None:
    answer = answers(ended)[id]
    assert answer["result"]["isError"]
    assert len(json.dumps(answer)) < 4_000


def test_client_that_leaves_in_the_middle_of_an_answer_is_no_failure(
    published: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def left(*_: object) -> None:
        raise ExceptionGroup("of the task group", [BrokenPipeError()])

    monkeypatch.setattr("service.mcp.run.anyio.run", left)
    monkeypatch.setattr("service.mcp.run.signal.signal", lambda *_: None)
    run(published)


def test_line_that_is_no_json_is_answered(ended: subprocess.CompletedProcess[str]) -> None:
    assert answers(ended)[None]["error"]["code"] == -32700
