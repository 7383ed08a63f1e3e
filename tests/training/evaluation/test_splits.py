from __future__ import annotations

import numpy as np

from training.evaluation.judgements import Pairs
from training.evaluation.splits import half_of, in_half

PAIRS = Pairs(np.array([0, 0, 1, 2]), np.array([1, 2, 2, 0]), np.ones(4))


def test_half_follows_from_the_id_alone_and_halves_are_of_like_size() -> None:
    halves = [half_of(f"title-{number}") for number in range(1000)]
    assert halves == [half_of(f"title-{number}") for number in range(1000)]
    assert 430 < halves.count("dev") < 570


def test_both_halves_together_are_all_pairs() -> None:
    ids = ["x", "y", "z"]
    dev, test = (in_half(PAIRS, half, halves={}, ids=ids) for half in ("dev", "test"))
    assert len(dev) + len(test) == len(in_half(PAIRS, "all", halves={}, ids=ids)) == 4
    assert not set(dev.source) & set(test.source)


def test_file_of_halves_decides_and_who_is_not_in_it_is_in_neither() -> None:
    test = in_half(PAIRS, "test", halves={0: "test", 1: "dev"}, ids=["x", "y", "z"])
    assert test.source.tolist() == [0, 0]
