from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from recsys.catalogue.vocabulary import tone_vocabulary
from recsys.index import SETS, Facets
from recsys.index.facets import DESCRIBED
from recsys.index.title_facets import facets_of_titles
from recsys.short_rows import ShortRows
from recsys.title import Title
from tests.builders import title

TONES = [tone.id for tone in tone_vocabulary() if not tone.content_warning][: 2 * DESCRIBED]


@st.composite
def catalogues(draw: st.DrawFn) -> list[Title]:
    some = [
        st.lists(st.sampled_from(values), unique=True, max_size=len(values))
        for values in (["JP", "KR", "US"], ["drama", "crime"], TONES)
    ]
    each = draw(st.lists(st.tuples(*some), min_size=1, max_size=8))
    return [
        title(f"t{number}", countries=tuple(countries), genres=tuple(genres), tones=tuple(tones))
        for number, (countries, genres, tones) in enumerate(each)
    ]


@given(catalogues())
def test_stored_facts_answer_as_those_of_the_titles(titles: list[Title]) -> None:
    made = facets_of_titles(titles)
    stored = Facets.from_arrays(made.arrays())
    np.testing.assert_array_equal(stored.described, made.described)
    for name in SETS:
        np.testing.assert_array_equal(stored.lacking(name), made.lacking(name))
        codes = list(range(len(made.terms[name])))
        for one, other in zip(stored.holders[name].of(codes), made.holders[name].of(codes), strict=True):
            assert one.rows.tolist() == other.rows.tolist()
            assert one.data.tolist() == other.data.tolist()
        for row in range(len(titles)):
            ours, theirs = getattr(stored, name).row(row), getattr(made, name).row(row)
            assert ours.columns.tolist() == theirs.columns.tolist()


@given(catalogues())
def test_facts_that_are_stored_again_are_the_same_bytes(titles: list[Title]) -> None:
    once = facets_of_titles(titles).arrays()
    again = Facets.from_arrays(once).arrays()
    assert {name: (a.dtype, a.tobytes()) for name, a in once.items()} == {
        name: (a.dtype, a.tobytes()) for name, a in again.items()
    }


@pytest.mark.parametrize(("n_terms", "n_bytes"), [(256, 1), (257, 2), (2**16 + 1, 4)])
def test_a_code_takes_the_bytes_that_the_vocabulary_needs_whichever_terms_occur(
    n_terms: int, n_bytes: int
) -> None:
    facets = facets_of_titles([title("t")])
    words = facets.terms["genres"].from_strings(f"{number:06}" for number in range(n_terms))
    column = ShortRows.of_lengths(np.ones(1, np.int64), np.zeros(1, np.int32), np.ones(1, np.int8))
    facets = replace(facets, genres=column, terms={**facets.terms, "genres": words})
    stored = facets.arrays()
    assert stored["genres.indices"].itemsize == n_bytes
    assert stored["genres.lengths"].itemsize == 1
    assert stored["genres.starts"].itemsize == 4
