from __future__ import annotations

from functools import partial

import numpy as np

from recsys.similarity import scores_between
from tests.builders import model_of, title
from tests.training.learning.invented import N_TITLES, model, noisy_pairs, told, welcome_pairs
from training.evaluation import Labels, Pairs
from training.learning.block_weights import Loss, fit_multipliers, judged_labels, judged_lists, score_parts
from training.learning.candidates import draw_candidates, listwise_loss
from training.learning.cross_validation import source_folds, without_reverse
from training.learning.second_stage import StageLoss, known_columns

MODEL = model()
TOLD = told(welcome_pairs(2, n_sources=20))
assert TOLD.pairs is not None
CANDIDATES = draw_candidates(MODEL, TOLD.pairs, TOLD.siblings, n_top=20, n_random=20)


def _check(loss: Loss, n: int, *, scale: float = 1.0) -> None:
    """Compare the gradient with the slope along random directions."""
    rng = np.random.default_rng(0)
    logits = scale * rng.normal(size=n)
    for direction in rng.normal(size=(5, n)):
        step = 1e-5 * direction
        slope = (loss(logits + step)[0] - loss(logits - step)[0]) / 2e-5
        np.testing.assert_allclose(loss(logits)[1] @ direction, slope, rtol=1e-5, atol=1e-8)


def test_the_gradient_of_the_listwise_loss_is_its_slope() -> None:
    _check(partial(listwise_loss, CANDIDATES), len(CANDIDATES.rows))


def test_the_gradient_of_the_loss_of_labels_is_its_slope() -> None:
    pairs = noisy_pairs(40)
    _check(judged_labels(MODEL, Labels(pairs.source, pairs.target, pairs.source % 3 == 0)).loss, 40)


def test_the_gradient_of_the_loss_of_the_second_stage_is_its_slope() -> None:
    columns = known_columns(MODEL)
    _check(StageLoss.of(MODEL, CANDIDATES, columns), 1 + len(columns) + len(columns) ** 2, scale=0.1)


def test_with_all_titles_as_candidates_the_loss_is_the_plain_cross_entropy() -> None:
    assert TOLD.pairs is not None
    every = draw_candidates(MODEL, TOLD.pairs, TOLD.siblings, n_top=N_TITLES, n_random=0)
    scores = scores_between(MODEL, every.sources)
    scores[np.arange(len(every.sources)), every.sources] = -np.inf
    log_shares = scores - np.log(np.exp(scores).sum(axis=1, keepdims=True))
    right = [log_shares[row, TOLD.pairs.target[TOLD.pairs.source == row]].mean() for row in range(20)]
    np.testing.assert_allclose(listwise_loss(every, every.scores)[0], -np.mean(right))


def test_the_sampled_loss_is_near_to_that_over_all_titles() -> None:
    assert TOLD.pairs is not None
    every = draw_candidates(MODEL, TOLD.pairs, TOLD.siblings, n_top=N_TITLES, n_random=0)
    exact, sampled = (listwise_loss(each, 5 * each.scores)[0] for each in (every, CANDIDATES))
    assert abs(sampled - exact) < 0.05 * exact


def test_the_parts_of_the_blocks_sum_to_the_score() -> None:
    _, parts = score_parts(MODEL, CANDIDATES.sources[CANDIDATES.list_of], CANDIDATES.rows)
    np.testing.assert_allclose(parts.sum(axis=1), CANDIDATES.scores, atol=1e-9)


def test_a_strong_ridge_leaves_the_weights_as_they_are() -> None:
    factors = fit_multipliers(judged_lists(MODEL, CANDIDATES), ridge=1e9)
    np.testing.assert_allclose(list(factors.values()), 1, atol=1e-3)


def test_neither_a_pair_that_is_kept_back_nor_its_reverse_is_learned_from() -> None:
    pairs = noisy_pairs(400)
    for seen, unseen in source_folds(pairs, n_folds=3):
        ends = set(zip(seen.source.tolist(), seen.target.tolist(), strict=True))
        kept = set(zip(unseen.source.tolist(), unseen.target.tolist(), strict=True))
        assert not ends & (kept | {(b, a) for a, b in kept})
        assert not set(seen.source.tolist()) & set(unseen.source.tolist())


def test_pairs_that_are_not_kept_back_are_all_learned_from() -> None:
    pairs = welcome_pairs(2, n_sources=4)
    assert len(without_reverse(pairs, pairs.subset(np.zeros(len(pairs), dtype=np.bool_)))) == len(pairs)
    assert len(without_reverse(pairs, pairs)) == 0
    reverse = Pairs(pairs.target, pairs.source, pairs.weight)
    assert len(without_reverse(pairs, reverse)) == 0


def test_titles_that_share_nothing_teach_nothing_and_no_weight_is_lost() -> None:
    bare = model_of(*(title(f"t{number:02}") for number in range(30)))
    labels = Labels(np.arange(15), np.arange(15, 30), np.arange(15) % 2 == 0)
    assert all(
        np.isfinite(factor) for factor in fit_multipliers(judged_labels(bare, labels), ridge=1.0).values()
    )
