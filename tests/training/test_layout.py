from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray
from sklearn.manifold import trustworthiness

from recsys.model import Model
from recsys.similarity import scores_between
from tests.builders import model_of, title
from training import layout as layout_module
from training.layout import layout

ROMANCES = [title(f"romance-{n}", genres=("romance",), countries=("KR",), year=2000 + n) for n in range(20)]
WESTERNS = [title(f"western-{n}", genres=("western",), countries=("US",), year=1950 + n) for n in range(20)]


def _places(model: Model) -> NDArray[np.float64]:
    return np.stack([model.overview.x, model.overview.y], axis=1).astype(np.float64)


def _nearest_in_the_plane(places: NDArray[np.float64], k: int) -> NDArray[np.int64]:
    apart = ((places[:, None] - places[None]) ** 2).sum(axis=2)
    np.fill_diagonal(apart, np.inf)
    return np.argsort(apart, axis=1, kind="stable")[:, :k]


def test_titles_of_a_kind_lie_together() -> None:
    model = model_of(*ROMANCES, *WESTERNS)
    kinds = np.array([model.title(row).genres[0] for row in range(len(model))])
    nearest = _nearest_in_the_plane(_places(model), 5)
    assert (kinds[nearest] == kinds[:, None]).all()


def test_what_lies_together_in_the_built_in_catalogue_is_similar(builtin: Model) -> None:
    scores = scores_between(builtin, np.arange(len(builtin)))
    distances = scores.max() - scores
    np.fill_diagonal(distances, 0)
    assert trustworthiness(distances, _places(builtin), n_neighbors=10, metric="precomputed") > 0.9


def test_of_ten_nearest_titles_three_or_four_stay_near_where_chance_would_keep_none(builtin: Model) -> None:
    scores = scores_between(builtin, np.arange(len(builtin)))
    np.fill_diagonal(scores, -np.inf)
    similar = np.argsort(-scores, axis=1, kind="stable")[:, :10]
    near = _nearest_in_the_plane(_places(builtin), 10)
    kept = np.mean([len(set(a) & set(b)) for a, b in zip(similar, near, strict=True)])
    assert kept > 3.5


def test_the_picture_fills_the_square_from_side_to_side(builtin: Model) -> None:
    places = _places(builtin)
    assert np.abs(places).max() <= 1
    assert np.ptp(places, axis=0).max() > 1.9


@pytest.mark.parametrize("n_titles", [1, 2, 3])
def test_a_handful_of_titles_has_places(n_titles: int) -> None:
    model = model_of(*ROMANCES[:n_titles])
    assert len(np.unique(_places(model), axis=0)) == n_titles
    assert np.isfinite(_places(model)).all()


def test_titles_that_are_equal_in_everything_are_not_drawn_on_one_point() -> None:
    model = model_of(*(title(f"t{n}", genres=("drama",)) for n in range(60)))
    assert len(np.unique(_places(model), axis=0)) == 60


def test_titles_of_which_nothing_is_known_stand_below_all_others() -> None:
    model = model_of(*ROMANCES, title("blank-1"), title("blank-2"))
    places = {model.title(row).id: _places(model)[row] for row in range(len(model))}
    lowest = min(y for id, (_, y) in places.items() if not id.startswith("blank"))
    assert max(places["blank-1"][1], places["blank-2"][1]) < lowest


def test_a_catalogue_of_blank_titles_has_places_too() -> None:
    model = model_of(*(title(f"blank-{n}") for n in range(5)))
    assert len(np.unique(_places(model), axis=0)) == 5


def test_parts_that_nothing_connects_are_drawn_apart() -> None:
    parts = [title(f"t{n}", genres=(("drama", "comedy", "horror")[n % 3],)) for n in range(30)]
    model = model_of(*parts)
    kinds = np.array([model.title(row).genres[0] for row in range(len(model))])
    centres = [_places(model)[kinds == kind].mean(axis=0) for kind in ("drama", "comedy", "horror")]
    assert min(np.abs(a - b).max() for a, b in zip(centres, [*centres[1:], centres[0]], strict=True)) > 0.2


def test_a_catalogue_that_is_too_large_gets_no_map(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(layout_module, "MOST_MAPPED", 39)
    model = model_of(*ROMANCES, *WESTERNS)
    assert np.isnan(layout(model)).all()
    assert not model.overview.has_map
    assert len(model.overview.representatives) == 40


def test_the_same_titles_in_another_order_have_the_same_places() -> None:
    one, other = model_of(*ROMANCES, *WESTERNS), model_of(*WESTERNS, *reversed(ROMANCES))
    assert one.overview.x.tobytes() == other.overview.x.tobytes()
    assert one.overview.y.tobytes() == other.overview.y.tobytes()
