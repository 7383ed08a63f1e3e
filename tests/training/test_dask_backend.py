from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest

from recsys.errors import ArtifactError
from tests.faults.dask_cluster import DaskCluster, Place, free_port
from tests.faults.tiny_artifact import Published, tiny_model
from training import dask_backend as module
from training.backends import WorkersLost
from training.block_run import Span
from training.dask_backend import DaskBackend
from training.version_nearest import VersionNearest

pytest.importorskip("distributed", reason="dask is not installed")


def test_a_scheduler_that_does_not_come_back_is_waited_for_so_long_and_no_longer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "PATIENCE", 1.0)
    published = Published.of(tiny_model("fine", "good"), tmp_path)
    nearest = VersionNearest.at(published.version, sharing=False)
    backend = DaskBackend(f"tcp://127.0.0.1:{free_port('127.0.0.1')}")
    with pytest.raises(WorkersLost, match="was waited for 1 s") as told:
        list(backend.results([partial(Span(0, 2, 1).found_by, nearest)]))
    assert told.value.for_good


def test_a_worker_without_our_code_is_told_of(tmp_path: Path) -> None:
    published = Published.of(tiny_model("fine", "good"), tmp_path)
    nearest = VersionNearest.at(published.version, sharing=False)
    preload, host = tmp_path / "preload.py", Place().host
    preload.write_text("import sys\nsys.modules['training'] = None\n")
    lacking = Place(within=("env", f"DASK_DISTRIBUTED__WORKER__PRELOAD={preload}"))
    with (
        DaskCluster(host, free_port(host), [lacking], tmp_path / "log").running() as cluster,
        pytest.raises(ArtifactError, match=r"the worker on .* has not this release of recsys"),
    ):
        list(DaskBackend(cluster.address).results([partial(Span(0, 2, 1).found_by, nearest)]))
