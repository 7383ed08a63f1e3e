"""Cast and crew of a title, role by role, with their names as they write them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from recsys.names import PeopleIndex
from recsys.title import Credit, Role, Title
from recsys.wording import ENGLISH, Language
from service.web.address import Address
from service.web.scripts import language_of

_ROLES = {
    Role.ACTOR: "Cast",
    Role.VOICE: "Voices",
    Role.DIRECTOR: "Directed by",
    Role.WRITER: "Written by",
    Role.CREATOR: "Created by",
    Role.COMPOSER: "Music by",
    Role.PRODUCER: "Produced by",
}
_CREATORS = frozenset({Role.DIRECTOR, Role.WRITER, Role.CREATOR})
"""Roles that can be asked for as those who made it."""


@dataclass(frozen=True, slots=True)
class PersonView:
    """One credited person.

    Parameters
    ----------
    name : str
        As it is known in English.
    native, language : str
        The name in the person's own script, and its language; may be empty.
    character : str
        Who the person plays; may be empty.
    nationality : str
        Countries by name; empty if not known.
    address : str
        Where titles with the person are; empty if that cannot be asked.
    """

    name: str
    native: str
    language: str
    character: str
    nationality: str
    address: str


@dataclass(frozen=True, slots=True)
class CrewGroup:
    """People of one role, in the order of the row."""

    role: str
    people: tuple[PersonView, ...]


def crew_of(title: Title, people: PeopleIndex, language: Language = ENGLISH) -> tuple[CrewGroup, ...]:
    """Return who made a title.

    Parameters
    ----------
    title : Title
        The title.
    people : PeopleIndex
        Who is who.
    language : Language
        The language of countries.

    Returns
    -------
    tuple of CrewGroup
        Roles that somebody has: cast first.
    """
    by_role: dict[Role, list[Credit]] = defaultdict(list)
    for credit in title.credits:
        by_role[credit.role].append(credit)
    return tuple(
        CrewGroup(name, tuple(_person(credit, title, people, language) for credit in by_role[role]))
        for role, name in _ROLES.items()
        if role in by_role
    )


def _person(credit: Credit, title: Title, people: PeopleIndex, language: Language) -> PersonView:
    native = credit.native or ""
    # A comma would be read as the end of a name, and a name that two people bear is refused.
    can_be_asked = "," not in credit.person and people.find(credit.person)
    block = "cast" if credit.role.is_cast else "creators" if credit.role in _CREATORS else ""
    return PersonView(
        name=credit.person,
        native="" if native == credit.person else native,
        language=language_of(native, title.languages, credit.nationality),
        character=credit.character or "",
        nationality=", ".join(language.country(code) for code in credit.nationality),
        address=str(Address().plus(block, credit.person)) if block and can_be_asked else "",
    )
