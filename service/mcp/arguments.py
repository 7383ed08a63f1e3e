"""What each tool takes; a question is that of ``POST /v1/recommend``, and nothing of it stands here twice."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, create_model

from recsys.errors import QueryError
from recsys.query import Query
from recsys.query_document import QueryDocument, query_from_json
from service.parameters import SimilarParameters

_Name = Annotated[str, Field(min_length=1, max_length=500)]  # as long as an id may be
_PARTS = "Whether each result comes with all signed summands of its score; long, and seldom needed."


class Arguments(BaseModel):
    """Arguments of a tool; a field that it lacks is refused."""

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)


class SearchArguments(Arguments):
    """What is looked for."""

    query: str = Field(
        min_length=1, max_length=200, description="A name or part of it, in any script; a year may follow."
    )
    k: int = Field(10, ge=1, le=50, strict=True, description="Most titles to give.")


class ExplainArguments(Arguments):
    """Two titles."""

    title: _Name = Field(description="Any name of the title whose score is explained, or its id.")
    because_of: _Name = Field(description="Any name of the title that it is compared with, or its id.")


class RecommendArguments(QueryDocument):
    """A question."""

    parts: bool = Field(False, strict=True, description=_PARTS)


class _OneTitle(Arguments):
    title: _Name | None = Field(
        None, description="Any name of the title, or its id; a year may follow. This or `id`."
    )
    id: _Name | None = Field(None, description="Identifier of the title, as a result gives it.")
    parts: bool = Field(False, strict=True, description=_PARTS)


_OWN = frozenset(_OneTitle.model_fields)
_TAKEN = [
    name for name in QueryDocument.model_fields if name == "filters" or name in SimilarParameters.model_fields
]
_FIELDS: dict[str, Any] = {
    name: (field.annotation, field) for name, field in QueryDocument.model_fields.items() if name in _TAKEN
}
SimilarArguments = create_model(
    "SimilarArguments", __base__=_OneTitle, __doc__="One title, and what results must fulfil.", **_FIELDS
)
"""One title, and of a question what ``GET /v1/similar`` takes."""


def similar_query(arguments: BaseModel) -> Query:
    """Return the question: what is similar to one title.

    Parameters
    ----------
    arguments : BaseModel
        Of the class :data:`SimilarArguments`.

    Returns
    -------
    Query
        The question.

    Raises
    ------
    QueryError
        If neither or both of name and id are given, or it cannot be asked.
    """
    given = arguments.model_dump(include={"id", "title"}, exclude_none=True)
    if len(given) != 1:
        msg = "give the title that others should be similar to: its name as `title`, or its `id`"
        raise QueryError(msg)
    asked = arguments.model_dump(mode="json", exclude=set(_OWN), exclude_unset=True)
    return query_from_json({**asked, "like": [given]})
