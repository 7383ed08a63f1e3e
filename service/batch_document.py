"""Several questions at once, and their answers."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field

from service.answers import ANSWER_EXAMPLE, AnswerDocument
from service.recommend_document import FilesAnswerDocument, RecommendDocument
from service.schemas import Document, Problem, example

MOST_QUESTIONS = 50

_PROBLEM: dict[str, Any] = {
    "type": "/problems/not-found",
    "title": "No title is called so",
    "status": 404,
    "detail": "no title is called 'Goblin 3'; the nearest names are: Goblin (2016, series)",
    "choices": [{"id": "goblin-2016", "label": "Goblin (2016, series)"}],
}


class BatchDocument(Document):
    """Questions that are asked together: a page of a catalogue, a night's mail."""

    questions: Annotated[list[RecommendDocument], Field(min_length=1, max_length=MOST_QUESTIONS)] = Field(
        description="Each as `POST /v1/recommend` takes it."
    )


class BatchItem(Document):
    """What came of one question."""

    status: int = Field(description="As if it had been asked alone.")
    answer: AnswerDocument | FilesAnswerDocument | None = Field(
        None, description="The answer, where the status is 200."
    )
    problem: Problem | None = Field(None, description="What was wrong, elsewhere.")


class BatchAnswerDocument(Document):
    """What came of the questions, in their order; all are answered by one model."""

    model_config = example(
        {"answers": [{"status": 200, "answer": ANSWER_EXAMPLE}, {"status": 404, "problem": _PROBLEM}]}
    )

    answers: list[BatchItem]
