"""Words of a running text, for the synopsis block and for free-text questions."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from recsys.names import fold_text

# Function words of English: they say how a sentence is built and not what it is about.
STOP_WORDS = frozenset(
    """
    a about above after again against all along already also although always am among an and another
    any anyone anything are around as at away back be became because become becomes becoming been
    before began begin begins behind being below between both but by came can cannot cant come comes
    could day days did do does doing done down during each eight either else end ends even ever
    every everyone everything few find finds first five for four from get gets getting give given
    gives go goes going had has have having he her here hers herself him himself his how however i
    if in inside instead into is it its itself just keep keeps know known knows last later least
    leave leaves less let like made make makes making many may me meanwhile might more most much
    must my myself near never new next nine no nobody nor not nothing now of off often old on once
    one only onto or other others our ours out outside over own part perhaps please put rather re really same
    see seem seems set seven several she should since six so some somehow someone something soon still
    such take taken takes taking ten than that the their theirs them themselves then there these
    they thing things this those though three through throughout thus time to together too toward
    towards turn turns two under until up upon us use used uses using very want wants was way ways
    we well were what when where whether which while who whole whom whose why will with within
    without would year years yet you your yours yourself
    """.split()
)

_IDEOGRAPHIC = re.compile(r"[぀-ヿ㐀-鿿]+")


def words(text: str) -> Iterator[str]:
    """Yield the words of a text, folded, in the singular, without function words and single letters.

    A plain English plural loses its s, so that *detectives* finds *detective*; further stemming
    gained nothing. Han and Kana are written without spaces; a run of them yields its overlapping pairs of
    characters, as CJK analysers of search engines do.

    Parameters
    ----------
    text : str
        Running text in any language.

    Yields
    ------
    str
        Words in reading order, with repetitions.
    """
    folded = fold_text(text)
    if not _IDEOGRAPHIC.search(folded):
        yield from filter(None, map(_word, folded.split()))
        return
    for token in folded.split():
        if _IDEOGRAPHIC.search(token):
            yield from _pairs(token)
        elif word := _word(token):
            yield word


@lru_cache(maxsize=65536)
def _word(token: str) -> str:
    """A folded word in the singular; empty if it says nothing."""
    return singular(token) if len(token) > 1 and token not in STOP_WORDS else ""


def singular(word: str) -> str:
    """Return a folded word without the s of a plain English plural.

    Parameters
    ----------
    word : str
        A folded word.

    Returns
    -------
    str
        The word itself where it does not look like a plural (*glass*, *virus*, *tennis*).
    """
    is_plural = len(word) > 3 and word.isascii() and word.endswith("s") and word[-2] not in "siu"
    return word[:-1] if is_plural else word


_ENDS_ALIKE = frozenset("angeles diabetes news series species".split())
_ENDS_IN_IE = frozenset("brownie calorie cookie genie hippie junkie movie pixie rookie selfie zombie".split())


def singular_noun(word: str) -> str:
    """Return a folded noun in the singular, as people read it: *spy*, *witch*, *hero*.

    Unlike :func:`singular`, whose cuts are never shown, it has to give a word.

    Parameters
    ----------
    word : str
        A folded noun, such as the last word of a tag.

    Returns
    -------
    str
        The word itself where it is no English plural.
    """
    if word in _ENDS_ALIKE or word.endswith("ics"):
        return word
    if len(word) > 4 and word.endswith("ies") and word[:-1] not in _ENDS_IN_IE:
        return f"{word[:-3]}y"
    if word.endswith(("ches", "shes", "sses", "xes")) or (len(word) > 5 and word.endswith("oes")):
        return word[:-2]
    return singular(word)


def _pairs(token: str) -> Iterator[str]:
    for run in _IDEOGRAPHIC.findall(token):
        yield from (run[i : i + 2] for i in range(max(len(run) - 1, 1)))
    yield from (rest for rest in _IDEOGRAPHIC.split(token) if len(rest) > 1 and rest not in STOP_WORDS)
