from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from recsys.errors import BadData
from recsys.model import Model
from tests.faults.scale import rounds
from tests.training.columnar.tables import flat_rows, write_table
from tests.training.partitioned.tables_in_parts import related_rows, train_parts, write_parts
from training.backends import JoblibBackend
from training.columnar.model import train_columns
from training.columnar.reading import read_columns
from training.partitioned.model import count_parts
from training.partitioned.parts import Part, read_part

_ROWS = related_rows(40)


def _assert_same(found: Model, expected: Model) -> None:
    assert found.info == expected.info
    arrays, others = found.arrays(), expected.arrays()
    assert arrays.keys() == others.keys()
    for name, array in others.items():
        assert arrays[name].dtype == array.dtype, name
        np.testing.assert_array_equal(arrays[name], array, err_msg=name)


@st.composite
def _cuts(draw: st.DrawFn) -> tuple[list[dict[str, Any]], list[int]]:
    """Rows, some of them with an id that is there already, and the part of each; some parts may be empty."""
    doubles = draw(st.lists(st.integers(0, len(_ROWS) - 1), max_size=4))
    rows = _ROWS + [{**_ROWS[(place + 1) % len(_ROWS)], "id": _ROWS[place]["id"]} for place in doubles]
    return rows, draw(st.lists(st.integers(0, 2), min_size=len(rows), max_size=len(rows)))


@settings(max_examples=rounds(usual=2, soak=100), deadline=None)
@given(_cuts())
def test_a_catalogue_in_parts_gives_the_model_of_one_file(
    cut: tuple[list[dict[str, Any]], list[int]],
) -> None:
    with TemporaryDirectory() as folder:
        together = write_parts(Path(folder), *cut, n_parts=4)
        found = train_parts(Path(folder) / "parts", work=Path(folder) / "work")
        _assert_same(found, train_columns(read_columns(together)))


@pytest.fixture(scope="module")
def in_parts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("catalogue")
    write_parts(folder, _ROWS, [number % 3 for number in range(len(_ROWS))], n_parts=3)
    return folder


@dataclass(frozen=True)
class _Trained:
    """A run that nobody interrupted: the folder of its work, and what it told."""

    work: Path
    told: list[tuple[str, int, int]]


@pytest.fixture(scope="module")
def trained(in_parts: Path, tmp_path_factory: pytest.TempPathFactory) -> _Trained:
    run = _Trained(tmp_path_factory.mktemp("trained"), [])
    train_parts(in_parts / "parts", work=run.work, tell=lambda *step: run.told.append(step))
    return run


@pytest.fixture(scope="module")
def expected(in_parts: Path) -> Model:
    return train_columns(read_columns(in_parts / "together.parquet"))


def test_parts_are_worked_on_at_once_with_the_same_result(
    in_parts: Path, expected: Model, tmp_path: Path
) -> None:
    found = train_parts(in_parts / "parts", work=tmp_path / "work", backend=JoblibBackend("loky", 2))
    _assert_same(found, expected)


def test_parts_of_compiled_loops_give_the_same(
    in_parts: Path, expected: Model, tmp_path: Path, compiled: None
) -> None:
    _assert_same(train_parts(in_parts / "parts", work=tmp_path / "work"), expected)


class _Killed(BaseException):
    """What no step expects."""


