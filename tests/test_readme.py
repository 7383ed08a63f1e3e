"""What README.md shows is what happens."""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import sys
from doctest import ELLIPSIS, OutputChecker
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from recsys import load_builtin
from recsys.cli.serve import EXAMPLES
from service.app import create_app
from service.settings import Settings

README = (Path(__file__).resolve().parents[1] / "README.md").read_text(encoding="utf-8")
# In the order in which they stand: the later ones need what the earlier ones made.
COMMANDS = [
    (command, output)
    for block in re.findall(r"^```console\n(.*?)^```$", README, re.DOTALL | re.MULTILINE)
    for command, output in re.findall(
        r"^\$ (recsys [^\n]*)\n(.*?)(?=^\$ |\Z)", block, re.DOTALL | re.MULTILINE
    )
]
REQUESTS = re.findall(r"^curl 'http://127\.0\.0\.1:8000(\S+)'(?:[^\n]* -d '([^']*)')?$", README, re.MULTILINE)


LISTS = re.findall(r"^```text\n(.*?)^```$", README, re.DOTALL | re.MULTILINE)


def run(command: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """What a command of this project writes, as a reader without any model would get it."""
    _, *arguments = shlex.split(command)
    environment = {**os.environ, "RECSYS_HOME": str(folder / "home"), "PYTHONUTF8": "1"}
    environment.pop("RECSYS_MODEL", None)
    finished = subprocess.run(
        [sys.executable, "-m", "recsys", *arguments],
        cwd=folder,
        env=environment,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert finished.returncode == 0, finished.stderr
    return finished


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with nothing but the catalogue and the list that the document shows."""
    folder = tmp_path_factory.mktemp("readme")
    (rows,) = re.findall(r"^```json\n(.*?)^```$", README, re.DOTALL | re.MULTILINE)
    (folder / "mine.jsonl").write_text(rows, encoding="utf-8")
    (folder / "seen.txt").write_text(LISTS[0], encoding="utf-8")
    return folder


def test_the_first_example_is_the_one_that_the_service_shows_first() -> None:
    assert COMMANDS[0][0] == EXAMPLES[0][0]


@pytest.mark.parametrize(("command", "output"), COMMANDS, ids=[command for command, _ in COMMANDS])
def test_a_command_prints_what_the_document_shows(command: str, output: str, folder: Path) -> None:
    printed = run(command, folder).stdout
    assert OutputChecker().check_output(output, printed, ELLIPSIS), printed


def test_what_became_of_a_history_is_told_as_the_document_shows(folder: Path) -> None:
    (command,) = [command for command, _ in COMMANDS if "--history" in command]
    assert run(command, folder).stderr.endswith(LISTS[1])


def test_the_requests_of_the_document_are_answered(builtin_folder: Path) -> None:
    with TestClient(create_app(builtin_folder, Settings())) as client:
        answers = [
            client.post(path, json=json.loads(body)) if body else client.get(path) for path, body in REQUESTS
        ]
    assert [answer.status_code for answer in answers] == [200, 200]
    assert all(answer.json()["results"] for answer in answers)


def test_the_number_of_titles_is_told_as_it_is() -> None:
    assert f"has {len(load_builtin())} titles" in README
