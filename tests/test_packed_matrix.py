"""Bytes of rows that would lead a loop astray are refused before it runs over them."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import sparse

from recsys.array_rooms import InMemory
from recsys.features import ColumnIdf
from recsys.index import compile_kernels
from recsys.index.chosen_kernels import chosen_kernels
from recsys.index.kernels import PLAIN
from recsys.index.packing import pack
from recsys.integrity.packed_matrix import are_packed_rows
from tests.matrices import rows_of

STOPS = np.array([4, 10])
"""Two blocks of columns."""
NOTHING: tuple[np.ndarray, list[np.ndarray]] = (np.empty(0), [])
"""No ratio, no idf."""
HALF = np.array([0.5], "<f4").tobytes()


def are_sound(*titles: bytes, n_ratios: int = 2, strongest: float = 2.0, idf: float = 1.0) -> bool:
    ratios = np.linspace(1.5, strongest, n_ratios)
    entries = np.frombuffer(b"".join(titles), np.uint8)
    starts = np.cumsum([0, *map(len, titles)]).astype(np.uint32)
    return are_packed_rows(entries, starts, ratios, [np.array([idf])], STOPS)


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
        (b"\1" + HALF + b"\x84" + b"\x80" * 7 + b"\0", "a number of more bytes than any has"),
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
    assert not are_packed_rows(entries, np.array([1, 2, 4], np.uint32), *NOTHING, STOPS)
    assert not are_packed_rows(entries, np.array([-1, 1, 2]), *NOTHING, STOPS)


def test_no_title_may_begin_before_another_ends() -> None:
    entries = np.frombuffer(b"\0\0\0", np.uint8)
    assert not are_packed_rows(entries, np.array([0, 2, 1, 3], np.uint32), *NOTHING, STOPS)


def test_a_number_may_have_eight_bytes() -> None:
    assert are_sound(b"\1" + HALF + b"\x84" + b"\x80" * 6 + b"\0")


@pytest.mark.parametrize("place", range(5))
def test_titles_of_every_piece_are_looked_at(place: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("recsys.integrity.packed_matrix._AT_ONCE", 2)
    titles = [b"\1" + HALF + number(1)] * 5
    assert are_sound(*titles)
    titles[place] = b"\1" + HALF + number(10)
    assert not are_sound(*titles)


def test_no_value_may_be_beyond_single_precision() -> None:
    title = b"\1" + HALF + number(1, 1)
    assert are_sound(title, strongest=1e30)
    assert not are_sound(title, strongest=1e39)
    assert not are_sound(title, strongest=1e30, idf=1e9)
    assert not are_sound(title, idf=np.nan)
    assert not are_sound(b"\1" + HALF + number(1), idf=1e39)


@given(seed=st.integers(0, 2**32 - 1), n_changed=st.integers(1, 3))
def test_bytes_that_are_accepted_say_the_same_to_compiled_loops(seed: int, n_changed: int) -> None:
    pytest.importorskip("numba")
    assert compile_kernels()
    rng = np.random.default_rng(seed)
    strengths = rng.choice([0.0, 0.0, 0.5, 1.0, 3.0], (8, 10)).astype(np.float32)
    weights = (np.ones(4), np.linspace(0, 2, 6))
    idf = ColumnIdf(STOPS, weights)
    made = pack(rows_of(sparse.csr_matrix(strengths)), idf, room=InMemory())
    entries = made.entries.copy()
    entries[rng.integers(0, len(entries), n_changed)] = rng.integers(0, 256, n_changed)
    if are_packed_rows(entries, made.starts, made.ratios, weights, STOPS):
        told = (made.starts.astype(np.int64), entries, made.ratios, idf)
        compiled, plain = chosen_kernels(is_checked=True).unpack(*told), PLAIN.unpack(*told)
        assert np.isfinite(plain.data).all()
        for name, array in plain.arrays().items():
            assert compiled.arrays()[name].tolist() == array.tolist()
