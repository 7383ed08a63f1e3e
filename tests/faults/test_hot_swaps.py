"""Models are swapped under load, one in ten of them corrupt: nobody notices but by the answers' version."""

from __future__ import annotations

import asyncio
import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from time import perf_counter

import pytest

from tests.faults.ending import children, served_to_its_end
from tests.faults.keep_alive import Answer, KeptConnection, Lost, connecting, get, post
from tests.faults.report import record
from tests.faults.scale import IS_SOAK, rounds
from tests.faults.service_process import Process
from tests.faults.swapped_folder import SwappedFolder, version_of
from tests.faults.weight import Weight

pytestmark = pytest.mark.skipif(
    not Path("/proc/self/fd").exists(), reason="what a process holds stands in /proc"
)

N_SWAPS = rounds(usual=6, soak=10_000)
ONE_IN = rounds(usual=5, soak=10)
"""Every tenth swap is to something corrupt; a short run tries each kind once."""
N_CLIENTS = 4
N_SAMPLES = 200
GROWTH = 0.10
"""By how much the memory of the last fifth of a long run may differ from that of its second fifth."""
SOON = 20.0
"""Seconds within which every process follows the pointer, also on a busy machine."""
PAUSE = 0.004
"""Seconds between two questions of a client; without it clients and swaps share a core in halves."""
TOKEN = "of-nobody-but-this-test"
QUESTIONS: Mapping[str, bytes] = {
    "by id": get("/v1/titles/paper-lanterns-2019/similar?k=5"),
    "by name": get("/v1/similar?title=Moss+Garden&k=3"),
    "a name that only one version knows": get("/v1/similar?title=Harbour+Letters"),
    "by address": get("/v1/recommend?like=Night+Ferry&k=4"),
    "recommend": post("/v1/recommend", b'{"like":["Glass Orchard"],"k":5}'),
    "batch": post("/v1/batch", b'{"questions":[{"like":["Salt Road"],"k":3},{"text":"a detective"}]}'),
    "a title": get("/v1/titles/night-ferry-2016"),
    "the model": get("/v1/model"),
    "the page": get("/?like=Paper+Lanterns"),
}
RELOAD = post("/admin/reload", b"", f"Authorization: Bearer {TOKEN}")


@dataclass(frozen=True, slots=True)
class Expected:
    """What one version answers to one question."""

    status: int
    tag: str
    body: bytes

    @classmethod
    def of(cls, answer: Answer) -> Expected:
        """What an answer says."""
        return cls(answer.status, answer.header("etag"), answer.body)


@dataclass(slots=True)
class Seen:
    """What came of all questions, told as it happens."""

    expected: dict[tuple[str, str], Expected] = field(default_factory=dict)
    versions: Counter[str] = field(default_factory=Counter)
    statuses: Counter[int] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)
    slowest: float = 0.0

    def compare(self, name: str, answer: Answer, held: str) -> None:
        """Hold an answer against that of the version which it names."""
        version = answer.header("recsys-model")
        self.versions[version] += 1
        self.statuses[answer.status] += 1
        expected = self.expected.get((version, name))
        if expected is not None and held and held == expected.tag:
            expected = Expected(304, held, b"")
        if expected != Expected.of(answer) and len(self.wrong) < 10:
            self.wrong.append(f"{name} by {version}, holding {held!r}: {answer.head!r} {answer.body[:300]!r}")


async def client(connection: KeptConnection, turn: int, seen: Seen, over: asyncio.Event) -> None:
    """Ask until it is over, every question in turn; every second time holding an answer of some version."""
    names, versions = list(QUESTIONS), sorted({version for version, _ in seen.expected})
    while not over.is_set():
        turn += 1
        name = names[turn % len(names)]
        held = seen.expected[versions[turn % len(versions)], name].tag if turn // len(names) % 2 else ""
        request = QUESTIONS[name]
        if held:
            request = request.replace(b"\r\n", f"\r\nIf-None-Match: {held}\r\n".encode(), 1)
        began = perf_counter()
        try:
            seen.compare(name, await connection.ask(request), held)
        except (Lost, TimeoutError) as error:
            seen.wrong.append(f"{name}: {error!r}")
            return
        seen.slowest = max(seen.slowest, perf_counter() - began)
        await asyncio.sleep(PAUSE)


