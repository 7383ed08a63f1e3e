from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.cli.conftest import Run


@pytest.fixture
def served(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """The folders that were served; nothing is really started here."""
    folders: list[Path] = []
    monkeypatch.setattr("service.mcp.run.run", folders.append)
    return folders


def test_chosen_model_is_served_and_standard_output_left_to_the_protocol(
    run: Run, model: Path, served: list[Path]
) -> None:
    result = run("mcp", "--model", model)
    assert (result.exit_code, result.stdout, served) == (0, "", [model])


def test_built_in_model_is_trained_and_served_if_none_is_chosen(
    run: Run, served: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    trained: list[str] = []
    monkeypatch.setattr("recsys.cli.mcp.builtin", lambda: trained.append("built-in"))
    result = run("mcp")
    assert trained == ["built-in"]
    assert (result.exit_code, result.stdout) == (0, "")
    assert served[0].name == "builtin"


def test_missing_model_ends_with_code_6_before_anybody_is_heard(run: Run, tmp_path: Path) -> None:
    result = run("mcp", "--model", tmp_path / "nowhere")
    assert (result.exit_code, result.stdout) == (6, "")
    assert "nowhere" in result.stderr


def test_missing_package_is_told_with_the_line_that_installs_it(
    run: Run, model: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delitem(sys.modules, "service.mcp.run", raising=False)
    for name in ("mcp", "mcp.server.lowlevel"):
        monkeypatch.setitem(sys.modules, name, None)
    result = run("mcp", "--model", model)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "pip install 'recsys[mcp]'" in result.stderr
