"""Languages by code and name, folded to ISO 639-1, or 639-3 where there is no shorter code."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from recsys.catalogue.package_data import vocabulary_file
from recsys.names.fold import fold_text

_TAG = re.compile(r"([A-Za-z]{2,3})(?:[-_][A-Za-z0-9]{2,8})*")
# What film sites write beside the standard: TMDB's "cn" is Cantonese.
_USUAL = {"cn": "yue", "mandarin": "zh", "mandarin chinese": "zh", "farsi": "fa", "tagalog": "fil"}
_USUAL |= {"panjabi": "pa"}  # as ISO 639 and TMDB spell it


@lru_cache(maxsize=2048)
def language_code(text: str) -> str | None:
    """Return the language code that a text means, or None.

    Parameters
    ----------
    text : str
        A code (ko, kor), a tag (ko-KR) or a name in English or in the language itself.

    Returns
    -------
    str or None
        ISO 639-1 where there is one, else 639-3, in small letters.
    """
    bare = text.strip()
    tag = _TAG.fullmatch(bare)
    short = tag[1].casefold() if tag else ""
    short = _USUAL.get(short) or _names()["aliases"].get(short, short)
    if short in _names()["english"]:
        return short
    folded = fold_text(bare[:100])
    return _USUAL.get(folded) or _names()["codes"].get(folded)


@lru_cache(maxsize=2048)
def language_tag(text: str) -> str | None:
    """Return a BCP 47 tag as it was written, the code of a language's name, or None.

    Parameters
    ----------
    text : str
        ``zh-Hant``, ``ko`` or ``Korean``.

    Returns
    -------
    str or None
        The tag, with its script and country.
    """
    tag = _TAG.fullmatch(text.strip())
    return text.strip() if tag and language_code(tag[1]) else language_code(text)


def language_name(code: str) -> str:
    """Return the English name of a language.

    Parameters
    ----------
    code : str
        As :func:`language_code` gives it.

    Returns
    -------
    str
        The name; the code itself if it has none.
    """
    return _names()["english"].get(code, code)


@cache
def _names() -> dict[str, dict[str, str]]:
    names: dict[str, dict[str, str]] = vocabulary_file("locale_names.json")["languages"]
    return names
