"""Reasons in words: from the exact parts of a score to what one would tell a friend."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from recsys.answer import Part, Reason, ReasonKind
from recsys.catalogue.countries import country_name
from recsys.catalogue.vocabulary import genre_vocabulary, tone_vocabulary
from recsys.features import FeatureSpace
from recsys.names import PeopleIndex
from recsys.ranking.compose import YEAR
from recsys.ranking.explanation import ENDING

MOST_NAMED = 4
LEAST_SHARE = 0.05
"""What a reason must weigh next to the weightiest one to be told; the parts tell all."""
_PRODUCTION = "production"
_ASKED = frozenset({"more", "less", "tones", "cast"})
_UNNAMED = frozenset({YEAR, "title", "escapism"})


def reasons(
    parts: Sequence[Part], space: FeatureSpace, people: PeopleIndex, *, inferred: frozenset[str] = frozenset()
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
    inferred : frozenset of str
        Tones of the title that nobody stated.

    Returns
    -------
    tuple of Reason
        Genre first, then tone, words, people, origin, structure; within them what was asked
        for first; what speaks against it last.
    """
    grouped: dict[tuple[bool, ReasonKind, bool], list[Part]] = defaultdict(list)
    for part in parts:
        if part.block not in _UNNAMED and part.feature != ENDING:
            grouped[part.value < 0, _kind(part, space), part.seed not in _ASKED].append(part)
    order = list(ReasonKind)
    told = [
        _reason(key[1], grouped[key], people, inferred, against=key[0])
        for key in sorted(grouped, key=lambda key: (key[0], order.index(key[1]), key[2]))
    ]
    least = LEAST_SHARE * max((abs(reason.value) for reason in told), default=0.0)
    return tuple(reason for reason in told if abs(reason.value) >= least)


def _kind(part: Part, space: FeatureSpace) -> ReasonKind:
    if part.block == "tones":
        entry = tone_vocabulary().get(part.feature)
        if entry is not None and entry.group == _PRODUCTION:
            return ReasonKind.ORIGIN
    return space.by_name[part.block].spec.reason


def _reason(
    kind: ReasonKind, parts: Sequence[Part], people: PeopleIndex, inferred: frozenset[str], *, against: bool
) -> Reason:
    named: dict[str, float] = defaultdict(float)
    for part in parts:
        named[_display(part, people, inferred)] += part.value
    shared = tuple(sorted(named, key=lambda name: (-abs(named[name]), name)))
    text = _against(shared) if against else _text(kind, shared, parts)
    return Reason(kind, text, shared, float(sum(part.value for part in parts)))


def _display(part: Part, people: PeopleIndex, inferred: frozenset[str]) -> str:
    match part.block:
        case "genres":
            genre = genre_vocabulary().get(part.feature)
            return genre.name.lower() if genre else part.feature.replace("-", " ")
        case "tones":
            tone = tone_vocabulary().get(part.feature)
            name = tone.name.lower() if tone else part.feature
            return f"{name} (inferred)" if part.feature in inferred else name
        case "countries":
            return country_name(part.feature)
        case "cast" | "creators":
            return people.display(part.feature)
        case _:
            return part.feature


def _text(kind: ReasonKind, shared: Sequence[str], parts: Sequence[Part]) -> str:
    listed = _list(shared[:MOST_NAMED])
    seeds = {part.seed for part in parts}
    match kind:
        case ReasonKind.GENRE:
            return f"also {listed}"
        case ReasonKind.TONE:
            return f"the tones you asked for: {listed}" if seeds <= _ASKED else f"feels alike: {listed}"
        case ReasonKind.WORDS:
            return f"matches your words: {listed}" if seeds == {"text"} else f"both speak of {listed}"
        case ReasonKind.PEOPLE:
            return f"with {listed}" if seeds <= _ASKED else f"shares {listed}"
        case ReasonKind.ORIGIN:
            return _origin(parts, shared)
        case ReasonKind.STRUCTURE:
            return (
                f"same {_list(sorted({_STRUCTURE.get(part.block, part.block) for part in parts}))}: {listed}"
            )


_STRUCTURE = {"studios": "studio", "places": "places", "period": "time", "source": "kind of source"}


def _origin(parts: Iterable[Part], shared: Sequence[str]) -> str:
    countries = sorted({country_name(part.feature) for part in parts if part.block == "countries"})
    others = [name for name in shared if name not in countries][:MOST_NAMED]
    together = f"{_list(countries)} together" if len(countries) > 1 else f"from {''.join(countries)}"
    return _list([together, *others]) if countries else _list(others)


def _against(shared: Sequence[str]) -> str:
    return f"speaks against it: {_list(shared[:MOST_NAMED])}"


def _list(names: Sequence[str]) -> str:
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} and {names[-1]}"
