"""What filters ask about, in words: for notes, for what to drop, and for the command line."""

from __future__ import annotations

from recsys.catalogue.vocabulary import tone_vocabulary
from recsys.wording import Language, sayable

_OF = ": "
_WORDS = {
    "countries": sayable("production countries"),
    "cities": sayable("places"),
    "form": sayable("form"),
    "medium": sayable("medium"),
    "year": sayable("year"),
    "period": sayable("time of the story"),
    "genres": sayable("genre"),
    "tones": sayable("tone"),
    "avoid": sayable("what to avoid"),
    "cast": sayable("cast"),
    "creators": sayable("who made it"),
    "source": sayable("what it is based on"),
    "status": sayable("whether it is out"),
    "released_by": sayable("release date"),
    "upcoming": sayable("whether it is out"),
    "min_minutes": sayable("length"),
    "max_minutes": sayable("length"),
    "max_episodes": sayable("number of episodes"),
    "services": sayable("where it can be watched"),
    "region": sayable("where it can be watched"),
    "cast_from": sayable("nationality of the cast"),
    "directors_from": sayable("nationality of the directors"),
    "writers_from": sayable("nationality of the writers"),
    "set_in": sayable("where it is set"),
    "filmed_in": sayable("where it was filmed"),
    "within": sayable("titles to choose from"),
}
"""What a filter is about, by its name up to a dot or colon."""

_NAMED = frozenset({"genres", "tones", "avoid", "cast", "creators"})
"""Filters of which the name of the genre, tone or person says most."""
_COUNTRY_CODE = 2


def filter_in_words(name: str, language: Language) -> str:
    """Return what a filter asks for.

    Parameters
    ----------
    name : str
        As a relaxation names it: ``countries.all``, ``year``, ``tones: restrained>=2``.
    language : Language
        The language of the words.

    Returns
    -------
    str
        Such as "production countries" or "tone: restrained".
    """
    kind, _, value = name.partition(_OF)
    words = _WORDS.get(kind.partition(".")[0])
    about = kind if words is None else language.say(words)
    return f"{about}{_OF}{_value(kind, value, language)}" if value else about


def subject(filter_name: str, language: Language) -> str:
    """Return what a filter asks about: a tone or a person by name, else the kind of fact.

    Parameters
    ----------
    filter_name : str
        As a verdict bears it.
    language : Language
        The language of the answer.

    Returns
    -------
    str
        In words.
    """
    kind, _, named = filter_name.partition(_OF)
    if kind in _NAMED:
        return _value(kind, named.partition(">=")[0], language)
    words = _WORDS.get(kind.partition(".")[0])
    return named or kind if words is None else language.say(words)


def _value(kind: str, value: str, language: Language) -> str:
    if kind == "genres":
        return language.genre(value)
    if kind in ("tones", "avoid"):
        tone, sign, level = value.partition(">=")
        known = tone_vocabulary().by_name(tone)
        return f"{language.tone(known or tone)}{f' {sign} {level}' if sign else ''}"
    is_code = kind.endswith("_from") and len(value) == _COUNTRY_CODE and value.isupper()
    return language.country(value) if is_code else value
