"""From a title to tokens: one small extractor a feature block.

An extractor yields ``(token, strength)``; strengths of equal tokens add up. What a token weighs
is decided later, by the block's declaration.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache

from recsys.catalogue.derived import TAG_CONFIDENCE, inferred_tones, written_tones
from recsys.catalogue.vocabulary import tone_vocabulary
from recsys.features.text import singular_noun, words
from recsys.names import PeopleIndex, fold_text
from recsys.title import Period, Role, SourceKind, Title, Tone, ToneBasis

Tokens = Iterable[tuple[str, float]]
Extractor = Callable[[Title, PeopleIndex], Tokens]

_CREATORS = frozenset({Role.DIRECTOR, Role.WRITER, Role.CREATOR})
_DECADE = 10
_SOURCE = "source_material"  # that both came from a novel is no likeness: see the block ``source``
_PRODUCTION = "production"
_TOLD_FROM = 0.5
PRODUCTION_SHARE = 0.5
"""How a title was made counts half as much as how it feels."""
_ERAS = frozenset({"period-20th-century"})
ERA_SHARE = 0.8
"""A hundred years are hardly a time that two stories share: how near they are, the block ``period`` tells.

With .5 one more golden query failed.
"""
_OWN_TIME = 5  # years between a story and its title
INFERRED_TONES = "inferred_tones"
"""Block of the tones that a model expects: they follow from facts that count already, so they count only
where a question names tones."""
TONE_BLOCKS = frozenset({"tones", INFERRED_TONES})
PEOPLE_BLOCKS = frozenset({"cast", "creators"})
"""Blocks whose tokens are people, as :meth:`recsys.names.PeopleIndex.canonical` names them."""
DOUBT = 0.65
"""Power of the confidence by which an inferred tag counts.

