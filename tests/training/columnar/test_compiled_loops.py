"""What compiled loops make of texts and numbers is what the plain ones make of them."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

import training.columnar
from recsys.arrays import Csr
from recsys.features.fitting import fit_counts
from recsys.features.space import CountedTokens
from recsys.features.spec import DEFAULT_BLOCKS, Idf, TermFrequency
from recsys.names import StringTable, person_key
from tests.training.columnar.tables import flat_rows, write_table
from training.columnar import chosen_loops
from training.columnar.chosen_loops import compile_for, compile_loops, loops, weighing_loops
from training.columnar.counted_blocks import vocabulary
from training.columnar.person_keys import person_keys
from training.columnar.ragged import Ragged
from training.columnar.reading import read_columns
from training.columnar.text_numbers import TextNumbers
from training.columnar.vectorizing import vectorize
from training.columnar.weighted_blocks import weigh_counts
from training.columnar.word_blocks import word_tokens

pytestmark = pytest.mark.usefixtures("compiled")
T = TypeVar("T")

_prose = st.text(alphabet="asSiu .,'`&-_進é\u3000\n\t\x1f\0’X9", max_size=60) | st.text(max_size=60)
_names = st.text(alphabet="abABé -'`.,&1송", max_size=24) | st.text(max_size=70)
_texts = st.lists(st.text(alphabet="ab\0é", max_size=20) | st.text(max_size=12), max_size=80)
_lists = st.lists(st.lists(st.integers(0, 9), max_size=50), max_size=8)


def _plainly(work: Callable[[], T]) -> T:
    """Do something with plain loops."""
    found = list(chosen_loops._compiled)
    chosen_loops._compiled.clear()
    try:
        return work()
    finally:
        chosen_loops._compiled[:] = found


def _assert_same(found: NDArray[np.generic], expected: NDArray[np.generic]) -> None:
    assert found.dtype == expected.dtype
    np.testing.assert_array_equal(found, expected)


def _assert_same_tokens(found: CountedTokens, expected: CountedTokens) -> None:
    assert list(found.terms) == list(expected.terms)
    for name in ("indptr", "indices", "data"):
        _assert_same(getattr(found.rows, name), getattr(expected.rows, name))


@given(st.lists(_prose, max_size=12), st.booleans())
def test_words_of_texts_are_those_that_plain_loops_find(texts: list[str], is_counted: bool) -> None:
    table = StringTable.from_strings(texts)

    def work() -> CountedTokens:
        return word_tokens(table, {}, is_counted=is_counted)

    _assert_same_tokens(work(), _plainly(work))


def test_plurals_function_words_and_apostrophes_are_read_as_plainly() -> None:
    texts = """\
        Detectives, glass & viruses: tennis asus gas BUS cases
        others don't; it`s wheres co-operates
        a b1s 9 naïve cafés’ day's
        The of and
        words;words/WORDS\x1fwords words"""
    table = StringTable.from_strings(texts.splitlines())

    def work() -> CountedTokens:
        return word_tokens(table, {}, is_counted=True)

    _assert_same_tokens(work(), _plainly(work))
    assert {"detective", "glass", "tennis", "asus", "where", "dont", "word"} <= {*work().terms}


def test_long_texts_and_many_words_find_room() -> None:
    many = [" ".join(f"word{number * row}x" for number in range(400)) for row in range(40)]
    table = StringTable.from_strings([*many, "x" * 100_000, "é" * 5000, "", " y" * 3000, *many])

    def work() -> CountedTokens:
        return word_tokens(table, {3: [("word9x", 2.0)]}, is_counted=True)

    _assert_same_tokens(work(), _plainly(work))


@given(_texts)
def test_texts_get_numbers_in_the_order_in_which_they_are_met(texts: list[str]) -> None:
    numbers = TextNumbers(loops())
    codes = [*numbers.codes(pa.array(texts, pa.string())), *numbers.codes(pa.array(texts, pa.large_string()))]
    known = list(dict.fromkeys(texts))
    assert codes == [known.index(text) for text in texts] * 2
    assert list(numbers.table()) == numbers.texts().to_pylist() == known
    assert len(numbers) == len(known)


def test_a_slice_of_a_column_is_numbered_as_the_column_is() -> None:
    texts = pa.array([f"text {number % 700}" for number in range(5000)], pa.string())
    numbers = TextNumbers(loops())
    parts = [numbers.codes(texts[start : start + 999]) for start in range(0, 5000, 999)]
    assert np.concatenate(parts).tolist() == [number % 700 for number in range(5000)]


@given(st.lists(_names, max_size=20))
def test_keys_of_many_names_are_those_of_each(names: list[str]) -> None:
    assert person_keys(pa.array(names, pa.large_string())).to_pylist() == list(map(person_key, names))


@pytest.mark.parametrize(
    "name",
    "Song Kang|Rina|O'Hara Ann|Kim, Tae-ri|abab abab|aaaaaaaa aaaaaaab|Ann & Bo|&|'|Łukasz Żal|송 강호".split(
        "|"
    ),
)
def test_names_that_are_odd_have_their_key(name: str) -> None:
    assert person_keys(pa.array([name], pa.large_string())).to_pylist() == [person_key(name)]


@given(_texts)
def test_a_vocabulary_is_in_the_order_of_its_texts(texts: list[str]) -> None:
    column = pa.array(texts, pa.large_string())
    found, expected = vocabulary(column), _plainly(lambda: vocabulary(column))
    assert found.terms.to_pylist() == expected.terms.to_pylist() == sorted({*texts} - {""})
    _assert_same(found.ranks, expected.ranks)


def test_texts_that_begin_alike_are_in_order() -> None:
    texts = [f"{'same beginning ' * (number % 3)}{number * 7919 % 1000}" for number in range(1000)]
    assert vocabulary(pa.array(texts, pa.large_string())).terms.to_pylist() == sorted(texts)


@given(_lists)
def test_lists_are_tallied_as_plainly(lists: list[list[int]]) -> None:
    ragged = Ragged.of_lists(lists)
    (found, counts), (expected, theirs) = ragged.tallied(), _plainly(ragged.tallied)
    _assert_same(found.indptr, expected.indptr)
    _assert_same(found.codes, expected.codes)
    _assert_same(counts, theirs)
    _assert_same(ragged.repeated(), _plainly(ragged.repeated))
    assert [ragged.codes[ragged.indptr[row] :][: len(own)].tolist() for row, own in enumerate(lists)] == lists


_SPECS = (
    replace(DEFAULT_BLOCKS[0], tf=TermFrequency.BINARY, idf=Idf.LOG, pivot=1.0),
    replace(DEFAULT_BLOCKS[0], tf=TermFrequency.VALUE, idf=Idf.ROOT_LOG, pivot=0.3, min_df=2),
    replace(DEFAULT_BLOCKS[0], tf=TermFrequency.SATURATED, idf=Idf.SMOOTH, pivot=0.6),
)


@given(st.integers(0, 2**32), st.lists(st.integers(0, 300), min_size=1, max_size=6))
def test_blocks_are_weighed_to_the_last_bit(seed: int, sizes: list[int]) -> None:
    counts = [_counted(seed, sizes, spec.tf) for spec in _SPECS]
    matrix, space = weigh_counts(_SPECS, counts, weighing_loops())
    expected, their_space = fit_counts(_SPECS, counts)
    for name in ("indptr", "indices", "data"):
        _assert_same(getattr(matrix, name), getattr(expected, name))
    for block, theirs in zip(space.blocks, their_space.blocks, strict=True):
        assert (block.start, block.mean_norm, block.scale) == (theirs.start, theirs.mean_norm, theirs.scale)


def _counted(seed: int, sizes: list[int], tf: TermFrequency) -> CountedTokens:
    rng = np.random.default_rng(seed)
    lists = [np.sort(rng.choice(300, size, replace=False)) for size in sizes]
    indices = np.concatenate([np.empty(0, np.int64), *lists]).astype(np.int32)
    used, places = np.unique(indices, return_inverse=True)
    often = rng.integers(1, 5, len(indices)).astype(np.int32)
    data = often * rng.random(len(often)) if tf is TermFrequency.VALUE else often
    indptr = np.cumsum([0, *sizes]).astype(np.int64)
    terms = StringTable.from_strings(f"{number:03}" for number in used.tolist())
    return CountedTokens(terms, Csr(indptr, places.astype(np.int32), data))


def test_a_long_name_has_its_key() -> None:
    name = "x" * 80 + " y"
    assert person_keys(pa.array([name], pa.large_string())).to_pylist() == [person_key(name)]


def test_without_numba_titles_are_read_by_plain_loops(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(training.columnar, "compiled_blocks")
    monkeypatch.setitem(sys.modules, "training.columnar.compiled_blocks", None)
    assert not _plainly(compile_loops)


def test_few_titles_are_read_by_plain_loops() -> None:
    def work() -> object:
        compile_for(10)
        return loops(), weighing_loops()

    assert _plainly(work) == (None, None)


def test_many_titles_are_read_by_compiled_loops() -> None:
    def work() -> bool:
        compile_for(1_000_000)
        return loops() is not None

    assert _plainly(work)
    assert compile_loops()


def test_nothing_is_compiled_while_titles_are_read(tmp_path: Path) -> None:
    modules = (loops(), weighing_loops())
    known = [work for module in modules for work in vars(module).values() if hasattr(work, "signatures")]
    before = [len(work.signatures) for work in known]
    columns = read_columns(write_table(tmp_path / "flat.parquet", flat_rows(60)))
    vectorize(columns)
    assert len(known) > 10
    assert [len(work.signatures) for work in known] == before
