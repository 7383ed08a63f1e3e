"""Words, names and labels: invented ones that nobody bears, and those of the project's vocabularies."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from babel import Locale
from numpy.typing import NDArray

from benchmarks.synthetic.statistics import FIRST_COUNTRIES, FIRST_GENRES
from recsys.catalogue.countries import country_code
from recsys.catalogue.vocabulary import genre_vocabulary, tone_vocabulary
from recsys.features.text import STOP_WORDS

_SYLLABLES = np.array([c + v for c in "bdfghjklmnprtv" for v in "aeiou"])
_ENDS = np.array(list("nrlkmtdp"))
_GIVEN_NAMES = 2000
_TONE_TAGS_WITHIN = 4000
"""So many frequent tags share the words of our tones: a choice."""


def words(n: int, rng: np.random.Generator) -> list[str]:
    """Return different invented words, frequent ones shorter.

    Parameters
    ----------
    n : int
        How many.
    rng : numpy.random.Generator
        Shuffles the words of one length.

    Returns
    -------
    list of str
        Syllables and a last consonant, none of them a function word or a plural.
    """
    found: list[str] = []
    for syllables in (1, 2, 3, 4):
        n_words = len(_SYLLABLES) ** syllables * len(_ENDS)
        wanted = min(n_words, n - len(found) + len(STOP_WORDS))
        codes = rng.choice(n_words, wanted, replace=False)
        made = _ENDS[codes % len(_ENDS)]
        codes //= len(_ENDS)
        for _ in range(syllables):
            made = np.strings.add(_SYLLABLES[codes % len(_SYLLABLES)], made)
            codes //= len(_SYLLABLES)
        found += [word for word in made.tolist() if word not in STOP_WORDS][: n - len(found)]
        if len(found) == n:
            break
    return found


def people(n: int, first: int = 0) -> Any:
    """Return different names of people, of which no two are spellings of each other.

    A consonant meets another one only where a name ends, so that no two names have the same letters in the
    same circle, which is what :func:`recsys.names.person_key.person_key` compares.

    Parameters
    ----------
    n : int
        How many.
    first : int
        Number of the first one: other numbers, other people.

    Returns
    -------
    pyarrow.StringArray
        A given name of two syllables and a family name.
    """
    number = np.arange(first, first + n, dtype=np.int64)
    given, family = number % _GIVEN_NAMES, number // _GIVEN_NAMES
    base = len(_SYLLABLES)
    # Neighbours in rank should not share syllables: 1,009 and 123,457 are prime to the numbers of names.
    given = (given * 1009 + 7) % base**2
    end, family = family % len(_ENDS), (family // len(_ENDS) * 123_457 + 11) % base**3
    capital = pa.array([s.capitalize() for s in _SYLLABLES.tolist()])
    plain = pa.array(_SYLLABLES.tolist())
    pieces = [
        capital.take(pa.array(given // base)),
        plain.take(pa.array(given % base)),
        pa.array([" "]).take(pa.array(np.zeros(n, np.int8))),
        capital.take(pa.array(family // base**2)),
        plain.take(pa.array(family // base % base)),
        plain.take(pa.array(family % base)),
        pa.array(_ENDS.tolist()).take(pa.array(end)),
    ]
    return pc.binary_join_element_wise(*pieces, "")


def studios(n: int, rng: np.random.Generator) -> list[str]:
    """Return different names of companies.

    Parameters
    ----------
    n : int
        How many.
    rng : numpy.random.Generator
        Chooses them.

    Returns
    -------
    list of str
        An invented word and what companies call themselves.
    """
    kinds = ("Films", "Pictures", "Studios", "Entertainment", "Productions", "Media")
    names = words(-(-n // len(kinds)), rng)
    return [f"{name.capitalize()} {kind}" for name in names for kind in kinds][:n]


def tags(n: int, rng: np.random.Generator) -> list[str]:
    """Return different tags by rank; some hundred of them are names of tones of our vocabulary.

    Parameters
    ----------
    n : int
        How many.
    rng : numpy.random.Generator
        Chooses where the tones stand.

    Returns
    -------
    list of str
        Tags of one or two words.
    """
    known = dict.fromkeys(name for tone in tone_vocabulary() for name in (tone.name.lower(), *tone.synonyms))
    firsts = words(n, rng)
    invented = [word if place % 3 else f"{word} {firsts[-place - 1]}" for place, word in enumerate(firsts)]
    for place, name in zip(
        rng.permutation(min(_TONE_TAGS_WITHIN, n))[: len(known)].tolist(), known, strict=False
    ):
        invented[place] = name
    return invented


def genres() -> list[str]:
    """Return the genres of our vocabulary by rank.

    Returns
    -------
    list of str
        Names as sites write them.
    """
    vocabulary = genre_vocabulary()
    ids = dict.fromkeys([id for id in FIRST_GENRES if id in vocabulary] + list(vocabulary))
    return [vocabulary[id].name for id in ids]


def countries() -> list[str]:
    """Return codes of countries by rank.

    Returns
    -------
    list of str
        Codes of ISO 3166.
    """
    territories = Locale("en").territories
    codes = [code for code in sorted(territories) if len(code) == 2 and country_code(code) == code]
    return list(dict.fromkeys([*FIRST_COUNTRIES, *codes]))


def country_names(codes: list[str]) -> list[str]:
    """Return the English names of countries.

    Parameters
    ----------
    codes : list of str
        Codes of ISO 3166.

    Returns
    -------
    list of str
        A name each, or the code where the name would be read as another country or as two.
    """
    territories = Locale("en").territories
    return [
        territories[c] if "," not in territories[c] and country_code(territories[c]) == c else c
        for c in codes
    ]


def tones() -> list[str]:
    """Return the ids of the tones of our vocabulary that are no content warnings.

    Returns
    -------
    list of str
        In the order of the vocabulary, which stands for their rank.
    """
    return [tone.id for tone in tone_vocabulary() if not tone.content_warning]


def function_words() -> tuple[list[str], NDArray[np.float64]]:
    """Return the function words of English and how often each is drawn.

    Returns
    -------
    list of str
        In alphabetical order, which stands for their rank.
    ndarray of float64
        Cumulated probabilities by Zipf's law.
    """
    found = sorted(STOP_WORDS)
    cumulated = np.cumsum(1.0 / np.arange(1, len(found) + 1))
    return found, cumulated / cumulated[-1]
