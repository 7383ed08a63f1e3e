"""Which versions a vector engine keeps: the last two, for who still serves the older one."""

from __future__ import annotations

import re
from collections.abc import Iterable

VERSION = re.compile(r"[0-9a-f]{16}")


def superseded(present: Iterable[str], current: str, before: str) -> list[str]:
    """Return the versions that nobody needs any more.

    Parameters
    ----------
    present : iterable of str
        Names that there are; what is no version is left alone.
    current : str
        The version that was exported now.
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
