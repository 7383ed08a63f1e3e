"""A question as an answer repeats it: every name replaced by what it was understood as."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from recsys.catalogue.countries import expand
from recsys.catalogue.vocabulary import genre_ids, tone_vocabulary
from recsys.filters import NO_FILTERS, CountryFilter, Filters, PlaceFilter, ToneCondition
from recsys.query import Query

_OPTIONS = ("escapism", "diversity", "relations", "blend", "k", "offset", "seed")
_IF_SET = {
    "fame": 0.0,
    "boost": {},
    "min_score": None,
    "spoilers": False,
    "language": "en",
}
"""Options that are told only where they differ from this."""


def resolved_filters(filters: Filters) -> dict[str, Any]:
    """Return the filters that were set, as JSON types.

    Parameters
    ----------
    filters : Filters
        As they were asked; already known to be readable.

    Returns
    -------
    dict
        Countries as codes, genres and tones as ids; what was not set is left out.
    """
    if filters is NO_FILTERS:
        return {}
    chosen = {field.name: getattr(filters, field.name) for field in fields(filters)}
    return {
        name: _resolved(name, value) for name, value in chosen.items() if value != getattr(NO_FILTERS, name)
    }


def resolved_tones(wishes: Mapping[str, float]) -> dict[str, float]:
    """Return wishes by the ids of their tones; a free tag stays as it is.

    Parameters
    ----------
    wishes : mapping of str to float
        Amounts by the name that was typed.

    Returns
    -------
    dict of str to float
        Amounts by id.
    """
    return {tone_vocabulary().by_name(name) or name: amount for name, amount in wishes.items()}


def resolved_options(query: Query) -> dict[str, Any]:
    """Return the rest of a question: the numbers that say how it is answered.

    Parameters
    ----------
    query : Query
        The question.

    Returns
    -------
    dict
        Escapism, diversity, relations, blend, k, offset and seed; how many titles were to be
        left out, if any.
    """
    options = {name: getattr(query, name) for name in _OPTIONS}
    options |= {
        name: getattr(query, name) for name, unset in _IF_SET.items() if getattr(query, name) != unset
    }
    if query.together:
        options["together"] = [taste.name or f"viewer {n}" for n, taste in enumerate(query.together, 1)]
    if query.exclude:  # thousands of ids are counted, not repeated
        options |= {"excluded": len(query.exclude), "exclude_series": query.exclude_series}
    return options


def _resolved(name: str, value: Any) -> Any:
    match value:
        case CountryFilter():
            rules = {field.name: getattr(value, field.name) for field in fields(value)}
            return {rule: [list(expand(text)) for text in texts] for rule, texts in rules.items() if texts}
        case PlaceFilter():
            return {rule: list(texts) for rule in ("all", "any") if (texts := getattr(value, rule))}
        case tuple() if name in ("cast_from", "directors_from", "writers_from"):
            return [list(expand(text)) for text in value]
        case tuple() if name == "within":  # thousands of ids are counted, not repeated
            return len(value)
        case tuple() if name == "tones":
            return [_condition(condition) for condition in value]
        case tuple() if name == "genres":
            return [genre for text in value for genre in genre_ids(text) or (text,)]
        case tuple() if name == "avoid":
            return [tone_vocabulary().by_name(text) or text for text in value]
        case tuple():
            return list(value)
        case int():
            return value
        case _:
            return str(getattr(value, "text", value))


def _condition(condition: ToneCondition) -> str:
    return f"{tone_vocabulary().by_name(condition.id)}>={condition.at_least}"
