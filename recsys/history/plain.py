"""Lists of titles that people keep themselves: one title a line, or a table with a column of titles.

Headings ("# Dropped", "Watchlist:") say what the titles below them are.
"""

from __future__ import annotations

import re

from recsys.catalogue.problems import RowReport, shown
from recsys.files import Source, text_lines
from recsys.history.export_reader import ExportReader, HistoryRows
from recsys.history.fields import name_key, name_of, watching_of, watching_within
from recsys.history.history_row import HistoryRow
from recsys.history.plain_line import read_line
from recsys.history.plain_table import is_table, table_history
from recsys.history.record import Record, Watching
from recsys.names import fold_text

_ENDINGS = (".txt", ".text", ".md", ".markdown", ".lst", ".list", ".csv", ".tsv")
_OTHER = re.compile(r"\s*(?:[{<]|\[\s*[{\[\"\d]|%PDF)")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f]")
_LONGEST = 600  # letters of a line that may be a title with a remark
_SAMPLE = 50
_HEADING = re.compile(r"\s{0,3}#{1,6}\s+(?P<text>.*?)\s*#*\s*")
_COLON_HEADING = re.compile(r"[\s*_=-]*(?P<text>[^:]{1,60}?)[\s*_]*:[\s*_=-]*")
_RULE = re.compile(r"[\s*_=~#|:–—-]{2,}")
_COMMENT = re.compile(r"\s*(?://|;|<!--)")
_LIKED = frozenset("favourites favorites favourite favorite loved liked likes best top faves favs".split())
_DISLIKED = frozenset("disliked hated dislikes worst bad".split())


class PlainList(ExportReader):
    """Reads lists that people keep themselves."""

    name = "list"
    description = "one title a line, with year and rating if wanted (text), or a table of titles (CSV)"

    def _is_mine(self, source: Source) -> bool:
        if is_table(source):
            return True
        base = source.base.removesuffix(".gz")
        if "." in base and not base.endswith(_ENDINGS):
            return False
        lines = [line for _, line, _ in _first_lines(source) if line.strip()]
        is_text = bool(lines) and not any(_CONTROL.search(line) or len(line) > _LONGEST for line in lines)
        # A table whose columns say nothing of titles is no list of titles.
        is_other_table = base.endswith((".csv", ".tsv")) and any(
            "," in line or "\t" in line for line in lines[:1]
        )
        return is_text and not is_other_table and not _OTHER.match(lines[0])

    def _rows(self, source: Source) -> HistoryRows:
        yield from table_history(source) if is_table(source) else _lines(source)


def _first_lines(source: Source) -> list[tuple[int, str, RowReport]]:
    found = []
    for numbered in text_lines(source):
        found.append(numbered)
        if len(found) >= _SAMPLE:
            break
    return found


def _lines(source: Source) -> HistoryRows:
    """Yield the titles of a text; a heading holds until the next one."""
    part = Record(file=source.name, line=None, title="")
    for _, line, report in text_lines(source):
        if not line.strip() or _RULE.fullmatch(line) or _COMMENT.match(line):
            if report.problems:
                yield None, report
        elif (heading := _heading(line)) is not None:
            part = _part(source.name, heading, report)
            if report.problems:
                yield None, report
        else:
            yield _row(line, part, report), report


def _heading(line: str) -> str | None:
    """Return the text of a heading; a line that ends in a colon is one if it says how far somebody got."""
    if found := _HEADING.fullmatch(line[:_LONGEST]):
        return found["text"]
    found = _COLON_HEADING.fullmatch(line[:_LONGEST])
    if found is None:
        return None
    is_known = watching_of(found["text"]) or fold_text(found["text"]) in _LIKED | _DISLIKED
    return found["text"] if is_known else None


def _said(heading: str) -> tuple[Watching, bool, bool] | None:
    """Return what a heading says: how far, liked, disliked; None if nothing."""
    words = set(fold_text(heading).split())
    liked, disliked = bool(words & _LIKED), bool(words & _DISLIKED)
    known = watching_within(heading)
    return (known or Watching.SEEN, liked, disliked) if known or liked or disliked else None


def _part(file: str, heading: str, report: RowReport) -> Record:
    said = _said(heading)
    if said is None:
        report.add(
            "", f"the heading {shown(heading)} says nothing of watching: what follows is taken as seen"
        )
        said = (Watching.SEEN, False, False)
    return Record(file=file, line=None, title="", watching=said[0], is_liked=said[1], is_disliked=said[2])


def _row(line: str, part: Record, report: RowReport) -> HistoryRow | None:
    if len(line) > _LONGEST:
        report.add("", f"{len(line)} characters are no title: {shown(line)}; left out")
        return None
    read = read_line(line, report)
    name = name_of(read.title, report)
    if not name:
        report.add("", f"{shown(line)} names no title; left out")
        return None
    others = (name_of(other, report) for other in read.names)
    record = Record(
        file=report.file,
        line=report.line,
        title=name,
        names=tuple(dict.fromkeys(other for other in others if other and other != name)),
        year=read.year,
        form=read.form,
        medium=read.medium,
        watching=read.watching or part.watching,
        rating=read.rating,
        is_liked=read.is_liked or part.is_liked,
        is_disliked=read.is_disliked or part.is_disliked,
    )
    return HistoryRow(record, (name_key(name, read.year, read.form),))
