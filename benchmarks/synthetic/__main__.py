"""Write a synthetic catalogue: ``python -m benchmarks.synthetic 100000 catalogue.parquet``."""

from __future__ import annotations

import argparse
from pathlib import Path

from benchmarks.synthetic.catalogue import write_catalogue


def main() -> None:
    """Write the catalogue that the command line asks for."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.synthetic", description=__doc__)
    parser.add_argument("titles", type=int, help="how many titles")
    parser.add_argument("out", type=Path, help="Parquet file to write")
    parser.add_argument("--seed", type=int, default=7, help="what chance starts with (default 7)")
    chosen = parser.parse_args()
    write_catalogue(chosen.out, chosen.titles, seed=chosen.seed)
    print(f"{chosen.titles:,} titles, {chosen.out.stat().st_size / 1e6:.1f} MB: {chosen.out}")


if __name__ == "__main__":
    main()
