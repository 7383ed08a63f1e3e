"""What an importer is: one foreign format, read into rows of our own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from recsys.catalogue.problems import RowReport
from recsys.files import Source

Row = dict[str, Any]
Rows = Iterator[tuple[Row | None, RowReport]]


@dataclass(frozen=True, slots=True)
class ImportOptions:
    """What an owner may say about a file.

    Parameters
    ----------
    encoding : str or None
        Encoding of text that is neither UTF-8 nor marked.
    columns : mapping of str to str
        For tables of one's own: ``{"genres": 'listed_in:","'}``, field of a row by column.
    """

    encoding: str | None = None
    columns: dict[str, str] = field(default_factory=dict)


class Importer(Protocol):
    """One foreign format. An importer is a module's only public object besides constants.

    Attributes
    ----------
    name : str
        As it is written on the command line: ``netflix``.
    description : str
        What it reads, in a few words.
    """

    @property
    def name(self) -> str:
        """Name on the command line."""

    @property
    def description(self) -> str:
        """What it reads."""

    def claims(self, source: Source) -> bool:
        """Return whether a file is of this format, by its name and its first bytes.

        Parameters
        ----------
        source : Source
            Any file.

        Returns
        -------
        bool
            True only for what this importer, and no other, should read.
        """

    def rows(self, sources: Sequence[Source], options: ImportOptions) -> Rows:
        """Yield one row a title, in the order of the files.

        Parameters
        ----------
        sources : sequence of Source
            Files that it claims, or that somebody says are of its format; those that belong
            together, as a list of titles and its credits, come together.
        options : ImportOptions
            What the owner says.

        Yields
        ------
        tuple of dict or None, and RowReport
            A native row (docs/catalogue-format.md) whose ``genres`` and ``tags`` are still as
            the site writes them; None where a line holds no title, and the report says why.
        """
