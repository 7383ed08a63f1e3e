"""A premise in one's own words, read as tones, genres, countries, people, places and words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from recsys.catalogue.countries import country_code
from recsys.catalogue.vocabulary import genre_ids, tone_vocabulary
from recsys.features.people_phrases import PeoplePhrase, is_choice, people_phrases
from recsys.features.space import FeatureSpace
from recsys.features.text import words
from recsys.features.tokens import tag_token, tone_tokens
from recsys.names import PeopleIndex, fold_text

LONGEST_PHRASE = 4
_SHORTEST_COUNTRY = 4  # "in", "us" and "it" are words before they are codes
_FULL = 1.0
_NEGATIONS = frozenset("no not non without never nothing dont except neither nor".split())
_BETWEEN = frozenset("a an any the too much set in or nor about of by from with".split())
"""Words that may stand between a *no* and what it denies: "without a love triangle"."""
MOST_WORDS = 400
_FORMS = {
    **dict.fromkeys(("anime", "animation", "animated", "cartoon"), "animation"),
    **dict.fromkeys(("movie", "movies", "film", "films"), "film"),
    **dict.fromkeys(("series", "drama series", "tv series", "tv show", "tv shows"), "series"),
}

_TENS = "twenties thirties forties fifties sixties seventies eighties nineties".split()
_DECADES = {name: f"19{tens}0s" for tens, name in enumerate(_TENS, 2)}

Counts = Mapping[str, Mapping[str, float]]
"""Strength of each token, by block."""


@dataclass(frozen=True, slots=True)
class Understood:
    """What a text was read as.

    Parameters
    ----------
    counts : mapping of str to mapping of str to float
        Tokens that are wanted, by block, as of a title.
    against : mapping of str to mapping of str to float
        Tokens that are not wanted: what stands after *no*, *not* or *without*.
    known : tuple of str
        What the catalogue can answer to, in words.
    ignored : tuple of str
        Words as typed that no title has; they are dropped.
    people : tuple of PeoplePhrase
        What is said of people's nationality; each becomes a filter.
    unsaid : tuple of str
        What is said of it and no filter can say: a denial, or a choice.
    """

    counts: Counts
    against: Counts
    known: tuple[str, ...]
    ignored: tuple[str, ...]
    people: tuple[PeoplePhrase, ...] = ()
    unsaid: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether nothing at all was understood."""
        return not (self.counts or self.against or self.people)


@dataclass(frozen=True, slots=True)
class _Meaning:
    """A run of typed words and what it means in one block."""

    start: int
    stop: int
    block: str
    token: str


def understand(text: str, space: FeatureSpace, people: PeopleIndex) -> Understood:
    """Return what a text says in terms of the catalogue.

    Phrases of up to four words are looked up as tones, genres, countries, places, people,
    forms and tags, the longest first. The words that are left count as words of a synopsis,
    and so do those of a tag that is no tone of the vocabulary.
    What follows a *no*, *not* or *without* is not wanted, articles between them or not. What is
    said of people's nationality comes first, and is read as nothing else.

    Parameters
    ----------
    text : str
        A premise, such as "two detectives, one case in Seoul and Tokyo".
    space : FeatureSpace
        The fitted space.
    people : PeopleIndex
        Who is credited in the catalogue.

    Returns
    -------
    Understood
        Tokens by block, and what was dropped.
    """
    typed = fold_text(text).split()
    typed, beyond = typed[:MOST_WORDS], typed[MOST_WORDS:]
    wanted: dict[str, dict[str, float]] = defaultdict(dict)
    unwanted: dict[str, dict[str, float]] = defaultdict(dict)
    known: list[str] = []
    ignored: list[str] = []
    named: set[int] = set()
    tagged: set[int] = set()
    nations: list[PeoplePhrase] = []
    unsaid: list[str] = []
    for phrase in people_phrases(typed):
        named.update(range(phrase.start, phrase.stop))
        if _is_denied(typed, phrase.start) or is_choice(typed, phrase):
            # No filter says this; to read it as its opposite, or as a country, would be worse.
            unsaid.append(" ".join(typed[phrase.start : phrase.stop]))
            continue
        nations.append(phrase)
        known += (f"{phrase.field}: {country}" for country in phrase.countries)
    for meaning in _meanings(typed, space, people, frozenset(named)):
        is_negated = _is_negated(typed, meaning.start)
        side = unwanted if is_negated else wanted
        for token, strength in _spellings(meaning.block, meaning.token).items():
            if _has(space, meaning.block, token):
                side[meaning.block][token] = max(strength, side[meaning.block].get(token, 0.0))
        (tagged if _is_free_tag(meaning) else named).update(range(meaning.start, meaning.stop))
        known.append(f"{'not ' if is_negated else ''}{meaning.block}: {_display(meaning, people)}")
    for place, word in enumerate(typed):
        for token in words(word) if place not in named else ():
            if _has(space, "synopsis", token):
                is_negated = _is_negated(typed, place)
                counts = (unwanted if is_negated else wanted)["synopsis"]
                counts[token] = counts.get(token, 0.0) + _FULL
                if place not in tagged:
                    known.append(f"{'not ' if is_negated else ''}synopsis: {token}")
            elif place not in tagged:
                ignored.append(word)
    return Understood(
        counts=dict(wanted),
        against=dict(unwanted),
        known=_once(known),
        ignored=_once([*ignored, *beyond]),
        people=tuple(nations),
        unsaid=tuple(unsaid),
    )


