from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest
from scipy import sparse
from sklearn.base import clone
from sklearn.exceptions import NotFittedError
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.preprocessing import MultiLabelBinarizer, normalize

from recsys.answer import ReasonKind
from recsys.array_rooms import InMemory
from recsys.features import DEFAULT_BLOCKS, BlockSpec, Idf, TermFrequency
from recsys.features.encoding import counted
from recsys.features.fitting import sorted_rows
from recsys.features.text import words
from recsys.features.tokens import EXTRACTORS
from recsys.features.vectorizer import TitleVectorizer
from recsys.title import Title
from tests.builders import title

READ_BLOCKS = [spec for spec in DEFAULT_BLOCKS if spec.name != "expected_genres"]  # which is filled
EXPECTED: list[list[tuple[str, float]]] = [
    [("crime", 0.4), ("war", 0.1)],
    [("crime", 0.2)],
    [("war", 0.3)],
    [],
]
TITLES = [
    title("a", genres=("romance", "comedy"), synopsis="A chef falls for a critic. The critic falls too."),
    title("b", genres=("romance",), synopsis="A critic meets a chef in Busan, and the chef cooks."),
    title("c", genres=("crime", "thriller"), synopsis="A detective follows a killer."),
    title("d"),
]


def _block(name: str, **settings: object) -> BlockSpec:
    return replace(BlockSpec(name=name, reason=ReasonKind.GENRE), **settings)  # type: ignore[arg-type]


def test_genres_with_pivot_one_equal_the_normalised_one_hot_matrix_of_scikit_learn() -> None:
    ours = TitleVectorizer((_block("genres", idf=Idf.NONE, pivot=1.0),)).fit_transform(TITLES)
    theirs = normalize(MultiLabelBinarizer().fit_transform([list(t.genres) for t in TITLES]).astype(float))
    np.testing.assert_allclose(ours.toarray(), theirs, atol=1e-6)


def test_words_with_pivot_one_equal_scikit_learns_tf_idf() -> None:
    spec = _block("synopsis", tf=TermFrequency.VALUE, idf=Idf.SMOOTH, pivot=1.0)
    ours = TitleVectorizer((spec,)).fit_transform(TITLES)
    theirs = TfidfVectorizer(analyzer=lambda text: list(words(text))).fit_transform(
        [t.synopsis for t in TITLES]
    )
    np.testing.assert_allclose(ours.toarray(), theirs.toarray(), atol=1e-6)


@pytest.mark.parametrize("spec", READ_BLOCKS, ids=lambda spec: spec.name)
def test_the_mean_self_similarity_of_every_block_is_one(spec: BlockSpec, described: list[Title]) -> None:
    matrix = TitleVectorizer((replace(spec, min_df=1),)).fit_transform(described)
    own = np.asarray(matrix.multiply(matrix).sum(axis=1)).ravel()
    assert own[own > 0].mean() == pytest.approx(1.0, abs=1e-5)


@pytest.mark.parametrize("name", sorted(EXTRACTORS))
def test_a_title_without_any_fact_has_no_feature_in_any_block(name: str) -> None:
    bare = [Title(id="x", title="")]
    assert TitleVectorizer((_block(name),)).fit(TITLES).transform(bare).nnz == 0


@pytest.mark.parametrize("name", sorted(EXTRACTORS))
def test_every_block_declares_where_its_tokens_come_from(name: str) -> None:
    assert name in {spec.name for spec in DEFAULT_BLOCKS}


def test_a_lower_pivot_lets_a_title_with_more_known_genres_keep_more_weight() -> None:
    plain = TitleVectorizer((_block("genres", idf=Idf.NONE, pivot=1.0),)).fit_transform(TITLES)
    pivoted = TitleVectorizer((_block("genres", idf=Idf.NONE, pivot=0.4),)).fit_transform(TITLES)
    two_genres, one_genre = 0, 1
    ratio_plain = plain[two_genres].max() / plain[one_genre].max()
    ratio_pivoted = pivoted[two_genres].max() / pivoted[one_genre].max()
    assert ratio_pivoted > ratio_plain


def test_a_single_title_is_encoded_as_it_stands_in_the_matrix() -> None:
    vectorizer = TitleVectorizer().fit(TITLES)
    whole = vectorizer.transform(TITLES)
    for row, one in enumerate(TITLES):
        np.testing.assert_array_equal(vectorizer.transform([one]).toarray(), whole[row].toarray())


def test_tokens_that_were_not_fitted_are_left_out() -> None:
    vectorizer = TitleVectorizer().fit(TITLES)
    assert vectorizer.transform([title("new", genres=("western",))]).nnz == 0


