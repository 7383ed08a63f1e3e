from __future__ import annotations

import numpy as np
import pytest

from recsys.overview import Overview


def _overview(x: list[float], y: list[float], representatives: list[int]) -> Overview:
    places = np.array([x, y], dtype=np.float32)
    return Overview(places[0], places[1], np.array(representatives, dtype=np.int32))


def test_an_overview_comes_back_from_its_arrays() -> None:
    overview = _overview([0, 1], [-1, 0.5], [1])
    again = Overview.from_arrays(overview.arrays())
    assert again.arrays().keys() == {"x", "y", "representatives"}
    assert all(np.array_equal(again.arrays()[name], array) for name, array in overview.arrays().items())


@pytest.mark.parametrize("n_titles", [1, 3])
def test_a_blank_overview_has_no_map(n_titles: int) -> None:
    blank = Overview.blank(n_titles)
    assert len(blank.x) == len(blank.y) == n_titles
    assert not blank.has_map


def test_an_overview_with_places_has_a_map() -> None:
    assert _overview([0], [0], [0]).has_map
