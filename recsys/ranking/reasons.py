"""Reasons in words: from the exact parts of a score to what one would tell a friend."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from recsys.answer import Part, Reason, ReasonKind
from recsys.catalogue.countries import country_name
from recsys.catalogue.languages import language_name
from recsys.catalogue.vocabulary import genre_vocabulary, tone_vocabulary
from recsys.features import FeatureSpace
from recsys.features.tokens import INFERRED_TONES, TONE_BLOCKS
from recsys.names import PeopleIndex
from recsys.ranking.compose import ESCAPISM, HUBS, YEAR
from recsys.ranking.explanation import ENDING, apart
from recsys.ranking.learned import LEARNED
from recsys.title import SourceKind

MOST_NAMED = 4
LEAST_SHARE = 0.05
"""What a reason must weigh next to the weightiest one to be told; the parts tell all."""
LEAST_SHARE_OF_WORDS = 0.2
"""The same for words that two synopses share: many such meetings are chance."""

_PRODUCTION = "production"
_TOLD_WITH_COUNTRIES = ("international co-production", "transnational cast")
_UNNAMED_TONES = frozenset({"no-romance"})  # nobody is told "both lack a romance"
_UNTOLD = frozenset({"title", "expected_genres", HUBS, LEARNED})  # the parts tell of them
_NEAR = frozenset(apart(years) for years in range(4))
_STRUCTURE = {"studios": "studio", "places": "places", "period": "time", "source": "kind of source"}


@dataclass(frozen=True, slots=True)
class _Trait:
    """One feature with all that it adds, whichever seeds brought it."""

    kind: ReasonKind
    block: str
    feature: str
    name: str
    value: float
    is_asked: bool


def reasons(
    parts: Sequence[Part],
    space: FeatureSpace,
    people: PeopleIndex,
    *,
    asked: frozenset[str] = frozenset(),
    inferred: frozenset[str] = frozenset(),
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

    Returns
    -------
    tuple of Reason
        Genre first, then tone, words, people, origin, structure; within them what was asked
        for first; what speaks against it last.
    """
    grouped: dict[tuple[bool, int, bool], list[_Trait]] = defaultdict(list)
    order = list(ReasonKind)
    values = _values(parts, asked)
    traits = [
        _Trait(
            kind=_kind(block, feature, space),
            block=block,
            feature=feature,
            name=_display(block, feature, people, inferred),
            value=value,
            is_asked=is_asked,
        )
        for (block, feature, is_asked), value in values.items()
        if value and not (block == YEAR and value < 0)
    ]
    for trait in traits:
        grouped[trait.value < 0, order.index(trait.kind), not trait.is_asked].append(trait)
    told = [(_reason(grouped[key]), _least(grouped[key][0])) for key in sorted(grouped)]
    most = max((abs(reason.value) for reason, _ in told), default=0.0)
    return tuple(reason for reason, least in told if abs(reason.value) >= least * most)


def _least(trait: _Trait) -> float:
    by_chance = trait.kind is ReasonKind.WORDS and not trait.is_asked
    return LEAST_SHARE_OF_WORDS if by_chance else LEAST_SHARE


def _values(parts: Sequence[Part], asked: frozenset[str]) -> dict[tuple[str, str, bool], float]:
    """Sum the parts of each feature that is told: what speaks both for and against is told once."""
    values: dict[tuple[str, str, bool], float] = defaultdict(float)
    for part in parts:
        is_asked = part.seed in asked
        is_secret = part.feature == ENDING or part.feature in _UNNAMED_TONES
        is_usual = (part.block, part.feature) == ("source", SourceKind.ORIGINAL)
        is_far = part.block == YEAR and part.feature not in _NEAR
        if part.block not in _UNTOLD and not (is_far or is_usual) and (is_asked or not is_secret):
            values[part.block, part.feature, is_asked] += part.value
    return values


def _kind(block: str, feature: str, space: FeatureSpace) -> ReasonKind:
    entry = tone_vocabulary().get(feature) if block in TONE_BLOCKS else None
    if entry is not None and entry.group == _PRODUCTION:
        return ReasonKind.ORIGIN
    if block == ESCAPISM:
        return ReasonKind.TONE
    return ReasonKind.STRUCTURE if block == YEAR else space.by_name[block].spec.reason


