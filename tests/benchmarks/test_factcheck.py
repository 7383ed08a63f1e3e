"""The check of the catalogue against references: finding the same work, comparing, reporting."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from benchmarks.factcheck import __main__ as factcheck
from benchmarks.factcheck.comparing import Verdict, cast_found, compare
from benchmarks.factcheck.matching import match
from benchmarks.factcheck.people import is_same_person
from benchmarks.factcheck.reference_title import ReferenceTitle
from benchmarks.factcheck.report import Waiver, report
from benchmarks.factcheck.seasons import beginnings, first_season_of
from recsys.catalogue import Catalogue
from recsys.title import Credit, Form, Medium, Role, Title
from tests.benchmarks.tables import write_table
from tests.builders import title

LAMP_CAST = ("Ga Na Da", "Ma Ba Sa", "Cha Ta Pa")


def lamp(*, directors: Sequence[str] = ("Han Bit Na",), **facts: Any) -> Title:
    """Our own series of 2015, with the facts that a test is about changed."""
    cast = tuple(Credit(name, role=Role.ACTOR, order=order) for order, name in enumerate(LAMP_CAST, start=1))
    crew = tuple(Credit(name, role=Role.DIRECTOR) for name in directors)
    known = {"year": 2015, "form": Form.SERIES, "countries": ("KR",), "episodes": 16, "credits": cast + crew}
    return Title(**{"id": "lamp-2015", "title": "The Lamp", **known, **facts})


def lamp_remake() -> Title:
    return title("lamp-2022", title="Lamp", year=2022, form=Form.SERIES)


def reference(*names: str, source: str = "some-site", **facts: Any) -> ReferenceTitle:
    """A row of a reference; ``Lamp`` unless named otherwise."""
    return ReferenceTitle(source=source, names=names or ("Lamp",), **facts)


def verdicts(own: Title, *others: ReferenceTitle) -> dict[str, Verdict]:
    return {finding.field: finding.verdict for other in others for finding in compare(own, other)}


# --- names of people -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Lee Eung-bok", "Lee Eung Bok"),
        ("Lee Eung-bok", "Lee Ung Bok"),
        ("Naoki Urasawa", "Urasawa Naoki"),
        ("Suppasit Jongcheveevat", "Mew Suppasit Jongcheveevat"),
        ("Shi Yi Yue", "Shiyiyue"),
        ("Im Soo-jung", "Lim Su Jeong"),
        ("Son Hyung-suk", "Song Hyung Suk"),
    ],
)
def test_spellings_of_one_person_are_one_person(one: str, other: str) -> None:
    assert is_same_person(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("Kim Ji-won", "Kim Ji-woo"), ("Hanae Kan", "Wang Yan Hui"), ("Rina", "Nari"), ("", "")],
)
def test_two_people_with_similar_names_stay_two(one: str, other: str) -> None:
    assert not is_same_person(one, other)


# --- names of seasons ----------------------------------------------------------------------------


def test_first_season_bears_the_name_of_the_series() -> None:
    assert first_season_of("Lamp Part 1: The Oil") == "lamp"
    assert first_season_of("Lamp: Limited Series") == "lamp"
    assert first_season_of("Lamp: Season 2") is None


def test_later_season_begins_with_the_name_of_the_series() -> None:
    assert "lamp" in beginnings("The Lamp: Season 2")
    assert beginnings("The Lamp: Season 1") == ()
    assert beginnings("Lamp") == ()


# --- the same work -------------------------------------------------------------------------------


def test_title_is_found_by_any_name_within_a_year() -> None:
    own = lamp(original_title="램프")
    found = [reference("램프", year=2016), reference("LAMP", year=2014, source="another-site")]
    assert match([own], [*found, reference("Lamps", year=2015)]).same == {"lamp-2015": tuple(found)}


def test_reference_of_another_year_is_the_same_work_only_if_people_are_shared() -> None:
    stranger = reference(year=2017, source="another-site")
    found = reference(year=2018, cast=LAMP_CAST)
    matching = match([lamp()], [stranger, found])
    assert matching.same == {"lamp-2015": (found,)}
    assert stranger in matching.years_apart["lamp-2015"]


def test_reference_without_a_year_is_found_if_its_name_means_one_work() -> None:
    undated = reference(source="charts")
    assert match([lamp()], [undated]).same == {"lamp-2015": (undated,)}
    assert match([lamp()], [undated, reference(year=1990)]).same == {}
    assert match([lamp(), lamp_remake()], [undated]).same == {}


def test_people_tell_for_which_of_two_titles_a_reference_without_a_year_stands() -> None:
    undated = reference(cast=("Ma Ba Sa", "Na", "Da"))
    assert match([lamp(), lamp_remake()], [undated]).same == {"lamp-2015": (undated,)}


def test_form_decides_between_two_titles_of_one_name_and_year() -> None:
    film = title("lamp-film-2015", title="Lamp", year=2015, form=Form.FILM)
    listed = reference(year=2015, kind=Form.FILM)
    assert match([lamp(), film], [listed]).same == {"lamp-film-2015": (listed,)}


def test_reference_that_fits_two_titles_equally_tells_nothing_of_either() -> None:
    twin = title("lamp-too-2015", title="Lamp", year=2015, form=Form.SERIES)
    assert match([lamp(), twin], [reference(year=2015)]).same == {}


def test_work_that_agrees_in_neither_country_nor_people_is_another_one() -> None:
    stranger = reference(year=2015, countries=("NG",), cast=("Xu", "Yu", "Zu"), directors=("Wu",))
    matching = match([lamp()], [stranger])
    assert (matching.same, matching.other) == ({}, {"lamp-2015": (stranger,)})


def test_one_fact_against_an_equal_name_and_year_is_a_disagreement() -> None:
    found = reference(year=2015, countries=("NG",))
    assert match([lamp()], [found]).same == {"lamp-2015": (found,)}


def test_one_fact_is_enough_against_a_name_alone() -> None:
    stranger = reference(cast=("Xu", "Yu", "Zu"))
    assert match([lamp()], [stranger]).other == {"lamp-2015": (stranger,)}


def test_film_of_a_series_with_one_actor_of_it_is_another_work() -> None:
    film = reference(year=2015, kind=Form.FILM, cast=("Ma Ba Sa", "Yu", "Zu"))
    assert match([lamp()], [film]).other == {"lamp-2015": (film,)}


def test_drawn_version_is_another_work() -> None:
    drawn = reference(year=2015, medium=Medium.ANIMATION)
    assert match([lamp(medium=Medium.LIVE_ACTION)], [drawn]).other == {"lamp-2015": (drawn,)}


def test_of_one_source_the_nearest_row_is_taken() -> None:
    first, second = reference("Lamp", year=2015), reference("Lamp!", year=2016)
    assert match([lamp()], [second, first]).same == {"lamp-2015": (first,)}


# --- comparing -----------------------------------------------------------------------------------


def test_year_agrees_within_a_year() -> None:
    assert verdicts(lamp(), reference(year=2015))["year"] is Verdict.AGREES
    assert verdicts(lamp(), reference(year=2016))["year"] is Verdict.NEARLY
    assert verdicts(lamp(), reference(year=2018))["year"] is Verdict.DISAGREES


def test_countries_of_the_reference_must_be_among_ours() -> None:
    own = lamp(countries=("JP", "KR"))
    assert verdicts(own, reference(countries=("KR",)))["countries"] is Verdict.AGREES
    assert verdicts(own, reference(countries=("KR", "US")))["countries"] is Verdict.DISAGREES


def test_one_common_director_is_enough() -> None:
    own = lamp(directors=("Han Bit-na", "Seo Bit"))
    assert verdicts(own, reference(directors=("Xu", "Han Bit Na")))["director"] is Verdict.AGREES
    assert verdicts(own, reference(directors=("Xu Yu",)))["director"] is Verdict.DISAGREES


def test_cast_disagrees_if_none_of_our_leads_is_among_three_people() -> None:
    assert verdicts(lamp(), reference(cast=("Xu", "Yu", "Ma Ba-sa")))["cast"] is Verdict.AGREES
    assert verdicts(lamp(), reference(cast=("Xu", "Yu", "Zu")))["cast"] is Verdict.DISAGREES
    assert "cast" not in verdicts(lamp(), reference(cast=("Xu", "Yu")))


def test_voices_of_a_dubbed_version_are_no_disagreement() -> None:
    own = lamp(medium=Medium.ANIMATION)
    dubbed = reference(cast=("Xu", "Yu", "Zu"))
    assert "cast" not in verdicts(own, dubbed)
    assert cast_found(own, [dubbed]) == (0, 0)


def test_each_of_our_cast_is_sought_in_all_references_together() -> None:
    casts = [reference(cast=("Ga Na Da", "Xu")), reference(cast=("Cha Ta Pa", "Ga Na Da"))]
    assert cast_found(lamp(), casts) == (2, 3)


def test_episodes_agree_as_one_season_or_as_the_sum_of_several() -> None:
    second = reference("Lamp 2", year=2017, episodes=10)
    both = lamp(episodes=26)
    assert verdicts(lamp(), reference(episodes=16))["episodes"] is Verdict.AGREES
    assert verdicts(both, reference(episodes=16))["episodes"] is Verdict.DISAGREES
    (summed,) = compare(both, reference(episodes=16), [second])
    assert summed.verdict is Verdict.AGREES


def test_episodes_of_several_seasons_that_do_not_add_up_stay_unverified() -> None:
    second = reference("Lamp 2", year=2017, episodes=10, source="another-site")
    assert compare(lamp(episodes=26), reference(episodes=16), [second]) == ()


def test_nothing_is_compared_that_one_side_does_not_know() -> None:
    assert verdicts(title("lamp"), reference(year=2015, countries=("KR",), cast=LAMP_CAST)) == {}
    assert verdicts(lamp(), reference()) == {}


# --- the report ----------------------------------------------------------------------------------


def counted(own: Title, *references: ReferenceTitle, waivers: Sequence[Waiver] = ()) -> dict[str, list[int]]:
    result = report([own], match([own], references), waivers)
    return {one.field: [one.agree, one.disagree, one.unverified, one.waived] for one in result.counts}


def test_one_reference_that_agrees_outweighs_one_that_does_not() -> None:
    right = reference(year=2015, episodes=16)
    wrong = reference(year=2015, episodes=20, source="another-site")
    assert counted(lamp(), right, wrong)["episodes"] == [1, 0, 0, 0]
    (contested,) = report([lamp()], match([lamp()], [right, wrong])).contested
    assert (contested.field, contested.ours, contested.theirs) == ("episodes", "16", "20")


def test_a_country_more_disagrees_whatever_other_references_say() -> None:
    one = reference(year=2015, countries=("KR",))
    more = reference(year=2015, countries=("KR", "US"), source="another-site")
    assert counted(lamp(), one, more)["countries"] == [0, 1, 0, 0]


def test_field_that_no_reference_holds_is_unverified() -> None:
    assert counted(lamp(), reference(year=2015))["director"] == [0, 0, 1, 0]


def test_waived_disagreement_is_counted_apart() -> None:
    wrong = reference(year=2015, episodes=20)
    waiver = Waiver("lamp-2015", "episodes", "the reference counts the cut for export")
    assert counted(lamp(), wrong, waivers=[waiver])["episodes"] == [0, 0, 0, 1]
    assert report([lamp()], match([lamp()], [wrong]), [waiver]).disagreements == ()


def test_waiver_that_is_no_longer_needed_is_named() -> None:
    waiver = Waiver("lamp-2015", "episodes", "was wrong once")
    assert report([lamp()], match([lamp()], [reference(year=2015)]), [waiver]).idle_waivers == (waiver,)


# --- the command ---------------------------------------------------------------------------------


def test_without_references_nothing_is_checked_and_nothing_fails(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert factcheck.main([str(tmp_path / "nowhere"), "--strict"]) == 0
    assert "skipped" in capsys.readouterr().out


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A reference that names another number of episodes for our only title."""
    row = {"Name": "Lamp", "aired": "2015", "num_episodes": "20", "country": "South Korea"}
    write_table(tmp_path / "mydramalist_panasian" / "mydramalist.csv", [row])
    monkeypatch.setattr(factcheck, "load_builtin", lambda: Catalogue([lamp()]))
    return tmp_path


def test_disagreement_fails_only_if_asked_to(folder: Path) -> None:
    assert factcheck.main([str(folder)]) == 0
    assert factcheck.main([str(folder), "--strict"]) == 1


def test_list_names_title_field_both_values_and_source(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    factcheck.main([str(folder), "--list", "--unmatched"])
    assert "lamp-2015  episodes: 16 | 20 (mydramalist_panasian)" in capsys.readouterr().out


def test_json_holds_the_same(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    factcheck.main([str(folder), "--json"])
    told = json.loads(capsys.readouterr().out)
    assert [one["theirs"] for one in told["disagreements"]] == ["20"]
