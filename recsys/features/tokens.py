"""From a title to tokens: one small extractor a feature block.

An extractor yields ``(token, strength)``; strengths of equal tokens add up. What a token weighs
is decided later, by the block's declaration.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from recsys.catalogue.derived import tones_of
from recsys.catalogue.vocabulary import tone_vocabulary
from recsys.features.text import words
from recsys.names import PeopleIndex, fold_text
from recsys.title import Role, SourceKind, Title, Tone, ToneBasis

Tokens = Iterable[tuple[str, float]]
Extractor = Callable[[Title, PeopleIndex], Tokens]

_CREATORS = frozenset({Role.DIRECTOR, Role.WRITER, Role.CREATOR})
_DECADE = 10


def _once(values: Iterable[str]) -> Iterator[tuple[str, float]]:
    return ((value, 1.0) for value in dict.fromkeys(values) if value)


def _genres(title: Title, _: PeopleIndex) -> Tokens:
    return _once(title.genres)


def _tones(title: Title, _: PeopleIndex) -> Tokens:
    return ((tone.id, tone.value) for tone in tones_of(title) if tone.value > 0 and _is_evidence(tone))


def _is_evidence(tone: Tone) -> bool:
    # A tone that a tag means is counted once, as the tag; and that two titles both came from
    # novels is no likeness: the ``source`` block can be turned on for it.
    entry = tone_vocabulary().get(tone.id)
    is_source = entry is not None and entry.group == "source_material"
    return tone.basis is not ToneBasis.INFERRED and not is_source


def _tags(title: Title, _: PeopleIndex) -> Tokens:
    return _once(fold_text(tag) for tag in title.tags)


def _countries(title: Title, _: PeopleIndex) -> Tokens:
    return _once(title.countries)


def _cast(title: Title, people: PeopleIndex) -> Tokens:
    return _once(people.canonical(credit) for credit in title.credits if credit.role.is_cast)


def _creators(title: Title, people: PeopleIndex) -> Tokens:
    return _once(people.canonical(credit) for credit in title.credits if credit.role in _CREATORS)


def _synopsis(title: Title, _: PeopleIndex) -> Tokens:
    return ((word, 1.0) for word in words(title.synopsis))


def _title(title: Title, _: PeopleIndex) -> Tokens:
    return _once(words(title.title))


def _studios(title: Title, _: PeopleIndex) -> Tokens:
    return _once(fold_text(studio.name) for studio in title.studios)


def _places(title: Title, _: PeopleIndex) -> Tokens:
    return _once(fold_text(place.name) for place in (*title.setting_places, *title.filming_places))


def _period(title: Title, _: PeopleIndex) -> Tokens:
    if title.setting_period is None:
        return ()
    start, end = title.setting_period.start, title.setting_period.end
    return _once(f"{year}s" for year in range(start // _DECADE * _DECADE, end + 1, _DECADE))


def _source(title: Title, _: PeopleIndex) -> Tokens:
    return _once(source.kind for source in title.sources if source.kind is not SourceKind.OTHER)


def _languages(title: Title, _: PeopleIndex) -> Tokens:
    return _once(title.languages)


def _form(title: Title, _: PeopleIndex) -> Tokens:
    return _once(str(fact) for fact in (title.form, title.medium) if fact is not None)


EXTRACTORS: dict[str, Extractor] = {
    "genres": _genres,
    "tones": _tones,
    "tags": _tags,
    "countries": _countries,
    "cast": _cast,
    "creators": _creators,
    "synopsis": _synopsis,
    "title": _title,
    "studios": _studios,
    "places": _places,
    "period": _period,
    "source": _source,
    "languages": _languages,
    "form": _form,
}
"""Extractor of each block, by the block's name."""
