"""Small flat tables in Parquet, with what real ones have: gaps, doubles, and cells that are wrong."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

_GENRES = ("Drama", "Comedy", "Crime", "Romance", "Sci-Fi & Fantasy", "Mecha", "Anime")
_TAGS = ("found family", "Gore", "time loop", "based on a novel", "heist", "slow burn")
_COUNTRIES = ("South Korea", "Japan", "FR", "United States", "Atlantis")
_WORDS = ("sea", "moon", "stones", "glass", "the", "Köche", "ghosts", "기생충", "detective")


def flat_rows(count: int) -> list[dict[str, Any]]:
    """Rows of a flat catalogue, invented; the same each time."""
    rng = np.random.default_rng(5)

    def some(values: tuple[str, ...], most: int) -> list[str]:
        return [str(value) for value in rng.choice(values, rng.integers(0, most + 1), replace=False)]

    rows = []
    for number in range(count):
        tones = [{"id": "epic", "intensity": 3}, {"id": "bleak", "state": "no"}][: rng.integers(0, 3)]
        earlier = [{"kind": "prequel", "id": f"t{number - 1:03}"}] if number % 9 == 4 else None
        rows.append(
            {
                "id": f"t{number:03}",
                "title": f'The "{_WORDS[number % 9]}" of Example {number // 2}',
                "original_title": f"{_WORDS[number % 9]} {number}" if number % 4 == 0 else None,
                "year": int(rng.integers(1950, 2025)) if number % 7 else None,
                "format": ("film", "TV series", "anime", "short", None)[number % 5],
                "genres": some(_GENRES, 3),
                "tags": some(_TAGS, 3),
                "tones": json.dumps(tones) if tones else None,
                "countries": some(_COUNTRIES, 2),
                "cast": [f"Ahn Example {rng.integers(0, 30)}" for _ in range(number % 4)],
                "directors": [f"Baek Example {number % 11}"],
                "synopsis": " ".join(str(word) for word in rng.choice(_WORDS, 6)),
                "studios": some(("Harbour Films", "Lantern"), 2),
                "languages": ["ko"] if number % 3 else [],
                "source_material": ("novel", "manga", "original", None)[number % 4],
                "popularity": float(number) if number % 5 else None,
                "relations": json.dumps(earlier) if earlier else None,
                "shelf": f"shelf {number % 3}" if number % 2 else None,
            }
        )
    return rows


def write_table(path: Path, rows: list[dict[str, Any]]) -> Path:
    """Write rows as one file of Parquet."""
    pq.write_table(pa.Table.from_pylist(rows), path)
    return path
