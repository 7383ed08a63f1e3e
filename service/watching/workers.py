"""What several workers share to be counted together: a folder of small files.

Nothing here loads prometheus_client, which looks at the variable when it is loaded. Whoever starts
workers calls :func:`share` before anything else of ``service.watching``, and :func:`forget` for each
worker that has died.
"""

from __future__ import annotations

import os
from pathlib import Path

FOLDER_VARIABLE = "PROMETHEUS_MULTIPROC_DIR"
SERVING = "serving_{}.json"
"""File in which a worker says which model it serves."""


def share(folder: Path) -> None:
    """Let all workers that this process starts be counted together.

    Parameters
    ----------
    folder : Path
        Where they write; what an earlier run has left there is removed.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for pattern in ("*.db", SERVING.format("*")):
        for file in folder.glob(pattern):
            file.unlink()
    os.environ[FOLDER_VARIABLE] = str(folder)


def shared_folder() -> Path | None:
    """Return the folder that the workers share; None where there is one process."""
    folder = os.environ.get(FOLDER_VARIABLE)
    return Path(folder) if folder else None


def forget(pid: int) -> None:
    """Drop what a dead worker said of the moment: requests in flight and its model. What it counted stays.

    Parameters
    ----------
    pid : int
        Process id of the worker.
    """
    if (folder := shared_folder()) is None:
        return
    for name in (f"gauge_livesum_{pid}.db", SERVING.format(pid)):
        (folder / name).unlink(missing_ok=True)
