"""Neighbours of all titles on a Dask cluster that loses workers, its scheduler, or whoever asked."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.faults.all_neighbours import Invented, K, Lethal, assert_best_by_brute_force
from tests.faults.dask_cluster import ROOT, DaskCluster, Place, free_port
from tests.faults.network_namespaces import HOST, NoNamespaces, network_namespaces
from tests.faults.report import record
from tests.faults.scale import IS_SOAK, rounds
from training import block_files
from training.backends import JoblibBackend
from training.block_files import BlockFile
from training.dask_backend import DaskBackend
from training.neighbours import write_neighbours
from training.version_nearest import VersionNearest

pytest.importorskip("distributed", reason="dask is not installed")

N_TITLES = rounds(usual=600, soak=20_000)
N_WORKERS = 4
N_BLOCKS = rounds(usual=40, soak=80)
_SIZE = N_TITLES // N_BLOCKS

only_in_soak = pytest.mark.skipif(not IS_SOAK, reason="only `make soak` waits for so many processes")

_COORDINATOR = """
import os, signal, sys
from pathlib import Path
from training import block_files
from training.dask_backend import DaskBackend
from training.neighbours import write_neighbours
from training.version_nearest import VersionNearest
from recsys.artifact import open_model

version, out, address, size, most, k = sys.argv[1:]
block_files.BLOCK = int(size)

def tell(done, _):
    if done >= int(most):
        os.kill(os.getpid(), signal.SIGKILL)

