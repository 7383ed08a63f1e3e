from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from recsys.features.fitting import sorted_rows
from recsys.features.vectorizer import TitleVectorizer
from tests.builders import title
from training.calibration import calibrate

TITLES = [
    title(f"t{n:02}", genres=("drama",) if n % 3 else ("crime", "war"), cast=(f"Ahn Example {n % 5}",))
    for n in range(40)
]
YEARS = np.array([2000 + n % 11 if n % 4 else 0 for n in range(40)], dtype=np.int16)
VECTORIZER = TitleVectorizer()
ROWS = sorted_rows(VECTORIZER.fit_transform(TITLES))


def test_what_has_been_measured_once_gives_the_same_weights_again() -> None:
    first = calibrate(ROWS, YEARS, VECTORIZER.space_)
    assert calibrate(ROWS, YEARS, VECTORIZER.space_, known=first.measured) == first


def test_what_is_known_of_a_block_is_not_measured_again() -> None:
    first = calibrate(ROWS, YEARS, VECTORIZER.space_)
    nearer = replace(first.measured["genres"], nearest=2 * first.measured["genres"].nearest)
    found = calibrate(ROWS, YEARS, VECTORIZER.space_, known={"genres": nearer})
    assert found.weights["genres"] < first.weights["genres"]
    assert {**found.measured, "genres": None} == {**first.measured, "genres": None}


def test_a_measure_says_who_knows_how_much_of_a_block() -> None:
    genres = calibrate(ROWS, YEARS, VECTORIZER.space_).measured["genres"]
    assert genres.coverage == 1
    assert genres.length == pytest.approx((26 + 2 * 14) / 40)
    assert calibrate(ROWS, YEARS, VECTORIZER.space_).measured["year"].coverage == pytest.approx(0.75)
