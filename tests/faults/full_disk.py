"""Publishes on a disk that is as full as can be: `python -m tests.faults.full_disk PLACE OLD NEW N_SIZES`.

PLACE is where a disk in memory may be mounted, which is why this is a process of its own: it is
started where mounts are seen by nobody else. For more and more free space, one after the other, the model
of NEW is published where that of OLD is served. One line of JSON a try is printed.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from recsys.artifact import open_model
from recsys.publication import publish
from tests.faults.disturbed import Disturbed
from tests.faults.tiny_artifact import Published

_DISK = 2 * 2**20
_PAGE = 4096


def tries(place: Path, old: Published, new: Published, n_sizes: int) -> list[dict[str, object]]:
    """What came of each try: an error or none, and whether the old model was served then."""
    _run("mount", "-t", "tmpfs", "-o", f"size={_DISK}", "none", str(place))
    disturbed, ballast = Disturbed(place / "artifact", old, new), place / "ballast"
    needed = 2 * sum(path.stat().st_size + _PAGE for path in new.files())
    model, found = open_model(new.folder), []
    for number in range(n_sizes):
        ballast.unlink(missing_ok=True)
        disturbed.set_up()
        free = needed * number // n_sizes // _PAGE * _PAGE
        _fill(ballast, free)
        row: dict[str, object] = {"free": free, "error": None}
        try:
            publish(model, disturbed.folder)
        except Exception as error:  # which one it is, is what is looked at
            row["error"] = f"{type(error).__name__}: {error}"
        row["is_old"] = disturbed.is_old()
        ballast.unlink()
        disturbed.publish_again()
        found.append(row)
    return found


def _fill(ballast: Path, free: int) -> None:
    """Leave so many bytes and no more."""
    status = os.statvfs(ballast.parent)
    with ballast.open("wb") as stream:
        os.posix_fallocate(stream.fileno(), 0, max(status.f_bavail * status.f_frsize - free, 1))


def _run(*command: str) -> None:
    subprocess.run(command, check=True)


if __name__ == "__main__":
    place, old, new = (Path(argument) for argument in sys.argv[1:4])
    for row in tries(place, Published(old), Published(new), int(sys.argv[4])):
        sys.stdout.write(json.dumps(row) + "\n")
