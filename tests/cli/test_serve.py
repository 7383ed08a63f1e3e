from __future__ import annotations

import socket
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from recsys.artifact import open_model
from recsys.cli.serve import examples
from recsys.object_store.address import StoreAddress
from tests.cli.conftest import Run


@pytest.fixture
def served(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """The settings with which the service was started; it is not really started here."""
    started: list[Any] = []
    run = ModuleType("service.run")
    vars(run)["run"] = started.append
    monkeypatch.setitem(sys.modules, "service.run", run)
    return started


@pytest.fixture
def port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def taken_port() -> Iterator[int]:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        yield int(listener.getsockname()[1])


def test_address_is_told_and_the_service_started_there(
    run: Run, model: Path, port: int, served: list[Any]
) -> None:
    result = run("serve", "--model", model, "--port", port)
    assert f"http://127.0.0.1:{port}" in result.stdout
    (settings,) = served
    assert (settings.host, settings.port, settings.model, settings.workers) == ("127.0.0.1", port, model, 1)


def test_service_is_told_where_a_stored_model_lies_and_not_where_its_copy_does(
    run: Run, model: Path, port: int, served: list[Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RECSYS_CACHE", str(tmp_path / "cache"))
    result = run("serve", "--model", f"file://{model}", "--port", port)
    assert f"http://127.0.0.1:{port}" in result.stdout
    assert served[0].model == StoreAddress(f"file://{model}")


@pytest.mark.parametrize(("seconds", "is_asked"), [("1", False), ("0", True)])
def test_store_is_not_waited_for_where_there_is_a_copy_and_the_service_looks_later(
    run: Run,
    model: Path,
    port: int,
    served: list[Any],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    seconds: str,
    is_asked: bool,
) -> None:
    monkeypatch.setenv("RECSYS_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("RECSYS_WATCH_SECONDS", seconds)
    store = tmp_path / "store"
    run("publish", f"file://{store}", "--model", model)
    run("similar", "The Lantern", "--model", f"file://{store}")
    (store / "CURRENT").write_text("nonsense")
    result = run("serve", "--model", f"file://{store}", "--port", port)
    assert len(served) == 1
    assert ("answering from the copy" in result.stderr) == is_asked


def test_number_of_workers_is_given_to_the_service(
    run: Run, model: Path, port: int, served: list[Any]
) -> None:
    run("serve", "--model", model, "--port", port, "--workers", 3)
    assert served[0].workers == 3


def test_setting_that_is_not_valid_is_told_before_any_work_and_never_shown(
    run: Run, port: int, served: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RECSYS_ADMIN_TOKEN", "short-secret")
    result = run("serve", "--port", port)
    assert (result.exit_code, served) == (2, [])
    assert "RECSYS_ADMIN_TOKEN" in result.stderr
    assert "short-secret" not in result.stderr + result.stdout


def test_taken_port_is_told_before_any_work_and_ends_with_code_2(
    run: Run, tmp_path: Path, taken_port: int, served: list[Any]
) -> None:
    result = run("serve", "--model", tmp_path / "nowhere", "--port", taken_port)
    assert (result.exit_code, served) == (2, [])
    assert f"port {taken_port}" in result.stderr


def test_address_of_another_machine_ends_with_code_2(run: Run, model: Path, served: list[Any]) -> None:
    result = run("serve", "--model", model, "--host", "192.0.2.1")
    assert (result.exit_code, served) == (2, [])


def test_three_examples_with_reasons_are_shown_for_the_built_in_model(
    run: Run, port: int, served: list[Any]
) -> None:
    shown = run("serve", "--port", port).stdout
    assert shown.count("$ recsys ") == 3
    assert shown.count("██████████") >= 3
    assert shown.count("\n  3 ") == 3
    assert shown.count("    genre ") >= 6
    assert served[0].model.name == "builtin"


def test_examples_that_a_catalogue_does_not_know_are_left_out(model: Path) -> None:
    assert all("Crash Landing" not in command for command, _ in examples(open_model(model)))
