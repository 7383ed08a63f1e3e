"""Several services over one folder while versions are published every moment: no list is of two versions."""

from __future__ import annotations

import asyncio
import itertools
import shutil
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter

import pytest
from starlette.testclient import TestClient

from recsys.artifact import open_model
from recsys.model import Model
from recsys.publication import publish
from service.app import create_app
from service.settings import Settings
from tests.faults.keep_alive import Answer, KeptConnection, Lost, connecting, get, post
from tests.faults.nginx_process import NGINX, WITHOUT_NGINX
from tests.faults.replicas import Replicas, replicas
from tests.faults.report import record
from tests.faults.scale import rounds
from tests.service.small_catalogue import small_catalogue
from training.pipeline import train

pytestmark = pytest.mark.skipif(NGINX is None, reason=WITHOUT_NGINX)

N_REPLICAS = 3
KEPT = 1
"""What is set where nobody sets anything."""
LEFT_OUT = (
    *("harbour-letters-2021", "salt-road-2024", "glass-orchard-2022", "kite-season-2025"),
    *("night-ferry-deckhand-2020", "tin-soldier-2018", "blue-umbrella-2012", "tin-soldier-2001"),
)[: rounds(usual=5, soak=8)]
N_PUBLICATIONS = rounds(usual=5, soak=400)
N_KILLED = rounds(usual=1, soak=60)
BETWEEN = 0.4
"""Seconds between two publications, in which each replica is to follow."""
PAUSES = (0.0, 0.01, 0.05, 1.1)
"""Seconds between two pages of a client: the last one is slower than versions come."""
PATIENCE = 5
"""How often a client comes again that was asked to."""
PAGES = (0, 3, 6)
LISTS: Mapping[str, tuple[bytes, ...]] = {
    "by id": tuple(get(f"/v1/titles/paper-lanterns-2019/similar?k=3&offset={at}") for at in PAGES),
    "by name": tuple(get(f"/v1/similar?title=Moss+Garden&k=3&offset={at}") for at in PAGES),
    "by address": tuple(get(f"/v1/recommend?like=Night+Ferry&k=3&offset={at}") for at in PAGES),
    "the page": tuple(get(f"/?like=Paper+Lanterns&k={at + 3}") for at in PAGES),
    "posted": tuple(
        post("/v1/recommend", b'{"like":["Moss Garden"],"k":3,"offset":%d}' % at) for at in PAGES
    ),
}

Page = tuple[str, str, int]
"""Version, list, number of the page."""


@dataclass(frozen=True, slots=True)
class Published:
    """A folder in which versions are published, and what each of them answers.

    Parameters
    ----------
    folder : Path
        The folder that the replicas share.
    models : list of Model
        What is published in turn; they lie elsewhere.
    expected : mapping of Page to bytes
        Every page, as a service of one process gives it that serves nothing else.
    """

    folder: Path
    models: list[Model]
    expected: Mapping[Page, bytes]


def version_of(model: Model) -> str:
    return model.info.version


def answers_of(model: Model, folder: Path) -> Iterator[tuple[Page, bytes]]:
    """What a service answers that serves one version only."""
    with TestClient(create_app(folder, Settings(watch_seconds=0, memory_bytes=0))) as client:
        for name, pages in LISTS.items():
            for number, request in enumerate(pages):
                head, _, body = request.partition(b"\r\n\r\n")
                method, target, _ = head.split(b"\r\n")[0].decode().split()
                kind = {"content-type": "application/json"} if body else {}
                answer = client.request(method, target, content=body or None, headers=kind)
                assert answer.status_code == 200, answer.text
                yield (version_of(model), name, number), answer.content


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Published:
    """The first of several versions."""
    root = tmp_path_factory.mktemp("published")
    models = [publish(train(small_catalogue(without=id)), root / id) for id in LEFT_OUT]
    expected = dict(
        itertools.chain.from_iterable(
            answers_of(model, root / id) for model, id in zip(models, LEFT_OUT, strict=True)
        )
    )
    publish(models[0], root / "shared")
    return Published(root / "shared", models, expected)


@pytest.fixture(scope="module")
def fleet(published: Published) -> Iterator[Replicas]:
    """Three replicas, and a place for a fourth."""
    with tempfile.TemporaryDirectory(prefix="recsys-replicas-") as name:
        Path(name).chmod(0o755)  # nginx enters it as another user
        with replicas(published.folder, Path(name), n=N_REPLICAS, places=N_REPLICAS + 1) as fleet:
            yield fleet


@dataclass(slots=True)
class Seen:
    """What came of all questions, and what has been published meanwhile."""

    published: Published
    versions: list[str] = field(default_factory=list)
    statuses: Counter[int] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)
    n_lists: int = 0
    n_moved_on: int = 0
    slowest: float = 0.0

    def compare(self, page: Page, answer: Answer) -> None:
        """Hold an answer against that of the version that it was to be of."""
        if answer.body != self.published.expected[page]:
            self.wrong.append(f"{page}: {answer.head!r} {answer.body[:200]!r}")

    def is_old(self, version: str) -> bool:
        """Whether as many versions came after one as make a replica let it go."""
        newest_place = len(self.versions) - 1 - self.versions[::-1].index(version)
        return len(self.versions) - 1 - newest_place > KEPT


async def answered(connection: KeptConnection, request: bytes, seen: Seen) -> Answer:
    """The answer, after as much patience as the service asks for."""
    for _ in range(PATIENCE):
        began = perf_counter()
        answer = await connection.ask(request)
        seen.slowest = max(seen.slowest, perf_counter() - began)
        seen.statuses[answer.status] += 1
        if answer.status != 503:
            break
        await asyncio.sleep(float(answer.header("retry-after")))
    return answer


