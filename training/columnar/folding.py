"""Folding of many short texts at once; those that are words of ASCII need no look at each letter."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from recsys.catalogue.vocabulary import tone_vocabulary
from recsys.features.tokens import tag_token
from recsys.names import fold_text
from training.columnar.arrow_text import mask_of

_WORDS = "^[A-Za-z0-9]+( [A-Za-z0-9]+)*$"


def is_words(texts: pa.Array) -> NDArray[np.bool_]:
    """Return which texts are words of ASCII with one space between them: folding makes them small only.

    Parameters
    ----------
    texts : pyarrow.Array of string
        Any texts.

    Returns
    -------
    ndarray of bool
        One a text.
    """
    return mask_of(pc.match_substring_regex(texts, _WORDS))


def folded(texts: pa.Array) -> pa.Array:
    """Return texts as :func:`recsys.names.fold_text` folds them.

    Parameters
    ----------
    texts : pyarrow.Array of string
        Any texts.

    Returns
    -------
    pyarrow.Array of string
        The folded texts.
    """
    return _each(texts, is_words(texts), fold_text)


def tag_tokens(tags: pa.Array) -> pa.Array:
    """Return the tokens of tags, as :func:`recsys.features.tokens.tag_token` gives them.

    A tag of plain words is its own token, but for one that may be a plural or the name of a tone.

    Parameters
    ----------
    tags : pyarrow.Array of string
        Any tags.

    Returns
    -------
    pyarrow.Array of string
        The tokens.
    """
    small = pc.ascii_lower(tags)
    names = sorted({fold_text(name) for tone in tone_vocabulary() for name in (tone.id, tone.name)})
    is_other = mask_of(pc.ends_with(small, "s")) | mask_of(pc.is_in(small, pa.array(names, small.type)))
    return _each(tags, is_words(tags) & ~is_other, tag_token)


def _each(texts: pa.Array, is_plain: NDArray[np.bool_], read: Callable[[str], str]) -> pa.Array:
    """Plain texts in small letters; the others read one by one."""
    small = pc.ascii_lower(texts)
    if is_plain.all():
        return small
    others = [read(text) for text in texts.filter(pa.array(~is_plain)).to_pylist()]
    return pc.replace_with_mask(small, pa.array(~is_plain), pa.array(others, small.type))
