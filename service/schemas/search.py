"""Titles that a typed text may mean."""

from __future__ import annotations

from pydantic import Field

from recsys.title import Form, Medium
from service.schemas.document import Document, example
from service.schemas.model import EXAMPLE_MODEL, ModelName


class TitleHit(Document):
    """A title that a search found."""

    id: str
    title: str
    original_title: str | None
    year: int | None
    form: Form | None
    medium: Medium | None
    countries: list[str]
    name: str = Field(description="The name that matched, as the catalogue writes it.")
    matched_by: str = Field(
        description="`id`, the kind of the name such as `working title`, `beginning`, `word` or `spelling`."
    )


class SearchDocument(Document):
    """Titles that a typed text may mean, the likeliest first."""

    model_config = example(
        {
            "model": EXAMPLE_MODEL,
            "results": [
                {
                    "id": "wall-to-wall-2025",
                    "title": "Wall to Wall",
                    "original_title": "84제곱미터",
                    "year": 2025,
                    "form": "film",
                    "medium": "live-action",
                    "countries": ["KR"],
                    "name": "84 Square Meters",
                    "matched_by": "working title",
                }
            ],
        }
    )

    model: ModelName
    results: list[TitleHit]
