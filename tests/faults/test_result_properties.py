"""What holds for every answer, whatever is asked: compared with a score of every title, written out."""

from __future__ import annotations

import math
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from recsys import Answer, Model, Recommender, query_from_json
from recsys.catalogue import Catalogue, read_catalogue, write_catalogue
from service.hot_path.answer_json import encoded
from tests.faults.brute_force import BruteForce, passes
from tests.faults.invented_titles import CAST, COUNTRIES, GENRES, TONES, invented_titles
from tests.faults.report import record
from tests.faults.scale import rounds
from training.pipeline import train

N_TITLES = 200
N = rounds(usual=40, soak=5_000)
N_FEWER = rounds(usual=12, soak=5_000)
TITLES = invented_titles(N_TITLES)
WEIGHED = ("genres", "tones", "cast", "countries", "synopsis", "year", "form")
common = settings(max_examples=N, suppress_health_check=[HealthCheck.too_slow], database=None)
fewer = settings(common, max_examples=N_FEWER)
whole_lists = settings(common, max_examples=rounds(usual=6, soak=1_000))


def some(values: tuple[str, ...], most: int, *, fewest: int = 0) -> st.SearchStrategy[list[str]]:
    return st.lists(st.sampled_from(values), min_size=fewest, max_size=most, unique=True)


_COUNTRY_RULES = st.fixed_dictionaries(
    {}, optional={rule: some(COUNTRIES, 3, fewest=1) for rule in ("all", "any", "none", "only")}
)
_YEARS = st.tuples(st.integers(1985, 2026), st.integers(1985, 2026)).map(sorted)
FILTERS = st.fixed_dictionaries(
    {},
    optional={
        "countries": _COUNTRY_RULES,
        "form": st.sampled_from(["series", "film"]),
        "medium": st.sampled_from(["live-action", "animation"]),
        "year": _YEARS,
        "genres": some(GENRES, 2),
        "cast": some(CAST, 2),
        "tones": some(tuple(f"{tone}>={n}" for tone in TONES for n in (1, 2, 3)), 1),
        "unknown": st.sampled_from(["keep", "drop"]),
    },
)
_AMOUNTS = st.dictionaries(st.sampled_from(TONES), st.floats(0, 3), max_size=2)


@st.composite
def questions(draw: st.DrawFn) -> dict[str, Any]:
    """One to five liked titles, up to three disliked ones, and whatever else changes a list."""
    n_like = draw(st.integers(1, 5))
    rows = draw(st.lists(st.integers(0, N_TITLES - 1), min_size=n_like, max_size=n_like + 3, unique=True))
    seeds = [{"id": TITLES[row].id, "weight": draw(st.floats(0.1, 10))} for row in rows]
    more = draw(_AMOUNTS)
    less = {tone: amount for tone, amount in draw(_AMOUNTS).items() if tone not in more}
    return {
        "like": seeds[:n_like],
        "dislike": seeds[n_like:],
        "more": more,
        "less": less,
        "filters": draw(st.just({}) | FILTERS),
        "weights": draw(st.dictionaries(st.sampled_from(WEIGHED), st.floats(0, 5), max_size=3)),
        "k": draw(st.integers(1, 60)),
    }


