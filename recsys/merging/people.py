"""The credits of one title out of several catalogues: each person once for each kind of work."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from recsys.merging.profile import person_keys
from recsys.names import person_key
from recsys.title import Credit, Role, Title


@dataclass(slots=True)
class PersonIds:
    """Which ids of different catalogues mean one person, by the titles that they share.

    Two catalogues number people differently. Where both credit a person in one title, each with
    its own id, the later id is replaced by the earlier one in all titles: else one person would
    become two.
    """

    _meanings: dict[str, set[str]] = field(default_factory=dict)

    def learn(self, id: str, other: str) -> None:
        """Note that a later id meant the person of an earlier one.

        Parameters
        ----------
        id, other : str
            The earlier and the later id.
        """
        self._meanings.setdefault(other, set()).add(id)

    def apply(self, title: Title) -> Title:
        """Return a title with one id a person.

        Parameters
        ----------
        title : Title
            A merged title.

        Returns
        -------
        Title
            The title itself if nothing changes. An id that seemed to mean two people is kept.
        """
        if not any(credit.person_id in self._meanings for credit in title.credits):
            return title
        return replace(title, credits=tuple(map(self._with_one_id, title.credits)))

    def _with_one_id(self, credit: Credit) -> Credit:
        seen: set[str] = set()
        id = credit.person_id
        while id is not None and id not in seen and len(meant := self._meanings.get(id, set())) == 1:
            seen.add(id)
            (id,) = meant
        return credit if id == credit.person_id or id in seen else replace(credit, person_id=id)


def unite_credits(
    known: Sequence[Credit], further: Iterable[Credit], ids: PersonIds
) -> tuple[tuple[Credit, ...], tuple[Credit, ...]]:
    """Return the credits of two catalogues, and those of them that only the second one has.

    A person is the same who bears a name of the other in any spelling, unless native names
    contradict; somebody who acts and somebody who lends a voice may be the same.

    Parameters
    ----------
    known : sequence of Credit
        Credits whose spelling, role and order count.
    further : iterable of Credit
        Credits of another catalogue; they fill what is not known.
    ids : PersonIds
        Learns which ids mean one person.

    Returns
    -------
    tuple of Credit, tuple of Credit
        All credits, and the added ones.
    """
    united, added, used = list(known), list[Credit](), set[int]()
    places: dict[tuple[str, str], list[int]] = defaultdict(list)
    for place, credit in enumerate(known):
        for key in person_keys(credit):
            places[_work(credit.role), key].append(place)
    for credit in further:
        same = sorted(
            {
                place
                for key in person_keys(credit)
                for place in places.get((_work(credit.role), key), ())
                if _may_be_one(known[place], credit)
            }
        )
        free = [place for place in same if place not in used]
        if free:
            used.add(free[0])
            united[free[0]] = _filled(united[free[0]], credit, ids)
        elif not same:
            added.append(credit)
    return (*united, *added), tuple(added)


def _work(role: Role) -> str:
    return "cast" if role.is_cast else str(role)


def _may_be_one(one: Credit, other: Credit) -> bool:
    if one.native is None or other.native is None:
        return True
    return bool(person_keys(one) & {person_key(other.native)}) or bool(
        person_keys(other) & {person_key(one.native)}
    )


def _filled(known: Credit, other: Credit, ids: PersonIds) -> Credit:
    if known == other:
        return known
    if known.person_id and other.person_id and known.person_id != other.person_id:
        ids.learn(known.person_id, other.person_id)
    native = known.native or other.native
    keys = set(person_keys(known)) | ({person_key(native)} if native else set())
    aliases = list(known.aliases)
    for name in (other.person, *((other.native,) if other.native else ()), *other.aliases):
        if (key := person_key(name)) and key not in keys:
            keys.add(key)
            aliases.append(name)
    nationality = known.nationality
    if not set(other.nationality) <= set(nationality):
        nationality = tuple(sorted({*nationality, *other.nationality}))
    return replace(
        known,
        native=native,
        aliases=tuple(aliases),
        character=known.character or other.character,
        order=known.order or other.order,
        nationality=nationality,
        person_id=known.person_id or other.person_id,
    )
