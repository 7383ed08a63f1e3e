"""Settings of all tests: repeatable examples, and models in a folder of this run."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from filelock import FileLock
from hypothesis import settings

from recsys import Model
from training.builtin import NAME, builtin_model

# Repeatable: every run draws the same examples, so that a failure in one place is one in all.
# Fifty of each keep the suite under ten minutes; --hypothesis-profile=explore draws a thousand others.
settings.register_profile("repeatable", derandomize=True, deadline=None, max_examples=30)
settings.register_profile("explore", max_examples=1_000, deadline=None)
settings.load_profile("repeatable")


@pytest.fixture(scope="session")
def folder_of_the_run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that all processes of `make test` share; each of them has its own beneath it."""
    own = tmp_path_factory.getbasetemp()
    return own.parent if "PYTEST_XDIST_WORKER" in os.environ else own


@pytest.fixture(scope="session", autouse=True)
def home_of_the_tests(folder_of_the_run: Path) -> Iterator[Path]:
    """Models are published in a folder of this run, never in the developer's artifacts/."""
    home = folder_of_the_run / "home"
    home.mkdir(exist_ok=True)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("RECSYS_HOME", str(home))
        yield home


@pytest.fixture(scope="session")
def builtin(home_of_the_tests: Path) -> Model:
    """The model of the built-in catalogue, as published; trained by the process that asks for it first."""
    with FileLock(home_of_the_tests / ".trained-by-one"):
        return builtin_model(home_of_the_tests)


@pytest.fixture(scope="session")
def builtin_folder(home_of_the_tests: Path, builtin: Model) -> Path:
    """Where the built-in model is published; not to be written to."""
    return home_of_the_tests / NAME
