"""Titles that bear the names in the examples of the description: whoever asks as it is written is answered.

What is said of them is invented, so that every filter of the examples has something to find.
"""

from __future__ import annotations

from typing import Any

from recsys.catalogue import Catalogue, title_from_row

_ROWS: tuple[dict[str, Any], ...] = (
    {
        "id": "crash-landing-on-you-2019",
        "title": "Crash Landing on You",
        "original_title": "사랑의 불시착",
        "year": 2019,
        "form": "series",
        "medium": "live-action",
        "status": "released",
        "episodes": 16,
        "minutes": 70,
        "genres": ["romance", "drama"],
        "tones": [{"id": "slow-burn-romance", "intensity": 3}, {"id": "tearjerker", "state": "no"}],
        "countries": ["KR", "JP"],
        "credits": [
            {"person": "Hyun Bin", "role": "actor", "order": 1, "nationality": ["KR", "JP"]},
            {"person": "Hong Jong-chan", "role": "director", "nationality": ["JP"]},
            {"person": "Hong Jong-chan", "role": "writer", "nationality": ["KR"]},
        ],
        "setting_places": [{"name": "Seoul", "country": "KR"}, {"name": "Tokyo", "country": "JP"}],
        "filming_places": [{"name": "Tokyo", "country": "JP"}],
        "setting_period": {"start": 1990, "end": 1999},
        "sources": [{"kind": "novel", "name": "A Landing"}],
        "availability": [{"service": "Netflix", "country": "SG", "date": "2025-01-01"}],
        "ranks": [{"platform": "Netflix", "rank": 1, "country": "JP"}, {"platform": "Netflix", "rank": 2}],
        "releases": [{"date": "2019-12-14", "country": "KR"}],
        "relations": [{"kind": "sequel", "id": "goblin-2016"}],
        "synopsis": "Two detectives, one case in Seoul and Tokyo, and a letter that comes too late.",
        "content_warnings": [],
        "external_ids": {"imdb": "tt10850932", "tmdb": "94796"},
        "popularity": 5,
    },
    {
        "id": "goblin-2016",
        "title": "Goblin",
        "year": 2016,
        "form": "series",
        "medium": "animation",
        "genres": ["fantasy", "romance", "drama"],
        "tones": [{"id": "slow-burn-romance", "intensity": 2}, {"id": "restrained"}, {"id": "love-triangle"}],
        "countries": ["KR"],
        "credits": [{"person": "Hyun Bin", "role": "actor", "order": 2}],
        "availability": [{"service": "Netflix", "country": "SG"}],
        "synopsis": "A spirit waits in Seoul for centuries.",
    },
    {
        "id": "squid-game-2021",
        "title": "Squid Game",
        "year": 2021,
        "form": "series",
        "genres": ["thriller", "drama"],
        "tones": [{"id": "tragic"}, {"id": "tearjerker", "intensity": 3}],
        "countries": ["KR", "US"],
        "ranks": [{"platform": "Netflix", "rank": 1}],
    },
    {
        "id": "parasite-2019",
        "title": "Parasite",
        "year": 2019,
        "form": "film",
        "medium": "live-action",
        "minutes": 130,
        "genres": ["thriller", "drama"],
        "countries": ["KR"],
        "setting_places": [{"name": "Seoul", "country": "KR"}],
    },
    {
        "id": "love-untangled-2025",
        "title": "Love Untangled",
        "year": 2025,
        "status": "upcoming",
        "form": "film",
        "genres": ["romance", "comedy"],
        "tags": ["found family"],
        "countries": ["KR"],
        "releases": [{"date": "2025-10-28"}],
        "setting_period": {"start": 1998},
        "availability": [{"service": "Netflix"}],
    },
    {
        "id": "84-square-meters-2025",
        "title": "84 Square Meters",
        "original_title": "84제곱미터",
        "year": 2025,
        "form": "film",
        "genres": ["thriller"],
        "countries": ["KR", "TH"],
    },
    {"id": "soul-mate-2025", "title": "Soul Mate", "year": 2025, "genres": ["romance"], "countries": ["JP"]},
    {"id": "soul-mate-2006", "title": "Soul Mate", "year": 2006, "genres": ["romance"], "countries": ["TH"]},
    {"id": "road-2026", "title": "Road", "year": 2026, "genres": ["drama"], "countries": ["JP", "KR"]},
    {"id": "box/odd-name", "title": "Bare Facts", "genres": ["documentary"]},
)


def documented_catalogue(*, without: str | None = None) -> Catalogue:
    """The titles, but for one."""
    return Catalogue(title_from_row(row) for row in _ROWS if row["id"] != without)
