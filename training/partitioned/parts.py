"""The parts of a catalogue: Parquet files below a folder, or below the URL of an object store."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from recsys.errors import BadData, QueryError
from recsys.object_store.address import StoreAddress
from training.columnar.arrow_text import NotByColumn
from training.columnar.catalogue_columns import CatalogueColumns
from training.columnar.reading import read_columns

SUFFIX = ".parquet"
_INSTALL = "catalogues at a URL need fsspec: pip install 'recsys[remote]', and the package of their store"
_LONGEST = 120
_UNSEEN = ("_", ".")
"""Beginnings of names that Spark and others give to what is no data."""


@dataclass(frozen=True, slots=True)
class Part:
    """One file of a catalogue.

    Parameters
    ----------
    number : int
        Its place among the parts, from 0.
    location : str
        Path or URL.
    version : str
        Another one once the file has changed: of a file its size and time, of an object what its store
        says of it.
    """

    number: int
    location: str
    version: str


def parts_of(location: str) -> tuple[Part, ...]:
    """Return the parts of a catalogue.

    Parameters
    ----------
    location : str
        A folder, or a URL such as ``s3://bucket/titles``.

    Returns
    -------
    tuple of Part
        Every ``*.parquet`` below it, sorted by path. Files and folders whose names begin with ``_`` or
        ``.`` are none; folders such as ``year=1999`` are folders, and their names say nothing.

    Raises
    ------
    BadData
        If there is none, or the location cannot be listed.
    QueryError
        If a URL holds a user, a password or a query.
    """
    found = _objects(location) if is_remote(location) else _files(Path(location))
    if not found:
        msg = f"{location} has no file *{SUFFIX}"
        raise BadData(msg)
    return tuple(Part(number, path, version) for number, (path, version) in enumerate(sorted(found)))


def is_remote(location: str) -> bool:
    """Return whether a location is a URL.

    Parameters
    ----------
    location : str
        Path or URL.

    Returns
    -------
    bool
        By its ``://``.
    """
    return "://" in location


def read_part(part: Part) -> CatalogueColumns:
    """Return the titles of a part.

    Parameters
    ----------
    part : Part
        One of :func:`parts_of`.

    Returns
    -------
    CatalogueColumns
        As :func:`training.columnar.reading.read_columns` gives them.

    Raises
    ------
    BadData
        If it cannot be read by column.
    """
    try:
        with _local(part.location) as path:
            return read_columns(path)
    except NotByColumn as error:
        msg = f"{part.location} cannot be read by column, as parts have to be: {error}"
        raise BadData(msg) from error


def _files(folder: Path) -> list[tuple[str, str]]:
    paths = [path for path in folder.rglob(f"*{SUFFIX}") if _is_data(path.relative_to(folder).parts)]
    states = [(path, path.stat()) for path in paths if path.is_file()]
    return [(str(path), f"{state.st_size} {state.st_mtime_ns}") for path, state in states]


def _objects(location: str) -> list[tuple[str, str]]:
    address = StoreAddress.parse(location)
    if address is None:
        msg = "the address of the parts is not taken: expected SCHEME://PLACE/NAME"
        raise QueryError(msg)
    store, root = _store(address.url)
    with _telling(f"{address} cannot be listed"):
        paths = [str(path) for path in store.find(root) if path.endswith(SUFFIX)]
        own = [path for path in paths if _is_data(path.removeprefix(root).split("/"))]
        return [(store.unstrip_protocol(path), str(store.ukey(path))) for path in own]


def _is_data(names: tuple[str, ...] | list[str]) -> bool:
    return not any(name.startswith(_UNSEEN) for name in names)


@contextmanager
def _local(location: str) -> Iterator[str | os.PathLike[str]]:
    """The file of a location; an object is copied for as long as it is needed."""
    if not is_remote(location):
        yield location
        return
    store, path = _store(location)
    with tempfile.TemporaryDirectory(prefix="recsys-part-") as folder:
        copy = Path(folder, path.rpartition("/")[2])
        with _telling(f"{location} cannot be fetched"):
            store.get_file(path, str(copy))
        yield copy


def _store(location: str) -> tuple[Any, str]:
    try:
        from fsspec.core import url_to_fs
    except ImportError as error:
        raise BadData(_INSTALL) from error
    with _telling(f"{location} cannot be opened as {location.partition(':')[0]}://"):
        store, path = url_to_fs(location)
    return store, str(path)


@contextmanager
def _telling(what: str) -> Iterator[None]:
    """Libraries of stores raise whatever they like, and some name keys in it: only the kind is told."""
    try:
        yield
    except ImportError as error:  # fsspec's own words, which name the package to install
        raise BadData(f"{what}: {str(error)[:_LONGEST]}") from None
    except Exception as error:
        number = error.errno if isinstance(error, OSError) else None
        reason = f" ({os.strerror(number)})" if number else ""
        raise BadData(f"{what}: {type(error).__name__}{reason}") from None


def digest_of(parts: tuple[Part, ...]) -> str:
    """Return a digest of parts as they are now.

    Parameters
    ----------
    parts : tuple of Part
        Some parts, in their order.

    Returns
    -------
    str
        sha256 of their locations and versions.
    """
    digest = hashlib.sha256()
    for part in parts:
        digest.update(f"{part.location}\n{part.version}\n".encode())
    return digest.hexdigest()
