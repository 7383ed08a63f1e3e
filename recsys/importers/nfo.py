"""Folders of media centres: Kodi, Jellyfin and others write one NFO file (XML) beside each film or series.

Left out are episodes and seasons (counted), ratings and what the owner has seen, age ratings, pictures,
the set that a film belongs to, the language that somebody chose for texts, and the number of
episodes on the disk, which is not that of the series.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice

from recsys.catalogue.problems import RowReport, shown
from recsys.errors import DamagedFile
from recsys.files import Source, XmlElement, source_of_bytes, xml_records
from recsys.files.text import utf8_bytes
from recsys.importers.importer import ImportOptions, Rows
from recsys.importers.nfo_title import nfo_row

_PARTS = ("episodedetails", "season")
_ROOTS = ("movie", "tvshow", *_PARTS)
_ROOT = re.compile(rf"<(?:{'|'.join(_ROOTS)})[\s>/]".encode(), re.IGNORECASE)
# Not of seasons: a series has elements of that name within it.
_ROOT_END = re.compile(rb"</(?:movie|tvshow|episodedetails)\s*>", re.IGNORECASE)
_DECLARATION = re.compile(rb"<\?xml[^<>]*\?>")
_MOST_ROOTS = 100
_ADDRESS = re.compile(rb"\s*https?://\S+(?:\s+https?://\S+)*\s*")
_HEAD = 2**14
_LARGEST = 2**22


class NfoImporter:
    """Reads the NFO files of media centres."""

    name = "nfo"
    description = "folders of Kodi and Jellyfin: tvshow.nfo, movie.nfo and the like (XML)"

    def claims(self, source: Source) -> bool:
        """Return whether a file is called .nfo and begins as one of a title, or holds only an address."""
        if not source.base.endswith(".nfo"):
            return False
        try:
            with utf8_bytes(source) as handle:
                head = handle.read(_HEAD)
        except DamagedFile:
            return False
        return _ROOT.search(head) is not None or _ADDRESS.fullmatch(head) is not None

    def rows(self, sources: Sequence[Source], options: ImportOptions) -> Rows:  # noqa: ARG002 - XML says its own
        """Yield one row a title, then one report of the files that are parts of titles."""
        skipped = 0
        first = ""
        for source in sources:
            for element, report in _elements(source):
                if element is not None and element.tag in _PARTS:
                    skipped += 1
                    first = first or source.name
                else:
                    yield (None if element is None else nfo_row(element, report)), report
        if skipped:
            report = RowReport(first)
            reason = f"{skipped:,} episodes and seasons, of which this is the first, are no titles"
            report.add("", f"{reason}: not read")
            yield None, report


def _elements(source: Source) -> Iterator[tuple[XmlElement | None, RowReport]]:
    """Yield the roots of a file; XML has one, but some programs write one below the other."""
    report = RowReport(source.name)
    try:
        with source.open() as handle:
            data = handle.read(_LARGEST + 1)
    except DamagedFile as error:
        report.add("", str(error))
        yield None, report
        return
    if len(data) > _LARGEST:
        report.add("", f"is larger than {_LARGEST} bytes, too large for what is known of one title")
    elif _ADDRESS.fullmatch(data):
        address = data.decode(errors="replace").strip()
        report.add("", f"holds only the address {shown(address)}: let the media centre write the details")
    if report.problems:
        yield None, report
        return
    found = False
    for part in _parts(source.name, data):
        for element, told in xml_records(part, _ROOTS):
            found = True
            yield element, told
    if not found:
        report.add("", f"has none of the elements {', '.join(_ROOTS)}")
        yield None, report


def _parts(name: str, data: bytes) -> Iterator[Source]:
    """Yield each root as a document of its own, on the lines on which it stands."""
    start = lines = 0
    for end in list(islice(_ROOT_END.finditer(data), _MOST_ROOTS)):
        yield source_of_bytes(name, b"\n" * lines + _undeclared(data[start : end.end()], start))
        lines += data.count(b"\n", start, end.end())
        start = end.end()
    if start == 0 or _ROOT.search(data, start):
        yield source_of_bytes(name, b"\n" * lines + _undeclared(data[start:], start))


def _undeclared(data: bytes, start: int) -> bytes:
    """XML is declared in its first line only."""
    return _DECLARATION.sub(b"", data) if start else data
