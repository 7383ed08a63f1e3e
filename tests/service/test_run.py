"""The service in a process of its own, as an operator runs it."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

CODE = """
import sys
from pathlib import Path
from service.run import run
from service.settings import Settings
run(Settings(host="127.0.0.1", port=0, model=Path(sys.argv[1])))
"""


@pytest.fixture
def process(published: Path) -> Iterator[subprocess.Popen[str]]:
    root = Path(__file__).parents[2]
    command = [sys.executable, "-c", CODE, str(published)]
    environment = {**os.environ, "PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, cwd=root, env=environment) as process:
        yield process
        process.kill()


def address(process: subprocess.Popen[str]) -> str:
    """Wait for the line in which uvicorn tells the port that the system chose."""
    assert process.stderr is not None
    for line in process.stderr:
        if (found := re.search(r"http://127\.0\.0\.1:\d+", line)) is not None:
            return found[0]
    pytest.fail("the server ended before it listened")


def test_service_serves_and_ends_when_it_is_told_to(process: subprocess.Popen[str]) -> None:
    base = address(process)
    with urllib.request.urlopen(f"{base}/v1/titles?q=moss", timeout=30) as answer:  # noqa: S310 - own server
        assert json.load(answer)["results"][0]["id"] == "moss-garden-2015"
        assert answer.headers["server"] is None
    process.send_signal(signal.SIGTERM)
    assert process.wait(timeout=30) in (0, -signal.SIGTERM)
