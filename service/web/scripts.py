"""In which language a name is written, as far as its letters tell: screen readers and fonts want to know."""

from __future__ import annotations

import re
from collections.abc import Iterable

# Letters of one script, and the languages of the catalogue that are written with it; the first
# one is meant where nothing else is known. Kana decide before the characters that they share.
_SCRIPTS = (
    (re.compile(r"[\uac00-\ud7a3\u1100-\u11ff\u3130-\u318f]"), ("ko",)),
    (re.compile(r"[\u3040-\u30ff]"), ("ja",)),
    (re.compile(r"[\u3400-\u9fff\uf900-\ufaff]"), ("zh", "yue", "ja", "ko")),
    (re.compile(r"[\u0e00-\u0e7f]"), ("th",)),
    (re.compile(r"[\u0400-\u04ff]"), ("ru", "uk", "kk", "bg", "sr", "mn")),
    (re.compile(r"[\u0590-\u05ff]"), ("he", "yi")),
    (re.compile(r"[\u0600-\u06ff]"), ("ar", "fa", "ur")),
    (re.compile(r"[\u0900-\u097f]"), ("hi", "mr", "ne")),
    (re.compile(r"[\u0b80-\u0bff]"), ("ta",)),
    (re.compile(r"[\u0370-\u03ff]"), ("el",)),
)
_FOREIGN = frozenset(language for _, languages in _SCRIPTS for language in languages)
_HOME = {"KR": "ko", "KP": "ko", "JP": "ja", "CN": "zh", "SG": "zh", "TW": "zh-Hant", "HK": "zh-Hant"}

_RUNS_DOWN = ("ko", "ja", "zh")


def runs_down(text: str) -> bool:
    """Return whether a name may be set from top to bottom, as Hangul, kana and Han characters can.

    Parameters
    ----------
    text : str
        The name.

    Returns
    -------
    bool
        False for Latin, Thai and all other letters, which then lie on their side.
    """
    return any(letters.search(text) for letters, written in _SCRIPTS if written[0] in _RUNS_DOWN)


def language_of(text: str, languages: Iterable[str] = (), countries: Iterable[str] = ()) -> str:
    """Return the language of a name for the attribute ``lang``.

    Parameters
    ----------
    text : str
        The name.
    languages : iterable of str
        Languages that are likely, ISO 639.
    countries : iterable of str
        Where its bearer comes from, ISO 3166 alpha-2; they decide before the languages.

    Returns
    -------
    str
        A language tag; empty where the letters fit none that is likely, or are Latin and
        several languages are.
    """
    likely = [*(_HOME[code] for code in countries if code in _HOME), *languages]
    for letters, written in _SCRIPTS:
        if letters.search(text):
            fits = [tag for tag in likely if tag.split("-")[0] in written]
            return fits[0] if fits else (written[0] if len(written) == 1 else "")
    latin = [tag for tag in likely if tag not in _FOREIGN and "-" not in tag]
    return latin[0] if len(latin) == 1 else ""
