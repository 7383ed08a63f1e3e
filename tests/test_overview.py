from __future__ import annotations

import numpy as np
import pytest

from recsys.overview import Overview


def test_an_overview_comes_back_from_its_arrays() -> None:
    overview = Overview(np.float32([0, 1]), np.float32([-1, 0.5]), np.int32([1]))
    again = Overview.from_arrays(overview.arrays())
    assert again.arrays().keys() == {"x", "y", "representatives"}
    assert all(np.array_equal(again.arrays()[name], array) for name, array in overview.arrays().items())


@pytest.mark.parametrize("n_titles", [1, 3])
def test_a_blank_overview_has_no_map(n_titles: int) -> None:
    blank = Overview.blank(n_titles)
    assert len(blank.x) == len(blank.y) == n_titles
    assert not blank.has_map


def test_an_overview_with_places_has_a_map() -> None:
    assert Overview(np.float32([0.0]), np.float32([0.0]), np.int32([0])).has_map