@dataclass(slots=True)
class Operator:
    """Whoever publishes, and looks at what the service makes of it."""

    folder: SwappedFolder
    looks: list[KeptConnection]
    good: str = ""
    n_refused: int = 0

    async def swap(self, number: int, *, is_told: bool) -> None:
        """Point to the next model, or to something corrupt, and see what is served then."""
        is_corrupt = number % ONE_IN == ONE_IN - 1
        kinds = self.folder.corrupt if is_corrupt else self.folder.sound
        pointer = kinds[(number // ONE_IN if is_corrupt else number) % len(kinds)]
        self.folder.point(pointer)
        if is_corrupt:
            self.n_refused += 1
        else:
            self.good = version_of(pointer)
        if is_told:
            document = json.loads((await self.looks[0].ask(RELOAD)).body)
            assert document["outcome"] == ("refused" if is_corrupt else "swapped"), document
            assert document["model"]["version"] == self.good
            assert (document["failure"] is not None) == is_corrupt
        for look in self.looks:
            await self._see(look, is_corrupt=is_corrupt)

    async def _see(self, look: KeptConnection, *, is_corrupt: bool) -> None:
        end = perf_counter() + SOON
        while True:
            document = json.loads((await look.ask(get("/readyz"))).body)
            failed = document["last_failure"] is not None
            if document["model"]["version"] == self.good and failed == is_corrupt:
                return
            assert perf_counter() < end, document
            await asyncio.sleep(0.002)


async def run(
    process: Process, folder: SwappedFolder, *, is_told: bool, n_looks: int, n_swaps: int = N_SWAPS
) -> None:
    """Swap as often as was promised, while clients ask."""
    seen, over, weights = Seen(), asyncio.Event(), []
    async with connecting(process.port) as connect:
        operator = Operator(folder, [await connect() for _ in range(n_looks)])
        for number in range(len(folder.sound)):  # each version in peace: what it answers
            await operator.swap(number, is_told=is_told)
            for name, request in QUESTIONS.items():
                answer = await operator.looks[0].ask(request)
                assert answer.header("recsys-model") == operator.good
                seen.expected[operator.good, name] = Expected.of(answer)
        pids = children(process.pid) or [process.pid]
        began = perf_counter()
        async with asyncio.TaskGroup() as asking:
            for turn in range(N_CLIENTS):
                asking.create_task(client(await connect(), 5 * turn, seen, over))
            for number in range(n_swaps):
                await operator.swap(number, is_told=is_told)
                assert not seen.wrong, "\n".join(seen.wrong)
                if number % max(n_swaps // N_SAMPLES, 1) == 0:
                    weights.append(Weight.of(pids))
            over.set()
    seconds = perf_counter() - began
    assert not seen.wrong, "\n".join(seen.wrong)
    assert set(seen.versions) == {version_of(pointer) for pointer in folder.sound}
    assert set(seen.statuses) == {200, 304, 404}
    assert (children(process.pid) or [process.pid]) == pids, "a process has died"
    told = flatness(weights)
    record(
        f"hot swaps under load, one in {ONE_IN} corrupt ({len(pids)} process{'es' * (len(pids) > 1)}, "
        f"{'told by POST /admin/reload' if is_told else 'following the pointer'})",
        f"{n_swaps:,} swaps, {operator.n_refused:,} corrupt, in {seconds:.0f} s",
        f"{seen.statuses.total():,} answers, 0 failed, each byte for byte that of the version it names; "
        f"every corrupt one refused; slowest answer {1000 * seen.slowest:.0f} ms; {told}",
    )


def flatness(weights: list[Weight]) -> str:
    """See that nothing grows with the number of swaps; return the figures."""
    fifth = max(len(weights) // 5, 1)
    early, late = weights[fifth : 2 * fifth], weights[-fifth:]
    before, after = (median(weight.megabytes for weight in part) for part in (early, late))
    # A model that was replaced keeps its files until it is collected: their number goes up and down.
    files, files_after = (max(weight.n_files for weight in part) for part in (early, late))
    threads, threads_after = (max(weight.n_threads for weight in part) for part in (early, late))
    told = (
        f"memory {before:.0f} MB in the second fifth and {after:.0f} MB in the last; "
        f"open files at most {files} and {files_after}, threads at most {threads} and {threads_after}"
    )
    if IS_SOAK:  # a short run is all warm-up
        assert abs(after / before - 1) < GROWTH, told
        assert files_after < 1.25 * files, told
        assert threads_after <= threads + 2, told
    return told


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> SwappedFolder:
    """Trained once."""
    return SwappedFolder.made_in(tmp_path_factory.mktemp("swaps") / "model")


@pytest.fixture
def process(request: pytest.FixtureRequest, folder: SwappedFolder, tmp_path: Path) -> Iterator[Process]:
    """A service over that folder."""
    settings = {"admin_token": TOKEN, "log_requests": "0", "metrics": "1", **request.param}
    folder.point(folder.sound[0])
    with served_to_its_end(folder.folder, tmp_path / "log", **settings) as process:
        yield process


@pytest.mark.parametrize("process", [{"watch_seconds": "0"}], indirect=True, ids=["one process"])
def test_swaps_that_the_operator_asks_for_fail_no_request(process: Process, folder: SwappedFolder) -> None:
    asyncio.run(run(process, folder, is_told=True, n_looks=1))


@pytest.mark.skipif(not IS_SOAK, reason="a second process is started only by `make soak`")
@pytest.mark.parametrize(
    "process", [{"watch_seconds": "0.005", "workers": "2"}], indirect=True, ids=["two processes"]
)
def test_swaps_that_every_process_follows_fail_no_request(process: Process, folder: SwappedFolder) -> None:
    pytest.importorskip("gunicorn")
    asyncio.run(run(process, folder, is_told=False, n_looks=8, n_swaps=N_SWAPS // 5))
