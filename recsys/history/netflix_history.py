"""Viewing histories of Netflix: the one of the account page, and the one of a request for one's data.

Account page: ``Title, Date``. Request: ``Profile Name, Start Time, Duration, Attributes, Title,
Supplemental Video Type, …``. There is one row an episode; a record is one show or film. Rows of trailers and
of less than two minutes are no views.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from recsys.catalogue.problems import RowReport, shown
from recsys.files import Source, is_nothing, table_columns, table_rows
from recsys.history.counted_rows import CountedRows
from recsys.history.export_reader import ExportReader, HistoryRows
from recsys.history.fields import name_of
from recsys.history.history_row import MOST_ROWS, HistoryRow
from recsys.history.netflix_names import Named, read_names
from recsys.history.record import Record, Watching
from recsys.importers.dates import iso_date
from recsys.names import fold_text
from recsys.title import Form

_ACCOUNT = {"title", "date"}
_REQUESTED = {"profile_name", "start_time", "duration", "title", "supplemental_video_type"}
_SHORTEST = 120  # seconds of a view
_DURATION = re.compile(r"(\d{1,4}):(\d{2}):(\d{2})", re.ASCII)
_TRAILER = re.compile(
    r"_hook(?:_|\b)|^(?:season \d+\s+)?(?:teaser\s+)?(?:trailer|teaser|clip)(?:\s+\d+)?\s*:", re.IGNORECASE
)
_PLACES = re.compile(r"(\d{1,4})\s*[./-]\s*(\d{1,2})\s*[./-]\s*(\d{1,4})(\.?)", re.ASCII)
_ORDERS = ("month first", "day first")
_YEAR_FIRST = "year first"


@dataclass(frozen=True, slots=True)
class _View:
    """One row: a name, a date as it is written, and where it stands."""

    name: str
    date: str
    report: RowReport


class NetflixHistory(ExportReader):
    """Reads viewing histories of Netflix.

    Parameters
    ----------
    profile : str or None
        Name of the only profile that counts; None takes all of them.
    """

    name = "netflix"
    description = "viewing history of Netflix (NetflixViewingHistory.csv, ViewingActivity.csv)"

    def __init__(self, profile: str | None = None) -> None:
        self._profile = None if profile is None else fold_text(profile)

    def _is_mine(self, source: Source) -> bool:
        columns = table_columns(source)
        return set(columns) == _ACCOUNT or set(columns) >= _REQUESTED

    def _rows(self, source: Source) -> HistoryRows:
        left_out = CountedRows(source.name)
        views: list[_View] = []
        n_rows = 0
        for cells, report in table_rows(source):
            n_rows += 1
            if n_rows > MOST_ROWS:
                yield None, report  # whoever counts the rows tells that there are more
                break
            reason = "" if cells is None else self._no_view(cells)
            if reason:
                left_out.add(reason, report.line)
            name = "" if cells is None or reason else name_of(cells.get("title", ""), report)
            if cells is not None and not reason and not name:
                report.add("title", "is empty; the row is left out")
            if cells is None or not name:
                yield None, report
                continue
            views.append(_View(name, cells.get("start_time") or cells.get("date") or "", report))
        if left_out:
            yield None, left_out.report()
        yield from _folded(source.name, views)

    def _no_view(self, cells: dict[str, str]) -> str:
        """Return why a row is no view of this viewer; nothing if it is one."""
        if self._profile is not None and fold_text(cells.get("profile_name", "")) != self._profile:
            return "of other profiles"
        if not is_nothing(cells.get("supplemental_video_type")) or _TRAILER.search(
            cells.get("title", "")[:500]
        ):
            return "trailers and the like are no views"
        found = _DURATION.fullmatch(cells.get("duration", ""))
        if found and int(found[1]) * 3600 + int(found[2]) * 60 + int(found[3]) < _SHORTEST:
            return f"less than {_SHORTEST // 60} minutes are no view"
        return ""


def _folded(file: str, views: list[_View]) -> HistoryRows:
    """Yield views with the names of their shows and their dates."""
    named = read_names(view.name for view in views)
    # What was seen of a show: one episode alone is a beginning.
    seen = Counter(named[text].title.casefold() for text in named if named[text].is_episode)
    # Where episodes are marked, what is not marked is no series.
    other = Form.FILM if seen else None
    order = _order(view.date for view in views)
    undated = CountedRows(file)
    for view in views:
        date = _date(view.date, order)
        if date is None and not is_nothing(view.date):
            if _possible(view.date):
                undated.add(
                    "the order of day and month is not certain, the date is not used", view.report.line
                )
            else:
                view.report.add("date", f"{shown(view.date)} is no date")
        yield _row(view, named[view.name], date, seen, other=other), view.report
    if undated:
        yield None, undated.report()


def _row(
    view: _View, named: Named, date: str | None, seen: Counter[str], *, other: Form | None
) -> HistoryRow:
    key = named.title.casefold()
    is_begun = named.is_episode and seen[key] == 1
    record = Record(
        file=view.report.file,
        line=view.report.line,
        title=named.title,
        names=named.names,
        form=Form.SERIES if named.is_episode else other,
        watching=Watching.WATCHING if is_begun else Watching.SEEN,
        date=date,
    )
    return HistoryRow(record, (f"{'show' if named.is_episode else 'title'} {key}",))


def _order(dates: Iterable[str]) -> str | None:
    """Return whether all dates of a file have the month or the day first; None if both could be."""
    unclear = [found for text in set(dates) if (found := _possible(text)) and _YEAR_FIRST not in found]
    allowed = [order for order in _ORDERS if unclear and all(order in found for found in unclear)]
    return allowed[0] if len(allowed) == 1 else None


def _possible(text: str) -> dict[str, str]:
    """Return the dates that three numbers may be, by order; none for other text."""
    found = _PLACES.fullmatch(text.strip())
    if found is None:
        return {}
    first, second, third = int(found[1]), int(found[2]), int(found[3])
    # "20. 3. 15." is Korean: a dot after the last number says that the year comes first.
    if len(found[1]) == 4 or found[4]:
        dates = {_YEAR_FIRST: _written(first, second, third)}
    else:
        dates = {_ORDERS[0]: _written(third, first, second), _ORDERS[1]: _written(third, second, first)}
    return {order: date for order, date in dates.items() if date}


def _written(year: int, month: int, day: int) -> str:
    year += 2000 if year < 100 else 0
    is_date = 1990 <= year <= 2100 and 1 <= month <= 12 and 1 <= day <= monthrange(year, month)[1]
    return f"{year:04d}-{month:02d}-{day:02d}" if is_date else ""


def _date(text: str, order: str | None) -> str | None:
    possible = _possible(text)
    return possible.get(_YEAR_FIRST) or possible.get(order or "") or (None if possible else iso_date(text))
