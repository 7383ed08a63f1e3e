"""What processes hold at a moment: memory, open files, threads."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Weight:
    """The sum over processes.

    Parameters
    ----------
    megabytes : float
        Resident memory.
    n_files : int
        Open files, connections among them.
    n_threads : int
        Threads.
    """

    megabytes: float
    n_files: int
    n_threads: int

    @classmethod
    def of(cls, pids: Iterable[int]) -> Weight:
        """What these processes hold now."""
        megabytes, n_files, n_threads = 0.0, 0, 0
        for pid in pids:
            status = Path(f"/proc/{pid}/status").read_text(encoding="utf-8")
            megabytes += _number(status, "VmRSS") / 1024
            n_threads += _number(status, "Threads")
            n_files += len(list(Path(f"/proc/{pid}/fd").iterdir()))
        return cls(megabytes, n_files, n_threads)


def _number(status: str, name: str) -> int:
    found = re.search(rf"^{name}:\s*(\d+)", status, re.MULTILINE)
    assert found is not None, name
    return int(found[1])
