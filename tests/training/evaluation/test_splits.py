from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from training.evaluation.judgements import Pairs
from training.evaluation.splits import edge_folds, half_of, in_half

ROWS = st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), min_size=1, max_size=60)
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


@given(rows=ROWS, n_folds=st.integers(2, 5), seed=st.integers(0, 3))
def test_both_directions_of_an_edge_are_in_one_fold(
    rows: list[tuple[int, int]], n_folds: int, seed: int
) -> None:
    source, target = (np.array(column) for column in zip(*rows, strict=True))
    folds = edge_folds(
        np.concatenate([source, target]), np.concatenate([target, source]), n_folds=n_folds, seed=seed
    )
    assert folds[: len(rows)].tolist() == folds[len(rows) :].tolist()
    assert set(folds.tolist()) <= set(range(n_folds))


@given(rows=ROWS, n_folds=st.integers(2, 5))
def test_folds_hold_like_numbers_of_edges(rows: list[tuple[int, int]], n_folds: int) -> None:
    source, target = (np.array(column) for column in zip(*rows, strict=True))
    folds = edge_folds(source, target, n_folds=n_folds)
    edges = {(min(row), max(row)): int(fold) for row, fold in zip(rows, folds, strict=True)}
    sizes = np.bincount(list(edges.values()), minlength=n_folds)
    assert sizes.max() - sizes.min() <= 1
