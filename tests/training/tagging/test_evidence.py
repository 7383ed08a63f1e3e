from __future__ import annotations

from collections.abc import Sequence
from types import MappingProxyType

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.preprocessing import normalize

from recsys.features.text import words
from recsys.title import Source, SourceKind, Studio, Title, Tone, ToneBasis
from tests.builders import title
from tests.catalogue.strategies import titles as any_titles
from training.tagging.evidence import EvidenceBlock, evidence_matrix, tag_evidence, tone_evidence

LETTERS = [
    title("a", synopsis="ghost ghost cellar"),
    title("b", synopsis="ghost baker bread"),
    title("c", synopsis="baker bread cellar"),
]
SYNOPSIS = EvidenceBlock(2.0, lambda title: words(title.synopsis), by_rarity=True)


def everywhere(titles: Sequence[Title]) -> NDArray[np.int64]:
    return np.arange(len(titles))


def similarity(a: int, b: int, *titles: Title, blocks: tuple[EvidenceBlock, ...] | None = None) -> float:
    chosen = tag_evidence(titles) if blocks is None else blocks
    matrix = evidence_matrix(titles, chosen, everywhere(titles))
    return float((matrix[a] @ matrix[b].T).toarray()[0, 0])


def test_words_are_weighted_as_scikit_learn_weights_them() -> None:
    ours = evidence_matrix(LETTERS, [SYNOPSIS], everywhere(LETTERS))
    oracle = TfidfVectorizer(analyzer=lambda t: list(words(t.synopsis)), sublinear_tf=True).fit_transform(
        LETTERS
    )
    np.testing.assert_allclose((ours @ ours.T).toarray(), (oracle @ oracle.T).toarray(), atol=1e-12)


def test_blocks_have_the_length_of_their_weight_before_the_whole_is_scaled() -> None:
    blocks = [SYNOPSIS, EvidenceBlock(1.0, lambda title: [title.id[:0] + "same"])]
    matrix = evidence_matrix(LETTERS, blocks, everywhere(LETTERS))
    squares = np.asarray(matrix.multiply(matrix).sum(axis=1)).ravel()
    np.testing.assert_allclose(squares, 1.0)
    np.testing.assert_allclose(matrix[:, -1].toarray().ravel(), 1 / np.sqrt(5))


def test_what_no_title_asked_about_has_is_no_evidence() -> None:
    rich = [
        title("a", cast=("Ahn Example",)),
        title("b", cast=("Ahn Example",)),
        title("c", genres=("drama",)),
    ]
    blocks = [EvidenceBlock(1.0, lambda title: [credit.person for credit in title.credits])]
    assert evidence_matrix(rich, blocks, np.array([2])).nnz == 0
    assert evidence_matrix(rich, blocks, np.array([1])).nnz == 2


def test_a_token_of_one_title_alone_is_left_out() -> None:
    assert evidence_matrix(LETTERS[:1], [SYNOPSIS], np.array([0])).shape == (1, 0)


def test_parts_of_one_series_are_alike_by_their_names() -> None:
    parts = (title("Star Harbour"), title("Star Harbour II"), title("Bread"))
    assert similarity(0, 1, *parts) > similarity(0, 2, *parts)


def test_one_source_and_one_studio_bring_titles_together() -> None:
    manga = (Source(SourceKind.MANGA),)
    named = (
        title("x", sources=manga),
        title("y", sources=manga),
        title("z", sources=(Source(SourceKind.GAME),)),
    )
    assert similarity(0, 1, *named) > similarity(0, 2, *named)
    studios = (title("x", studios=(Studio("Ash"),)), title("y", studios=(Studio("Ash"),)), title("z"))
    assert similarity(0, 1, *studios) > similarity(0, 2, *studios)


def test_a_column_of_the_owner_counts_if_it_holds_words() -> None:
    def told(id: str, **extra: object) -> Title:
        return title(id, extra=MappingProxyType(extra))

    words_told = (told("x", mood="grim"), told("y", mood="grim"), told("z", mood="glad"))
    numbers = (told("x", score=8.5), told("y", score=8.5), told("z", score=1))
    assert similarity(0, 1, *words_told) > similarity(0, 2, *words_told)
    assert similarity(0, 1, *numbers) == similarity(0, 2, *numbers)


def test_tags_speak_for_tones_and_stated_tones_for_tags() -> None:
    tagged = [title("x", tags=("noir",)), title("y", tags=("noir",)), title("z", tags=("farce",))]
    toned = [title("x", tones=("creepy",)), title("y", tones=("creepy",)), title("z")]
    assert similarity(0, 1, *tagged, blocks=tone_evidence(tagged)) > similarity(
        0, 2, *tagged, blocks=tone_evidence(tagged)
    )
    assert similarity(0, 1, *tagged) == similarity(0, 2, *tagged)
    assert similarity(0, 1, *toned) > similarity(0, 2, *toned)


def test_an_inferred_tone_is_no_evidence() -> None:
    guess = (Tone("creepy", basis=ToneBasis.INFERRED, confidence=0.6),)
    guessed = (title("x", tones=guess), title("y", tones=guess), title("z"))
    assert similarity(0, 1, *guessed) == similarity(0, 2, *guessed)


@given(st.lists(any_titles, min_size=1, max_size=4))
def test_any_titles_give_finite_evidence(found: list[Title]) -> None:
    for blocks in (tone_evidence(found), tag_evidence(found)):
        matrix = evidence_matrix(found, blocks, everywhere(found))
        assert matrix.shape[0] == len(found)
        assert np.isfinite(matrix.data).all()


def test_rows_are_normalised_as_scikit_learn_does() -> None:
    ours = evidence_matrix(LETTERS, [SYNOPSIS], everywhere(LETTERS))
    np.testing.assert_allclose(ours.toarray(), normalize(ours).toarray())
