"""What all documents of the service have in common."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict


class Document(BaseModel):
    """A JSON object with exactly the keys that are described."""

    model_config = ConfigDict(extra="forbid", frozen=True)


def example(document: dict[str, Any]) -> ConfigDict:
    """Return the configuration of a document that bears an example.

    FastAPI leaves nulls out of its description: an example has none.

    Parameters
    ----------
    document : dict
        The example.

    Returns
    -------
    ConfigDict
        To be assigned to ``model_config``.
    """
    return ConfigDict(extra="forbid", frozen=True, json_schema_extra={"examples": [document]})
