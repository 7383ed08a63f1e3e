"""What the columns of all blocks weigh, wherever they stand."""

from __future__ import annotations

import numpy as np
import pytest

from recsys.features import ColumnIdf
from recsys.features.coded_values import CodedValues

# The second block and the last one have no column.
WEIGHTS = ColumnIdf(
    np.array([2, 2, 5, 5]),
    (np.array([0.5, 1.0]), np.empty(0), CodedValues.of(np.array([3.0, 2.0, 3.0])), np.empty(0)),
)


def test_each_column_has_the_weight_of_its_block() -> None:
    assert WEIGHTS.at(np.array([4, 0, 3, 1, 2, 0])).tolist() == [3.0, 0.5, 2.0, 1.0, 3.0, 0.5]


def test_a_column_belongs_to_the_block_that_holds_it_and_never_to_an_empty_one() -> None:
    assert WEIGHTS.blocks_of(np.arange(5)).tolist() == [0, 0, 2, 2, 2]
    assert WEIGHTS.n_columns == 5


def test_blocks_that_are_known_need_not_be_looked_for() -> None:
    columns = np.array([3, 1])
    found = WEIGHTS.at(columns, WEIGHTS.blocks_of(columns).astype(np.uint8))
    assert found.tolist() == WEIGHTS.at(columns).tolist()


def test_more_columns_than_are_held_side_by_side_weigh_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    columns = np.array([4, 0, 3, 1, 2, 0])
    monkeypatch.setattr("recsys.features.column_idf._AS_ONE", 4)
    assert ColumnIdf(WEIGHTS.stops, WEIGHTS.idf).at(columns).tolist() == WEIGHTS.at(columns).tolist()


def test_columns_alike_weigh_1() -> None:
    assert ColumnIdf.alike(3).at(np.array([2, 0])).tolist() == [1.0, 1.0]
