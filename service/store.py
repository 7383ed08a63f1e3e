"""The model that answers a request: the store that holds it, and how a route takes it."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Request

from recsys.model import Model
from service.model_store import ModelStore

__all__ = ["CurrentModel", "ModelStore", "current_model"]


async def current_model(request: Request) -> Model:
    """Return the model of a request, taken once at its start.

    Parameters
    ----------
    request : Request
        The request.

    Returns
    -------
    Model
        The same model for all that the request does.
    """
    store: ModelStore = request.app.state.store
    return store.current()


CurrentModel = Annotated[Model, Depends(current_model)]
"""Parameter of a route: the model that answers the request."""
