"""What follows from the facts of a title: computed tones, tones that tags mean, escapism.

Nothing here is stored. What somebody stated, present or absent, is never overruled; what is
computed from facts comes next; what a free tag suggests comes last.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from recsys.catalogue.countries import country_code
from recsys.catalogue.labels import meaning_of
from recsys.catalogue.nations import cast_nations, shows_other_nations
from recsys.catalogue.package_data import vocabulary_file
from recsys.catalogue.vocabulary import WARNING_GROUP, tone_vocabulary
from recsys.names.fold import fold_text
from recsys.title import Place, RelationKind, SourceKind, Title, Tone, ToneBasis

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

TAG_CONFIDENCE = 0.6
"""How far a tag is believed to mean the tone of its name; a judgement, not a measurement."""

_BY_SOURCE = {
    SourceKind.ORIGINAL: "original-screenplay",
    SourceKind.NOVEL: "adapted-novel",
    SourceKind.LIGHT_NOVEL: "adapted-novel",
    SourceKind.WEB_NOVEL: "adapted-web-novel",
    SourceKind.MANGA: "adapted-manga",
    SourceKind.WEBTOON: "adapted-webtoon",
    SourceKind.TRUE_STORY: "based-on-true-story",
    SourceKind.SHORT_FILM: "expanded-short",
}
COMPUTED_TONES = frozenset(
    {
        "co-production",
        "transnational-cast",
        "cross-border-crew",
        "multi-city",
        "filmed-abroad",
        "remake",
        "spin-off",
        *_BY_SOURCE.values(),
    }
)
"""Tones that follow from facts and are not written in a catalogue.