def _display(block: str, feature: str, people: PeopleIndex, inferred: frozenset[str]) -> str:
    name = trait_name(block, feature, people)
    is_guess = block == INFERRED_TONES or (block == "tones" and feature in inferred)
    return f"{name} (inferred)" if is_guess else name


def trait_name(block: str, feature: str, people: PeopleIndex) -> str:
    """Return what a feature is called.

    Parameters
    ----------
    block, feature : str
        As a part of a score names them.
    people : PeopleIndex
        How people are spelled.

    Returns
    -------
    str
        In plain words.
    """
    match block:
        case "genres" | "expected_genres":
            genre = genre_vocabulary().get(feature)
            return genre.name.lower() if genre else feature.replace("-", " ")
        case "tones" | "inferred_tones":
            tone = tone_vocabulary().get(feature)
            return tone.name.lower() if tone else feature
        case "countries":
            return country_name(feature)
        case "cast" | "creators":
            return people.display(feature)
        case "places" | "studios":
            return feature.title()
        case "languages":
            return language_name(feature)
        case _:
            return feature


def _reason(traits: Sequence[_Trait]) -> Reason:
    ordered = sorted(traits, key=lambda trait: (-abs(trait.value), trait.name))
    places: dict[str, str] = {}
    for trait in ordered:
        places.setdefault(trait.name, f"{trait.block}/{trait.feature}")
    shared = tuple(places)
    return Reason(
        kind=ordered[0].kind,
        text=_against(ordered) if ordered[0].value < 0 else _text(ordered, shared),
        shared=shared,
        features=tuple(places.values()),
        value=float(sum(trait.value for trait in ordered)),
    )


_NOT_AS_ASKED = "it is not as grounded or escapist as you asked"


def _text(traits: Sequence[_Trait], shared: Sequence[str]) -> str:
    listed, is_asked = _list(shared[:MOST_NAMED]), traits[0].is_asked
    match traits[0].kind:
        case ReasonKind.GENRE:
            return listed if is_asked else f"also {listed}"
        case ReasonKind.TONE:
            return _tones(traits, is_asked=is_asked)
        case ReasonKind.WORDS:
            return f"matches your words: {listed}" if is_asked else f"both speak of {listed}"
        case ReasonKind.PEOPLE:
            return f"with {listed}" if is_asked else f"shares {listed}"
        case ReasonKind.ORIGIN:
            return _origin(traits)
        case ReasonKind.STRUCTURE:
            return _structure(traits)


def _tones(traits: Sequence[_Trait], *, is_asked: bool) -> str:
    names = [trait.name for trait in traits if trait.block in TONE_BLOCKS and trait.name != ENDING]
    said = []
    if names:
        said.append(
            f"{'the tones you asked for' if is_asked else 'feels alike'}: {_list(names[:MOST_NAMED])}"
        )
    if any(trait.block == ESCAPISM for trait in traits):
        said.append("as grounded or escapist as you asked")
    if any(trait.name == ENDING for trait in traits):
        said.append("its ending is of the kind you asked for")
    return "; ".join(said)


def _origin(traits: Sequence[_Trait]) -> str:
    countries = sorted(trait.name for trait in traits if trait.block == "countries")
    languages = [f"in {trait.name}" for trait in traits if trait.block == "languages"]
    others = [trait.name for trait in traits if trait.block in TONE_BLOCKS]
    if not countries:
        return _list([*others, *languages][:MOST_NAMED])
    together = f"{_list(countries)} together" if len(countries) > 1 else f"from {countries[0]}"
    return _list([together, *(name for name in others if name in _TOLD_WITH_COUNTRIES), *languages])


def _structure(traits: Sequence[_Trait]) -> str:
    by_block: dict[str, list[str]] = defaultdict(list)
    for trait in traits:
        by_block[trait.block].append(trait.name)
    return "; ".join(
        "from the same years"
        if block == YEAR
        else f"same {_structure_name(block, len(names))}: {_list(names[:MOST_NAMED])}"
        for block, names in by_block.items()
    )


def _structure_name(block: str, n_names: int) -> str:
    return "studios" if block == "studios" and n_names > 1 else _STRUCTURE.get(block, block)


def _against(traits: Iterable[_Trait]) -> str:
    names = [trait.name for trait in traits if trait.name != ENDING and trait.block != ESCAPISM]
    return f"speaks against it: {_list(names[:MOST_NAMED]) or _NOT_AS_ASKED}"


def _list(names: Sequence[str]) -> str:
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} and {names[-1]}"
