"""Where a vector engine is, as an operator writes it: ``qdrant://host:port/collection`` and the like."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import SplitResult, unquote, urlsplit

from recsys.errors import QueryError

KEY_VARIABLE = "QDRANT_API_KEY"
PORT = 6333
_MAY_HOLD_A_KEY = re.compile(r"[@?#]")
_COLLECTION = re.compile(r"[A-Za-z0-9_-]{1,100}")
_FOLDER = "qdrant:///"
_EXPECTED = "expected qdrant://HOST:PORT/COLLECTION, qdrants://… for TLS, or qdrant:///FOLDER in process"


@dataclass(frozen=True, slots=True)
class ServerAddress:
    """A collection of a server.

    Parameters
    ----------
    url : str
        Of the server, ``http`` or ``https``.
    collection : str
        Letters, digits, ``-`` and ``_``.
    text : str
        As it was given.
    """

    url: str
    collection: str
    text: str

    @property
    def is_private(self) -> bool:
        """Whether nobody on the way can read what is sent."""
        return self.url.startswith("https:")


@dataclass(frozen=True, slots=True)
class FolderAddress:
    """A folder of collections that an engine in this process reads.

    Parameters
    ----------
    folder : Path
        Absolute.
    text : str
        As it was given.
    """

    folder: Path
    text: str


EngineAddress = ServerAddress | FolderAddress


def parsed_address(text: str) -> EngineAddress:
    """Return an address that was written as one text.

    Parameters
    ----------
    text : str
        ``qdrant://host:port/collection``, ``qdrants://…`` or ``qdrant:///folder``.

    Returns
    -------
    ServerAddress or FolderAddress
        What it means; nothing is looked up.

    Raises
    ------
    QueryError
        If it is none. It is not repeated where it may hold a key: those belong in the environment.
    """
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        raise QueryError(f"this is no address of a vector engine: {_EXPECTED}") from None
    if _MAY_HOLD_A_KEY.search(text):
        msg = (
            "an address of a vector engine holds no name, no key and nothing after ? or #: "
            f"set {KEY_VARIABLE} in the environment; {_EXPECTED}"
        )
        raise QueryError(msg)
    if parts.scheme not in ("qdrant", "qdrants"):
        raise _no_address(text)
    if parts.hostname is None:
        return _folder(parts, text)
    collection = parts.path.removeprefix("/")
    if not _COLLECTION.fullmatch(collection):
        raise _no_address(text)
    protocol = "https" if parts.scheme == "qdrants" else "http"
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    return ServerAddress(f"{protocol}://{host}:{port or PORT}", collection, text)


def _folder(parts: SplitResult, text: str) -> FolderAddress:
    folder = Path(unquote(parts.path))
    if not text.startswith(_FOLDER) or not folder.is_absolute() or folder == Path(folder.anchor):
        raise _no_address(text)
    return FolderAddress(folder, text)


def _no_address(text: str) -> QueryError:
    return QueryError(f"{text[:200]!r} is no address of a vector engine: {_EXPECTED}")
