from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from service.watching.workers import FOLDER_VARIABLE, forget, share, shared_folder

WORKERS = """
import json, os, sys
from pathlib import Path

folder = Path(sys.argv[1])
from service.watching.workers import forget, share
share(folder)
from types import SimpleNamespace as ModelInfo
from service.watching.log import set_up_logging
from service.watching.noted import Noted
from service.watching.watch import Watch

off = "prometheus_client" not in sys.modules
watch = Watch()
descriptor = os.open(folder / "log", os.O_WRONLY | os.O_CREAT | os.O_APPEND)
handler = set_up_logging(watch, descriptor=descriptor)
import logging
log = logging.getLogger("service")
log.info("parent")
watch.serving(ModelInfo(version="old", fingerprint="f" * 64), 9)

def work(n, version):
    for _ in range(n):
        watch.answered("/v1", "GET", 200, 0.001, Noted("x"))
    watch.began()
    watch.reloaded("swapped")
    watch.serving(ModelInfo(version=version, fingerprint="f" * 64), 12)
    log.info("worker")
    handler.lines.close()

pids = []
for n, version in ((30, "one"), (12, "two")):
    pid = os.fork()
    if not pid:
        work(n, version)
        os._exit(0)
    pids.append(pid)
    os.waitpid(pid, 0)
# As a worker would be: what its parent served is not served.
asking = os.fork()
if not asking:
    first = watch.exposition()[0].decode()
    forget(pids[0])
    second = watch.exposition()[0].decode()
    (folder / "found.json").write_text(json.dumps([off, first, second]))
    os._exit(0)
os.waitpid(asking, 0)
log.info("parent again")
handler.lines.close()
"""


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> tuple[Any, ...]:
    """Whether nothing was loaded too early, what two workers counted, the same without one, and the log."""
    folder = tmp_path_factory.mktemp("workers")
    (folder / "counter_1.db").write_bytes(b"left by another run")
    subprocess.run([sys.executable, "-W", "error", "-c", WORKERS, folder], check=True, timeout=60)
    off, first, second = json.loads((folder / "found.json").read_text(encoding="utf-8"))
    log = [json.loads(line) for line in (folder / "log").read_text(encoding="utf-8").splitlines()]
    return off, values(first), values(second), log


def values(text: str) -> dict[str, float]:
    """The value of each series."""
    return {
        line.rpartition(" ")[0]: float(line.rpartition(" ")[2])
        for line in text.splitlines()
        if not line.startswith("#")
    }


COUNTED = 'recsys_request_seconds_count{method="GET",route="/v1",source="memory",status="2xx"}'


def test_what_two_workers_counted_is_summed(found: Any) -> None:
    _, first, _, _ = found
    assert first[COUNTED] == 42
    assert first['recsys_reloads_total{outcome="swapped"}'] == 2
    assert first["recsys_requests_in_flight"] == 2


def test_each_version_that_a_worker_serves_is_named_and_none_of_the_process_that_forks(found: Any) -> None:
    _, first, second, _ = found
    assert [[name for name in each if "recsys_model_titles" in name] for each in (first, second)] == [
        ['recsys_model_titles{version="one"}', 'recsys_model_titles{version="two"}'],
        ['recsys_model_titles{version="two"}'],
    ]


def test_what_a_dead_worker_counted_stays_and_what_it_was_doing_goes(found: Any) -> None:
    _, _, second, _ = found
    assert second[COUNTED] == 42
    assert second["recsys_requests_in_flight"] == 1


def test_memory_is_told_of_each_process(found: Any) -> None:
    _, first, _, _ = found
    assert sum(name.startswith("process_resident_memory_bytes{pid=") for name in first) >= 2


def test_nothing_loads_the_counters_before_the_folder_is_known(found: Any) -> None:
    assert found[0]


def test_each_process_writes_its_own_lines_once(found: Any) -> None:
    assert sorted(line["message"] for line in found[3]) == ["parent", "parent again", "worker", "worker"]


def test_a_single_process_shares_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(FOLDER_VARIABLE, raising=False)
    assert shared_folder() is None
    forget(1)


def test_only_what_the_last_run_counted_is_removed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(FOLDER_VARIABLE, "")
    for name in ("counter_9.db", "serving_9.json", "notes.txt"):
        (tmp_path / name).write_text("{}", encoding="utf-8")
    share(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["notes.txt"]
