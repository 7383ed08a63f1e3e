"""Facts the other way round: the titles of a term, and which titles are silent."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy import sparse

from recsys import Model
from recsys.index import facets_of_titles
from recsys.index.holders import Holders
from recsys.index.terms import SOMEBODY
from recsys.index.verdict import having, holders, is_one_of
from recsys.short_rows import ShortRows
from recsys.title import Credit, Title
from tests.builders import title

TITLES = [
    title("both", countries=("JP", "KR"), year=2020),
    title("one", countries=("KR",)),
    title("nowhere", year=1999),
]
FACETS = facets_of_titles(TITLES)


@given(
    st.lists(st.sets(st.integers(0, 6), max_size=5), min_size=1, max_size=12),
    st.lists(st.lists(st.integers(0, 7), unique=True), max_size=6),
    st.integers(0, 8),
    st.sampled_from([np.int32, np.uint8]),
)
def test_what_is_remembered_and_forgotten_is_what_scipy_finds(
    rows: list[set[int]],
    questions: list[list[int]],
    most_entries: int,
    dtype: type[np.integer],
) -> None:
    lengths = np.array([len(row) for row in rows])
    indices = np.array([column for row in rows for column in sorted(row)], dtype=dtype)
    data = np.arange(1, len(indices) + 1, dtype=np.int32)
    by_column = sparse.csr_array(
        (data, indices, np.append(0, np.cumsum(lengths))), shape=(len(rows), 8)
    ).tocsc()
    holders = Holders(ShortRows.of_lengths(lengths, indices, data), most_entries)
    for codes in questions:
        for code, found in zip(codes, holders.of(codes), strict=True):
            piece = slice(by_column.indptr[code], by_column.indptr[code + 1])
            np.testing.assert_array_equal(found.rows, by_column.indices[piece])
            np.testing.assert_array_equal(found.data, by_column.data[piece])


def test_the_term_that_was_asked_for_longest_ago_is_forgotten_first() -> None:
    column = ShortRows.of_lengths(np.ones(3, np.int64), np.arange(3, dtype=np.int32), np.ones(3, np.int8))
    holders = Holders(column, most_entries=2)
    first, second = holders.of([0])[0], holders.of([1])[0]
    assert holders.of([0])[0] is first
    holders.of([2])
    assert holders.of([0])[0] is first
    assert holders.of([1])[0] is not second


def test_a_term_leads_to_its_titles_in_the_order_of_their_rows() -> None:
    assert holders(FACETS, "countries", ["KR"])[0].tolist() == [0, 1]


def test_several_terms_are_told_one_after_the_other_and_unknown_ones_not_at_all() -> None:
    assert holders(FACETS, "countries", ["KR", "XX", "JP", "KR"])[0].tolist() == [0, 1, 0]


def test_a_term_that_no_title_has_is_held_by_none() -> None:
    assert not having(FACETS, "countries", ["XX"]).any()


def test_a_title_without_an_entry_is_silent() -> None:
    assert FACETS.lacking("countries").tolist() == [False, False, True]
    assert FACETS.lacking("year").tolist() == [False, True, False]
    assert FACETS.lacking("form").all()


def test_somebody_of_unknown_nationality_says_no_more_than_silence() -> None:
    half_known = title("half", cast=("A",)), title("none")
    facets = facets_of_titles([*half_known, _korean()])
    assert facets.lacking("cast_from", saying=SOMEBODY).tolist() == [True, True, False]
    assert facets.lacking("cast_from").tolist() == [False, True, False]


def _korean() -> Title:
    return Title(id="korean", title="Korean", credits=(Credit("B", nationality=("KR",)),))


def test_what_is_remembered_cannot_be_written_to() -> None:
    assert not FACETS.lacking("countries").flags.writeable


@given(st.lists(st.integers(-1, 4), max_size=20), st.sets(st.integers(-1, 4)))
def test_one_of_a_few_codes_is_what_numpy_finds(codes: list[int], wanted: set[int]) -> None:
    column: NDArray[np.int8] = np.array(codes, dtype=np.int8)
    np.testing.assert_array_equal(is_one_of(column, wanted), np.isin(column, list(wanted)))


def test_every_term_is_found_by_its_name(builtin: Model) -> None:
    facets = builtin.facets
    for name, table in facets.terms.items():
        assert [facets.code(name, term) for term in table] == list(range(len(table)))
        assert facets.code(name, "no such term") is None
