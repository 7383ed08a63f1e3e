"""Claims about what parts are made of: sparse rows, tables of strings, and lookup in these."""

from __future__ import annotations

from typing import Any

from numpy.typing import NDArray

from recsys.arrays import narrowed, under
from recsys.integrity.chosen_bits import are_counted, ends_with
from recsys.integrity.claim import Claims, Described, at_once, by_reading
from recsys.integrity.lengths import are_lengths, are_narrow
from recsys.integrity.numbers import are_within, never_fall
from recsys.integrity.texts import are_ascending, are_texts
from recsys.names.chosen_strings import n_runs
from recsys.short_rows import GROUP


def short_rows(model: Described, name: str, n_rows: int, n_columns: int) -> Claims:
    """Yield the claims about a matrix of short sparse rows.

    Parameters
    ----------
    model : Described
        The model.
    name : str
        Name of the matrix.
    n_rows, n_columns : int
        Its shape.

    Yields
    ------
    Claim
        The lengths of the rows add up to where groups of them begin, no column is outside, and neither
        lengths nor starts are of a wider type than they need.
    """
    part = under(name, model.arrays)
    starts, lengths, indices = part["starts"], part["lengths"], part["indices"]
    yield at_once(f"{name}.lengths", len(lengths) == n_rows and len(indices) == len(part["data"]))
    yield at_once(f"{name}.starts", len(starts) == -(-n_rows // GROUP) + 1)
    yield at_once(f"{name}.starts", bool(starts[0] == 0 and starts[-1] == len(indices)))
    yield at_once(f"{name}.starts", starts.dtype == narrowed(starts[-1:]).dtype)
    yield by_reading(f"{name}.lengths", are_lengths, lengths, starts)
    yield by_reading(f"{name}.lengths", are_narrow, lengths)
    yield by_reading(f"{name}.indices", are_within, indices, 0, n_columns)


def cuts(name: str, offsets: NDArray[Any], end: int) -> Claims:
    """Yield the claims about offsets that cut something into pieces.

    Parameters
    ----------
    name : str
        Name of the offsets.
    offsets : ndarray of uint32 or int64, shape (n_pieces + 1,)
        Where each piece begins, and where the last one ends.
    end : int
        Length of what is cut.

    Yields
    ------
    Claim
        From 0 to the end, never backwards.
    """
    yield at_once(name, len(offsets) > 0 and bool(offsets[0] == 0 and offsets[-1] == end))
    yield by_reading(name, never_fall, offsets)


def strings(model: Described, name: str, n_strings: int | None = None) -> Claims:
    """Yield the claims about a table of strings.

    Parameters
    ----------
    model : Described
        The model.
    name : str
        Name of the table.
    n_strings : int or None
        How many there must be; None is any number.

    Yields
    ------
    Claim
        Its offsets cut its bytes into strings, each of which is UTF-8.
    """
    blob, offsets = model.arrays[f"{name}.blob"], model.arrays[f"{name}.offsets"]
    yield at_once(f"{name}.offsets", n_strings is None or len(offsets) == n_strings + 1)
    yield from cuts(f"{name}.offsets", offsets, len(blob))
    yield by_reading(f"{name}.blob", are_texts, blob, offsets)


def ascending_strings(model: Described, name: str, n_strings: int | None = None) -> Claims:
    """Yield the claims about a table of strings in which strings are found by bisection.

    Parameters
    ----------
    model : Described
        The model.
    name : str
        Name of the table.
    n_strings : int or None
        How many there must be; None is any number.

    Yields
    ------
    Claim
        They are in code-point order, each once.
    """
    yield from strings(model, name, n_strings)
    blob, offsets = model.arrays[f"{name}.blob"], model.arrays[f"{name}.offsets"]
    yield by_reading(f"{name}.blob", are_ascending, blob, offsets)


def chosen_strings(model: Described, name: str, table: str, n_chosen: int) -> Claims:
    """Yield the claims about strings that are chosen from a table.

    Parameters
    ----------
    model : Described
        The model.
    name : str
        Name of the choice.
    table : str
        Name of the table.
    n_chosen : int
        How many are chosen.

    Yields
    ------
    Claim
        One bit a string, and as many chosen ones before each run as there are.
    """
    bits, before = (model.arrays[f"{name}.{part}"] for part in ("bits", "before"))
    n_strings = model.n_strings(table)
    yield at_once(f"{name}.bits", ends_with(bits, n_strings))
    yield at_once(f"{name}.before", len(before) == n_runs(n_strings) + 1)
    yield at_once(f"{name}.before", bool(before[0] == 0 and before[-1] == n_chosen))
    yield by_reading(f"{name}.bits", are_counted, bits, before)


def lookup(model: Described, name: str, n_strings: int | None = None) -> Claims:
    """Yield the claims about a table of strings that are found by their hashes.

    Parameters
    ----------
    model : Described
        The model.
    name : str
        Name of the table.
    n_strings : int or None
        How many there must be; None is any number.

    Yields
    ------
    Claim
        A hash in order and a row of the table for every string.
    """
    yield from strings(model, name, n_strings)
    hashes, rows = (model.arrays[f"{name}.{part}"] for part in ("hashes", "rows"))
    yield at_once(f"{name}.hashes", len(hashes) == len(rows) == model.n_strings(name))
    yield by_reading(f"{name}.hashes", never_fall, hashes)
    yield by_reading(f"{name}.rows", are_within, rows, 0, model.n_strings(name))
