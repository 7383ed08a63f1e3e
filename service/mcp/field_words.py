"""What the fields of a question mean, for whoever has to fill them in without a manual."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from service.parameters import NamedSimilarParameters, RecommendParameters

_COUNTRIES = "ISO codes, names or regions as `region:sea`"
_TITLES = "by any name, by id, or as an object with `id` or `title` and a `weight`"

# Fields whose JSON has another form than in an address, or that an address lacks.
_OF_DOCUMENTS = {
    "like": f"Titles to be near to: {_TITLES}.",
    "dislike": f"Titles to be far from: {_TITLES}.",
    "more": 'Tones asked for more strongly, and how much (1 is a clear wish): `{"tearjerker": 1}`.',
    "less": 'Tones asked for less strongly, and how much: `{"love-triangle": 0.5}`.',
    "weights": "Weights of feature blocks that replace the model's own; seldom needed.",
    "filters": "What every result must fulfil.",
    "together": "Two to eight viewers who want to watch together, in place of `like` and `dislike`.",
    "boost": 'Charts whose titles rise, and how much: `{"rank:JP": 1}`, `rank:JP:Netflix`, `rank:global`.',
    "exclude": "Ids of titles that never come, such as those that the viewer has seen.",
    "exclude_series": "Whether the rest of their story worlds stays away, too.",
    "language": "Language of names, reasons and notes, such as `ko`.",
    "countries": "Conditions on the set of production countries.",
    "cities": "Places where it is set or was filmed.",
    "year": "First and last year of release; null leaves that side open: `[2015, null]`.",
    "period": "First and last year of the time in which the story happens.",
    "cast_from": f"{_COUNTRIES}: somebody of the cast is a national of each of these.",
    "directors_from": f"{_COUNTRIES}: a director is a national of each of these.",
    "writers_from": f"{_COUNTRIES}: a writer is a national of each of these.",
    "within": "Only these titles may come, by id or name.",
    "CountriesDocument.all": f"{_COUNTRIES}: every one of these made it.",
    "CountriesDocument.any": f"{_COUNTRIES}: at least one of these made it.",
    "CountriesDocument.none": f"{_COUNTRIES}: none of these made it.",
    "CountriesDocument.only": f"{_COUNTRIES}: these made it and no other.",
    "PlacesDocument.all": "Every one of these places.",
    "PlacesDocument.any": "At least one of these places.",
    "SeedDocument.id": "Identifier of the title.",
    "SeedDocument.title": "Any name of the title; a year may follow.",
    "SeedDocument.weight": "How much it counts; 1 if it is liked and nothing is said, 0.5 if disliked.",
    "TasteDocument.name": "What to call this viewer in the answer.",
}


def _in_addresses() -> dict[str, str]:
    fields = {**NamedSimilarParameters.model_fields, **RecommendParameters.model_fields}
    return {name: field.description for name, field in fields.items() if field.description}


FIELD_WORDS: Mapping[str, str] = MappingProxyType({**_in_addresses(), **_OF_DOCUMENTS})
"""Description by the name of a field, with its document before it where two documents share the name."""
