"""People of a catalogue: one token a person, over all spellings; see people_groups for the rules."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from recsys.names.people_arrays import NAME, NATIVE, PERSON, SHARED, PeopleArrays
from recsys.names.people_groups import Evidence
from recsys.names.people_naming import Spelling, people_named
from recsys.names.person_key import person_key
from recsys.names.strings import StringTable
from recsys.title import Credit, Title

__all__ = ["PeopleIndex", "Spelling", "person_key"]


class PeopleIndex:
    """Token of each credited person, found by any spelling of the name.

    The token of a person is ``id:`` and the person's id, if one is given; else the smallest
    Latin key that nobody else bears; else, for name twins, ``latin/native`` of the smallest
    keys; else the native key. It depends on the set of credits only, not on their order.

    Parameters
    ----------
    stored : PeopleArrays
        The people.
    seen : mapping of tuple to str or None
        Token by what a credit says. A built index remembers whole credits; a loaded one looks each up.
    """

    __slots__ = ("_seen", "_stored")

    def __init__(self, stored: PeopleArrays, seen: Mapping[Spelling, str] | None = None) -> None:
        self._stored = stored
        self._seen: Mapping[Spelling, str] = seen or {}

    @classmethod
    def build(cls, titles: Iterable[Title]) -> PeopleIndex:
        """Index of everybody who is credited in the titles.

        Parameters
        ----------
        titles : iterable of Title
            Titles in any order.

        Returns
        -------
        PeopleIndex
            The index.
        """
        return cls.counted(Counter(_spelling(credit) for title in titles for credit in title.credits))

    @classmethod
    def counted(cls, counts: Mapping[Spelling, int]) -> PeopleIndex:
        """Index of people by what their credits say of them, and how often.

        Parameters
        ----------
        counts : mapping of tuple of str, str or None, tuple of str, and str or None to int
            Number of credits by person, native name, aliases and id.

        Returns
        -------
        PeopleIndex
            The index, as :meth:`build` makes it of the credits themselves.
        """
        return cls(*people_named(counts))

    @classmethod
    def of_names(cls, keys: StringTable, display: StringTable, is_native: NDArray[np.bool_]) -> PeopleIndex:
        """Index of people of whom nothing is known but one name each, in whatever spellings.

        Such names join nobody and are shared by nobody: each key is one person.

        Parameters
        ----------
        keys : StringTable
            What :func:`person_key` gives for the names, each once, in code-point order.
        display : StringTable
            Most used spelling of each.
        is_native : ndarray of bool, shape (n_people,)
            Whether a key has letters of another script than Latin.

        Returns
        -------
        PeopleIndex
            As :meth:`build` makes it of credits that give names alone.
        """
        return cls(PeopleArrays.of_names(keys, display, is_native))

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, NDArray[Any]]) -> PeopleIndex:
        """Index over arrays that :meth:`arrays` gave.

        Parameters
        ----------
        arrays : mapping of str to ndarray
            The arrays; nothing is copied.

        Returns
        -------
        PeopleIndex
            An index that answers as the one that was stored.

        Raises
        ------
        ArtifactDamaged
            If the arrays do not fit each other.
        """
        return cls(PeopleArrays.from_arrays(arrays))

    def arrays(self) -> dict[str, NDArray[Any]]:
        """Arrays to be stored, by name."""
        return self._stored.arrays()

    @property
    def keys(self) -> StringTable:
        """All names and tokens, each once, in code-point order."""
        return self._stored.keys

    def canonical(self, name_or_credit: str | Credit) -> str:
        """Token of the person of a credit or a name, whether the index knows it or not.

        Parameters
        ----------
        name_or_credit : str or Credit
            A name that several people bear gives the token of that bare name.

        Returns
        -------
        str
            The token; empty for a blank name.
        """
        if isinstance(name_or_credit, str):
            return self._token(Evidence.of(Credit(name_or_credit)))
        known = self._seen.get(_spelling(name_or_credit))
        return self._token(Evidence.of(name_or_credit)) if known is None else known

    def tokens_of(self, title: Title) -> tuple[str, ...]:
        """Tokens of the people credited in a title, in the order of the credits, once each.

        Parameters
        ----------
        title : Title
            Need not be one of the titles of the index.

        Returns
        -------
        tuple of str
            The tokens.
        """
        tokens = map(self.canonical, title.credits)
        return tuple(dict.fromkeys(token for token in tokens if token))

    def find(self, name: str) -> str | None:
        """Token of the one person who bears a typed name.

        Parameters
        ----------
        name : str
            Any spelling.

        Returns
        -------
        str or None
            None if nobody bears it, or several people do: :meth:`bearers` names those.
        """
        bearers = self.bearers(name)
        return bearers[0] if len(bearers) == 1 else None

    def bearers(self, name: str) -> tuple[str, ...]:
        """Tokens of all people who bear a typed name.

        Parameters
        ----------
        name : str
            Any spelling.

        Returns
        -------
        tuple of str
            In the order of the tokens; empty if nobody bears it.
        """
        place = self._stored.find(person_key(name), NAME)
        return () if place is None else tuple(map(self._key, self._stored.bearers_of(place)))

    def display(self, token: str) -> str:
        """Most used English spelling of a person's name; of equally used ones the first by text.

        Parameters
        ----------
        token : str
            As :meth:`canonical` and :meth:`find` give it.

        Returns
        -------
        str
            The name; an unknown token itself.
        """
        place = self._stored.find(token, PERSON)
        return token if place is None else self._stored.display[place]

    def __len__(self) -> int:
        """Return the number of people."""
        return self._stored.n_with(PERSON)

    def __repr__(self) -> str:
        """Tell the numbers of people and of spellings."""
        return f"PeopleIndex({len(self)} people, {self._stored.n_with(NAME)} spellings)"

    def _key(self, place: int) -> str:
        return self._stored.keys[place]

    def _is_shared(self, key: str) -> bool:
        return self._stored.find(key, SHARED) is not None

    def _token(self, item: Evidence) -> str:
        """Token of a known person, or the one that a new person would be given."""
        key = item.settle(self._is_shared)
        known = self._owner(key)
        if known is not None:
            return self._key(known)
        if not item.natives or item.id or not item.latins:
            return key
        # A native name nobody has borne: whose Latin name is this?
        latin = next((name for name in item.latins if not self._is_shared(name)), item.latins[0])
        owner = None if self._is_shared(latin) else self._owner(latin)
        if owner is not None and not self._stored.has(NATIVE, owner):
            return self._key(owner)
        is_new = self._stored.find(latin, NAME) is None
        return latin if is_new else f"{min(item.latins)}/{key}"

    def _owner(self, key: str) -> int | None:
        """Token, as a key, of the person whose own a name is."""
        name = self._stored.find(key, NAME)
        return None if name is None else self._stored.own_of(name)


def _spelling(credit: Credit) -> Spelling:
    return credit.person, credit.native, credit.aliases, credit.person_id
