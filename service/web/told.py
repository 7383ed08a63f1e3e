"""The settings of a question in words, each with the address that does without it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from recsys.answer import Part, ReasonKind
from recsys.catalogue import country_code, country_name, genre_ids, genre_vocabulary, tone_vocabulary
from recsys.catalogue.countries import REGION_PREFIX, region_names
from recsys.names import PeopleIndex
from recsys.ranking import HUBS, trait_name
from service.web.address import Address

EXPECTED_GENRES = "expected_genres"
"""The block of what the rest of a title lets one expect of it."""

_KINDS = {ReasonKind.TONE: "feel", ReasonKind.WORDS: "story", ReasonKind.STRUCTURE: "facts"}
_RULES = {
    "countries_all": "made by {}",
    "countries_any": "from {}",
    "countries_only": "only from {}",
    "countries_none": "not from {}",
}
_BLOCKS = {
    HUBS: "how many others it is near to",
    EXPECTED_GENRES: "expected genres",
    "inferred_tones": "inferred tones",
    "learned": "learned from feedback",
}
_HUBS = {
    "near to many": "near to many others, so held back",
    "near to few": "near to few others, so put forward",
}
_POLICIES = {
    "exclude": "nothing of the same story world",
    "include": "every title of a story world",
    "only": "only the same story world",
}


@dataclass(frozen=True, slots=True)
class Setting:
    """One thing that was set.

    Parameters
    ----------
    name, value : str
        As the address writes it.
    text : str
        In words.
    without : Address
        The same question without it.
    """

    name: str
    value: str
    text: str
    without: Address


def settings(address: Address) -> Iterator[Setting]:
    """Yield what an address sets, seeds and premise apart.

    Parameters
    ----------
    address : Address
        The question.

    Yields
    ------
    Setting
        In the order of the address.
    """
    is_one_of_several = False
    for name, value in address.pairs:
        if name in _RULES:
            text = _RULES[name].format(country(value))
            if name == "countries_any":
                text, is_one_of_several = f"{'or ' if is_one_of_several else ''}{text}", True
        elif name in _TEXTS:
            text = _TEXTS[name](value)
        else:
            continue
        yield Setting(name, value, text, address.minus(name, value))


def together(settings: Sequence[Setting]) -> str:
    """Return several settings in one phrase.

    Parameters
    ----------
    settings : sequence of Setting
        Of one filter.

    Returns
    -------
    str
        Countries of one rule are listed behind it: "made by Japan and South Korea".
    """
    rules = {each.name for each in settings} & _RULES.keys()
    if len(rules) != 1 or len(settings) < 2:
        return " and ".join(each.text for each in settings)
    rule = rules.pop()
    joint = " or " if rule in ("countries_any", "countries_none") else " and "
    return _RULES[rule].format(joint.join(country(each.value) for each in settings))


def country(value: str) -> str:
    """Return what a country or region is called.

    Parameters
    ----------
    value : str
        Code, name or ``region:…`` as an address writes it.

    Returns
    -------
    str
        Its name; the value itself if it is none.
    """
    code = country_code(value)
    if code is not None:
        return country_name(code)
    return region_names().get(value.removeprefix(REGION_PREFIX), value)


def tone(value: str) -> str:
    """Return what a tone is called.

    Parameters
    ----------
    value : str
        Id or name, optionally with a lowest intensity or an amount.

    Returns
    -------
    str
        Its name; the value itself if it is none.
    """
    name, sign, level = value.partition(">=")
    name, colon, amount = name.partition(":")
    entry = tone_vocabulary().get(tone_vocabulary().by_name(name) or "")
    told = entry.name.lower() if entry else name
    if sign:
        told += {"2": ", clear or strong", "3": ", strong"}.get(level.strip(), "")
    return f"{told} ×{amount}" if colon else told


def genre(value: str) -> str:
    """Return what a genre is called.

    Parameters
    ----------
    value : str
        Id or name.

    Returns
    -------
    str
        Its name; the value itself if it is none.
    """
    names = [genre_vocabulary()[id].name.lower() for id in genre_ids(value) if id in genre_vocabulary()]
    return " and ".join(names) or value


def wish(said: str, people: PeopleIndex) -> str:
    """Return something that was understood of a text, in words.

    Parameters
    ----------
    said : str
        As an answer repeats it: ``tones: slow-burn-romance``, ``not synopsis: zombie``.
    people : PeopleIndex
        How people are spelled.

    Returns
    -------
    str
        Such as "slow burn romance" or "not “zombie”".
    """
    where, _, token = said.partition(": ")
    block = where.removeprefix("not ")
    name = f"“{token}”" if block == "synopsis" else trait_name(block, token, people)
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


def part_name(part: Part, people: PeopleIndex) -> str:
    """Return what a part of a score is called.

    Parameters
    ----------
    part : Part
        The part.
    people : PeopleIndex
        How people are spelled.

    Returns
    -------
    str
        What is shared, or why the title is held back or put forward.
    """
    if part.block == HUBS:
        return _HUBS.get(part.feature, part.feature)
    return trait_name(part.block, part.feature, people)


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


def _weighed(value: str) -> str:
    block, _, factor = value.partition(":")
    return f"{block} ×{factor or 1}"


def _dial(value: str) -> str:
    return f"{'more escapist' if value[:1] not in '-' else 'more grounded'} ({value})"


_TEXTS: Mapping[str, Callable[[str], str]] = {
    "form": lambda value: value,
    "medium": lambda value: value.replace("-", " "),
    "year_from": lambda value: f"from {value} on",
    "year_to": lambda value: f"until {value}",
    "genres": genre,
    "tones": tone,
    "avoid": lambda value: f"no {tone(value)}",
    "cast": lambda value: f"with {value}",
    "released_by": lambda value: f"out by {value}",
    "more": lambda value: f"more {tone(value)}",
    "less": lambda value: f"less {tone(value)}",
    "weigh": _weighed,
    "escapism": _dial,
    "diversity": lambda value: f"mixed ({value})",
    "relations": lambda value: _POLICIES.get(value, value),
    "unknown": lambda _: "without what is not known",
    "blend": lambda _: "near to any one of them",
    "seen": lambda _: "without what you have seen",
    "series": lambda _: "nor the series of what you have seen",
    "seed": lambda value: f"draw number {value}",
}
