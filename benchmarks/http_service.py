"""The service itself as a process: it reads its model while it loads modules.

``python -m benchmarks.http_service MODEL --port=8000`` is what ``recsys serve`` ends in.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from service.run import run
from service.settings import Settings


def main() -> None:
    """Serve what the command line says."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.http_service", description=__doc__)
    parser.add_argument("model", type=Path)
    parser.add_argument("--port", type=int, required=True)
    chosen = parser.parse_args()
    run(Settings(host="127.0.0.1", port=chosen.port, model=chosen.model))


if __name__ == "__main__":
    main()
