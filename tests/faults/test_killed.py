"""Training and publication are killed at any moment: the old model is served, and the next run succeeds."""

from __future__ import annotations

import json
import os
from pathlib import Path

import numpy as np
import pytest

from recsys.catalogue import read_catalogue
from tests.faults.disturbed import Disturbed
from tests.faults.failing_disk import disk
from tests.faults.mortal import KILLED, TOLD, duration, ended, publishing, started, training
from tests.faults.report import record
from tests.faults.scale import rounds
from tests.faults.tiny_artifact import Published, tiny_model
from training.pipeline import train

pytestmark = [
    pytest.mark.skipif(not hasattr(os, "fork"), reason="processes are forked"),
    pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning"),
]

ROWS = [{"id": id, "title": id.title(), "genres": ["drama"]} for id in ("fine", "good", "new")]


@pytest.fixture(scope="module")
def old(tmp_path_factory: pytest.TempPathFactory) -> Published:
    """The model that is served."""
    return Published.of(tiny_model("fine", "good"), tmp_path_factory.mktemp("old"))


@pytest.fixture(scope="module")
def catalogue(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the next model is trained from."""
    path = tmp_path_factory.mktemp("catalogue") / "titles.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in ROWS), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def disturbed(old: Published, catalogue: Path, tmp_path_factory: pytest.TempPathFactory) -> Disturbed:
    """The folder in which processes are killed."""
    new = Published.of(train(read_catalogue(catalogue).catalogue), tmp_path_factory.mktemp("new"))
    return Disturbed(tmp_path_factory.mktemp("killed") / "artifact", old, new)


def test_killed_publication_leaves_the_old_model_whatever_it_was_about_to_change(
    disturbed: Disturbed,
) -> None:
    disturbed.set_up()
    with disk(0, lambda _: None) as undisturbed:
        disturbed.publish_again()
    n_kills, n_changes = rounds(usual=2, soak=100), len(undisturbed.kinds)
    # Half of them among the last thirty changes, where files get their names; the others anywhere.
    last = np.linspace(n_changes - 30, n_changes, n_kills // 2, dtype=int)
    points = [*np.linspace(1, n_changes - 31, n_kills - len(last), dtype=int).tolist(), *last.tolist()]
    n_old = 0
    for at in points:
        disturbed.set_up()
        code = ended(started(publishing, disturbed.new.folder, disturbed.folder, at))
        assert code == KILLED, f"change {at}"
        n_old += disturbed.is_old()
        disturbed.publish_again()
    record(
        "kill -9 of a publication, before one of its changes to the disk",
        f"{len(points)} of {n_changes} changes",
        f"served whole every time: {n_old} times the old model, {len(points) - n_old} times the new one, "
        "which the pointer named already; the next run succeeded and cleared what was left",
    )


def test_killed_training_leaves_the_old_model_at_any_moment(disturbed: Disturbed, catalogue: Path) -> None:
    disturbed.set_up()
    whole = duration(training, catalogue, disturbed.folder)
    disturbed.is_as_after_a_sound_publication()
    n_kills, n_old, n_too_late = rounds(usual=2, soak=100), 0, 0
    rng = np.random.default_rng(0)
    for kill in range(n_kills):
        disturbed.set_up()
        moment = (kill + rng.random()) / n_kills * whole
        code = ended(started(training, catalogue, disturbed.folder), after=moment)
        n_too_late += code != KILLED
        n_old += disturbed.is_old()
        if kill % 2:
            disturbed.publish_again()
        else:
            told = disturbed.folder.with_name(TOLD)
            assert ended(started(training, catalogue, disturbed.folder)) == 0, told.read_text()
            disturbed.is_as_after_a_sound_publication()
    record(
        "kill -9 of `recsys train`, at random moments of its whole duration",
        f"{n_kills} kills within {whole:.2f} s",
        f"served whole every time: {n_old} times the old model, {n_kills - n_old} times the new one; "
        f"{n_too_late} runs were faster; the next run succeeded and cleared what was left",
    )
