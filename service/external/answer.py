"""From an answer to the same answer in ids of other sites."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from recsys.model import Model
from recsys.query import Query
from recsys.recommender import Recommender
from service.external.lookup import ids_elsewhere
from service.external.question import Unused
from service.external.sites import type_of
from service.schemas.problems import ChoiceDocument
from service.watching.noted import note_answer


def answer_by_ids(model: Model, query: Query, reply: Sequence[str], unused: Unused) -> dict[str, Any]:
    """Return a model's answer to a question, in ids of other sites.

    Parameters
    ----------
    model : Model
        The model of the request.
    query : Query
        The question, in ids of the catalogue.
    reply : sequence of str
        Sites whose ids are wanted; empty asks for all.
    unused : Unused
        What of the question was not used.

    Returns
    -------
    dict
        JSON of :class:`service.external.documents.ExternalAnswerDocument`.
    """
    answer = Recommender(model).recommend(query)
    note_answer(answer)
    found = answer.to_dict()
    results = [_result(model, result, reply) for result in found["results"]]
    return {
        "model": found["model"],
        "results": results,
        "without_ids": [
            ChoiceDocument(id=result["id"], label=result["label"]).model_dump()
            for result in results
            if not result["ids"]
        ],
        "unknown": [each.model_dump() for each in unused.unknown],
        "ambiguous": [each.model_dump() for each in unused.ambiguous],
        "relaxations": found["relaxations"],
        "notices": found["notices"],
    }


def _result(model: Model, result: dict[str, Any], reply: Sequence[str]) -> dict[str, Any]:
    row = model.row(result["id"])
    title = model.title(row)
    return {
        "rank": result["rank"],
        "id": title.id,
        "label": replace(title, title=result["title"]).label,
        "type": type_of(title.form),
        "ids": ids_elsewhere(model, row, reply),
        **{name: result[name] for name in ("score", "reasons", "notes")},
    }
