"""What every benchmark of speed may be told on its command line."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

WORK = Path("build/bench")


@dataclass(frozen=True, slots=True)
class Options:
    """What was chosen.

    Parameters
    ----------
    titles : int
        Size of the catalogue.
    work : Path
        Where catalogues, models and results are kept.
    rounds : int
        How many turns each contestant takes.
    """

    titles: int
    work: Path
    rounds: int


def read_options(
    description: str | None, arguments: Sequence[str] | None = None, *, rounds: int = 5
) -> Options:
    """Return what the command line says.

    Parameters
    ----------
    description : str or None
        What the benchmark does.
    arguments : sequence of str or None
        Those of the command line; None takes them from there.
    rounds : int
        How many rounds unless it says so.

    Returns
    -------
    Options
        What was chosen.
    """
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--titles", type=int, default=100_000, help="size of the catalogue (default 100,000)")
    parser.add_argument("--work", type=Path, default=WORK, help="folder of catalogues, models and results")
    parser.add_argument(
        "--rounds", type=int, default=rounds, help=f"turns of each contestant (default {rounds})"
    )
    chosen = parser.parse_args(arguments)
    return Options(chosen.titles, chosen.work, chosen.rounds)


def has_peer(package: str) -> bool:
    """Return whether a peer is installed; say so if it is not.

    Parameters
    ----------
    package : str
        What it is imported as.

    Returns
    -------
    bool
        False after a line that says how to install it.
    """
    if find_spec(package) is not None:
        return True
    print(f"skipped: {package} is not installed: pip install 'recsys[bench]'", file=sys.stderr)
    return False
