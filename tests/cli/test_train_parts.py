from __future__ import annotations

import json
from contextlib import nullcontext
from pathlib import Path

import pytest

from recsys.cli.catalogue_parts import work_folder
from tests.cli.conftest import Run
from tests.training.partitioned.tables_in_parts import related_rows, write_parts

_ROWS = related_rows(24)


@pytest.fixture(scope="module")
def in_parts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("catalogue")
    write_parts(folder, _ROWS, [number % 2 for number in range(len(_ROWS))], n_parts=2)
    return folder


def _version(out: Path) -> str:
    return (out / "CURRENT").read_text()


def test_a_folder_of_parts_gives_the_version_of_one_file(run: Run, in_parts: Path, tmp_path: Path) -> None:
    parted = run("train", in_parts / "parts", "--jobs", 1, "--out", tmp_path / "parts")
    assert parted.exit_code == 0
    assert "24 titles" in parted.stdout
    assert run("train", in_parts / "together.parquet", "--out", tmp_path / "one").exit_code == 0
    assert _version(tmp_path / "parts") == _version(tmp_path / "one")


def test_nothing_of_the_work_is_left_beside_the_model(run: Run, in_parts: Path, tmp_path: Path) -> None:
    run("train", in_parts / "parts", "--jobs", 1, "--out", tmp_path)
    assert [path.name for path in tmp_path.iterdir() if path.is_dir()] == [_version(tmp_path).split()[0]]


def _interrupted(out: Path) -> Path:
    """The file of a training on parts that did not end."""
    file = out / ".training" / "found"
    file.parent.mkdir(parents=True)
    file.touch()
    return file


def test_who_trains_where_another_training_on_parts_is_under_way_is_told(
    run: Run, in_parts: Path, tmp_path: Path
) -> None:
    file = _interrupted(tmp_path)
    with work_folder(tmp_path):
        result = run("train", in_parts / "parts", "--jobs", 1, "--out", tmp_path)
        assert result.exit_code == 6
        assert "somebody else is training" in result.stderr
        assert file.exists()


@pytest.mark.parametrize("under_way", [True, False])
def test_work_of_parts_is_removed_by_an_ordinary_training_unless_somebody_is_at_it(
    run: Run, catalogue: Path, tmp_path: Path, under_way: bool
) -> None:
    file = _interrupted(tmp_path)
    with work_folder(tmp_path) if under_way else nullcontext():
        assert run("train", catalogue, "--out", tmp_path).exit_code == 0
        assert file.exists() == under_way


def test_parts_in_an_object_store_are_trained_on(run: Run, in_parts: Path, tmp_path: Path) -> None:
    fsspec = pytest.importorskip("fsspec", reason="needs the extra `remote`")
    store = fsspec.filesystem("memory")
    for path in (in_parts / "parts").iterdir():
        store.pipe(f"/shelf/{path.name}", path.read_bytes())
    shown = json.loads(run("train", "memory://shelf", "--out", tmp_path, "--json").stdout)
    assert shown["n_titles"] == len(_ROWS)
    store.rm("/shelf", recursive=True)


def test_what_is_wrong_in_a_part_is_told_and_strict_publishes_nothing(
    run: Run, in_parts: Path, tmp_path: Path
) -> None:
    result = run("train", in_parts / "parts", "--jobs", 1, "--strict", "--out", tmp_path)
    assert result.exit_code == 6
    assert "part-0.parquet" in result.stderr
    assert not (tmp_path / "CURRENT").exists()


@pytest.mark.parametrize(
    "given",
    [
        ("{file}", "--jobs", 2),
        ("{file}", "--backend", "loky"),
        ("{parts}", "{parts}", "--jobs", 2),
        ("{parts}", "--jobs", 0),
        ("{parts}", "--jobs", 2, "--encoding", "latin-1"),
    ],
    ids=["a file", "a file by processes", "two folders", "no process", "an encoding"],
)
def test_what_cannot_be_taken_in_parts_is_refused(
    run: Run, in_parts: Path, tmp_path: Path, given: tuple[str | int, ...]
) -> None:
    names = {"file": in_parts / "together.parquet", "parts": in_parts / "parts"}
    arguments = [str(one).format(**names) for one in given]
    result = run("train", *arguments, "--out", tmp_path / "new")
    assert result.exit_code == 2
    assert "--jobs" in result.stderr
    assert not (tmp_path / "new").exists()
