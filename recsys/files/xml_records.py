"""Elements out of XML of any origin: no entities, no references outside, bounded depth and size."""

from __future__ import annotations

import xml.sax
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from io import BufferedReader
from typing import cast
from xml.sax.handler import ContentHandler, ErrorHandler
from xml.sax.xmlreader import AttributesImpl, Locator

from defusedxml import DefusedXmlException
from defusedxml.expatreader import DefusedExpatParser

from recsys.catalogue.problems import RowReport
from recsys.errors import DamagedFile
from recsys.files.limits import DEEPEST_XML, LONGEST_CELL
from recsys.files.source import Source

_CHUNK = 2**16
_MOST_CHILDREN = 10_000


@dataclass(slots=True)
class XmlElement:
    """One element: its name, its attributes, its own text, and the elements within it.

    Parameters
    ----------
    tag : str
        Name in small letters.
    attributes : dict of str to str
        As they stand there.
    text : str
        Its text without that of the elements within it, stripped.
    children : list of XmlElement
        Elements within it, in order.
    """

    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    text: str = ""
    children: list[XmlElement] = field(default_factory=list)

    def all(self, tag: str) -> list[XmlElement]:
        """Return the children of a name.

        Parameters
        ----------
        tag : str
            Their name, in small letters.

        Returns
        -------
        list of XmlElement
            In their order.
        """
        return [child for child in self.children if child.tag == tag]

    def get(self, tag: str) -> str:
        """Return the text of the first child of a name that has any.

        Parameters
        ----------
        tag : str
            Its name, in small letters.

        Returns
        -------
        str
            Empty if there is none.
        """
        return next((child.text for child in self.children if child.tag == tag and child.text), "")


def xml_records(source: Source, tags: Collection[str]) -> Iterator[tuple[XmlElement | None, RowReport]]:
    """Yield each element of some names with all that is in it.

    Parameters
    ----------
    source : Source
        The document.
    tags : collection of str
        Names of the elements, in small letters; those within one of them are part of it.

    Yields
    ------
    tuple of XmlElement or None, and RowReport
        The element and the line it begins on; None with the reason where the document cannot be
        read on. Text after the document's end, as media centres write it, is passed over.
    """
    handler = _Collector(frozenset(tags), source)
    # Entities could expand without end or read other files; DTDs declare them.
    parser = DefusedExpatParser(forbid_dtd=False, forbid_entities=True, forbid_external=True)
    parser.setContentHandler(handler)
    handler.setDocumentLocator(parser)
    parser.setErrorHandler(ErrorHandler())
    fault = ""
    try:
        with source.open() as handle:
            while data := cast(BufferedReader, handle).read1(_CHUNK):
                parser.feed(data)
                yield from handler.completed()
            parser.close()
    except DamagedFile as error:
        fault = str(error)
    except DefusedXmlException as error:
        fault = f"declares {type(error).__name__.removesuffix('Forbidden')}, which is not read"
    except xml.sax.SAXException as error:
        fault = f"is not XML: {error.getMessage()[:80]}"
    except (ValueError, LookupError) as error:  # our own bounds, and encodings that nobody knows
        fault = str(error)[:80]
    yield from handler.completed()
    if fault and not handler.is_complete:
        report = RowReport(source.name, handler.line)
        report.add("", fault)
        yield None, report


class _Collector(ContentHandler):
    """Gathers elements of some names while a parser reads."""

    def __init__(self, tags: frozenset[str], source: Source) -> None:
        super().__init__()
        self._tags = tags
        self._source = source
        self._locator: Locator | None = None
        self._open: list[tuple[XmlElement, list[str]]] = []
        self._depth = 0
        self._length = 0
        self._report = RowReport(source.name)
        self._done: list[tuple[XmlElement | None, RowReport]] = []
        self.is_complete = False

    @property
    def line(self) -> int | None:
        """Where the parser stands."""
        return self._locator.getLineNumber() if self._locator else None

    def completed(self) -> list[tuple[XmlElement | None, RowReport]]:
        """Return and forget the elements that are complete."""
        done, self._done = self._done, []
        return done

    def setDocumentLocator(self, locator: Locator) -> None:
        self._locator = locator

    def startElement(self, name: str, attrs: AttributesImpl) -> None:
        self._depth += 1
        if self._depth > DEEPEST_XML:
            msg = f"elements nest more than {DEEPEST_XML} levels deep"
            raise ValueError(msg)
        tag = name.casefold()
        if not self._open and tag not in self._tags:
            return
        if not self._open:
            self._length = 0
            self._report = RowReport(self._source.name, self.line)
        element = XmlElement(tag, {key: str(value) for key, value in attrs.items()})
        if self._open:
            siblings = self._open[-1][0].children
            if len(siblings) >= _MOST_CHILDREN:
                msg = f"an element holds more than {_MOST_CHILDREN} others"
                raise ValueError(msg)
            siblings.append(element)
        self._open.append((element, []))

    def characters(self, content: str) -> None:
        if not self._open:
            return
        self._length += len(content)
        if self._length > LONGEST_CELL:
            msg = f"the text of one element is longer than {LONGEST_CELL} characters"
            raise ValueError(msg)
        self._open[-1][1].append(content)

    def endElement(self, name: str) -> None:  # noqa: ARG002 - the parser's own signature
        self._depth -= 1
        if self._open:
            element, texts = self._open.pop()
            element.text = "".join(texts).strip()
            if not self._open:
                self._done.append((element, self._report))
        self.is_complete = self._depth == 0
