"""Each title as one line of canonical JSON, out of the columns of a table.

Arrow joins the texts of a batch of titles field by field; the result is what
:func:`recsys.catalogue.row.row_text` writes of each title.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from recsys.catalogue.row import row_text
from recsys.names import StringTable
from training.columnar.catalogue_columns import CatalogueColumns
from training.columnar.document_fields import document_fields
from training.columnar.json_text import together
from training.columnar.whole_titles import whole_titles

_BATCH = 20_000
"""Titles whose texts are joined at once; some 40 MB."""


@dataclass(frozen=True, slots=True)
class Documents:
    """The lines of all titles.

    Parameters
    ----------
    table : StringTable
        One line a title.
    fingerprint : str
        sha256 of the lines, each with its end, in hexadecimal.
    """

    table: StringTable
    fingerprint: str


def documents_of(columns: CatalogueColumns) -> Documents:
    """Return the lines of a catalogue.

    Parameters
    ----------
    columns : CatalogueColumns
        The catalogue.

    Returns
    -------
    Documents
        As :class:`recsys.catalogue.Catalogue` makes them of the same titles.
    """
    digest, blob = hashlib.sha256(), bytearray()
    lengths = []
    for lines in batches_of_lines(columns):
        digest.update(ended_lines(lines))
        blob += _data(lines)
        lengths.append(pc.binary_length(lines).to_numpy(zero_copy_only=False))
    offsets = np.concatenate(([0], np.cumsum(np.concatenate([*lengths, []])))).astype(np.int64)
    return Documents(StringTable(np.frombuffer(blob, dtype=np.uint8), offsets), digest.hexdigest())


def ended_lines(lines: pa.LargeBinaryArray) -> memoryview:
    """Return lines one after the other, each with its end: what a fingerprint is made of.

    Parameters
    ----------
    lines : pyarrow.LargeBinaryArray
        Some titles.

    Returns
    -------
    memoryview
        Their bytes.
    """
    return _data(together(lines, b"\n"))


def _data(texts: pa.LargeBinaryArray) -> memoryview:
    """All bytes of an array that begins at the beginning of its buffer."""
    return memoryview(texts.buffers()[2])[: pc.sum(pc.binary_length(texts)).as_py() or 0]


def batches_of_lines(columns: CatalogueColumns) -> Iterator[pa.LargeBinaryArray]:
    """Yield the lines of a catalogue, some thousands at once.

    Parameters
    ----------
    columns : CatalogueColumns
        The catalogue.

    Yields
    ------
    pyarrow.LargeBinaryArray
        One line a title.
    """
    fields = document_fields(columns)
    whole = {row: row_text(title).encode() for row, title in whole_titles(columns).items()}
    rows = np.array(list(whole), dtype=np.int64)
    for start in range(0, len(columns), _BATCH):
        stop = min(start + _BATCH, len(columns))
        parts = [fields[key](slice(start, stop)) for key in sorted(fields)]
        body = pc.binary_join_element_wise(*parts, pa.scalar(b", ", pa.large_binary()), null_handling="skip")
        lines = together(b"{", body, b"}")
        held = rows[(start <= rows) & (rows < stop)]
        if len(held):
            mask = np.zeros(stop - start, dtype=np.bool_)
            mask[held - start] = True
            texts = pa.array([whole[row] for row in held.tolist()], type=pa.large_binary())
            lines = pc.replace_with_mask(lines, pa.array(mask), texts)
        yield lines
