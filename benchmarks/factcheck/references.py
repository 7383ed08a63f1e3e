"""All reference catalogues as one stream of titles."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from benchmarks.factcheck.anime import read_anime
from benchmarks.factcheck.films import read_films
from benchmarks.factcheck.mydramalist import read_mydramalist
from benchmarks.factcheck.reference_title import ReferenceTitle
from benchmarks.factcheck.streaming import read_streaming

__all__ = ["ReferenceTitle", "read_references"]


def read_references(folder: Path) -> Iterator[ReferenceTitle]:
    """Yield the titles of every reference in a folder; a file that is not there is passed over.

    Parameters
    ----------
    folder : Path
        The folder that holds the folders of the references.

    Yields
    ------
    ReferenceTitle
        Titles with at least one name.
    """
    for read in (read_mydramalist, read_streaming, read_films, read_anime):
        yield from (reference for reference in read(folder) if any(reference.names))
