"""How near a synthetic catalogue is to real ones, field by field.

Usage: ``python -m benchmarks.synthetic.fit [FOLDER]``. The folder, by default ``../shared/data``, holds
the reference catalogues, which are not part of the project. A synthetic catalogue of as many titles as the
reference of films is made in memory of the same kind and measured in the same way: by what the feature
blocks hold.
"""

from __future__ import annotations

import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks.synthetic.catalogue import write_catalogue
from recsys.catalogue import read_catalogue
from recsys.features.vectorizer import TitleVectorizer
from recsys.importers import read_titles
from recsys.title import Title

REFERENCE = Path(__file__).resolve().parents[3] / "shared" / "data"
FILMS = Path("eval") / "movies_ml_tmdb" / "catalog.jsonl.gz"
BLOCKS = ("genres", "tones", "countries", "cast", "creators", "synopsis", "studios")
RANKS = (1, 3, 10, 30, 100, 300, 1000, 3000)


@dataclass(frozen=True, slots=True)
class BlockMeasures:
    """What a block of a catalogue is like.

    Parameters
    ----------
    mean : float
        Features a title.
    missing : float
        Share of titles without any.
    n_values : int
        Different features.
    once : float
        Share of them that a single title has.
    frequency : ndarray of float64
        Share of titles that have the feature of a rank, the most frequent one first.
    """

    mean: float
    missing: float
    n_values: int
    once: float
    frequency: NDArray[np.float64]

    def line(self) -> str:
        """Return the measures as a line.

        Returns
        -------
        str
            With the frequencies at :data:`RANKS`.
        """
        ranks = " ".join(f"{self.frequency[rank - 1]:.4f}" for rank in RANKS if rank <= self.n_values)
        return (
            f"{self.mean:6.2f} a title, {self.missing:5.1%} none, {self.n_values:6} values, "
            f"{self.once:4.0%} once; {ranks}"
        )


def block_measures(titles: list[Title]) -> dict[str, BlockMeasures]:
    """Return what the blocks of a catalogue are like.

    Parameters
    ----------
    titles : list of Title
        The catalogue.

    Returns
    -------
    dict of str to BlockMeasures
        By block, those of :data:`BLOCKS`.
    """
    vectorizer = TitleVectorizer()
    matrix = vectorizer.fit_transform(titles)
    found = {}
    for name in BLOCKS:
        block = vectorizer.space_.by_name[name]
        part = matrix[:, block.start : block.stop]
        sizes = np.diff(part.indptr)
        frequency = np.bincount(part.indices, minlength=part.shape[1])
        found[name] = BlockMeasures(
            mean=float(sizes.mean()),
            missing=float((sizes == 0).mean()),
            n_values=part.shape[1],
            once=float((frequency == 1).mean()) if len(frequency) else 0.0,
            frequency=np.sort(frequency)[::-1] / len(titles),
        )
    return found


def main() -> None:
    """Print both catalogues, block by block."""
    films = (Path(sys.argv[1]) if len(sys.argv) > 1 else REFERENCE) / FILMS
    if not films.is_file():
        print(f"skipped: there is no {films}")
        return
    real = list(read_catalogue([films]).catalogue)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "synthetic.parquet"
        write_catalogue(path, len(real))
        made = list(read_titles([path]).catalogue)
    measures = {"films": block_measures(real), "synthetic": block_measures(made)}
    print(f"{len(real)} titles each; shares of titles with the feature of rank {RANKS}")
    for name in BLOCKS:
        for catalogue, blocks in measures.items():
            print(f"{name:10} {catalogue:9} {blocks[name].line()}")


if __name__ == "__main__":
    main()
