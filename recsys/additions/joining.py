"""Titles that join a model: what they change of the titles that are there, relations told from both sides."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np

from recsys.catalogue.problems import shown
from recsys.catalogue.row_writing import row_text
from recsys.errors import BadData
from recsys.model import Model
from recsys.names import StringTable
from recsys.title import Relation, Title

_TELLS = re.compile(rb'"relations": (?=\[)')
_DECODER = json.JSONDecoder()


@dataclass(frozen=True, slots=True)
class Joining:
    """Titles with all their relations, each group in the order of the ids and no title in two of them.

    Parameters
    ----------
    content : tuple of Title
        New titles, and titles of which something else than relations has changed.
    related : tuple of Title
        Titles of the model of which only relations have changed.
    pointing : tuple of Title
        Titles of the model that named a new title before it was there; they say what they said.
    """

    content: tuple[Title, ...]
    related: tuple[Title, ...]
    pointing: tuple[Title, ...]

    @property
    def rewritten(self) -> tuple[Title, ...]:
        """Titles whose rows are others than before."""
        return _by_id((*self.content, *self.related))

    @property
    def linked(self) -> tuple[Title, ...]:
        """Titles that lead to others than before."""
        return _by_id((*self.content, *self.related, *self.pointing))

    @classmethod
    def of(cls, model: Model, titles: Iterable[Title]) -> Joining:
        """Return what titles change of a model.

        Where one title says that another is its sequel, the other says prequel, whether its own row did
        or not, as in :class:`recsys.catalogue.Catalogue`. A relation that a title of the model had
        stays until the next training: which side had told it, the model does not know.

        Parameters
        ----------
        model : Model
            The model.
        titles : iterable of Title
            New titles, or titles of the model with other facts.

        Returns
        -------
        Joining
            Without those that are there as they are.

        Raises
        ------
        BadData
            If a title has no id or no name, or two have the same id.
        """
        given = {title.id: title for title in checked(titles)}
        rows = {id: row for id in given if (row := model.names.row_of_id(id)) is not None}
        before = {id: model.title(row) for id, row in rows.items()}
        told = {id: set(title.relations) for id, title in given.items()}
        for id, title in before.items():
            told[id].update(title.relations)
        # 1. titles that waited for one of the new ones
        pointing: dict[str, Title] = {}
        for row in pointing_rows(model.documents, given.keys() - rows.keys()):
            title = model.title(row)
            pointing[title.id] = title
            for relation in title.relations:
                if relation.id in told and relation.id not in rows:
                    told[relation.id].add(Relation(relation.kind.inverse, title.id))
        # 2. the other side of what is told now
        others: dict[str, set[Relation]] = defaultdict(set)
        for id, title in given.items():
            for relation in told[id] | set(title.relations):
                if relation.id == id:
                    continue
                inverse = Relation(relation.kind.inverse, id)
                if relation.id in given:
                    told[relation.id].add(inverse)
                else:
                    others[relation.id].add(inverse)
        related = dict(_completed_others(model, others))
        # 3. what is new of all that
        content: dict[str, Title] = {}
        for id, title in given.items():
            if id in before and _differ_in_relations(model.documents[rows[id]], title, before[id]):
                if told[id] != set(before[id].relations):
                    related[id] = _with_relations(before[id], told[id])
            else:
                content[id] = _with_relations(title, told[id])
        found = content.keys() | related.keys()
        left = (title for id, title in pointing.items() if id not in found)
        return cls(_by_id(content.values()), _by_id(related.values()), _by_id(left))


def checked(titles: Iterable[Title]) -> list[Title]:
    """Return titles in the order of their ids.

    Parameters
    ----------
    titles : iterable of Title
        In any order.

    Returns
    -------
    list of Title
        The same.

    Raises
    ------
    BadData
        If a title has no id or no name, or two have the same id.
    """
    ordered = sorted(titles, key=lambda title: title.id)
    for title in ordered:
        if not title.id.strip() or not title.title.strip():
            msg = f"a title needs an id and a name: id {shown(title.id)}, title {shown(title.title)}"
            raise BadData(msg)
    for title, following in pairwise(ordered):
        if title.id == following.id:
            msg = f"two titles have the id {shown(title.id)}: give each title once"
            raise BadData(msg)
    return ordered


def pointing_rows(documents: StringTable, ids: Iterable[str]) -> Iterator[int]:
    """Yield the rows of titles whose relations name one of some ids.

    Parameters
    ----------
    documents : StringTable
        Titles as canonical rows.
    ids : iterable of str
        Ids.

    Yields
    ------
    int
        Rows, ascending; only the relations are decoded, and only of titles that have any.
    """
    wanted = frozenset(ids)
    if not wanted:
        return
    places = np.fromiter((found.end() for found in _TELLS.finditer(documents.blob.data)), np.int64)
    # A title may hold the word among the facts that only its owner understands, beside its own relations.
    for row in np.unique(np.searchsorted(documents.offsets, places, side="right") - 1).tolist():
        text = documents[row]
        if any(_names(text, found.end(), wanted) for found in re.finditer(_TELLS.pattern.decode(), text)):
            yield row


def _names(text: str, place: int, wanted: frozenset[str]) -> bool:
    relations, _ = _DECODER.raw_decode(text, place)
    return any(isinstance(one, dict) and one.get("id") in wanted for one in relations)


def _completed_others(model: Model, others: Mapping[str, set[Relation]]) -> Iterator[tuple[str, Title]]:
    for id, added in others.items():
        row = model.names.row_of_id(id)
        if row is not None:
            title = model.title(row)
            if not added <= set(title.relations):
                yield id, _with_relations(title, added | set(title.relations))


def _with_relations(title: Title, relations: set[Relation]) -> Title:
    return replace(title, relations=tuple(sorted(relations, key=lambda one: (one.kind, one.id))))


def _differ_in_relations(text: str, title: Title, before: Title) -> bool:
    """Whether a title says what it said, relations apart."""
    return row_text(replace(title, relations=before.relations)) == text


def _by_id(titles: Iterable[Title]) -> tuple[Title, ...]:
    return tuple(sorted(titles, key=lambda title: title.id))


def ids_of(titles: Sequence[Title]) -> list[str]:
    """Return the ids of titles.

    Parameters
    ----------
    titles : sequence of Title
        The titles.

    Returns
    -------
    list of str
        In their order.
    """
    return [title.id for title in titles]
