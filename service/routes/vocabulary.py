"""The words that a question may use."""

from __future__ import annotations

from fastapi import APIRouter

from recsys.catalogue import genre_vocabulary, regions, tone_vocabulary
from recsys.query import RelationPolicy
from recsys.title import Form, Medium, RelationKind
from service.openapi import problems
from service.routes.model import block_documents
from service.schemas import VocabularyDocument, VocabularyGenre, VocabularyRegion, VocabularyTone
from service.store import CurrentModel

router = APIRouter(tags=["model"])


@router.get("/v1/vocabulary", summary="Vocabulary", responses=problems(414, 500, 503))
def list_vocabulary(model: CurrentModel) -> VocabularyDocument:
    """Tones, genres, regions and the other words that filters and wishes are written with."""
    return VocabularyDocument(
        tones=_tones(),
        genres=[VocabularyGenre(id=genre.id, name=genre.name) for genre in genre_vocabulary().values()],
        regions=[VocabularyRegion(id=id, countries=list(codes)) for id, codes in sorted(regions().items())],
        forms=list(Form),
        media=list(Medium),
        relation_kinds=list(RelationKind),
        relation_policies=list(RelationPolicy),
        blocks=block_documents(model),
    )


def _tones() -> list[VocabularyTone]:
    return [
        VocabularyTone(
            id=tone.id,
            name=tone.name,
            group=tone.group,
            definition=tone.definition,
            spoiler=tone.spoiler,
            content_warning=tone.content_warning,
        )
        for tone in tone_vocabulary()
    ]
