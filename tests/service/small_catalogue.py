"""Twelve invented titles: two of one name, one in a native script, a spin-off, two co-productions."""

from __future__ import annotations

from typing import Any

from recsys.catalogue import Catalogue, title_from_row
from recsys.title import Title

_PAPER_LANTERNS: dict[str, Any] = {
    "id": "paper-lanterns-2019",
    "title": "Paper Lanterns",
    "original_title": "종이 등불",
    "aliases": [{"name": "Lanterns by the River", "kind": "working"}],
    "year": 2019,
    "form": "series",
    "medium": "live-action",
    "genres": ["romance", "drama"],
    "tags": ["found family"],
    "tones": [{"id": "slow-burn-romance", "intensity": 3}, {"id": "restrained"}],
    "countries": ["KR", "JP"],
    "credits": [{"person": "Han Areum", "role": "actor", "order": 1}],
    "synopsis": "A lantern maker and a translator write letters across the sea.",
    "content_warnings": [],
}
_ROWS: tuple[dict[str, Any], ...] = (
    _PAPER_LANTERNS,
    {
        "id": "harbour-letters-2021",
        "title": "Harbour Letters",
        "year": 2021,
        "form": "series",
        "medium": "live-action",
        "genres": ["romance", "drama"],
        "tones": [{"id": "slow-burn-romance", "intensity": 2}, {"id": "tearjerker", "intensity": 3}],
        "countries": ["JP", "KR"],
        "credits": [{"person": "Han Areum", "role": "actor", "order": 1}],
        "synopsis": "Letters from a harbour reach a translator years too late.",
        "availability": [{"service": "Netflix", "country": "SG"}, {"service": "Lantern TV"}],
        "ranks": [{"platform": "Netflix", "rank": 1, "country": "JP"}],
    },
    {
        "id": "tin-soldier-2001",
        "title": "Tin Soldier",
        "year": 2001,
        "form": "film",
        "medium": "live-action",
        "genres": ["war", "drama"],
        "countries": ["KR"],
    },
    {
        "id": "tin-soldier-2018",
        "title": "Tin Soldier",
        "year": 2018,
        "form": "film",
        "medium": "animation",
        "genres": ["adventure", "family"],
        "countries": ["JP"],
    },
    {
        "id": "night-ferry-2016",
        "title": "Night Ferry",
        "original_title": "夜の渡し船",
        "year": 2016,
        "form": "film",
        "medium": "live-action",
        "genres": ["thriller", "crime"],
        "tones": [{"id": "tearjerker", "state": "no"}],
        "countries": ["JP"],
        "credits": [{"person": "Mori Kaede", "role": "actor", "order": 1}],
        "synopsis": "A detective boards the last ferry.",
        "relations": [{"kind": "spin-off", "id": "night-ferry-deckhand-2020"}],
    },
    {
        "id": "night-ferry-deckhand-2020",
        "title": "The Deckhand",
        "year": 2020,
        "form": "film",
        "medium": "live-action",
        "genres": ["thriller", "crime"],
        "countries": ["JP"],
        "synopsis": "The deckhand of the ferry tells what the detective missed.",
    },
    {
        "id": "glass-orchard-2022",
        "title": "Glass Orchard",
        "year": 2022,
        "form": "series",
        "medium": "live-action",
        "genres": ["thriller", "drama"],
        "countries": ["KR"],
        "credits": [{"person": "Mori Kaede", "role": "actor", "order": 2}],
        "synopsis": "A detective hides in an orchard.",
    },
    {
        "id": "moss-garden-2015",
        "title": "Moss Garden",
        "year": 2015,
        "form": "series",
        "medium": "animation",
        "genres": ["romance", "slice-of-life"],
        "tones": [{"id": "slow-burn-romance", "intensity": 1}],
        "countries": ["JP"],
    },
    {
        "id": "salt-road-2024",
        "title": "Salt Road",
        "year": 2024,
        "form": "series",
        "genres": ["historical", "romance"],
        "countries": ["TH", "SG"],
    },
    {
        "id": "kite-season-2025",
        "title": "Kite Season",
        "year": 2025,
        "status": "upcoming",
        "form": "film",
        "genres": ["romance", "drama"],
        "countries": ["KR"],
    },
    {"id": "blue-umbrella-2012", "title": "Blue Umbrella", "year": 2012, "genres": ["romance"]},
    {"id": "box/odd-name", "title": "Bare Facts", "genres": ["documentary"]},
)


def small_catalogue(*, without: str | None = None) -> Catalogue:
    """The titles, but for one."""
    return Catalogue(_title(row) for row in _ROWS if row["id"] != without)


def _title(row: dict[str, Any]) -> Title:
    return title_from_row(row)
