"""What each tool answers: the documents of the service, and those that only an assistant is given."""

from __future__ import annotations

from pydantic import Field

from service.schemas.answers import AnswerDocument, PartDocument, ReasonDocument, ResultDocument
from service.schemas.document import Document
from service.schemas.model import ModelName
from service.schemas.problems import ChoiceDocument


class ListedTitle(ResultDocument):
    """One recommended title."""

    parts: list[PartDocument] = Field(
        description="Signed summands of the score; empty unless `parts` was asked for."
    )


class ListDocument(AnswerDocument):
    """Ranked, explained titles, or none with the filters that left none."""

    results: list[ListedTitle]  # type: ignore[assignment] # a frozen document's members are never replaced


class NamedPart(PartDocument):
    """One signed summand of a score, with its feature in words."""

    name: str = Field(description="The feature in words: people, tones and countries by name.")


class ExplanationDocument(Document):
    """Why one title is near to another, to the last summand."""

    model: ModelName
    title: ChoiceDocument = Field(description="The title whose score this is.")
    because_of: ChoiceDocument = Field(description="The title that it is compared with.")
    score: float = Field(description="What the title scores as an answer to the other one alone.")
    place: int = Field(description="Its place among all others by that score, 1 for the nearest.")
    others: int = Field(description="How many titles have such a place.")
    parts: list[NamedPart] = Field(description="Signed summands; they sum to the score within 1e-6.")
    reasons: list[ReasonDocument] = Field(description="The weightiest of them in words.")
