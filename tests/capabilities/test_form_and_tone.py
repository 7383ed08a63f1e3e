"""C12, C13, C15, C28: form is not genre, and tone is asked for by name."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from recsys import Model, Result, read_catalogue, write_catalogue
from recsys.title import Title
from tests.capabilities.asking import HIGH, ask, ask_for_all, ids, result_of, stands_above
from training.pipeline import train

BATTLE_ANIME = ["attack-on-titan-2013", "demon-slayer-2019", "jujutsu-kaisen-2020"]
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
    answer = ask_for_all(builtin_model, like=["Lost in Starlight"], filters=filters)
    assert ids(answer).index("your-name-2016") < len(answer.results) / 10


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
    answer = ask(_with_row(fixture_model, tagged, tmp_path), filters={"tones": SLOW_AND_RESTRAINED})
    places = {id: place for place, id in enumerate(ids(answer))}
    assert places["what-comes-after-love-2024"] < places["tagged-2020"] < places["toradora-2008"]
    reason = next(reason for reason in result_of(answer, "tagged-2020").reasons if reason.kind == "tone")
    assert "slow burn romance (inferred)" in reason.text


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


def _with_row(model: Model, row: dict[str, object], folder: Path) -> Model:
    """Return a model of the same titles and one more row, read from files."""
    known, added = folder / "known.jsonl", folder / "added.jsonl"
    titles: list[Title] = [model.title(row) for row in range(len(model))]
    write_catalogue(titles, known)
    added.write_text(json.dumps(row) + "\n", encoding="utf-8")
    return train(read_catalogue([known, added]).catalogue)
