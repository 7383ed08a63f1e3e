"""The model that answers a request: the store that holds it, and how a request takes it once."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Request
from starlette.types import Scope

from recsys.model import Model
from service.models.model_store import ModelStore

__all__ = ["CurrentModel", "ModelStore", "current_model", "pin_model", "pinned_model"]

_STATE, _NAME = "state", "model"


def pin_model(scope: Scope, model: Model | None) -> None:
    """Give a request its model; what is served later does not matter to it.

    Parameters
    ----------
    scope : Scope
        The request.
    model : Model or None
        The model; None if there is none.
    """
    scope.setdefault(_STATE, {})[_NAME] = model


def pinned_model(scope: Scope) -> Model | None:
    """Return the model that a request was given.

    Parameters
    ----------
    scope : Scope
        The request.

    Returns
    -------
    Model or None
        None if there was none, or nobody has given it one.
    """
    model: Model | None = scope.get(_STATE, {}).get(_NAME)
    return model


async def current_model(request: Request) -> Model:
    """Return the model of a request, the same for all that the request does.

    Parameters
    ----------
    request : Request
        The request.

    Returns
    -------
    Model
        What it was given at its start.
    """
    store: ModelStore = request.app.state.store
    return pinned_model(request.scope) or store.current()


CurrentModel = Annotated[Model, Depends(current_model)]
"""Parameter of a route: the model that answers the request."""
