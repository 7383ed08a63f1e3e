from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from recsys.errors import ArtifactError
from tests.faults.tiny_artifact import Published, tiny_model
from training.nearest import NearestByIndex
from training.version_nearest import VersionNearest

ROWS = np.arange(2)


@pytest.fixture
def published(tmp_path: Path) -> Published:
    return Published.of(tiny_model("fine", "good", "new"), tmp_path / "artifact")


def test_it_finds_what_the_model_finds_that_was_published(published: Published) -> None:
    of_memory = NearestByIndex(tiny_model("fine", "good", "new"), sharing=False).of(ROWS, 2)
    of_version = VersionNearest.at(published.version, sharing=False).of(ROWS, 2)
    assert of_version.rows.tolist() == of_memory.rows.tolist()
    assert of_version.scores.tolist() == of_memory.scores.tolist()


def test_another_model_at_the_same_place_is_refused(published: Published, tmp_path: Path) -> None:
    nearest = VersionNearest.at(published.version, sharing=False)
    other = Published.of(tiny_model("fine", "other"), tmp_path / "other")
    shutil.rmtree(published.version)
    other.version.rename(published.version)
    with pytest.raises(ArtifactError, match=r"does not have the model that was asked for.* same path"):
        nearest.of(ROWS, 1)


def test_a_worker_that_sees_no_model_there_says_so(published: Published) -> None:
    nearest = VersionNearest.at(published.version, sharing=False)
    shutil.rmtree(published.version)
    with pytest.raises(ArtifactError, match=r"does not have the model.* no readable manifest"):
        nearest.of(ROWS, 1)


def test_files_that_were_damaged_are_refused(published: Published) -> None:
    nearest = VersionNearest.at(published.version, sharing=False)
    largest = max(published.version.glob("*.npy"), key=lambda path: path.stat().st_size)
    raw = bytearray(largest.read_bytes())
    raw[-1] ^= 1
    largest.write_bytes(raw)
    with pytest.raises(ArtifactError, match="is not the file that was published"):
        nearest.of(ROWS, 1)


def test_a_worker_with_another_release_is_refused(published: Published) -> None:
    nearest = replace(VersionNearest.at(published.version, sharing=False), code="0" * 64)
    with pytest.raises(ArtifactError, match="another release of recsys"):
        nearest.of(ROWS, 1)
