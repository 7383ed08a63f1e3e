"""Compiled loops compute what the plain ones say."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from recsys.arrays import SparseVector
from recsys.index import NEAREST
from recsys.index.chosen_kernels import chosen_kernels
from recsys.index.kernels import PLAIN
from recsys.index.scan_plan import ScanPlan
from recsys.index.warming import compile_kernels
from tests.index.catalogues import drawn

SEEDS = st.integers(0, 2**32)


@pytest.fixture(scope="module", autouse=True)
def _compiled() -> None:
    pytest.importorskip("numba", reason="compiled kernels need numba: pip install 'recsys[fast]'")
    assert compile_kernels()


@given(SEEDS, st.sampled_from([4, 7, 8]))
def test_scans_maxima_and_what_they_collect(seed: int, code_bits: int) -> None:
    found = drawn(seed % 50, 5_000, code_bits=code_bits)
    compiled, inverted = chosen_kernels(is_checked=True), found.index.inverted
    plan = ScanPlan.of(found.question(signed=True, dials=True), inverted)
    assert plan is not None
    plain_sums, sums = np.zeros((2, inverted.n_positions), dtype=np.uint16)
    PLAIN.scan(inverted, plan.terms, plan.start, plain_sums)
    compiled.scan(inverted, plan.terms, plan.start, sums)
    assert sums[: found.n_titles].tolist() == plain_sums[: found.n_titles].tolist()
    maxima = compiled.maxima(sums)
    assert maxima.tolist() == PLAIN.maxima(sums).tolist()
    low, high = sorted(found.rng.integers(1, 2**16, 2).tolist())
    collected = compiled.collect(sums, maxima, low, high)
    assert collected.tolist() == PLAIN.collect(sums, maxima, low, high).tolist()


@given(SEEDS, st.floats(0, 1), st.sampled_from([4, 7, 8]))
def test_a_scan_of_a_part_gives_the_sums_of_a_scan_of_all(seed: int, share: float, code_bits: int) -> None:
    from recsys.index.compiled_part_scan import rows_into, scan_part_into

    found = drawn(seed % 50, 5_000, code_bits=code_bits)
    inverted, tier = found.index.inverted, found.rng.random(5_000) < share
    plan = ScanPlan.of(found.question(signed=True, dials=True), inverted)
    assert plan is not None
    whole = np.zeros(inverted.n_positions, dtype=np.uint16)
    PLAIN.scan(inverted, plan.terms, plan.start, whole)
    rows = np.empty(5_008, dtype=np.int64)
    rows = rows[: rows_into(tier.view(np.uint64), rows)]
    assert rows.tolist() == np.flatnonzero(tier).tolist()
    which = np.sort(inverted.position_of[rows]).astype(np.int64)
    part, asked = np.empty(len(which), dtype=np.uint16), plan.terms
    terms = (
        *(asked.places, asked.column_weights, asked.features),
        *(asked.posting_weights, asked.amounts),
    )
    room = np.empty_like(whole)
    scan_part_into(inverted.by_position, inverted.by_feature, plan.start, terms, which, room, part)
    assert part.tolist() == whole[which].tolist()


@given(SEEDS)
def test_products_with_rows_to_the_last_bit(seed: int) -> None:
    found = drawn(seed % 50)
    compiled, rows = chosen_kernels(is_checked=True), found.index.rows
    which = found.rng.integers(0, found.n_titles, 40)
    vector = found.question(signed=True)
    sparse = SparseVector(vector.columns, vector.coefficients)
    assert compiled.dot(rows, which, sparse).tolist() == PLAIN.dot(rows, which, sparse).tolist()
    values = found.rng.normal(size=(len(vector.columns), 3))
    many = compiled.dot_many(rows, which, vector.columns, values)
    assert many.tolist() == PLAIN.dot_many(rows, which, vector.columns, values).tolist()


@given(SEEDS, st.floats(0, 5_000))
def test_a_mean_of_cubes_is_never_below_the_true_one_and_hardly_above_it(seed: int, zero: float) -> None:
    rng = np.random.default_rng(seed)
    compiled = chosen_kernels(is_checked=True)
    each = rng.integers(0, 2**15, (4, 4096)).astype(np.uint16)
    means, joined = np.zeros(4096, dtype=np.float32), np.zeros(4096, dtype=np.uint16)
    for sums in each:
        compiled.join(sums, zero, 0.25, NEAREST, means)
    compiled.close(means, NEAREST, joined)
    true = np.mean(np.maximum(each.astype(np.float64) - zero, 0) ** 3, axis=0) ** (1 / 3)
    assert (joined >= true).all()
    assert (joined <= true * 1.001 + 2).all()


def test_an_index_that_was_not_checked_is_never_scanned_by_compiled_loops() -> None:
    assert chosen_kernels(is_checked=False) is PLAIN
