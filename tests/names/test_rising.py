from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from recsys.integrity.rising_lists import are_rising_lists
from recsys.names import rising
from recsys.names.rising import packed, stretches, unpacked, unpacked_lists

LARGEST = 2**31 - 1
NUMBERS = st.integers(0, 2**8) | st.integers(0, 2**15) | st.integers(0, 2**22) | st.integers(0, LARGEST)
LISTS = st.lists(st.lists(NUMBERS, min_size=1, max_size=12, unique=True).map(sorted), max_size=8)


def joined(lists: list[list[int]]) -> tuple[NDArray[np.int64], NDArray[np.int32]]:
    starts = np.cumsum([0, *map(len, lists)])
    return starts, np.array([number for one in lists for number in one], dtype=np.int32)


def leb128(number: int) -> bytes:
    """As its definition reads."""
    more, rest = divmod(number, 128)
    return bytes([rest | 128]) + leb128(more) if more else bytes([rest])


def by_hand(numbers: list[int]) -> bytes:
    return b"".join(
        leb128(number - before - 1) for before, number in zip([-1, *numbers], numbers, strict=False)
    )


@given(LISTS)
def test_each_list_is_its_distances_in_bytes_of_seven_bits(lists: list[list[int]]) -> None:
    starts, few = packed(*joined(lists))
    pieces = [few[first:last].tobytes() for first, last in pairwise(starts)]
    assert pieces == [by_hand(numbers) for numbers in lists]


@given(LISTS)
def test_every_list_comes_back_alone_and_with_the_others(lists: list[list[int]]) -> None:
    starts, few = packed(*joined(lists))
    alone = [unpacked(few[first:last]).tolist() for first, last in pairwise(starts)]
    assert alone == lists
    begins, numbers = unpacked_lists(starts, few)
    assert begins.tolist() == joined(lists)[0].tolist()
    assert numbers.tolist() == joined(lists)[1].tolist()


@given(LISTS)
def test_however_much_is_looked_at_together_the_bytes_are_the_same(lists: list[list[int]]) -> None:
    at_once = packed(*joined(lists))
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(rising, "_AT_ONCE", 5)
        starts, few = packed(*joined(lists))
        assert starts.tolist() == at_once[0].tolist()
        assert few.tobytes() == at_once[1].tobytes()
        assert unpacked_lists(starts, few)[1].tolist() == joined(lists)[1].tolist()
        assert are_rising_lists(few, starts, LARGEST + 1)
        assert [n for first, last in stretches(starts) for n in range(first, last)] == list(range(len(lists)))


@given(LISTS.filter(bool))
def test_lists_are_within_bounds_just_above_their_largest_number(lists: list[list[int]]) -> None:
    starts, few = packed(*joined(lists))
    largest = max(map(max, lists))
    assert are_rising_lists(few, starts, largest + 1)
    assert not are_rising_lists(few, starts, largest)


@given(LISTS.filter(bool), st.data())
def test_a_list_that_ends_inside_a_number_is_refused(lists: list[list[int]], data: st.DataObject) -> None:
    starts, few = packed(*joined(lists))
    which = data.draw(st.integers(1, len(lists)))
    few[starts[which] - 1] |= 0x80
    assert not are_rising_lists(few, starts, LARGEST + 1)


@pytest.mark.parametrize(
    ("starts", "few"),
    [
        ([0, 1, 1], [0]),
        ([0, 2, 1, 3], [0, 0, 0]),
        ([0, 6], [0x80, 0x80, 0x80, 0x80, 0x80, 0]),
        ([0, 5], [0xFF, 0xFF, 0xFF, 0xFF, 0x7F]),
    ],
    ids=["an empty list", "lists that fall", "a number of six bytes", "a number of 35 bits"],
)
def test_bytes_that_nobody_writes_are_refused(starts: list[int], few: list[int]) -> None:
    assert not are_rising_lists(np.array(few, dtype=np.uint8), np.array(starts), LARGEST + 1)


@given(st.binary(max_size=40))
def test_any_bytes_at_all_end_in_some_numbers(damaged: bytes) -> None:
    some = np.frombuffer(damaged, dtype=np.uint8)
    assert len(unpacked(some)) == sum(byte < 0x80 for byte in damaged)
