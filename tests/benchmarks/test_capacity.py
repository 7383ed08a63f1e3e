"""What catalogues of other sizes will need follows from what was measured."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks.capacity.cuts import Cut
from benchmarks.capacity.growth import Growth
from benchmarks.capacity.measure import Figures
from benchmarks.capacity.page import cut_table, measured_table, parts_table, plan_table
from benchmarks.capacity.parts import FromParts, measured
from benchmarks.capacity.plan import BUSY, beside_search, growths, needs
from benchmarks.synthetic import write_parts
from recsys.artifact import open_model

SMALL = Figures(
    titles=10_000, features=20_000, values=500_000, training_seconds=6.0, training_mb=400.0,
    searched_mb=8.0, shown_mb=7.0, other_mb=3.0, opening_ms=20.0, verifying_seconds=0.1, query_ms=0.2,
    slowest_query_ms=0.6, answer_ms=4.0, neighbours_ms=0.05, machine="a machine",
)  # fmt: skip
LARGE = replace(
    SMALL, titles=1_000_000, values=50_000_000, training_seconds=300.0, training_mb=4000.0,
    searched_mb=800.0, query_ms=20.0, answer_ms=24.0, neighbours_ms=5.0,
)  # fmt: skip

OF_PARTS = FromParts(
    titles=10_000_000, parts=50, features=1, values=2, training_seconds=1800.4, training_gb=9.25,
    disk_gb=40.0, artifact_gb=25.1, shown_gb=12.9, searched_gb=8.0, first_answer_seconds=1.2,
    query_ms=11.3, checked=2, machine="a machine",
)  # fmt: skip


def test_growth_of_a_power_law_is_found_again() -> None:
    law = Growth.of({size: 3e-4 * size**1.25 for size in (10_000, 100_000, 1_000_000)})
    assert law.exponent == pytest.approx(1.25)
    assert law.at(10_000_000) == pytest.approx(3e-4 * 10_000_000**1.25)


def test_what_seems_to_grow_slowly_is_expected_to_grow_in_proportion() -> None:
    law = Growth.of({10_000: 100.0, 1_000_000: 200.0})
    assert law.exponent < 0.2
    assert law.at(10_000_000) == pytest.approx(2000.0)


def test_ten_times_the_titles_need_ten_times_the_memory_and_as_many_cores_as_answers_take() -> None:
    plan = needs(growths([SMALL, LARGE]), 10_000_000, beside_ms=4.0)
    assert plan.searched_gb == pytest.approx(8.0)
    assert plan.answer_ms == pytest.approx(10 * 20.0 + 4.0)  # what follows the search takes as long as before
    assert plan.cores == pytest.approx(204.0 / BUSY)


def test_a_catalogue_is_divided_as_soon_as_one_search_takes_too_long() -> None:
    laws = growths([SMALL, LARGE])
    assert needs(laws, 2_000_000, beside_ms=4.0).shards == 1
    assert needs(laws, 10_000_000, beside_ms=4.0).shards == 4


def test_what_was_measured_of_more_titles_is_carried_on_from_there() -> None:
    laws = growths([SMALL, LARGE], [OF_PARTS])
    plan = needs(laws, 10_000_000, beside_ms=4.0)
    assert plan.query_ms == pytest.approx(OF_PARTS.query_ms)
    assert plan.training_hours == pytest.approx(OF_PARTS.training_seconds / 3600)


def test_what_an_answer_takes_beside_its_search_is_of_one_size() -> None:
    assert beside_search([SMALL, LARGE]) == pytest.approx(LARGE.answer_ms - LARGE.query_ms)


def test_each_size_and_each_plan_has_its_column() -> None:
    measured = measured_table([SMALL, LARGE], "2026-01-31")
    assert measured[0] == "Measured on 2026-01-31: a machine."
    assert "| matrix and index, MB | 8.00 | 800 | 1.00 |" in measured
    assert plan_table([SMALL, LARGE])[0] == "| | 10,000,000 titles | 30,000,000 titles | 100,000,000 titles |"


def test_a_catalogue_in_many_files_is_measured_from_its_files_to_an_answer(tmp_path: Path) -> None:
    write_parts(tmp_path / "parts", 400, pieces_a_part=1)
    found = measured(tmp_path / "parts", tmp_path / "model")
    model = open_model(tmp_path / "model")
    assert (found.titles, found.features) == (len(model), model.space.n_features) == (400, found.features)
    on_disk = sum(path.stat().st_size for path in (tmp_path / "model").rglob("*.npy"))
    assert found.shown_gb < found.artifact_gb < on_disk / 1e9 <= found.disk_gb
    assert 0.05 < found.training_gb < 5
    assert found.query_ms > 0
    assert found.checked == 2
    assert found.first_answer_seconds > 0.1


def test_what_many_files_took_has_its_column() -> None:
    table = parts_table([OF_PARTS])
    assert table[0] == "| | 10,000,000 titles in 50 files |"
    assert "| of it what is only shown, GB | 12.9 |" in table
    assert table[-1].endswith(" by scipy: equal | 2 |")


def test_a_cut_says_what_it_loses() -> None:
    cut = Cut(titles=1_000_000, share=1 / 32, candidates=100, recall=0.91, least_recall=0.4, time=0.25)
    row = cut_table([cut])[-1]
    assert row == "| 1,000,000 | features of more than one title in 32 | 100 | 0.910 | 0.40 | 0.25 |"
