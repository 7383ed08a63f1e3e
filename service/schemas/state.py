"""Whether the service lives, whether it can answer, and where to go on."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from service.schemas.document import Document, example
from service.schemas.model import EXAMPLE_MODEL, ModelName


class AliveDocument(Document):
    """The process answers."""

    model_config = example({"status": "ok"})

    status: Literal["ok"]


class ReadyDocument(Document):
    """A model is served."""

    model_config = example(
        {"status": "ready", "model": EXAMPLE_MODEL, "last_failure": "The model is damaged"}
    )

    status: Literal["ready"]
    model: ModelName
    last_failure: str | None = Field(
        description="Why a newer model is not served, if the last one could not be opened."
    )


class RootDocument(Document):
    """What this service is, and where to go on."""

    model_config = example({"name": "recsys", "model": EXAMPLE_MODEL, "links": {"openapi": "/openapi.json"}})

    name: Literal["recsys"]
    model: ModelName | None = Field(description="Null if no model is served yet.")
    links: dict[str, str] = Field(description="Pages by what they give.")
