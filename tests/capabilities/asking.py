"""How these tests ask: the documented JSON of a question, put to a model through the one door."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from recsys import Answer, Model, Recommender, Result, query_from_json
from recsys.names import search

MISSION_TITLES = (
    "romantics-anonymous-2025",
    "i-want-to-eat-your-pancreas-2017",
    "the-handmaiden-2016",
    "parasite-2019",
    "squid-game-2021",
    "what-comes-after-love-2024",
    "connect-2022",
    "soul-mate-2025",
    "road-2026",
    "kidnap-game-2026",
    "lost-in-starlight-2025",
    "revelations-2025",
    "her-2013",
    "wall-to-wall-2025",
    "unlocked-2023",
    "love-untangled-2025",
    "mantis-2025",
    "kill-boksoon-2023",
    "good-news-2025",
    "the-great-flood-2025",
    "your-name-2016",
    "toradora-2008",
)
"""The 22 titles of the articles that started this project, in their order."""

HIGH = 10
"""A title that must stand high is among so many."""


PAGE = 100
"""As many results as one may ask for."""


def ask(model: Model, **query: Any) -> Answer:
    """Return the answer to a question, by default with as many results as one may ask for."""
    return Recommender(model).recommend(query_from_json({"k": PAGE, **query}))


_whole_answers: dict[tuple[int, str], tuple[Model, Answer]] = {}
"""By the identity of the model, which is kept beside the answer so that no other takes its place."""


def ask_for_all(model: Model, **query: Any) -> Answer:
    """Return the answer with every result there is, page after page; many tests look at one such list."""
    key = id(model), json.dumps(query, sort_keys=True)
    if key not in _whole_answers:
        pages = [ask(model, **query)]
        while len(pages[-1].results) == PAGE:
            pages.append(ask(model, **query, offset=PAGE * len(pages)))
        results = tuple(result for page in pages for result in page.results)
        _whole_answers[key] = model, replace(pages[0], results=results)
    return _whole_answers[key][1]


def ids(answer: Answer) -> list[str]:
    """Return the ids of the results, best first."""
    return [result.id for result in answer.results]


def result_of(answer: Answer, id: str) -> Result:
    """Return the result of one title; that it is among them is part of the test."""
    assert id in ids(answer), f"{id} is not among the results"
    return next(result for result in answer.results if result.id == id)


def stands_above(answer: Answer, higher: str, lower: str) -> bool:
    """Whether one title comes before another, which may also have been left out."""
    order = ids(answer)
    return higher in order and (lower not in order or order.index(higher) < order.index(lower))


def found_by(model: Model, text: str) -> dict[str, str]:
    """Return how each title that a search finds was matched, the likeliest first."""
    return {model.title(hit.row).id: hit.matched_by for hit in search(model.names, text)}
