"""What is claimed of the speed, what was measured of it, and the page that tells it."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

import numpy as np
import pytest

from benchmarks.claims import CLAIMS, LARGE, RESULTS, SMALL, Result, read_results, report, result
from benchmarks.options import has_peer, read_options
from benchmarks.performance_table import BEGIN, END, PAGE, replaced, tables
from benchmarks.processes import parse_smaps, run_module
from benchmarks.scaling import exponent, powers_of_ten
from benchmarks.timing import OURS, Ratio, interleaved

SMAPS = """\
7f0000000000-7f0000002000 r--s 00000000 08:01 12 /models/big/rows.data.npy
Rss:                 100 kB
Pss:                  50 kB
Private_Clean:        10 kB
7f0000003000-7f0000004000 rw-p 00000000 00:00 0 [heap]
Rss:                  30 kB
Pss:                  30 kB
Private_Clean:         0 kB
Private_Dirty:        28 kB
"""


def measured(claim: str, ratio: float, titles: int = SMALL) -> Result:
    return result(claim, titles, 2.0, 2.0 * ratio, Ratio(ratio, ratio - 1, ratio + 1), checked="alike")


def test_contestants_take_turns_and_warm_up_untimed() -> None:
    done: list[str] = []

    def contestant(name: str) -> Callable[[int], None]:
        return lambda task: done.append(f"{name}{task}")

    times = interleaved({name: contestant(name) for name in (OURS, "peer")}, [1, 2], rounds=2)
    turn = ["ours1", "ours2"] * 2 + ["peer1", "peer2"] * 2
    assert done == turn * 2
    assert times[OURS].seconds.shape == (2, 2)


def test_ratio_is_the_median_of_the_single_turns() -> None:
    ratio = Ratio.of(np.array([10.0, 20.0, 90.0]), np.array([10.0, 10.0, 10.0]))
    assert ratio == Ratio(2.0, 1.0, 9.0)


@pytest.mark.parametrize(("ratio", "reached"), [(399, "no"), (400, "floor"), (999, "floor"), (1000, "aim")])
def test_a_speed_reaches_what_it_is_not_below(ratio: float, reached: str) -> None:
    assert measured("query-scikit-learn", ratio).reached == reached


@pytest.mark.parametrize(("ratio", "reached"), [(4.1, "no"), (4, "floor"), (2.5, "aim")])
def test_a_cost_reaches_what_it_is_not_above(ratio: float, reached: str) -> None:
    assert measured("seeds", ratio).reached == reached


def test_nothing_is_reached_where_nothing_was_claimed() -> None:
    assert measured("query-scikit-learn", 1e6, titles=500).reached == ""


def test_without_a_peer_the_figure_itself_is_compared() -> None:
    assert result("size", LARGE, 9.5, None, None, checked="").reached == "aim"


def test_the_last_result_of_a_claim_and_size_counts(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for ratio in (3.0, 2.0):
        report(measured("seeds", ratio), tmp_path)
    report(measured("filter", 6.0), tmp_path)
    found = read_results((tmp_path / RESULTS).read_text().splitlines())
    assert [(each.claim, each.ratio) for each in found] == [("filter", 6.0), ("seeds", 2.0)]
    assert "reached: aim" in capsys.readouterr().out


def test_results_of_claims_that_are_gone_are_left_out() -> None:
    line = json.dumps(asdict(measured("seeds", 2.0)) | {"claim": "gone"})
    assert read_results([line]) == []


def test_the_table_tells_figures_goals_and_what_was_reached() -> None:
    text = tables([measured("query-scikit-learn", 732.4)], "2026-01-31")
    assert "Measured on 2026-01-31: " in text
    assert "| 100,000 | 2 ms | cosine_similarity and argsort | 1,465 ms | 732 (731 to 733) |" in text
    assert text.endswith("| ≥ 400 | ≥ 1,000 | floor |")


def test_growth_has_a_table_of_its_own() -> None:
    text = tables([measured("scaling-query", 0.93, LARGE)], "")
    assert "| one exact query | 1,000,000 | 0.93 | alike (ms) |" in text


def test_only_what_stands_between_the_marks_is_replaced() -> None:
    page = f"above\n{BEGIN}\nold\n{END}\nbelow\n"
    assert replaced(page, "new") == f"above\n{BEGIN}\nnew\n{END}\nbelow\n"


def test_a_page_without_marks_is_refused() -> None:
    with pytest.raises(ValueError, match="lacks the lines <!-- results: begin -->"):
        replaced("nothing", "new")


def test_the_page_of_the_project_has_the_marks() -> None:
    assert replaced(PAGE.read_text(encoding="utf-8"), "").count(BEGIN) == 1


def test_every_floor_is_easier_than_its_aim() -> None:
    for claim in CLAIMS.values():
        for floor, aim in claim.goals.values():
            assert floor >= aim if claim.is_at_most else floor <= aim


def test_memory_of_the_model_is_told_apart_from_the_rest() -> None:
    memory = parse_smaps(SMAPS, "/models/big")
    assert (memory.mapped_share, memory.mapped, memory.private) == (50 * 1024, 100 * 1024, 28 * 1024)


def test_a_process_tells_its_own_peak_of_memory() -> None:
    run = run_module("platform")
    assert run.output.strip()
    assert 1e6 < run.peak_bytes < 1e9


def test_a_process_that_fails_gives_no_figure() -> None:
    with pytest.raises(RuntimeError, match="ended with"):
        run_module("json.tool", "no-such-file")


def test_growth_in_proportion_has_the_exponent_one() -> None:
    assert exponent({10_000: 0.5, 100_000: 5.0, 1_000_000: 50.0}) == pytest.approx(1.0)


@pytest.mark.parametrize(
    ("largest", "sizes"),
    [(1_000_000, [10_000, 100_000, 1_000_000]), (10_000, [1000, 10_000]), (400, [40, 400])],
)
def test_growth_is_measured_at_powers_of_ten(largest: int, sizes: list[int]) -> None:
    assert powers_of_ten(largest) == sizes


def test_a_missing_peer_is_told_with_the_line_that_installs_it(capsys: pytest.CaptureFixture[str]) -> None:
    assert not has_peer("no_such_peer")
    assert "no_such_peer is not installed: pip install 'recsys[bench]'" in capsys.readouterr().err


def test_every_benchmark_takes_a_size_and_a_folder() -> None:
    options = read_options("", ["--titles", "5", "--work", "here"], rounds=7)
    assert (options.titles, options.work, options.rounds) == (5, Path("here"), 7)


def scripts() -> list[str]:
    makefile = (PAGE.parents[1] / "Makefile").read_text(encoding="utf-8")
    listed = makefile.partition("CLAIMS := ")[2].partition("\n\n")[0]
    return listed.replace("\\", " ").split()


@pytest.mark.parametrize("script", scripts())
def test_every_script_that_make_bench_runs_is_there(script: str) -> None:
    assert (PAGE.parents[1] / "benchmarks" / f"{script}.py").is_file()
