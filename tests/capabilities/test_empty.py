"""C34: where nothing passes, nothing is shown, and the filter that did it is named."""

from __future__ import annotations

from itertools import count, takewhile

import pytest

from recsys import Model
from recsys.answer import Relaxation
from tests.capabilities.asking import ask

NOWHERE = {"all": ["SG", "KR", "FR"]}
SEEDS = [{"like": ["Squid Game"]}, {"like": ["What Comes After Love"]}, {"text": "a love story in Seoul"}]


@pytest.mark.parametrize("seed", SEEDS, ids=["like", "another", "text"])
def test_c34_countries_that_never_met_give_an_empty_list(model: Model, seed: dict[str, object]) -> None:
    answer = ask(model, **seed, filters={"countries": NOWHERE})
    assert answer.results == ()
    assert "the filters leave nothing" in answer.notices


@pytest.mark.parametrize("seed", SEEDS, ids=["like", "another", "text"])
def test_c34_the_one_filter_to_drop_is_named_with_what_it_would_give(
    model: Model, seed: dict[str, object]
) -> None:
    (relaxation,) = ask(model, **seed, filters={"countries": NOWHERE}).relaxations
    assert relaxation.drop == "countries.all"
    assert relaxation.results == _length(model, **seed)


def test_c34_among_several_filters_only_the_guilty_one_is_named(model: Model) -> None:
    answer = ask(model, like=["Squid Game"], filters={"countries": NOWHERE, "form": "film"})
    films = _length(model, like=["Squid Game"], filters={"form": "film"})
    assert answer.relaxations == (Relaxation("countries.all", films),)


def test_c34_where_no_single_filter_is_guilty_none_is_named(model: Model) -> None:
    filters = {"countries": NOWHERE, "year": [1800, 1801], "unknown": "drop"}
    answer = ask(model, like=["Squid Game"], filters=filters)
    assert (answer.results, answer.relaxations) == ((), ())


def _length(model: Model, **query: object) -> int:
    """Return how many results a question has on all its pages."""
    pages = (len(ask(model, **query, offset=offset).results) for offset in count(0, 100))
    return sum(takewhile(bool, pages))
