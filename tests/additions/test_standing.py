from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

import training.hubness as of_the_training
from recsys.additions import derived, hubs
from recsys.additions.hubs import hubs_of_added
from recsys.additions.places import places_of_added
from recsys.additions.trained_titles import TrainedTitles
from recsys.model import SINCE, Model
from recsys.similarity import unscaled_scores_between
from tests.builders import title


@pytest.fixture(scope="module")
def marked(builtin: Model) -> TrainedTitles:
    """The built-in model, as if each fiftieth title had been changed into itself since."""
    since = np.zeros(len(builtin), dtype=np.int8)
    since[::50] = SINCE.index("changed")
    return TrainedTitles(builtin, since)


def test_numbers_of_the_formula_are_those_of_the_training() -> None:
    assert (hubs.EVENNESS, hubs.NEIGHBOURHOOD) == (of_the_training.EVENNESS, of_the_training.NEIGHBOURHOOD)
    assert (hubs.N_SAMPLED, hubs.LEAST_NEIGHBOURS, hubs.HALF_TRUST) == (
        of_the_training._N_SAMPLED,
        of_the_training._LEAST_NEIGHBOURS,
        of_the_training._HALF_TRUST,
    )


def test_scores_are_those_of_every_other_place(marked: TrainedTitles) -> None:
    seeds, rows = np.arange(0, 90, 30), np.arange(40)
    np.testing.assert_allclose(
        marked.scores(seeds, rows), unscaled_scores_between(marked.model, seeds, rows), rtol=1e-9, atol=1e-12
    )


def test_factor_of_a_title_that_was_trained_is_found_again(marked: TrainedTitles) -> None:
    found, trained = hubs_of_added(marked), marked.model.hubs
    np.testing.assert_allclose(found[marked.added], trained[marked.added], rtol=0.02)
    np.testing.assert_array_equal(found[marked.known], trained[marked.known])


def test_place_of_a_title_that_was_drawn_is_near_to_where_it_was(marked: TrainedTitles) -> None:
    found, drawn = places_of_added(marked), marked.model.overview
    far = np.hypot(found.x - drawn.x, found.y - drawn.y)
    assert not far[marked.known].any()
    everywhere = np.hypot(drawn.x - drawn.x.mean(), drawn.y - drawn.y.mean())
    assert np.median(far[marked.added]) < 0.25 * np.median(everywhere)


def test_title_that_is_like_no_other_stands_at_the_margin(base: Model) -> None:
    model = derived(base, [title("zelkova")])
    row = model.row("zelkova")
    assert (model.overview.x[row], model.overview.y[row]) == (0, -1)
    assert model.hubs[row] == 1


def test_model_without_a_map_has_none_for_new_titles_either(base: Model) -> None:
    nowhere = np.full(len(base), np.nan, dtype=np.float32)
    blank = replace(base, overview=replace(base.overview, x=nowhere, y=nowhere))
    assert not derived(blank, [title("yew", genres=("drama",))]).overview.has_map
