"""How many golden queries pass, by kind; with ``--failed`` also what is wrong with the others.

Usage: ``python -m benchmarks.golden [--failed]``. The queries and their judgements stand in tests/golden.
"""

from __future__ import annotations

import sys
from collections import defaultdict

from recsys import load_builtin
from recsys.recommender import Recommender
from tests.golden.golden import FROZEN, OTHERS, faults, read_golden
from training.pipeline import train


def main() -> None:
    """Ask every golden query of a model of the built-in catalogue, and print what passes."""
    catalogue = load_builtin()
    recommender = Recommender(train(catalogue))
    passed: dict[str, list[bool]] = defaultdict(list)
    for path in (FROZEN, OTHERS):
        for golden in read_golden(path):
            found = faults(golden, recommender, catalogue)
            for row in (golden.kind, path.stem, "all"):
                passed[row].append(not found)
            if found and "--failed" in sys.argv:
                print(f"{golden.id}: {'; '.join(found)}")
    print(f"{'':14} passed  of  share")
    for row, marks in sorted(
        passed.items(), key=lambda item: (item[0] == "all", item[0] in ("frozen", "queries"), item[0])
    ):
        print(f"{row:14} {sum(marks):6} {len(marks):3}  {sum(marks) / len(marks):.3f}")


if __name__ == "__main__":
    main()
