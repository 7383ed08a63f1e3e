"""One spelling for each value of an address, so that a step on a trait finds what was typed."""

from __future__ import annotations

import re

from recsys.catalogue import country_code, genre_ids, tone_vocabulary
from service.web.address import NATIONS

_TONES = frozenset({"tones", "avoid", "more", "less"})
_SIGN = re.compile(r"\s*(>=|:)\s*")


def canonical(name: str, value: str) -> tuple[str, str]:
    """Return a name and its value in the vocabulary's spelling.

    Parameters
    ----------
    name, value : str
        As an address writes them.

    Returns
    -------
    tuple of (str, str)
        Tones and genres by id, countries by code; what is not known stays as it is.
    """
    if name in _TONES:
        tone, *level = _SIGN.split(value, maxsplit=1)
        return name, "".join((tone_vocabulary().by_name(tone) or tone, *level))
    if name == "genres" and len(ids := genre_ids(value)) == 1:
        return name, ids[0]
    if name.startswith("countries_") or name in NATIONS or name == "region":
        return name, country_code(value) or value
    return name, value
