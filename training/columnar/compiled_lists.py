"""Lists of numbers, compiled: what each row counts, and what stands in it twice."""

# numba finds the types of compiled functions itself.
# mypy: allow-untyped-defs, allow-untyped-decorators, allow-untyped-calls
from __future__ import annotations

from recsys.index.just_in_time import compiled

_FEW = 30


@compiled
def _sort(codes, start, stop):
    """Shell's sort with Knuth's gaps; nearly all lists are so short that they are sorted by insertion."""
    gap = 1
    while gap < (stop - start) // _FEW:
        gap = 3 * gap + 1
    while gap > 0:
        for i in range(start + gap, stop):
            code, j = codes[i], i
            while j >= start + gap and codes[j - gap] > code:
                codes[j] = codes[j - gap]
                j -= gap
            codes[j] = code
        gap //= 3


@compiled
def tally(indptr, codes, counts, begins):
    """Sort each list in place, with each number once, side by side without gaps.

    Parameters
    ----------
    indptr : ndarray of int64, shape (n_rows + 1,)
        Where the list of each row begins.
    codes : ndarray of int32
        The numbers; receives the sorted ones.
    counts : ndarray of int32
        Receives how often each stood in its list.
    begins : ndarray of int64, shape (n_rows + 1,)
        Receives where the lists begin now.
    """
    n = 0
    for row in range(len(indptr) - 1):
        begins[row] = n
        i, stop = indptr[row], indptr[row + 1]
        _sort(codes, i, stop)
        while i < stop:
            code, count = codes[i], 1
            while i + count < stop and codes[i + count] == code:
                count += 1
            codes[n], counts[n] = code, count
            n += 1
            i += count
    begins[len(indptr) - 1] = n


@compiled
def mark_repeated(indptr, codes, seen, found):
    """Mark the entries that stand in the same list already.

    Parameters
    ----------
    indptr : ndarray of int64, shape (n_rows + 1,)
        Where the list of each row begins.
    codes : ndarray of int32
        The numbers.
    seen : ndarray of int32
        One 0 for each number that there may be.
    found : ndarray of bool, shape (n_entries,)
        Receives the marks.
    """
    for row in range(len(indptr) - 1):
        for i in range(indptr[row], indptr[row + 1]):
            found[i] = seen[codes[i]] == row + 1
            seen[codes[i]] = row + 1
