"""Results of the Wikidata Query Service as JSON, in its own form and in the short one of its page.

A title comes in as many results as it has countries, genres and people, and becomes one row. What a
variable means, its name says: ``item``, ``itemLabel``, ``countryLabel``, ``castLabel``, ``publicationDate``.
Left out are pictures, descriptions, scores by critics, and the series of films that a film belongs to.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Sequence
from functools import partial
from typing import Any, BinaryIO, cast

from recsys.catalogue.problems import RowReport, shown
from recsys.errors import DamagedFile
from recsys.files import Source, json_records
from recsys.files.text import utf8_bytes
from recsys.importers.importer import ImportOptions, Rows
from recsys.importers.wikidata_title import wikidata_row
from recsys.importers.wikidata_variables import Entry, Gathered, field_of

_HEAD = 2**16
_BINDINGS = re.compile(rb'"results"\s*:\s*\{(?:\s*"\w{1,40}"\s*:\s*\w{1,10}\s*,)*\s*"bindings"\s*:\s*(?=\[)')
_ENTITY = rb"https?://www\.wikidata\.org/entity/Q\d"
_SHORT = re.compile(
    rb'\s*\[\s*\{\s*(?:"\w{1,60}"\s*:\s*"[^"\\]{0,500}"\s*,\s*){0,20}"\w{1,60}"\s*:\s*"' + _ENTITY
)
_QID = re.compile(r"https?://www\.wikidata\.org/entity/(Q\d{1,12})", re.ASCII)
_NO_VALUE = re.compile(r"https?://www\.wikidata\.org/\.well-known/genid/|_:|t\d{4,}$", re.ASCII)
_ITEMS = ("item", "film", "movie", "series", "tvseries", "show", "work", "anime", "drama", "title", "entity")
_LONGEST = 20_000
_MOST_VALUES = 2_000


class WikidataImporter:
    """Reads results of the Wikidata Query Service."""

    name = "wikidata"
    description = "results of the Wikidata Query Service (JSON, also its short form)"

    def claims(self, source: Source) -> bool:
        """Return whether a file begins as results that name items of Wikidata."""
        try:
            with utf8_bytes(source) as handle:
                head = handle.read(_HEAD)
        except DamagedFile:
            return False
        if head.lstrip()[:1] == b"{":
            return _BINDINGS.search(head) is not None and re.search(_ENTITY, head) is not None
        return _SHORT.match(head) is not None

    def rows(self, sources: Sequence[Source], options: ImportOptions) -> Rows:  # noqa: ARG002 - JSON is Unicode
        """Yield one row an item, where it first stands."""
        titles: dict[str, Gathered] = {}
        unused: dict[str, str] = {}
        for source in sources:
            for record, report in json_records(_bindings(source)):
                if not isinstance(record, dict):
                    if not report.problems:
                        report.add("", f"{shown(record)[:80]} is no result of a query")
                    yield None, report
                    continue
                found = _item(record)
                if found is None:
                    report.add("item", "no variable names an item of Wikidata: ask for ?item")
                    yield None, report
                    continue
                variable, qid = found
                title = titles.setdefault(qid, Gathered(qid, _plain(variable), report))
                for name in _gather(title, record, variable):
                    unused.setdefault(name, report.file)
        for title in titles.values():
            yield wikidata_row(title), title.report
        for name, file in unused.items():
            report = RowReport(file)
            report.add(name[:80], "is a variable of the query that is not known; its values are left out")
            yield None, report


def _bindings(source: Source) -> Source:
    """Return the list of results as a document of its own, on its own lines."""
    head = source.head(_HEAD)
    found = _BINDINGS.search(head)
    if found is None:
        return source
    before = head[: found.end()]
    return Source(source.name, partial(_from, source, len(before), before.count(b"\n")))


def _from(source: Source, start: int, lines: int) -> BinaryIO:
    inner = source.opener()
    while start and (data := inner.read(start)):
        start -= len(data)
    return cast(BinaryIO, _Rest(inner, b"\n" * lines))


class _Rest(io.RawIOBase):
    """Some bytes, and then what is left of a stream."""

    def __init__(self, inner: BinaryIO, before: bytes) -> None:
        self._inner = inner
        self._before = before

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview, /) -> int:  # type: ignore[override]
        data = self._before[: len(buffer)] or self._inner.read(len(buffer)) or b""
        self._before = self._before[len(buffer) :]
        buffer[: len(data)] = data
        return len(data)

    def close(self) -> None:
        if not self.closed:
            self._inner.close()
        super().close()


def _item(record: dict[str, Any]) -> tuple[str, str] | None:
    """Return the variable that holds the title's item, and the item."""
    items = {name: qid for name, value in record.items() if (qid := _qid(_value(value)[0]))}
    for wanted in _ITEMS:
        for name, qid in items.items():
            if _plain(name) == wanted:
                return name, qid
    return next(iter(items.items()), None)


def _gather(title: Gathered, record: dict[str, Any], variable: str) -> Iterator[str]:
    """Add what a result says to its title; yield the variables that mean nothing to us."""
    entries: dict[str, Entry] = {}
    for name, raw in record.items():
        value, language = _value(raw)
        if value is None and raw is not None and not (isinstance(raw, dict) and raw.get("type") == "bnode"):
            title.report.add(name[:80], "is no value of a query")
        if not value or _NO_VALUE.match(value) or name == variable:
            continue
        base = _plain(name).removesuffix("label") or "label"
        if (base.startswith(title.variable) and field_of(base) is None) or base == title.variable:
            base = base.removeprefix(title.variable) or "title"  # filmAltLabel, filmDescription
        if field_of(base) is None:
            yield name
            continue
        old, qid = entries.get(base, Entry()), _qid(value)
        entries[base] = (
            Entry(qid, old.text, old.language) if qid else Entry(old.qid, value[:_LONGEST], language)
        )
    for base, entry in entries.items():
        values = title.values.setdefault(base, {})
        if len(values) < _MOST_VALUES:
            values[entry] = None
        elif entry not in values:
            title.report.add(
                base[:80], f"has more than {_MOST_VALUES} values; {shown(entry.text)} is left out"
            )


def _value(raw: Any) -> tuple[str | None, str]:
    """Return the text and the language of a value, in either form."""
    if isinstance(raw, dict):
        language = raw.get("xml:lang")
        text = None if raw.get("type") == "bnode" else raw.get("value")
        return (text if isinstance(text, str) else None), (language if isinstance(language, str) else "")
    if isinstance(raw, int | float) and not isinstance(raw, bool):
        return repr(raw)[:80], ""
    return (raw, "") if isinstance(raw, str) else (None, "")


def _qid(text: str | None) -> str:
    found = _QID.fullmatch(text) if text else None
    return found[1] if found else ""


def _plain(name: str) -> str:
    return name.replace("_", "").casefold()
