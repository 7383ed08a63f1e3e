from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from recsys.errors import BadData
from recsys.importers import read_titles
from recsys.model import Model
from tests.training.columnar.tables import flat_rows, write_table
from training.columnar.model import train_columns
from training.columnar.reading import read_columns
from training.pipeline import train


@pytest.fixture(scope="module")
def table(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_table(tmp_path_factory.mktemp("tables") / "flat.parquet", flat_rows(120))


@pytest.fixture(scope="module")
def by_column(table: Path) -> Model:
    return train_columns(read_columns(table))


@pytest.fixture(scope="module")
def by_title(table: Path) -> Model:
    return train(read_titles(table).catalogue)


def test_a_table_read_by_column_gives_the_same_arrays_byte_by_byte(by_column: Model, by_title: Model) -> None:
    found, expected = by_column.arrays(), by_title.arrays()
    assert found.keys() == expected.keys()
    for name, array in expected.items():
        assert (found[name].dtype, found[name].shape) == (array.dtype, array.shape), name
        assert np.array_equal(found[name], array, equal_nan=array.dtype.kind == "f"), name


def test_a_table_read_by_column_gives_the_same_weights_and_fingerprint(
    by_column: Model, by_title: Model
) -> None:
    assert by_column.info == by_title.info


def test_what_is_wrong_in_a_table_is_told_as_before(table: Path) -> None:
    columns = read_columns(table)
    assert columns.problems
    assert columns.problems == read_titles(table).problems


def test_titles_of_the_model_are_those_of_the_table(by_column: Model, table: Path) -> None:
    catalogue = read_titles(table).catalogue
    assert [by_column.title(row) for row in range(len(by_column))] == list(catalogue)


def test_a_table_without_a_title_is_refused_with_what_to_do(tmp_path: Path) -> None:
    blank = {**flat_rows(1)[0], "title": " "}
    with pytest.raises(BadData, match="recsys audit"):
        train_columns(read_columns(write_table(tmp_path / "blank.parquet", [blank])))
