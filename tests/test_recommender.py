from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recsys import Answer, Model, NotFound, Query, QueryError, Recommender, Seed, query_from_json, similar_to
from recsys.title import Medium, Place, Relation, RelationKind, Status, Title
from tests.builders import model_of, title

TITLES = [
    title(
        "harbour", genres=("romance", "drama"), tones=("slow-burn", "grounded"), countries=("KR",), year=2020
    ),
    title("lighthouse", genres=("romance", "drama"), tones=("slow-burn",), countries=("JP", "KR"), year=2019),
    title("dragons", genres=("fantasy", "romance"), tones=("high-fantasy",), countries=("JP",), year=2018),
    title("court", genres=("drama", "legal"), tones=("grounded",), countries=("KR",), cast=("Ahn Example",)),
    title("trial", genres=("legal",), tones=("suspenseful",), cast=("Ahn Example",), status=Status.UPCOMING),
    title("same-year", countries=("KR",), year=2020),
]
MODEL = model_of(*TITLES)


def _ask(document: dict[str, Any], model: Model = MODEL) -> Answer:
    return Recommender(model).recommend(query_from_json(document))


def _ids(answer: Answer) -> list[str]:
    return [result.id for result in answer.results]


def test_the_nearest_title_comes_first() -> None:
    assert _ids(_ask({"like": ["harbour"]}))[0] == "lighthouse"


def test_a_seed_never_recommends_itself() -> None:
    assert "harbour" not in _ids(_ask({"like": ["harbour"]}))


def test_country_and_year_alone_are_no_shared_trait() -> None:
    assert "same-year" not in _ids(_ask({"like": ["harbour"]}))


def test_an_unknown_name_is_an_error_with_the_nearest_names() -> None:
    with pytest.raises(NotFound) as caught:
        _ask({"like": ["harbuor of xyz"]})
    assert caught.value.choices


def test_a_title_cannot_be_liked_and_disliked_at_once() -> None:
    with pytest.raises(QueryError, match="twice"):
        _ask({"like": ["harbour"], "dislike": ["harbour"]})


def test_an_unknown_block_is_named_with_those_that_there_are() -> None:
    with pytest.raises(QueryError, match="genres"):
        _ask({"like": ["harbour"], "weights": {"colour": 1}})


QUERIES = st.fixed_dictionaries(
    {"like": st.lists(st.sampled_from(["harbour", "dragons", "trial"]), unique=True, min_size=1)},
    optional={
        "dislike": st.lists(st.sampled_from(["court", "lighthouse"]), unique=True),
        "text": st.sampled_from(["", "a slow burn romance from Japan"]),
        "more": st.dictionaries(st.sampled_from(["grounded", "high-fantasy"]), st.floats(0, 3)),
        "less": st.dictionaries(st.sampled_from(["slow-burn"]), st.floats(0, 3)),
        "escapism": st.floats(-1, 1),
        "diversity": st.floats(0, 1),
        "weights": st.dictionaries(st.sampled_from(["genres", "year", "form"]), st.floats(0, 5)),
        "relations": st.sampled_from(["exclude", "one", "include"]),
        "blend": st.sampled_from(["mean", "nearest"]),
    },
)


@given(QUERIES)
def test_the_parts_of_every_score_sum_to_it(document: dict[str, Any]) -> None:
    for result in _ask(document).results:
        assert sum(part.value for part in result.parts) == pytest.approx(result.score, abs=1e-6)


@given(QUERIES)
def test_what_hubs_add_is_one_part_and_leaves_the_dial_alone(document: dict[str, Any]) -> None:
    for result in _ask(document).results:
        factor = float(MODEL.hubs[MODEL.row(result.id)])
        by_hubs = [part.value for part in result.parts if part.block == "hubs"]
        scaled = sum(part.value for part in result.parts if part.block not in ("hubs", "escapism"))
        assert len(by_hubs) <= 1
        assert sum(by_hubs) == pytest.approx((factor - 1) * max(scaled, 0.0), abs=1e-9)


