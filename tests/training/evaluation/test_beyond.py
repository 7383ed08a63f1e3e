from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from recsys.similarity import pairwise_cosine
from tests.builders import model_of, title
from tests.training.evaluation.small import CATALOGUE
from training.evaluation.beyond import Inspector
from training.pipeline import train

MODEL = train(CATALOGUE)
INSPECTOR = Inspector(MODEL, CATALOGUE.titles)
LISTS = np.array([[1, 2, 3], [1, 4, 7]])
SOURCES = np.array([0, 0])


def test_coverage_is_the_share_of_titles_in_any_list() -> None:
    assert INSPECTOR.look(LISTS).coverage == 5 / 8


def test_hub_share_is_that_of_the_most_shown_title_in_a_catalogue_below_150() -> None:
    found = INSPECTOR.look(LISTS)
    assert found.hub_share == pytest.approx(2 / 6)
    assert found.most_shown == 1.0


def test_empty_places_are_no_titles() -> None:
    found = INSPECTOR.look(np.array([[1, 2, -1], [1, -1, -1]]), SOURCES)
    assert found.coverage == 2 / 8
    assert found.hub_share == pytest.approx(2 / 3)
    assert found.explained == 1.0


@given(data=st.data())
def test_diversity_agrees_with_the_cosines_of_each_list(data: st.DataObject) -> None:
    rows = st.lists(st.integers(0, 7), min_size=2, max_size=5, unique=True)
    drawn = data.draw(st.lists(rows, min_size=1, max_size=4))
    lists = np.full((len(drawn), 5), -1)
    expected = []
    for number, own in enumerate(drawn):
        lists[number, : len(own)] = own
        cosine = pairwise_cosine(MODEL, np.array(own))
        expected.append(1 - cosine[np.triu_indices(len(own), 1)].mean())
    assert INSPECTOR.look(lists).diversity == pytest.approx(np.mean(expected))


def test_lists_of_one_title_have_no_diversity() -> None:
    assert INSPECTOR.look(np.array([[1]])).diversity is None


def test_the_most_popular_title_is_no_news_and_unknown_popularity_does_not_count() -> None:
    assert INSPECTOR.look(np.array([[0, 3]])).novelty == 0.0
    # 10 is the least of five known ones.
    assert INSPECTOR.look(np.array([[5, 3]])).novelty == pytest.approx(np.log2(5))


def test_two_most_popular_titles_are_both_no_news() -> None:
    titles = [title("a", genres=("drama",), popularity=1), title("b", genres=("drama",), popularity=1)]
    assert Inspector(model_of(*titles), titles).look(np.array([[0, 1]])).novelty == 0.0


def test_catalogue_without_popularity_has_no_novelty() -> None:
    model = model_of(title("a", genres=("drama",)), title("b", genres=("drama",)))
    titles = [title("a"), title("b")]
    assert Inspector(model, titles).look(np.array([[0, 1]])).novelty is None


def test_list_crosses_a_border_with_a_title_of_no_common_country() -> None:
    assert INSPECTOR.look(LISTS, SOURCES).across_borders == 0.5  # e is Japanese, h of nowhere


def test_title_of_no_known_country_crosses_no_border() -> None:
    assert INSPECTOR.look(np.array([[1, 7]]), np.array([0])).across_borders == 0.0


def test_source_of_no_known_country_does_not_count_for_borders() -> None:
    assert INSPECTOR.look(LISTS, np.array([0, 7])).across_borders == 0.0
    assert INSPECTOR.look(LISTS, np.array([7, 7])).across_borders is None


def test_title_that_shares_only_year_or_country_is_not_explained() -> None:
    model = model_of(
        title("a", genres=("drama",), countries=("KR",), year=2000),
        title("b", genres=("comedy",), countries=("KR",), year=2000),
        title("c", genres=("drama",), countries=("JP",), year=1950),
    )
    titles = [title(id) for id in "abc"]
    found = Inspector(model, titles).look(np.array([[1, 2]]), np.array([0]))
    assert found.explained == 0.5


def test_without_sources_nothing_is_said_of_borders_and_reasons() -> None:
    found = INSPECTOR.look(LISTS)
    assert (found.across_borders, found.explained) == (None, None)
