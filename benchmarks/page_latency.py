"""How long the main page takes to answer, next to the same answer as JSON.

Both are asked of one server in this process over loopback, in turns; a new title each time, so
that nothing can be remembered from the last answer. Run: ``python benchmarks/page_latency.py``.
"""

from __future__ import annotations

import tempfile
import threading
import time
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import quote

import numpy as np
import uvicorn

from recsys.catalogue import load_builtin
from recsys.publication import publish
from service.app import create_app
from service.settings import Settings
from training.pipeline import train

TITLES = 100
GOAL = 100.0
"""Milliseconds that the first answer may take."""


def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as home:
        model = publish(train(load_builtin()), Path(home) / "model")
        ids = [model.title(row).id for row in range(TITLES)]
        server = uvicorn.Server(
            uvicorn.Config(create_app(Path(home) / "model", Settings()), port=0, log_level="warning")
        )
        thread = threading.Thread(target=server.run)
        thread.start()
        while not server.started:
            time.sleep(0.01)
        port = server.servers[0].sockets[0].getsockname()[1]
        try:
            first, page, json = _measure(port, ids)
        finally:
            server.should_exit = True
            thread.join()
    print(f"built-in catalogue, {len(model)} titles; milliseconds until the whole answer has come")
    print(f"  first page of a fresh server  {first:7.1f}")
    for name, times in (("page", page), ("same answer as JSON", json)):
        print(f"  {name:28}  {np.median(times):7.1f} median  {np.quantile(times, 0.95):7.1f} of 95 %")
    verdict = "reached" if max(first, float(np.quantile(page, 0.95))) < GOAL else "missed"
    print(f"  goal of {GOAL:.0f} ms: {verdict}")


def _measure(port: int, ids: list[str]) -> tuple[float, list[float], list[float]]:
    first = _time(port, f"/?like={quote(ids[0], safe='')}")
    page, json = [], []
    for id in ids:
        name = quote(id, safe="")
        page.append(_time(port, f"/?like={name}"))
        json.append(_time(port, f"/v1/titles/{name}/similar"))
    return first, page, json


def _time(port: int, address: str) -> float:
    connection = HTTPConnection("127.0.0.1", port)
    start = time.perf_counter()
    connection.request("GET", address)
    response = connection.getresponse()
    response.read()
    elapsed = time.perf_counter() - start
    connection.close()
    assert response.status == 200, (address, response.status)
    return 1000 * elapsed


if __name__ == "__main__":
    main()
