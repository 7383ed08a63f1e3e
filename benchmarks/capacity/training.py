"""Train and publish the model of a catalogue, as a process whose time and memory somebody looks at.

Usage: ``python -m benchmarks.capacity.training CATALOGUE FOLDER``, the catalogue a file of Parquet.
"""

from __future__ import annotations

import sys
from pathlib import Path

from recsys.publication import publish
from training.columnar.model import train_columns
from training.columnar.reading import read_columns


def main() -> None:
    """Train what the command line names."""
    catalogue, folder = map(Path, sys.argv[1:])
    publish(train_columns(read_columns(catalogue)), folder)


if __name__ == "__main__":
    main()