def test_hubs_and_expected_genres_are_among_the_parts_and_never_among_the_reasons() -> None:
    kinds = [
        title(f"k{n:02}", genres=("crime", "war")[n % 2 :][:1], tags=(f"tag {n % 2}",)) for n in range(20)
    ]
    question = {"like": ["k00"], "weights": {"expected_genres": 5}}
    answer = _ask(question, model_of(*kinds, title("none", tags=("tag 0",))))
    result = next(result for result in answer.results if result.id == "none")
    assert {part.block for part in result.parts} == {"tones", "expected_genres", "hubs"}
    told = {feature.partition("/")[0] for reason in result.reasons for feature in reason.features}
    assert told == {"tones"}


@given(QUERIES)
def test_without_diversity_scores_never_rise_down_the_list(document: dict[str, Any]) -> None:
    scores = [result.score for result in _ask({**document, "diversity": 0}).results]
    assert scores == sorted(scores, reverse=True)


@given(QUERIES, st.integers(1, 4))
def test_pages_put_together_are_the_whole_list(document: dict[str, Any], k: int) -> None:
    whole = _ids(_ask({**document, "k": 20}))
    pages = [_ids(_ask({**document, "k": k, "offset": offset})) for offset in range(0, 20, k)]
    assert [id for page in pages for id in page] == whole


@given(QUERIES)
def test_a_filter_only_takes_away(document: dict[str, Any]) -> None:
    everything = {result.id: result.score for result in _ask({**document, "k": 20}).results}
    filtered = _ask({**document, "k": 20, "filters": {"countries": {"any": ["JP"]}, "unknown": "drop"}})
    assert {result.id: result.score for result in filtered.results}.items() <= everything.items()


@given(QUERIES)
def test_the_order_of_the_catalogue_changes_nothing(document: dict[str, Any]) -> None:
    assert _ask(document, REVERSED).results == _ask(document).results


REVERSED = model_of(*reversed(TITLES))


def test_more_of_a_tone_shows_as_a_positive_part_and_less_as_a_negative_one() -> None:
    answer = _ask({"like": ["harbour"], "more": {"slow-burn": 1}, "less": {"grounded": 1}})
    values = {(r.id, p.seed): p.value for r in answer.results for p in r.parts if p.seed in ("more", "less")}
    assert values["lighthouse", "more"] > 0
    assert values["court", "less"] < 0


def test_a_dislike_asked_from_python_counts_against_what_it_shares() -> None:
    query = Query(like=(Seed("harbour"),), dislike=(Seed("dragons"),))
    answer = Recommender(MODEL).recommend(query)
    assert [seed.weight for seed in answer.query.seeds] == [1.0, -0.5]
    assert answer.results == _ask({"like": ["harbour"], "dislike": ["dragons"]}).results


def test_an_id_is_never_taken_for_a_name() -> None:
    with pytest.raises(NotFound):
        _ask({"like": [{"id": "harbou"}]})


def test_one_tone_under_two_names_is_refused() -> None:
    with pytest.raises(QueryError, match="one tone"):
        _ask({"like": ["harbour"], "more": {"slow-burn": 1, "slowburn": 1}})


def test_a_text_that_says_nothing_takes_no_weight_from_the_liked_title() -> None:
    answer = _ask({"like": ["harbour"], "text": "the of"})
    assert answer.results == _ask({"like": ["harbour"]}).results
    assert "nothing in the text was understood" in answer.notices


def test_another_number_draws_another_list_and_the_same_number_the_same() -> None:
    lists = [_ids(_ask({"like": ["harbour"], "seed": seed})) for seed in range(8)]
    assert lists == [_ids(_ask({"like": ["harbour"], "seed": seed})) for seed in range(8)]
    assert len({tuple(one) for one in lists}) > 1
    assert all(set(one) <= set(_ids(_ask({"like": ["harbour"]}))) for one in lists)