@pytest.fixture(scope="module")
def catalogue_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The titles as a file holds them."""
    file = tmp_path_factory.mktemp("properties") / "catalogue.jsonl"
    write_catalogue(Catalogue(TITLES), file)
    return file


@pytest.fixture(scope="module")
def model(catalogue_file: Path) -> Model:
    return train(read_catalogue(catalogue_file).catalogue)


@pytest.fixture(scope="module")
def reference(model: Model) -> BruteForce:
    return BruteForce(model, [model.title(row) for row in range(len(model))])


@pytest.fixture(scope="module")
def shuffled(catalogue_file: Path) -> Model:
    """The model of the same rows in another order."""
    lines = np.array(catalogue_file.read_text(encoding="utf-8").splitlines())
    file = catalogue_file.with_name("shuffled.jsonl")
    file.write_text("\n".join(np.random.default_rng(3).permutation(lines)) + "\n", encoding="utf-8")
    return train(read_catalogue(file).catalogue)


def ask(model: Model, document: dict[str, Any], *, k: int | None = None) -> Answer:
    query = query_from_json(document)
    return Recommender(model).recommend(query if k is None else replace(query, k=k))


def ids(answer: Answer) -> list[str]:
    return [result.id for result in answer.results]


def tiers(reference: BruteForce, document: dict[str, Any], answer: Answer) -> list[int]:
    """How sure the filters are of each result: 0 where all is known, 1 where something is not."""
    filters = document["filters"]
    told = [passes(reference.titles[reference.row_of[result.id]], filters) for result in answer.results]
    assert False not in told
    return [0 if one else 1 for one in told]


@common
@given(questions())
def test_a_list_is_what_scoring_every_title_gives(
    model: Model, reference: BruteForce, document: dict[str, Any]
) -> None:
    answer = ask(model, document)
    expected = reference.answer(document, answer.query.weights)
    wanted = expected.rows[: document["k"]]
    rows = [reference.row_of[id] for id in ids(answer)]
    scores = [result.score for result in answer.results]
    assert scores == pytest.approx(expected.scores[wanted].tolist(), abs=1e-9)
    assert scores == pytest.approx(expected.scores[rows].tolist(), abs=1e-9)
    assert set(rows) <= set(expected.rows)
    assert answer.query.weights.items() >= document["weights"].items()


@fewer
@given(questions())
def test_no_seed_comes_and_scores_fall_and_equal_ones_stand_by_id(
    model: Model, reference: BruteForce, document: dict[str, Any]
) -> None:
    answer = ask(model, document)
    assert not {seed["id"] for seed in (*document["like"], *document["dislike"])} & set(ids(answer))
    assert len(set(ids(answer))) == len(answer.results) <= document["k"]
    order = [
        (tier, -result.score, result.id)
        for tier, result in zip(tiers(reference, document, answer), answer.results, strict=True)
    ]
    assert order == sorted(order)


@fewer
@given(questions())
def test_the_parts_sum_to_the_score(model: Model, document: dict[str, Any]) -> None:
    for result in ask(model, document).results:
        assert math.fsum(part.value for part in result.parts) == pytest.approx(result.score, abs=1e-6)


@fewer
@given(questions(), st.integers(1, 60))
def test_a_longer_list_begins_with_the_shorter_one(model: Model, document: dict[str, Any], k: int) -> None:
    shorter, longer = sorted((document["k"], k))
    assert ids(ask(model, document, k=longer))[:shorter] == ids(ask(model, document, k=shorter))


@whole_lists
@given(questions())
def test_a_filter_gives_a_part_of_what_comes_without_it(
    model: Model, reference: BruteForce, document: dict[str, Any]
) -> None:
    """All of the part that passes, and each title with the score that it has without the filter."""
    # Tones are also a wish where they are filtered for: what they are worth would not be the same.
    filters = {name: told for name, told in document["filters"].items() if name != "tones"}
    filtered = ask(model, {**document, "filters": filters}, k=N_TITLES)
    unfiltered = ask(model, {**document, "filters": {}}, k=N_TITLES)
    everything = {result.id: result.score for result in unfiltered.results}
    is_enough = (True, None) if filters.get("unknown", "keep") == "keep" else (True,)
    titles = {title.id: title for title in reference.titles}
    passing = {id for id in everything if passes(titles[id], filters) in is_enough}
    assert {result.id: result.score for result in filtered.results} == {id: everything[id] for id in passing}


@fewer
@given(questions())
def test_the_order_of_the_rows_of_a_catalogue_changes_nothing(
    model: Model, shuffled: Model, document: dict[str, Any]
) -> None:
    assert encoded(ask(shuffled, document)) == encoded(ask(model, document))


def test_what_was_compared_is_told(model: Model) -> None:
    assert len(model) == N_TITLES
    record(
        "properties of results (hypothesis)",
        f"{N} questions a property, 1,000 whole lists",
        "no seed, sorted, a longer list begins with the shorter one, a filter gives a part, equal to scoring "
        f"every one of {N_TITLES} titles (within 1e-9), parts sum to the score, the order of rows is nothing",
    )
