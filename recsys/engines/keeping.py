"""Which versions a vector engine keeps: the last two, for who still serves the older one."""

from __future__ import annotations

import re
from collections.abc import Iterable

from recsys.engines.encoding import ENCODING

VERSION = re.compile(r"[0-9a-f]{16}-[0-9]+")


def encoded_version(version: str) -> str:
    """Return what an engine calls a version of a model, as its titles are encoded by this library.

    Parameters
    ----------
    version : str
        The model's.

    Returns
    -------
    str
        The version and the number of the encoding: a library that encodes otherwise finds no such name.
    """
    return f"{version}-{ENCODING}"


def superseded(present: Iterable[str], current: str, before: str) -> list[str]:
    """Return the versions that nobody needs any more.

    Parameters
    ----------
    present : iterable of str
        Names that there are; what is no version is left alone.
    current : str
        The version that was exported now, as :func:`encoded_version` names it.
    before : str
        The one that was the last until now; may be the same, or empty.

    Returns
    -------
    list of str
        Nothing where the current version has been exported once more.
    """
    if before == current:
        return []
    return sorted(name for name in present if VERSION.fullmatch(name) and name not in (current, before))
