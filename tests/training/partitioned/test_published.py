from __future__ import annotations

import os
from pathlib import Path
from typing import Any, NoReturn

import pytest

from recsys.artifact import open_model
from recsys.publication import publish
from tests.training.partitioned.tables_in_parts import related_rows, train_parts, write_parts
from training.columnar.model import train_columns
from training.columnar.reading import read_columns

_ROWS = related_rows(24)


@pytest.fixture
def together(tmp_path: Path) -> Path:
    return write_parts(tmp_path, _ROWS, [number % 2 for number in range(len(_ROWS))], n_parts=2)


def _train(folder: Path) -> Any:
    return train_parts(folder / "parts", work=folder / "work", n_jobs=1)


def _version(out: Path) -> str:
    return (out / "CURRENT").read_text()


def _shared(work: Path, out: Path) -> set[str]:
    """Files of the published version that are files of the work too."""
    own = {(path.stat().st_dev, path.stat().st_ino) for path in work.rglob("*") if path.is_file()}
    return {path.name for path in out.rglob("*.npy") if (path.stat().st_dev, path.stat().st_ino) in own}


@pytest.mark.skipif(os.name == "nt", reason="a mapped file gets no second name")
def test_lines_and_rows_are_not_written_again_when_they_are_published(together: Path, tmp_path: Path) -> None:
    publish(_train(tmp_path), tmp_path / "out")
    assert "documents.blob.npy" in _shared(tmp_path / "work", tmp_path / "out")


def test_a_model_is_the_same_where_files_cannot_have_second_names(
    together: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> NoReturn:
        raise PermissionError

    publish(_train(tmp_path), tmp_path / "linked")
    monkeypatch.setattr(Path, "hardlink_to", refuse)
    publish(_train(tmp_path), tmp_path / "written")
    publish(train_columns(read_columns(together)), tmp_path / "one")
    assert not _shared(tmp_path / "work", tmp_path / "written")
    assert _version(tmp_path / "linked") == _version(tmp_path / "written") == _version(tmp_path / "one")


def test_a_published_model_stays_as_it_is_when_the_work_goes_on(together: Path, tmp_path: Path) -> None:
    publish(_train(tmp_path), tmp_path / "out")
    for mark in (tmp_path / "work").rglob("*.done"):
        mark.unlink()
    _train(tmp_path)
    assert len(open_model(tmp_path / "out")) == len(_ROWS)


def test_what_an_opened_model_has_mapped_is_written_anew(together: Path, tmp_path: Path) -> None:
    published = publish(_train(tmp_path), tmp_path / "out")
    publish(published, tmp_path / "copy")
    assert not _shared(tmp_path / "out", tmp_path / "copy")
