"""Titles for a search box: what was typed exactly, as a beginning, as words inside, or nearly."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from recsys.names.matches import alike, beginnings, containing
from recsys.names.title_index import TitleNames
from recsys.names.typed import Typed, readings

# Each way to match has a band of scores; within it the share of the name that was typed counts.
_EXACT, _BEGINNING, _WHOLE_WORD, _WORD, _SPELLING = 1.0, 0.8, 0.65, 0.5, 0.3
_BAND = 0.14
_ALIKE = 0.55  # likeness below which a name is no answer to a search
_READ = 500  # names whose words are read, the shortest first
_COMPARED = 300  # names compared letter by letter


@dataclass(frozen=True, slots=True)
class NameHit:
    """One title that a search found.

    Parameters
    ----------
    row : int
        Position of the title in its catalogue.
    name : str
        The name that matched, as written.
    matched_by : str
        ``id``, the kind of the name if it matched exactly (``title``, ``working title``, ...),
        or ``beginning``, ``word``, ``spelling``.
    score : float
        0 to 1; of use for ordering only.
    """

    row: int
    name: str
    matched_by: str
    score: float


def search(names: TitleNames, text: str, limit: int = 10) -> list[NameHit]:
    """Titles that a typed text may mean, the likeliest first, each once.

    Exact names come first, then names that begin with the text, then names in which it begins
    a word, then similar spellings. Later ways are tried only while titles are missing. A year
    or form after the name is used if the whole text leads to nothing exact.

    Parameters
    ----------
    names : TitleNames
        The index.
    text : str
        What was typed, from one letter on.
    limit : int
        Most titles to give.

    Returns
    -------
    list of NameHit
        By falling score, then row; empty for blank text, or if nothing is similar.
    """
    if limit <= 0 or not text.strip():
        return []
    found: dict[int, NameHit] = {}
    for hit in _exact_hits(names, text):
        found.setdefault(hit.row, hit)
    whole, *shorter = sorted(readings(text), key=lambda typed: typed.is_narrowed)
    for typed in (*shorter, whole) if not found else (whole,):
        for ways in (_beginning_hits, _word_hits, _spelling_hits):
            if len(found) < limit:
                _add(found, ways(names, typed), limit)
    return sorted(found.values(), key=lambda hit: (-hit.score, hit.row))[:limit]


def nearest(names: TitleNames, text: str, limit: int) -> list[int]:
    """Rows of the titles whose names are most like a text, however unlike they are.

    Parameters
    ----------
    names : TitleNames
        The index.
    text : str
        What was typed.
    limit : int
        Most rows to give.

    Returns
    -------
    list of int
        Rows, likest first; fewer if no other name shares any piece with the text.
    """
    words = Typed(text).words
    likest = (int(names.owner[name]) for _, name in alike(names, words, limit=_COMPARED))
    return list(islice(dict.fromkeys(likest), max(limit, 0)))


def _add(found: dict[int, NameHit], hits: Iterator[NameHit], limit: int) -> None:
    """Take hits of new titles until there are enough; hits of one way come best first."""
    for hit in hits:
        found.setdefault(hit.row, hit)
        if len(found) >= limit:
            return


def _exact_hits(names: TitleNames, text: str) -> Iterator[NameHit]:
    if (row := names.row_of_id(text.strip())) is not None:
        name = names.written[names.first_of(row)]
        yield NameHit(row, name, "id", _EXACT)
    for typed in readings(text):
        for name_at in names.exact(typed.name):
            row = int(names.owner[name_at])
            if typed.fits(names, row):
                yield NameHit(row, names.written[name_at], names.kind_of(name_at), _EXACT)


def _beginning_hits(names: TitleNames, typed: Typed) -> Iterator[NameHit]:
    size = len(typed.key)
    for name in beginnings(names, typed.key):
        row = int(names.owner[name])
        if typed.fits(names, row):
            score = _BEGINNING + _BAND * size / int(names.letters[name])
            yield NameHit(row, names.written[name], "beginning", score)


def _word_hits(names: TitleNames, typed: Typed) -> Iterator[NameHit]:
    """Yield whole words before begun ones; both come with the shortest names first."""
    begun: list[NameHit] = []
    size = len(typed.key)
    for name, _, ends in containing(names, typed.words, most=_READ):
        row = int(names.owner[name])
        if not typed.fits(names, row):
            continue
        base = _WHOLE_WORD if ends else _WORD
        hit = NameHit(row, names.written[name], "word", base + _BAND * size / int(names.letters[name]))
        if ends:
            yield hit
        else:
            begun.append(hit)
    yield from begun


def _spelling_hits(names: TitleNames, typed: Typed) -> Iterator[NameHit]:
    likest = alike(names, typed.words, limit=_COMPARED)
    for likeness, name in likest:
        row = int(names.owner[name])
        if likeness >= _ALIKE and typed.fits(names, row):
            yield NameHit(row, names.written[name], "spelling", _SPELLING + _BAND * likeness)
