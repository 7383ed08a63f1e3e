"""Numbers in two bytes are never below the true ones, and hardly above them."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from recsys.index.upper_halves import ENDLESS, floats_of, upper_halves


@given(st.lists(st.floats(0, 2.0**127, width=32)))
def test_no_number_is_smaller_and_none_is_much_larger(numbers: list[float]) -> None:
    values = np.array(numbers, dtype=np.float32)
    read = floats_of(upper_halves(values)).astype(np.float64)
    assert (read >= values).all()
    least = 2.0**-133  # of numbers as small as that, two bytes know only every multiple
    assert (read <= np.maximum(values.astype(np.float64) * (1 + 2**-7), values + least)).all()


@pytest.mark.parametrize("value", [0.0, 0.5, 1.0, 3.5, 255.0])
def test_a_number_of_few_digits_stays_as_it_is(value: float) -> None:
    assert floats_of(upper_halves(np.array([value], dtype=np.float32))).tolist() == [value]


def test_only_finite_numbers_from_0_on_are_below_the_end() -> None:
    values = np.array([0, 1e30, np.inf, -1, -0.0], dtype=np.float32)
    assert (upper_halves(values) < ENDLESS).tolist() == [True, True, False, False, False]
