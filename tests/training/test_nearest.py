"""Every way to find the nearest titles finds the same."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from recsys import Model
from recsys.similarity import scores_between
from tests.builders import model_of, title
from training import nearest as module
from training.nearest import NearestByIndex, NearestByProducts, NeighbourBlock

ROWS = np.arange(0, 1400, 70)
K = 25


def one_by_one(model: Model, *, sharing: bool) -> NeighbourBlock:
    # Of a model that was not verified no compiled loop reads anything.
    return NearestByIndex(replace(model, is_verified=False), sharing=sharing).of(ROWS, K)


@pytest.mark.parametrize("sharing", [True, False])
def test_compiled_searches_find_the_same_to_the_last_bit(
    builtin: Model, monkeypatch: pytest.MonkeyPatch, sharing: bool
) -> None:
    pytest.importorskip("numba")
    monkeypatch.setattr(module, "MANY", 0)
    monkeypatch.setattr(module, "SCANNED", 0)
    verified = replace(builtin, is_verified=True)
    found, expected = (
        NearestByIndex(verified, sharing=sharing).of(ROWS, K),
        one_by_one(builtin, sharing=sharing),
    )
    np.testing.assert_array_equal(found.rows, expected.rows)
    np.testing.assert_array_equal(found.scores, expected.scores)


@pytest.mark.parametrize("sharing", [True, False])
def test_compiled_searches_leave_no_title_out_where_little_is_shared(
    monkeypatch: pytest.MonkeyPatch, sharing: bool
) -> None:
    pytest.importorskip("numba")
    monkeypatch.setattr(module, "MANY", 0)
    monkeypatch.setattr(module, "SCANNED", 0)
    few = [title("a", genres=("war",)), title("b", genres=("war",)), title("c", genres=("drama",), year=2000)]
    model, rows = model_of(*few, title("d", year=2001), title("e"), title("f")), np.arange(6)
    plain = NearestByIndex(replace(model, is_verified=False), sharing=sharing).of(rows, 4)
    found = NearestByIndex(model, sharing=sharing).of(rows, 4)
    assert found.rows.tolist() == plain.rows.tolist()
    assert found.scores.tolist() == plain.scores.tolist()


def test_the_index_finds_the_best_of_the_reference_scores(builtin: Model) -> None:
    scores = scores_between(builtin, ROWS)
    scores[np.arange(len(ROWS)), ROWS] = -np.inf
    found = one_by_one(builtin, sharing=False)
    np.testing.assert_allclose(found.scores, np.sort(scores, axis=1)[:, ::-1][:, :K], rtol=1e-12)
    np.testing.assert_allclose(np.take_along_axis(scores, found.rows, axis=1), found.scores, rtol=1e-12)


def test_coarse_products_find_nearly_as_good_ones(builtin: Model) -> None:
    exact, coarse = one_by_one(builtin, sharing=False), NearestByProducts(builtin).of(ROWS, K)
    np.testing.assert_allclose(coarse.scores, exact.scores, atol=5e-3)


def test_none_are_found_where_none_are_asked_for(builtin: Model) -> None:
    assert NearestByIndex(builtin, sharing=True).of(ROWS, 0).rows.shape == (len(ROWS), 0)
    assert NearestByProducts(builtin).of(ROWS, 0).rows.shape == (len(ROWS), 0)
