"""A model of invented titles, trained once, and the command to ask it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from recsys.catalogue import read_catalogue
from recsys.cli import app
from recsys.publication import publish
from tests.cli.small_catalogue import ROWS
from training.pipeline import train

Run = Callable[..., Result]


@pytest.fixture
def run() -> Run:
    """The command line in this process: `run("similar", "The Lantern", …)`."""

    def invoke(*arguments: object, **settings: str | bytes) -> Result:
        return CliRunner().invoke(app, [str(argument) for argument in arguments], **settings)  # type: ignore[arg-type]

    return invoke


@pytest.fixture(scope="session")
def catalogue(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("catalogue") / "invented.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in ROWS), encoding="utf-8")
    return path


@pytest.fixture(scope="session")
def model(catalogue: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("artifacts") / "invented"
    publish(train(read_catalogue(catalogue, strict=True).catalogue), folder)
    return folder
