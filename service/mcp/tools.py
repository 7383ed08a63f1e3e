"""The four tools: what each is for, what it takes, and how it is answered from a model."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any

from pydantic import BaseModel

from recsys.comparison import compare, rank_among_all
from recsys.model import Model
from recsys.names import resolve
from recsys.query import Query
from recsys.recommender import Recommender
from recsys.wording import ENGLISH
from service.mcp.arguments import (
    ExplainArguments,
    RecommendArguments,
    SearchArguments,
    SimilarArguments,
    similar_query,
)
from service.mcp.documents import ExplanationDocument, ListDocument
from service.routes.titles import search_titles
from service.schemas.search import SearchDocument
from service.web.told import part_name

Result = dict[str, Any]

_DECIMALS = 9


@dataclass(frozen=True, slots=True)
class Tool:
    """A tool that an assistant may call.

    Parameters
    ----------
    name, title : str
        For programs, and for people.
    description : str
        For the language model that chooses among tools.
    arguments, result : type of BaseModel
        What it takes, and what it answers.
    answer : callable
        Answers arguments of that class from a model, as JSON types.
    """

    name: str
    title: str
    description: str
    arguments: type[BaseModel]
    result: type[BaseModel]
    answer: Callable[[Model, Any], Result]


def search(model: Model, asked: SearchArguments) -> Result:
    """Return the titles that a typed name may mean.

    Parameters
    ----------
    model : Model
        The model.
    asked : SearchArguments
        The name.

    Returns
    -------
    dict
        A :class:`service.schemas.search.SearchDocument`.
    """
    return search_titles(model, ENGLISH, q=asked.query, limit=asked.k).model_dump(mode="json")


def similar(model: Model, asked: BaseModel) -> Result:
    """Return the titles that are similar to one title.

    Parameters
    ----------
    model : Model
        The model.
    asked : BaseModel
        Of the class :data:`service.mcp.arguments.SimilarArguments`.

    Returns
    -------
    dict
        A :class:`service.mcp.documents.ListDocument`.

    Raises
    ------
    NotFound, Ambiguous
        If the name leads to no title, or to several.
    QueryError
        If the question cannot be asked.
    """
    return _list(model, similar_query(asked), with_parts=getattr(asked, "parts", False))


def recommend(model: Model, asked: RecommendArguments) -> Result:
    """Return the titles that answer a question.

    Parameters
    ----------
    model : Model
        The model.
    asked : RecommendArguments
        The question.

    Returns
    -------
    dict
        A :class:`service.mcp.documents.ListDocument`.

    Raises
    ------
    NotFound, Ambiguous
        If a name leads to no title, or to several.
    QueryError
        If the question cannot be asked.
    """
    return _list(model, asked.to_query(), with_parts=asked.parts)


def explain(model: Model, asked: ExplainArguments) -> Result:
    """Return the score of one title for another with all of its parts.

    Parameters
    ----------
    model : Model
        The model.
    asked : ExplainArguments
        The two titles.

    Returns
    -------
    dict
        A :class:`service.mcp.documents.ExplanationDocument`.

    Raises
    ------
    NotFound, Ambiguous
        If a name leads to no title, or to several.
    QueryError
        If both names mean one title.
    """
    row, seed = (resolve(model.names, name, model.choice).row for name in (asked.title, asked.because_of))
    compared = compare(model, seed, row)
    return {
        "model": {"version": model.info.version, "fingerprint": model.info.fingerprint},
        "title": asdict(model.choice(row)),
        "because_of": asdict(model.choice(seed)),
        "score": round(compared.score, 6),
        "place": rank_among_all(model, seed, row),
        "others": len(model) - 1,
        # Nine decimals, as in an answer.
        "parts": [
            {
                **asdict(part),
                "value": round(part.value, _DECIMALS),
                "name": part_name(part, model.people),
            }
            for part in compared.parts
        ],
        "reasons": [
            {**asdict(reason), "value": round(reason.value, _DECIMALS)} for reason in compared.reasons
        ],
    }


def _list(model: Model, query: Query, *, with_parts: bool) -> Result:
    document = Recommender(model).recommend(query).to_dict()
    if not with_parts:
        for result in document["results"]:
            result["parts"] = []
    return document


_LIST = (
    "Each result has its id, facts, score, reasons in words, and notes on what is not known. If filters "
    "leave nothing, the list is empty and `relaxations` says which one to drop. A name that may mean several "
    "titles, or none, is refused with the choices and their ids: ask again with an id."
)
TOOLS = (
    Tool(
        "search_titles",
        "Search titles",
        "Finds titles of the catalogue by name: exact names, then beginnings, words and near spellings, "
        "in any script. Use it to get the id of a title, or to see whether the catalogue knows it.",
        SearchArguments,
        SearchDocument,
        search,
    ),
    Tool(
        "similar_titles",
        "Similar titles",
        "Finds films and series similar to one title, best first. Takes its name or its id, and filters. "
        f"{_LIST}",
        SimilarArguments,
        ListDocument,
        similar,
    ),
    Tool(
        "recommend",
        "Recommend",
        "Recommends films and series for a whole question: titles that are liked and disliked, a premise in "
        "one's own words, tones wanted more or less, and filters such as countries, form, medium, genres, "
        f"people, places, years and lengths. Filters alone are a question, too. {_LIST}",
        RecommendArguments,
        ListDocument,
        recommend,
    ),
    Tool(
        "explain",
        "Explain a score",
        "Says why one title is near to another: its score as an answer to that title alone, and all signed "
        "parts of the score, which sum to it. Use it when somebody asks why a title was recommended.",
        ExplainArguments,
        ExplanationDocument,
        explain,
    ),
)
"""In the order in which they are listed."""
