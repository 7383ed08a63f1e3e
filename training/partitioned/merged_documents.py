"""The lines of all titles in the order of the catalogue, and their fingerprint."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from recsys.large_arrays import let_go
from recsys.names import StringTable
from training.columnar.documents import Documents
from training.columnar.json_text import binary_array
from training.partitioned.order import Chunk, Order
from training.partitioned.parts import Part
from training.partitioned.retold import retold_lines, retold_rows
from training.partitioned.work import Arrays, WorkFolder
from training.partitioned.written_lines import write_lines

_NAME = "facts.documents"


def merge_documents(parts: Sequence[Part], order: Order, work: WorkFolder) -> None:
    """Write the lines of a catalogue.

    Parameters
    ----------
    parts : sequence of Part
        All parts; their facts are written, and their titles retold.
    order : Order
        The order of the catalogue.
    work : WorkFolder
        Where everything is.
    """
    tables = [_Lines(part, work) for part in parts]
    fingerprint = write_lines((_lines(tables, chunk) for chunk in order.chunks()), work.whole, _NAME)
    work.whole.write_json(f"{_NAME}.fingerprint", fingerprint)


def read_documents(whole: Arrays) -> Documents:
    """Return the lines that were written.

    Parameters
    ----------
    whole : Arrays
        Where they are.

    Returns
    -------
    Documents
        Mapped from files.
    """
    return Documents(whole.read_texts(_NAME), whole.read_json(f"{_NAME}.fingerprint"))


class _Lines:
    """The lines of a part, with those of its titles that were told anew."""

    def __init__(self, part: Part, work: WorkFolder) -> None:
        self._told = work.alone(part).read_texts(_NAME)
        self._rows = retold_rows(part, work)
        self._retold = _lines_of(retold_lines(part, work))

    def of(self, rows: slice) -> pa.LargeBinaryArray:
        lines = _lines_of(self._told)[rows]
        first, last = np.searchsorted(self._rows, [rows.start, rows.stop]).tolist()
        if first == last:
            return lines
        mask = np.zeros(len(lines), np.bool_)
        mask[self._rows[first:last] - rows.start] = True
        return pc.replace_with_mask(lines, pa.array(mask), self._retold[first:last])

    def let_go(self) -> None:
        let_go(self._told.blob, self._told.offsets)


def _lines_of(table: StringTable) -> pa.LargeBinaryArray:
    return binary_array(table.blob, table.offsets)


def _lines(tables: Sequence[_Lines], chunk: Chunk) -> pa.LargeBinaryArray:
    own = [table.of(rows) for table, rows in zip(tables, chunk.slices, strict=True)]
    lines = pa.concat_arrays(own).take(pa.array(chunk.taken))
    for table in tables:
        table.let_go()
    return lines
