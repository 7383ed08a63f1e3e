from __future__ import annotations

from itertools import cycle, islice

import numpy as np
import pytest

from recsys.catalogue import Catalogue, country_name
from recsys.kinds import Form
from recsys.title import Title
from tests.builders import title
from training.evaluation.report import catalogue_map as module
from training.evaluation.report.catalogue_map import N_COUNTRIES, OTHER, UNKNOWN, catalogue_map
from training.pipeline import train

KINDS = {"sea": ("drama", "KR", Form.SERIES), "hill": ("action", "JP", Form.FILM)}


def two_kinds(n: int) -> Catalogue:
    """Titles of two kinds that share nothing with each other, in turn; each a little unlike the rest."""
    kinds = islice(cycle(KINDS.items()), n)
    return Catalogue(
        [
            title(
                f"{name}-{number}",
                genres=(genre,),
                tags=(name, f"{name} {number % 7}"),
                countries=(country,),
                form=form,
            )
            for number, (name, (genre, country, form)) in enumerate(kinds)
        ]
    )


def test_titles_lie_nearer_to_their_own_kind() -> None:
    catalogue = two_kinds(60)
    found = catalogue_map(catalogue, train(catalogue))
    assert found is not None
    own, other = (found.places[group.members] for group in found.forms)
    near = np.linalg.norm(own - own.mean(axis=0), axis=1).mean()
    far = np.linalg.norm(own.mean(axis=0) - other.mean(axis=0))
    assert near < far


def test_every_title_has_one_colour_in_each_map() -> None:
    catalogue = Catalogue([*two_kinds(20), title("x"), title("y", form=Form.SHORT)])
    found = catalogue_map(catalogue, train(catalogue))
    assert found is not None
    for groups in (found.forms, found.countries):
        members = np.concatenate([group.members for group in groups])
        assert sorted(members.tolist()) == list(range(22))
        assert groups[-1].name == UNKNOWN
    assert [group.name for group in found.forms] == ["film", "series", "short", UNKNOWN]


def test_rarer_countries_are_one_colour() -> None:
    codes = "KR JP CN US GB FR DE IN TH".split()
    titles = [
        title(f"{code}-{n}", countries=(code,), genres=("drama",))
        for size, code in enumerate(codes, start=2)
        for n in range(size)
    ]
    catalogue = Catalogue(titles)
    found = catalogue_map(catalogue, train(catalogue))
    assert found is not None
    names = [group.name for group in found.countries]
    assert names == [*(country_name(code) for code in reversed(codes[1:])), OTHER]
    assert len(names) == N_COUNTRIES + 1


def test_larger_catalogue_is_a_sample(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "N_DRAWN", 30)
    catalogue = two_kinds(40)
    found = catalogue_map(catalogue, train(catalogue))
    assert found is not None
    assert (len(found.places), found.n_titles) == (30, 40)


def test_same_catalogue_gives_the_same_map() -> None:
    catalogue = two_kinds(30)
    first, second = (catalogue_map(catalogue, train(catalogue)) for _ in range(2))
    assert first is not None
    assert second is not None
    np.testing.assert_array_equal(first.places, second.places)


@pytest.mark.parametrize("titles", [[title("a", genres=("drama",))], [title(f"t{n}") for n in range(20)]])
def test_too_little_to_draw_is_no_map(titles: list[Title]) -> None:
    catalogue = Catalogue(titles)
    assert catalogue_map(catalogue, train(catalogue)) is None


def test_equal_titles_can_be_drawn() -> None:
    catalogue = Catalogue([title(f"t{n}", genres=("drama",), tags=("sea", "hill")) for n in range(12)])
    found = catalogue_map(catalogue, train(catalogue))
    assert found is None or np.isfinite(found.places).all()
