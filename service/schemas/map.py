"""The map of the catalogue, column by column."""

from __future__ import annotations

from pydantic import Field

from recsys.title import Form, Medium
from service.schemas.document import Document, example
from service.schemas.model import EXAMPLE_MODEL, ModelName


class MapDocument(Document):
    """Where each title lies; one entry a title in every list, in one order."""

    model_config = example(
        {
            "model": EXAMPLE_MODEL,
            "ids": ["kill-boksoon-2023", "mantis-2025"],
            "titles": ["Kill Boksoon", "Mantis"],
            "original_titles": ["길복순", "사마귀"],
            "years": [2023, 2025],
            "forms": ["film", "film"],
            "media": ["live-action", "live-action"],
            "countries": [["KR"], ["KR"]],
            "x": [0.25, 0.3],
            "y": [-0.5, -0.45],
            "representatives": [0],
            "reason": "",
        }
    )

    model: ModelName
    ids: list[str]
    titles: list[str]
    original_titles: list[str | None]
    years: list[int | None]
    forms: list[Form | None]
    media: list[Medium | None]
    countries: list[list[str]]
    x: list[float] = Field(description="From -1 to 1; similar titles lie together, axes mean nothing.")
    y: list[float] = Field(description="From -1 to 1, upwards.")
    representatives: list[int] = Field(
        description="Places in these lists of titles that stand for all, the most representative first."
    )
    reason: str = Field(description="Why there is no map; empty if there is one.")
