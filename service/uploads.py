"""From a question with files to a question: histories become tastes, a list becomes a filter."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from typing import Any

from recsys.errors import QueryError
from recsys.history import MatchedBy, Viewer, count_matches, read_history_bytes, viewer_of
from recsys.model import Model
from recsys.query import MOST_SEEDS_TOGETHER, Query
from recsys.query_document import query_from_json
from service.history import HistoryUpload, reading
from service.recommend_document import RecommendDocument, list_report

MOST_AT_EASE = 200
"""Seeds that one viewer may write; several viewers together may have many times as many."""


def asked_with_files(
    model: Model, document: RecommendDocument, accepted: str
) -> tuple[Query, dict[str, Any] | None]:
    """Return the question that a document and its files ask, and what became of the files.

    Parameters
    ----------
    model : Model
        The model of the request.
    document : RecommendDocument
        The question as it was sent.
    accepted : str
        Language of the answer where the document names none.

    Returns
    -------
    tuple of Query and (dict or None)
        The question, and the reports by their keys in the answer; None where no file came.

    Raises
    ------
    QueryError
        If it cannot be asked, or nothing of a file that it rests on was found.
    BadData
        If a file cannot be read.
    HTTPException
        503, if as many requests are reading files as may.
    """
    if document.history is not None and document.together:
        msg = "history: where several ask together, each brings an own one: write it into `together`"
        raise QueryError(msg)
    question = {"language": accepted, **document.to_document()}
    if not document.has_files:
        return query_from_json(question), None
    with reading():
        chosen = _read(model, document.within_history)
        viewer = _read(model, document.history)
        members = [_read(model, member.history) for member in document.together]
    reports: dict[str, Any] = {"history": None, "histories": [], "within_history": None}
    if chosen is not None:
        ids = _ids(model, chosen)
        filters = question.get("filters", {})
        question["filters"] = {**filters, "within": [*filters.get("within", ()), *ids]}
        reports["within_history"] = list_report(chosen.report(model), len(ids))
    if viewer is not None:
        reports["history"] = viewer.report(model)
        return _asked_by(model, viewer, question), reports
    for place, member in enumerate(members):
        if member is None:
            continue
        own = question["together"][place]
        # What is written beside the file has its place, too.
        most = (MOST_SEEDS_TOGETHER - _n_written(document)) // len(members)
        question["together"][place] = _with_taste(model, own, member, place, most)
        told = {"viewer": place + 1, "name": document.together[place].name}
        reports["histories"].append({**told, **member.report(model)})
    query = query_from_json(question)
    seen = [id for member in members if member is not None for id in member.profile.seen]
    return replace(query, exclude=tuple(dict.fromkeys((*query.exclude, *seen)))), reports


def place_for(query: Query) -> AbstractContextManager[None]:
    """Return what must be entered to answer a question.

    Parameters
    ----------
    query : Query
        The question.

    Returns
    -------
    context manager
        Of a question with very many seeds, which takes as long as a history, one of the same few places;
        HTTPException (503) if there is none.
    """
    return reading() if len(query.seeds) > MOST_AT_EASE else nullcontext()


def _read(model: Model, upload: HistoryUpload | None) -> Viewer | None:
    return None if upload is None else viewer_of(model, read_history_bytes(upload.file, upload.to_bytes()))


def _ids(model: Model, chosen: Viewer) -> list[str]:
    """All titles of a list, seen or not."""
    rows = dict.fromkeys(match.row for match in chosen.matches if match.row is not None)
    if not rows:
        msg = f"within_history: no title of the list is one of this catalogue ({_missed(chosen)})"
        raise QueryError(msg)
    return [model.names.ids.table[row] for row in rows]


def _asked_by(model: Model, viewer: Viewer, question: Mapping[str, Any]) -> Query:
    """The question of a viewer; where nothing of the history was found, a refusal says so."""
    try:
        return query_from_json(viewer.profile.added_to(question, model))
    except QueryError as error:
        if viewer.profile.like:
            raise
        raise QueryError(f"{error}; the history {_names_nothing(viewer)}") from error


def _n_written(document: RecommendDocument) -> int:
    return sum(len(member.like) + len(member.dislike) for member in document.together)


def _with_taste(
    model: Model, own: Mapping[str, Any], member: Viewer, place: int, most: int
) -> dict[str, Any]:
    """One of several viewers as the question and the history know them."""
    added = member.profile.strongest(max(most, 0)).added_to(own, model)
    if not added["like"]:
        raise QueryError(f"together.{place}.history: it {_names_nothing(member)}")
    return {**own, **{name: added[name] for name in ("like", "dislike", "blend")}}


def _names_nothing(viewer: Viewer) -> str:
    return f"names nothing that was liked and is known ({_missed(viewer)})"


def _missed(viewer: Viewer) -> str:
    counts = count_matches(viewer.matches)
    return f"{counts[MatchedBy.UNKNOWN]} unknown here, {counts[MatchedBy.AMBIGUOUS]} ambiguous"