With 1 the strengths add up to the expected number of tags, with 0.5 their squares do, which is what
the length of a row is made of. Chosen between the two on human pairs of anime, on one half of them.
"""
TAG_VALUE = Tone("", confidence=TAG_CONFIDENCE).value
"""Strength of a free tag: that of the tone that it would be believed to mean."""


def _once(values: Iterable[str]) -> Iterator[tuple[str, float]]:
    return ((value, 1.0) for value in dict.fromkeys(values) if value)


def _genres(title: Title, _: PeopleIndex) -> Tokens:
    return _once(title.genres)


def _tones(title: Title, _: PeopleIndex) -> Tokens:
    known = {tone.id: tone for tone in written_tones(title) if tone.basis is not ToneBasis.INFERRED}
    for id, tone in known.items():
        if tone.value > 0 and _group(id) != _SOURCE:
            yield id, tone.value * _share(id)
    tags = dict.fromkeys(tag_token(tag) for tag in title.tags)
    yield from ((tag, TAG_VALUE) for tag in tags if tag and tag not in known)
    guesses = expected_tags(title).items()
    yield from ((tag, TAG_VALUE * round(sure**DOUBT, 6)) for tag, sure in guesses if tag not in known)


def _share(tone: str) -> float:
    if tone in _ERAS:
        return ERA_SHARE
    return PRODUCTION_SHARE if _group(tone) == _PRODUCTION else 1.0


def _inferred_tones(title: Title, _: PeopleIndex) -> Tokens:
    if all(tone.basis is not ToneBasis.INFERRED for tone in title.tones):
        return ()
    guesses = (tone for tone in written_tones(title) if tone.basis is ToneBasis.INFERRED)
    return ((tone.id, tone.value) for tone in guesses if tone.value > 0)


def expected_tags(title: Title) -> dict[str, float]:
    """Return the tokens of the tags that a model expects of a title, and that it does not have.

    Parameters
    ----------
    title : Title
        Any title.

    Returns
    -------
    dict of str to float
        Confidence above 0 of each token of the block of tones; of equal tokens the highest.
    """
    if not title.inferred_tags:
        return {}
    given = {tag_token(tag) for tag in title.tags}
    found: dict[str, float] = {}
    for tag in title.inferred_tags:
        token = tag_token(tag.name)
        if token and token not in given and tag.confidence > found.get(token, 0.0):
            found[token] = tag.confidence
    return found


def inferred_tokens(title: Title, whole: Callable[[], Title] | None = None) -> frozenset[str]:
    """Return the tokens of the block of tones that nobody stated, for reasons that say so.

    Parameters
    ----------
    title : Title
        Any title; a sketch of one where the next parameter is given.
    whole : callable or None
        Gives all that is known of a sketched title, if that matters.

    Returns
    -------
    frozenset of str
        Inferred tones, tones that tags mean, and expected tags.
    """
    tones = inferred_tones(title, whole or (lambda: title))
    return tones.union(expected_tags(title)) if title.inferred_tags else tones


def doubtful_tokens(title: Title) -> frozenset[str]:
    """Return the tokens of tags that are rather not expected: they count a little, and are not told.

    Parameters
    ----------
    title : Title
        Any title.

    Returns
    -------
    frozenset of str
        Expected tags with a confidence below 0.5.
    """
    return frozenset(token for token, sure in expected_tags(title).items() if sure < _TOLD_FROM)


@lru_cache(maxsize=65536)
def tag_token(tag: str) -> str:
    """Return the token of a free tag: the tone whose own name it is, else the tag in the singular.

    A mere synonym stays itself. Other sites' tags are finer than our tones in places: to count
    *Reverse Harem* as *harem* lost .002 nDCG on human pairs of anime.

    Parameters
    ----------
    tag : str
        The tag as given.

    Returns
    -------
    str
        Token of the block of tones.
    """
    before, space, last = fold_text(tag).rpartition(" ")
    one = before + space + singular_noun(last)
    return tone_vocabulary().by_own_name(tag) or tone_vocabulary().by_own_name(one) or one


def tone_tokens(tone: str) -> dict[str, float]:
    """Return every token by which titles may carry a tone: its id, and the tags that mean it.

    Parameters
    ----------
    tone : str
        Id in the vocabulary, or a free tag, which stands for itself alone.

    Returns
    -------
    dict of str to float
        Strength of each token of the block of tones, the id first; a tag is as strong as a
        title's own tag, so that many rare ones do not outweigh the tone that was stated.
    """
    entry = tone_vocabulary().get(tone)
    synonyms = entry.synonyms if entry is not None else ()
    tags = (tag_token(name) for name in synonyms if tone_vocabulary().by_name(name) == tone)
    return {tone: TAG_VALUE if entry is None else 1.0} | {tag: TAG_VALUE for tag in tags if tag != tone}


def _group(tone: str) -> str:
    entry = tone_vocabulary().get(tone)
    return entry.group if entry is not None else ""


def _countries(title: Title, _: PeopleIndex) -> Tokens:
    return _once(title.countries)


def _cast(title: Title, people: PeopleIndex) -> Tokens:
    return _once(people.canonical(credit) for credit in title.credits if credit.role.is_cast)


def _creators(title: Title, people: PeopleIndex) -> Tokens:
    return _once(people.canonical(credit) for credit in title.credits if credit.role in _CREATORS)


def _synopsis(title: Title, _: PeopleIndex) -> Tokens:
    return Counter(words(title.synopsis)).items()


def _title(title: Title, _: PeopleIndex) -> Tokens:
    return _once(words(title.title))


def _studios(title: Title, _: PeopleIndex) -> Tokens:
    return _once(fold_text(studio.name) for studio in title.studios)


def _places(title: Title, _: PeopleIndex) -> Tokens:
    places = (*title.setting_places, *title.filming_places)
    return _once(fold_text(part) for place in places for part in place.name.split(","))


def _period(title: Title, _: PeopleIndex) -> Tokens:
    """Decades by their nearness, so that 1999 and 2001 meet: 1998 is in the 1990s, and near the 2000s.

    None where a story plays in its own time: its year says so already.
    """
    period = title.setting_period
    if period is None or _is_of_its_own_time(title, period):
        return
    for decade in range((period.start // _DECADE - 1) * _DECADE, period.end + _DECADE + 1, _DECADE):
        middle = decade + (_DECADE - 1) / 2
        distance = max(period.start - middle, middle - period.end, 0.0)
        if distance < _DECADE:
            yield f"{decade}s", 1 - distance / _DECADE


def _is_of_its_own_time(title: Title, period: Period) -> bool:
    ends = (period.start, period.end)
    return title.year is not None and max(abs(title.year - year) for year in ends) <= _OWN_TIME


def _source(title: Title, _: PeopleIndex) -> Tokens:
    return _once(source.kind for source in title.sources if source.kind is not SourceKind.OTHER)


def _languages(title: Title, _: PeopleIndex) -> Tokens:
    return _once(title.languages)


def _form(title: Title, _: PeopleIndex) -> Tokens:
    return _once(str(fact) for fact in (title.form, title.medium) if fact is not None)


def _expected_genres(title: Title, people: PeopleIndex) -> Tokens:
    """Nothing: what is expected of a title is learned in training, where all others are known."""
    del title, people
    return ()


EXTRACTORS: dict[str, Extractor] = {
    "genres": _genres,
    "tones": _tones,
    INFERRED_TONES: _inferred_tones,
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
    "expected_genres": _expected_genres,
}
"""Extractor of each block, by the block's name."""
