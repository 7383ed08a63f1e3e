"""A folder in which publishers come to grief: its old model, and the one that they mean to publish."""

from __future__ import annotations

import re
import shutil
from dataclasses import dataclass
from pathlib import Path

from recsys.artifact import open_model
from recsys.publication import publish
from tests.faults.tiny_artifact import Published

_VERSION = re.compile("[0-9a-f]{16}")
_STAYS = {"CURRENT", ".lock"}


@dataclass(frozen=True, slots=True)
class Disturbed:
    """A folder with a sound model, beside which lie a damaged one and what dead publishers have left.

    Parameters
    ----------
    folder : Path
        Where publishers come to grief.
    old, new : Published
        The model that is served, and the one that they publish; each lies sound in a folder of its own.
    """

    folder: Path
    old: Published
    new: Published

    def set_up(self) -> None:
        """Make the folder as it was, whatever has become of it."""
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir()
        self.old.copy(self.folder)
        damaged = self.folder / self.new.version.name
        shutil.copytree(self.new.version, damaged)
        (damaged / "hubs.npy").write_bytes(b"damaged")
        (self.folder / ".writing-1").mkdir()
        (self.folder / ".writing-1" / "hubs.npy").write_bytes(b"half")
        (self.folder / ".writing-2").write_bytes(b"half")

    def is_old(self) -> bool:
        """Whether the old model is the current one, and not the new one; either is read from end to end."""
        version = open_model(self.folder).info.version
        assert version in (self.old.version.name, self.new.version.name)
        return version == self.old.version.name

    def publish_again(self) -> None:
        """Publish the new model, this time undisturbed."""
        publish(open_model(self.new.folder, verify="sizes"), self.folder)
        self.is_as_after_a_sound_publication()

    def is_as_after_a_sound_publication(self) -> None:
        """See that the new model is the current one, and that nobody has left anything."""
        assert not self.is_old(), "the old model is still served"
        names = left(self.folder)
        # A publisher that finds its version damaged puts it away; the next publisher removes it.
        assert len(names) <= 1, names
        assert all(name.startswith(".damaged-") for name in names), names


def left(folder: Path) -> set[str]:
    """What lies in a folder that is neither a version nor the pointer nor the lock."""
    names = {path.name for path in folder.iterdir()}
    return {name for name in names - _STAYS if not _VERSION.fullmatch(name)}