def _is_free_tag(meaning: _Meaning) -> bool:
    """Whether it is somebody's own tag, which says no more than the words of another's synopsis."""
    return meaning.block == "tones" and tone_vocabulary().get(meaning.token) is None


def _is_negated(typed: list[str], start: int) -> bool:
    before = start - 1
    while before >= 0 and typed[before] in _BETWEEN:
        before -= 1
    return before >= 0 and typed[before] in _NEGATIONS


def _is_denied(typed: list[str], start: int) -> bool:
    """Whether what is said of people is denied: "no more", "anything but" and "nor" do so as well."""
    before = start - 1
    while before >= 0 and typed[before] in _BETWEEN - {"nor"} | {"more"}:
        before -= 1
    if before >= 0 and typed[before] == "but":
        return typed[max(before - 1, 0)] in ("anything", "anybody", "anyone", "all", "nothing")
    return before >= 0 and typed[before] in _NEGATIONS


def _meanings(
    typed: list[str], space: FeatureSpace, people: PeopleIndex, read_already: frozenset[int]
) -> Iterator[_Meaning]:
    """Longest phrases first; a part of a phrase does not mean the same kind of thing again."""
    taken: dict[str, set[int]] = defaultdict(lambda: set(read_already))
    for length in range(min(LONGEST_PHRASE, len(typed)), 0, -1):
        for start in range(len(typed) - length + 1):
            span = set(range(start, start + length))
            phrase = " ".join(typed[start : start + length])
            found = [
                _Meaning(start, start + length, block, token)
                for block, read in _READERS.items()
                if not taken[_kind(block)] & span
                and (token := read(phrase, people)) is not None
                and any(_has(space, block, one) for one in _spellings(block, token))
            ]
            for meaning in found:
                taken[_kind(meaning.block)] |= span
            yield from found


def _kind(block: str) -> str:
    return "people" if block in ("cast", "creators") else block


def _tone_or_tag(phrase: str, _: PeopleIndex) -> str | None:
    return tone_vocabulary().by_name(phrase) or tag_token(phrase)


def _genre(phrase: str, _: PeopleIndex) -> str | None:
    found = genre_ids(phrase)
    return found[0] if len(found) == 1 else None


def _country(phrase: str, _: PeopleIndex) -> str | None:
    return country_code(phrase) if len(phrase) >= _SHORTEST_COUNTRY else None


def _person(phrase: str, people: PeopleIndex) -> str | None:
    return people.find(phrase) if " " in phrase or not phrase.isascii() else None


def _form(phrase: str, _: PeopleIndex) -> str | None:
    return _FORMS.get(phrase)


def _decade(phrase: str, _: PeopleIndex) -> str | None:
    return _DECADES.get(phrase, phrase) if phrase[-1] == "s" else None


def _itself(phrase: str, _: PeopleIndex) -> str | None:
    return phrase


_READERS: dict[str, Callable[[str, PeopleIndex], str | None]] = {
    "tones": _tone_or_tag,
    "genres": _genre,
    "countries": _country,
    "cast": _person,
    "creators": _person,
    "places": _itself,
    "period": _decade,
    "form": _form,
}


def _spellings(block: str, token: str) -> Mapping[str, float]:
    return tone_tokens(token) if block == "tones" else {token: _FULL}


def _display(meaning: _Meaning, people: PeopleIndex) -> str:
    return people.display(meaning.token) if _kind(meaning.block) == "people" else meaning.token


def _has(space: FeatureSpace, block: str, token: str) -> bool:
    return block in space.by_name and space.by_name[block].column_of(token) is not None


def _once(texts: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(texts))
