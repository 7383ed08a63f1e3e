"""Several viewers ask together: nobody is left out, and the parts still sum to the score."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from scipy.stats import gmean

from recsys import Model, Recommender, query_from_json
from recsys.answer import Answer
from recsys.errors import QueryError
from recsys.question import ask
from tests.builders import model_of, title

ROMANCE = ("romance", "slow-burn-romance")


@pytest.fixture(scope="module")
def model() -> Model:
    def film(id: str, genres: tuple[str, ...], *tones: str, year: int = 2020) -> Any:
        return title(id, genres=genres, tones=tones, year=year)

    return model_of(
        film("her-love", ("romance",), "slow-burn-romance", "tearjerker"),
        film("her-other-love", ("romance", "drama"), "slow-burn-romance"),
        film("his-game", ("thriller",), "survival-game", "dark"),
        film("love-for-her-alone", ("romance",), "slow-burn-romance", "tearjerker", year=2021),
        film("game-for-him-alone", ("thriller",), "survival-game", "dark", year=2021),
        film("for-both", ("romance", "thriller"), "slow-burn-romance", "survival-game"),
        film("for-nobody", ("documentary",), "nostalgic"),
    )


HER = {"like": ["her-love", "her-other-love"], "name": "Ana"}
HIM = {"like": ["his-game"], "name": "Ben"}


def _ask(model: Model, **query: Any) -> Answer:
    return Recommender(model).recommend(query_from_json(query))


def _ids(answer: Answer) -> list[str]:
    return [result.id for result in answer.results]


def test_what_suits_both_comes_before_what_suits_one_of_them_most(model: Model) -> None:
    assert _ids(_ask(model, together=[HER, HIM]))[0] == "for-both"


def test_what_has_nothing_for_one_of_them_is_not_shown(model: Model) -> None:
    assert "for-nobody" not in _ids(_ask(model, together=[HER, HIM]))
    shown = _ask(model, together=[HER, HIM]).results
    assert all(result.score > 0 for result in shown)


def test_the_order_of_the_viewers_changes_nothing(model: Model) -> None:
    one, other = _ask(model, together=[HER, HIM]), _ask(model, together=[HIM, HER])
    assert _ids(one) == _ids(other)
    assert [r.score for r in one.results] == pytest.approx([r.score for r in other.results])


def test_one_taste_shared_by_two_is_that_taste(model: Model) -> None:
    alone = _ask(model, like=["her-love"], relations="include")
    twice = _ask(model, together=[{"like": ["her-love"]}, {"like": ["her-love"]}], relations="include")
    assert _ids(twice) == _ids(alone)
    assert [r.score for r in twice.results] == pytest.approx([r.score for r in alone.results])


def test_who_likes_much_has_no_less_of_a_say(model: Model) -> None:
    """Scores for many likes are lower: each viewer's best title is made to count the same."""
    question = ask(model, query_from_json({"together": [HER, HIM]}))
    others = np.ones(len(model), dtype=np.bool_)
    others[list(question.found.rows)] = False
    best = [model.index.top(one, 1, [others])[0].scores[0] for one in question.vector.each]
    assert best == pytest.approx([question.level] * 2)


@pytest.mark.parametrize("blend", ["mean", "nearest"])
def test_the_parts_sum_to_the_score(model: Model, blend: str) -> None:
    her = {**HER, "dislike": ["his-game"], "blend": blend}
    answer = _ask(model, together=[her, HIM], more={"dark": 1}, text="romance", escapism=0.5)
    assert answer.results
    for result in answer.results:
        assert sum(part.value for part in result.parts) == pytest.approx(result.score, abs=1e-9)


def test_the_score_is_the_geometric_mean_of_the_levelled_scores(model: Model) -> None:
    answer = _ask(model, together=[HER, HIM])
    hers = {r.id: r.score for r in _ask(model, like=HER["like"], k=100).results}
    his = {r.id: r.score for r in _ask(model, like=HIM["like"], k=100).results}
    result = answer.results[0]
    hub = float(model.hubs[model.row(result.id)])
    own = {"her-love", "her-other-love", "his-game"}
    best = [max(score for id, score in scores.items() if id not in own) for scores in (hers, his)]
    levelled = [scores[result.id] / hub / top for scores, top in zip((hers, his), best, strict=True)]
    assert result.score == pytest.approx(gmean(levelled) * sum(best) / 2 * hub)


def test_how_high_the_scores_of_one_of_them_are_changes_no_order(model: Model) -> None:
    """Five times as much weight on all likes of one viewer is the same taste."""
    loud = {**HIM, "like": [{"id": "his-game", "weight": 5.0}]}
    assert _ids(_ask(model, together=[HER, loud])) == _ids(_ask(model, together=[HER, HIM]))


def test_each_result_says_how_well_it_suits_each_of_them(model: Model) -> None:
    notes = _ask(model, together=[HER, HIM]).results[0].notes
    assert [note.partition(":")[0] for note in notes] == ["for Ana", "for Ben"]


def test_seeds_say_whose_they_are(model: Model) -> None:
    seeds = _ask(model, together=[HER, HIM]).query.seeds
    assert [(seed.id, seed.viewer) for seed in seeds] == [
        ("her-love", 1),
        ("her-other-love", 1),
        ("his-game", 2),
    ]


def test_what_one_of_them_names_is_recommended_to_nobody(model: Model) -> None:
    assert not {"her-love", "her-other-love", "his-game"} & set(_ids(_ask(model, together=[HER, HIM])))


@pytest.mark.parametrize(
    ("query", "named"),
    [
        ({"together": [{"like": ["for-both"] * 100}, {"like": ["for-both"] * 100}, HIM]}, "201 titles"),
        ({"together": [HER]}, "expected 2 to 8 viewers"),
        ({"together": [HER] * 9}, "together"),
        ({"together": [HER, HIM], "like": ["for-both"]}, "belong to one of the viewers"),
        ({"together": [HER, {"like": [{"id": "his-game", "weight": 0.0}]}]}, "viewer 2 .* likes nothing"),
        ({"together": [HER, {"like": []}]}, "together.1.like"),
    ],
)
def test_what_cannot_be_asked_together_is_refused(model: Model, query: dict[str, Any], named: str) -> None:
    with pytest.raises(QueryError, match=named):
        _ask(model, **query)
