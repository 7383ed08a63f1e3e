"""Catalogue: titles in a fixed order, checked once, with relations told from both sides."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise
from types import MappingProxyType
from typing import TYPE_CHECKING

from recsys.catalogue.problems import shown
from recsys.catalogue.row import row_text
from recsys.errors import BadData
from recsys.names.strings import StringTable
from recsys.title import Relation, RelationKind, Title

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping


@dataclass(frozen=True, slots=True, order=True)
class AddedRelation:
    """A relation that only the other title told: ``id`` bears ``kind`` to ``other``."""

    id: str
    kind: str
    other: str


class Catalogue:
    """An immutable catalogue, its titles sorted by id; a row is a position in that order.

    Where one title says that another is its sequel, the other says prequel, whether its own
    row did or not. A relation to a title that is not here is kept as it is.

    Parameters
    ----------
    titles : iterable of Title
        Titles in any order.

    Raises
    ------
    BadData
        If a title has no id or no name, or two have the same id.
    """

    def __init__(self, titles: Iterable[Title]) -> None:
        ordered = sorted(titles, key=lambda title: title.id)
        _check(ordered)
        self._added = _missing_relations(ordered)
        self._titles = _with_relations(ordered, self._added)
        self._rows = {title.id: row for row, title in enumerate(self._titles)}

    def __len__(self) -> int:
        """Return the number of titles."""
        return len(self._titles)

    def __iter__(self) -> Iterator[Title]:
        """Iterate over the titles in the order of their rows."""
        return iter(self._titles)

    def __getitem__(self, row: int) -> Title:
        """Return the title of a row."""
        return self._titles[row]

    def __contains__(self, id: object) -> bool:
        """Whether there is a title of that id."""
        return id in self._rows

    def __repr__(self) -> str:
        """Return the counts of titles, countries and people."""
        countries = {country for title in self for country in title.countries}
        people = {credit.person for title in self for credit in title.credits}
        return f"Catalogue({len(self)} titles, {len(countries)} countries, {len(people)} people)"

    @property
    def titles(self) -> tuple[Title, ...]:
        """All titles in the order of their rows."""
        return self._titles

    @property
    def added_relations(self) -> tuple[AddedRelation, ...]:
        """Relations that were told from one side only, as the other side tells them."""
        return self._added

    @property
    def by_id(self) -> Mapping[str, Title]:
        """The titles by id."""
        return self._by_id

    @cached_property
    def _by_id(self) -> Mapping[str, Title]:
        return MappingProxyType({title.id: title for title in self._titles})

    def row_of(self, id: str) -> int:
        """Return the row of a title.

        Parameters
        ----------
        id : str
            Its identifier.

        Returns
        -------
        int
            Position from 0.

        Raises
        ------
        KeyError
            If the catalogue has no such title.
        """
        return self._rows[id]

    @property
    def fingerprint(self) -> str:
        """sha256 of the canonical rows, in hexadecimal: equal for equal catalogues."""
        return self._fingerprint

    @cached_property
    def _fingerprint(self) -> str:
        digest = hashlib.sha256()
        for row in self._documents.pieces():
            digest.update(row + b"\n")
        return digest.hexdigest()

    @property
    def documents(self) -> StringTable:
        """Each title as one line of canonical JSON; made once, at the first question."""
        return self._documents

    @cached_property
    def _documents(self) -> StringTable:
        return StringTable.from_strings(map(row_text, self._titles))


def _check(ordered: list[Title]) -> None:
    for title in ordered:
        if not title.id.strip() or not title.title.strip():
            msg = f"a title needs an id and a name: id {shown(title.id)}, title {shown(title.title)}"
            raise BadData(msg)
    for title, following in pairwise(ordered):
        if title.id == following.id:
            msg = f"two titles have the id {shown(title.id)}: ids are unique in a catalogue"
            raise BadData(msg)


def _missing_relations(titles: list[Title]) -> tuple[AddedRelation, ...]:
    told = {title.id: set(title.relations) for title in titles}
    missing = {
        AddedRelation(relation.id, relation.kind.inverse, title.id)
        for title in titles
        for relation in title.relations
        if relation.id in told
        and relation.id != title.id
        and Relation(relation.kind.inverse, title.id) not in told[relation.id]
    }
    return tuple(sorted(missing))


def _with_relations(titles: list[Title], added: tuple[AddedRelation, ...]) -> tuple[Title, ...]:
    by_title: dict[str, list[AddedRelation]] = defaultdict(list)
    for relation in added:
        by_title[relation.id].append(relation)
    return tuple(_completed(title, by_title[title.id]) if title.id in by_title else title for title in titles)


def _completed(title: Title, added: list[AddedRelation]) -> Title:
    both = {*title.relations, *(Relation(RelationKind(a.kind), a.other) for a in added)}
    return replace(title, relations=tuple(sorted(both, key=lambda r: (r.kind, r.id))))
