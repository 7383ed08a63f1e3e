"""One small synthetic catalogue and its model, for all tests of the benchmarks of speed."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.sized_model import catalogue_file, model_folder
from recsys.artifact import open_model
from recsys.model import Model

N_TITLES = 400


@pytest.fixture(scope="session")
def work(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Folder of the benchmarks' files; holds a catalogue of 400 titles."""
    folder = tmp_path_factory.mktemp("bench")
    catalogue_file(N_TITLES, folder)
    return folder


@pytest.fixture(scope="session")
def folder(work: Path) -> Path:
    """The published model of that catalogue; not to be written to."""
    return model_folder(N_TITLES, work)


@pytest.fixture(scope="session")
def model(folder: Path) -> Model:
    """The same model, opened."""
    return open_model(folder)
