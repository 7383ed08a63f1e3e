"""A folder with two sound models and broken ones, each of which can become the current one in a moment."""

from __future__ import annotations

import hashlib
import shutil
from dataclasses import dataclass
from pathlib import Path

from recsys.artifact import MANIFEST, POINTER
from recsys.publication import publish
from tests.service.small_catalogue import small_catalogue
from training.pipeline import train


@dataclass(frozen=True, slots=True)
class SwappedFolder:
    """What the pointer of a folder may say.

    Parameters
    ----------
    folder : Path
        Where all versions lie.
    sound : tuple of str
        Pointers to models that can be served.
    corrupt : tuple of str
        Pointers to what must be refused.
    """

    folder: Path
    sound: tuple[str, ...]
    corrupt: tuple[str, ...]

    @classmethod
    def made_in(cls, folder: Path) -> SwappedFolder:
        """Two models of other titles, a damaged copy of one, and pointers that agree with nothing."""
        sound = []
        for without in (None, "harbour-letters-2021"):
            publish(train(small_catalogue(without=without)), folder)
            sound.append((folder / POINTER).read_text())
        version, digest = sound[0].split()
        other = f"{int(digest, 16) ^ 1:064x}"
        return cls(
            folder,
            tuple(sound),
            (
                _damaged(folder, version),  # a bit of an array, under a manifest that agrees with its name
                f"{version} {other}\n",
                f"{other[:16]} {other}\n",  # a version that is not there
                "nonsense",
            ),
        )

    def point(self, pointer: str) -> None:
        """Let the pointer say something, at one stroke."""
        aside = self.folder / "CURRENT.next"
        aside.write_text(pointer)
        aside.replace(self.folder / POINTER)


def version_of(pointer: str) -> str:
    """The version that a pointer names."""
    return pointer.split()[0]


def _damaged(folder: Path, version: str) -> str:
    """A pointer to a copy of a model in which one bit is another one."""
    manifest = (folder / version / MANIFEST).read_bytes() + b" "
    digest = hashlib.sha256(manifest).hexdigest()
    copy = Path(shutil.copytree(folder / version, folder / digest[:16]))
    (copy / MANIFEST).write_bytes(manifest)
    array = max(copy.glob("*.npy"), key=lambda path: (path.stat().st_size, path.name))
    raw = bytearray(array.read_bytes())
    raw[-1] ^= 1
    array.write_bytes(raw)
    return f"{digest[:16]} {digest}\n"
