"""The words that a question may use."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from fastapi import APIRouter

from recsys.catalogue import genre_vocabulary, regions, tone_vocabulary
from recsys.index.terms import split_term
from recsys.model import Model
from recsys.query import RelationPolicy
from recsys.title import Form, Medium, RelationKind, SourceKind, Status
from recsys.wording import ENGLISH, LANGUAGES, Language
from service.languages import NamedLanguage
from service.models.current import CurrentModel
from service.openapi import problems
from service.routes.model import block_documents
from service.schemas.vocabulary import (
    VocabularyChart,
    VocabularyDocument,
    VocabularyGenre,
    VocabularyRegion,
    VocabularyService,
    VocabularyTone,
)

router = APIRouter(tags=["model"])


@router.get("/v1/vocabulary", summary="Vocabulary", responses=problems(414, 422, 500, 503))
def list_vocabulary(model: CurrentModel, language: NamedLanguage) -> VocabularyDocument:
    """Tones, genres, regions and the other words that filters and wishes are written with.

    Questions are written with ids; the names are in the language of the answer where it has any.
    """
    return VocabularyDocument(
        tones=_tones(language),
        genres=_genres(language),
        regions=[VocabularyRegion(id=id, countries=list(codes)) for id, codes in sorted(regions().items())],
        forms=list(Form),
        media=list(Medium),
        relation_kinds=list(RelationKind),
        relation_policies=list(RelationPolicy),
        source_kinds=list(SourceKind),
        statuses=list(Status),
        languages=list(LANGUAGES),
        services=list(_services(model)),
        charts=list(_charts(model)),
        blocks=block_documents(model),
    )


def _tones(language: Language) -> list[VocabularyTone]:
    return [
        VocabularyTone(
            id=tone.id,
            name=tone.name if language is ENGLISH else language.tone(tone.id),
            group=tone.group,
            definition=tone.definition,
            spoiler=tone.spoiler,
            content_warning=tone.content_warning,
        )
        for tone in tone_vocabulary()
    ]


def _genres(language: Language) -> list[VocabularyGenre]:
    return [
        VocabularyGenre(id=genre.id, name=genre.name if language is ENGLISH else language.genre(genre.id))
        for genre in genre_vocabulary().values()
    ]


def _services(model: Model) -> Iterator[VocabularyService]:
    countries: dict[str, set[str]] = defaultdict(set)
    for service, country in map(split_term, model.facets.terms["services"]):
        countries[service].update([country] if country else [])
    for service, known in sorted(countries.items()):
        yield VocabularyService(id=service, countries=sorted(known))


def _charts(model: Model) -> Iterator[VocabularyChart]:
    for country, platform in map(split_term, model.facets.terms["charts"]):
        place = country or "global"
        yield VocabularyChart(id=f"rank:{place}:{platform}", country=country or None, platform=platform)
