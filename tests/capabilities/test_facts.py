"""C03, C04, C20, C27, C31, C36, C37: facts asked for, and what happens where they are not known."""

from __future__ import annotations

import pytest

from recsys import Model, QueryError
from recsys.catalogue import tones_of, warnings_of
from recsys.catalogue.nations import nations_of_cast
from recsys.title import ToneState
from tests.capabilities.asking import ask, ids, result_of


def test_c03_the_nations_of_a_cast_are_counted(builtin_model: Model) -> None:
    kidnap_game = builtin_model.title(builtin_model.row("kidnap-game-2026"))
    found = nations_of_cast(kidnap_game)
    assert (found.count, dict(found.people), found.unknown) == (3, {"JP": 1, "KR": 1, "SG": 1}, 0)


def test_c03_a_cast_of_each_of_three_nations_can_be_asked_for(builtin_model: Model) -> None:
    answer = ask(builtin_model, filters={"cast_from": ["KR", "JP", "SG"], "unknown": "drop"})
    assert "kidnap-game-2026" in ids(answer)
    assert not {"romantics-anonymous-2025", "soul-mate-2025"} & set(ids(answer))


def test_c03_a_cast_of_one_nation_is_not_transnational(model: Model) -> None:
    filters = {"tones": ["transnational-cast"], "within": ["love-untangled-2025", "kidnap-game-2026"]}
    assert ids(ask(model, filters={**filters, "unknown": "drop"})) == ["kidnap-game-2026"]


def test_c04_a_director_from_abroad_can_be_asked_for_by_filters(model: Model) -> None:
    filters = {"countries": {"any": ["KR"]}, "directors_from": ["JP"], "unknown": "drop"}
    answer = ask(model, filters=filters)
    assert "connect-2022" in ids(answer)
    assert not {"what-comes-after-love-2024", "kidnap-game-2026"} & set(ids(answer))


def test_c04_asked_the_other_way_round_the_other_title_comes(model: Model) -> None:
    answer = ask(model, text="Japanese-cast series by a Korean director", filters={"unknown": "drop"})
    assert "what-comes-after-love-2024" in ids(answer)
    assert not {"connect-2022", "romantics-anonymous-2025"} & set(ids(answer))


def test_c04_a_title_whose_director_nobody_knows_is_kept_and_marked(model: Model) -> None:
    filters = {"directors_from": ["JP"], "within": ["kidnap-game-2026"]}
    (result,) = ask(model, filters=filters).results
    assert result.notes[-1].startswith("not known:")
    assert not ask(model, filters={**filters, "unknown": "drop"}).results


def test_c20_a_comic_is_no_novel(model: Model) -> None:
    within = ["road-2026", "what-comes-after-love-2024"]
    assert ids(ask(model, filters={"source": ["comic"], "within": within})) == ["road-2026"]


def test_c20_a_remake_is_a_version_and_a_spin_off_is_none(builtin_model: Model) -> None:
    (original,) = ask(builtin_model, like=["Romantics Anonymous"]).related
    (spin_off,) = ask(builtin_model, like=["Kill Boksoon"]).related
    assert (original.id, original.is_version) == ("les-emotifs-anonymes-2010", True)
    assert (spin_off.id, spin_off.is_version) == ("mantis-2025", False)


def test_c20_two_adaptations_of_one_novel_are_never_each_others_neighbours(builtin_model: Model) -> None:
    for seed, other in ((2017, 2018), (2018, 2017)):
        answer = ask(builtin_model, like=[f"i-want-to-eat-your-pancreas-{seed}"])
        assert f"i-want-to-eat-your-pancreas-{other}" not in ids(answer)


def test_c27_what_came_to_a_service_later_is_not_there_on_an_earlier_day(builtin_model: Model) -> None:
    filters = {"services": ["Netflix"], "within": ["romantics-anonymous-2025"], "unknown": "drop"}
    assert ids(ask(builtin_model, filters=filters)) == ["romantics-anonymous-2025"]
    assert not ask(builtin_model, filters={**filters, "available_by": "2025-10-01"}).results
    assert ask(builtin_model, filters={**filters, "available_by": "2025-10-31"}).results