def naming(version: str, request: bytes) -> bytes:
    """A request that is to be answered by a version, if it is known already."""
    return request.replace(b"\r\n", f"\r\nrecsys-model: {version}\r\n".encode(), 1) if version else request


async def read_list(connection: KeptConnection, name: str, pause: float, seen: Seen) -> None:
    """Read a list page by page, each by the version of the first one."""
    version = ""
    for number, request in enumerate(LISTS[name]):
        answer = await answered(connection, naming(version, request), seen)
        if answer.status == 412 and version and seen.is_old(version):
            seen.n_moved_on += 1
            return
        if answer.status != 200:
            seen.wrong.append(f"{name}, page {number} by {version!r}: {answer.head!r} {answer.body[:200]!r}")
            return
        version = version or answer.header("recsys-model")
        seen.compare((version, name, number), answer)
        await asyncio.sleep(pause)
    seen.n_lists += 1


async def client(fleet: Replicas, turn: int, seen: Seen, over: asyncio.Event) -> None:
    """Read one list after the other until it is over."""
    names = itertools.islice(itertools.cycle(LISTS), turn, None)
    async with connecting(fleet.outside) as connect:
        while not over.is_set():
            connection = await connect()
            try:
                await read_list(connection, next(names), PAUSES[turn % len(PAUSES)], seen)
            except (Lost, TimeoutError) as error:
                seen.wrong.append(repr(error))
            connection.close()
            await asyncio.sleep(0.005)


async def publish_in_turn(seen: Seen, n: int) -> None:
    """Publish one version after the other, each as if it were new."""
    models, folder = seen.published.models, seen.published.folder
    begin = next(at for at, model in enumerate(models) if version_of(model) == seen.versions[-1]) + 1
    for number in range(begin, begin + n):
        model = models[number % len(models)]
        await asyncio.to_thread(shutil.rmtree, folder / version_of(model), ignore_errors=True)
        seen.versions.append(version_of(model))
        await asyncio.to_thread(publish, model, folder)
        await asyncio.sleep(BETWEEN)
        assert not seen.wrong, "\n".join(seen.wrong[:5])


async def kill_in_turn(fleet: Replicas, n: int) -> None:
    """Kill one replica after the other, and start one in its place or in a free one."""
    for _ in range(n):
        killed = min(fleet.pids)
        fleet.kill(killed)
        await asyncio.sleep(BETWEEN)
        (place, *_) = sorted(set(range(len(fleet.ports))) - {*fleet.pids, killed})
        await asyncio.to_thread(fleet.start, place)


async def run(fleet: Replicas, published: Published, *, n_killed: int) -> Seen:
    """Let clients read lists while versions are published, and replicas die."""
    seen, over = Seen(published, [version_of(open_model(published.folder))]), asyncio.Event()
    async with asyncio.TaskGroup() as reading:
        for turn in range(2 * len(PAUSES)):
            reading.create_task(client(fleet, turn, seen, over))
        killing = reading.create_task(kill_in_turn(fleet, n_killed))
        await publish_in_turn(seen, N_PUBLICATIONS)
        while not killing.done():
            await publish_in_turn(seen, 1)
        over.set()
    return seen


def told(seen: Seen) -> str:
    """What was seen, in words."""
    statuses = ", ".join(f"{n:,} × {status}" for status, n in sorted(seen.statuses.items()))
    return (
        f"{seen.n_lists:,} lists of {len(PAGES)} pages, each of one version and byte for byte as it answers; "
        f"{seen.n_moved_on:,} begun anew because their version was gone; {statuses}; "
        f"slowest answer {seen.slowest * 1000:.0f} ms"
    )


def test_no_list_is_of_two_versions_while_they_are_published(fleet: Replicas, published: Published) -> None:
    seen = asyncio.run(run(fleet, published, n_killed=0))
    assert not seen.wrong, "\n".join(seen.wrong[:5])
    assert set(seen.statuses) <= {200, 412}, seen.statuses
    print(told(seen))
    record(
        f"versions published under {N_REPLICAS} replicas behind nginx",
        f"{N_PUBLICATIONS:,} publications, one every {BETWEEN:g} s",
        told(seen),
    )


async def statuses_of_old_version(fleet: Replicas, published: Published) -> list[int]:
    """What each replica says to a version that two others have replaced, one after the other."""
    seen, statuses = Seen(published, [version_of(open_model(published.folder))]), []
    await publish_in_turn(seen, KEPT + 1)
    for number in fleet.pids:
        async with connecting(fleet.ports[number]) as connect:
            connection = await connect()
            while f'"{seen.versions[-1]}"'.encode() not in (await connection.ask(get("/readyz"))).body:
                await asyncio.sleep(0.02)
            answer = await connection.ask(naming(seen.versions[0], LISTS["by id"][1]))
            statuses.append(answer.status)
    return statuses


def test_version_older_than_what_is_kept_is_gone_everywhere(fleet: Replicas, published: Published) -> None:
    assert asyncio.run(statuses_of_old_version(fleet, published)) == [412] * N_REPLICAS


def test_replicas_that_die_and_come_fail_no_request(fleet: Replicas, published: Published) -> None:
    seen = asyncio.run(run(fleet, published, n_killed=N_KILLED))
    assert not seen.wrong, "\n".join(seen.wrong[:5])
    assert set(seen.statuses) <= {200, 412, 503}, seen.statuses
    print(told(seen))
    record(
        f"kill -9 of one of {N_REPLICAS} replicas behind nginx while versions are published",
        f"{N_KILLED:,} killed, and another started each time",
        told(seen),
    )