``expanded-short`` may be written too: a short film is a source that few rows name.
"""
_SOURCE_GROUP = "source_material"
_CARRIED_ON = (RelationKind.PREQUEL, RelationKind.PARENT, RelationKind.FULL_STORY)
_CITY_STATES = frozenset({"HK", "MC", "MO", "SG", "VA"})


def tones_of(title: Title) -> tuple[Tone, ...]:
    """Return all tones of a title: stated, computed from its facts, and meant by its tags.

    Parameters
    ----------
    title : Title
        Any title.

    Returns
    -------
    tuple of Tone
        One entry a tone, sorted by id; stated wins over computed, computed over inferred.
        Content warnings are not among them: see :func:`warnings_of`.
    """
    return _strongest_claims(_tag_tones(title), title)


def written_tones(title: Title) -> tuple[Tone, ...]:
    """Return the tones of a title but for those that only a tag means.

    Parameters
    ----------
    title : Title
        Any title.

    Returns
    -------
    tuple of Tone
        One entry a tone, sorted by id, in the same order of precedence as :func:`tones_of`.
    """
    return _strongest_claims((), title)


def inferred_tones(sketch: Title, whole: Callable[[], Title]) -> frozenset[str]:
    """Return which of a title's tones nobody stated and no fact gives.

    Parameters
    ----------
    sketch : Title
        A title of which at least the tones, tags and sources are known.
    whole : callable
        Gives all that is known of it; called only where a fact might give one of these tones.

    Returns
    -------
    frozenset of str
        Ids of the tones that :func:`tones_of` calls inferred.
    """
    found = set(_meant_by_tags(sketch))
    found.update([tone.id for tone in sketch.tones if tone.basis is ToneBasis.INFERRED])
    found.difference_update([tone.id for tone in sketch.tones if tone.basis is not ToneBasis.INFERRED])
    if not COMPUTED_TONES.isdisjoint(found):
        found.difference_update([tone.id for tone in computed_tones(whole())])
    return frozenset(found)


def _strongest_claims(meant: Iterable[Tone], title: Title) -> tuple[Tone, ...]:
    inferred = [tone for tone in title.tones if tone.basis is ToneBasis.INFERRED]
    stated = [tone for tone in title.tones if tone.basis is not ToneBasis.INFERRED]
    tones = {tone.id: tone for tone in (*meant, *inferred, *computed_tones(title), *stated)}
    return tuple(tones[id] for id in sorted(tones))


def computed_tones(title: Title) -> tuple[Tone, ...]:
    """Return the tones that follow from countries, people, places, sources and relations.

    Parameters
    ----------
    title : Title
        Any title.

    Returns
    -------
    tuple of Tone
        Sorted by id, with full confidence. Facts that are missing compute nothing, never "no".
    """
    found = dict(_computed(title))
    return tuple(Tone(id, found[id], basis=ToneBasis.COMPUTED) for id in sorted(found))


def warnings_of(title: Title) -> tuple[str, ...] | None:
    """Return the content warnings that are written or that a tag means.

    Parameters
    ----------
    title : Title
        Any title.

    Returns
    -------
    tuple of str or None
        Sorted ids; None if nobody has looked and no tag says anything.
    """
    vocabulary = tone_vocabulary()
    ids = {id for tag in title.tags for id in _tones_of_tag(tag)}
    told = {id for id in ids if (entry := vocabulary.get(id)) is not None and entry.content_warning}
    if title.content_warnings is None and not told:
        return None
    return tuple(sorted(told.union(title.content_warnings or ())))


def escapism(title: Title, tones: Iterable[Tone] | None = None) -> float | None:
    """Return where a title stands between grounded (-1) and escapist (+1), or None.

    Parameters
    ----------
    title : Title
        Any title.
    tones : iterable of Tone or None
        What :func:`tones_of` returns for it, where somebody has asked already.

    Returns
    -------
    float or None
        Mean of the values of its tones, weighted by the strength of each, and of its genres,
        each with the weight of a trace. None if none of them says anything either way.
    """
    table = vocabulary_file("escapism.json")
    by_tone, by_genre, genre_weight = table["tones"], table["genres"], table["genre_weight"]
    known = tones_of(title) if tones is None else tones
    parts = [(by_tone[tone.id], tone.value) for tone in known if tone.id in by_tone]
    parts += [(by_genre[genre], genre_weight) for genre in title.genres if genre in by_genre]
    weight = sum(strength for _, strength in parts)
    return sum(value * strength for value, strength in parts) / weight if weight > 0 else None


def _computed(title: Title) -> Iterator[tuple[str, int]]:
    """Yield tone ids with their intensity: 3 where three nations take part."""
    home = set(title.countries)
    if len(home) > 1:
        yield "co-production", min(len(home), 3)
    if (nations := cast_nations(title)) > 1:
        yield "transnational-cast", min(nations, 3)
    if shows_other_nations(title):
        yield "cross-border-crew", 2
    if len({country for _, country in _cities((*title.setting_places, *title.filming_places))}) > 1:
        yield "multi-city", 2
    if home and any(place.country not in home for place in title.filming_places if place.country):
        yield "filmed-abroad", 2
    kinds = {relation.kind for relation in title.relations}
    sources = {source.kind for source in title.sources}
    filmed_before = bool(sources & {SourceKind.FILM, SourceKind.SERIES}) and not kinds.intersection(
        _CARRIED_ON
    )
    if RelationKind.ORIGINAL in kinds or filmed_before:
        yield "remake", 2
    if RelationKind.PARENT in kinds:
        yield "spin-off", 2
    yield from ((_BY_SOURCE[kind], 2) for kind in sources if kind in _BY_SOURCE)


def _cities(places: Iterable[Place]) -> set[tuple[str, str]]:
    """Cities of known countries: "Euljiro, Seoul" is in Seoul, and Mars is no city."""
    return {
        (fold_text(place.name.rpartition(",")[2]), place.country)
        for place in places
        if place.country is not None and not _is_country(place)
    }


def _is_country(place: Place) -> bool:
    """Whether a place is a whole country that is more than one city."""
    code = country_code(place.name)
    return code is not None and code not in _CITY_STATES and place.country in (None, code)


def _tag_tones(title: Title) -> Iterator[Tone]:
    return (Tone(id, basis=ToneBasis.INFERRED, confidence=TAG_CONFIDENCE) for id in _meant_by_tags(title))


def _meant_by_tags(title: Title) -> Iterator[str]:
    """Ids of the tones that a title's tags mean, tag by tag."""
    for tag in title.tags:
        for id, is_source in _felt_tones_of_tag(tag):
            # Where the sources are known, a tag adds no second origin.
            if not (is_source and title.sources):
                yield id


@lru_cache(maxsize=65536)
def _felt_tones_of_tag(tag: str) -> tuple[tuple[str, bool], ...]:
    """Tones that a tag means, but for warnings, and whether each says what the story was before."""
    entries = [tone_vocabulary().get(id) for id in _tones_of_tag(tag)]
    felt = [entry for entry in entries if entry is not None and entry.group != WARNING_GROUP]
    return tuple((entry.id, entry.group == _SOURCE_GROUP) for entry in felt)


def _tones_of_tag(tag: str) -> tuple[str, ...]:
    """Tones that bear the name of a tag or that the tables of labels give for it."""
    meaning = meaning_of(tag)
    return meaning.tones if meaning is not None else ()
