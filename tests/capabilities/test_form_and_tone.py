"""C12 to C16, C18, C28: form is not genre, tone is asked for by name, and time is a matter of years."""

from __future__ import annotations

import json
import math
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from recsys import Answer, Model, Result, read_catalogue, write_catalogue
from recsys.title import Title
from tests.capabilities.asking import HIGH, ask, ask_for_all, ids, result_of, stands_above
from training.pipeline import train

BATTLE_ANIME = ["attack-on-titan-2013", "demon-slayer-2019", "jujutsu-kaisen-2020"]
ROUNDING = 1e-9
SLOW_AND_RESTRAINED = ["slow-burn-romance", "restrained"]


@pytest.mark.parametrize("near", ["her-2013", "your-name-2016"])
def test_c12_romance_and_a_near_future_stand_high_beside_an_animated_film(
    fixture_model: Model, near: str
) -> None:
    assert near in ids(ask(fixture_model, like=["Lost in Starlight"]))[:HIGH]


def test_c12_among_hundreds_a_near_future_romance_stands_high(builtin_model: Model) -> None:
    answer = ask_for_all(builtin_model, like=["Lost in Starlight"])
    assert ids(answer).index("her-2013") < len(builtin_model) / 50


def test_c12_among_the_animated_an_animated_romance_stands_high(builtin_model: Model) -> None:
    filters = {"medium": "animation", "unknown": "drop"}
    answer = ask(builtin_model, like=["Lost in Starlight"], filters=filters, k=HIGH)
    assert "your-name-2016" in ids(answer)


def test_c12_the_first_ten_share_romance_space_or_the_near_future(builtin_model: Model) -> None:
    decisive = {"romance", "sci-fi", "space", "near-future"}
    answer = ask(builtin_model, like=["Lost in Starlight"], k=HIGH)
    assert len(answer.results) == HIGH
    for result in answer.results:
        assert decisive & {part.feature for part in result.parts if part.value > 0}, result.id


def test_c12_animation_is_read_neither_as_fantasy_nor_as_japan(model: Model) -> None:
    answer = ask(model, like=["Lost in Starlight"])
    assert answer.results
    for result in answer.results:
        shared = {(part.block, part.feature) for part in result.parts}
        assert not shared & {("genres", "fantasy"), ("countries", "JP")}
        assert "form" not in {block for block, _ in shared}


def test_c13_the_other_medium_begins_with_a_slow_and_grounded_romance(fixture_model: Model) -> None:
    answer = ask(fixture_model, like=["What Comes After Love"], filters={"medium": "animation"})
    first, second, *others = ids(answer)
    assert {first, second} == {"toradora-2008", "lost-in-starlight-2025"}
    assert others[-1] == "your-name-2016"


def test_c13_the_first_of_many_are_slow_or_restrained_romances(builtin_model: Model) -> None:
    answer = ask(builtin_model, like=["What Comes After Love"], filters={"medium": "animation"})
    for result in answer.results[:3]:
        shared = {part.feature for part in result.parts if part.value > 0}
        assert "romance" in shared
        assert shared & {"slow-burn-romance", "restrained"}
    assert "lost-in-starlight-2025" in ids(answer)[:HIGH]


def test_c13_nothing_else_than_the_other_medium_is_shown(model: Model) -> None:
    answer = ask(model, like=["What Comes After Love"], filters={"medium": "animation"})
    assert {result.medium for result in answer.results} == {"animation"}


@pytest.mark.parametrize("battle", BATTLE_ANIME)
def test_c13_a_realistic_school_romance_stands_above_fantasy_battles(
    builtin_model: Model, battle: str
) -> None:
    answer = ask(builtin_model, like=["What Comes After Love"], filters={"medium": "animation"})
    assert stands_above(answer, "toradora-2008", battle)


def test_c13_battles_of_fantasy_stand_below_every_slow_romance_near_to_the_seed(builtin_model: Model) -> None:
    answer = ask_for_all(builtin_model, like=["What Comes After Love"], filters={"medium": "animation"})
    facts = [builtin_model.title(builtin_model.row(result.id)) for result in answer.results]
    battles = [place for place, title in enumerate(facts) if {"action", "fantasy"} <= set(title.genres)]
    assert battles[0] > len(facts) / 4


