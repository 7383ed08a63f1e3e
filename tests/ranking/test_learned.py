from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from recsys.arrays import SparseVector
from recsys.ranking import SecondStage

SIZE = 6


def _vector(dense: list[float]) -> SparseVector:
    values = np.array(dense)
    columns = np.flatnonzero(values)
    return SparseVector(columns.astype(np.int32), values[columns])


def _stage(prior: list[float], form: list[list[float]]) -> SecondStage:
    columns = np.array([1, 3, 4], dtype=np.int32)
    return SecondStage(columns, np.array(prior, np.float32), np.array(form, np.float32).ravel())


STAGE = _stage([0.5, 0.0, -1.0], [[0, 2, 0], [0, 0, 0], [1, 0, 0]])


def test_what_is_welcome_follows_from_the_features_of_the_seed() -> None:
    welcome = STAGE.coefficients(_vector([0, 3.0, 0, 0, 0, 0]))
    assert welcome.columns.tolist() == [1, 3, 4]
    assert welcome.values.tolist() == [0.5, 6.0, -1.0]


def test_a_seed_of_which_nothing_is_known_leaves_what_is_welcome_to_all() -> None:
    assert STAGE.coefficients(_vector([7.0, 0, 0, 0, 0, 7.0])).values.tolist() == [0.5, 0.0, -1.0]


numbers = st.floats(-4, 4, width=32)


@given(
    seed=st.lists(numbers, min_size=SIZE, max_size=SIZE),
    prior=st.lists(numbers, min_size=3, max_size=3),
    form=st.lists(st.lists(numbers, min_size=3, max_size=3), min_size=3, max_size=3),
)
def test_it_is_the_bilinear_form_of_its_columns(
    seed: list[float], prior: list[float], form: list[list[float]]
) -> None:
    known = np.array(seed)[[1, 3, 4]]
    found = _stage(prior, form).coefficients(_vector(seed)).values
    np.testing.assert_allclose(found, known @ np.array(form) + np.array(prior), atol=1e-9)


def test_its_arrays_make_it_again() -> None:
    again = SecondStage.from_arrays(STAGE.arrays())
    np.testing.assert_array_equal(again.square, STAGE.square)
    np.testing.assert_array_equal(again.columns, STAGE.columns)
