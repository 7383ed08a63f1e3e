from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recsys.features.tokens import ERA_SHARE, EXTRACTORS, PEOPLE_BLOCKS, PRODUCTION_SHARE
from recsys.features.vectorizer import TitleVectorizer
from recsys.names import PeopleIndex
from recsys.title import Credit, Period, Place, Role, Title, Tone
from tests.builders import title

NOBODY = PeopleIndex.build([])
YEARS = st.integers(1900, 2100)


def _tokens(block: str, one: Title) -> dict[str, float]:
    return dict(EXTRACTORS[block](one, NOBODY))


def _decades(start: int, end: int | None = None) -> dict[str, float]:
    return _tokens("period", title("x", setting_period=Period(start, start if end is None else end)))


WRITTEN = st.sampled_from(["Kim Min-ji", "Min Ji Kim", "Ahn Example", "小栗旬", "김민지", "김민디", " ", "-"])
CREDITS = st.builds(
    Credit,
    person=WRITTEN,
    role=st.sampled_from(Role),
    native=st.none() | WRITTEN,
    aliases=st.lists(WRITTEN, max_size=2).map(tuple),
    person_id=st.sampled_from([None, "1", "2"]),
)


@given(st.lists(CREDITS, max_size=6))
def test_every_token_of_people_is_among_their_keys(credits: list[Credit]) -> None:
    titles = [title(str(place), credits=(credit,)) for place, credit in enumerate(credits)]
    people = PeopleIndex.build(titles)
    found = {
        token for one in titles for block in PEOPLE_BLOCKS for token, _ in EXTRACTORS[block](one, people)
    }
    assert found <= set(people.keys)


def test_a_year_lies_in_its_decade_and_near_the_next() -> None:
    assert _decades(1998) == pytest.approx({"1990s": 0.65, "2000s": 0.35})


def test_the_middle_of_a_decade_is_near_to_hardly_another() -> None:
    assert _decades(1995) == pytest.approx({"1990s": 0.95, "2000s": 0.05})


def test_a_long_story_lies_in_all_its_decades() -> None:
    expected = {"1980s": 0.05, "1990s": 1, "2000s": 1, "2010s": 1, "2020s": 0.15}
    assert _decades(1994, 2016) == pytest.approx(expected)


def test_a_period_before_our_era_has_decades_too() -> None:
    assert max(_decades(-215).items(), key=lambda item: item[1])[0] == "-220s"


def test_a_story_of_an_unknown_time_has_no_decade() -> None:
    assert _tokens("period", title("x")) == {}


@pytest.mark.parametrize(("year", "has_decades"), [(1998, False), (2003, False), (2004, True), (None, True)])
def test_a_story_of_its_own_time_has_no_decade_as_its_year_says_it(
    year: int | None, has_decades: bool
) -> None:
    one = title("x", year=year, setting_period=Period(1998, 1998))
    assert bool(_tokens("period", one)) == has_decades


@given(year=YEARS)
def test_the_nearness_to_the_decades_of_one_year_sums_to_one(year: int) -> None:
    assert sum(_decades(year).values()) == pytest.approx(1)


@given(year=YEARS, apart=st.integers(0, 5))
def test_two_stories_few_years_apart_share_a_decade(year: int, apart: int) -> None:
    assert _decades(year).keys() & _decades(year + apart).keys()


@given(year=YEARS, apart=st.integers(20, 200))
def test_two_stories_twenty_years_apart_share_none(year: int, apart: int) -> None:
    assert not _decades(year).keys() & _decades(year + apart).keys()


def test_the_farther_apart_two_stories_are_the_less_they_share() -> None:
    years = (1998, 1999, 2001, 2004, 2008, 2012, 2020)
    titles = [title(str(year), setting_period=Period(year, year)) for year in years]
    vectorizer = TitleVectorizer()
    matrix = vectorizer.fit_transform(titles)
    block = vectorizer.space_.by_name["period"]
    own = matrix[:, block.start : block.stop].toarray()
    shared = (own / (own**2).sum(axis=1, keepdims=True) ** 0.5) @ own[0] / (own[0] @ own[0]) ** 0.5
    assert list(shared) == sorted(shared, reverse=True)
    assert shared[-1] == 0


def test_an_era_of_a_hundred_years_counts_less_than_a_feeling() -> None:
    tokens = _tokens("tones", title("x", tones=(Tone("nostalgic"), Tone("period-20th-century"))))
    assert tokens["period-20th-century"] == pytest.approx(ERA_SHARE * tokens["nostalgic"])


def test_how_a_title_was_made_counts_half() -> None:
    tokens = _tokens("tones", title("x", countries=("JP", "KR"), tones=("nostalgic",)))
    assert tokens["co-production"] == pytest.approx(PRODUCTION_SHARE * tokens["nostalgic"])


def test_every_part_of_a_place_is_a_place() -> None:
    tokens = _tokens("places", title("x", setting_places=(Place("Euljiro, Seoul", "KR"),)))
    assert set(tokens) == {"euljiro", "seoul"}
