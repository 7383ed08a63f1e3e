from __future__ import annotations

import json
from pathlib import Path

import pytest

from recsys import open_model
from recsys.neighbours import StoredNeighbours
from tests.cli.conftest import Run
from training import stored_neighbours as module


def stored(folder: Path) -> StoredNeighbours | None:
    return open_model(folder).neighbours


def test_nothing_is_stored_unless_it_is_asked_for(run: Run, catalogue: Path, tmp_path: Path) -> None:
    assert run("train", catalogue, "--out", tmp_path / "new").exit_code == 0
    assert stored(tmp_path / "new") is None


def test_neighbours_are_stored_in_the_model_and_their_blocks_are_gone(
    run: Run, catalogue: Path, tmp_path: Path
) -> None:
    assert run("train", catalogue, "--out", tmp_path / "new", "--neighbours", 4).exit_code == 0
    found = stored(tmp_path / "new")
    assert found is not None
    assert (found.k, found.n_titles) == (4, 10)
    assert list((tmp_path / "new").glob(".neighbours-*")) == []


def test_lists_are_the_same_with_and_without_them(run: Run, catalogue: Path, tmp_path: Path) -> None:
    lists = []
    for name, k in (("with", 9), ("without", 0)):
        run("train", catalogue, "--out", tmp_path / name, "--neighbours", k)
        answer = json.loads(run("similar", "The Lantern", "--model", tmp_path / name, "--json").stdout)
        lists.append(answer["results"])
    assert lists[0] == lists[1]


def test_a_run_that_was_killed_while_publishing_has_not_lost_its_blocks(
    run: Run, catalogue: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "new"
    with monkeypatch.context() as patch:
        patch.setattr("recsys.additions.publish_trained", lambda *_: 1 / 0)
        run("train", catalogue, "--out", out, "--neighbours", 4)
    (work,) = out.glob(".neighbours-*")
    monkeypatch.setattr(module, "NearestByIndex", lambda *_, **__: None)  # nothing is looked for again
    assert run("train", catalogue, "--out", out, "--neighbours", 4).exit_code == 0
    assert not work.exists()


def test_fewer_neighbours_than_none_are_refused(run: Run, catalogue: Path, tmp_path: Path) -> None:
    result = run("train", catalogue, "--out", tmp_path / "new", "--neighbours", -1)
    assert result.exit_code == 2
    assert not (tmp_path / "new").exists()
