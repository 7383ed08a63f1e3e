"""The model that answers."""

from __future__ import annotations

from fastapi import APIRouter

from recsys.model import Model
from service.models.current import CurrentModel
from service.openapi import problems
from service.schemas.model import BlockDocument, ModelDocument

router = APIRouter(tags=["model"])


@router.get("/v1/model", summary="The model", responses=problems(414, 500, 503))
def describe_model(model: CurrentModel) -> ModelDocument:
    """Version, fingerprint of the catalogue, default weights and feature blocks."""
    return ModelDocument(
        version=model.info.version,
        fingerprint=model.info.fingerprint,
        n_titles=model.info.n_titles,
        weights=dict(model.info.weights),
        nearest=dict(model.info.nearest),
        blocks=block_documents(model),
    )


def block_documents(model: Model) -> list[BlockDocument]:
    """The feature blocks of a model."""
    return [
        BlockDocument(
            name=block.spec.name,
            reason=block.spec.reason,
            weight=model.info.weights.get(block.spec.name, 0.0),
            on_request=model.info.on_request.get(block.spec.name, 0.0),
            is_trait=block.spec.is_trait,
            n_features=len(block.terms),
        )
        for block in model.space.blocks
    ]
