"""What a question in an address may say, as keyword arguments; a test compares them with the description."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypedDict


class SimilarOptions(TypedDict, total=False):
    """What a result must fulfil, what is asked for more or less, and how the list is made."""

    k: int
    offset: int
    more: Sequence[str]
    less: Sequence[str]
    escapism: float
    fame: float
    boost: Sequence[str]
    min_score: float | None
    diversity: float
    relations: str
    seed: int | None
    spoilers: bool
    language: str | None
    countries_all: Sequence[str]
    countries_any: Sequence[str]
    countries_none: Sequence[str]
    countries_only: Sequence[str]
    form: str | None
    medium: str | None
    year_from: int | None
    year_to: int | None
    genres: Sequence[str]
    tones: Sequence[str]
    avoid: Sequence[str]
    cast: Sequence[str]
    creators: Sequence[str]
    cast_from: Sequence[str]
    directors_from: Sequence[str]
    writers_from: Sequence[str]
    cities_all: Sequence[str]
    cities_any: Sequence[str]
    set_in: Sequence[str]
    filmed_in: Sequence[str]
    period_from: int | None
    period_to: int | None
    source: Sequence[str]
    status: Sequence[str]
    min_minutes: int | None
    max_minutes: int | None
    max_episodes: int | None
    services: Sequence[str]
    region: str | None
    available_by: str | None
    released_by: str | None
    upcoming: str | None
    within: Sequence[str]
    unknown: str
    inferred: str


class RecommendOptions(SimilarOptions, total=False):
    """The same, with everything to start from."""

    like: Sequence[str]
    dislike: Sequence[str]
    text: str
    blend: str


class ExternalSimilarOptions(SimilarOptions, total=False):
    """The same, with the kind of an id, and the sites whose ids are wanted."""

    type: str | None
    reply: Sequence[str]
