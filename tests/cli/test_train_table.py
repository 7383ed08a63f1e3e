from __future__ import annotations

import json
from pathlib import Path

import pytest

from recsys.cli import train as train_module
from tests.cli.conftest import Run
from tests.training.columnar.tables import flat_rows, write_table


@pytest.fixture
def table(tmp_path: Path) -> Path:
    return write_table(tmp_path / "flat.parquet", flat_rows(40))


def _version(run: Run, *words: str | Path) -> str:
    return str(json.loads(run("train", *words, "--json").stdout)["version"])


def test_a_table_read_by_column_is_published_as_the_same_version(
    run: Run, table: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    by_column = _version(run, table, "--out", tmp_path / "by-column")
    monkeypatch.setattr(train_module, "_by_column", lambda *_: None)
    assert _version(run, table, "--out", tmp_path / "by-title") == by_column


def test_a_bad_cell_of_a_table_is_reported_by_file_row_and_field(
    run: Run, table: Path, tmp_path: Path
) -> None:
    result = run("train", table, "--out", tmp_path / "new")
    assert result.exit_code == 0
    assert "flat.parquet:" in result.stderr
    assert "countries: 'Atlantis' is no country" in result.stderr


def test_strict_refuses_a_bad_cell_of_a_table(run: Run, table: Path, tmp_path: Path) -> None:
    result = run("train", table, "--out", tmp_path / "new", "--strict", "--json")
    assert (result.exit_code, json.loads(result.stdout)["type"]) == (6, "bad-data")
    assert not (tmp_path / "new").exists()


def test_a_table_that_is_not_flat_is_read_title_by_title(run: Run, tmp_path: Path) -> None:
    rows = [{**row, "imdb": f"tt{place:07}"} for place, row in enumerate(flat_rows(12))]
    path = write_table(tmp_path / "ids.parquet", rows)
    assert run("train", path, "--out", tmp_path / "new").exit_code == 0
    shown = run("title", "t003", "--model", tmp_path / "new", "--json").stdout
    assert "tt0000003" in shown