def test_a_filter_alone_lists_what_passes_it_by_id() -> None:
    answer = _ask({"filters": {"countries": {"all": ["KR"]}, "unknown": "drop"}})
    assert _ids(answer) == ["court", "harbour", "lighthouse", "same-year"]
    assert any("order of their ids" in notice for notice in answer.notices)


def test_a_title_without_a_known_cast_is_unknown_to_a_filter_for_a_person() -> None:
    answer = _ask({"like": ["harbour"], "filters": {"cast": ["Ahn Example"]}})
    assert _ids(answer)[0] == "court"
    assert all("not known: Ahn Example" in result.notes for result in answer.results[1:])


def test_silence_about_a_tone_to_avoid_is_told_and_costs_no_place() -> None:
    told = ("restrained", "intimate", "healing", "grounded", "small-town")
    near, far = title("near", tones=(*told, "epic")), title("far", tones=("epic",))
    model = model_of(title("seed", tones=told), near, far)
    first = _ask({"like": ["seed"], "filters": {"avoid": ["bleak"]}}, model).results[0]
    assert (first.id, first.notes) == ("near", ("nothing is said of: bleak",))
    strict = _ask({"like": ["seed"], "filters": {"avoid": ["bleak"], "unknown": "drop"}}, model)
    assert strict.results == ()


def test_a_disliked_title_never_counts_against_a_genre() -> None:
    parts = [p for r in _ask({"like": ["harbour"], "dislike": ["dragons"]}).results for p in r.parts]
    assert not [p for p in parts if p.seed == "dragons" and p.block in ("genres", "countries")]
    assert [p for p in parts if p.seed == "dragons" and p.value < 0]


def test_the_dial_towards_escapism_lifts_the_escapist_title_and_says_by_how_much() -> None:
    flat = {result.id: result.score for result in _ask({"like": ["harbour"]}).results}
    lifted = _ask({"like": ["harbour"], "escapism": 1})
    dragons = next(result for result in lifted.results if result.id == "dragons")
    (dial,) = [part for part in dragons.parts if part.block == "escapism"]
    assert dragons.score == pytest.approx(flat["dragons"] + dial.value)
    assert dial.value > 0


def test_tones_without_a_seed_rank_by_how_strongly_titles_carry_them() -> None:
    assert set(_ids(_ask({"filters": {"tones": ["grounded"]}}))) == {"harbour", "court"}


def test_a_person_without_a_seed_lists_what_they_are_in() -> None:
    assert set(_ids(_ask({"filters": {"cast": ["EXAMPLE AHN"]}}))) == {"court", "trial"}


def test_a_text_is_answered_with_the_words_that_were_not_understood() -> None:
    answer = _ask({"text": "a suspenseful zeppelin"})
    assert _ids(answer) == ["trial"]
    assert answer.query.ignored == ("zeppelin",)


def test_an_empty_answer_names_the_one_filter_to_drop() -> None:
    answer = _ask(
        {"like": ["harbour"], "filters": {"medium": "animation", "year": [2018, 2019], "unknown": "drop"}}
    )
    assert not answer.results
    assert [(drop.drop, drop.results) for drop in answer.relaxations] == [("medium", 2)]


def test_an_upcoming_title_says_so() -> None:
    trial = next(r for r in _ask({"like": ["court"]}).results if r.id == "trial")
    assert any("not yet released" in note for note in trial.notes)


def test_a_title_of_which_a_filter_knows_nothing_comes_last_and_says_so() -> None:
    answer = _ask({"like": ["court"], "filters": {"countries": {"any": ["KR"]}}})
    assert _ids(answer)[-1] == "trial"
    assert any("not known: production countries" in note for note in answer.results[-1].notes)


