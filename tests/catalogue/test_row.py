from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from recsys.catalogue.problems import RowReport
from recsys.catalogue.row import read_row, row_from_title, row_text, title_from_row
from recsys.errors import BadData
from recsys.title import Medium, Role, Studio, Title, Tone
from tests.catalogue.strategies import json_values, titles

BARE: dict[str, Any] = {"schema": 1, "id": "soul-mate-2025", "title": "Soul Mate"}


def read(**keys: Any) -> tuple[Title | None, list[str]]:
    report = RowReport("c.jsonl", 7)
    title = read_row({**BARE, **keys}, report)
    return title, [str(problem) for problem in report.problems]


def usable(**keys: Any) -> tuple[Title, list[str]]:
    title, problems = read(**keys)
    assert title is not None
    return title, problems


@settings(max_examples=60, deadline=None)
@given(titles)
def test_title_survives_the_way_through_its_row(title: Title) -> None:
    assert title_from_row(json.loads(row_text(title))) == title


@settings(max_examples=60, deadline=None)
@given(titles)
def test_rewriting_a_row_changes_no_byte(title: Title) -> None:
    text = row_text(title)
    assert row_text(title_from_row(json.loads(text))) == text


@settings(max_examples=60, deadline=None)
@given(titles)
def test_keys_of_a_row_are_sorted(title: Title) -> None:
    assert list(row_from_title(title)) == sorted(row_from_title(title))


@settings(max_examples=100, deadline=None)
@given(
    st.dictionaries(
        st.sampled_from(
            [
                "year",
                "credits",
                "tones",
                "studios",
                "setting_period",
                "schema",
                "countries",
                "aliases",
                "external_ids",
                "synopsis",
                "x",
            ]
        ),
        json_values,
    )
)
def test_no_json_is_strange_enough_to_break_the_reader(keys: dict[str, Any]) -> None:
    title, _ = read(**keys)
    assert title is not None
    assert title_from_row(json.loads(row_text(title))) == title


def test_what_is_unknown_is_not_written() -> None:
    assert row_from_title(Title(id="a", title="A")) == {"id": "a", "schema": 1, "title": "A"}


def test_no_warnings_found_differs_from_nobody_looked() -> None:
    assert usable(content_warnings=[])[0].content_warnings == ()
    assert usable()[0].content_warnings is None
    assert row_from_title(usable(content_warnings=[])[0])["content_warnings"] == []


def test_sets_are_sorted_and_without_repetition() -> None:
    title, _ = usable(countries=["KR", "Japan", "jp"], tags=["b", "a", "b"], languages=["Korean", "ko"])
    assert (title.countries, title.tags, title.languages) == (("JP", "KR"), ("a", "b"), ("ko",))


def test_studio_may_be_a_plain_name() -> None:
    assert usable(studios=["Studio Dragon"])[0].studios == (Studio("Studio Dragon"),)


def test_period_with_an_open_end_ends_where_it_starts() -> None:
    period = usable(setting_period={"start": 2019})[0].setting_period
    assert period is not None
    assert period.end == 2019


def test_animation_among_the_genres_is_the_medium() -> None:
    title, problems = usable(genres=["Animation", "Sci-Fi & Fantasy"])
    assert (title.medium, title.genres, problems) == (Medium.ANIMATION, ("fantasy", "sci-fi"), [])


def test_animation_contradicting_the_medium_is_told() -> None:
    title, problems = usable(genres=["Animation"], medium="live-action")
    assert title.medium is Medium.LIVE_ACTION
    assert problems == ["c.jsonl:7: genres: 'Animation' contradicts the medium live-action"]


def test_wrong_type_names_file_line_field_and_value() -> None:
    title, problems = usable(year="abc", form="series")
    assert problems == ["c.jsonl:7: year: 'abc' is not a whole number"]
    assert (title.year, title.form) == (None, "series")


def test_bad_credit_leaves_the_others() -> None:
    credits = [
        {"person": "A", "role": "actor"},
        {"person": "B", "role": "boss"},
        {"person": "C", "role": "voice"},
    ]
    title, problems = usable(credits=credits)
    assert [(c.person, c.role) for c in title.credits] == [("A", Role.ACTOR), ("C", Role.VOICE)]
    assert len(problems) == 1
    assert problems[0].startswith("c.jsonl:7: credits[1].role: 'boss' is not actor")


def test_unknown_nationality_leaves_the_person() -> None:
    title, problems = usable(credits=[{"person": "A", "role": "actor", "nationality": ["Narnia", "KR"]}])
    assert title.credits[0].nationality == ("KR",)
    assert problems[0].startswith("c.jsonl:7: credits[0].nationality[0]: 'Narnia' is no country")


def test_chart_place_with_a_bad_country_does_not_become_global() -> None:
    title, problems = usable(ranks=[{"platform": "N", "rank": 1, "country": "Narnia"}])
    assert title.ranks == ()
    assert len(problems) == 1


