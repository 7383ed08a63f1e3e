from __future__ import annotations

from recsys import Part, Recommender, Result, query_from_json, similar_to
from recsys.model import Model
from recsys.ranking import reasons, trait_name
from recsys.title import Credit, Period, Place, Role, Studio
from tests.builders import model_of, title


def _reasons(model: Model, seed: str = "one") -> dict[str, str]:
    (result,) = Recommender(model).recommend(similar_to(seed)).results
    return {reason.kind: reason.text for reason in result.reasons}


def test_reasons_are_told_in_a_fixed_order() -> None:
    facts = {
        "genres": ("drama",),
        "tones": ("grounded",),
        "countries": ("JP", "KR"),
        "cast": ("Ahn Example",),
    }
    kinds = list(_reasons(model_of(title("one", **facts), title("two", **facts))))
    assert kinds == ["genre", "tone", "people", "origin"]


def test_a_reason_that_weighs_next_to_nothing_is_left_to_the_parts() -> None:
    model = model_of(*(title(name, genres=("drama",), synopsis="A lighthouse.") for name in ("one", "two")))
    (result,) = Recommender(model).recommend(similar_to("one")).results
    assert [reason.kind for reason in result.reasons] == ["genre"]
    assert "lighthouse" in {part.feature for part in result.parts}


def test_two_countries_are_told_as_together() -> None:
    model = model_of(*(title(name, genres=("drama",), countries=("JP", "KR")) for name in ("one", "two")))
    assert "Japan and South Korea together" in _reasons(model)["origin"]


def test_a_shared_person_is_named_as_they_are_spelled_most() -> None:
    spellings = {"one": "EXAMPLE AHN", "two": "Ahn Example", "three": "Ahn Example"}
    model = model_of(*(title(id, cast=(name,)) for id, name in spellings.items()))
    results = Recommender(model).recommend(similar_to("one")).results
    assert {reason.text for result in results for reason in result.reasons} == {"shares Ahn Example"}


def test_a_person_who_was_asked_for_is_not_called_shared() -> None:
    model = model_of(title("one", cast=("Ahn Example",)), title("two"))
    (result,) = Recommender(model).recommend(query_from_json({"filters": {"cast": ["Ahn Example"]}})).results
    assert [reason.text for reason in result.reasons] == ["with Ahn Example"]


def test_a_director_counts_as_a_person() -> None:
    credit = Credit("Ahn Example", Role.DIRECTOR)
    model = model_of(*(title(name, credits=(credit,)) for name in ("one", "two")))
    assert _reasons(model)["people"] == "shares Ahn Example"


def test_an_inferred_tone_is_marked() -> None:
    model = model_of(title("one", tones=("slow-burn",)), title("two", tags=("slow burn",)))
    assert "slow burn (inferred)" in _reasons(model)["tone"]


def _only(model: Model, document: dict[str, object]) -> Result:
    (result,) = Recommender(model).recommend(query_from_json(document)).results
    return result


def test_a_block_that_was_turned_on_gives_a_reason_of_its_own() -> None:
    model = model_of(
        *(title(n, genres=("drama",), studios=(Studio("Example Works"),)) for n in ("one", "two"))
    )
    texts = [reason.text for reason in _only(model, {"like": ["one"], "weights": {"studios": 0.5}}).reasons]
    assert "same studio: Example Works" in texts


def test_words_of_a_question_are_told_apart_from_words_of_a_synopsis() -> None:
    model = model_of(*(title(name, synopsis="The lighthouse.") for name in ("one", "two")))
    results = Recommender(model).recommend(query_from_json({"text": "lighthouse"})).results
    assert {reason.text for result in results for reason in result.reasons} == {
        "matches your words: lighthouse"
    }


def test_a_place_in_a_question_is_a_reason() -> None:
    model = model_of(title("one", setting_places=(Place("Busan", "KR"),)), title("two"))
    assert [reason.text for reason in _only(model, {"text": "busan"}).reasons] == ["same places: Busan"]


def test_what_speaks_against_a_title_comes_last() -> None:
    model = model_of(
        title("one", genres=("drama",), tones=("grounded",)),
        title("two", genres=("drama",), tones=("melodramatic",)),
    )
    last = _only(model, {"like": ["one"], "less": {"melodramatic": 1}}).reasons[-1]
    assert last.text.startswith("speaks against it: melodramatic")
    assert last.value < 0


def test_the_value_of_a_reason_is_the_sum_of_its_parts() -> None:
    model = model_of(*(title(n, genres=("drama", "crime"), year=2020) for n in ("one", "two")))
    result = _only(model, {"like": ["one"]})
    genre = next(reason for reason in result.reasons if reason.kind == "genre")
    assert abs(genre.value - sum(part.value for part in result.parts if part.block == "genres")) < 1e-12


def test_titles_of_the_same_years_are_told_so_and_those_far_apart_are_not() -> None:
    facts = [("one", 2000), ("near", 2002), ("far", 2015)]
    model = model_of(*(title(name, genres=("drama",), year=year) for name, year in facts))
    answer = Recommender(model).recommend(query_from_json({"like": ["one"], "weights": {"year": 0.2}}))
    told = {result.id: [reason.text for reason in result.reasons] for result in answer.results}
    assert "from the same years" in told["near"]
    assert told["far"] == ["also drama"]


def _of(*parts: Part, inferred: frozenset[str] = frozenset()) -> list[str]:
    model = model_of(title("one", genres=("drama",), setting_period=Period(1988, 1994)))
    return [reason.text for reason in reasons(parts, model.space, model.people, inferred=inferred)]


def test_cast_and_crew_from_elsewhere_are_told_with_the_countries() -> None:
    tones = ("transnational-cast", "cross-border-crew", "filmed-abroad")
    parts = [Part("countries", code, "one", 0.2) for code in ("JP", "KR")]
    parts += [Part("tones", tone, "one", 0.1 - place / 100) for place, tone in enumerate(tones)]
    assert _of(*parts) == ["Japan and South Korea together, transnational cast and cross-border crew"]


def test_a_cast_that_is_only_expected_is_not_told_with_the_countries() -> None:
    parts = (Part("countries", "JP", "one", 0.2), Part("tones", "transnational-cast", "one", 0.1))
    assert _of(*parts, inferred=frozenset({"transnational-cast"})) == ["from Japan"]


def test_a_dial_of_fame_is_told_either_way() -> None:
    assert _of(Part("fame", "dial", None, 0.1)) == ["as famous or little known as you asked"]
    assert _of(Part("fame", "dial", None, -0.1)) == [
        "speaks against it: it is not as famous or little known as you asked"
    ]


def test_an_ending_that_was_not_wished_for_speaks_against_a_title_unnamed() -> None:
    model = model_of(
        title("one", genres=("drama",)), title("two", genres=("drama",), tones=("tragic",)), title("three")
    )
    last = _only(model, {"like": ["one"], "less": {"tragic": 1}}).reasons[-1]
    assert last.text == "speaks against it: its ending is not of the kind you asked for"


def test_places_in_charts_are_left_to_the_notes() -> None:
    assert _of(Part("genres", "drama", "one", 0.2), Part("rank", "JP, place 3", None, 0.1)) == ["also drama"]


def test_decades_are_named() -> None:
    model = model_of(title("one", genres=("drama",), setting_period=Period(1988, 1994)))
    assert [trait_name("period", token, model.people) for token in ("1980s", "-50s")] == ["1980s", "-50s"]
