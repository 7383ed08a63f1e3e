"""A training whose parts are worked on by a Dask cluster: the same model, whoever dies."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from recsys.errors import BadData
from recsys.model import Model
from tests.faults.dask_cluster import DaskCluster, Place, free_port
from tests.faults.report import record
from tests.faults.scale import rounds
from tests.training.partitioned.tables_in_parts import related_rows, train_parts, write_parts
from training.columnar.model import train_columns
from training.columnar.reading import read_columns
from training.dask_backend import DaskBackend
from training.partitioned.rounds import Tell

pytest.importorskip("distributed", reason="dask is not installed")
N_WORKERS = 2
N_PARTS = 6
N_TITLES = rounds(usual=60, soak=600)


@pytest.fixture(scope="module")
def parts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("catalogue")
    write_parts(folder, related_rows(N_TITLES), [row % N_PARTS for row in range(N_TITLES)], n_parts=N_PARTS)
    return folder


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DaskCluster]:
    host, log = Place().host, tmp_path_factory.mktemp("cluster") / "log"
    with DaskCluster(host, free_port(host), [Place()] * N_WORKERS, log).running() as running:
        yield running


def trained(parts: Path, cluster: DaskCluster, work: Path, tell: Tell = lambda *_: None) -> Model:
    return train_parts(parts / "parts", work=work, backend=DaskBackend(cluster.address), tell=tell)


def assert_is_that_of_one_file(model: Model, parts: Path) -> None:
    expected = train_columns(read_columns(parts / "together.parquet")).arrays()
    found = model.arrays()
    assert found.keys() == expected.keys()
    assert all(found[name].tobytes() == array.tobytes() for name, array in expected.items())


def test_parts_that_a_cluster_works_on_give_the_model_of_one_file(
    parts: Path, cluster: DaskCluster, tmp_path: Path
) -> None:
    assert_is_that_of_one_file(trained(parts, cluster, tmp_path / "work"), parts)


def test_workers_are_killed_and_the_model_is_the_same(
    parts: Path, cluster: DaskCluster, tmp_path: Path
) -> None:
    steps = ("count_part", "count_people", "measure_part", "weigh_part")[: rounds(usual=1, soak=4)]
    killed: list[str] = []

    def kill(step: str, done: int, _: int) -> None:
        if step in steps and done == 1 and step not in killed:
            killed.append(step)
            cluster.kill_worker(len(killed))

    model = trained(parts, cluster, tmp_path / "work", kill)
    assert tuple(killed) == steps
    assert_is_that_of_one_file(model, parts)
    record(
        "kill -9 of a Dask worker, during a training on parts",
        f"{len(killed)} kills, {N_PARTS} parts, {N_TITLES} titles",
        "byte for byte the model of one file",
    )


def test_what_is_wrong_in_a_part_is_told_as_it_is_on_one_machine(
    parts: Path, cluster: DaskCluster, tmp_path: Path
) -> None:
    (tmp_path / "parts").mkdir()
    (tmp_path / "parts" / "part-0.parquet").write_bytes(b"PAR1 but nothing else")
    with pytest.raises(BadData, match=r"part-0\.parquet") as here:
        train_parts(tmp_path / "parts", work=tmp_path / "here")
    with pytest.raises(BadData, match=r"part-0\.parquet") as there:
        trained(tmp_path, cluster, tmp_path / "there")
    assert str(there.value) == str(here.value)
