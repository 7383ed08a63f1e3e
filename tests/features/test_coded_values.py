from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from recsys.features import coded_values as module
from recsys.features.coded_values import CodedValues

NUMBERS = arrays(np.float64, st.integers(0, 40), elements=st.floats(0, 20, allow_nan=False).map(abs))


@given(NUMBERS, st.data())
def test_coded_numbers_read_like_the_array_they_were_made_of(
    numbers: np.ndarray, data: st.DataObject
) -> None:
    coded = CodedValues.of(numbers)
    assert len(coded) == len(numbers)
    assert np.asarray(coded).tobytes() == numbers.tobytes()
    places = st.lists(st.integers(0, max(len(numbers) - 1, 0)), max_size=20 * bool(len(numbers)))
    asked = np.array(data.draw(places), np.int32)
    assert coded[asked].tobytes() == numbers[asked].tobytes()


@given(NUMBERS)
def test_each_distinct_number_is_stored_once(numbers: np.ndarray) -> None:
    assert CodedValues.of(numbers).arrays()["values"].tolist() == sorted(set(numbers.tolist()))


@given(NUMBERS)
def test_numbers_coded_a_piece_at_a_time_are_the_same(numbers: np.ndarray) -> None:
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(module, "_AT_ONCE", 7)
        in_pieces = CodedValues.of(numbers).arrays()
    for name, array in CodedValues.of(numbers).arrays().items():
        assert array.dtype == in_pieces[name].dtype
        assert array.tobytes() == in_pieces[name].tobytes()


@pytest.mark.parametrize(("n_distinct", "n_bytes"), [(1, 1), (256, 1), (257, 2), (2**16, 2), (2**16 + 1, 4)])
def test_a_code_takes_no_more_bytes_than_so_many_distinct_numbers_need(n_distinct: int, n_bytes: int) -> None:
    assert CodedValues.of(np.arange(n_distinct, dtype=np.float64)).codes.itemsize == n_bytes


def test_stored_numbers_are_found_again() -> None:
    coded = CodedValues.of(np.array([2.5, 0.5, 2.5]))
    assert np.asarray(CodedValues.from_arrays(coded.arrays())).tolist() == [2.5, 0.5, 2.5]