def test_a_tag_that_means_a_tone_meets_the_stated_tone_and_is_counted_once() -> None:
    titles = [title("x", tags=("Slow Burn",)), title("y", tones=("slow-burn",))]
    vectorizer = TitleVectorizer().fit(titles)
    slow = [name for name in vectorizer.get_feature_names_out() if "slow" in name]
    assert slow == ["tones:slow-burn"]
    tagged, stated = vectorizer.transform(titles)
    assert (tagged @ stated.T).sum() > 0


def test_a_tag_that_means_no_tone_stands_for_itself() -> None:
    names = TitleVectorizer().fit([title("x", tags=("Shounen Battle",))]).get_feature_names_out()
    assert "tones:shounen battle" in names


def _filled() -> tuple[TitleVectorizer, sparse.csr_matrix, sparse.csr_matrix]:
    vectorizer = TitleVectorizer()
    before = vectorizer.fit_transform(TITLES)
    return vectorizer, before, _fill(vectorizer, before, EXPECTED)


def _fill(
    vectorizer: TitleVectorizer, before: sparse.csr_matrix, tokens: Sequence[Sequence[tuple[str, float]]]
) -> sparse.csr_matrix:
    rows = vectorizer.fill(sorted_rows(before), "expected_genres", counted(tokens), room=InMemory())
    shape = (rows.n_rows, vectorizer.space_.n_features)
    return sparse.csr_matrix((rows.data, rows.indices, rows.indptr), shape=shape)


def _own(matrix: sparse.csr_matrix, vectorizer: TitleVectorizer, name: str) -> np.ndarray:
    block = vectorizer.space_.by_name[name]
    return np.asarray(matrix[:, block.start : block.stop].toarray())


def test_a_filled_block_holds_the_tokens_that_it_was_given() -> None:
    vectorizer, _, filled = _filled()
    names = [name for name in vectorizer.get_feature_names_out() if name.startswith("expected_genres:")]
    assert names == ["expected_genres:crime", "expected_genres:war"]
    own = _own(filled, vectorizer, "expected_genres")
    assert (own > 0).tolist() == [[True, True], [True, False], [False, True], [False, False]]
    assert own[0, 0] == pytest.approx(4 * own[0, 1])
    assert np.square(own[:3]).sum(axis=1).mean() == pytest.approx(1.0, abs=1e-5)


@pytest.mark.parametrize("name", [spec.name for spec in READ_BLOCKS])
def test_filling_a_block_leaves_every_other_as_it_was(name: str) -> None:
    vectorizer, before, filled = _filled()
    empty = TitleVectorizer().fit(TITLES)
    np.testing.assert_array_equal(_own(filled, vectorizer, name), _own(before, empty, name))


def test_a_filled_block_is_empty_in_what_is_transformed_and_the_others_are_not() -> None:
    vectorizer, _, filled = _filled()
    again = vectorizer.transform(TITLES)
    assert not _own(again, vectorizer, "expected_genres").any()
    block = vectorizer.space_.by_name["expected_genres"]
    kept = np.delete(np.arange(again.shape[1]), np.arange(block.start, block.stop))
    np.testing.assert_array_equal(again[:, kept].toarray(), filled[:, kept].toarray())


def test_filling_with_nothing_leaves_the_block_empty() -> None:
    vectorizer = TitleVectorizer()
    before = vectorizer.fit_transform(TITLES)
    filled = _fill(vectorizer, before, [[] for _ in TITLES])
    np.testing.assert_array_equal(filled.toarray(), before.toarray())


def test_it_refuses_to_fill_before_it_was_fitted() -> None:
    with pytest.raises(NotFittedError):
        _fill(TitleVectorizer(), sparse.csr_matrix((4, 0)), EXPECTED)


def test_it_clones_like_any_estimator() -> None:
    vectorizer = TitleVectorizer((_block("genres"),))
    copy = clone(vectorizer)
    assert copy.get_params() == vectorizer.get_params()
    assert copy.set_params(blocks=DEFAULT_BLOCKS).blocks == DEFAULT_BLOCKS


def test_it_refuses_to_transform_before_it_was_fitted() -> None:
    with pytest.raises(NotFittedError):
        TitleVectorizer().transform(TITLES)


def test_feature_names_tell_block_and_token_in_the_order_of_the_columns() -> None:
    vectorizer = TitleVectorizer((_block("genres"),)).fit(TITLES)
    assert vectorizer.get_feature_names_out().tolist() == [
        "genres:comedy",
        "genres:crime",
        "genres:romance",
        "genres:thriller",
    ]