def _family() -> Model:
    parent = title("parent", genres=("crime",), relations=(Relation(RelationKind.SPIN_OFF, "child"),))
    child = title("child", genres=("crime",))
    version = title("version", genres=("crime",), relations=(Relation(RelationKind.ORIGINAL, "parent"),))
    return model_of(parent, child, version, title("stranger", genres=("crime",)))


@pytest.mark.parametrize(
    ("policy", "expected"),
    [
        ("exclude", {"stranger"}),
        ("one", {"child", "stranger"}),
        ("include", {"child", "version", "stranger"}),
        ("only", {"child", "version"}),
    ],
)
def test_relations_follow_the_policy(policy: str, expected: set[str]) -> None:
    assert set(_ids(_ask({"like": ["parent"], "relations": policy}, _family()))) == expected


def test_related_titles_stand_apart_and_say_what_they_are() -> None:
    related = {one.id: one.text for one in _ask({"like": ["child"]}, _family()).related}
    assert related["parent"] == "Child is a spin-off of Parent"
    assert "version" in related


def test_excluded_relations_are_nowhere() -> None:
    answer = _ask({"like": ["parent"], "relations": "exclude"}, _family())
    assert not answer.related


@pytest.mark.parametrize("facts", [{"tones": ("tragic",)}, {"tags": ("sad ending",)}], ids=["tone", "tag"])
def test_an_ending_is_never_named_and_its_part_still_counts(facts: dict[str, Any]) -> None:
    sad = [title(name, genres=("drama",), **facts) for name in ("first", "second")]
    (result,) = Recommender(model_of(*sad)).recommend(similar_to("first")).results
    assert "tragic" not in str(result)
    assert "sad ending" not in str(result)
    assert any(part.feature == "ending" and part.value > 0 for part in result.parts)


def test_a_catalogue_of_one_title_answers_with_nothing() -> None:
    answer = Recommender(model_of(title("alone", genres=("drama",)))).recommend(similar_to("alone"))
    assert not answer.results
    assert answer.notices


def test_a_title_with_nothing_known_can_be_asked_about() -> None:
    model = model_of(Title(id="bare", title="Bare"), *TITLES)
    assert not _ask({"like": ["bare"]}, model).results


def test_popularity_weighs_nothing() -> None:
    famous = [title(t.id, **{**_facts(t), "popularity": number * 1e6}) for number, t in enumerate(TITLES)]
    plain = [(r.id, r.score) for r in _ask({"like": ["harbour"]}).results]
    assert [(r.id, r.score) for r in _ask({"like": ["harbour"]}, model_of(*famous)).results] == plain


def _facts(one: Title) -> dict[str, Any]:
    names = ("genres", "tones", "countries", "year", "credits", "status")
    return {name: getattr(one, name) for name in names}


def test_the_answer_is_json_with_six_digits() -> None:
    document = _ask({"like": ["harbour"]}).to_dict()
    assert list(document) == ["query", "model", "results", "related", "relaxations", "notices"]
    score = document["results"][0]["score"]
    assert score == round(score, 6)


@pytest.mark.parametrize("medium", list(Medium))
def test_the_form_is_no_trait(medium: Medium) -> None:
    model = model_of(
        title("x", medium=medium, genres=("drama",)), title("y", medium=medium, genres=("crime",))
    )
    assert not _ids(_ask({"like": ["x"]}, model))


@pytest.mark.parametrize("number", [float("nan"), -1.5, 2000])
def test_a_question_with_an_impossible_number_is_refused(number: float) -> None:
    with pytest.raises(QueryError):
        Query(text="x", escapism=number)


def test_the_answer_repeats_the_question_as_it_was_understood() -> None:
    answer = _ask(
        {
            "like": ["harbour"],
            "more": {"Slow Burn": 1},
            "filters": {
                "countries": {"any": ["Korea", "Japan"]},
                "tones": ["Grounded>=2"],
                "unknown": "drop",
            },
            "k": 3,
        }
    )
    assert answer.query.more == {"slow-burn": 1}
    assert answer.query.filters == {
        "countries": {"any": [["KR"], ["JP"]]},
        "tones": ["grounded>=2"],
        "unknown": "drop",
    }
    assert answer.query.options["k"] == 3


