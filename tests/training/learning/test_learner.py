from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from recsys.artifact import open_model
from recsys.errors import ArtifactDamaged, BadData, QueryError
from recsys.integrity import check_arrays
from recsys.model import Model
from recsys.publication import publish
from recsys.query import Query, Seed
from recsys.recommender import Recommender
from recsys.similarity import scores_between
from tests.training.learning.invented import GENRES, N_TITLES, model, noisy_pairs, told, welcome_pairs
from training.evaluation import Judgements, Labels, Pairs, Siblings
from training.learning import learn
from training.learning.cross_validation import ndcg_by_source

DEFAULT = model()


@pytest.fixture(scope="module")
def learned() -> Model:
    return learn(DEFAULT, told(welcome_pairs(5)))


def _answer(model: Model, **options: object) -> Query:
    return Query(like=(Seed("t000", is_id=True),), k=10, **options)  # type: ignore[arg-type]


def test_a_planted_preference_is_found_on_sources_that_were_not_learned_from(learned: Model) -> None:
    stage = learned.info.learned["second_stage"]
    assert stage["is_used"]
    assert stage["after"] > 2 * stage["before"]
    others = welcome_pairs(5, seed=1)
    siblings = told(others).siblings
    before, after = (ndcg_by_source(each, others, siblings).mean() for each in (DEFAULT, learned))
    assert after > before


def test_what_is_welcome_comes_first_although_its_genre_is_not_shared(learned: Model) -> None:
    scores = scores_between(learned, np.array([0]))[0]
    best = np.argsort(-scores)[1:11]
    assert {GENRES[row % 4] for row in best} >= {"thriller"}


def test_pairs_that_mean_nothing_change_nothing() -> None:
    same = learn(DEFAULT, told(noisy_pairs(400)))
    assert not same.info.learned["block_weights"]["is_used"]
    assert not same.info.learned["second_stage"]["is_used"]
    assert same.info.weights == DEFAULT.info.weights
    np.testing.assert_array_equal(scores_between(same, np.arange(5)), scores_between(DEFAULT, np.arange(5)))


@pytest.mark.parametrize("seed", range(3))
def test_fifty_pairs_that_mean_nothing_change_nothing(seed: int) -> None:
    same = learn(DEFAULT, told(noisy_pairs(50, seed=seed)))
    assert same.info.weights == DEFAULT.info.weights
    assert same.learned is None


def test_few_pairs_make_no_second_stage_and_it_is_told_why() -> None:
    record = learn(DEFAULT, told(welcome_pairs(1, n_sources=60))).info.learned
    assert record["second_stage"] == {"is_used": False, "why": "fewer than 200 pairs"}


def test_too_few_sources_to_validate_teach_nothing_and_it_is_told_why() -> None:
    same = learn(DEFAULT, told(welcome_pairs(5, n_sources=4)))
    assert same.info.learned["nothing"] == "fewer than 10 sources"
    assert same.info.weights == DEFAULT.info.weights


def test_from_pairs_of_siblings_nothing_is_learned() -> None:
    pairs = welcome_pairs(5)
    ends = zip(pairs.source.tolist(), pairs.target.tolist(), strict=True)
    judgements = replace(told(pairs), siblings=Siblings.from_pairs(ends, n_titles=N_TITLES))
    assert learn(DEFAULT, judgements).info.learned["nothing"] == "fewer than 10 sources"


def test_pairs_of_which_each_fold_knows_the_reverse_of_all_others_change_nothing() -> None:
    ends = [(n, 60 + n) for n in range(10)] + [(60 + n, n) for n in range(10)]
    rows = np.array(sorted(ends))
    pairs = Pairs(rows[:, 0], rows[:, 1], np.ones(len(rows)))
    assert learn(DEFAULT, told(pairs)).info.weights == DEFAULT.info.weights


def test_equal_pairs_teach_equal_models(learned: Model) -> None:
    again = learn(DEFAULT, told(welcome_pairs(5)))
    assert again.info == learned.info
    for name, array in again.arrays().items():
        np.testing.assert_array_equal(array, learned.arrays()[name])


