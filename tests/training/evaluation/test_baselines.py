from __future__ import annotations

import math
import re
import sys
from collections import Counter

import numpy as np
import pytest
from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS, CountVectorizer, TfidfVectorizer
from sklearn.metrics.pairwise import cosine_similarity

from recsys.catalogue import Catalogue
from recsys.errors import QueryError
from recsys.title import Credit, Role
from tests.builders import title
from tests.training.evaluation.small import CATALOGUE
from training.evaluation.baselines import BASELINES, chosen_baselines
from training.evaluation.documents import everything, soup
from training.evaluation.text_baselines import more_like_this

ROWS = np.arange(len(CATALOGUE))
FITTED = [name for name in BASELINES if name != "minilm"]
RICH = title(
    "x",
    genres=("science-fiction",),
    tags=("Time Travel", "Loop"),
    countries=("KR", "US"),
    credits=(
        *(Credit(f"{name} Example", Role.ACTOR) for name in ("Ahn", "Bo", "Cy", "Di")),
        Credit("Ed Director", Role.DIRECTOR),
        Credit("Fi Writer", Role.WRITER),
    ),
    synopsis="A watch stops.",
)


def words(text: str) -> list[str]:
    """Words as scikit-learn's vectorizers take them."""
    return [w for w in re.findall(r"\b\w\w+\b", text.lower()) if w not in ENGLISH_STOP_WORDS]


def test_soup_makes_one_word_of_each_name_and_takes_three_of_the_cast_and_one_creator() -> None:
    assert soup(RICH).split()[1:] == [
        "timetravel",
        "loop",
        "ahnexample",
        "boexample",
        "cyexample",
        "eddirector",
    ]


def test_everything_is_in_the_one_text_with_countries_by_their_names() -> None:
    text = everything(RICH)
    for piece in ("Time Travel", "South Korea", "United States", "Di Example", "A watch stops."):
        assert piece in text


def test_soup_agrees_with_scikit_learn() -> None:
    counts = CountVectorizer(stop_words="english").fit_transform([soup(t) for t in CATALOGUE])
    np.testing.assert_allclose(BASELINES["soup"](CATALOGUE).scores(ROWS), cosine_similarity(counts))


def test_one_tfidf_agrees_with_scikit_learn() -> None:
    rows = TfidfVectorizer(stop_words="english").fit_transform([everything(t) for t in CATALOGUE])
    np.testing.assert_allclose(BASELINES["one-tfidf"](CATALOGUE).scores(ROWS), cosine_similarity(rows))


def test_more_like_this_agrees_with_bm25_written_out() -> None:
    catalogue = Catalogue(
        title(f"t{n}", synopsis=" ".join(f"word{(n * step) % 17} " * (1 + n % 2) for step in range(1, 40, 2)))
        for n in range(30)
    )
    documents = [Counter(words(everything(t))) for t in catalogue]
    n_titles, lengths = len(documents), [sum(d.values()) for d in documents]
    frequency = Counter(word for document in documents for word in document)
    found = more_like_this(catalogue).scores(np.arange(n_titles))
    for source in (0, 7):
        classic = {
            word: count * (1 + math.log((n_titles + 1) / (frequency[word] + 1)))
            for word, count in documents[source].items()
            if frequency[word] >= 5
        }
        asked = sorted(classic, key=lambda word: (-classic[word], word))[:25]
        for other in range(n_titles):
            norm = 1.2 * (0.25 + 0.75 * lengths[other] / (sum(lengths) / n_titles))
            expected = sum(
                math.log(1 + (n_titles - frequency[word] + 0.5) / (frequency[word] + 0.5))
                * documents[other][word]
                * 2.2
                / (documents[other][word] + norm)
                for word in asked
            )
            assert found[source, other] == pytest.approx(expected)


def test_more_like_this_asks_for_at_most_25_words() -> None:
    catalogue = Catalogue(title(f"t{n}", synopsis=" ".join(f"word{i}" for i in range(60))) for n in range(6))
    queries = more_like_this(catalogue).queries  # type: ignore[attr-defined]
    assert np.diff(queries.indptr).tolist() == [25] * 6


@pytest.mark.parametrize("name", FITTED)
def test_scores_of_some_sources_are_those_rows_of_all_scores(name: str) -> None:
    scorer = BASELINES[name](CATALOGUE)
    assert scorer.name == name
    np.testing.assert_allclose(scorer.scores(np.array([3, 1])), scorer.scores(ROWS)[[3, 1]])


@pytest.mark.parametrize("name", FITTED)
def test_profile_is_one_finite_score_a_title_and_the_same_in_every_run(name: str) -> None:
    first, second = (BASELINES[name](CATALOGUE).profile(ROWS[:3], np.ones(3)) for _ in range(2))
    assert first.shape == (len(CATALOGUE),)
    assert np.isfinite(first).all()
    np.testing.assert_array_equal(first, second)


@pytest.mark.parametrize("name", ["soup", "synopsis", "one-tfidf", "lucene"])
def test_profile_of_a_text_method_is_the_sum_over_the_seeds(name: str) -> None:
    scorer = BASELINES[name](CATALOGUE)
    rows, weights = np.array([0, 4, 6]), np.array([1.0, 2.0, 0.5])
    np.testing.assert_allclose(scorer.profile(rows, weights), weights @ scorer.scores(rows), atol=1e-12)


@pytest.mark.parametrize("name", [name for name in FITTED if name != "popularity"])
def test_catalogue_without_a_word_is_no_failure(name: str) -> None:
    catalogue = Catalogue([title("a", title="!"), title("b", title="!")])
    assert BASELINES[name](catalogue).scores(np.arange(2)).shape == (2, 2)


def test_popularity_that_nobody_knows_is_refused_and_not_among_all() -> None:
    catalogue = Catalogue([title("a"), title("b")])
    with pytest.raises(QueryError, match="no title of the catalogue has a popularity"):
        BASELINES["popularity"](catalogue)
    assert "popularity" not in chosen_baselines(["all"], catalogue)
    assert "popularity" in chosen_baselines(["all"], CATALOGUE)


def test_minilm_is_not_among_all_and_says_how_it_is_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "sentence_transformers", None)  # as if it were not installed
    assert "minilm" not in chosen_baselines(["all"], CATALOGUE)
    with pytest.raises(QueryError, match="pip install sentence-transformers"):
        BASELINES["minilm"](CATALOGUE)


def test_each_chosen_baseline_is_there_once_and_none_is_none() -> None:
    assert chosen_baselines(["lucene", "random", "lucene"], CATALOGUE) == ("lucene", "random")
    assert chosen_baselines(["none"], CATALOGUE) == ()


def test_unknown_baseline_is_told_with_those_that_there_are() -> None:
    with pytest.raises(QueryError, match="'soupe' is no baseline: expected one of random, popularity"):
        chosen_baselines(["soupe"], CATALOGUE)