@pytest.fixture
def readings(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Names of the parts that are read, as they are read."""
    names: list[str] = []

    def told(part: Part) -> Any:
        names.append(Path(part.location).name)
        return read_part(part)

    monkeypatch.setattr("training.partitioned.counting.read_part", told)
    return names


def test_a_killed_run_goes_on_without_reading_finished_parts_again(
    in_parts: Path, expected: Model, tmp_path: Path, readings: list[str]
) -> None:
    steps = ["count_part", "retell_part", "count_people", "count_tones", "measure_part", "weigh_part"]
    for step in steps:

        def kill(name: str, done: int, _: int, step: str = step) -> None:
            if (name, done) == (step, 2):
                raise _Killed

        with pytest.raises(_Killed):
            train_parts(in_parts / "parts", work=tmp_path / "work", tell=kill)
    _assert_same(train_parts(in_parts / "parts", work=tmp_path / "work"), expected)
    assert readings == [f"part-{number}.parquet" for number in range(3)]


def test_a_part_that_changed_is_read_again_and_no_other(tmp_path: Path, readings: list[str]) -> None:
    together = write_parts(tmp_path, _ROWS, [number % 3 for number in range(len(_ROWS))], n_parts=3)
    count_parts(str(tmp_path / "parts"), work=tmp_path / "work")
    readings.clear()
    fewer = _ROWS[2::3][:-1]
    write_table(tmp_path / "parts" / "part-2.parquet", fewer)
    write_table(together, _ROWS[::3] + _ROWS[1::3] + fewer)
    found = train_parts(tmp_path / "parts", work=tmp_path / "work")
    assert readings == ["part-2.parquet"]
    assert len(list(tmp_path.glob("work/*/part-*"))) == 3
    _assert_same(found, train_columns(read_columns(together)))


@pytest.mark.parametrize("step", ["merge_vocabularies", "merge_names", "finished"])
def test_a_run_that_is_killed_late_goes_on_with_what_was_merged(
    in_parts: Path,
    expected: Model,
    tmp_path: Path,
    readings: list[str],
    monkeypatch: pytest.MonkeyPatch,
    step: str,
) -> None:
    def kill(*_: object, **__: object) -> None:
        raise _Killed

    kill.__name__ = step
    with monkeypatch.context() as patched:
        module = "facts" if step == "merge_names" else "model"
        patched.setattr(f"training.partitioned.{module}.{step}", kill)
        with pytest.raises(_Killed):
            train_parts(in_parts / "parts", work=tmp_path / "work")
    readings.clear()
    _assert_same(train_parts(in_parts / "parts", work=tmp_path / "work"), expected)
    assert readings == []


def test_a_part_that_changed_after_all_were_merged_gives_the_model_of_the_new_parts(
    tmp_path: Path,
) -> None:
    together = write_parts(tmp_path, _ROWS, [number % 3 for number in range(len(_ROWS))], n_parts=3)
    train_parts(tmp_path / "parts", work=tmp_path / "work")
    fewer = _ROWS[2::3][:-1]
    write_table(tmp_path / "parts" / "part-2.parquet", fewer)
    write_table(together, _ROWS[::3] + _ROWS[1::3] + fewer)
    found = train_parts(tmp_path / "parts", work=tmp_path / "work")
    _assert_same(found, train_columns(read_columns(together)))


def test_lines_and_rows_are_not_kept_twice_once_they_are_merged(trained: _Trained) -> None:
    for name in ("facts.documents.blob", "rows.data", "facts.names.written.blob"):
        (file,) = trained.work.rglob(f"{name}.npy")
        assert file.parent.name == "whole"


@pytest.mark.parametrize("emptied", ["*/all-*/part-00001/*", "*/all-*/whole/*", "*/part-*/*"])
def test_files_that_a_power_cut_emptied_are_made_again(
    in_parts: Path, trained: _Trained, expected: Model, tmp_path: Path, emptied: str
) -> None:
    work = Path(shutil.copytree(trained.work, tmp_path / "work"))
    for file in work.glob(emptied):
        file.write_bytes(b"")
    _assert_same(train_parts(in_parts / "parts", work=work), expected)


def test_parts_without_a_title_are_refused_with_what_to_do(tmp_path: Path) -> None:
    blank = {**flat_rows(1)[0], "title": " "}
    write_table(tmp_path / "part-0.parquet", [blank])
    with pytest.raises(BadData, match="recsys audit"):
        train_parts(tmp_path, work=tmp_path / "work")


def test_every_step_of_every_part_is_told(trained: _Trained) -> None:
    assert [step for step in trained.told if step[0] == "weigh_part"] == [
        ("weigh_part", done, 3) for done in range(4)
    ]