def test_c13_a_little_more_grounded_puts_school_romances_before_the_journey_to_mars(
    builtin_model: Model,
) -> None:
    filters = {"medium": "animation"}
    answer = ask(builtin_model, like=["What Comes After Love"], filters=filters, escapism=-0.5)
    assert set(ids(answer)[:2]) == {"tsuki-ga-kirei-2017", "5-centimeters-per-second-2007"}
    assert "lost-in-starlight-2025" in ids(answer)[2:HIGH]


def test_c14_the_mean_escapism_of_the_list_never_falls(model: Model) -> None:
    means = [
        _mean_escapism(model, ask(model, like=["Your Name"], escapism=step / 10, k=HIGH))
        for step in range(-10, 11)
    ]
    assert all(low <= high + ROUNDING for low, high in pairwise(means))
    assert means[0] < means[-1]


@settings(max_examples=40)
@given(
    seed=st.integers(0, 10_000),
    k=st.integers(1, 30),
    dials=st.tuples(st.floats(-1, 1), st.floats(-1, 1)),
    others=st.sampled_from(
        [
            {},
            {"relations": "include"},
            {"filters": {"tones": SLOW_AND_RESTRAINED}},
            {"filters": {"avoid": ["tragic"], "countries": {"any": ["JP"]}}},
            {"more": {"dark": 2}, "less": {"romcom": 1}, "blend": "nearest"},
        ]
    ),
)
def test_c14_the_mean_escapism_never_falls_whatever_else_is_asked(
    builtin_model: Model, seed: int, k: int, dials: tuple[float, float], others: dict[str, object]
) -> None:
    """Not by luck: the list is the best set of a linear objective, and the dial is its parameter.

    A title scores ``s + λ·x``: ``x`` is its place on the dial, 0 where it is unknown, and ``s`` knows
    nothing of ``λ``, nor do filters, tiers and shared traits. The first k results, one a story world,
    are the set of k titles with the highest sum among the independent sets of a matroid (a partition
    by story worlds, cut off at k), which is what taking the best first finds. A tier is a constant
    added to ``s``. For two dials ``λ < μ`` with lists A and B each is the best for its own:
    ``s(A) + λ x(A) ≥ s(B) + λ x(B)`` and ``s(B) + μ x(B) ≥ s(A) + μ x(A)``. Their sum is
    ``(μ - λ)(x(B) - x(A)) ≥ 0``: the sum over the list never falls, and k titles are k titles.
    """
    query = {"like": [{"id": builtin_model.title(seed % len(builtin_model)).id}], "k": k, **others}
    answers = [ask(builtin_model, **query, escapism=dial) for dial in sorted(dials)]
    assert len({len(answer.results) for answer in answers}) == 1
    low, high = (_mean_escapism(builtin_model, answer) for answer in answers)
    assert low <= high + ROUNDING


def test_c15_titles_of_which_both_tones_are_told_come_first(model: Model) -> None:
    answer = ask(model, filters={"tones": SLOW_AND_RESTRAINED})
    marked = [any(note.startswith("not known") for note in result.notes) for result in answer.results]
    assert marked == sorted(marked)
    assert not marked[0]
    assert ids(answer).index("what-comes-after-love-2024") < marked.index(True)


def test_c15_a_title_of_which_a_tone_is_not_told_is_kept_and_marked(model: Model) -> None:
    answer = ask_for_all(model, filters={"tones": SLOW_AND_RESTRAINED})
    assert "not known: restrained" in result_of(answer, "toradora-2008").notes


def test_c15_a_title_of_which_no_tone_is_told_is_kept_for_its_other_traits(model: Model) -> None:
    filters = {"tones": SLOW_AND_RESTRAINED, "countries": {"any": ["SG"]}}
    answer = ask(model, like=["Parasite"], filters=filters)
    result = result_of(answer, "kidnap-game-2026")
    assert "not known: slow burn romance, restrained" in result.notes