def test_what_stands_after_a_no_speaks_against_a_title() -> None:
    answer = _ask({"text": "drama, no romance"})
    assert "not genres: romance" in answer.query.understood
    assert _ids(answer)[0] == "court"
    assert [p for r in answer.results for p in r.parts if p.feature == "romance" and p.value < 0]


def test_a_text_that_says_nothing_leaves_the_filters_to_decide() -> None:
    answer = _ask({"text": "xyzzy", "filters": {"countries": {"all": ["JP"]}, "unknown": "drop"}})
    assert _ids(answer) == ["dragons", "lighthouse"]
    assert "nothing in the text was understood" in answer.notices


def test_a_mere_denial_only_orders_what_the_filters_leave() -> None:
    answer = _ask({"text": "without fantasy", "filters": {"countries": {"all": ["JP"]}, "unknown": "drop"}})
    assert _ids(answer) == ["lighthouse", "dragons"]


def test_a_title_may_be_called_like_a_word_of_the_answer() -> None:
    plain = model_of(*(title(name, countries=("KR",)) for name in ("text", "other")))
    assert not _ask({"like": ["text"]}, plain).results


def test_more_and_less_of_one_tone_undo_each_other_and_are_refused() -> None:
    with pytest.raises(QueryError, match="one tone"):
        _ask({"like": ["harbour"], "more": {"grounded": 1}, "less": {"grounded": 1}})


def test_the_end_of_a_drawn_list_is_told() -> None:
    answer = _ask({"like": ["harbour"], "seed": 1, "offset": 50})
    assert any("the list ends" in notice for notice in answer.notices)


@pytest.mark.parametrize("seed", [-1, 1.5, True])
def test_a_number_that_cannot_draw_is_refused(seed: Any) -> None:
    with pytest.raises(QueryError, match="seed"):
        Query(text="x", seed=seed)


def test_a_dislike_alone_orders_what_the_filters_leave() -> None:
    small = model_of(
        title("disliked", genres=("drama",), tones=("dark",), countries=("KR",)),
        title("alike", genres=("drama",), tones=("dark",), countries=("KR",)),
        title("unlike", genres=("comedy",), tones=("cozy",), countries=("KR",)),
    )
    question = {"dislike": ["disliked"], "filters": {"countries": {"any": ["KR"]}}}
    answer = Recommender(small).recommend(query_from_json(question))
    assert [result.id for result in answer.results] == ["unlike", "alike"]


def test_a_like_that_weighs_nothing_is_no_question() -> None:
    with pytest.raises(QueryError, match="nothing to start from"):
        query_from_json({"like": [{"id": "a", "weight": 0.0}]})


def test_a_filter_by_place_beside_a_like_changes_no_score() -> None:
    seoul, busan = (Place("Seoul", "KR"),), (Place("Busan", "KR"),)
    small = model_of(
        title("seed", genres=("drama",), tones=("dark",), setting_places=seoul + busan),
        title("near", genres=("drama",), tones=("dark",), setting_places=seoul),
        title("far", genres=("drama",), tones=("cozy",), setting_places=seoul + busan),
        title("elsewhere", genres=("comedy",), tones=("cozy",), setting_places=busan),
    )
    ask = Recommender(small).recommend
    plain = {result.id: result.score for result in ask(query_from_json({"like": ["seed"]})).results}
    for places in ({"set_in": ["Seoul"]}, {"cities": {"any": ["Seoul", "Busan"]}}):
        answer = ask(query_from_json({"like": ["seed"], "filters": places}))
        assert answer.results
        assert {r.id: r.score for r in answer.results}.items() <= plain.items()
