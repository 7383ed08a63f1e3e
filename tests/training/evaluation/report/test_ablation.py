from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from recsys.model import Model
from recsys.similarity import scores_between, unscaled_scores_between
from tests.training.evaluation.report.measured import CATALOGUE, FOUND, JUDGEMENTS, MODEL, SETTINGS
from training.evaluation.report.ablation import (
    Ablation,
    ablations,
    of_block_alone,
    weighing_blocks,
    without_block,
)

ALL_ROWS = np.arange(len(CATALOGUE))


@pytest.fixture(scope="module")
def found() -> tuple[Ablation, ...]:
    return ablations(CATALOGUE, MODEL, JUDGEMENTS, FOUND, settings=SETTINGS)


def weighing(**weights: float) -> Model:
    return replace(MODEL, info=replace(MODEL.info, weights={**MODEL.info.weights, **weights}))


def test_model_without_a_block_and_the_block_alone_add_up_to_the_whole() -> None:
    parts = (without_block(MODEL, "genres"), of_block_alone(MODEL, "genres"))
    total = sum(unscaled_scores_between(part, ALL_ROWS) for part in parts)
    np.testing.assert_allclose(total, unscaled_scores_between(MODEL, ALL_ROWS))


def test_hubs_know_nothing_of_a_block_that_weighs_nothing() -> None:
    stale = replace(MODEL, hubs=np.linspace(0.5, 2, len(CATALOGUE), dtype=np.float32))
    for changed in (without_block, of_block_alone):
        expected = scores_between(changed(MODEL, "genres"), ALL_ROWS)
        np.testing.assert_array_equal(scores_between(changed(stale, "genres"), ALL_ROWS), expected)


def test_blocks_that_are_off_or_empty_are_left_out() -> None:
    blocks = weighing_blocks(MODEL)
    assert {"genres", "synopsis", "year"} <= set(blocks)
    assert "title" not in blocks  # off
    assert "studios" not in blocks  # no title has one
    assert "year" not in weighing_blocks(weighing(year=0.0))


def test_every_kind_of_judgement_has_every_block(found: tuple[Ablation, ...]) -> None:
    assert [(one.kind, one.metric) for one in found] == [
        ("pairs", "ndcg"),
        ("labels", "auc"),
        ("ratings", "ndcg"),
    ]
    for one in found:
        assert sorted(gain.block for gain in one.blocks) == sorted(weighing_blocks(MODEL))


def test_gain_is_the_whole_minus_the_model_without_the_block(found: tuple[Ablation, ...]) -> None:
    for one in found:
        for gain in one.blocks:
            assert gain.gain.value == pytest.approx(one.whole.value - gain.without.value)
            assert gain.lacking.value == pytest.approx(one.whole.value - gain.alone.value)


def test_the_largest_gain_stands_first(found: tuple[Ablation, ...]) -> None:
    for one in found:
        gains = [gain.gain.value for gain in one.blocks]
        assert gains == sorted(gains, reverse=True)


def test_whole_is_the_figure_of_the_evaluation(found: tuple[Ablation, ...]) -> None:
    for one in found:
        assert one.whole == FOUND.task(one.kind).methods[0].figures[one.metric]


def test_what_is_being_done_is_told() -> None:
    told: list[str] = []
    ablations(CATALOGUE, MODEL, JUDGEMENTS, FOUND, settings=SETTINGS, tell=told.append)
    assert told == [f"Blocks: {block}" for block in weighing_blocks(MODEL)]
