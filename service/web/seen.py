"""What a viewer has seen, within an address: the service keeps nothing, so the link carries it.

One bit a title, packed; tied to the version of the model whose rows it numbers.
"""

from __future__ import annotations

import base64
import binascii
import zlib
from collections.abc import Iterable

import numpy as np

from recsys.errors import QueryError
from recsys.model import Model

LONGEST = 5_000
"""Letters that an address can spare for it: with 500 titles seen, enough for a catalogue of a million."""

_VERSION_LETTERS = 8
_AGAIN = "bring your history again"


def seen_text(model: Model, ids: Iterable[str]) -> str | None:
    """Return titles as a short text for an address.

    Parameters
    ----------
    model : Model
        The model that knows them.
    ids : iterable of str
        What was seen; ids that it does not know are left out.

    Returns
    -------
    str or None
        Letters, digits, ``-``, ``_`` and one dot; None if there are too many for an address.
    """
    rows = [row for id in ids if (row := model.names.row_of_id(id)) is not None]
    bits = np.zeros(len(model), dtype=np.bool_)
    bits[rows] = True
    packed = zlib.compress(np.packbits(bits).tobytes(), 9)
    text = f"{_version(model)}.{base64.urlsafe_b64encode(packed).decode().rstrip('=')}"
    return text if len(text) <= LONGEST else None


def seen_ids(model: Model, text: str) -> list[str]:
    """Return the titles that such a text means.

    Parameters
    ----------
    model : Model
        The model that is asked.
    text : str
        As :func:`seen_text` wrote it; empty means none.

    Returns
    -------
    list of str
        Their ids, in the order of the catalogue.

    Raises
    ------
    QueryError
        If it is damaged, or was made for another version of the model.
    """
    if not text:
        return []
    version, _, packed = text[:LONGEST].partition(".")
    if version != _version(model):
        msg = f"the list of what you have seen was made for another version of this catalogue: {_AGAIN}"
        raise QueryError(msg)
    n_bytes = -(-len(model) // 8)
    try:
        raw = base64.urlsafe_b64decode(packed + "=" * (-len(packed) % 4))
        held = zlib.decompressobj().decompress(raw, n_bytes + 1)
    except (binascii.Error, ValueError, zlib.error):
        held = b""
    if len(held) != n_bytes:
        msg = f"the list of what you have seen is damaged: {_AGAIN}"
        raise QueryError(msg)
    bits = np.unpackbits(np.frombuffer(held, dtype=np.uint8), count=len(model))
    return [model.names.ids.table[int(row)] for row in np.flatnonzero(bits)]


def _version(model: Model) -> str:
    return (model.info.version or model.info.fingerprint)[:_VERSION_LETTERS]
