"""Rows of an export, and how those that are about one title become one record."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from recsys.history.record import Record, Watching

MOST_ROWS = 200_000
"""Rows of one history that are read."""

MOST_RECORDS = 20_000
"""Titles of one history that are kept."""

_MOST_NAMES = 50
# Of two rows about one title, the one that got further tells.
_FURTHER = {
    Watching.PLANNED: 0,
    Watching.WATCHING: 1,
    Watching.ON_HOLD: 2,
    Watching.DROPPED: 3,
    Watching.SEEN: 4,
}


@dataclass(frozen=True, slots=True)
class HistoryRow:
    """What one row says of a title.

    Parameters
    ----------
    record : Record
        The title as this row alone tells it.
    keys : tuple of str
        Rows that share one of these are about one title; with none, it is a title for itself.
    other_keys : tuple of str
        Keys under which later rows find this title, though it does not look for others by them.
    rated_on : str
        Sorts ratings of one title: the last counts.
    """

    record: Record
    keys: tuple[str, ...] = ()
    other_keys: tuple[str, ...] = ()
    rated_on: str = ""

    def joined(self, other: HistoryRow) -> HistoryRow:
        """Return this row with what another row says of the same title.

        Parameters
        ----------
        other : HistoryRow
            A later row.

        Returns
        -------
        HistoryRow
            Place and name of this one; the furthest state, the latest rating and date, all names and ids.
        """
        mine, theirs = self.record, other.record
        if _says_nothing_new(mine, theirs):
            return self
        takes_rating = theirs.rating is not None and (mine.rating is None or other.rated_on > self.rated_on)
        names = (mine.title, *mine.names, theirs.title, *theirs.names)
        kept = tuple(dict.fromkeys(name for name in names if name))[: _MOST_NAMES + 1]
        record = replace(
            mine,
            title=kept[0] if kept else "",
            names=kept[1:],
            year=mine.year if mine.year is not None else theirs.year,
            form=mine.form or theirs.form,
            medium=mine.medium or theirs.medium,
            ids={**theirs.ids, **mine.ids},
            watching=max(mine.watching, theirs.watching, key=_FURTHER.__getitem__),
            rating=theirs.rating if takes_rating else mine.rating,
            is_liked=mine.is_liked or theirs.is_liked,
            is_disliked=mine.is_disliked or theirs.is_disliked,
            date=max(mine.date or "", theirs.date or "") or None,
        )
        rated_on = other.rated_on if takes_rating else self.rated_on
        return replace(self, record=record, rated_on=rated_on)


def _says_nothing_new(mine: Record, theirs: Record) -> bool:
    """Whether a later row, as that of one episode more, leaves a record as it is."""
    return (
        theirs.title == mine.title
        and (theirs.date or "") <= (mine.date or "")
        and theirs.watching is mine.watching
        and theirs.rating is None
        and (theirs.names == mine.names or set(theirs.names) <= set(mine.names))
        and (theirs.year, theirs.form, theirs.medium) == (mine.year, mine.form, mine.medium)
        and not (theirs.ids or theirs.is_liked or theirs.is_disliked)
    )


class Gathering:
    """Titles gathered from the rows of one export, in the order of their first row."""

    def __init__(self) -> None:
        self._rows: list[HistoryRow] = []
        self._places: dict[str, int] = {}

    def __len__(self) -> int:
        return len(self._rows)

    def add(self, row: HistoryRow) -> None:
        """Take one row in.

        Parameters
        ----------
        row : HistoryRow
            Joined with those that share a key with it.
        """
        place = next((self._places[key] for key in row.keys if key in self._places), None)
        if place is None:
            place = len(self._rows)
            self._rows.append(row)
        else:
            self._rows[place] = self._rows[place].joined(row)
        for key in (*row.keys, *row.other_keys):
            self._places.setdefault(key, place)

    def records(self) -> Iterator[Record]:
        """Yield the titles, each once."""
        for row in self._rows:
            yield row.record
