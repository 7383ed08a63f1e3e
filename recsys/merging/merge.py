"""From several catalogues to one: match, unite, and give every title one id."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

from recsys.catalogue import Catalogue
from recsys.catalogue.row_model import clean_name
from recsys.errors import BadData
from recsys.merging.matching import match
from recsys.merging.merged import Conflict, Doubt, Match, Merged
from recsys.merging.people import PersonIds
from recsys.merging.profile import Profile
from recsys.merging.uniting import Said, unite
from recsys.merging.works import Works
from recsys.title import Title

_LONGEST_SOURCE = 100


def merge(catalogues: Mapping[str, Catalogue]) -> Merged:
    """Return one catalogue made of several, with an account of what was joined and what differs.

    Titles of one catalogue are never joined with each other. The id and the values of the first
    catalogue that has a title count; see docs/formats.md for the rules.

    Parameters
    ----------
    catalogues : mapping of str to Catalogue
        Catalogues by name, in the order in which their values count.

    Returns
    -------
    Merged
        The catalogue, matches, conflicts and doubts.

    Raises
    ------
    BadData
        If a catalogue has no usable name.
    """
    for name in catalogues:
        _check_name(name)
    works, said = Works(), list[list[Said]]()
    evidence: dict[tuple[str, str], tuple[str, ...]] = {}
    doubted: list[tuple[int, tuple[int, ...], str]] = []
    for source, catalogue in catalogues.items():
        profiles = [Profile([title]) for title in catalogue]
        found = match(works, profiles)
        for position, profile in enumerate(profiles):
            title = catalogue[position]
            edge = found.joined.get(position)
            if edge is not None:
                works.join(edge.work, profile)
                said[edge.work].append((source, title))
                evidence[source, title.id] = edge.by
                continue
            work = works.add(profile)
            said.append([(source, title)])
            if position in found.doubts:
                others, reason = found.doubts[position]
                doubted.append((work, others, reason))
    ids = _ids(said)
    places = {(source, title.id): ids[work] for work, told in enumerate(said) for source, title in told}
    titles, conflicts = _united(said, ids, places)
    return Merged(
        Catalogue(titles),
        tuple(Match(places[key], *key, by) for key, by in evidence.items()),
        conflicts,
        tuple(Doubt(ids[work], tuple(ids[other] for other in others), why) for work, others, why in doubted),
        MappingProxyType(places),
    )


def _check_name(name: str) -> None:
    if clean_name(name) != name or not name or len(name) > _LONGEST_SOURCE:
        given, expected = repr(name[:80]), f"1 to {_LONGEST_SOURCE} characters in one line"
        msg = f"{given} is no name for a catalogue: expected {expected}"
        raise BadData(msg)


def _ids(said: Sequence[Sequence[Said]]) -> list[str]:
    """The first catalogue's id of each title; one that another title has already gets a name added."""
    every = {title.id for told in said for _, title in told}
    used: set[str] = set()
    ids = []
    for told in said:
        source, title = told[0]
        id, number = title.id, 1
        while id in used or (id != title.id and id in every):
            id = f"{title.id}-{source}" if number == 1 else f"{title.id}-{source}-{number}"
            number += 1
        used.add(id)
        ids.append(id)
    return ids


def _united(
    said: Sequence[Sequence[Said]], ids: Sequence[str], places: Mapping[tuple[str, str], str]
) -> tuple[list[Title], tuple[Conflict, ...]]:
    titles, conflicts, people = list[Title](), list[Conflict](), PersonIds()
    for id, told in zip(ids, said, strict=True):
        moved = [(source, _with_moved_relations(source, title, id, places)) for source, title in told]
        title, found = unite(id, moved, people)
        titles.append(title)
        conflicts.extend(found)
    return [people.apply(title) for title in titles], tuple(conflicts)


def _with_moved_relations(source: str, title: Title, id: str, places: Mapping[tuple[str, str], str]) -> Title:
    """Point relations to where the titles are now."""
    moved = {
        replace(relation, id=places.get((source, relation.id), relation.id)) for relation in title.relations
    }
    kept = {relation for relation in moved if relation.id != id}
    if kept == set(title.relations):
        return title
    return replace(title, relations=tuple(sorted(kept, key=lambda relation: (relation.kind, relation.id))))
