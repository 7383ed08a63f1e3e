"""A browser, the service with two catalogues, and pages whose every complaint fails the test."""

from __future__ import annotations

import re
import shutil
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, Protocol

import pytest
import uvicorn
from playwright.sync_api import Browser, ConsoleMessage, Dialog, Page, Request, sync_playwright
from starlette.types import ASGIApp

from recsys.catalogue import Catalogue, load_builtin
from recsys.publication import publish
from recsys.title import Title
from service.app import create_app
from service.settings import Settings
from tests.browser.arriving import Slowly
from tests.browser.hostile_catalogue import hostile_titles
from training.pipeline import train

_CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
_ARGUMENTS = [
    "--no-sandbox",  # the tests may run as root, in a container
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
_PATIENCE = 5_000  # ms until something that has to appear counts as missing
_TALLER_THAN_WIDE = 500

Scheme = Literal["light", "dark"]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium. Of one module: while it runs no other test may start an event loop of its own."""
    if _CHROMIUM is None:
        pytest.skip("no Chromium: apt install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=_CHROMIUM, args=_ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def site(builtin_folder: Path) -> Iterator[str]:
    """Address of a service that serves the built-in model."""
    with _served(create_app(builtin_folder, Settings())) as address:
        yield address


@pytest.fixture(scope="session")
def slow_site(builtin_folder: Path) -> Iterator[str]:
    """Address of the same service, at the end of a slow line."""
    with _served(Slowly(create_app(builtin_folder, Settings()))) as address:
        yield address


@pytest.fixture(scope="session")
def hostile_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of a service whose titles are written by an attacker."""
    folder = tmp_path_factory.mktemp("hostile") / "model"
    publish(train(Catalogue(hostile_titles())), folder)
    with _served(create_app(folder, Settings())) as address:
        yield address


@pytest.fixture(scope="session")
def titles() -> dict[str, Title]:
    """The built-in titles by id, to tell what an answer should hold."""
    return {title.id: title for title in load_builtin()}


@dataclass  # without slots: playwright hangs its own marks on whoever listens
class Complaints:
    """What a browser has to say against the pages of one test.

    Parameters
    ----------
    heard : list of str
        Console messages, errors of scripts, requests that failed and dialogs.
    expected : list of str
        Patterns of what is no fault in this test.
    """

    heard: list[str] = field(default_factory=list)
    expected: list[str] = field(default_factory=list)

    def expect_status(self, status: int) -> None:
        """Let a page be answered with an error; Chromium reports it as one of the console."""
        self.expected.append(rf"console error: .*status of {status}")

    def listen(self, page: Page) -> None:
        """Collect what happens on a page."""
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.heard.append(f"error of a script: {error}"))
        page.on("requestfailed", self._failed)
        page.on("dialog", self._dialog)

    def unexpected(self) -> list[str]:
        """Return what is a fault."""
        return [text for text in self.heard if not any(re.search(each, text) for each in self.expected)]

    def _console(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.heard.append(f"console {message.type}: {message.text}")

    def _failed(self, request: Request) -> None:
        # A question that a newer one has overtaken is given up on purpose.
        if request.failure != "net::ERR_ABORTED":
            self.heard.append(f"request failed: {request.url}: {request.failure}")

    def _dialog(self, dialog: Dialog) -> None:
        self.heard.append(f"dialog: {dialog.message}")
        dialog.dismiss()


@pytest.fixture
def complaints() -> Iterator[Complaints]:
    """What the browser complains of; anything unexpected fails the test at its end."""
    complaints = Complaints()
    yield complaints
    assert complaints.unexpected() == []


class Open(Protocol):
    """Opens a page of a viewer of one's own: nothing is shared with other pages."""

    def __call__(
        self, address: str, *, width: int = 1280, scheme: Scheme = "light", scripts: bool = True
    ) -> Page:
        """Return the page, loaded."""
        ...


@pytest.fixture
def open_page(browser: Browser, site: str, complaints: Complaints) -> Iterator[Open]:
    """Opens pages; an address without a host is one of the built-in catalogue."""
    contexts = []

    def open_one(address: str, *, width: int = 1280, scheme: Scheme = "light", scripts: bool = True) -> Page:
        context = browser.new_context(
            base_url=site,
            viewport={"width": width, "height": 844 if width < _TALLER_THAN_WIDE else 900},
            color_scheme=scheme,
            java_script_enabled=scripts,
        )
        context.set_default_timeout(_PATIENCE)
        contexts.append(context)
        page = context.new_page()
        complaints.listen(page)
        page.goto(address)
        return page

    yield open_one
    for context in contexts:
        context.close()


@contextmanager
def _served(app: ASGIApp) -> Iterator[str]:
    """Serve an application in a thread of this process, on a port that the system chooses."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        server = uvicorn.Server(
            uvicorn.Config(app, log_level="error", ws="none", timeout_graceful_shutdown=1)
        )
        started = threading.Event()
        startup = server.startup

        async def startup_and_say(sockets: list[socket.socket] | None = None) -> None:
            await startup(sockets)
            started.set()

        server.startup = startup_and_say  # type: ignore[method-assign]
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
        thread.start()
        assert started.wait(timeout=60), "the service does not start"
        try:
            yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join(timeout=30)
