from __future__ import annotations

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from recsys.features.text import words
from recsys.features.tokens import tag_token
from recsys.names import StringTable, fold_text, person_key
from training.columnar.arrow_text import arrow_strings, string_table
from training.columnar.folding import folded, tag_tokens
from training.columnar.person_keys import person_keys
from training.columnar.word_blocks import word_tokens

_names = st.text(alphabet="abABé -'`.,&1송", max_size=24) | st.text(max_size=70)
_tags = st.lists(st.sampled_from(("gang", "series", "spies", "Heroes", "epic", "X", "9")), max_size=4).map(
    " ".join
)


@given(st.lists(_names, max_size=20))
def test_keys_of_many_names_are_those_of_each(names: list[str]) -> None:
    assert person_keys(pa.array(names, pa.large_string())).to_pylist() == list(map(person_key, names))


@pytest.mark.parametrize(
    "name", ["abab abab", "Lili Lili", "aaaaaaaa aaaaaaab", "Kim Tae-ri", "x" * 80 + " y"]
)
def test_names_that_repeat_themselves_have_their_key(name: str) -> None:
    assert person_keys(pa.array([name], pa.large_string())).to_pylist() == [person_key(name)]


@given(st.lists(_names | _tags, max_size=20))
def test_folding_many_texts_is_folding_each(texts: list[str]) -> None:
    column = pa.array(texts, pa.large_string())
    assert folded(column).to_pylist() == list(map(fold_text, texts))
    assert tag_tokens(column).to_pylist() == list(map(tag_token, texts))


@given(st.lists(st.text(max_size=60) | st.text(alphabet="asS .,'&-_進撃é\u3000\n", max_size=30), max_size=6))
def test_words_of_many_texts_are_those_of_each(texts: list[str]) -> None:
    found = word_tokens(StringTable.from_strings(texts), {}, is_counted=True)
    for row, text in enumerate(texts):
        entries = found.rows.row(row)
        counted = {
            found.terms[column]: value for column, value in zip(entries.columns, entries.values, strict=True)
        }
        assert counted == {word: list(words(text)).count(word) for word in words(text)}


@given(st.lists(st.text(max_size=9), max_size=9))
def test_a_table_of_strings_survives_arrow(texts: list[str]) -> None:
    assert list(string_table(arrow_strings(StringTable.from_strings(texts)))) == texts
