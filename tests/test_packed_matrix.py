"""Bytes of rows that would lead a loop astray are refused before it runs over them."""

from __future__ import annotations

import numpy as np
import pytest

from recsys.integrity.packed_matrix import are_packed_rows

STOPS = np.array([4, 10])
"""Two blocks of columns."""
HALF = np.array([0.5], "<f4").tobytes()


def are_sound(*titles: bytes, n_ratios: int = 2) -> bool:
    entries = np.frombuffer(b"".join(titles), np.uint8)
    starts = np.cumsum([0, *map(len, titles)]).astype(np.uint32)
    return are_packed_rows(entries, starts, n_ratios, STOPS)


def number(distance: int, place: int | None = None) -> bytes:
    """A feature; with two ratios the place of one takes a bit."""
    told = distance << 1 if place is None else (distance << 1 | place) << 1 | 1
    assert told < 128
    return bytes([told])


def test_a_title_with_features_of_two_blocks_is_sound() -> None:
    assert are_sound(b"\2" + HALF + HALF + number(1) + number(2, 1) + number(5), b"\0")


@pytest.mark.parametrize(
    ("title", "what"),
    [
        (b"\1" + HALF, "a factor without a feature"),
        (b"\0" + number(1), "a feature without a factor"),
        (b"\1" + HALF + number(1) + number(5), "a factor too few"),
        (b"\3" + HALF + HALF + HALF + number(1) + number(5), "a factor too many"),
        (b"\1" + HALF[:2], "half a factor"),
        (b"\xff" + HALF + number(1), "factors beyond the end"),
        (b"\1" + np.array([-0.5], "<f4").tobytes() + number(1), "a factor below 0"),
        (b"\1" + np.array([np.nan], "<f4").tobytes() + number(1), "a factor that is no number"),
        (b"\1" + np.array([np.inf], "<f4").tobytes() + number(1), "a factor without end"),
        (b"\1" + HALF + number(1) + number(0), "a column twice"),
        (b"\1" + HALF + number(10), "a column beyond the last"),
        (b"\1" + HALF + b"\x80" * 5 + b"\1", "a column far beyond the last"),
        (b"\1" + HALF + b"\x84" + b"\x80" * 8 + b"\0", "a number of more bytes than any has"),
        (b"\1" + HALF + b"\x82", "a number without end"),
        (b"", "no byte at all"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_no_title_says_is_refused(title: bytes, what: str) -> None:
    del what
    assert not are_sound(title)
    assert not are_sound(b"\1" + HALF + number(1), title, b"\0")


def test_a_ratio_that_is_not_there_is_refused() -> None:
    title = b"\1" + HALF + number(1, 1)
    assert are_sound(title)
    assert not are_sound(title, n_ratios=0)
    assert not are_sound(b"\1" + HALF + b"\x0f", n_ratios=3)  # the fourth of three, which two bits can say


def test_no_title_may_lie_outside_of_the_bytes() -> None:
    entries = np.frombuffer(b"\0\0\0", np.uint8)
    assert not are_packed_rows(entries, np.array([1, 2, 4], np.uint32), 0, STOPS)
    assert not are_packed_rows(entries, np.array([-1, 1, 2]), 0, STOPS)


def test_no_title_may_begin_before_another_ends() -> None:
    entries = np.frombuffer(b"\0\0\0", np.uint8)
    assert not are_packed_rows(entries, np.array([0, 2, 1, 3], np.uint32), 0, STOPS)
