"""How many bytes of matrix and index lie on disk for each non-zero of the matrix.

Usage: ``python -m benchmarks.index_size --titles 100000``. What is shown of titles, their names and the
facts that filters ask for are told apart: they grow with what is known of a title, and no query by
likeness reads them.
"""

from __future__ import annotations

from collections import defaultdict

from benchmarks.claims import report, result
from benchmarks.options import read_options
from benchmarks.sized_model import sized_model
from recsys.model import Model

APART = frozenset(
    "blocks documents external_ids facets names neighbours overview people relations learned".split()
)
"""First parts of the names of arrays that no search by likeness reads; whatever else there is counts."""


def main() -> None:
    """Measure the published model."""
    options = read_options(__doc__)
    model = sized_model(options.titles, options.work)
    sizes = bytes_by_part({name: array.nbytes for name, array in model.arrays().items()})
    n_nonzero = int(model.rows.frequency(model.space.n_features).sum())
    for part, size in sorted(sizes.items(), key=lambda item: -item[1]):
        print(f"{part:15} {size / 1e6:9.1f} MB {size / len(model):9.1f} bytes a title")
    searched = searched_bytes(model)
    checked = f"{n_nonzero:,} non-zeros, {n_nonzero / len(model):.1f} a title"
    report(result("size", options.titles, searched / n_nonzero, None, None, checked=checked), options.work)


def searched_bytes(model: Model) -> int:
    """Return the bytes of the arrays that a search reads.

    Parameters
    ----------
    model : Model
        The model.

    Returns
    -------
    int
        Of all parts but :data:`APART`.
    """
    sizes = bytes_by_part({name: array.nbytes for name, array in model.arrays().items()})
    return sum(size for part, size in sizes.items() if part not in APART)


def bytes_by_part(arrays: dict[str, int]) -> dict[str, int]:
    """Return the bytes of each part of a model.

    Parameters
    ----------
    arrays : dict of str to int
        Bytes of each array, by dotted name.

    Returns
    -------
    dict of str to int
        By the first part of the name.
    """
    sizes: dict[str, int] = defaultdict(int)
    for name, size in arrays.items():
        sizes[name.partition(".")[0]] += size
    return dict(sizes)


if __name__ == "__main__":
    main()
