"""The answer to a question, as the documentation describes it.

What is sent is :meth:`recsys.answer.Answer.to_dict`; tests compare both with the description.
"""

from __future__ import annotations

from typing import Any

from pydantic import Field
from starlette.responses import JSONResponse

from recsys.answer import Answer, ReasonKind
from recsys.model import Model
from recsys.query import Query
from recsys.recommender import Recommender
from recsys.title import Form, Medium
from recsys.wording import language_of
from service.hot_path.answer_json import encoded
from service.languages import language_headers
from service.schemas.document import Document, example
from service.schemas.model import EXAMPLE_MODEL, ModelName
from service.schemas.titles import RelatedTitle
from service.watching.noted import note_answer


class ResolvedSeedDocument(Document):
    """A title of the question, as it was understood."""

    id: str
    title: str
    weight: float = Field(description="Positive for liked, negative for disliked.")
    matched_by: str = Field(description="`id`, the kind of the name, `beginning`, `word` or `spelling`.")
    viewer: int | None = Field(description="Whose it is where several ask together, from 1; else null.")


class ResolvedQueryDocument(Document):
    """The question as it was understood."""

    seeds: list[ResolvedSeedDocument]
    text: str
    understood: list[str] = Field(description="Words of the text that the catalogue knows.")
    ignored: list[str] = Field(description="Words of the text that no title knows.")
    more: dict[str, float] = Field(description="Tones asked for more, by id.")
    less: dict[str, float] = Field(description="Tones asked for less, by id.")
    weights: dict[str, float] = Field(description="Block weights that were used.")
    filters: dict[str, Any] = Field(
        description="Filters that were set: countries as codes, genres and tones as ids."
    )
    options: dict[str, Any] = Field(
        description="Escapism, diversity, relations, blend, k, offset and seed; where they were set, also "
        "fame, boost, min_score, spoilers, language, together, and how many titles were to be left out."
    )


class ReasonDocument(Document):
    """Why a title is shown."""

    kind: ReasonKind
    text: str
    shared: list[str] = Field(description="The traits that are shared.")
    features: list[str] = Field(description="The same traits as `block/feature`, in the words of the parts.")
    value: float = Field(description="What they add to the score.")


class PartDocument(Document):
    """One signed summand of a score."""

    block: str = Field(description="Feature block, or the name of an added term such as `escapism`.")
    feature: str
    seed: str | None = Field(description="Title, `text`, `more` or `less` that brought it.")
    value: float


class ResultDocument(Document):
    """One recommended title."""

    rank: int = Field(description="Place in the whole list, from 1.")
    id: str
    title: str
    original_title: str | None
    year: int | None
    form: Form | None
    medium: Medium | None
    countries: list[str]
    score: float = Field(description="Comparable within one answer only.")
    reasons: list[ReasonDocument]
    parts: list[PartDocument] = Field(description="They sum to the score, apart from rounding.")
    notes: list[str] = Field(description="What one should know, such as what is not known.")


class RelaxationDocument(Document):
    """A filter whose removal alone would give results."""

    drop: str
    results: int = Field(description="How many.")


ANSWER_EXAMPLE: dict[str, Any] = {
    "query": {
        "seeds": [
            {
                "id": "kill-boksoon-2023",
                "title": "Kill Boksoon",
                "weight": 1.0,
                "matched_by": "title",
                "viewer": 1,
            },
            {
                "id": "revelations-2025",
                "title": "Revelations",
                "weight": 1.0,
                "matched_by": "title",
                "viewer": 2,
            },
        ],
        "text": "",
        "understood": [],
        "ignored": [],
        "more": {},
        "less": {},
        "weights": {"genres": 0.2036, "tones": 0.3225, "year": 0.2048},
        "filters": {"countries": {"all": [["JP"], ["KR"]]}},
        "options": {"relations": "one", "k": 10, "offset": 0, "together": ["Ana", "viewer 2"]},
    },
    "model": EXAMPLE_MODEL,
    "results": [
        {
            "rank": 1,
            "id": "my-name-2021",
            "title": "My Name",
            "original_title": "마이 네임",
            "year": 2021,
            "form": "series",
            "medium": "live-action",
            "countries": ["KR"],
            "score": 0.3,
            "reasons": [
                {
                    "kind": "genre",
                    "text": "also action",
                    "shared": ["action"],
                    "features": ["genres/action"],
                    "value": 0.14,
                },
            ],
            "parts": [
                {
                    "block": "genres",
                    "feature": "action",
                    "seed": "kill-boksoon-2023",
                    "value": 0.14,
                },
                {"block": "year", "feature": "2021", "seed": "kill-boksoon-2023", "value": 0.16},
            ],
            "notes": ["for Ana: 0.81 of the best there is", "for viewer 2: 0.64 of the best there is"],
        }
    ],
    "related": [
        {
            "id": "mantis-2025",
            "title": "Mantis",
            "year": 2025,
            "kind": "spin-off",
            "text": "Mantis is a spin-off of Kill Boksoon",
            "is_version": False,
        }
    ],
    "relaxations": [],
    "notices": [],
}


class AnswerDocument(Document):
    """Ranked, explained titles, or none with the filters that left none."""

    model_config = example(ANSWER_EXAMPLE)

    query: ResolvedQueryDocument
    model: ModelName
    results: list[ResultDocument] = Field(description="Best first.")
    related: list[RelatedTitle] = Field(description="Sequels, spin-offs and other versions of the seeds.")
    relaxations: list[RelaxationDocument] = Field(
        description="When nothing is left: which single filter to drop."
    )
    notices: list[str] = Field(description="What else one should know about this answer.")


class AnswerResponse(JSONResponse):
    """A response that is made of an answer as it is."""

    def render(self, content: Answer) -> bytes:
        """Return the answer's JSON.

        Parameters
        ----------
        content : Answer
            What the model answered.

        Returns
        -------
        bytes
            Its JSON in UTF-8.
        """
        return encoded(content)


def answer(model: Model, query: Query, *, reports: dict[str, Any] | None = None) -> JSONResponse:
    """Return a model's answer to a question as a response.

    Parameters
    ----------
    model : Model
        The model of the request.
    query : Query
        The question.
    reports : dict or None
        What became of the files that the question came with, beside the answer's own keys.

    Returns
    -------
    JSONResponse
        The answer's own JSON and the reports; its headers tell the language.
    """
    found = Recommender(model).recommend(query)
    note_answer(found)
    headers = language_headers(language_of(query.language))
    if reports:
        return JSONResponse({**found.to_dict(), **reports}, headers=headers)
    return AnswerResponse(found, headers=headers)
