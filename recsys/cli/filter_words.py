"""A filter that left nothing, in words, and the options that set it."""

from __future__ import annotations

import shlex

from recsys.answer import Answer
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

_SEVERAL_OPTIONS = {
    "year": ("--year-from", "--year-to"),
    "period": ("--period-from", "--period-to"),
    "within": ("--within", "--within-title"),
}
_READ_IN_TEXT = ("cast_from", "directors_from", "writers_from")
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


def options_of(name: str, answer: Answer) -> tuple[str, ...]:
    """Return what sets a filter on the command line.

    Parameters
    ----------
    name : str
        As a relaxation names it.
    answer : Answer
        The answer that it left empty.

    Returns
    -------
    tuple of str
        Options with their values; the text, where it may have set the filter, comes last.
    """
    kind, _, value = name.partition(_OF)
    if kind in _SEVERAL_OPTIONS:
        return _SEVERAL_OPTIONS[kind]
    option = f"--{kind.replace('.', '-').replace('_', '-')}"
    own = f"{option} {shlex.quote(value)}" if value else option
    return (own, "--text") if kind in _READ_IN_TEXT and answer.query.text else (own,)


def _value(kind: str, value: str, language: Language) -> str:
    if kind == "genres":
        return language.genre(value)
    if kind in ("tones", "avoid"):
        tone, sign, level = value.partition(">=")
        known = tone_vocabulary().by_name(tone)
        return f"{language.tone(known or tone)}{f' {sign} {level}' if sign else ''}"
    is_code = kind.endswith("_from") and len(value) == _COUNTRY_CODE and value.isupper()
    return language.country(value) if is_code else value
