"""Which titles of one catalogue are titles of the catalogues before it, and by what evidence.

Each title has at most one counterpart, and each counterpart at most one title of a catalogue. Ids
are asked first; only where no id speaks, names. Where several counterparts are left, there is none.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from recsys.merging.profile import (
    Profile,
    is_compatible,
    other_ids,
    same_ids,
    shares_person,
    years_apart,
)
from recsys.merging.works import Works

MOST_NAMESAKES = 50
"""Counterparts of one name and year that are still compared with each other."""

_SHOWN = 10


@dataclass(frozen=True, slots=True)
class Edge:
    """A title and a counterpart that it may be, with what speaks for it.

    Parameters
    ----------
    title, work : int
        Positions among the new titles and among the works so far.
    by : tuple of str
        What agrees.
    strength : tuple of int
        How well it agrees; the greater is taken where one may be several.
    """

    title: int
    work: int
    by: tuple[str, ...]
    strength: tuple[int, ...]


@dataclass(slots=True)
class Matching:
    """What was found for the titles of one catalogue.

    Parameters
    ----------
    joined : dict of int to Edge
        By position of the title.
    doubts : dict of int to tuple
        Positions of works that a title may be, and why it was left apart.
    """

    joined: dict[int, Edge] = field(default_factory=dict)
    doubts: dict[int, tuple[tuple[int, ...], str]] = field(default_factory=dict)


def match(works: Works, titles: Sequence[Profile]) -> Matching:
    """Return which titles of one catalogue are works that are there already.

    Parameters
    ----------
    works : Works
        What the catalogues before it have; not changed.
    titles : sequence of Profile
        The titles of one catalogue.

    Returns
    -------
    Matching
        Joined titles, and those left apart in doubt.
    """
    found = Matching()
    taken: set[int] = set()
    judges: tuple[Callable[[Works, int, Profile, Matching], Iterable[Edge]], ...] = (
        _by_own_id,
        _by_site_ids,
        _by_names,
    )
    for judge in judges:
        edges = [
            edge
            for position, profile in enumerate(titles)
            if position not in found.joined and position not in found.doubts
            for edge in judge(works, position, profile, found)
            if edge.work not in taken
        ]
        _settle(edges, found, taken)
    # A work that one title of a catalogue is cannot be another one of the same catalogue.
    for position, (doubted, reason) in list(found.doubts.items()):
        left = tuple(work for work in doubted if work not in taken)
        if left:
            found.doubts[position] = left, reason
        else:
            del found.doubts[position]
    return found


def _by_own_id(works: Works, position: int, profile: Profile, _found: Matching) -> Iterable[Edge]:
    """The same id alone may be two catalogues that both count from 1: name and year must go along."""
    for work in works.of_own_id(profile):
        other = works.profiles[work]
        gap = years_apart(profile, other)
        is_near = gap is None or gap <= 1
        if (
            is_near
            and _same_name(profile, other)
            and is_compatible(profile, other)
            and not other_ids(profile, other)
            and shares_person(profile, other) is not False
        ):
            yield Edge(position, work, ("id",), (1,))


def _by_site_ids(works: Works, position: int, profile: Profile, found: Matching) -> Iterable[Edge]:
    for work in works.of_site_ids(profile):
        other = works.profiles[work]
        sites = same_ids(profile, other)
        gap = years_apart(profile, other)
        has_name = _same_name(profile, other)
        if other_ids(profile, other) and not (has_name and gap is not None and gap <= 1):
            _doubt(found, position, work, "one site's id says that they are one, another's that they are not")
            continue
        near = 0 if gap is None else -min(gap, 100)
        yield Edge(position, work, tuple(sites), (len(sites), int(has_name), near))


def _by_names(works: Works, position: int, profile: Profile, found: Matching) -> Iterable[Edge]:
    candidates = works.of_name(profile)
    if len(candidates) > MOST_NAMESAKES:
        found.doubts[position] = tuple(candidates[:_SHOWN]), f"{len(candidates)} titles bear this name"
        return
    for work in candidates:
        other = works.profiles[work]
        if other_ids(profile, other):
            continue
        verdict = _verdict(profile, other)
        if not is_compatible(profile, other):
            if not isinstance(verdict, str) and {"person", "year"} <= set(verdict):
                why = "name, year and a person are the same, but form, medium or country are not"
                _doubt(found, position, work, why)
            continue
        if isinstance(verdict, str):
            _doubt(found, position, work, verdict)
        elif verdict:
            yield Edge(position, work, ("name", *verdict), _strength(profile, other))


def _verdict(one: Profile, other: Profile) -> tuple[str, ...] | str:
    """What agrees besides the name; empty if they are two, or words why one cannot tell."""
    gap, person = years_apart(one, other), shares_person(one, other)
    form = bool(one.forms & other.forms)
    country = bool(one.countries & other.countries)
    named = {"year": gap == 0, "form": form, "country": country, "person": bool(person)}
    agreed = tuple(name for name, agrees in named.items() if agrees)
    if person is False:
        return "name and year are the same, but nobody is credited in both" if gap == 0 else ()
    if gap is None:
        return agreed if person else "the name is the same, but a year is not known"
    if gap == 1 and not (form and (country or person)):
        return "the name is the same, the years are one apart, and too little else is known"
    return agreed


def _strength(one: Profile, other: Profile) -> tuple[int, ...]:
    gap = years_apart(one, other)
    return (int(gap == 0), int(bool(shares_person(one, other))), int(bool(one.forms & other.forms)))


def _settle(edges: list[Edge], found: Matching, taken: set[int]) -> None:
    """Join those that are each other's only choice, as long as there are any; doubt the rest."""
    while edges:
        of_title, of_work = _strongest(edges, "title"), _strongest(edges, "work")
        chosen = [
            edge
            for edge in edges
            if len(of_title[edge.title]) == 1
            and len(of_work[edge.work]) == 1
            and of_title[edge.title][0] is edge is of_work[edge.work][0]
        ]
        if not chosen:
            break
        for edge in chosen:
            found.joined[edge.title] = edge
            found.doubts.pop(edge.title, None)
            taken.add(edge.work)
        edges = [edge for edge in edges if edge.title not in found.joined and edge.work not in taken]
    for edge in edges:
        _doubt(found, edge.title, edge.work, "several titles fit, none of them better")


def _strongest(edges: Iterable[Edge], end: str) -> dict[int, list[Edge]]:
    """The edges of each title, or of each work, than which none is stronger."""
    best: dict[int, list[Edge]] = {}
    for edge in edges:
        held = best.setdefault(getattr(edge, end), [])
        if held and edge.strength > held[0].strength:
            held.clear()
        if not held or edge.strength == held[0].strength:
            held.append(edge)
    return best


def _doubt(found: Matching, title: int, work: int, reason: str) -> None:
    works, first = found.doubts.get(title, ((), reason))
    if len(works) < _SHOWN and work not in works:
        found.doubts[title] = (*works, work), first


def _same_name(one: Profile, other: Profile) -> bool:
    if one.keys & other.keys:
        return True
    return bool({n for t in one.titles for n in t.names} & {n for t in other.titles for n in t.names})
