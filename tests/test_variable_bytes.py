"""Whole numbers in as few bytes as they take."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from recsys.variable_bytes import LONGEST, decoded, encoded, shares_of

NUMBERS = st.lists(
    st.one_of(st.integers(0, 300), st.integers(0, 2**21), st.integers(0, 2**63 - 1)), max_size=40
).map(lambda some: np.array(some, np.int64))


def leb128(number: int) -> bytes:
    """The code of one number as its definition has it."""
    found = bytearray()
    while True:
        number, low = number >> 7, number & 127
        found.append(low | (128 if number else 0))
        if not number:
            return bytes(found)


@given(NUMBERS)
def test_bytes_are_those_of_leb128(numbers: np.ndarray) -> None:
    starts, found = encoded(numbers)
    each = [leb128(number) for number in numbers.tolist()]
    assert found.tobytes() == b"".join(each)
    assert np.diff(starts).tolist() == [len(one) for one in each]


@given(NUMBERS)
def test_numbers_come_back_with_the_last_byte_of_each(numbers: np.ndarray) -> None:
    starts, found = encoded(numbers)
    again, lasts = decoded(found)
    assert again.tolist() == numbers.tolist()
    assert lasts.tolist() == (starts[1:] - 1).tolist()


@given(NUMBERS)
def test_numbers_are_the_sums_of_what_their_bytes_add(numbers: np.ndarray) -> None:
    starts, found = encoded(numbers)
    shares, lasts = shares_of(found, np.int64, LONGEST)
    assert [int(shares[a:b].sum()) for a, b in pairwise(starts)] == numbers.tolist()
    assert (lasts is None) == bool((np.diff(starts) == 1).all())


@pytest.mark.parametrize(("number", "n_bytes"), [(0, 1), (127, 1), (128, 2), (2**63 - 1, LONGEST)])
def test_a_number_takes_a_byte_for_seven_bits(number: int, n_bytes: int) -> None:
    assert len(encoded(np.array([number]))[1]) == n_bytes
