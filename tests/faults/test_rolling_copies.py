"""Replicas with copies of their own roll to what a store publishes, also where that is damaged in between."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection
from pathlib import Path
from threading import Event, Thread
from time import perf_counter, sleep

import pytest

from recsys.object_store.address import StoreAddress
from recsys.object_store.publishing import publish_to
from recsys.publication import publish
from tests.faults.report import record
from tests.faults.scale import rounds
from tests.faults.service_process import Process, served
from tests.service.small_catalogue import small_catalogue
from training.pipeline import train

N_REPLICAS = 3
SOON = 60.0
"""Seconds within which every replica follows, also on a busy machine."""
QUESTION = "/v1/titles/paper-lanterns-2019/similar?k=5"


@dataclass
class Client:
    """Somebody who goes on asking one replica."""

    port: int
    is_over: Event = field(default_factory=Event)
    bodies: dict[str, set[bytes]] = field(default_factory=dict)
    wrong: Counter[str] = field(default_factory=Counter)
    n_answers: int = 0
    version: str = ""

    def run(self) -> None:
        """Ask until it is over."""
        while not self.is_over.is_set():
            try:
                self._ask()
            except OSError as error:
                self.wrong[type(error).__name__] += 1
            sleep(0.02)

    def _ask(self) -> None:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=SOON)
        connection.request("GET", QUESTION)
        answer = connection.getresponse()
        body = answer.read()
        connection.close()
        self.n_answers += 1
        if answer.status != 200:
            self.wrong[str(answer.status)] += 1
            return
        self.version = answer.headers["recsys-model"]
        self.bodies.setdefault(self.version, set()).add(body)


@contextmanager
def asking(replicas: list[Process]) -> Iterator[list[Client]]:
    """A client for each replica, until the block ends."""
    clients = [Client(replica.port) for replica in replicas]
    threads = [Thread(target=client.run) for client in clients]
    for thread in threads:
        thread.start()
    try:
        yield clients
    finally:
        for client, thread in zip(clients, threads, strict=True):
            client.is_over.set()
            thread.join()


def all_serve(clients: list[Client], version: str) -> bool:
    """Whether every client is answered by a version before long."""
    end = perf_counter() + SOON
    while not (found := all(client.version == version for client in clients)) and perf_counter() < end:
        sleep(0.02)
    return found


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Two models, each published in a folder of its own."""
    found = []
    for without in (None, "harbour-letters-2021"):
        found.append(tmp_path_factory.mktemp("published") / "small")
        publish(train(small_catalogue(without=without)), found[-1])
    return found


def _publish(address: StoreAddress, folder: Path) -> str:
    return publish_to(address, folder, lambda _done, _of: None).version


def _damage(store: Path, folder: Path) -> None:
    """Publish a model of which one file is cut off; the pointer names it all the same."""
    version = (folder / "CURRENT").read_text().split()[0]
    shutil.rmtree(store / version, ignore_errors=True)
    shutil.copytree(folder / version, store / version)
    largest = max((store / version).glob("*.npy"), key=lambda path: path.stat().st_size)
    largest.write_bytes(largest.read_bytes()[:-1])
    (store / "NEXT").write_bytes((folder / "CURRENT").read_bytes())
    (store / "NEXT").replace(store / "CURRENT")


def test_replicas_with_copies_of_their_own_roll_to_what_a_store_publishes(
    folders: list[Path], tmp_path: Path
) -> None:
    store = tmp_path / "store"
    address = StoreAddress(f"file://{store}")
    _publish(address, folders[0])
    n_rounds = rounds(usual=1, soak=100)
    with ExitStack() as stack:
        replicas = [
            stack.enter_context(
                served(
                    address,
                    tmp_path / f"replica-{number}.log",
                    cache=str(tmp_path / f"cache-{number}"),
                    watch_seconds="0.1",
                )
            )
            for number in range(N_REPLICAS)
        ]
        clients = stack.enter_context(asking(replicas))
        assert all_serve(clients, _version(folders[0]))
        for number in range(n_rounds):
            following = folders[(number + 1) % 2]
            for each in range(N_REPLICAS):  # else they would have it still, and fetch nothing
                for copy in (tmp_path / f"cache-{each}").glob("*"):
                    shutil.rmtree(copy / (following / "CURRENT").read_text().split()[0], ignore_errors=True)
            _damage(store, following)
            sleep(0.5)
            assert {client.version for client in clients} == {_version(folders[number % 2])}
            assert all_serve(clients, _publish(address, following)), f"round {number}"
    assert not sum((client.wrong for client in clients), Counter())
    told: dict[str, set[bytes]] = {}
    for client in clients:
        for version, bodies in client.bodies.items():
            told.setdefault(version, set()).update(bodies)
    assert set(told) == {_version(folder) for folder in folders}
    assert all(len(bodies) == 1 for bodies in told.values())
    record(
        f"{N_REPLICAS} replicas with copies of their own over a store; each version comes damaged first",
        f"{n_rounds} versions, {sum(client.n_answers for client in clients)} requests",
        "no request failed, no damaged version answered, each version gave one answer in the same bytes "
        "everywhere, and all replicas ended on the last one",
    )


def _version(folder: Path) -> str:
    return (folder / "CURRENT").read_text().split()[0]
