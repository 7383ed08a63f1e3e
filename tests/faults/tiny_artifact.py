"""The smallest model that can be trained as it lies on disk, and as somebody signs it who means harm."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from recsys.artifact import MANIFEST, POINTER, open_model
from recsys.catalogue import Catalogue
from recsys.errors import ArtifactError
from recsys.features import DEFAULT_BLOCKS
from recsys.model import Model
from recsys.publication import publish
from tests.builders import title
from training.pipeline import train

_BLOCKS = tuple(block for block in DEFAULT_BLOCKS if block.name == "genres")


def tiny_model(*ids: str) -> Model:
    """A model of one block, whose titles have a genre and nothing else."""
    return train(Catalogue(title(id, genres=("drama",)) for id in ids), blocks=_BLOCKS)


@dataclass(frozen=True, slots=True)
class Published:
    """A folder in which a model was published."""

    folder: Path

    @classmethod
    def of(cls, model: Model, folder: Path) -> Published:
        """The folder, after a model was published in it."""
        publish(model, folder)
        return cls(folder)

    @property
    def pointer(self) -> Path:
        """The pointer file."""
        return self.folder / POINTER

    @property
    def version(self) -> Path:
        """The folder of the current version."""
        return self.folder / self.pointer.read_text().split()[0]

    @property
    def manifest(self) -> Path:
        """The manifest of the current version."""
        return self.version / MANIFEST

    def arrays(self) -> list[Path]:
        """The files of the arrays, by name."""
        return sorted(self.version.glob("*.npy"))

    def files(self) -> list[Path]:
        """Every file that is read when the current model is opened."""
        return [self.pointer, self.manifest, *self.arrays()]

    def array(self, name: str) -> Path:
        """The file of an array."""
        return self.version / f"{name}.npy"

    def copy(self, folder: Path) -> Published:
        """The current model in another folder, to be damaged there."""
        shutil.copytree(self.version, folder / self.version.name)
        shutil.copy(self.pointer, folder)
        return Published(folder)

    def sign(self, *written: Path) -> None:
        """Make sizes and sums of files valid again, and those of the manifest."""
        document = json.loads(self.manifest.read_bytes())
        for path in written:
            raw = path.read_bytes()
            document["files"][path.name] = {"bytes": len(raw), "sha256": hashlib.sha256(raw).hexdigest()}
        self.sign_manifest(json.dumps(document).encode())

    def sign_manifest(self, raw: bytes) -> None:
        """Write a manifest, and a pointer that agrees with it."""
        self.manifest.write_bytes(raw)
        self.pointer.write_text(f"{self.version.name} {hashlib.sha256(raw).hexdigest()}\n")

    @contextmanager
    def forged(self, name: str, array: NDArray[Any]) -> Iterator[None]:
        """Other contents of an array, signed, until the end of the block."""
        with self.replaced(self.array(name)) as path:
            np.save(path, array)
            self.sign(path)
            yield

    @contextmanager
    def replaced(self, path: Path) -> Iterator[Path]:
        """A file that may be anything until the end of the block; so may the manifest and the pointer."""
        manifest = self.manifest
        kept = {file: file.read_bytes() for file in (path, manifest, self.pointer)}
        try:
            path.unlink()
            yield path
        finally:
            for file, raw in kept.items():
                remove(file)
                file.write_bytes(raw)


@contextmanager
def flipped(path: Path, bit: int) -> Iterator[None]:
    """A file in which one bit is another one until the end of the block."""
    with path.open("r+b", buffering=0) as stream:
        stream.seek(bit // 8)
        whole = stream.read(1)
        stream.seek(bit // 8)
        stream.write(bytes([whole[0] ^ (1 << bit % 8)]))
        try:
            yield
        finally:
            stream.seek(bit // 8)
            stream.write(whole)


def is_refused(folder: Path) -> bool:
    """Whether a folder's model is refused by whoever opens it."""
    try:
        open_model(folder)
    except ArtifactError:
        return True
    return False


def remove(path: Path) -> None:
    """Take away a file, a link or a folder, if there is one."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)
