"""Which model answers, and what it is made of."""

from __future__ import annotations

from pydantic import Field

from service.schemas.document import Document, example


class ModelName(Document):
    """Which model answered."""

    version: str = Field(description="Published version.")
    fingerprint: str = Field(description="sha256 of the catalogue that it was trained on.")


EXAMPLE_MODEL = {"version": "c8095e958c3d42c7", "fingerprint": "5b1e" * 16}
"""As examples name it."""
EXAMPLE_BLOCK = {
    "name": "genres",
    "reason": "genre",
    "weight": 0.2036,
    "on_request": 0.0,
    "is_trait": True,
    "n_features": 29,
}


class BlockDocument(Document):
    """A feature block: one field of the titles, as the model compares it."""

    name: str
    reason: str = Field(description="What a shared feature of the block is called in an explanation.")
    weight: float = Field(description="Its default weight; 0 is off until a question turns it on.")
    on_request: float = Field(description="Its weight when the text of a question names something in it.")
    is_trait: bool = Field(description="Whether sharing this alone is reason enough to show a title.")
    n_features: int = Field(description="Distinct features of this catalogue.")


class ModelDocument(Document):
    """The model that answers."""

    model_config = example(
        {
            **EXAMPLE_MODEL,
            "n_titles": 322,
            "weights": {"genres": 0.2036, "year": 0.2048},
            "nearest": {"genres": 0.734, "year": 0.9408},
            "blocks": [EXAMPLE_BLOCK],
        }
    )

    version: str = Field(description="Published version.")
    fingerprint: str = Field(description="sha256 of the catalogue that it was trained on.")
    n_titles: int
    weights: dict[str, float] = Field(description="Default weight of each block, and of the year.")
    nearest: dict[str, float] = Field(
        description="What the weights were calibrated from: mean similarity of the nearest titles."
    )
    blocks: list[BlockDocument]
