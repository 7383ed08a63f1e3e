"""Short pieces of names (grams), and an index from each piece to the names that hold it.

Latin and other alphabets give trigrams, with a space before and after the name. Hangul, kana
and Han give single letters and pairs, so that a word of two syllables is found. The first one
and two letters of each word, after a space, are pieces too: they answer search-as-you-type.
A piece of up to three letters fits into 63 bits, so a code is the piece itself, not a hash.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from recsys.errors import ArtifactDamaged
from recsys.names.rising import Packed, Starts, packed, unpacked, unpacked_lists

_DAMAGED = "the index of pieces of names is damaged; train or fetch the model again"
_SPACE, _END = 0x20, 0x0A
_BITS = np.uint64(21)  # a code point has 21 bits
# Kana, Han with its extensions, Hangul syllables and jamo.
_DENSE = ((0x3040, 0x3100), (0x3400, 0x4DC0), (0x4E00, 0xA000), (0xAC00, 0xD7B0), (0x1100, 0x1200),
          (0xF900, 0xFB00), (0x20000, 0x32000))  # fmt: skip

Codes = NDArray[np.uint64]
_Number = TypeVar("_Number", np.uint64, np.int64)


def is_dense(char: str) -> bool:
    """Whether a letter is of a script in which one letter is a syllable or a word.

    Parameters
    ----------
    char : str
        One letter.

    Returns
    -------
    bool
        True for Hangul, kana and Han.
    """
    return any(first <= ord(char) < last for first, last in _DENSE)


def name_grams(names: Iterable[tuple[str, ...]]) -> tuple[Codes, NDArray[np.int64]]:
    """Pieces of many names.

    Parameters
    ----------
    names : iterable of tuple of str
        The words of each name, as ``title_words`` gives them.

    Returns
    -------
    codes : ndarray of uint64
        Codes of all pieces of all names, with repetitions.
    owners : ndarray of int64
        Position of the name of each piece.
    """
    letters, starts = _letters("".join(f"\n{' '.join(words)}" for words in names))
    owners = np.cumsum(letters == _END) - 1
    return _pieces(np.where(letters == _END, _SPACE, letters), starts, owners)


def key_grams(words: tuple[str, ...]) -> Codes:
    """Distinct pieces of one whole name, for comparing it with others.

    Parameters
    ----------
    words : tuple of str
        The words of the name.

    Returns
    -------
    ndarray of uint64
        Sorted codes.
    """
    joined = "".join(words)
    return np.unique(name_grams([(joined,) if joined else ()])[0])


def part_grams(words: tuple[str, ...]) -> Codes:
    """Distinct pieces that every name must hold in which these words begin at a word.

    Parameters
    ----------
    words : tuple of str
        Typed words; the last one may be incomplete.

    Returns
    -------
    ndarray of uint64
        Sorted codes.
    """
    joined = "".join(words)
    codes = name_grams([(joined,)])[0]
    # Without the pieces that end with a space: the name may go on after the typed words.
    third, second = codes >> (_BITS * np.uint64(2)), (codes >> _BITS) & np.uint64(2**21 - 1)
    goes_on = (third != _SPACE) & ((third != 0) | (second != _SPACE))
    return np.unique(codes[goes_on])


class GramIndex:
    """Names that hold each piece: a list of rising positions for each, in few bytes.

    Parameters
    ----------
    codes : ndarray of uint64, shape (n_pieces,)
        Distinct pieces, ascending.
    indptr : ndarray of int64, shape (n_pieces + 1,)
        Where the bytes of each piece begin in ``names``.
    names : ndarray of uint8
        Positions of the names of each piece, as :func:`recsys.names.rising.packed` writes them.
    n_names : int
        Number of names.

    Raises
    ------
    ArtifactDamaged
        If the arrays do not fit each other.
    """

    __slots__ = ("codes", "indptr", "n_names", "names")

    def __init__(self, codes: Codes, indptr: Starts, names: Packed, *, n_names: int) -> None:
        fits = len(indptr) == len(codes) + 1 and indptr[0] == 0 and indptr[-1] == len(names)
        if not fits or np.any(indptr[1:] < indptr[:-1]):
            raise ArtifactDamaged(_DAMAGED)
        self.codes = codes
        self.indptr = indptr
        self.names = names
        self.n_names = n_names

    @classmethod
    def build(cls, names: Iterable[tuple[str, ...]], *, n_names: int) -> GramIndex:
        """Index of the pieces of many names.

        Parameters
        ----------
        names : iterable of tuple of str
            The words of each name.
        n_names : int
            How many names there are.

        Returns
        -------
        GramIndex
            The index.
        """
        codes, owners = name_grams(names)
        # By sorting: np.unique puts whole numbers into a hash table, which takes ten times as long.
        distinct = _sorted_once(codes)
        ranks = np.searchsorted(distinct, codes)
        # One number a pair sorts by piece, then name, and drops repetitions in one pass.
        pairs = _sorted_once(ranks * max(n_names, 1) + owners)
        counts = np.bincount(pairs // max(n_names, 1), minlength=len(distinct))
        indptr = np.concatenate(([0], np.cumsum(counts))).astype(np.int64)
        return cls.of_lists(distinct, indptr, (pairs % max(n_names, 1)).astype(np.int32), n_names=n_names)

    @classmethod
    def of_lists(
        cls, codes: Codes, starts: Starts, names: NDArray[np.integer[Any]], *, n_names: int
    ) -> GramIndex:
        """Index of lists of names.

        Parameters
        ----------
        codes : ndarray of uint64, shape (n_pieces,)
            Distinct pieces, ascending.
        starts : ndarray of int64, shape (n_pieces + 1,)
            Where the names of each piece begin.
        names : ndarray of int
            Positions of names, ascending within a piece.
        n_names : int
            How many names there are.

        Returns
        -------
        GramIndex
            The index.
        """
        return cls(codes, *packed(starts, names), n_names=n_names)

    def lists(self) -> tuple[Starts, NDArray[np.int32]]:
        """All lists, as :meth:`of_lists` was given them.

        Returns
        -------
        starts : ndarray of int64, shape (n_pieces + 1,)
            Where the names of each piece begin.
        names : ndarray of int32
            Positions of names, ascending within a piece.
        """
        return unpacked_lists(self.indptr, self.names)

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, NDArray[Any]], *, n_names: int) -> GramIndex:
        """Index over arrays that :meth:`arrays` gave.

        Parameters
        ----------
        arrays : mapping of str to ndarray
            With the keys ``codes``, ``indptr`` and ``names``.
        n_names : int
            How many names there are.

        Returns
        -------
        GramIndex
            The index; nothing is copied.
        """
        return cls(arrays["codes"], arrays["indptr"], arrays["names"], n_names=n_names)

    def arrays(self) -> dict[str, NDArray[Any]]:
        """Arrays to be stored, by name."""
        return {"codes": self.codes, "indptr": self.indptr, "names": self.names}

    def holding(self, code: np.uint64) -> NDArray[np.int32]:
        """Names that hold one piece.

        Parameters
        ----------
        code : uint64
            The piece.

        Returns
        -------
        ndarray of int32
            Positions of names, ascending; empty for an unknown piece.

        Raises
        ------
        ArtifactDamaged
            If the list leads to a name that there is not.
        """
        stored = self._stored(code)
        found = unpacked(stored)
        low, high = int(found.min(initial=0)), int(found.max(initial=-1))
        if len(stored) and not 0 <= low <= high < self.n_names:
            raise ArtifactDamaged(_DAMAGED)
        return found

    def _stored(self, code: np.uint64) -> Packed:
        at = int(np.searchsorted(self.codes, code))
        if at == len(self.codes) or self.codes[at] != code:
            return np.empty(0, dtype=np.uint8)
        return np.asarray(self.names)[int(self.indptr[at]) : int(self.indptr[at + 1])]

    def holding_all(self, codes: Codes) -> NDArray[np.int32]:
        """Names that hold all of some pieces.

        Parameters
        ----------
        codes : ndarray of uint64
            The pieces.

        Returns
        -------
        ndarray of int32
            Positions of names, ascending; empty if there is no piece to ask for.
        """
        shortest_first = sorted(codes, key=lambda code: len(self._stored(code)))
        found = self.holding(shortest_first[0]) if shortest_first else np.empty(0, dtype=np.int32)
        for code in shortest_first[1:]:
            if not len(found):
                break
            names = self.holding(code)
            at = np.minimum(np.searchsorted(names, found), len(names) - 1)
            found = found[names[at] == found]
        return found

    def shared_counts(self, codes: Codes) -> NDArray[np.int64]:
        """How many of some pieces each name holds.

        Parameters
        ----------
        codes : ndarray of uint64
            Distinct pieces.

        Returns
        -------
        ndarray of int64, shape (n_names,)
            The counts.
        """
        lists = [self.holding(code) for code in codes]
        joined = np.concatenate(lists) if lists else np.empty(0, dtype=np.int32)
        return np.bincount(joined, minlength=self.n_names)


def _sorted_once(numbers: NDArray[_Number]) -> NDArray[_Number]:
    """The numbers in ascending order without repetitions."""
    ordered = np.sort(numbers)
    is_new = np.ones(len(ordered), dtype=np.bool_)
    np.not_equal(ordered[1:], ordered[:-1], out=is_new[1:])
    return ordered[is_new]


def _letters(text: str) -> tuple[NDArray[np.uint32], NDArray[np.bool_]]:
    """Code points without the spaces between words, and which of them begin a word."""
    points = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4")
    breaks = (points == _SPACE) | (points == _END)
    starts = np.zeros(len(points), dtype=np.bool_)
    starts[1:] = breaks[:-1] & ~breaks[1:]
    kept = points != _SPACE
    return points[kept], starts[kept]


def _pieces(
    letters: NDArray[np.uint32], starts: NDArray[np.bool_], owners: NDArray[np.int64]
) -> tuple[Codes, NDArray[np.int64]]:
    """Code every piece, kind by kind, over all names at once."""
    size = len(letters)
    one = np.concatenate((letters, [_SPACE, _SPACE])).astype(np.uint64)
    dense, pad = _dense(one), one == _SPACE
    a, b, c = one[:size], one[1 : size + 1], one[2:]
    two = slice(1, size + 1)
    plain = ~dense
    trigram = plain[:size] & plain[two] & plain[2:] & ~pad[two]
    single = dense[:size]
    pair = single & dense[two]
    word = starts & plain[:size]
    long_word = word & plain[two]
    space = np.uint64(_SPACE)
    codes = (
        (a | b << _BITS | c << (_BITS * np.uint64(2)))[trigram],
        a[single],
        (a | b << _BITS)[pair],
        (space | a << _BITS)[word],
        (space | a << _BITS | b << (_BITS * np.uint64(2)))[long_word],
    )
    kept = (trigram, single, pair, word, long_word)
    return np.concatenate(codes), np.concatenate([owners[mask] for mask in kept])


def _dense(points: Codes) -> NDArray[np.bool_]:
    found = np.zeros(len(points), dtype=np.bool_)
    for first, last in _DENSE:
        found |= (points >= first) & (points < last)
    return found
