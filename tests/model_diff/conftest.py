"""Two models of invented titles: in the second, one is new, one is gone, and one has got a cast."""

from __future__ import annotations

import pytest

from recsys.model import Model
from recsys.title import Title
from tests.builders import model_of, title

_FACTS = {"year": 2010, "countries": ("KR",)}


def titles(*, cast_of_echo: tuple[str, ...] = ()) -> dict[str, Title]:
    """Titles by id, all a little alike."""
    genres = {
        "alpha": ("romance", "drama"),
        "bravo": ("romance", "drama", "comedy"),
        "cedar": ("romance", "comedy"),
        "delta": ("drama", "crime"),
        "echo": ("romance", "crime"),
        "fir": ("crime", "thriller"),
        "golf": ("romance", "thriller"),
        "hotel": ("drama", "thriller"),
    }
    casts = {"alpha": ("Han Areum", "Mori Kaede"), "echo": cast_of_echo}
    return {
        id: title(id, genres=of, cast=casts.get(id, ()), **_FACTS)  # type: ignore[arg-type]
        for id, of in genres.items()
    }


@pytest.fixture(scope="session")
def old() -> Model:
    """All but "hotel"."""
    return model_of(*(each for id, each in titles().items() if id != "hotel"))


@pytest.fixture(scope="session")
def new() -> Model:
    """All but "bravo"; "echo" has the cast of "alpha"."""
    known = titles(cast_of_echo=("Han Areum", "Mori Kaede"))
    return model_of(*(each for id, each in known.items() if id != "bravo"))
