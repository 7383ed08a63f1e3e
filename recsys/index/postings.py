"""A posting: where a title stands and how much it has of a feature, in one number of four bytes.

Loops read postings one after the other: one stream of memory brings both.
"""

from __future__ import annotations

from recsys.errors import BadData

WIDEST_CODE = 8
"""Bits; so many positions that they need more than the other 24 take from the code."""
NARROWEST_CODE = 4
"""Bits; a narrower code would leave too many titles to be scored."""
MOST_POSITIONS = 2 ** (32 - NARROWEST_CODE)
"""A larger catalogue cannot be indexed."""


def code_bits_of(n_positions: int) -> int:
    """Return how many bits of a posting are its code; the others, above it, are its position.

    Parameters
    ----------
    n_positions : int
        How many positions there are.

    Returns
    -------
    int
        From :data:`NARROWEST_CODE` to :data:`WIDEST_CODE`; fewer only above 2^24 positions.

    Raises
    ------
    BadData
        If there are more than :data:`MOST_POSITIONS`.
    """
    if n_positions > MOST_POSITIONS:
        # Positions are those of whole tiles: how many titles there are is not known here.
        msg = f"more titles than the {MOST_POSITIONS:,} that one model holds: train a part of them"
        raise BadData(msg)
    return min(WIDEST_CODE, 32 - (n_positions - 1).bit_length())


def levels_of(code_bits: int) -> int:
    """Return the highest code of a posting; it is also what masks the position.

    Parameters
    ----------
    code_bits : int
        How many bits the code has.

    Returns
    -------
    int
        255 for 8 bits.
    """
    return (1 << code_bits) - 1
