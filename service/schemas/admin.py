"""What the operator's routes answer."""

from __future__ import annotations

from pydantic import Field

from service.models.model_store import Outcome
from service.schemas.document import Document, example
from service.schemas.model import EXAMPLE_MODEL, ModelName


class ReloadDocument(Document):
    """What became of an attempt to serve the published model."""

    model_config = example({"outcome": "swapped", "model": EXAMPLE_MODEL})

    outcome: Outcome = Field(
        description="`swapped`: it is served now. `refused`: it cannot be, and the one before still is; "
        "`failure` says why."
    )
    model: ModelName = Field(description="The model that is served now.")
    failure: str | None = Field(None, description="Why it was refused; the log says more.")


class AddedTitleDocument(Document):
    """A title that was added or changed at run time."""

    model_config = example(
        {
            "id": "kidnap-game-2026",
            "label": "Kidnap Game (2026, series)",
            "is_new": True,
            "model": EXAMPLE_MODEL,
            "unknown_features": ["tags/ransom call"],
            "notices": [],
        }
    )

    id: str
    label: str = Field(description="The title as people tell it apart: name, year and form.")
    is_new: bool = Field(description="Whether no title had this id before.")
    model: ModelName = Field(description="The model that knows it, which this process serves from now on.")
    unknown_features: list[str] = Field(
        description="Features of the title that the model has no column for, as `block/feature`: they count "
        "from the next training on."
    )
    notices: list[str] = Field(description="What else one should know of the row.")