def test_c27_a_service_that_no_title_has_is_named_with_those_there_are(builtin_model: Model) -> None:
    with pytest.raises(QueryError, match=r"(?s)Nonesuch.*[Nn]etflix"):
        ask(builtin_model, filters={"services": ["Nonesuch"]})


def test_c31_no_title_that_is_known_to_be_longer_comes(builtin_model: Model) -> None:
    answer = ask(builtin_model, like=["Squid Game"], filters={"max_minutes": 120, "unknown": "drop"})
    assert answer.results
    for result in answer.results:
        title = builtin_model.title(builtin_model.row(result.id))
        assert title.minutes is not None
        assert title.minutes * (title.episodes or 1) <= 120


def test_c31_a_long_series_and_an_unknown_length_are_told_apart(builtin_model: Model) -> None:
    filters = {"max_minutes": 600, "within": ["crash-landing-on-you-2019", "kidnap-game-2026"]}
    (result,) = ask(builtin_model, filters=filters).results
    assert (result.id, "not known: length" in result.notes) == ("kidnap-game-2026", True)


def test_c36_endings_are_named_in_reasons_only_when_spoilers_are_asked_for(builtin_model: Model) -> None:
    safe, told = (ask(builtin_model, more={"tragic": 1}, spoilers=wanted) for wanted in (False, True))
    assert safe.results
    for hidden, named in zip(safe.results, told.results, strict=True):
        assert "the tones you asked for: tragic" in [reason.text for reason in named.reasons]
        assert "tragic" not in str((hidden.reasons, hidden.parts, hidden.notes))
        assert (hidden.id, hidden.score) == (named.id, named.score)


def test_c36_an_ending_can_be_wished_for_and_is_not_given_away(builtin_model: Model) -> None:
    answer = ask(builtin_model, like=["Past Lives"], filters={"tones": ["happy-ending"], "unknown": "drop"})
    assert answer.results
    for result in answer.results:
        tones = tones_of(builtin_model.title(builtin_model.row(result.id)))
        assert ("happy-ending", ToneState.YES) in {(tone.id, tone.state) for tone in tones}
        assert "matches your ending preference" in [reason.text for reason in result.reasons]
        assert not any("happy ending" in reason.text for reason in result.reasons)


def test_c37_unknown_drop_leaves_only_what_somebody_has_rated(builtin_model: Model) -> None:
    filters = {"avoid": ["cw-sexual-violence"], "unknown": "drop"}
    answer = ask(builtin_model, like=["The Handmaiden"], filters=filters)
    assert answer.results
    for result in answer.results:
        found = warnings_of(builtin_model.title(builtin_model.row(result.id)))
        assert found is not None
        assert "cw-sexual-violence" not in found


def test_c37_a_title_with_the_warning_never_comes_however_near_it_is(builtin_model: Model) -> None:
    near = ask(builtin_model, like=["The Handmaiden"]).results
    tagged = next(
        result.id
        for result in near
        if "cw-sexual-violence" in (warnings_of(builtin_model.title(builtin_model.row(result.id))) or ())
    )
    filters = {"avoid": ["cw-sexual-violence"], "within": [tagged]}
    assert not ask(builtin_model, like=["The Handmaiden"], filters=filters).results


def test_c37_a_warning_that_is_in_no_vocabulary_is_refused(model: Model) -> None:
    with pytest.raises(QueryError, match="cw-nonsense"):
        ask(model, like=["The Handmaiden"], filters={"avoid": ["cw-nonsense"]})


def test_c37_a_title_that_nobody_has_rated_says_so(builtin_model: Model) -> None:
    filters = {"avoid": ["cw-sexual-violence"], "within": ["kidnap-game-2026"]}
    result = result_of(ask(builtin_model, filters=filters), "kidnap-game-2026")
    assert any(note.startswith("no warning data") for note in result.notes)
