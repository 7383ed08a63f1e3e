"""Several questions at once, and their answers."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from service.recommend_document import FilesAnswerDocument, RecommendDocument
from service.schemas.answers import ANSWER_EXAMPLE, AnswerDocument
from service.schemas.document import Document, example
from service.schemas.problems import Problem

MOST_QUESTIONS = 50


class BatchDocument(Document):
    """Questions that are asked together: a page of a catalogue, a night's mail."""

    questions: Annotated[list[RecommendDocument], Field(min_length=1, max_length=MOST_QUESTIONS)] = Field(
        description="Each as `POST /v1/recommend` takes it."
    )


class AnsweredItem(Document):
    """A question that was answered."""

    status: Literal[200]
    answer: AnswerDocument | FilesAnswerDocument = Field(description="As if it had been asked alone.")


class RefusedItem(Document):
    """A question that was not answered."""

    status: int = Field(ge=400, description="As if it had been asked alone.")
    problem: Problem = Field(description="What was wrong.")


class BatchAnswerDocument(Document):
    """What came of the questions, in their order; all are answered by one model."""

    model_config = example({"answers": [{"status": 200, "answer": ANSWER_EXAMPLE}]})

    answers: list[AnsweredItem | RefusedItem]
