"""Compares a built wheel with the packages on disk: every file must be in it."""

from __future__ import annotations

import sys
from pathlib import Path
from zipfile import ZipFile

PACKAGES = ("recsys", "training", "service")


def files_on_disk(root: Path) -> set[str]:
    """Paths of all files of the packages, but for what Python itself leaves there."""
    found = (path for package in PACKAGES for path in (root / package).rglob("*") if path.is_file())
    return {path.relative_to(root).as_posix() for path in found if "__pycache__" not in path.parts}


def main(wheel: str) -> int:
    """Exit status: 0 if the wheel is complete, 1 and the missing files otherwise."""
    with ZipFile(wheel) as archive:
        packed = set(archive.namelist())
    missing = sorted(files_on_disk(Path(__file__).resolve().parent.parent) - packed)
    for path in missing:
        print(f"not in {Path(wheel).name}: {path}", file=sys.stderr)
    if not missing:
        print(f"{Path(wheel).name}: complete, {len(packed)} files")
    return int(bool(missing))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
