"""The questions that two models are asked: titles that both know, or questions out of a file."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from recsys.catalogue.problems import RowReport, shown
from recsys.errors import BadData, QueryError
from recsys.model import Model
from recsys.query import Query, Seed
from recsys.query_document import query_from_json

SAMPLE = 200
"""So many titles are asked for unless somebody says otherwise."""

LONGEST_NAME = 500


@dataclass(frozen=True, slots=True)
class NamedQuery:
    """A question, and what a report calls it."""

    name: str
    query: Query

    @classmethod
    def of(cls, query: Query, number: int) -> NamedQuery:
        """Return a question under a name that follows from it.

        Parameters
        ----------
        query : Query
            The question.
        number : int
            Its place among the questions, from 1; its name where it has no better one.

        Returns
        -------
        NamedQuery
            Called by its liked titles, else by its text.
        """
        liked = " + ".join(seed.name for seed in query.like)
        name = liked or query.text.strip() or f"question {number}"
        return cls(name[:LONGEST_NAME], query)


def common_seeds(model_a: Model, model_b: Model, most: int | None = SAMPLE) -> tuple[NamedQuery, ...]:
    """Return the question "what is similar to it?" for titles that both models know.

    Parameters
    ----------
    model_a, model_b : Model
        The models.
    most : int or None
        How many titles at most, spread evenly over the sorted ids; None takes all.

    Returns
    -------
    tuple of NamedQuery
        In the order of the ids; the same each time.
    """
    ids = sorted(set(model_a.names.ids.table) & set(model_b.names.ids.table))
    if most is not None and most < len(ids):
        ids = [ids[number * len(ids) // most] for number in range(most)]
    return tuple(
        NamedQuery(model_a.choice(model_a.row(id)).label, Query(like=(Seed(id, is_id=True),))) for id in ids
    )


def read_queries(path: Path) -> tuple[NamedQuery, ...]:
    """Return the questions of a file.

    Parameters
    ----------
    path : Path
        JSON lines, or one JSON list: each a question as ``recsys recommend --query`` reads it,
        perhaps with a ``name``.

    Returns
    -------
    tuple of NamedQuery
        In the order of the file.

    Raises
    ------
    BadData
        If the file has no question, or one that cannot be asked; names file, line and field.
    """
    queries = tuple(_queries(path))
    if not queries:
        msg = f"{path.name} has no question: expected lines such as " + '{"like": ["Crash Landing on You"]}'
        raise BadData(msg)
    return queries


def _queries(path: Path) -> Iterator[NamedQuery]:
    from recsys.files import json_records, open_sources  # only who has a file waits for its readers

    number = 0
    for source in open_sources(path):
        for value, report in json_records(source):
            number += 1
            yield _query(value, report, number)


def _query(value: Any, report: RowReport, number: int) -> NamedQuery:
    if not report.problems and not isinstance(value, dict):
        report.add("", f"{shown(value)} is no question: expected a JSON object")
    document = {} if report.problems else dict(value)
    name = document.pop("name", None)
    if name is not None and not (isinstance(name, str) and 0 < len(name) <= LONGEST_NAME):
        report.add("name", f"{shown(name)} is no name: expected a text of at most {LONGEST_NAME} letters")
    if report.problems:
        raise BadData(str(report.problems[0]))
    try:
        query = query_from_json(document)
    except QueryError as error:
        report.add("", str(error))  # which names the field
        raise BadData(str(report.problems[0])) from error
    return NamedQuery(name, query) if name else NamedQuery.of(query, number)
