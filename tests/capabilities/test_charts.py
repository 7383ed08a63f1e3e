"""C25: places in charts count only when they are asked for, and as much as is asked for."""

from __future__ import annotations

import pytest

from recsys import Model, Result
from tests.capabilities.asking import ask, result_of

RANKED = "romantics-anonymous-2025"


def raised_by(result: Result) -> float:
    return sum(part.value for part in result.parts if part.block == "rank")


def asked(model: Model, **boost: float) -> Result:
    filters = {"within": [RANKED, "soul-mate-2025"]}
    charts = {name.replace("_", ":"): amount for name, amount in boost.items()}
    return result_of(ask(model, like=["What Comes After Love"], filters=filters, boost=charts), RANKED)


def test_c25_twice_the_amount_raises_twice_as_much(model: Model) -> None:
    assert raised_by(asked(model, rank_JP=2)) == pytest.approx(2 * raised_by(asked(model, rank_JP=1)))


@pytest.mark.parametrize("chart", ["rank_JP_Netflix", "rank_global"])
def test_c25_a_platform_or_the_whole_world_has_a_chart_too(model: Model, chart: str) -> None:
    assert raised_by(asked(model, **{chart: 1})) > 0


def test_c25_a_title_that_stood_in_no_chart_gets_nothing_of_it(model: Model) -> None:
    filters = {"within": [RANKED, "soul-mate-2025"]}
    answer = ask(model, like=["What Comes After Love"], filters=filters, boost={"rank:JP": 1})
    assert raised_by(result_of(answer, "soul-mate-2025")) == 0
    assert raised_by(result_of(answer, RANKED)) > 0


def test_c25_without_a_wish_no_chart_counts(model: Model) -> None:
    assert raised_by(asked(model)) == 0