def test_c15_a_tone_that_is_told_to_be_absent_leaves_a_title_out(model: Model) -> None:
    answer = ask_for_all(model, like=["Parasite"], filters={"tones": ["slow-burn-romance"]})
    assert "revelations-2025" in ids(ask_for_all(model, like=["Parasite"]))
    assert "revelations-2025" not in ids(answer)


def test_c15_unknown_drop_leaves_only_what_is_told(model: Model) -> None:
    filters = {"tones": SLOW_AND_RESTRAINED, "unknown": "drop"}
    answer = ask(model, filters=filters)
    assert "what-comes-after-love-2024" in ids(answer)
    assert "toradora-2008" not in ids(answer)
    assert not [note for result in answer.results for note in result.notes if note.startswith("not known")]


def test_c15_what_a_tag_suggests_stands_after_what_is_told_and_is_marked(
    fixture_model: Model, tmp_path: Path
) -> None:
    tagged = {
        "schema": 1,
        "id": "tagged-2020",
        "title": "Tagged",
        "tags": ["slow burn romance", "restrained"],
    }
    answer = ask(_with_row(fixture_model, tagged, folder=tmp_path), filters={"tones": SLOW_AND_RESTRAINED})
    places = {id: place for place, id in enumerate(ids(answer))}
    assert places["what-comes-after-love-2024"] < places["tagged-2020"] < places["toradora-2008"]
    reason = next(reason for reason in result_of(answer, "tagged-2020").reasons if reason.kind == "tone")
    assert "slow burn romance (inferred)" in reason.text


def test_c16_a_deadly_choice_is_found_by_its_tones(model: Model) -> None:
    squid_game = result_of(ask(model, like=["Kidnap Game"], k=HIGH), "squid-game-2021")
    tone = next(reason for reason in squid_game.reasons if reason.kind == "tone")
    assert {"survival game", "moral dilemma"} <= set(tone.shared)


def test_c16_the_word_game_counts_nothing(model: Model) -> None:
    answer = ask_for_all(model, like=["Kidnap Game"])
    shared = {(part.block, part.feature) for result in answer.results for part in result.parts}
    assert not {("title", "game"), ("synopsis", "game"), ("tones", "game")} & shared


def test_c16_a_game_show_and_a_romance_of_like_names_stand_below(
    fixture_model: Model, tmp_path: Path
) -> None:
    show = {
        "schema": 1,
        "id": "iron-game-2023",
        "title": "Iron Game",
        "genres": ["reality", "sports"],
        "countries": ["KR"],
        "year": 2023,
        "synopsis": "A hundred athletes play a game of strength; in each game one side leaves the game.",
    }
    romance = {
        "schema": 1,
        "id": "kidnap-me-2024",
        "title": "Kidnap",
        "genres": ["romance"],
        "countries": ["TH"],
        "tones": [{"id": "boys-love"}, {"id": "feel-good"}],
        "year": 2024,
        "synopsis": "A kidnapper falls for the man whom he holds.",
    }
    answer = ask_for_all(_with_row(fixture_model, show, romance, folder=tmp_path), like=["Kidnap Game"])
    assert stands_above(answer, "squid-game-2021", "iron-game-2023")
    assert stands_above(answer, "squid-game-2021", "kidnap-me-2024")


def test_c16_among_hundreds_the_romance_of_that_name_stands_below(builtin_model: Model) -> None:
    assert stands_above(ask_for_all(builtin_model, like=["Kidnap Game"]), "squid-game-2021", "kidnap-2024")


@pytest.mark.parametrize("near", ["20th-century-girl-2022", "twenty-five-twenty-one-2022"])
def test_c18_youth_titles_of_the_same_years_stand_high_and_say_so(builtin_model: Model, near: str) -> None:
    result = result_of(ask(builtin_model, like=["Love Untangled"], k=HIGH), near)
    structure = next(reason for reason in result.reasons if reason.kind == "structure")
    assert "same time: 1990s" in structure.text


@pytest.mark.parametrize("near", ["reply-1997-2012", "you-are-the-apple-of-my-eye-2011", "dilan-1990-2018"])
def test_c18_the_nearness_in_time_is_a_part_of_the_score(builtin_model: Model, near: str) -> None:
    result = result_of(ask(builtin_model, like=["Love Untangled"]), near)
    assert {"1990s"} <= {part.feature for part in result.parts if part.block == "period" and part.value > 0}


