"""Several processes over one model: forked when all is loaded, replaced when they die, ended in peace."""

from __future__ import annotations

import http.client
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from recsys.model import Model
from recsys.publication import publish
from tests.service.free_port import free_port

pytest.importorskip("gunicorn", reason="several workers need gunicorn, of the extra `fast`")
CODE = """
import sys
from pathlib import Path
from service.run import run
from service.settings import Settings
run(Settings(host="127.0.0.1", port=int(sys.argv[2]), model=Path(sys.argv[1]), workers=2, watch_seconds=0.1))
"""
MOST_PRIVATE_MB = 80


@pytest.fixture(scope="module")
def port(published: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[int, Path, int]]:
    """Port, folder and process of a service with two workers."""
    import shutil

    folder = Path(shutil.copytree(published, tmp_path_factory.mktemp("workers") / "small"))
    number = free_port()
    command = [sys.executable, "-c", CODE, str(folder), str(number)]
    with subprocess.Popen(command, stderr=subprocess.DEVNULL, cwd=Path(__file__).parents[2]) as process:
        try:
            assert eventually(lambda: version(number) != "" and len(children(process.pid)) == 2)
            yield number, folder, process.pid
        finally:
            process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=20) == 0


def eventually(holds: Callable[[], bool], seconds: float = 60) -> bool:
    end = time.perf_counter() + seconds
    while not (found := holds()) and time.perf_counter() < end:
        time.sleep(0.05)
    return found


def version(port: int) -> str:
    """The version that whichever worker answers serves; empty if none does."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    try:
        connection.request("GET", "/readyz")
        response = connection.getresponse()
        return str(json.load(response)["model"]["version"]) if response.status == 200 else ""
    except OSError:
        return ""
    finally:
        connection.close()


def status_of(port: int, version: str) -> int:
    """What whichever worker answers says to whoever names a version; 0 if none does."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    try:
        connection.request("GET", "/v1/model", headers={"recsys-model": version})
        response = connection.getresponse()
        assert response.status != 200 or json.load(response)["version"] == version
        return response.status
    except OSError:
        return 0
    finally:
        connection.close()


def children(pid: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def private_mb(pid: int) -> float:
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    return sum(int(line.split()[1]) for line in lines if line.startswith("Private_")) / 1024


def test_killed_worker_is_replaced(port: tuple[int, Path, int]) -> None:
    number, _, pid = port
    before = children(pid)
    os.kill(before[0], signal.SIGKILL)
    assert eventually(lambda: len(set(children(pid)) - {before[0]}) == 2)
    assert version(number)


def test_every_worker_follows_the_pointer(port: tuple[int, Path, int], smaller_model: Model) -> None:
    number, folder, _ = port
    newer = publish(smaller_model, folder).info.version
    # Each new connection is taken by either worker: both must have swapped for a long run of one answer.
    assert eventually(lambda: {version(number) for _ in range(16)} == {newer})


def test_worker_that_takes_a_dead_ones_place_serves_what_is_current(
    port: tuple[int, Path, int], model: Model, smaller_model: Model
) -> None:
    number, folder, pid = port
    newer = publish(smaller_model, folder).info.version
    assert newer != model.info.version  # that of the service's start
    assert eventually(lambda: {version(number) for _ in range(16)} == {newer})
    assert eventually(lambda: len(children(pid)) == 2)
    killed, _ = children(pid)
    os.kill(killed, signal.SIGKILL)
    seen: set[str] = set()
    while len(set(children(pid)) - {killed}) < 2:
        seen.add(version(number))
    seen |= {version(number) for _ in range(32)}
    assert seen <= {newer, ""}


def test_worker_lets_replaced_models_go(
    port: tuple[int, Path, int], model: Model, smaller_model: Model
) -> None:
    number, folder, pid = port
    for each in (model, smaller_model) * 3:
        wanted = publish(each, folder).info.version
        assert eventually(lambda wanted=wanted: {version(number) for _ in range(16)} == {wanted})  # type: ignore[misc]
    for child in children(pid):
        mapped = Path(f"/proc/{child}/maps").read_text()
        n_versions = sum(each.info.version in mapped for each in (model, smaller_model))
        n_maps = mapped.count(f"{folder}/")
        n_files = len(list((folder / wanted).glob("*.npy")))
        assert n_maps <= (n_versions + 1) * n_files, "a model that was replaced is still mapped"


@pytest.mark.skipif(not Path("/proc/self/smaps_rollup").exists(), reason="only Linux tells of shared memory")
def test_worker_shares_what_was_loaded_before_it_began(port: tuple[int, Path, int]) -> None:
    _, _, pid = port
    assert max(private_mb(child) for child in children(pid)) < MOST_PRIVATE_MB


def test_every_worker_still_answers_by_the_version_before(
    port: tuple[int, Path, int], model: Model, smaller_model: Model
) -> None:
    number, folder, _ = port
    for each in (model, smaller_model):
        newer = publish(each, folder).info.version
        assert eventually(lambda newer=newer: {version(number) for _ in range(16)} == {newer})  # type: ignore[misc]
    assert {status_of(number, model.info.version) for _ in range(16)} == {200}


def test_worker_that_takes_a_dead_ones_place_opens_the_version_before(
    port: tuple[int, Path, int], model: Model, smaller_model: Model
) -> None:
    number, folder, pid = port
    older = newer = ""
    for each in (smaller_model, model):
        older, newer = newer, publish(each, folder).info.version
        assert eventually(lambda newer=newer: {version(number) for _ in range(16)} == {newer})  # type: ignore[misc]
    os.kill(children(pid)[0], signal.SIGKILL)
    asked: set[int] = set()

    def all_answer() -> bool:
        statuses = {status_of(number, older) for _ in range(16)}
        asked.update(statuses)
        return statuses == {200}

    assert eventually(all_answer)
    assert asked <= {0, 200, 503}
