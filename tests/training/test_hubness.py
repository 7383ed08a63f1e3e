"""Titles that are near to many others are held back."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from recsys.model import Model
from recsys.similarity import scores_between, unscaled_scores_between
from recsys.title import Credit, Role
from tests.builders import model_of, title
from training import hubness
from training.hubness import EVENNESS, hub_factors

KINDS = ("crime", "romance", "war", "comedy", "horror", "western")
# One title is of all kinds, one is of a kind of its own, and one is unknown.
CATALOGUE = [
    *(title(f"{kind}-{n}", genres=(kind,), tags=(f"{kind} tag {n}",)) for kind in KINDS for n in range(4)),
    title("everything", genres=KINDS),
    title("far", genres=("sport",), tags=("crime tag 0",)),
    title("unknown"),
]


@pytest.fixture(scope="module")
def model() -> Model:
    return model_of(*CATALOGUE)


def _factor(model: Model, id: str) -> float:
    return float(model.hubs[model.row(id)])


def test_the_factors_are_those_of_the_formula_written_out(model: Model) -> None:
    n = len(model)
    scores = unscaled_scores_between(model, np.arange(n))
    np.fill_diagonal(scores, -np.inf)
    nearness = np.sort(scores, axis=1)[:, -5:].mean(axis=1)  # 5 are more than 2.5 %
    known = nearness > 0
    ratio = np.where(known, nearness / nearness[known].mean(), 1)
    np.testing.assert_allclose(model.hubs, ratio ** (-EVENNESS * n / (n + 500)), atol=1e-4)


def test_a_title_near_to_many_is_held_back_and_one_near_to_few_put_forward(model: Model) -> None:
    assert _factor(model, "far") == max(model.hubs)
    assert _factor(model, "far") > 1 > min(model.hubs)


def test_a_title_that_is_near_to_nothing_keeps_its_scores(model: Model) -> None:
    assert _factor(model, "unknown") == 1


def test_factors_do_not_depend_on_those_that_the_model_has(model: Model) -> None:
    others = np.linspace(0.5, 2, len(model), dtype=np.float32)
    np.testing.assert_array_equal(hub_factors(replace(model, hubs=others)), model.hubs)


def test_the_order_of_the_titles_changes_no_factor(model: Model) -> None:
    np.testing.assert_array_equal(model_of(*reversed(CATALOGUE)).hubs, model.hubs)


def test_a_sample_stands_for_a_larger_catalogue_the_same_each_time(
    model: Model, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hubness, "_N_SAMPLED", 12)
    sampled = hub_factors(model)
    assert sampled.shape == model.hubs.shape
    np.testing.assert_array_equal(hub_factors(model), sampled)


def test_pieces_of_the_catalogue_give_the_factors_of_the_whole(
    model: Model, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hubness, "_CHUNK", 5)
    np.testing.assert_array_equal(hub_factors(model), model.hubs)


def test_titles_that_share_nothing_and_a_title_alone_have_the_factor_one() -> None:
    strangers = model_of(*(title(f"s{n}", genres=(f"genre {n}",)) for n in range(6)))
    assert set(strangers.hubs.tolist()) == {1.0}
    assert model_of(title("alone", genres=("drama",))).hubs.tolist() == [1.0]


def test_the_larger_the_catalogue_the_more_is_evened_out(
    monkeypatch: pytest.MonkeyPatch, model: Model
) -> None:
    monkeypatch.setattr(hubness, "_HALF_TRUST", 0)
    assert np.ptp(hub_factors(model)) > 5 * np.ptp(model.hubs)


def test_held_back_titles_are_the_nearest_of_fewer_others(
    monkeypatch: pytest.MonkeyPatch, model: Model
) -> None:
    monkeypatch.setattr(hubness, "_HALF_TRUST", 0)
    even = replace(model, hubs=hub_factors(model))
    plain = replace(model, hubs=np.ones_like(model.hubs))
    assert _most_shown(even) <= _most_shown(plain)


def _most_shown(model: Model) -> int:
    scores = scores_between(model, np.arange(len(model)))
    np.fill_diagonal(scores, -np.inf)
    nearest = np.argsort(-scores, axis=1, kind="stable")[:, :5]
    return int(np.bincount(nearest.ravel()).max())


def test_who_shares_people_with_many_is_no_hub() -> None:
    without = [title(f"t{n:02}", genres=("drama",), tags=(f"tag {n}",)) for n in range(30)]
    cast = [replace(one, credits=(Credit("Ahn Example", Role.ACTOR),)) for one in without[:15]]
    np.testing.assert_array_equal(model_of(*cast, *without[15:]).hubs, model_of(*without).hubs)