def test_c18_a_higher_weight_of_the_period_lifts_what_plays_in_the_same_years(builtin_model: Model) -> None:
    plain, asked = (
        ask_for_all(builtin_model, like=["Love Untangled"], weights={"period": weight}) for weight in (0, 0.3)
    )
    for id in ("dilan-1990-2018", "derry-girls-2018", "you-are-the-apple-of-my-eye-2011"):
        assert result_of(asked, id).rank < result_of(plain, id).rank


def test_c18_another_decade_of_the_century_is_not_near(model: Model) -> None:
    answer = ask_for_all(model, like=["Love Untangled"])
    good_news = result_of(answer, "good-news-2025")
    era = [
        part for part in good_news.parts if part.block == "period" or part.feature == "period-20th-century"
    ]
    assert "period" not in {part.block for part in era}
    assert sum(part.value for part in era) < good_news.score / 5
    for of_youth in ("toradora-2008", "romantics-anonymous-2025", "what-comes-after-love-2024"):
        assert stands_above(answer, of_youth, "good-news-2025")


def test_c28_more_tears_and_less_comedy_lift_the_sad_romance(model: Model) -> None:
    answer = ask(model, like=["romantics-anonymous-2025"], more={"tearjerker": 1}, less={"romcom": 1})
    assert stands_above(answer, "what-comes-after-love-2024", "love-untangled-2025")


@pytest.mark.parametrize(
    ("id", "seed", "tone", "sign"),
    [
        ("what-comes-after-love-2024", "more", "tearjerker", 1),
        ("love-untangled-2025", "less", "romcom", -1),
    ],
)
def test_c28_the_change_is_exactly_a_signed_part_and_what_hubs_take_or_give_of_it(
    model: Model, id: str, seed: str, tone: str, sign: int
) -> None:
    before = result_of(ask_for_all(model, like=["romantics-anonymous-2025"]), id)
    asked = ask_for_all(model, like=["romantics-anonymous-2025"], more={"tearjerker": 1}, less={"romcom": 1})
    after = result_of(asked, id)
    (part,) = [part for part in after.parts if part.seed in ("more", "less")]
    assert (part.seed, part.block, part.feature) == (seed, "tones", tone)
    assert sign * part.value > 0
    by_hubs = _by_hubs(after) - _by_hubs(before)
    assert after.score - before.score == pytest.approx(part.value + by_hubs, abs=1e-6)
    assert by_hubs == pytest.approx(part.value * (model.hubs[model.row(id)] - 1), abs=1e-9)


def test_c28_the_reasons_say_what_was_asked_and_what_speaks_against_it(model: Model) -> None:
    answer = ask_for_all(model, like=["romantics-anonymous-2025"], more={"tearjerker": 1}, less={"romcom": 1})
    for_it = [reason.text for reason in result_of(answer, "what-comes-after-love-2024").reasons]
    against = [reason.text for reason in result_of(answer, "love-untangled-2025").reasons]
    assert any(text.startswith("the tones you asked for") and "tearjerker" in text for text in for_it)
    assert "speaks against it: romantic comedy" in against


def _by_hubs(result: Result) -> float:
    return sum(part.value for part in result.parts if part.block == "hubs")


def _mean_escapism(model: Model, answer: Answer) -> float:
    """Mean place on the dial; what is unknown counts as the middle, as it does in a score."""
    places = [float(model.facets.escapism[model.row(result.id)]) for result in answer.results]
    return math.fsum(0.0 if math.isnan(place) else place for place in places) / max(len(places), 1)


def _with_row(model: Model, *rows: dict[str, object], folder: Path) -> Model:
    """Return a model of the same titles and more rows, read from files."""
    known, added = folder / "known.jsonl", folder / "added.jsonl"
    titles: list[Title] = [model.title(row) for row in range(len(model))]
    write_catalogue(titles, known)
    added.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return train(read_catalogue([known, added]).catalogue)
