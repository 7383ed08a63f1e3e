"""Reasons in words: from the exact parts of a score to what one would tell a friend."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import reduce
from types import MappingProxyType
from typing import NamedTuple

from recsys.answer import Part, Reason, ReasonKind
from recsys.catalogue.vocabulary import tone_vocabulary
from recsys.features import FeatureSpace
from recsys.features.tokens import INFERRED_TONES, TONE_BLOCKS
from recsys.names import PeopleIndex
from recsys.ranking.compose import ESCAPISM, FAME, HUBS, RANK, YEAR
from recsys.ranking.explanation import ENDING
from recsys.ranking.learned import LEARNED
from recsys.ranking.remembered import Remembered
from recsys.ranking.summands import apart
from recsys.title import SourceKind
from recsys.wording import ENGLISH, Language, sayable

MOST_NAMED = 4
LEAST_SHARE = 0.05
"""What a reason must weigh next to the weightiest one to be told; the parts tell all."""
LEAST_SHARE_OF_WORDS = 0.2
"""The same for words that two synopses share: many such meetings are chance."""

_NOBODY: Mapping[str, str] = MappingProxyType({})
_OF_PEOPLE = frozenset({"cast", "creators"})
_PRODUCTION = "production"
_TOLD_WITH_COUNTRIES = frozenset({"co-production", "transnational-cast", "cross-border-crew"})
_UNNAMED_TONES = frozenset({"no-romance"})  # nobody is told "both lack a romance"
_UNTOLD = frozenset({"title", "expected_genres", HUBS, LEARNED, RANK})  # parts and notes tell of them
_NEAR = frozenset(apart(years) for years in range(4))
_ADDED = frozenset({YEAR, FAME})  # terms of the score that are no blocks
_MISSED = {
    ESCAPISM: sayable("it is not as grounded or escapist as you asked"),
    FAME: sayable("it is not as famous or little known as you asked"),
    ENDING: sayable("its ending is not of the kind you asked for"),
}
_SAME = {
    "studios": sayable("same studio: {names}"),
    "places": sayable("same places: {names}"),
    "period": sayable("same time: {names}"),
    "source": sayable("same kind of source: {names}"),
    "form": sayable("same form: {names}"),
}


_KINDS = tuple(ReasonKind)
_FEATURES: Remembered[tuple[str, str, str], _Feature] = Remembered(65_536)
"""Features that were told already, by language, block and name, for each feature space."""


class _Feature(NamedTuple):
    """What is the same of a feature in all answers of one language."""

    language: Language
    kind: ReasonKind
    order: int
    block: str
    feature: str
    place: str
    name: str
    guessed: str
    is_told: bool
    is_told_unasked: bool


_REPEATED = frozenset({ReasonKind.ORIGIN, ReasonKind.STRUCTURE})
_Sentence = tuple[str, ReasonKind, tuple[tuple[str, str, bool], ...]]
"""Language, kind, and of each trait its place, its name and whether it is a guess: all that is told."""
_Sentences = dict[_Sentence, tuple[Language, str]]
_SENTENCES: Remembered[_Sentence, tuple[Language, str]] = Remembered(8_192)
"""What was said already of where titles come from and what else they share, for each feature space."""


class _Trait(NamedTuple):
    """One feature with all that it adds, whichever seeds brought it."""

    of: _Feature
    name: str
    told: str
    value: float
    is_asked: bool
    is_guess: bool


def reasons(
    parts: Sequence[Part],
    space: FeatureSpace,
    people: PeopleIndex,
    *,
    asked: frozenset[str] = frozenset(),
    inferred: frozenset[str] = frozenset(),
    language: Language = ENGLISH,
    named: Mapping[str, str] = _NOBODY,
) -> tuple[Reason, ...]:
    """Return the reasons that the parts of a score amount to.

    Parameters
    ----------
    parts : sequence of Part
        Largest first.
    space : FeatureSpace
        The fitted space, which knows what each block's features are called.
    people : PeopleIndex
        How people are spelled.
    asked : frozenset of str
        Labels of the evidence that was asked for in words.
    inferred : frozenset of str
        Tones of the title that nobody stated.
    language : Language, default ENGLISH
        The language in which they are told.
    named : mapping of str to str
        People who have another name in it, by their tokens.

    Returns
    -------
    tuple of Reason
        Genre first, then tone, words, people, origin, structure; within them what was asked
        for first; what speaks against it last.
    """
    known = _FEATURES.of(space)  # whose people are always the same
    features: dict[str, _Feature] = {}
    values: dict[tuple[str, bool], float] = {}  # what speaks both for and against is told once
    for part in parts:
        if part.block in _UNTOLD:
            continue
        key = language.code, part.block, part.feature
        found = known.get(key)
        if found is None or found.language is not language:
            found = known[key] = _feature(part.block, part.feature, space, people, language)
        is_asked = part.seed in asked
        if found.is_told_unasked or (is_asked and found.is_told):
            features[found.place] = found
            told_once = found.place, is_asked
            values[told_once] = values.get(told_once, 0.0) + part.value
    grouped: dict[tuple[bool, int, bool], list[_Trait]] = defaultdict(list)
    for (place, is_asked), value in values.items():
        found = features[place]
        if not value or (found.block == YEAR and value < 0):
            continue
        name = (named and found.block in _OF_PEOPLE and named.get(found.feature)) or found.name
        is_guess = found.block == INFERRED_TONES or (found.block == "tones" and found.feature in inferred)
        # The name is marked where nobody stated the trait.
        told = found.guessed if is_guess else name
        grouped[value < 0, found.order, not is_asked].append(
            _Trait(found, name, told, value, is_asked, is_guess)
        )
    said = _SENTENCES.of(space)
    reached = [(_reason(grouped[key], language, said), _least(grouped[key][0])) for key in sorted(grouped)]
    most = max((abs(reason.value) for reason, _ in reached), default=0.0)
    return tuple(reason for reason, least in reached if abs(reason.value) >= least * most)


def _feature(
    block: str, feature: str, space: FeatureSpace, people: PeopleIndex, language: Language
) -> _Feature:
    is_usual = block == "source" and feature == SourceKind.ORIGINAL
    is_far = block == YEAR and feature not in _NEAR
    is_told = not (is_usual or is_far)
    is_secret = feature == ENDING or feature in _UNNAMED_TONES
    kind = _kind(block, feature, space)
    name = trait_name(block, feature, people, language)
    return _Feature(
        language=language,
        kind=kind,
        order=_KINDS.index(kind),
        block=block,
        feature=feature,
        place=f"{block}/{feature}",
        name=name,
        guessed=language.say("{name} (inferred)", name=name) if block in TONE_BLOCKS else "",
        is_told=is_told,
        is_told_unasked=is_told and not is_secret,
    )


def _least(trait: _Trait) -> float:
    by_chance = trait.of.kind is ReasonKind.WORDS and not trait.is_asked
    return LEAST_SHARE_OF_WORDS if by_chance else LEAST_SHARE


def _kind(block: str, feature: str, space: FeatureSpace) -> ReasonKind:
    entry = tone_vocabulary().get(feature) if block in TONE_BLOCKS else None
    if entry is not None and entry.group == _PRODUCTION:
        return ReasonKind.ORIGIN
    if block == ESCAPISM:
        return ReasonKind.TONE
    return ReasonKind.STRUCTURE if block in _ADDED else space.by_name[block].spec.reason


def trait_name(block: str, feature: str, people: PeopleIndex, language: Language = ENGLISH) -> str:
    """Return what a feature is called.

    Parameters
    ----------
    block, feature : str
        As a part of a score names them.
    people : PeopleIndex
        How people are spelled.
    language : Language, default ENGLISH
        The language of the name; people, studios and places keep their English one.

    Returns
    -------
    str
        In plain words.
    """
    match block:
        case "genres" | "expected_genres":
            return language.genre(feature)
        case "tones" | "inferred_tones":
            return language.say("ending") if feature == ENDING else language.tone(feature)
        case "countries":
            return language.country(feature)
        case "cast" | "creators":
            return people.display(feature)
        case "places" | "studios":
            return feature.title()
        case "languages":
            return language.language_name(feature)
        case "source":
            return language.source(feature)
        case "form":
            return language.form(feature)
        case "period":
            return language.say("{year}s", year=feature.removesuffix("s"))
        case "year":
            return _apart(feature, language)
        case "escapism" | "fame":
            return language.say("dial")
        case _:
            return feature


def _apart(feature: str, language: Language) -> str:
    """How far two years lie apart, out of the words of a part."""
    first = feature.split()[0]
    if not first.isdecimal():
        return language.say("same year")
    return language.say_n("{n} year apart", "{n} years apart", int(first))


def _reason(traits: Sequence[_Trait], language: Language, said: _Sentences) -> Reason:
    ordered = sorted(traits, key=_order) if len(traits) > 1 else traits
    places: dict[str, str] = {}
    for trait in ordered:
        places.setdefault(trait.told, trait.of.place)
    shared = tuple(places)
    is_against = ordered[0].value < 0
    return Reason(
        kind=ordered[0].of.kind,
        text=_against(ordered, language) if is_against else _said(ordered, shared, language, said),
        shared=shared,
        features=tuple(places.values()),
        value=float(sum([trait.value for trait in ordered])),
    )


def _order(trait: _Trait) -> tuple[float, str]:
    return -abs(trait.value), trait.name


def _said(traits: Sequence[_Trait], shared: Sequence[str], language: Language, said: _Sentences) -> str:
    """The text of a reason; one of the kinds that tell the same again and again is made once."""
    kind = traits[0].of.kind
    if kind not in _REPEATED:
        return _text(traits, shared, language)
    key = language.code, kind, tuple([(trait.of.place, trait.name, trait.is_guess) for trait in traits])
    known = said.get(key)
    if known is None or known[0] is not language:
        known = said[key] = language, _text(traits, shared, language)
    return known[1]


def _text(traits: Sequence[_Trait], shared: Sequence[str], language: Language) -> str:
    names, is_asked = language.listed(shared[:MOST_NAMED]), traits[0].is_asked
    match traits[0].of.kind:
        case ReasonKind.GENRE:
            return names if is_asked else language.say("also {genres}", genres=names)
        case ReasonKind.TONE:
            return _tones(traits, language, is_asked=is_asked)
        case ReasonKind.WORDS if is_asked:
            return language.say("matches your words: {words}", words=names)
        case ReasonKind.WORDS:
            return language.say("both speak of {words}", words=names)
        case ReasonKind.PEOPLE if is_asked:
            return language.say("with {people}", people=names)
        case ReasonKind.PEOPLE:
            return language.say("shares {people}", people=names)
        case ReasonKind.ORIGIN:
            return _origin(traits, language)
        case ReasonKind.STRUCTURE:
            return _structure(traits, language)


def _tones(traits: Sequence[_Trait], language: Language, *, is_asked: bool) -> str:
    felt = [trait for trait in traits if trait.of.block in TONE_BLOCKS and trait.of.feature != ENDING]
    said = []
    if felt:
        names = language.listed([trait.told for trait in felt[:MOST_NAMED]])
        if is_asked:
            said.append(language.say("the tones you asked for: {tones}", tones=names))
        else:
            said.append(language.say("feels alike: {tones}", tones=names))
    if any(trait.of.block == ESCAPISM for trait in traits):
        said.append(language.say("as grounded or escapist as you asked"))
    if any(trait.of.feature == ENDING for trait in traits):
        said.append(language.say("its ending is of the kind you asked for"))
    return _joined(said, language)


def _origin(traits: Sequence[_Trait], language: Language) -> str:
    countries = sorted(trait.name for trait in traits if trait.of.block == "countries")
    spoken = [
        language.say("in {language}", language=trait.name)
        for trait in traits
        if trait.of.block == "languages"
    ]
    made = [trait for trait in traits if trait.of.block in TONE_BLOCKS]
    if not countries:
        return language.listed([*(trait.told for trait in made), *spoken][:MOST_NAMED])
    told = [trait.name for trait in made if trait.of.feature in _TOLD_WITH_COUNTRIES and not trait.is_guess]
    return language.listed([_from(countries, language), *told, *spoken])


def _from(countries: Sequence[str], language: Language) -> str:
    if len(countries) > 1:
        return language.say("{countries} together", countries=language.listed(countries))
    return language.say("from {country}", country=countries[0])


def _structure(traits: Sequence[_Trait], language: Language) -> str:
    by_block: dict[str, list[str]] = defaultdict(list)
    for trait in traits:
        by_block[trait.of.block].append(trait.name)
    return _joined([_same(block, names, language) for block, names in by_block.items()], language)


def _same(block: str, names: Sequence[str], language: Language) -> str:
    listed = language.listed(names[:MOST_NAMED])
    match block:
        case "year":
            return language.say("from the same years")
        case "fame":
            return language.say("as famous or little known as you asked")
    if block == "studios" and len(names) > 1:
        return language.say("same studios: {names}", names=listed)
    if block in _SAME:
        return language.say(_SAME[block], names=listed)
    return language.say("same {block}: {names}", block=block, names=listed)


def _against(traits: Sequence[_Trait], language: Language) -> str:
    told = [trait for trait in traits if trait.of.feature != ENDING and trait.of.block not in _MISSED]
    names = language.listed([trait.told for trait in told[:MOST_NAMED]])
    first = ENDING if traits[0].of.feature == ENDING else traits[0].of.block
    return language.say("speaks against it: {names}", names=names or language.say(_MISSED[first]))


def _joined(said: Sequence[str], language: Language) -> str:
    """Several statements as one."""
    say = language.say
    return reduce(lambda one, next: say("{first}; {second}", first=one, second=next), said) if said else ""
