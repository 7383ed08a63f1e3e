"""The people of a catalogue in columns: which person each credited name is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from recsys.names import PeopleIndex, StringTable
from recsys.names.people import Spelling
from recsys.names.person_key import is_latin
from recsys.title import Credit, Title
from training.columnar.arrow_text import arrow_strings, mask_of, string_table
from training.columnar.catalogue_columns import CatalogueColumns
from training.columnar.counted_blocks import Vocabulary, vocabulary
from training.columnar.person_keys import person_keys


@dataclass(frozen=True)
class CreditedPeople:
    """Who is who in the credits of a catalogue.

    Parameters
    ----------
    names : pyarrow.Array of large_string, length n_names
        Distinct names of the columns.
    uses : ndarray of int64, shape (n_names,)
        How often each is credited.
    tokens : Vocabulary
        Token of the person of each name.
    known : PeopleIndex or None
        The index, if it had to be made to find the tokens.
    """

    names: pa.Array
    uses: NDArray[np.int64]
    tokens: Vocabulary
    known: PeopleIndex | None = None

    @cached_property
    def index(self) -> PeopleIndex:
        """The index of all people: what :meth:`PeopleIndex.build` makes of the same titles."""
        return self.known or _named(self)


def credited_people(columns: CatalogueColumns) -> CreditedPeople:
    """Return who is who in the credits of a catalogue.

    Parameters
    ----------
    columns : CatalogueColumns
        The catalogue.

    Returns
    -------
    CreditedPeople
        A name that stands alone is a person by its key; where some credits tell more than a name, all of
        them are looked at together.
    """
    names = arrow_strings(columns.credits.names)
    uses = np.bincount(columns.credits.people, minlength=len(names))
    return people_of_credits(names, uses, spellings_of(columns.whole.values()))


def spellings_of(titles: Iterable[Title]) -> Counter[Spelling]:
    """Return what the credits of titles say of people, and how often.

    Parameters
    ----------
    titles : iterable of Title
        Titles that are held as objects.

    Returns
    -------
    Counter
        By name, native name, aliases and id.
    """
    return Counter(
        (credit.person, credit.native, credit.aliases, credit.person_id)
        for title in titles
        for credit in title.credits
    )


def people_of_credits(
    names: pa.Array, uses: NDArray[np.int64], told: Mapping[Spelling, int]
) -> CreditedPeople:
    """Return who is who in credits that give a name alone and in those that may tell more.

    Parameters
    ----------
    names : pyarrow.Array of large_string, length n_names
        Distinct names of credits that give nothing else.
    uses : ndarray of int64, shape (n_names,)
        How many such credits there are.
    told : mapping of tuple to int
        What all other credits say, and how often.

    Returns
    -------
    CreditedPeople
        As :func:`credited_people` finds them.
    """
    if not told:
        return CreditedPeople(names, uses, vocabulary(person_keys(names)))
    texts, counts = names.to_pylist(), Counter(told)
    for name, count in zip(texts, uses.tolist(), strict=True):
        if count:
            counts[(name, None, (), None)] += count
    index = PeopleIndex.counted(counts)
    tokens = pa.array([index.canonical(Credit(name)) for name in texts], pa.large_string())
    return CreditedPeople(names, uses, vocabulary(tokens), index)


def _named(people: CreditedPeople) -> PeopleIndex:
    """The index of people who are known by names alone."""
    used = people.uses > 0
    person = people.tokens.ranks[used].astype(np.int64)
    names, uses = _those(people.names, used), people.uses[used]
    is_known = np.bincount(person, minlength=len(people.tokens.terms)) > 0
    person = (np.cumsum(is_known) - 1)[person]
    known = string_table(_those(people.tokens.terms, is_known))
    chosen = _most_used(person, names, uses, len(known))
    return PeopleIndex.of_names(known, string_table(names.take(pa.array(chosen))), _is_native(known))


def _those(texts: pa.Array, mask: NDArray[np.bool_]) -> pa.Array:
    """Some texts; if they are all of them, as they nearly always are, no copy of millions is made."""
    return texts if mask.all() else texts.filter(pa.array(mask))


def _most_used(
    person: NDArray[np.int64], names: pa.Array, uses: NDArray[np.int64], n_people: int
) -> NDArray[np.int64]:
    """For each person the name with the most uses, the first by text of those."""
    chosen = np.empty(n_people, np.int64)
    chosen[person] = np.arange(len(person))
    several = np.bincount(person, minlength=n_people)[person] > 1
    places = np.flatnonzero(several)
    texts = names.take(pa.array(places)).to_pylist()
    ranked = sorted(
        zip(person[places].tolist(), (-uses[places]).tolist(), texts, places.tolist(), strict=True)
    )
    for own, _, _, place in reversed(ranked):
        chosen[own] = place
    return chosen


def _is_native(keys: StringTable) -> NDArray[np.bool_]:
    texts = arrow_strings(keys)
    found = ~mask_of(pc.string_is_ascii(texts))
    found[found] = [not is_latin(key) for key in texts.filter(pa.array(found)).to_pylist()]
    return found
