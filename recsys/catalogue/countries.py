"""Countries by code, name, demonym and region, folded to ISO 3166 alpha-2.

Countries of the past that made films have codes of their own: SU, YU, CS and DD.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from recsys.catalogue.package_data import vocabulary_file
from recsys.catalogue.problems import shown
from recsys.errors import QueryError
from recsys.names.fold import fold_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_LONGEST = 100
_SEPARATORS = re.compile(r"[,;|/\n]")
REGION_PREFIX = "region:"


@dataclass(frozen=True, slots=True)
class CountryCodes:
    """Countries found in a text, and the pieces of it that name none."""

    codes: tuple[str, ...]
    unknown: tuple[str, ...]


@lru_cache(maxsize=8192)
def country_code(text: str) -> str | None:
    """Return the ISO 3166 alpha-2 code that a text means, or None.

    Parameters
    ----------
    text : str
        A code (KR, KOR), a name in one of some thirty languages (South Korea, 대한민국),
        a demonym (Korean) or a usual variant (UK). "Korea" alone is South Korea.

    Returns
    -------
    str or None
        The code in capitals; None for what names no country.
    """
    if len(text) > _LONGEST:
        return None
    code = text.strip().upper()
    if code in _codes():
        return code
    folded = fold_text(text)
    return _names()["first"].get(folded) or _names()["other"].get(folded) if folded else None


def country_codes(text: str) -> CountryCodes:
    """Return the countries of a text such as "Japan, South Korea, ".

    Parameters
    ----------
    text : str
        One country, or several between commas, semicolons, slashes or bars.

    Returns
    -------
    CountryCodes
        Sorted codes, and the pieces that name no country; empty pieces are nothing.
    """
    pieces = split_countries(text)
    found = {piece: country_code(piece) for piece in pieces}
    codes = {code for code in found.values() if code is not None}
    return CountryCodes(tuple(sorted(codes)), tuple(piece for piece in found if found[piece] is None))


def split_countries(text: str) -> tuple[str, ...]:
    """Return the pieces of a list of countries; "Korea, Republic of" stays one piece.

    Parameters
    ----------
    text : str
        One country or several.

    Returns
    -------
    tuple of str
        The pieces without blanks around them; none of them is empty.
    """
    if country_code(text) is not None:
        return (text.strip(),)
    return tuple(piece for part in _SEPARATORS.split(text) if (piece := part.strip()))


def country_name(code: str, language: str = "en") -> str:
    """Return the name of a country as it is said in a language.

    Parameters
    ----------
    code : str
        ISO 3166 alpha-2, or SU, YU, CS, DD.
    language : str, default "en"
        A language tag such as ``ko`` or ``zh-Hant``; English where it is not known.

    Returns
    -------
    str
        The name; the code itself if it has none.
    """
    names = _territories(language.replace("-", "_"))
    if names is None or code not in names:
        names = {**_names()["english"], **_data()["display"]}
    elif language.split("-")[0] == "en":
        names = {**names, **_data()["display"]}
    return names.get(code, code)


def regions() -> Mapping[str, tuple[str, ...]]:
    """Return the named groups of countries, such as ``sea``, with their sorted codes.

    Returns
    -------
    mapping of str to tuple of str
        Codes by region id.
    """
    return MappingProxyType({id: tuple(region["countries"]) for id, region in _data()["regions"].items()})


def region_names() -> Mapping[str, str]:
    """Return what the named groups of countries are called in English.

    Returns
    -------
    mapping of str to str
        Name by region id.
    """
    return MappingProxyType({id: region["name"] for id, region in _data()["regions"].items()})


def expand(text: str) -> tuple[str, ...]:
    """Return the codes that a code, a name or a region stands for.

    Parameters
    ----------
    text : str
        ``KR``, ``South Korea``, ``region:sea`` or ``Southeast Asia``.

    Returns
    -------
    tuple of str
        Sorted codes, at least one.

    Raises
    ------
    QueryError
        If the text names neither a country nor a region.
    """
    bare = text.strip()
    as_region = bare.casefold().startswith(REGION_PREFIX)
    code = None if as_region else country_code(bare)
    if code is not None:
        return (code,)
    region = _region_names().get(fold_text(bare[len(REGION_PREFIX) :] if as_region else bare))
    if region is None:
        known = ", ".join(REGION_PREFIX + id for id in sorted(regions()))
        msg = (
            f"{shown(text)} is no country or region: write an ISO code such as KR, a name, or one of {known}"
        )
        raise QueryError(msg)
    return regions()[region]


def folded(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Return what names mean, however they are spelled; earlier ones win over later ones.

    Parameters
    ----------
    pairs : iterable of tuple of str and str
        Names and their meanings.

    Returns
    -------
    dict of str to str
        Meanings by folded name.
    """
    names: dict[str, str] = {}
    for name, meaning in pairs:
        names.setdefault(fold_text(name), meaning)
    names.pop("", None)
    return names


@cache
def _data() -> dict[str, Any]:
    data: dict[str, Any] = vocabulary_file("countries.json")
    return data


@cache
def _names() -> dict[str, Any]:
    names: dict[str, Any] = vocabulary_file("locale_names.json")["countries"]
    return names


@cache
def _territories(locale: str) -> dict[str, str] | None:
    if locale == "en":
        english: dict[str, str] = _names()["english"]
        return english
    from babel.core import Locale, UnknownLocaleError  # for languages beside English only

    try:
        return dict(Locale.parse(locale).territories)
    except (UnknownLocaleError, ValueError, TypeError):
        return None


@cache
def _codes() -> frozenset[str]:
    return frozenset(_names()["codes"])


@cache
def _region_names() -> dict[str, str]:
    entries = _data()["regions"].items()
    return folded((name, id) for id, region in entries for name in (id, region["name"], *region["names"]))
