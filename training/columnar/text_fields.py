"""Columns of texts that are different in every row: ids, names and synopses, cleaned where they need it."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from recsys.catalogue.row_model import LONGEST_NAME, LONGEST_SYNOPSIS, clean_name
from recsys.files import is_nothing
from recsys.importers.cleaning import clean_synopsis, clean_title, slug
from training.columnar.arrow_text import is_clean_line, is_clean_prose, lengths_of, mask_of

_FRACTION = r"^[0-9]{1,9}\.0+$"
Cleaned = tuple[pa.Array, NDArray[np.bool_]]
"""Texts, and the rows to be read in the ordinary way."""


def cleaned_titles(texts: pa.Array) -> Cleaned:
    """Return the names of titles.

    Parameters
    ----------
    texts : pyarrow.Array of string
        Cells.

    Returns
    -------
    tuple of pyarrow.Array and ndarray of bool
        Names in one line, and the rows without one.
    """
    return _cleaned(texts, is_clean_line(texts, longest=LONGEST_NAME), _title)


def cleaned_originals(texts: pa.Array) -> Cleaned:
    """Return the original names of titles.

    Parameters
    ----------
    texts : pyarrow.Array of string
        Cells.

    Returns
    -------
    tuple of pyarrow.Array and ndarray of bool
        Names, empty where unknown, and the rows to be read in the ordinary way.
    """
    clean = is_clean_line(texts, longest=LONGEST_NAME) | (lengths_of(texts) == 0)
    return _cleaned(texts, clean, _original)


def cleaned_synopses(texts: pa.Array) -> Cleaned:
    """Return synopses without markup and notes.

    Parameters
    ----------
    texts : pyarrow.Array of string
        Cells.

    Returns
    -------
    tuple of pyarrow.Array and ndarray of bool
        Synopses, empty where unknown, and the rows to be read in the ordinary way.
    """
    return _cleaned(texts, is_clean_prose(texts, longest=LONGEST_SYNOPSIS), _synopsis)


def cleaned_ids(texts: pa.Array, titles: pa.Array, years: NDArray[np.int16]) -> Cleaned:
    """Return the ids of titles, made of name and year where the file gives none.

    Parameters
    ----------
    texts : pyarrow.Array of string
        Cells.
    titles : pyarrow.Array of string
        Cleaned names.
    years : ndarray of int16
        0 where unknown.

    Returns
    -------
    tuple of pyarrow.Array and ndarray of bool
        Ids, and the rows to be read in the ordinary way.
    """
    clean = is_clean_line(texts, longest=LONGEST_NAME)
    clean &= ~mask_of(pc.match_substring_regex(texts, _FRACTION))
    missing = lengths_of(texts) == 0
    if not missing.any():
        return texts, ~clean
    names = titles.filter(pa.array(missing)).to_pylist()
    made = [slug(name, year or None) for name, year in zip(names, years[missing].tolist(), strict=True)]
    ids = pc.replace_with_mask(texts, pa.array(missing), pa.array(made, texts.type))
    return ids, ~(clean | missing) | (lengths_of(ids) == 0)


def _cleaned(texts: pa.Array, clean: NDArray[np.bool_], read: Callable[[str], str | None]) -> Cleaned:
    """Texts, of which those that may need it are read one by one; a row of which the text is None is odd."""
    if clean.all():
        return texts, ~clean
    found = [read(text) for text in texts.filter(pa.array(~clean)).to_pylist()]
    odd = np.zeros(len(clean), np.bool_)
    odd[~clean] = [text is None for text in found]
    plain = pa.array([text or "" for text in found], texts.type)
    return pc.replace_with_mask(texts, pa.array(~clean), plain), odd


def _title(text: str) -> str | None:
    name = clean_title(text)
    return clean_name(name) or None if len(name) <= LONGEST_NAME else None


def _original(text: str) -> str | None:
    if is_nothing(text) or not clean_title(text):
        return ""
    return _title(text)


def _synopsis(text: str) -> str | None:
    if is_nothing(text):
        return ""
    found = clean_synopsis(text)
    has_controls = not found.isprintable() and any(map(_is_control, found))
    return None if has_controls or len(found) > LONGEST_SYNOPSIS else found


def _is_control(char: str) -> bool:
    return (char < " " and char not in "\t\n") or "\x7f" <= char < "\xa0"
