"""The settings of a question in words, each with the address that does without it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from recsys.wording import ENGLISH, Language
from service.web.address import Address
from service.web.told import OF_PEOPLE, chart, country, genre, place, source, status, tone

_OR, _AND = " or ", " and "
Say = Callable[[str, Language], str]


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


@dataclass(frozen=True, slots=True)
class _Rule:
    """A setting that can have several values: what is said of them, how they are joined and called."""

    text: str
    joint: str
    called: Say
    is_one_of_several: bool = False


def settings(address: Address, language: Language = ENGLISH) -> Iterator[Setting]:
    """Yield what an address sets, seeds and premise apart.

    Parameters
    ----------
    address : Address
        The question.
    language : Language
        The language of tones, genres and countries.

    Yields
    ------
    Setting
        In the order of the address; a list of titles is one setting.
    """
    begun: set[str] = set()
    for name, value in address.pairs:
        is_again = name in begun
        begun.add(name)
        if name in _WHOLE:
            if not is_again:
                yield Setting(name, value, _WHOLE[name](address.values(name)), address.minus(name))
        elif (text := said(name, value, language)) is not None:
            rule = _RULES.get(name)
            joint = "or " if is_again and rule is not None and rule.is_one_of_several else ""
            yield Setting(name, value, joint + text, address.minus(name, value))


def said(name: str, value: str, language: Language = ENGLISH) -> str | None:
    """Return one setting in words.

    Parameters
    ----------
    name, value : str
        As an address writes it.
    language : Language
        The language of tones, genres and countries.

    Returns
    -------
    str or None
        None for what is no setting.
    """
    if name in _RULES:
        return _RULES[name].text.format(_RULES[name].called(value, language))
    return _TEXTS[name](value, language) if name in _TEXTS else None


def together(settings: Sequence[Setting], language: Language = ENGLISH) -> str:
    """Return several settings in one phrase.

    Parameters
    ----------
    settings : sequence of Setting
        Of one filter.
    language : Language
        The language of tones, genres and countries.

    Returns
    -------
    str
        Values of one rule are listed behind it: "made by Japan and South Korea".
    """
    names = {each.name for each in settings}
    if len(names) != 1 or len(settings) < 2 or not names <= _RULES.keys():
        return _AND.join(each.text.removeprefix("or ") for each in settings)
    rule = _RULES[names.pop()]
    return rule.text.format(rule.joint.join(rule.called(each.value, language) for each in settings))


def _minutes(value: str) -> str:
    return f"{value} minutes in all"


def _weighed(value: str) -> str:
    block, _, factor = value.partition(":")
    return f"{block} ×{factor or 1}"


def _either(value: str, above: str, below: str) -> str:
    return f"{below if value.startswith('-') else above} ({value})"


def _boosted(value: str, language: Language) -> str:
    name, _, amount = value.partition("=")
    return f"raised by the charts of {chart(name, language)}{f' ×{amount}' if amount else ''}"


def _titles(values: Sequence[str]) -> str:
    return f"only among {len(values)} title{'s' if len(values) != 1 else ''} that you named"


_RULES: Mapping[str, _Rule] = {
    "countries_all": _Rule("made by {}", _AND, country),
    "countries_any": _Rule("from {}", _OR, country, is_one_of_several=True),
    "countries_only": _Rule("only from {}", _AND, country),
    "countries_none": _Rule("not from {}", _OR, country),
    **{name: _Rule(text, _AND, country) for name, text in OF_PEOPLE.items()},
    "cities_all": _Rule("in {}", _AND, place),
    "cities_any": _Rule("in {}", _OR, place, is_one_of_several=True),
    "source": _Rule("{}", _OR, source, is_one_of_several=True),
    "status": _Rule("{}", _OR, status, is_one_of_several=True),
    "services": _Rule("on {}", _OR, place, is_one_of_several=True),
}
_WHOLE: Mapping[str, Callable[[Sequence[str]], str]] = {
    "within": _titles,
    "among": lambda _: "only within your list",
}
_POLICIES = {
    "exclude": "nothing of the same story world",
    "include": "every title of a story world",
    "only": "only the same story world",
}
_UPCOMING = {"keep": "also what is not out", "only": "only what is not out"}
_TEXTS: Mapping[str, Say] = {
    "form": lambda value, language: language.form(value),
    "medium": lambda value, language: language.form(value).replace("-", " "),
    "year_from": lambda value, _: f"from {value} on",
    "year_to": lambda value, _: f"until {value}",
    "genres": genre,
    "tones": tone,
    "avoid": lambda value, language: f"no {tone(value, language)}",
    "cast": lambda value, _: f"with {value}",
    "creators": lambda value, _: f"written or directed by {value}",
    "set_in": lambda value, language: f"set in {place(value, language)}",
    "filmed_in": lambda value, language: f"filmed in {place(value, language)}",
    "period_from": lambda value, _: f"story from {value} on",
    "period_to": lambda value, _: f"story until {value}",
    "min_minutes": lambda value, _: f"at least {_minutes(value)}",
    "max_minutes": lambda value, _: f"at most {_minutes(value)}",
    "max_episodes": lambda value, _: f"at most {value} episodes",
    "region": lambda value, language: f"to be watched in {country(value, language)}",
    "available_by": lambda value, _: f"by what was known on {value}",
    "released_by": lambda value, _: f"out by {value}",
    "upcoming": lambda value, _: _UPCOMING.get(value, value),
    "more": lambda value, language: f"more {tone(value, language)}",
    "less": lambda value, language: f"less {tone(value, language)}",
    "weigh": lambda value, _: _weighed(value),
    "escapism": lambda value, _: _either(value, "more escapist", "more grounded"),
    "fame": lambda value, _: _either(value, "more famous", "less known"),
    "boost": _boosted,
    "min_score": lambda value, _: f"score {value} or more",
    "spoilers": lambda _, __: "endings are named",
    "diversity": lambda value, _: f"mixed ({value})",
    "relations": lambda value, _: _POLICIES.get(value, value),
    "unknown": lambda _, __: "without what is not known",
    "inferred": lambda _, __: "without what is only inferred",
    "blend": lambda _, __: "near to any one of them",
    "seen": lambda _, __: "without what you have seen",
    "series": lambda _, __: "nor the series of what you have seen",
    "seed": lambda value, _: f"draw number {value}",
}
