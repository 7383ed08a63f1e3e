from __future__ import annotations

import os
from pathlib import Path
from typing import Any, NoReturn

import numpy as np
import pytest

from recsys.array_rooms import InFolder
from recsys.artifact import open_model
from recsys.model import Model
from recsys.publication import publish
from tests.builders import model_of, title
from tests.training.partitioned.tables_in_parts import related_rows, train_parts, write_parts
from training.columnar.model import train_columns
from training.columnar.reading import read_columns
from training.partitioned.work import Arrays

_ROWS = related_rows(24)


@pytest.fixture
def together(tmp_path: Path) -> Path:
    return write_parts(tmp_path, _ROWS, [number % 2 for number in range(len(_ROWS))], n_parts=2)


def _train(folder: Path) -> Any:
    return train_parts(folder / "parts", work=folder / "work")


def _version(out: Path) -> str:
    return (out / "CURRENT").read_text()


def _files(folder: Path) -> dict[tuple[int, int], Path]:
    paths = [path for path in folder.rglob("*") if path.is_file()]
    return {(path.stat().st_dev, path.stat().st_ino): path for path in paths}


def _shared(work: Path, out: Path) -> set[str]:
    """Files of the published version that are files of the work too."""
    own = _files(work)
    return {path.name for file, path in _files(out).items() if file in own}


def _bytes(out: Path) -> dict[str, bytes]:
    version = out / _version(out).split()[0]
    return {path.name: path.read_bytes() for path in version.iterdir()}


def _damage(out: Path, name: str) -> None:
    """Change one letter of a published file."""
    with (out / _version(out).split()[0] / name).open("r+b") as file:
        file.seek(-1, os.SEEK_END)
        last = file.read(1)
        file.seek(-1, os.SEEK_END)
        file.write(bytes([last[0] ^ 1]))


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


@pytest.mark.skipif(os.name == "nt", reason="a mapped file gets no second name")
def test_a_published_model_stays_as_it_is_when_the_work_goes_on(together: Path, tmp_path: Path) -> None:
    publish(_train(tmp_path), tmp_path / "out")
    before, published = _bytes(tmp_path / "out"), _files(tmp_path / "out")
    shared = [path for file, path in _files(tmp_path / "work").items() if file in published]
    assert {path.suffix for path in shared} == {".npy", ".array"}
    for path in shared:
        array = np.load(path)
        if path.suffix == ".npy":
            Arrays(path.parent).write(path.stem, np.zeros_like(array))
        else:
            InFolder(path.parent).zeros(path.stem, len(array), array.dtype)[:] = 1
    assert _bytes(tmp_path / "out") == before


def test_what_was_damaged_after_it_was_published_is_not_published_again(
    together: Path, tmp_path: Path
) -> None:
    publish(_train(tmp_path), tmp_path / "out")
    version, before = _version(tmp_path / "out"), _bytes(tmp_path / "out")
    _damage(tmp_path / "out", "documents.blob.npy")
    assert _bytes(tmp_path / "out") != before
    publish(_train(tmp_path), tmp_path / "out")
    assert _version(tmp_path / "out") == version
    assert _bytes(tmp_path / "out") == before
    assert len(open_model(tmp_path / "out")) == len(_ROWS)


def test_a_training_goes_on_where_it_was_if_its_model_could_not_be_published(
    together: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> NoReturn:
        raise OSError("no room")

    model = _train(tmp_path)
    with monkeypatch.context() as patched:
        patched.setattr("recsys.publication.open_model", fail)
        with pytest.raises(OSError, match="no room"):
            publish(model, tmp_path / "out")
    monkeypatch.setattr("training.partitioned.counting.read_part", fail)
    publish(_train(tmp_path), tmp_path / "out")
    assert len(open_model(tmp_path / "out")) == len(_ROWS)


def _mapped_by_text(path: Path) -> Any:
    return np.load(str(path), mmap_mode="r")


def _mapped_without_a_name(path: Path) -> Any:
    array = np.load(path, mmap_mode="r")
    with os.fdopen(os.open(path, os.O_RDONLY), "rb") as file:
        return np.memmap(file, array.dtype, mode="r", offset=array.offset, shape=array.shape)


@pytest.mark.parametrize("how", [_mapped_by_text, _mapped_without_a_name])
def test_a_model_of_arrays_that_were_mapped_in_any_way_can_be_published(how: Any, tmp_path: Path) -> None:
    model = model_of(title("a", genres=("drama",)), title("b", genres=("drama", "crime")))
    arrays = model.arrays()
    for name, array in arrays.items():
        if array.size:
            np.save(tmp_path / f"{name}.npy", array)
            arrays[name] = how(tmp_path / f"{name}.npy")
    publish(model, tmp_path / "one")
    publish(Model.from_arrays(model.info, arrays), tmp_path / "other")
    assert _bytes(tmp_path / "other") == _bytes(tmp_path / "one")


def test_what_an_opened_model_has_mapped_is_written_anew(together: Path, tmp_path: Path) -> None:
    published = publish(_train(tmp_path), tmp_path / "out")
    publish(published, tmp_path / "copy")
    assert not _shared(tmp_path / "out", tmp_path / "copy")