def test_parts_sum_to_the_score_and_what_was_learned_is_named(learned: Model) -> None:
    answer = Recommender(learned).recommend(_answer(learned))
    assert any(part.block == "learned" for result in answer.results for part in result.parts)
    for result in answer.results:
        assert sum(part.value for part in result.parts) == pytest.approx(result.score, abs=1e-9)


def test_answers_have_the_scores_of_the_reference(learned: Model) -> None:
    expected = scores_between(learned, np.array([0]))[0]
    for result in Recommender(learned).recommend(_answer(learned)).results:
        assert result.score == pytest.approx(expected[learned.row(result.id)], abs=1e-6)


def test_a_question_may_turn_off_what_was_learned(learned: Model) -> None:
    plain = Recommender(DEFAULT).recommend(_answer(DEFAULT))
    weights = {**dict(DEFAULT.info.weights), "learned": 0.0}
    asked = Recommender(learned).recommend(_answer(learned, weights=weights))
    assert [result.id for result in asked.results] == [result.id for result in plain.results]


def test_a_model_that_learned_nothing_has_no_weight_of_that_name() -> None:
    with pytest.raises(QueryError, match="learned"):
        Recommender(DEFAULT).recommend(_answer(DEFAULT, weights={"learned": 1.0}))


def test_of_what_is_disliked_nothing_was_learned(learned: Model) -> None:
    query = Query(like=(Seed("t000", is_id=True),), dislike=(Seed("t001", is_id=True),), k=10)
    answer = Recommender(learned).recommend(query)
    labels = {part.seed for result in answer.results for part in result.parts if part.block == "learned"}
    assert labels == {"t000"}


def test_what_was_learned_is_published_with_the_model(learned: Model, tmp_path: Path) -> None:
    publish(learned, tmp_path / "m")
    opened = open_model(tmp_path / "m")
    assert opened.info.learned == json.loads(json.dumps(learned.info.learned))
    rows = np.arange(3)
    np.testing.assert_array_equal(scores_between(opened, rows), scores_between(learned, rows))


def test_damaged_arrays_of_what_was_learned_are_refused(learned: Model) -> None:
    arrays = learned.arrays()
    for name, damaged in {
        "learned.prior": arrays["learned.prior"][:-1],
        "learned.matrix": arrays["learned.matrix"][:-1],
        "learned.columns": arrays["learned.columns"][::-1],
    }.items():
        with pytest.raises(ArtifactDamaged, match="learned"):
            check_arrays(learned.info, {**arrays, name: damaged})
    gone = {name: array for name, array in arrays.items() if not name.startswith("learned.")}
    with pytest.raises(ArtifactDamaged, match="weights"):
        check_arrays(learned.info, gone)


def test_the_manifest_says_what_was_learned_from(learned: Model) -> None:
    record = learn(DEFAULT, told(welcome_pairs(5, n_sources=4)), origin={"sha256": "0" * 64}).info.learned
    assert record["from"] == {"kind": "pairs", "sha256": "0" * 64, "n_judgements": 20, "n_sources": 4}


def test_labels_teach_which_block_tells_good_from_bad() -> None:
    rng = np.random.default_rng(3)
    source, target = rng.integers(0, N_TITLES, (2, 600))
    source, target = source[source != target], target[source != target]
    order = np.lexsort((target, source))
    source, target = source[order], target[order]
    years = DEFAULT.facets.year.astype(np.int64)
    labels = Labels(source, target, np.abs(years[source] - years[target]) < 5)
    learned = learn(DEFAULT, replace(told(noisy_pairs(5)), pairs=None, labels=labels))
    blocks = learned.info.learned["block_weights"]
    assert blocks["is_used"]
    assert blocks["multipliers"]["year"] == max(blocks["multipliers"].values())
    assert blocks["after"] > blocks["before"]


def test_one_kind_of_judgement_is_expected() -> None:
    with pytest.raises(BadData, match="one of them"):
        learn(DEFAULT, Judgements(siblings=Siblings.from_pairs([], n_titles=N_TITLES)))
