"""Folding of text, so that spellings of one name become equal.

Nothing is translated or romanised here: 기생충 stays 기생충. Folding removes only what people
leave out or change when they type: case, accents, punctuation, width, the leading article.
"""

from __future__ import annotations

import re
import unicodedata

_ARTICLES = frozenset({"the", "a", "an"})
_ARTICLE_AND_SPACE = re.compile(r"\W*(?:the|an?)\s", re.IGNORECASE)
_APOSTROPHES = "'`’‘‛ʼʻʹ′＇"
# Letters that Unicode does not decompose into a base letter and a mark.
_LETTERS = {"ø": "o", "đ": "d", "ł": "l", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h"}
_MARKS = dict.fromkeys(
    # Accents; marks for symbols (the keycap of 1⃣) and variation selectors (the one of ❤️).
    # Marks of other scripts, such as dakuten and Thai vowels, tell words apart and stay.
    (*range(0x300, 0x370), *range(0x20D0, 0x2100), *range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0))
)
_HIRAGANA = {code: code - 0x60 for code in (*range(0x30A1, 0x30F7), 0x30FD, 0x30FE)}
_FOLDED: dict[int, str | int | None] = {
    **_MARKS,
    **_HIRAGANA,
    **{ord(letter): plain for letter, plain in _LETTERS.items()},
    **dict.fromkeys(map(ord, _APOSTROPHES)),
    ord("&"): " and ",
}
_ASCII: dict[int, str | None] = {
    **{code: chr(code).lower() if chr(code).isalnum() else " " for code in range(128)},
    ord("'"): None,
    ord("`"): None,
    ord("&"): " and ",
}


def fold_text(text: str) -> str:
    """Text without case, accents and punctuation, its words separated by one space.

    Hyphens become spaces, apostrophes vanish, ``&`` becomes ``and``, katakana becomes hiragana,
    full and half width become one. Dakuten and Hangul survive. Folding twice changes nothing.

    Parameters
    ----------
    text : str
        Any text.

    Returns
    -------
    str
        The folded text; empty if the text has neither letter nor digit.

    Examples
    --------
    >>> fold_text("Kim Tae-ri & Łukasz’s CAFÉ")
    'kim tae ri and lukaszs cafe'
    """
    if text.isascii():
        return " ".join(text.translate(_ASCII).split())
    # A spacing acute is typed as an apostrophe, but decomposes into a space and a mark.
    plain = unicodedata.normalize("NFKD", text.replace("´", "'")).translate(_MARKS)
    folded = unicodedata.normalize("NFKD", plain.casefold()).translate(_FOLDED)
    kept = folded.translate(_LETTERS_AND_SPACES)
    return " ".join(unicodedata.normalize("NFC", kept).split())


def title_words(text: str) -> tuple[str, ...]:
    """Folded words of a title without its leading article.

    The article goes only where a space follows it ("A.I." keeps its A) and only if something
    is left. A name of punctuation alone is one word: its NFKC casefolded text.

    Parameters
    ----------
    text : str
        A title as written or typed.

    Returns
    -------
    tuple of str
        The words; empty only for blank text.
    """
    words = tuple(fold_text(text).split())
    if not words:
        bare = "".join(unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold()).split())
        return (bare,) if bare else ()
    if len(words) > 1 and words[0] in _ARTICLES and _ARTICLE_AND_SPACE.match(text):
        return words[1:]
    return words


def title_key(text: str) -> str:
    """One key for all ways to type a title: its folded words, article dropped, joined.

    Parameters
    ----------
    text : str
        A title as written or typed.

    Returns
    -------
    str
        The key; empty only for blank text.

    Examples
    --------
    >>> title_key("The Great Flood"), title_key("Soul Mate"), title_key("Toradora!")
    ('greatflood', 'soulmate', 'toradora')
    """
    return join_words(title_words(text))


def join_words(words: tuple[str, ...]) -> str:
    """Key of the words of a title; composed again, as joining can bring a letter to its mark.

    Parameters
    ----------
    words : tuple of str
        Folded words.

    Returns
    -------
    str
        The words without spaces.
    """
    key = "".join(words)
    return key if key.isascii() else unicodedata.normalize("NFC", key)


_BEYOND_USUAL = 0x10000


class _LettersAndSpaces(dict[int, str]):
    """What becomes of each character, found out when it is met for the first time."""

    def __missing__(self, code: int) -> str:
        """Keep a letter, digit or mark; drop what is invisible; anything else parts words."""
        char = chr(code)
        category = unicodedata.category(char)
        is_kept = char.isalnum() or category[0] == "M"
        found = char if is_kept else "" if category == "Cf" else " "
        if code < _BEYOND_USUAL:  # nobody is to fill the memory with a million odd characters
            self[code] = found
        return found


_LETTERS_AND_SPACES = _LettersAndSpaces()
