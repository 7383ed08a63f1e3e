"""Where a model lies in a store: a URL, which never holds a secret."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path

from recsys.errors import QueryError
from recsys.home import copies_home

_URL = re.compile(r"([a-z][a-z0-9+.-]*)://(.*)", re.DOTALL)
_PLAIN = re.compile("[!-~]+")
_NO_LETTER = re.compile("[^a-z0-9]+")
_LONGEST_SHOWN = 200
_CONTAINERS = ("abfs", "abfss")
"""Schemes that write CONTAINER@ACCOUNT where others have a user, whose name may be a token."""


@dataclass(frozen=True, slots=True)
class StoreAddress:
    """The address of a model in a store.

    Parameters
    ----------
    url : str
        As the store's library takes it, such as ``s3://bucket/films``, without an end.
    """

    url: str

    @classmethod
    def parse(cls, text: str) -> StoreAddress | None:
        """Return the address that a text is.

        Parameters
        ----------
        text : str
            A URL, or the path of a folder.

        Returns
        -------
        StoreAddress or None
            None if it has no scheme, as a folder has none.

        Raises
        ------
        QueryError
            If it holds a user, a password, or anything behind its path: all end up in logs and lists of
            processes.
        """
        match = _URL.fullmatch(text)
        if match is None:
            return None
        scheme, place = match[1], match[2].rstrip("/")
        # A password may hold slashes: whatever stands before the last @ is taken for one.
        has_password = ":" in place.rpartition("@")[0]
        has_user = "@" in place.partition("/")[0] and scheme not in _CONTAINERS
        if re.search("[?#]", place) or has_password or has_user or not _PLAIN.fullmatch(place):
            msg = (
                f"the address that begins with {scheme}:// is not taken: expected SCHEME://PLACE/NAME with "
                "neither user nor password nor query; the store's own library reads them from the environment"
            )
            raise QueryError(msg)
        return cls(f"{scheme}://{place}")

    def __str__(self) -> str:
        """Return the address as people are shown it."""
        return self.url[:_LONGEST_SHOWN]

    @property
    def folder(self) -> Path:
        """The folder of its copy on this machine, whether it is there or not."""
        name = _NO_LETTER.sub("-", self.url.rpartition("/")[2].lower())[:40].strip("-") or "model"
        return copies_home() / f"{name}-{hashlib.sha256(self.url.encode()).hexdigest()[:12]}"


def model_place(text: str) -> Path | StoreAddress:
    """Return where a model is said to be.

    Parameters
    ----------
    text : str
        Folder or URL.

    Returns
    -------
    Path or StoreAddress
        The folder, or an address if the text has a scheme.

    Raises
    ------
    QueryError
        As :meth:`StoreAddress.parse`.
    """
    return StoreAddress.parse(text) or Path(text)
