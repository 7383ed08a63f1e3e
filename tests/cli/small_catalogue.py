"""Invented titles of which the nearest ones can be seen by reading."""

from __future__ import annotations

from typing import Any


def title(name: str, year: int, **facts: Any) -> dict[str, Any]:
    """A native row, with an id made of name and year."""
    return {
        "schema": 1,
        "id": f"{name.lower().replace(' ', '-')}-{year}",
        "title": name,
        "year": year,
        **facts,
    }


_SEA = {"form": "series", "medium": "live-action", "countries": ["KR"]}
_HILL = {"form": "film", "medium": "live-action", "countries": ["JP"]}

ROWS = (
    title(
        "The Lantern",
        2018,
        **_SEA,
        original_title="등불",
        genres=["drama", "romance"],
        tones=[{"id": "slow-burn-romance", "intensity": 3}],
        synopsis="A lighthouse keeper and a sailor write letters.",
        relations=[{"kind": "sequel", "id": "the-lantern-returns-2021"}],
    ),
    title(
        "The Lantern Returns",
        2021,
        **_SEA,
        genres=["drama", "romance"],
        synopsis="The lighthouse keeper leaves.",
    ),
    title(
        "Harbour Letters",
        2019,
        **_SEA,
        genres=["drama", "romance"],
        tones=[{"id": "slow-burn-romance", "intensity": 2}],
        synopsis="Letters are lost at a lighthouse.",
    ),
    title(
        "Iron Valley", 2001, **_HILL, genres=["action"], synopsis="A smith defends a valley with a hammer."
    ),
    title(
        "Cold Anvil", 2003, **_HILL, genres=["action", "drama"], synopsis="A smith forges one last hammer."
    ),
    title("Twin Peaks of Rice", 2010, **_HILL, genres=["comedy"], synopsis="Two farmers plant one field."),
    title("Paper Moonlight", 2005, **_HILL, genres=["drama"], synopsis="A printer keeps a secret."),
    title("Paper Moonlight", 2015, **_SEA, genres=["drama"], synopsis="A printer tells a secret."),
    title(
        "[bold]Loud[/bold] :smile:", 2012, **_HILL, id="loud", genres=["comedy"], synopsis="A loud farmer."
    ),
    title(
        "Bell\u202eRing",
        2013,
        **_HILL,
        id="bell",
        genres=["comedy"],
        synopsis="A quiet farmer.",
    ),
)
