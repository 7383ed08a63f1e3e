"""Taking off what machines leave in texts: entities, markup, notes of sites, padding."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable
from functools import lru_cache

from recsys.files import is_nothing
from recsys.names import fold_text

_TAG = re.compile(r"<(?:/?[a-zA-Z][^<>]{0,200}|!--.{0,500}?--)>", re.DOTALL)
_BREAK = re.compile(r"<(?:br|/p|/div|/li)\s*/?>", re.IGNORECASE)
_INVISIBLE = re.compile("[\u200b\u2060\ufeff\u00ad]")
_LONGEST_LABEL = 80
# Notes about a text, not of it: who wrote it, and that there is more.
_NOTES = re.compile(
    r"""\s{0,20}(?:
        [\[(]\s{0,20}(?:written\s+by|sources?)\b[^\[\]()]{0,120}(?:\([^()]{0,80}\)[^\[\]()]{0,40})?[\])]
      | \(\s*vote\s+tags\s*\)
      | \.{3}\s*read\s+more
      | edit\s+translation
      | (?:\n|^)sources?\s?:[^\n]{0,80}\Z
      | \n—[^\n]{0,80}\Z
    )\s{0,20}""",
    re.IGNORECASE | re.VERBOSE,
)
# "Self - Host", "(as himself)", "Various / Herself"; but "Younger Self" and "Self-Made Man" are parts.
_NOT_A_CREDIT = re.compile(
    r"""(?:^|[/,;(]|\bas)\s*(?:self|himself|herself|themselves|themself)\b(?!['’-]?\w)
      | \b(?:archived?\s+footage|archival|uncredited\s+archive)\b""",
    re.IGNORECASE | re.VERBOSE,
)


def clean_text(text: str) -> str:
    """Return a text without entities, markup and invisible characters.

    Parameters
    ----------
    text : str
        As it stands in a file.

    Returns
    -------
    str
        Plain text; paragraphs are kept apart by line breaks. Empty for what says nothing.
    """
    text = _plain(text)
    return "" if is_nothing(text) else text


def clean_title(text: str) -> str:
    """Return the name of a title in one line; it may well be "Unknown" or "None".

    Parameters
    ----------
    text : str
        As it stands in a file.

    Returns
    -------
    str
        The name; empty for blanks.
    """
    return " ".join(_plain(text).split())


def clean_synopsis(text: str) -> str:
    """Return a synopsis without notes on where it is from.

    Parameters
    ----------
    text : str
        As it stands in a file.

    Returns
    -------
    str
        What the title is about.
    """
    return _NOTES.sub(" ", clean_text(text)).strip()


def names(text: str | None, separator: str = ",") -> list[str]:
    """Return the names of a cell, each once, without those that say nothing.

    Parameters
    ----------
    text : str or None
        ``"Drama, Romance, "``.
    separator : str
        What stands between them.

    Returns
    -------
    list of str
        In their order.
    """
    return distinct((text or "").split(separator))


def distinct(texts: Iterable[str]) -> list[str]:
    """Return cleaned texts, each once, without those that say nothing.

    Parameters
    ----------
    texts : iterable of str
        Names or labels.

    Returns
    -------
    list of str
        In their order.
    """
    # The same few thousand labels and names come again and again; long texts are not kept.
    cleaned = (_known_label(text) if len(text) <= _LONGEST_LABEL else _label(text) for text in texts)
    return list(dict.fromkeys(text for text in cleaned if text))


def is_person(name: str) -> bool:
    """Return whether a text can be the name of somebody: it has a letter.

    Parameters
    ----------
    name : str
        An entry of a list of people.

    Returns
    -------
    bool
        False for "104" and for what says nothing.
    """
    return not is_nothing(name) and any(char.isalpha() for char in name)


def plays_a_part(character: str | None) -> bool:
    """Return whether a credit is a part that somebody plays, rather than an appearance as oneself.

    Politicians and reporters appear as themselves; they are no cast.

    Parameters
    ----------
    character : str or None
        What the credit says that the person plays; None if it says nothing.

    Returns
    -------
    bool
        False for "Himself", "Self - Host" and "archive footage".
    """
    return character is None or _NOT_A_CREDIT.search(character) is None


def slug(*parts: object) -> str:
    """Return an id made of what a title is called and when it came out.

    Parameters
    ----------
    *parts : object
        Such as name and year; those that are None or empty are left out.

    Returns
    -------
    str
        Folded words joined by hyphens: ``soul-mate-2026``; empty if nothing has a letter or digit.
    """
    folded = (fold_text(str(part)) for part in parts if part not in (None, ""))
    return "-".join(text.replace(" ", "-") for text in folded if text)[:200]


def _label(text: str) -> str:
    return " ".join(clean_text(text).split())


_known_label = lru_cache(maxsize=2**15)(_label)


def _plain(text: str) -> str:
    if "&" in text:
        text = _unescaped(_unescaped(text))  # scrapes are often escaped twice
    if "<" in text:
        text = _TAG.sub("", _BREAK.sub("\n", text))
    return _INVISIBLE.sub("", text.replace("\xa0", " ")).strip()


def _unescaped(text: str) -> str:
    try:
        return html.unescape(text)
    except ValueError:  # a number of thousands of digits is no character
        return text
