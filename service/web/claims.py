"""Who says what of a fact, and whether they contradict each other."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from recsys.names import fold_text
from recsys.title import Fact, Title

# Facts of one closed value: what a source says of them can be held against what the row says.
_EXACT = ("title", "form", "medium", "year")


@dataclass(frozen=True, slots=True)
class Claims:
    """What single sources say of one fact.

    Parameters
    ----------
    entries : tuple of Fact
        In the order of the row.
    is_conflict : bool
        Whether they say different things, or another thing than the catalogue shows.
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
        Fields that are told together.

    Returns
    -------
    Claims
        Empty where nobody is named.
    """
    wanted = frozenset(fields)
    entries = tuple(fact for fact in title.facts if fact.field in wanted)
    said = {(fact.field, fold_text(fact.value)) for fact in entries}
    shown = {
        (field, fold_text(str(getattr(title, field))))
        for field in {fact.field for fact in entries}.intersection(_EXACT)
        if getattr(title, field) is not None
    }
    told = said | shown
    return Claims(entries, len(told) > len({field for field, _ in told}))
