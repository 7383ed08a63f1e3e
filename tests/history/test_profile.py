"""What a history says of its viewer: what counts how much, and what stays away."""

from __future__ import annotations

from typing import Any

import pytest

from recsys.history.matching import match_records
from recsys.history.profile import MOST_LIKES, Profile, profile_of
from recsys.history.record import Record, Watching
from recsys.model import Model
from recsys.query import Seed
from recsys.query_document import query_from_json
from recsys.recommender import Recommender
from recsys.title import Relation, RelationKind
from tests.builders import model_of, title


@pytest.fixture(scope="module")
def model() -> Model:
    names = ("alpha", "beta", "gamma", "delta", "epsilon")
    return model_of(
        *(
            title(name, title=name.title(), year=2000 + n, genres=("romance",))
            for n, name in enumerate(names)
        ),
        title(
            "alpha-2",
            title="Alpha Two",
            year=2009,
            genres=("romance",),
            relations=(Relation(RelationKind.PREQUEL, "alpha"),),
        ),
    )


def profile(model: Model, *records: dict[str, Any]) -> Profile:
    made = [Record(**{"file": "f", "line": n, **known}) for n, known in enumerate(records, start=1)]
    return profile_of(model, match_records(model, made))


def weights(found: Profile) -> dict[str, float | None]:
    return {seed.name: seed.weight for seed in found.like}


def test_what_was_rated_high_counts_in_full_and_what_was_rated_fairly_half(model: Model) -> None:
    ratings = {"Alpha": 1.0, "Beta": 0.8, "Gamma": 0.7, "Delta": 0.1}
    found = profile(model, *({"title": name, "rating": rating} for name, rating in ratings.items()))
    assert weights(found) == {"alpha": 1.0, "beta": 1.0, "gamma": 0.5}


def test_who_rates_much_high_has_no_need_of_what_is_fair() -> None:
    many = model_of(*(title(f"t{n}", title=f"Title Number {n}") for n in range(12)))
    ratings = [0.9] * 10 + [0.75, 0.1]
    found = profile(many, *({"title": f"Title Number {n}", "rating": x} for n, x in enumerate(ratings)))
    assert set(weights(found)) == {f"t{n}" for n in range(10)}


def test_what_was_rated_low_is_disliked_and_seen(model: Model) -> None:
    found = profile(model, {"title": "Alpha", "rating": 0.9}, {"title": "Beta", "rating": 0.2})
    assert [seed.name for seed in found.dislike] == ["beta"]
    assert found.seen == ("alpha", "beta")


def test_one_who_rates_everything_low_dislikes_little(model: Model) -> None:
    found = profile(model, *({"title": name, "rating": 0.4} for name in ("Alpha", "Beta", "Gamma")))
    assert found.dislike == ()
    assert len(found.like) == 3


def test_what_was_seen_without_a_rating_counts_half(model: Model) -> None:
    assert weights(profile(model, {"title": "Alpha"})) == {"alpha": 0.5}


def test_a_heart_counts_in_full_and_a_thumb_down_as_a_dislike(model: Model) -> None:
    found = profile(model, {"title": "Alpha", "is_liked": True}, {"title": "Beta", "is_disliked": True})
    assert weights(found) == {"alpha": 1.0}
    assert [seed.name for seed in found.dislike] == ["beta"]


def test_what_was_dropped_is_seen_and_no_like(model: Model) -> None:
    found = profile(model, {"title": "Alpha", "watching": Watching.DROPPED})
    assert (found.like, found.seen) == ((), ("alpha",))


def test_what_is_only_planned_is_not_seen(model: Model) -> None:
    found = profile(model, {"title": "Alpha", "watching": Watching.PLANNED})
    assert (found.like, found.seen) == ((), ())


def test_several_records_of_one_title_are_one_opinion(model: Model) -> None:
    found = profile(
        model,
        {"title": "Alpha", "rating": 0.2, "date": "2019-01-01"},
        {"title": "Alpha", "rating": 0.9, "date": "2021-01-01"},
        {"title": "Alpha"},
    )
    assert weights(found) == {"alpha": 1.0}


def test_a_history_is_added_to_a_question(model: Model) -> None:
    found = profile(model, {"title": "Alpha", "rating": 1.0}, {"title": "Beta", "rating": 0.1})
    document = found.added_to({"like": ["Gamma"], "k": 3}, model)
    assert document["like"] == ["Gamma", {"id": "alpha", "weight": 1.0}]
    assert document["exclude"] == ["alpha", "beta"]
    assert document["blend"] == "nearest"


def test_a_title_that_is_asked_for_itself_is_not_asked_twice(model: Model) -> None:
    found = profile(model, {"title": "Alpha", "rating": 1.0})
    assert found.added_to({"like": ["alpha", {"id": "beta"}]}, model)["like"] == ["alpha", {"id": "beta"}]


def test_a_long_history_is_cut_to_its_strongest(model: Model) -> None:
    many = model_of(*(title(f"t{n}", title=f"Title Number {n}") for n in range(MOST_LIKES + 30)))
    found = profile(many, *({"title": f"Title Number {n}"} for n in range(MOST_LIKES + 30)))
    assert (len(found.like), found.n_liked, len(found.seen)) == (MOST_LIKES, MOST_LIKES + 30, MOST_LIKES + 30)


def answer(model: Model, document: dict[str, Any]) -> list[str]:
    return [result.id for result in Recommender(model).recommend(query_from_json(document)).results]


def test_what_was_seen_never_comes(model: Model) -> None:
    found = profile(model, {"title": "Alpha", "rating": 1.0}, {"title": "Beta"})
    assert set(answer(model, found.added_to({}, model))).isdisjoint({"alpha", "beta"})


def test_by_request_series_of_what_was_seen_stay_away_too(model: Model) -> None:
    found = profile(model, {"title": "Alpha"}, {"title": "Beta"})
    asked = found.added_to({}, model)
    assert "alpha-2" in answer(model, asked)
    assert "alpha-2" not in answer(model, found.added_to({}, model, without_series=True))


def test_who_shares_a_question_brings_the_strongest_likes_and_some_dislikes() -> None:
    like = tuple(Seed(f"liked-{number}") for number in range(100))
    dislike = tuple(Seed(f"disliked-{number}") for number in range(30))
    whole = Profile(like, dislike, ("seen",), 100, 30)
    cut = whole.strongest(50)
    assert cut.like == like[:40]
    assert cut.dislike == dislike[:10]
    assert cut.seen == ("seen",)
    assert whole.strongest(500) == whole
