"""One title out of several: the first catalogue's values, filled and extended by the others."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from types import MappingProxyType
from typing import Any

from recsys.catalogue import tone_vocabulary
from recsys.merging.merged import Conflict
from recsys.merging.people import PersonIds, unite_credits
from recsys.merging.wording import worded
from recsys.names import fold_text, title_key
from recsys.title import Alias, AliasKind, Fact, Source, Title

Said = tuple[str, Title]
"""The name of a catalogue, and what it says of the title."""

# Values of one kind each; the first catalogue that knows it counts.
_SINGLE = (
    "original_title",
    "year",
    "form",
    "medium",
    "setting_period",
    "status",
    "episodes",
    "minutes",
    "synopsis",
    "popularity",
)
# Texts and fame of different origin differ without contradicting each other.
_UNCONTESTED = frozenset({"synopsis", "popularity"})
_ROUNDING = 1  # minutes by which lengths differ without contradicting each other
# Sets that a catalogue names as a whole: to name fewer is to say another thing.
_WHOLE = frozenset({"countries", "languages"})
# Facts are shown to everybody, and an ending is among these now and then: they are counted, not named.
_SILENT = frozenset({"tags", "inferred_tags", "tones"})

_LISTS: Mapping[str, Callable[[Any], Any]] = {
    "releases": lambda release: release,
    "genres": lambda genre: genre,
    "tags": lambda tag: fold_text(tag) or tag,
    "inferred_tags": lambda tag: tag.name,
    "tones": lambda tone: tone.id,
    "countries": lambda country: country,
    "languages": lambda language: language,
    "studios": lambda studio: fold_text(studio.name) or studio.name,
    "availability": lambda seen: seen,
    "ranks": lambda rank: rank,
    "filming_places": lambda place: fold_text(place.name) or place.name,
    "setting_places": lambda place: fold_text(place.name) or place.name,
    "relations": lambda relation: relation,
}
_ORDER: Mapping[str, Callable[[Any], Any]] = {
    **dict.fromkeys(("genres", "tags", "countries", "languages"), str),
    "inferred_tags": lambda tag: tag.name,
    "tones": lambda tone: tone.id,
    "relations": lambda relation: (relation.kind, relation.id),
}


@dataclass(slots=True)
class _Account:
    """The facts and conflicts of one title while it is united."""

    id: str
    facts: list[Fact] = field(default_factory=list)
    conflicts: list[Conflict] = field(default_factory=list)

    def took(self, name: str, value: Any, source: str) -> None:
        self.facts.append(Fact(name, worded(value), source))

    def contradicts(self, name: str, said: Iterable[tuple[str, Any]], *, is_told: bool = True) -> None:
        told = tuple(Fact(name, worded(value), source) for source, value in said)
        self.facts.extend(told if is_told else ())
        self.conflicts.append(Conflict(self.id, name, told))


def unite(id: str, said: Sequence[Said], ids: PersonIds) -> tuple[Title, tuple[Conflict, ...]]:
    """Return what several catalogues say of one title as one title, and where they differ.

    Parameters
    ----------
    id : str
        Id of the title from now on.
    said : sequence of tuple of str and Title
        What each catalogue says, the one whose values count first.
    ids : PersonIds
        Learns which ids of people mean one person.

    Returns
    -------
    Title, tuple of Conflict
        The title, with a fact for each field that a later catalogue gave something to or
        contradicts, and the contradictions.
    """
    first = said[0][1]
    if len(said) == 1:
        return (first if first.id == id else replace(first, id=id)), ()
    account = _Account(id)
    changed: dict[str, Any] = {"id": id}
    for name in _SINGLE:
        changed[name] = _single(name, said, account)
    for name in _LISTS:
        changed[name] = _list(name, said, account)
    changed["sources"] = _sources(said, account)
    changed["aliases"] = _aliases(said, changed["original_title"], account)
    changed["credits"] = _credits(said, ids, account)
    changed["content_warnings"] = _warnings(said, account)
    for name in ("external_ids", "extra"):
        changed[name] = _mapping(name, said, account)
    every = (*(fact for _, title in said for fact in title.facts), *account.facts)
    changed["facts"] = tuple(dict.fromkeys(every))
    return replace(first, **changed), tuple(account.conflicts)


def _single(name: str, said: Sequence[Said], account: _Account) -> Any:
    known = [(source, value) for source, title in said if (value := getattr(title, name)) not in (None, "")]
    if not known:
        return getattr(said[0][1], name)
    source, value = known[0]
    if name not in _UNCONTESTED and any(_differ(name, value, other) for _, other in known[1:]):
        account.contradicts(name, known)
    elif source != said[0][0]:
        account.took(name, value, source)
    return value


def _differ(name: str, one: Any, other: Any) -> bool:
    if name == "minutes":
        return abs(int(one) - int(other)) > _ROUNDING
    if name == "original_title":
        return title_key(one) != title_key(other)
    return bool(one != other)


def _list(name: str, said: Sequence[Said], account: _Account) -> tuple[Any, ...]:
    key = _LISTS[name]
    first: tuple[Any, ...] = getattr(said[0][1], name)
    if all(getattr(title, name) in ((), first) for _, title in said[1:]):
        return first
    united, is_contested = list(first), False
    if name in _WHOLE:
        known = [(source, values) for source, title in said if (values := getattr(title, name))]
        is_contested = len({frozenset(values) for _, values in known}) > 1
        if is_contested:
            account.contradicts(name, known)
    same = set(first)
    places = {key(value): place for place, value in reversed(list(enumerate(united)))}
    for source, title in said[1:]:
        added = []
        for value in getattr(title, name):
            place = places.setdefault(key(value), len(united))
            if place == len(united):
                united.append(value)
                added.append(value)
            elif name == "tones" and united[place].state is not value.state:
                both = [(said[0][0], united[place]), (source, value)]
                account.contradicts(name, both, is_told=not _gives_away(value.id))
            elif hasattr(value, "country") and value not in same:
                united[place] = _filled(united[place], value)
        if added and not is_contested:
            account.took(name, f"{len(added)} more" if name in _SILENT else added, source)
    if len(united) > len(first) and name in _ORDER:
        united.sort(key=_ORDER[name])
    return tuple(united)


def _gives_away(tone: str) -> bool:
    entry = tone_vocabulary().get(tone)
    return entry is not None and entry.spoiler


def _filled(known: Any, other: Any) -> Any:
    """Fill what a record does not know from one of the same key."""
    missing = {
        part.name: getattr(other, part.name) for part in fields(known) if getattr(known, part.name) is None
    }
    return replace(known, **missing) if any(value is not None for value in missing.values()) else known


def _sources(said: Sequence[Said], account: _Account) -> tuple[Source, ...]:
    """Unite what a story was before; "a novel" says nothing new beside "the novel X"."""
    united = list(said[0][1].sources)
    for source, title in said[1:]:
        added = []
        for other in title.sources:
            if other in united:
                continue
            place = next((at for at, known in enumerate(united) if _is_one_source(known, other)), None)
            if place is None:
                united.append(other)
                added.append(other)
            else:
                united[place] = _filled(united[place], other)
        if added:
            account.took("sources", added, source)
    return tuple(united)


def _is_one_source(one: Source, other: Source) -> bool:
    unnamed = one.name is None or other.name is None
    return one.kind is other.kind and (unnamed or fold_text(str(one.name)) == fold_text(str(other.name)))


def _aliases(said: Sequence[Said], original: str | None, account: _Account) -> tuple[Alias, ...]:
    """Unite all names; those that fold to a known one would find nothing new."""
    first = said[0][1]
    keys = {title_key(name) for name in (*first.names, *((original,) if original else ()))}
    united = list(first.aliases)
    for source, title in said[1:]:
        named = [Alias(title.title)]
        if title.original_title:
            named.append(Alias(title.original_title, kind=AliasKind.NATIVE))
        added = []
        for alias in (*named, *title.aliases):
            if (key := title_key(alias.name)) not in keys:
                keys.add(key)
                added.append(alias)
        if added:
            united.extend(added)
            account.took("aliases", added, source)
    return tuple(united)


def _credits(said: Sequence[Said], ids: PersonIds, account: _Account) -> tuple[Any, ...]:
    united = said[0][1].credits
    for source, title in said[1:]:
        if title.credits != united:
            united, added = unite_credits(united, title.credits, ids)
            if added:
                account.took("credits", added, source)
    return united


def _warnings(said: Sequence[Said], account: _Account) -> tuple[str, ...] | None:
    """Unite warnings; None means that nobody has looked."""
    united = said[0][1].content_warnings
    for source, title in said[1:]:
        looked = title.content_warnings
        if looked is None or looked == united:
            continue
        if united is None:
            united = looked
            account.took("content_warnings", looked or "none", source)
        elif added := set(looked) - set(united):
            united = tuple(sorted({*united, *looked}))
            account.took("content_warnings", sorted(added), source)
    return united


def _mapping(name: str, said: Sequence[Said], account: _Account) -> Mapping[str, Any]:
    first: Mapping[str, Any] = getattr(said[0][1], name)
    united, owners = dict(first), dict.fromkeys(first, said[0][0])
    for source, title in said[1:]:
        added = {}
        for key, value in getattr(title, name).items():
            if key not in united:
                united[key] = added[key] = value
                owners[key] = source
            elif united[key] != value:
                both = ((owners[key], united[key]), (source, value))
                field_name = f"{name}.{key}"[:100]
                account.contradicts(field_name, [(who, _plain(what)) for who, what in both])
        if added:
            told = added if name == "external_ids" else tuple(added)
            account.took(name, told, source)
    return MappingProxyType(dict(sorted(united.items()))) if len(united) > len(first) else first


def _plain(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
