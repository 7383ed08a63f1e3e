"""A question without one of its filters, so that an empty answer can say what that would give."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Any, TypeVar

from recsys.catalogue.vocabulary import genre_ids
from recsys.filters import NO_FILTERS, Filters, ToneCondition
from recsys.index import Verdict

_OF = ": "
_Item = TypeVar("_Item")


def droppable(verdicts: Sequence[Verdict], filters: Filters) -> Iterator[str]:
    """Yield the names of the filters that a viewer can drop one by one.

    Parameters
    ----------
    verdicts : sequence of Verdict
        What the filters said.
    filters : Filters
        The filters.

    Yields
    ------
    str
        As :func:`without` takes them. A region stands for itself, also where services are asked in it.
    """
    yield from (verdict.name for verdict in verdicts)
    if filters.services and filters.region:
        yield "region"


def without(filters: Filters, name: str) -> Filters:
    """Return filters without one of them.

    Parameters
    ----------
    filters : Filters
        What a result must fulfil.
    name : str
        Such as ``countries.all``, ``tones: restrained>=2``, ``cast: Hyun Bin`` or ``year``.

    Returns
    -------
    Filters
        The others; what only qualifies the one that is gone goes with it.
    """
    kind, _, value = name.partition(_OF)
    field, _, rule = kind.partition(".")
    match field:
        case "countries" | "cities":
            rules: Any = getattr(filters, field)
            return _replaced(filters, **{field: replace(rules, **{rule: ()})})
        case "tones":
            return replace(filters, tones=_others(filters.tones, value, _spelled))
        case "genres":
            kept = tuple(name for name in filters.genres if value not in (genre_ids(name) or (name,)))
            return replace(filters, genres=kept)
        case "services" | "region":
            other = filters.region if field == "services" else filters.services
            day = filters.available_by if other else None  # else it would be a day of nothing
            return _replaced(filters, available_by=day, **{field: getattr(NO_FILTERS, field)})
        case "released_by":
            return replace(filters, released_by=None, upcoming=None)
    if value:
        return _replaced(filters, **{field: _others(getattr(filters, field), value, str)})
    return _replaced(filters, **{field: getattr(NO_FILTERS, field)})


def _replaced(filters: Filters, **changes: Any) -> Filters:
    return replace(filters, **changes)


def _others(items: tuple[_Item, ...], name: str, spelled: Callable[[_Item], str]) -> tuple[_Item, ...]:
    return tuple(item for item in items if spelled(item) != name)


def _spelled(condition: ToneCondition) -> str:
    return f"{condition.id}>={condition.at_least}" if condition.at_least > 1 else condition.id
