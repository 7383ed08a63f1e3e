"""Which of its names a title, or a person, bears in one language."""

from __future__ import annotations

import unicodedata

from recsys.title import AliasKind, Credit, Title

# Scripts that one language alone writes; the first word of a letter's name in Unicode.
_WRITTEN_BY = {"HANGUL": "ko", "HIRAGANA": "ja", "KATAKANA": "ja", "THAI": "th"}
_HAN = "CJK"
_CHINESE = frozenset({"zh", "yue", "nan", "hak", "wuu", "cmn"})
_SPOKEN_IN = {"KR": "ko", "KP": "ko", "JP": "ja", "CN": "zh", "TW": "zh", "HK": "zh", "TH": "th"}
_GIVEN = (AliasKind.NATIVE, AliasKind.TRANSLATED)  # not: romanised, short, or a working title


def title_name(title: Title, code: str) -> str:
    """Return the name of a title in a language.

    Parameters
    ----------
    title : Title
        Any title.
    code : str
        The language, as BCP 47.

    Returns
    -------
    str
        The original name if it is of that language, else a translated one, else the English one.
    """
    short = code.split("-")[0]
    if title.original_title and _is_of(title.original_title, title.languages, short):
        return title.original_title
    own = [alias for alias in title.aliases if alias.kind in _GIVEN and _is_in(alias.language, short)]
    exact = [alias for alias in own if alias.language == code]
    return next((alias.name for alias in (*exact, *own)), title.title)


def _is_in(tag: str | None, code: str) -> bool:
    """Whether a language tag is of a language, and not of its romanisation."""
    first, *others = (tag or "").split("-")
    return first == code and "Latn" not in others


def _is_of(name: str, languages: tuple[str, ...], code: str) -> bool:
    """Whether an original name is in a language: by its script, else by what the title speaks."""
    scripts = {unicodedata.name(letter, "").split()[0] for letter in name if letter.isalpha()}
    if certain := {_WRITTEN_BY[script] for script in scripts & _WRITTEN_BY.keys()}:
        return code in certain
    if _HAN in scripts:
        writers = {"zh" if one in _CHINESE else one for one in languages if one in {"ja", *_CHINESE}}
        return writers == {code}  # of several nobody knows whose name it is
    return languages[:1] == (code,)


def person_name(credit: Credit, code: str) -> str | None:
    """Return the name of a person as their own language writes it, if that is the one asked for.

    Parameters
    ----------
    credit : Credit
        Somebody's work on a title.
    code : str
        The language, as BCP 47.

    Returns
    -------
    str or None
        The native name; None where none is known in this language.
    """
    spoken = tuple(_SPOKEN_IN[nation] for nation in credit.nationality if nation in _SPOKEN_IN)
    if credit.native is None or not _is_of(credit.native, spoken, code.split("-")[0]):
        return None
    return credit.native
