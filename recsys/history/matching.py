"""Which title of a catalogue each record of a history means: found surely, or not at all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from recsys.errors import Choice
from recsys.history.record import Record
from recsys.model import Model
from recsys.names import title_key
from recsys.names.matches import near_spellings
from recsys.names.title_index import UNKNOWN_YEAR
from recsys.names.typed import Typed
from recsys.title import Form, Medium

_TITLE = 0  # position of the title itself among the kinds of names
MOST_SPELLED = 2_000
"""Records for which near spellings are looked for; each costs a search through all names."""

_NEAR = 1  # years that sites differ by: announced, shown at a festival, released at home
_FORMS, _MEDIA = (None, *Form), (None, *Medium)
# Sites do not agree on what is a film, a special or a short; all agree on what is a series.
_ONE_SITTING = frozenset({Form.FILM, Form.SPECIAL, Form.SHORT})


class MatchedBy(StrEnum):
    """How a record was matched."""

    ID = "id"
    TITLE_AND_YEAR = "title and year"
    TITLE = "title alone"
    SPELLING = "near spelling and year"
    AMBIGUOUS = "ambiguous"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Match:
    """What one record means.

    Parameters
    ----------
    record : Record
        The record.
    by : MatchedBy
        How it was matched, or why not.
    row : int or None
        Row of the title, if one was found.
    choices : tuple of Choice
        Titles that may be meant, where it is ambiguous or found by a near spelling.
    """

    record: Record
    by: MatchedBy
    row: int | None = None
    choices: tuple[Choice, ...] = ()


def match_records(model: Model, records: Iterable[Record]) -> tuple[Match, ...]:
    """Return what each record of a history means in a model's catalogue.

    The first of these that leads to one title decides; what contradicts in form, medium or
    year is no candidate at all:

    1. an id of another site;
    2. a name and the year, equal before off by one;
    3. a name alone, where the record or the catalogue knows no year;
    4. one slip of spelling, where year and form agree exactly; for the first 2,000 records only.

    Parameters
    ----------
    model : Model
        The model.
    records : iterable of Record
        As the readers give them.

    Returns
    -------
    tuple of Match
        One a record, in their order.
    """
    matcher = _Matcher(model)
    return tuple(matcher.match(record) for record in records)


def count_matches(matches: Iterable[Match]) -> dict[str, int]:
    """Return how many records were matched in which way.

    Parameters
    ----------
    matches : iterable of Match
        All of a history.

    Returns
    -------
    dict of str to int
        Number of records by way, every way named.
    """
    counts = Counter(match.by for match in matches)
    return {str(way): counts[way] for way in MatchedBy}


class _Matcher:
    """Matches one record after the other against one catalogue."""

    def __init__(self, model: Model) -> None:
        self._model = model
        self._names = model.names
        self._n_spelled = 0

    def match(self, record: Record) -> Match:
        """Return what a record means."""
        if (row := self._by_id(record)) is not None:
            return Match(record, MatchedBy.ID, row)
        for name in _names(record):
            found = self._by_name(record, name)
            if found is not None:
                return found
        row = self._by_spelling(record)
        if row is None:
            return Match(record, MatchedBy.UNKNOWN)
        return Match(record, MatchedBy.SPELLING, row, (self._model.choice(row),))

    def _by_id(self, record: Record) -> int | None:
        own = record.ids.get("recsys")
        if own is not None and (row := self._names.row_of_id(own)) is not None:
            return row
        for site, id in record.ids.items():
            rows = [row for row in self._model.external_ids.find(site, id) if self._fits(record, row)]
            if len(rows) == 1:
                return rows[0]
        return None

    def _by_name(self, record: Record, name: str) -> Match | None:
        """Apply one name; None if no title bears it."""
        bearing: dict[int, int] = {}
        for place in self._names.exact(name):
            row = int(self._names.owner[place])
            if self._fits(record, row):
                bearing[row] = min(bearing.get(row, _TITLE + 1), int(self._names.kind[place]))
        known = {row: self._years_apart(record, row) for row in bearing}
        near = {row: apart for row, apart in known.items() if apart is not None and apart <= _NEAR}
        if near:
            best = [row for row, apart in near.items() if apart == min(near.values())]
            return self._one_of(record, best, bearing, MatchedBy.TITLE_AND_YEAR)
        silent = [row for row, apart in known.items() if apart is None]
        return self._one_of(record, silent, bearing, MatchedBy.TITLE) if silent else None

    def _one_of(self, record: Record, rows: Sequence[int], kinds: dict[int, int], by: MatchedBy) -> Match:
        own = [row for row in rows if kinds[row] == _TITLE]
        chosen = own if len(own) == 1 else rows
        if len(chosen) == 1:
            return Match(record, by, chosen[0])
        return Match(record, MatchedBy.AMBIGUOUS, None, tuple(self._model.choice(row) for row in chosen[:5]))

    def _by_spelling(self, record: Record) -> int | None:
        """Return the one title of the very year whose name is one slip away."""
        if record.year is None or self._n_spelled >= MOST_SPELLED:
            return None
        self._n_spelled += 1
        rows = {
            int(self._names.owner[place])
            for name in _names(record)
            for distance, place in near_spellings(self._names, Typed(name))
            if distance == 1
        }
        fitting = [row for row in rows if self._fits(record, row) and self._years_apart(record, row) == 0]
        return fitting[0] if len(fitting) == 1 else None

    def _fits(self, record: Record, row: int) -> bool:
        """Whether nothing that both know of a title's shape contradicts."""
        form = _FORMS[self._names.form[row]]
        medium = _MEDIA[self._names.medium[row]]
        same_form = None in (form, record.form) or form == record.form or {form, record.form} <= _ONE_SITTING
        return same_form and (None in (medium, record.medium) or medium == record.medium)

    def _years_apart(self, record: Record, row: int) -> int | None:
        year = int(self._names.year[row])
        return None if record.year is None or year == UNKNOWN_YEAR else abs(record.year - year)


def _names(record: Record) -> Iterator[str]:
    """Yield the names of a record, each spelling once."""
    seen = set()
    for name in (record.title, *record.names):
        key = title_key(name)
        if key and key not in seen:
            seen.add(key)
            yield name
