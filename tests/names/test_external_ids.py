"""Ids elsewhere lead to titles."""

from __future__ import annotations

import pytest

from recsys.errors import ArtifactDamaged
from recsys.names import ExternalIds
from tests.builders import title


@pytest.fixture
def ids() -> ExternalIds:
    titles = [
        title("a", external_ids={"imdb": "tt0000001", "tmdb": "7"}),
        title("b"),
        title("c", external_ids={"tmdb": "7"}),
    ]
    return ExternalIds.build(titles)


def test_an_id_leads_to_its_title(ids: ExternalIds) -> None:
    assert ids.find("imdb", "tt0000001") == [0]


def test_case_and_blanks_do_not_matter(ids: ExternalIds) -> None:
    assert ids.find("IMDb", " TT0000001 ") == [0]


def test_a_number_that_two_titles_share_leads_to_both(ids: ExternalIds) -> None:
    assert ids.find("tmdb", "7") == [0, 2]


def test_an_id_of_another_site_leads_nowhere(ids: ExternalIds) -> None:
    assert ids.find("mal", "7") == []


def test_stored_arrays_give_the_same_index(ids: ExternalIds) -> None:
    again = ExternalIds.from_arrays(ids.arrays())
    assert again.find("imdb", "tt0000001") == [0]
    assert repr(again) == "ExternalIds(3 ids)"


def test_arrays_that_do_not_fit_are_refused(ids: ExternalIds) -> None:
    with pytest.raises(ArtifactDamaged, match="ids elsewhere"):
        ExternalIds(ids.keys, ids.owner[:1])
