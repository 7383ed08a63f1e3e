"""Everything that the service can be asked; a test compares this list with the description."""

from __future__ import annotations

from typing import TYPE_CHECKING

from service.client.operations import Operation

if TYPE_CHECKING:
    from service.external.documents import ExternalAnswerDocument
    from service.history import HistoryAnswer
    from service.recommend_document import FilesAnswerDocument
    from service.routes.audit import AuditDocument
    from service.schemas.admin import AddedTitleDocument, ReloadDocument
    from service.schemas.answers import AnswerDocument
    from service.schemas.batch import BatchAnswerDocument
    from service.schemas.diff import DiffDocument
    from service.schemas.map import MapDocument
    from service.schemas.model import ModelDocument
    from service.schemas.search import SearchDocument
    from service.schemas.state import RootDocument
    from service.schemas.titles import TitleDocument
    from service.schemas.vocabulary import VocabularyDocument

_ANSWER = "service.schemas.answers:AnswerDocument"
_BY_IDS = "service.external.documents:ExternalAnswerDocument"

SIMILAR: Operation[AnswerDocument] = Operation("GET", "/v1/similar", (_ANSWER,), has_pages=True)
SIMILAR_TO_ID: Operation[AnswerDocument] = Operation(
    "GET", "/v1/titles/{id}/similar", (_ANSWER,), has_pages=True
)
RECOMMEND: Operation[AnswerDocument | FilesAnswerDocument] = Operation(
    "POST",
    "/v1/recommend",
    (_ANSWER, "service.recommend_document:FilesAnswerDocument"),
    body="RecommendDocument",
    has_pages=True,
)
RECOMMEND_BY_ADDRESS: Operation[AnswerDocument] = Operation(
    "GET", "/v1/recommend", (_ANSWER,), has_pages=True
)
BATCH: Operation[BatchAnswerDocument] = Operation(
    "POST", "/v1/batch", ("service.schemas.batch:BatchAnswerDocument",), body="BatchDocument"
)
EXTERNAL_SIMILAR: Operation[ExternalAnswerDocument] = Operation(
    "GET", "/v1/external/{site}/{id}/similar", (_BY_IDS,), has_pages=True
)
EXTERNAL_RECOMMEND: Operation[ExternalAnswerDocument] = Operation(
    "POST", "/v1/external/recommend", (_BY_IDS,), body="ExternalQuestionDocument", has_pages=True
)
SEARCH: Operation[SearchDocument] = Operation("GET", "/v1/titles", ("service.schemas.search:SearchDocument",))
TITLE: Operation[TitleDocument] = Operation(
    "GET", "/v1/titles/{id}", ("service.schemas.titles:TitleDocument",)
)
VOCABULARY: Operation[VocabularyDocument] = Operation(
    "GET", "/v1/vocabulary", ("service.schemas.vocabulary:VocabularyDocument",)
)
MAP: Operation[MapDocument] = Operation("GET", "/v1/map", ("service.schemas.map:MapDocument",))
HISTORY: Operation[HistoryAnswer] = Operation(
    "POST", "/v1/history", ("service.history:HistoryAnswer",), body="file"
)
AUDIT: Operation[AuditDocument] = Operation(
    "POST", "/v1/audit", ("service.routes.audit:AuditDocument",), body="file"
)
OVERVIEW: Operation[RootDocument] = Operation("GET", "/v1", ("service.schemas.state:RootDocument",))
MODEL: Operation[ModelDocument] = Operation("GET", "/v1/model", ("service.schemas.model:ModelDocument",))
MODEL_DIFF: Operation[DiffDocument] = Operation(
    "GET", "/v1/model/diff", ("service.schemas.diff:DiffDocument",)
)
PUT_TITLE: Operation[AddedTitleDocument] = Operation(
    "PUT", "/admin/titles/{id}", ("service.schemas.admin:AddedTitleDocument",), body="row"
)
RELOAD: Operation[ReloadDocument] = Operation(
    "POST", "/admin/reload", ("service.schemas.admin:ReloadDocument",)
)
