"""Who says what of a fact, and whether they contradict each other or the catalogue."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from recsys.catalogue import claims
from recsys.title import Fact, Title


@dataclass(frozen=True, slots=True)
class Claims:
    """What single sources say of one fact.

    Parameters
    ----------
    entries : tuple of Fact
        In the order of the row, field by field.
    is_conflict : bool
        Whether they certainly say different things, or another thing than the catalogue shows.
    """

    entries: tuple[Fact, ...] = ()
    is_conflict: bool = False


NOTHING_SAID = Claims()
"""No source is named."""


def claims_of(title: Title, fields: Iterable[str]) -> Claims:
    """Return what sources say of some fields of a title.

    Parameters
    ----------
    title : Title
        The title.
    fields : iterable of str
        Fields of the row that are told together.

    Returns
    -------
    Claims
        Empty where nobody is named.
    """
    wanted = frozenset(fields)
    found = [said for said in claims.claims_of(title) if said.field in wanted]
    entries = tuple(fact for said in found for fact in said.claims)
    return Claims(entries, any(said.is_conflict for said in found))
