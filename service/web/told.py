"""What things are called on the pages: countries, tones, places, charts, and the parts of a score."""

from __future__ import annotations

from recsys.answer import Part, ReasonKind
from recsys.catalogue import country_code, genre_ids, tone_vocabulary
from recsys.catalogue.countries import REGION_PREFIX, region_names
from recsys.names import PeopleIndex
from recsys.ranking import FAME, HUBS, RANK, trait_name
from recsys.title import SourceKind, Status
from recsys.wording import ENGLISH, Language

EXPECTED_GENRES = "expected_genres"
"""The block of what the rest of a title lets one expect of it."""

OF_PEOPLE = {
    "cast_from": "cast from {}",
    "directors_from": "director from {}",
    "writers_from": "writer from {}",
}
"""What is said of the nationality of people."""

_KINDS = {ReasonKind.TONE: "feel", ReasonKind.WORDS: "story", ReasonKind.STRUCTURE: "facts"}
_BLOCKS = {
    HUBS: "how many others it is near to",
    EXPECTED_GENRES: "expected genres",
    FAME: "how famous it is",
    RANK: "charts",
    "inferred_tones": "inferred tones",
    "learned": "learned from feedback",
}
_HUBS = {
    "near to many": "near to many others, so held back",
    "near to few": "near to few others, so put forward",
}
_SOURCES = {
    SourceKind.ORIGINAL: "written for the screen",
    SourceKind.TRUE_STORY: "based on a true story",
    SourceKind.OTHER: "based on something else",
}
_STATUSES = {
    Status.RELEASED: "complete",
    Status.AIRING: "still running",
    Status.UPCOMING: "not out yet",
    Status.CANCELLED: "cancelled",
}
_AS_ASKED = "as famous or little known as you asked"
_NOT_AS_ASKED = "it is not as famous or little known as you asked"
_CHART, _WORLD = "rank", "global"
_SMALL = frozenset({"of", "the", "and", "in"})


def country(value: str, language: Language = ENGLISH) -> str:
    """Return what a country or region is called.

    Parameters
    ----------
    value : str
        Code, name or ``region:…`` as an address writes it.
    language : Language
        The language of the name; regions have English ones only.

    Returns
    -------
    str
        Its name; the value itself if it is none.
    """
    code = country_code(value)
    if code is not None:
        return language.country(code)
    return region_names().get(value.removeprefix(REGION_PREFIX), value)


def place(value: str, language: Language = ENGLISH) -> str:
    """Return what a place or a service is called, that may be known by its folded name.

    Parameters
    ----------
    value : str
        As an address writes it.
    language : Language
        The language of the name, if it is a country.

    Returns
    -------
    str
        A country's name, else the name with capitals.
    """
    if country_code(value) is not None or value.startswith(REGION_PREFIX):
        return country(value, language)
    return " ".join(
        word if word in _SMALL or not word.islower() else word.capitalize() for word in value.split()
    )


def source(value: str, language: Language = ENGLISH) -> str:
    """Return what a story was before, in words.

    Parameters
    ----------
    value : str
        A :class:`~recsys.title.SourceKind`.
    language : Language
        The language of the kind.

    Returns
    -------
    str
        Such as "based on a webtoon".
    """
    try:
        kind = SourceKind(value)
    except ValueError:
        return value
    name = language.source(value)
    if language.code == ENGLISH.code:
        return _SOURCES.get(kind) or f"based on a {name.replace('-', ' ')}"
    return name


def status(value: str, _: Language = ENGLISH) -> str:
    """Return a state of production in words.

    Parameters
    ----------
    value : str
        A :class:`~recsys.title.Status`.
    _ : Language
        These words are English ones only.

    Returns
    -------
    str
        Such as "still running".
    """
    return {str(key): text for key, text in _STATUSES.items()}.get(value, value)


def chart(name: str, language: Language = ENGLISH) -> str:
    """Return what a chart is called.

    Parameters
    ----------
    name : str
        ``rank:JP``, ``rank:JP:Netflix`` or ``rank:global``.
    language : Language
        The language of the country.

    Returns
    -------
    str
        Such as "Japan on Netflix"; the name itself if it is no chart's.
    """
    kind, _, rest = name.partition(":")
    where, _, platform = rest.partition(":")
    if kind != _CHART or not where:
        return name
    told = "the world" if where.casefold() == _WORLD else country(where, language)
    return f"{told} on {place(platform)}" if platform else told


def tone(value: str, language: Language = ENGLISH) -> str:
    """Return what a tone is called.

    Parameters
    ----------
    value : str
        Id or name, optionally with a lowest intensity or an amount.
    language : Language
        The language of its name.

    Returns
    -------
    str
        Its name; the value itself if it is none.
    """
    name, sign, level = value.partition(">=")
    name, colon, amount = name.partition(":")
    id = tone_vocabulary().by_name(name)
    told = language.tone(id) if id else name
    if sign:
        told += {"2": ", clear or strong", "3": ", strong"}.get(level.strip(), "")
    return f"{told} ×{amount}" if colon else told


def genre(value: str, language: Language = ENGLISH) -> str:
    """Return what a genre is called.

    Parameters
    ----------
    value : str
        Id or name.
    language : Language
        The language of its name.

    Returns
    -------
    str
        Its name; the value itself if it is none.
    """
    return " and ".join(language.genre(id) for id in genre_ids(value)) or value


def wish(said: str, people: PeopleIndex, language: Language = ENGLISH) -> str:
    """Return something that was understood of a text, in words.

    Parameters
    ----------
    said : str
        As an answer repeats it: ``tones: slow-burn-romance``, ``not synopsis: zombie``.
    people : PeopleIndex
        How people are spelled.
    language : Language
        The language of tones, genres and countries.

    Returns
    -------
    str
        Such as "slow burn romance" or "not “zombie”".
    """
    where, _, token = said.partition(": ")
    block = where.removeprefix("not ")
    if block in OF_PEOPLE:
        return OF_PEOPLE[block].format(country(token, language))
    name = f"“{token}”" if block == "synopsis" else trait_name(block, token, people, language)
    return name if block == where else f"not {name}"


def block_name(block: str) -> str:
    """Return what the block of a part is called.

    Parameters
    ----------
    block : str
        As a part of a score names it.

    Returns
    -------
    str
        In plain words.
    """
    return _BLOCKS.get(block, block)


def part_name(part: Part, people: PeopleIndex, language: Language = ENGLISH) -> str:
    """Return what a part of a score is called.

    Parameters
    ----------
    part : Part
        The part.
    people : PeopleIndex
        How people are spelled.
    language : Language
        The language of tones, genres and countries.

    Returns
    -------
    str
        What is shared, or why the title is held back or put forward.
    """
    if part.block == HUBS:
        return _HUBS.get(part.feature, part.feature)
    if part.block == RANK:
        return "; ".join(_chart_place(each, language) for each in part.feature.split("; "))
    if part.block == FAME:
        return language.say(_AS_ASKED if part.value > 0 else _NOT_AS_ASKED)
    return trait_name(part.block, part.feature, people, language)


def kind(reason: ReasonKind) -> str:
    """Return what a kind of reason is called.

    Parameters
    ----------
    reason : ReasonKind
        The kind.

    Returns
    -------
    str
        One plain word.
    """
    return _KINDS.get(reason, reason.value)


def _chart_place(text: str, language: Language) -> str:
    """A place in a chart, as a part names it: "JP:Netflix, place 3"."""
    name, _, number = text.rpartition(", place ")
    return f"place {number} in the charts of {chart(f'{_CHART}:{name}', language)}" if name else text
