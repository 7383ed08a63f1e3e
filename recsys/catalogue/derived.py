"""What follows from the facts of a title: computed tones, tones that tags mean, escapism.

Nothing here is stored. What somebody stated, present or absent, is never overruled; what is
computed from facts comes next; what a free tag suggests comes last.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from recsys.catalogue.countries import country_code
from recsys.catalogue.labels import meaning_of
from recsys.catalogue.package_data import vocabulary_file
from recsys.catalogue.vocabulary import WARNING_GROUP, tone_vocabulary
from recsys.names.fold import fold_text
from recsys.names.person_key import person_key
from recsys.title import Credit, Place, RelationKind, Role, SourceKind, Title, Tone, ToneBasis

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

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
_CREW = (Role.DIRECTOR, Role.WRITER, Role.CREATOR)
_CARRIED_ON = (RelationKind.PREQUEL, RelationKind.PARENT, RelationKind.FULL_STORY)
_CITY_STATES = frozenset({"HK", "MC", "MO", "SG", "VA"})


@dataclass(frozen=True, slots=True)
class Nations:
    """Where the people of a title come from.

    Parameters
    ----------
    count : int
        Nations that certainly take part; somebody with two passports alone makes one.
    people : mapping of str to int
        People by ISO 3166 code, the most frequent first; somebody with two passports counts in both.
    unknown : int
        People whose nationality is not known.
    """

    count: int
    people: Mapping[str, int]
    unknown: int


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


def cast_nations(title: Title) -> int:
    """Return how many nations the cast certainly comes from.

    Parameters
    ----------
    title : Title
        Any title.

    Returns
    -------
    int
        0 if no nationality is known. Somebody with two passports alone makes one nation.
    """
    return _nations(
        credit.nationality for credit in title.credits if credit.nationality and credit.role.is_cast
    )


def nations_of_cast(title: Title) -> Nations:
    """Return where those who are seen or heard in a title come from.

    Parameters
    ----------
    title : Title
        Any title.

    Returns
    -------
    Nations
        Each person once, whatever the number of credits.
    """
    return _nations_of(credit for credit in title.credits if credit.role.is_cast)


def nations_of_crew(title: Title) -> Nations:
    """Return where directors, writers and creators come from.

    Parameters
    ----------
    title : Title
        Any title.

    Returns
    -------
    Nations
        Each person once, whatever the number of credits.
    """
    return _nations_of(credit for credit in title.credits if credit.role in _CREW)


def crosses_borders(title: Title) -> bool | None:
    """Return whether crew and studios are of several countries, or of others than the production.

    Parameters
    ----------
    title : Title
        Any title.

    Returns
    -------
    bool or None
        True if what is known says so; None if it does not and something is unknown; else False.
    """
    if _crosses_borders(title):
        return True
    crew = nations_of_crew(title)
    is_known = title.countries and crew.people and not crew.unknown
    return False if is_known else None


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
    if _crosses_borders(title):
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


def _crosses_borders(title: Title) -> bool:
    """Whether director, writer, creator and studio differ in country, or from the production's."""
    crew = [
        set(credit.nationality) for credit in title.credits if credit.nationality and credit.role in _CREW
    ]
    crew += [{studio.country} for studio in title.studios if studio.country]
    if not crew:
        return False
    home = set(title.countries)
    return _nations(crew) > 1 or bool(home and any(home.isdisjoint(nations) for nations in crew))


def _nations_of(credits: Iterable[Credit]) -> Nations:
    known: dict[str, set[str]] = {}
    for credit in credits:
        known.setdefault(credit.person_id or person_key(credit.person), set()).update(credit.nationality)
    counted = Counter(code for nations in known.values() for code in sorted(nations))
    people = dict(sorted(counted.items(), key=lambda item: (-item[1], item[0])))
    return Nations(_nations(known.values()), people, sum(not nations for nations in known.values()))


def _nations(people: Iterable[Iterable[str]]) -> int:
    """Count nationalities, each counted only for somebody who shares none with those before."""
    counted = 0
    seen: set[str] = set()
    for nationality in sorted((sorted(nations) for nations in people), key=lambda codes: (len(codes), codes)):
        counted += bool(nationality) and seen.isdisjoint(nationality)
        seen.update(nationality)
    return counted


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
    vocabulary = tone_vocabulary()
    for id in (id for tag in title.tags for id in _tones_of_tag(tag)):
        entry = vocabulary.get(id)
        if entry is None or entry.group == WARNING_GROUP:
            continue
        # Where the sources are known, a tag adds no second origin.
        if not (title.sources and entry.group == "source_material"):
            yield Tone(entry.id, basis=ToneBasis.INFERRED, confidence=TAG_CONFIDENCE)


def _tones_of_tag(tag: str) -> tuple[str, ...]:
    """Tones that bear the name of a tag or that the tables of labels give for it."""
    meaning = meaning_of(tag)
    return meaning.tones if meaning is not None else ()
