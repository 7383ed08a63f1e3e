"""The catalogue: search, one title, and what is similar to it."""

from __future__ import annotations

import json
from dataclasses import asdict, replace
from typing import Annotated

from fastapi import APIRouter, Path, Query
from starlette.responses import JSONResponse

from recsys.catalogue import tone_vocabulary, tones_of, warnings_of
from recsys.catalogue.claims import claims_of
from recsys.catalogue.nations import nations_document
from recsys.model import Model
from recsys.names import NameHit, search
from recsys.presentation import related_titles
from recsys.title import Tone
from recsys.wording import ENGLISH, Language
from service.languages import AcceptedLanguage, NamedLanguage
from service.models.current import CurrentModel
from service.openapi import problems
from service.parameters import SimilarParameters
from service.schemas.answers import AnswerDocument, answer
from service.schemas.model import ModelName
from service.schemas.search import SearchDocument, TitleHit
from service.schemas.titles import (
    FieldClaimsDocument,
    PersonDocument,
    RelatedTitle,
    TitleDocument,
    TitleNations,
    ToneDocument,
)

router = APIRouter(prefix="/v1/titles", tags=["titles"])

TitleId = Annotated[
    str,
    Path(
        min_length=1,
        max_length=500,
        description="Identifier of a title; a search gives it.",
        examples=["crash-landing-on-you-2019"],
    ),
]


@router.get("", summary="Search", responses=problems(414, 422, 500, 503))
def search_titles(
    model: CurrentModel,
    language: NamedLanguage,
    q: Annotated[
        str,
        Query(
            min_length=1,
            max_length=200,
            description="A name or part of it, in any script; a year may follow.",
            examples=["84 Square Meters"],
        ),
    ],
    limit: Annotated[int, Query(ge=1, le=50, description="Most titles to give.", examples=[5])] = 10,
) -> SearchDocument:
    """Titles that a typed name may mean: exact names, then beginnings, words, near spellings."""
    hits = search(model.names, q, limit)
    return SearchDocument(model=_name(model), results=[_hit(model, hit, language) for hit in hits])


# Before the title itself: an id may hold slashes, and this ending is never part of one.
@router.get(
    "/{id:path}/similar",
    summary="Similar to a title, by id",
    response_model=AnswerDocument,
    responses=problems(404, 414, 422, 500, 503),
    tags=["recommendations"],
)
def similar_to_title(
    model: CurrentModel,
    id: TitleId,
    parameters: Annotated[SimilarParameters, Query()],
    accepted: AcceptedLanguage,
) -> JSONResponse:
    """Titles similar to the one of an id, with reasons."""
    model.row(id)
    return answer(model, parameters.to_query(id, accepted))


@router.get("/{id:path}", summary="A title", responses=problems(404, 414, 422, 500, 503))
def get_title(model: CurrentModel, id: TitleId, language: NamedLanguage) -> TitleDocument:
    """All that is known of one title: its row, tones with their basis, relations, people and nations.

    `claims` says who says what of single fields; where sources contradict each other, all are there.
    """
    row = model.row(id)
    title = model.title(row)
    warnings = warnings_of(title)
    return TitleDocument(
        model=_name(model),
        label=replace(title, title=language.title(title)).label,
        row=json.loads(model.documents[row]),
        tones=[_tone(tone, language) for tone in tones_of(title)],
        content_warnings=None if warnings is None else list(warnings),
        related=[RelatedTitle.model_validate(asdict(one)) for one in related_titles(model, row, language)],
        people=[
            PersonDocument(name=one.person, role=one.role, nationality=list(one.nationality) or None)
            for one in title.credits
        ],
        nations=TitleNations.model_validate(nations_document(title)),
        claims=[FieldClaimsDocument.model_validate(one.to_dict()) for one in claims_of(title)],
    )


def _name(model: Model) -> ModelName:
    return ModelName(version=model.info.version, fingerprint=model.info.fingerprint)


def _hit(model: Model, hit: NameHit, language: Language) -> TitleHit:
    title = model.title(hit.row)
    return TitleHit(
        id=title.id,
        title=language.title(title),
        original_title=title.original_title,
        year=title.year,
        form=title.form,
        medium=title.medium,
        countries=list(title.countries),
        name=hit.name,
        matched_by=hit.matched_by,
    )


def _tone(tone: Tone, language: Language) -> ToneDocument:
    entry = tone_vocabulary().get(tone.id)
    name = entry.name if entry else tone.id
    return ToneDocument(
        id=tone.id,
        name=name if language is ENGLISH else language.tone(tone.id),
        group=entry.group if entry else "",
        spoiler=entry.spoiler if entry else False,
        intensity=tone.intensity,
        state=tone.state,
        basis=tone.basis,
        confidence=tone.confidence,
    )
