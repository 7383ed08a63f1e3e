"""From a question in ids of other sites to a question, and what became of each id."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from typing import Any, TypeVar

from recsys.errors import Ambiguous, Choice, NotFound, QueryError
from recsys.model import Model
from recsys.query import Query
from recsys.query_document import query_from_json
from service.external.documents import (
    AmbiguousIdDocument,
    ExternalIdDocument,
    ExternalQuestionDocument,
    ExternalSeedDocument,
    UnusedIdDocument,
)
from service.external.lookup import choices_of, titles_bearing
from service.history import reading
from service.schemas.problems import ChoiceDocument

_Id = TypeVar("_Id", bound=ExternalIdDocument)
_MANY = 2_000
_OWN_FIELDS = {"like", "dislike", "together", "seen", "library", "reply"}

MOST_WITH_CHOICES = 100
"""Ambiguous ids of one question whose titles are listed."""


@dataclass(frozen=True, slots=True)
class Unused:
    """The ids of a question that lead to no title, and those that lead to several.

    Parameters
    ----------
    unknown : list of UnusedIdDocument
        No title bears them.
    ambiguous : list of AmbiguousIdDocument
        Several titles bear them; none is taken.
    """

    unknown: list[UnusedIdDocument] = field(default_factory=list)
    ambiguous: list[AmbiguousIdDocument] = field(default_factory=list)


def place_to_look_up(document: ExternalQuestionDocument) -> AbstractContextManager[None]:
    """Return what must be entered to look up the ids of a question.

    Parameters
    ----------
    document : ExternalQuestionDocument
        The question as it was sent.

    Returns
    -------
    context manager
        Of a question with thousands of ids, which takes as long as a history, one of the same few places;
        HTTPException (503) if there is none.
    """
    n_ids = len(document.seen) + len(document.library or ())
    return reading() if n_ids > _MANY else nullcontext()


def asked_by_ids(model: Model, document: ExternalQuestionDocument, accepted: str) -> tuple[Query, Unused]:
    """Return the question that a document in ids of other sites asks.

    Parameters
    ----------
    model : Model
        The model of the request.
    document : ExternalQuestionDocument
        The question as it was sent.
    accepted : str
        Language of the answer where the document names none.

    Returns
    -------
    tuple of Query and Unused
        The question in ids of the catalogue, and what of it was not used.

    Raises
    ------
    NotFound, Ambiguous
        If a list that the answer rests on, of likes or of the library, leads to no title at all.
    QueryError
        If it cannot be asked.
    """
    return _Reading(model).question(document, accepted)


class _Reading:
    """Reads one question, list by list."""

    def __init__(self, model: Model) -> None:
        self._model = model
        self._unused = Unused()

    def question(self, document: ExternalQuestionDocument, accepted: str) -> tuple[Query, Unused]:
        question: dict[str, Any] = {
            "language": accepted,
            **document.model_dump(mode="json", exclude=_OWN_FIELDS, exclude_unset=True),
            **self._taste("", document.like, document.dislike),
        }
        question["together"] = [
            {"name": one.name, "blend": one.blend, **self._taste(f"together.{place}.", one.like, one.dislike)}
            for place, one in enumerate(document.together)
        ]
        seen = self._found("seen", document.seen)
        question["exclude"] = [*dict.fromkeys((*document.exclude, *map(self._own_id, seen)))]
        if document.library is not None:
            if document.filters.within:
                msg = "library and filters.within both say what may be shown: write one of them"
                raise QueryError(msg)
            owned = self._needed("library", document.library)
            question["filters"] = {**question.get("filters", {}), "within": [*map(self._own_id, owned)]}
        return query_from_json(question), self._unused

    def _taste(
        self, place: str, like: Sequence[ExternalSeedDocument], dislike: Sequence[ExternalSeedDocument]
    ) -> dict[str, Any]:
        liked = self._needed(f"{place}like", like)
        disliked = self._found(f"{place}dislike", dislike)
        return {"like": self._seeds(liked), "dislike": self._seeds(disliked)}

    def _seeds(self, found: dict[int, ExternalSeedDocument]) -> list[dict[str, Any]]:
        return [{"id": self._own_id(row), "weight": seed.weight} for row, seed in found.items()]

    def _needed(self, place: str, ids: Sequence[_Id]) -> dict[int, _Id]:
        """The titles of a list; if it names some and none is known, there is nothing to answer."""
        found = self._found(place, ids)
        if found or not ids:
            return found
        several = [each for each in self._unused.ambiguous if each.place == place]
        if several:
            ids_told = f"none of its {len(ids)} ids is that of one title of this catalogue"
            msg = f"{place}: {ids_told}; say the type, movie or series, or give ids of this catalogue"
            raise Ambiguous(msg, [Choice(one.id, one.label) for each in several for one in each.choices])
        raise NotFound(f"{place}: no title of this catalogue bears any of its {len(ids)} ids")

    def _found(self, place: str, ids: Sequence[_Id]) -> dict[int, _Id]:
        """The titles of a list by row, each once: a title may be named by its ids at several sites."""
        found: dict[int, _Id] = {}
        unused: set[ExternalIdDocument] = set()
        for each in ids:
            rows = titles_bearing(self._model, each.site, each.id, each.type)
            if len(rows) == 1:
                found.setdefault(rows[0], each)
            elif each not in unused:
                unused.add(each)
                self._set_aside(place, each, rows)
        return found

    def _set_aside(self, place: str, each: ExternalIdDocument, rows: Sequence[int]) -> None:
        if not rows:
            self._unused.unknown.append(UnusedIdDocument(place=place, site=each.site, id=each.id))
            return
        # Each id is listed, but what it may mean only of so many: no answer is much longer than its question.
        told = rows if len(self._unused.ambiguous) < MOST_WITH_CHOICES else ()
        choices = [
            ChoiceDocument(id=choice.id, label=choice.label) for choice in choices_of(self._model, told)
        ]
        self._unused.ambiguous.append(
            AmbiguousIdDocument(place=place, site=each.site, id=each.id, choices=choices)
        )

    def _own_id(self, row: int) -> str:
        return self._model.names.ids.table[row]
