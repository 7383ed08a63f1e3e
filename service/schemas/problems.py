"""What is answered where something is wrong."""

from __future__ import annotations

from pydantic import Field

from service.schemas.document import Document, example


class ChoiceDocument(Document):
    """A title that may have been meant."""

    id: str = Field(description="Identifier of the title.")
    label: str = Field(description="The title as people tell it apart: name, year and form.")


class FieldProblem(Document):
    """A field of the request that is not valid; what stood in it is not repeated."""

    field: str = Field(description="Where: `query.k`, `body.filters.year.0`, `path.id`.")
    detail: str = Field(description="What was expected.")


class Problem(Document):
    """What went wrong, as a problem document (RFC 9457)."""

    model_config = example(
        {
            "type": "/problems/not-found",
            "title": "No title is called so",
            "status": 404,
            "detail": "no title is called 'Goblin 3'; the nearest names are: Goblin (2016, series)",
            "choices": [{"id": "goblin-2016", "label": "Goblin (2016, series)"}],
        }
    )

    type: str = Field(description="Kind of problem; `about:blank` if the status says all.")
    title: str = Field(description="The kind in words; the same each time.")
    status: int = Field(description="The HTTP status.")
    detail: str = Field(description="What is wrong this time, what was expected, what to do next.")
    choices: list[ChoiceDocument] | None = Field(
        None, description="404: the nearest names. 409: the titles that may be meant."
    )
    errors: list[FieldProblem] | None = Field(None, description="422: the fields that are not valid.")
