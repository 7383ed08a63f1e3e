"""Lines of titles written batch after batch, as they come: they are most of what is known of a title."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

import numpy as np
import pyarrow as pa

from training.columnar.arrow_text import string_table
from training.columnar.documents import ended_lines
from training.partitioned.work import Arrays


def write_lines(batches: Iterable[pa.LargeBinaryArray], into: Arrays, name: str) -> str:
    """Return the fingerprint of lines, after writing them.

    Parameters
    ----------
    batches : iterable of pyarrow.LargeBinaryArray
        One line a title.
    into : Arrays
        Where they are written.
    name : str
        Under which name, as a table of strings.

    Returns
    -------
    str
        sha256 of the lines, each with its end, in hexadecimal.
    """
    digest, end = hashlib.sha256(), 0
    with (
        into.appended(f"{name}.blob", np.uint8) as blob,
        into.appended(f"{name}.offsets", np.int64) as offsets,
    ):
        offsets.add(np.zeros(1, np.int64))
        for lines in batches:
            digest.update(ended_lines(lines))
            own = string_table(lines)
            blob.add(own.blob)
            offsets.add(own.offsets[1:] + end)
            end += len(own.blob)
    return digest.hexdigest()