nearest = VersionNearest.at(Path(version), sharing=False)
model = open_model(version)
write_neighbours(model, Path(out), k=int(k), nearest=nearest, backend=DaskBackend(address), tell=tell)
"""


@pytest.fixture(autouse=True)
def small_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    """As many files as there would be of a large catalogue."""
    monkeypatch.setattr(block_files, "BLOCK", _SIZE)


@pytest.fixture(scope="module")
def invented(tmp_path_factory: pytest.TempPathFactory) -> Invented:
    return Invented.of(N_TITLES, tmp_path_factory.mktemp("invented"))


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DaskCluster]:
    """Four workers, each a process."""
    log = tmp_path_factory.mktemp("cluster") / "log"
    host = Place().host
    with DaskCluster(host, free_port(host), [Place()] * N_WORKERS, log).running() as running:
        yield running


@pytest.fixture
def written_files(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """How often the file of each block was written."""
    counter: Counter[str] = Counter()
    write = BlockFile.write

    def counted(self: BlockFile, found: block_files.FoundBlock) -> None:
        counter[self.path.name] += 1
        write(self, found)

    monkeypatch.setattr(BlockFile, "write", counted)
    return counter


def after_blocks(*moments: int, disturb: Callable[[int], None]) -> Callable[[int, str], None]:
    """What disturbs a run each time after so many of its blocks."""
    numbers = {moment * _SIZE: number for number, moment in enumerate(moments)}

    def tell(done: int, doing: str) -> None:
        if doing == "Neighbours" and done in numbers:
            disturb(numbers[done])

    return tell


def disturbed(invented: Invented, cluster: DaskCluster, out: Path, tell: Callable[[int, str], None]) -> bytes:
    nearest = VersionNearest.at(invented.version, sharing=False)
    backend = DaskBackend(cluster.address)
    write_neighbours(invented.model, out, k=K, nearest=nearest, backend=backend, tell=tell)
    return out.read_bytes()


def test_a_cluster_writes_what_brute_force_finds_and_what_threads_and_processes_write(
    invented: Invented, cluster: DaskCluster, tmp_path: Path
) -> None:
    assert_best_by_brute_force(invented.model, invented.expected)
    for name, backend in (
        ("threads", JoblibBackend("threading", 2)),
        ("loky", JoblibBackend("loky", 2)),
        ("dask", DaskBackend(cluster.address)),
    ):
        assert invented.written(tmp_path / f"{name}.jsonl.gz", backend) == invented.expected, name
    record(
        "neighbours of all titles by threads, loky, and a Dask cluster of 4 worker processes",
        f"{N_TITLES} titles, {N_BLOCKS} blocks",
        "byte for byte the same file; every score the one of brute force",
    )


@only_in_soak
def test_workers_in_networks_of_their_own_write_the_same(invented: Invented, tmp_path: Path) -> None:
    try:
        with (
            network_namespaces(N_WORKERS) as places,
            DaskCluster(HOST, free_port(HOST), places, tmp_path / "log").running() as cluster,
        ):
            found = invented.written(tmp_path / "near.jsonl.gz", DaskBackend(cluster.address))
    except NoNamespaces as error:
        pytest.skip(str(error))
    assert found == invented.expected
    record(
        "the same, each worker in a network namespace of its own",
        f"{N_TITLES} titles, {N_WORKERS} namespaces",
        "byte for byte the same file",
    )


def test_workers_are_killed_and_no_finished_block_is_found_again(
    invented: Invented, cluster: DaskCluster, tmp_path: Path, written_files: Counter[str]
) -> None:
    n_kills = rounds(usual=1, soak=20)
    moments = range(3, 3 * n_kills + 1, 3)  # until its turn comes again, a worker is back at work
    tell = after_blocks(*moments, disturb=cluster.kill_worker)
    assert disturbed(invented, cluster, tmp_path / "near.jsonl.gz", tell) == invented.expected
    assert len(written_files) == N_BLOCKS == written_files.total()
    record(
        "kill -9 of a Dask worker, during one run of the neighbours of all titles",
        f"{n_kills} kills, {N_TITLES} titles",
        f"byte for byte the same file; each of {N_BLOCKS} blocks was handed over once",
    )


@only_in_soak
def test_a_scheduler_that_is_killed_and_comes_back_goes_on(
    invented: Invented, cluster: DaskCluster, tmp_path: Path, written_files: Counter[str]
) -> None:
    tell = after_blocks(3, disturb=lambda _: cluster.restart_scheduler())
    assert disturbed(invented, cluster, tmp_path / "near.jsonl.gz", tell) == invented.expected
    assert len(written_files) == N_BLOCKS == written_files.total()
    record(
        "kill -9 of the Dask scheduler during a run, and a new one at the same address",
        f"{N_TITLES} titles",
        f"byte for byte the same file; each of {N_BLOCKS} blocks was written once",
    )


@only_in_soak
def test_a_block_that_dask_gave_up_is_handed_in_again(
    invented: Invented, cluster: DaskCluster, tmp_path: Path
) -> None:
    deaths = tmp_path / "deaths"
    deaths.mkdir()
    nearest = Lethal(VersionNearest.at(invented.version, sharing=False), deaths, N_WORKERS)
    out = tmp_path / "near.jsonl.gz"
    write_neighbours(invented.model, out, k=K, nearest=nearest, backend=DaskBackend(cluster.address))
    assert out.read_bytes() == invented.expected
    assert len(list(deaths.iterdir())) == N_WORKERS  # one more than Dask bears


def test_a_run_that_was_killed_goes_on_with_another_backend(
    invented: Invented, cluster: DaskCluster, tmp_path: Path, written_files: Counter[str]
) -> None:
    out, most = tmp_path / "near.jsonl.gz", N_TITLES // 2
    given = [str(it) for it in (invented.version, out, cluster.address, _SIZE, most, K)]
    killed = subprocess.run([sys.executable, "-c", _COORDINATOR, *given], cwd=ROOT, check=False)
    assert killed.returncode == -signal.SIGKILL
    assert not out.exists()
    (work,) = (path for path in tmp_path.iterdir() if ".blocks-" in path.name)
    finished = {path.name for path in work.iterdir()}
    assert len(finished) == N_BLOCKS // 2
    assert invented.written(out, JoblibBackend("threading", 2)) == invented.expected
    assert not finished & written_files.keys()
    assert [path.name for path in tmp_path.iterdir()] == [out.name]
    record(
        "kill -9 of `recsys neighbours` on a cluster; threads go on",
        f"{N_TITLES} titles",
        f"byte for byte the same file; {N_BLOCKS // 2} of {N_BLOCKS} blocks were kept, the others found",
    )
