"""What stands in a collection: each title's id and facts, beside a vector whose products are scores."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from recsys.engines.encoding import ENCODING, question_vector, title_vector
from recsys.engines.points import points_of
from recsys.query import Query, Seed
from recsys.question import ask
from recsys.title import Form, Tone, ToneState
from tests.builders import model_of, title
from tests.index.catalogues import drawn


def test_known_facts_stand_beside_the_vector() -> None:
    tones = ("dark", Tone("healing", state=ToneState.NO))
    model = model_of(
        title("harbour", genres=("crime",), countries=("JP",), year=2020, form=Form.FILM, tones=tones),
        title("nothing-known"),
    )
    (_, (known, unknown)), *_ = points_of(model).batches(10)
    assert known.facts == {
        "id": "harbour",
        "title": "Harbour",
        "year": 2020,
        "form": "film",
        "countries": ["JP"],
        "genres": ["crime"],
        "tones": ["dark"],
    }
    assert unknown.facts == {"id": "nothing-known", "title": "Nothing-Known"}


def test_titles_come_in_batches_and_from_any_row_on() -> None:
    model = model_of(*(title(f"t{number}") for number in range(5)))
    batches = list(points_of(model).batches(2, start=1))
    assert [(n, [point.row for point in batch]) for n, batch in batches] == [(3, [1, 2]), (5, [3, 4])]


@pytest.mark.parametrize("seed", range(4))
def test_the_product_with_a_question_is_the_score_wherever_the_sum_is_not_below_0(seed: int) -> None:
    found = drawn(seed, 50)
    question = found.question(signed=True, dials=True)
    asked = question_vector(found.index, question)
    sums = found.index.scores(replace(question, escapism=0.0, fame=0.0))
    scores = found.index.scores(question)
    for row in np.flatnonzero(sums >= 0).tolist():
        own = title_vector(found.index, row)
        _, ours, theirs = np.intersect1d(asked.columns, own.columns, return_indices=True)
        assert asked.values[ours] @ own.values[theirs] == pytest.approx(scores[row], abs=1e-9)


def test_nothing_that_counts_nothing_is_asked_for() -> None:
    model = model_of(title("a", genres=("crime",)), title("b", genres=("crime",), year=2001))
    vector = ask(model, Query(like=(Seed("a"),))).vector
    asked = question_vector(model.own_index, vector)
    assert (asked.values != 0).all()
    assert asked.columns.max() < model.space.n_features  # neither years nor dials


def test_what_is_stored_for_a_title_has_a_number() -> None:
    """Whoever changes the vector changes the number, or engines go on with what was written before."""
    index = drawn(1, 50).index
    row = int(np.flatnonzero((index.year != 0) & ~np.isnan(index.escapism) & ~np.isnan(index.fame))[0])
    features, hub, own = index.rows.row(row), float(index.hubs[row]), title_vector(index, row)
    after = len(index.inverted.largest)
    assert ENCODING == 1
    assert own.columns.tolist() == [*features.columns, after, after + 1, after + 2 + int(index.year[row])]
    dials = [float(index.escapism[row]), float(index.fame[row])]
    assert own.values.tolist() == [*(features.values * hub), *dials, hub]
