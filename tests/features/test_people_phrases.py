from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recsys.features.people_phrases import is_choice, people_phrases
from recsys.names import fold_text


def _read(text: str) -> list[tuple[str, str]]:
    phrases = people_phrases(fold_text(text).split())
    return [(phrase.field, country) for phrase in phrases for country in phrase.countries]


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("Korean-cast series by a Japanese director", [("cast_from", "KR"), ("directors_from", "JP")]),
        ("a thriller with Singaporean actors", [("cast_from", "SG")]),
        ("director from Japan", [("directors_from", "JP")]),
        ("stars from South Korea and Thai writers", [("cast_from", "KR"), ("writers_from", "TH")]),
        ("directed by a Korean", [("directors_from", "KR")]),
        ("written by a Hong Kong screenwriter", [("writers_from", "HK")]),
        ("a South Korean lead", [("cast_from", "KR")]),
        ("a Korean and Japanese cast", [("cast_from", "KR"), ("cast_from", "JP")]),
        ("Korean, Japanese and Thai stars", [("cast_from", "KR"), ("cast_from", "JP"), ("cast_from", "TH")]),
    ],
)
def test_nationality_of_people_is_understood_in_several_wordings(
    text: str, meant: list[tuple[str, str]]
) -> None:
    assert _read(text) == meant


@pytest.mark.parametrize(
    "text",
    [
        *("a Korean drama", "a director in Seoul", "the cast of a play", "Japan", "star crossed lovers", ""),
        *("a story about a Korean writer in Tokyo", "a Chinese actress dreams of Paris"),
    ],
)
def test_a_country_of_production_or_a_mere_role_is_no_nationality(text: str) -> None:
    assert _read(text) == []


WORDS = st.sampled_from(
    "korean japanese director cast from by a directed written stars south korea love".split()
)


@given(st.lists(WORDS, max_size=12))
def test_phrases_follow_each_other_and_never_overlap(typed: list[str]) -> None:
    found = list(people_phrases(typed))
    assert all(phrase.start < phrase.stop <= len(typed) for phrase in found)
    assert all(one.stop <= other.start for one, other in pairwise(found))


@pytest.mark.parametrize(
    ("text", "is_open"),
    [
        ("Japanese director or Korean director", True),
        ("a Japanese director and a Korean director", False),
    ],
)
def test_a_choice_between_nations_is_told_apart(text: str, is_open: bool) -> None:
    typed = fold_text(text).split()
    assert [is_choice(typed, phrase) for phrase in people_phrases(typed)] == [is_open] * 2