def test_unknown_country_is_a_problem_and_a_blank_one_is_nothing() -> None:
    title, problems = usable(countries=["Japan", " ", "Narnia"])
    assert title.countries == ("JP",)
    assert len(problems) == 1
    assert "'Narnia' is no country" in problems[0]


def test_unknown_tone_becomes_a_tag() -> None:
    title, problems = usable(tones=[{"id": "vibes"}, {"id": "slow-burn", "intensity": 3}])
    assert title.tags == ("vibes",)
    assert title.tones == (Tone("slow-burn", 3),)
    assert problems[0].startswith("c.jsonl:7: tones[0].id: 'vibes' is no tone")


def test_unknown_tone_stated_absent_becomes_no_tag() -> None:
    assert usable(tones=[{"id": "vibes", "state": "no"}])[0].tags == ()


def test_tone_may_be_given_by_name() -> None:
    title, problems = usable(tones=[{"id": "Slow Burn Romance"}])
    assert ([tone.id for tone in title.tones], problems) == (["slow-burn-romance"], [])


def test_content_warning_among_the_tones_moves_and_is_told() -> None:
    title, problems = usable(tones=[{"id": "cw-suicide"}])
    assert (title.tones, title.content_warnings, len(problems)) == ((), ("cw-suicide",), 1)


def test_tone_given_twice_and_differently_is_told() -> None:
    title, problems = usable(tones=[{"id": "dark"}, {"id": "dark", "state": "no"}])
    assert title.tones == (Tone("dark"),)
    assert "twice" in problems[0]


@pytest.mark.parametrize("text", ["yesterday", "2019-13", "2019-02-30", "２０１９", "2025-Q5"])
def test_what_is_no_date_is_told(text: str) -> None:
    title, problems = usable(releases=[{"date": text}, {"date": "2025-Q2"}])
    assert [release.date.text for release in title.releases] == ["2025-Q2"]
    assert len(problems) == 1


@pytest.mark.parametrize(
    "row",
    [
        {"title": "A"},
        {"id": "a"},
        {"id": " ", "title": "A"},
        {"id": "a", "title": ""},
        {"id": 5, "title": "A"},
    ],
)
def test_only_a_missing_id_or_title_loses_the_row(row: dict[str, Any]) -> None:
    report = RowReport()
    assert read_row(row, report) is None
    assert report.problems


def test_what_is_too_long_is_cut_or_left_out() -> None:
    title, problems = usable(
        synopsis="x" * 20_001, tags=[str(n) for n in range(2_001)], original_title="y" * 501
    )
    assert (len(title.synopsis), len(title.tags), title.original_title) == (20_000, 2_000, None)
    assert len(problems) == 3
    assert all(len(problem) < 200 for problem in problems)


@pytest.mark.parametrize("number", [float("nan"), float("inf")])
def test_numbers_that_json_does_not_have_are_refused(number: float) -> None:
    title, problems = usable(popularity=number, score={"mean": [number]})
    assert (title.popularity, dict(title.extra), len(problems)) == (None, {}, 2)


def test_unknown_keys_are_kept_aside() -> None:
    report = RowReport()
    title = read_row({**BARE, "score": 8.5, "credits": [{"person": "A", "role": "actor", "pay": 1}]}, report)
    assert title is not None
    assert dict(title.extra) == {"score": 8.5}
    assert sorted(report.unknown_keys) == ["credits.pay", "score"]
    assert report.problems == []


def test_relation_to_itself_is_left_out() -> None:
    title, problems = usable(relations=[{"kind": "sequel", "id": "soul-mate-2025"}])
    assert (title.relations, len(problems)) == ((), 1)


def test_control_characters_do_not_reach_a_terminal() -> None:
    title, _ = usable(title="Soul\x1b[31m\n Mate", synopsis="one\ntwo\x1b")
    assert (title.title, title.synopsis) == ("Soul[31m Mate", "one\ntwo")


def test_nesting_without_end_is_a_problem_not_a_crash() -> None:
    deep: dict[str, Any] = {}
    for _ in range(900):
        deep = {"a": deep}
    assert read(credits=[deep])[0] is None
    title, problems = usable(other=deep)
    assert (dict(title.extra), len(problems)) == ({}, 1)


def test_a_row_that_is_all_wrong_gives_a_short_list_of_problems() -> None:
    _, problems = usable(credits=[5] * 1_000)
    assert len(problems) == 21
    assert problems[-1].endswith("and 980 more problems")


def test_strict_reading_raises_on_any_fault() -> None:
    with pytest.raises(BadData, match="'abc' is not a whole number"):
        title_from_row({**BARE, "year": "abc"})


def test_words_that_are_no_warnings_do_not_say_that_there_are_none() -> None:
    title, problems = usable(content_warnings=["vibes"])
    assert (title.content_warnings, title.tags, len(problems)) == (None, ("vibes",), 1)


def test_whole_number_is_written_without_a_fraction() -> None:
    assert '"popularity": 120,' in row_text(Title(id="a", title="A", popularity=120.0))
