"""What was made part by part, in the order of the catalogue: merged chunk by chunk into files."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from recsys.arrays import Csr
from recsys.large_arrays import let_go
from recsys.names import StringTable
from recsys.short_rows import ShortRows
from training.columnar.arrow_text import arrow_strings, string_table
from training.columnar.ragged import Ragged
from training.partitioned.order import Chunk, Order
from training.partitioned.work import Arrays


def gathered_numbers(pieces: Sequence[NDArray[Any]], order: Order, into: Arrays, name: str) -> NDArray[Any]:
    """Return one number a title, in the order of the catalogue.

    Parameters
    ----------
    pieces : sequence of ndarray, each of shape (n_rows,)
        Of each part one number a row; of one dtype.
    order : Order
        The order.
    into : Arrays
        Where they are written.
    name : str
        Under which name.

    Returns
    -------
    ndarray, shape (n_titles,)
        Mapped from its file.
    """
    with into.appended(name, pieces[0].dtype) as numbers:
        for chunk in order.chunks():
            own = [piece[place] for piece, place in zip(pieces, chunk.slices, strict=True)]
            numbers.add(np.concatenate(own)[chunk.taken])
            let_go(*pieces)
    return into.read(name)


def gathered_texts(pieces: Sequence[StringTable], order: Order, into: Arrays, name: str) -> StringTable:
    """Return one text a title, in the order of the catalogue.

    Parameters
    ----------
    pieces : sequence of StringTable
        Of each part one text a row.
    order : Order
        The order.
    into : Arrays
        Where they are written.
    name : str
        Under which name.

    Returns
    -------
    StringTable
        Mapped from its files.
    """
    end = 0
    with (
        into.appended(f"{name}.blob", np.uint8) as blob,
        into.appended(f"{name}.offsets", np.int64) as offsets,
    ):
        offsets.add(np.zeros(1, np.int64))
        for chunk in order.chunks():
            own = texts_of_chunk(pieces, chunk)
            blob.add(own.blob)
            offsets.add(own.offsets[1:] + end)
            end += len(own.blob)
            let_go(*(array for piece in pieces for array in (piece.blob, piece.offsets)))
    return into.read_texts(name)


def texts_of_chunk(pieces: Sequence[StringTable], chunk: Chunk) -> StringTable:
    """Return the texts of some titles.

    Parameters
    ----------
    pieces : sequence of StringTable
        Of each part one text a row.
    chunk : Chunk
        Which titles.

    Returns
    -------
    StringTable
        In the order of the catalogue.
    """
    own = [arrow_strings(piece)[place] for piece, place in zip(pieces, chunk.slices, strict=True)]
    return string_table(pa.concat_arrays(own).take(pa.array(chunk.taken)))


def gathered_rows(pieces: Sequence[Csr], order: Order, into: Arrays, name: str) -> Csr:
    """Return the rows of a sparse matrix, in the order of the catalogue.

    Parameters
    ----------
    pieces : sequence of Csr
        Of each part one row a row; of the same columns and the same dtypes.
    order : Order
        The order.
    into : Arrays
        Where they are written.
    name : str
        Under which name.

    Returns
    -------
    Csr
        Mapped from its files; of the dtypes of the pieces, but for where rows begin, which is of int64.
    """
    end = 0
    columns, values = pieces[0].indices.dtype, pieces[0].data.dtype
    with (
        into.appended(f"{name}.indptr", np.int64) as indptr,
        into.appended(f"{name}.indices", columns) as indices,
        into.appended(f"{name}.data", values) as data,
    ):
        indptr.add(np.zeros(1, np.int64))
        for chunk in order.chunks():
            own = rows_of_chunk(pieces, chunk)
            indptr.add(own.indptr[1:] + end)
            indices.add(own.indices)
            data.add(own.data)
            end += len(own.indices)
            let_go(*(array for piece in pieces for array in piece.arrays().values()))
    return into.read_rows(name)


def gathered_short_rows(pieces: Sequence[ShortRows], order: Order, into: Arrays, name: str) -> ShortRows:
    """Return the short rows of a sparse matrix, in the order of the catalogue.

    Parameters
    ----------
    pieces : sequence of ShortRows
        Of each part one row a row; of the same columns, and the same dtypes of columns and values.
    order : Order
        The order.
    into : Arrays
        Where they are written.
    name : str
        Under which name.

    Returns
    -------
    ShortRows
        Mapped from its files.
    """
    columns, values = pieces[0].indices.dtype, pieces[0].data.dtype
    with (
        into.appended(f"{name}.lengths", np.result_type(*(piece.lengths for piece in pieces))) as lengths,
        into.appended(f"{name}.indices", columns) as indices,
        into.appended(f"{name}.data", values) as data,
    ):
        for chunk in order.chunks():
            own = rows_of_chunk(pieces, chunk)
            lengths.add(np.diff(own.indptr))
            indices.add(own.indices)
            data.add(own.data)
            let_go(*(array for piece in pieces for array in piece.arrays().values()))
    gathered = [into.read(f"{name}.{part}") for part in ("lengths", "indices", "data")]
    whole = ShortRows.of_lengths(*gathered)
    into.write(f"{name}.starts", whole.starts)
    if whole.lengths.dtype != gathered[0].dtype:  # the longest row was of a double that is left out
        into.write(f"{name}.lengths", whole.lengths)
    return into.read_short_rows(name)


def rows_of_chunk(pieces: Sequence[Csr | ShortRows], chunk: Chunk) -> Csr:
    """Return the rows of some titles.

    Parameters
    ----------
    pieces : sequence of Csr or of ShortRows
        Of each part one row a row.
    chunk : Chunk
        Which titles.

    Returns
    -------
    Csr
        In the order of the catalogue.
    """
    own = [piece.part(place.start, place.stop) for piece, place in zip(pieces, chunk.slices, strict=True)]
    sizes = np.concatenate([np.diff(piece.indptr) for piece in own]).astype(np.int64)
    together = Ragged(
        np.concatenate(([0], np.cumsum(sizes, dtype=np.int64))),
        np.concatenate([piece.indices for piece in own]),
    )
    indptr, places = together.places(chunk.taken.astype(np.int64))
    return Csr(indptr, together.codes[places], np.concatenate([piece.data for piece in own])[places])
