"""The servers of the benchmarks over HTTP: ours, and what one writes with FastAPI on an afternoon.

``python -m benchmarks.http_apps ours MODEL --port=8000`` serves a model as ``recsys serve`` does;
``… ordinary MODEL`` asks the same library for each answer, and leaves the rest to FastAPI;
``… answers FILE`` and ``… cards FILE`` serve answers that stand in a file: the same documents as ours, or
titles and scores alone. None of them writes a line for each request.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

import uvicorn
from fastapi import FastAPI
from pydantic import BaseModel

from benchmarks.servers import HOST
from recsys.artifact import open_model
from recsys.model import Model
from recsys.query import similar_to
from recsys.recommender import Recommender
from service.app import create_app
from service.schemas.answers import AnswerDocument
from service.settings import Settings

PATH = "/v1/titles/{id}/similar"


class Card(BaseModel):
    """A title with its score, and nothing else."""

    id: str
    title: str
    original_title: str | None
    year: int | None
    form: str | None
    medium: str | None
    countries: list[str]
    score: float


class Cards(BaseModel):
    """An answer without reasons."""

    id: str
    results: list[Card]


def ordinary_app(model: Model) -> FastAPI:
    """Return a service that asks the same library for each answer, and remembers none.

    Parameters
    ----------
    model : Model
        The model, with stored neighbours if it has them.

    Returns
    -------
    FastAPI
        One route, ``def`` with a response model.
    """
    app, recommender = FastAPI(), Recommender(model)

    @app.get(PATH, response_model=AnswerDocument)
    def similar(id: str) -> dict[str, Any]:
        return recommender.recommend(similar_to(id)).to_dict()

    return app


def answers_app(answers: dict[str, dict[str, Any]]) -> FastAPI:
    """Return a service that has our answers in memory.

    Parameters
    ----------
    answers : dict
        Answers by the id of the title that was asked for.

    Returns
    -------
    FastAPI
        One route, ``def`` with a response model.
    """
    app = FastAPI()

    @app.get(PATH, response_model=AnswerDocument)
    def similar(id: str) -> dict[str, Any]:
        return answers[id]

    return app


def cards_app(answers: dict[str, dict[str, Any]]) -> FastAPI:
    """Return a service that has titles and neighbours in memory.

    Parameters
    ----------
    answers : dict
        Answers by the id of the title that was asked for.

    Returns
    -------
    FastAPI
        One route, ``def`` with a response model.
    """
    cards = {
        found["id"]: {name: found[name] for name in Card.model_fields if name != "score"}
        for document in answers.values()
        for found in document["results"]
    }
    neighbours = {
        id: [(found["id"], found["score"]) for found in document["results"]]
        for id, document in answers.items()
    }
    app = FastAPI()

    @app.get(PATH, response_model=Cards)
    def similar(id: str) -> dict[str, Any]:
        return {"id": id, "results": [{**cards[other], "score": score} for other, score in neighbours[id]]}

    return app


def main() -> None:
    """Serve what the command line says."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.http_apps", description=__doc__)
    parser.add_argument("kind", choices=("ours", "ordinary", "answers", "cards"))
    parser.add_argument("path", type=Path)
    parser.add_argument("--port", type=int, required=True)
    chosen = parser.parse_args()
    if chosen.kind == "ours":
        app: FastAPI = create_app(chosen.path, Settings(model=chosen.path))
    elif chosen.kind == "ordinary":
        app = ordinary_app(open_model(chosen.path))
    else:
        answers = json.loads(chosen.path.read_text(encoding="utf-8"))
        app = (answers_app if chosen.kind == "answers" else cards_app)(answers)
    uvicorn.run(app, host=HOST, port=chosen.port, log_level="warning", access_log=False, server_header=False)


if __name__ == "__main__":
    main()
