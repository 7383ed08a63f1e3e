"""What the steps of a training leave for the next ones: arrays by name, in folders on a disk that all share.

A folder's name is a digest of all that its arrays depend on. What is found there is what would be made again,
unless a published model shares it: whatever happens to the model happens to it too.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
from numpy.typing import DTypeLike, NDArray

from recsys.arrays import Csr
from recsys.features import BlockSpec
from recsys.growing_array import GrowingArray
from recsys.large_arrays import is_shared_out
from recsys.names import StringTable
from recsys.short_rows import ShortRows
from training.builtin import builtin_digest
from training.partitioned.parts import Part, digest_of

_LETTERS = 16
_DIGEST = re.compile(f"[0-9a-f]{{{_LETTERS}}}")
_ASIDE = ".writing"
_DROPPED = ".dropped"
_DONE = ".done"
_HELD = frozenset({".npy", ".json", _DONE})


@dataclass(frozen=True, slots=True)
class Arrays:
    """Arrays and tables by name, each a file that appears whole or not at all.

    Parameters
    ----------
    folder : Path
        Where they are; made by the first that is written.
    """

    folder: Path

    def write(self, name: str, array: NDArray[Any]) -> None:
        """Write an array.

        Parameters
        ----------
        name : str
            Dotted name.
        array : ndarray
            Of plain numbers.
        """
        with self._file(f"{name}.npy") as file:
            np.lib.format.write_array(file, np.asarray(array), allow_pickle=False)

    def read(self, name: str) -> NDArray[Any]:
        """Return an array, mapped from its file.

        Parameters
        ----------
        name : str
            Dotted name.

        Returns
        -------
        ndarray
            Nobody can write to it.
        """
        array: NDArray[Any] = np.load(self.folder / f"{name}.npy", mmap_mode="r", allow_pickle=False)
        return array

    def write_texts(self, name: str, texts: StringTable) -> None:
        """Write a table of strings.

        Parameters
        ----------
        name : str
            Dotted name.
        texts : StringTable
            The table.
        """
        self.write(f"{name}.blob", texts.blob)
        self.write(f"{name}.offsets", np.asarray(texts.offsets, dtype=np.int64))  # as Arrow takes them

    def read_texts(self, name: str) -> StringTable:
        """Return a table of strings, mapped from its files.

        Parameters
        ----------
        name : str
            Dotted name.

        Returns
        -------
        StringTable
            The table.
        """
        return StringTable(self.read(f"{name}.blob"), self.read(f"{name}.offsets"))

    def write_rows(self, name: str, rows: Csr) -> None:
        """Write a sparse matrix.

        Parameters
        ----------
        name : str
            Dotted name.
        rows : Csr
            The matrix.
        """
        for part, array in rows.arrays().items():
            self.write(f"{name}.{part}", array)

    def read_rows(self, name: str) -> Csr:
        """Return a sparse matrix, mapped from its files.

        Parameters
        ----------
        name : str
            Dotted name.

        Returns
        -------
        Csr
            The matrix.
        """
        return Csr(self.read(f"{name}.indptr"), self.read(f"{name}.indices"), self.read(f"{name}.data"))

    def write_short_rows(self, name: str, rows: ShortRows) -> None:
        """Write a sparse matrix of short rows.

        Parameters
        ----------
        name : str
            Dotted name.
        rows : ShortRows
            The matrix.
        """
        for part, array in rows.arrays().items():
            self.write(f"{name}.{part}", array)

    def read_short_rows(self, name: str) -> ShortRows:
        """Return a sparse matrix of short rows, mapped from its files.

        Parameters
        ----------
        name : str
            Dotted name.

        Returns
        -------
        ShortRows
            The matrix.
        """
        return ShortRows(*(self.read(f"{name}.{part.name}") for part in fields(ShortRows)))

    def write_json(self, name: str, value: Any) -> None:
        """Write a value of JSON.

        Parameters
        ----------
        name : str
            Dotted name.
        value : object
            Of texts, numbers, lists and dictionaries.
        """
        with self._file(f"{name}.json") as file:
            file.write(json.dumps(value).encode())

    def read_json(self, name: str) -> Any:
        """Return a value of JSON.

        Parameters
        ----------
        name : str
            Dotted name.

        Returns
        -------
        object
            What was written.
        """
        return json.loads((self.folder / f"{name}.json").read_bytes())

    @contextmanager
    def appended(self, name: str, dtype: DTypeLike) -> Iterator[GrowingArray]:
        """Return a context in which an array is written piece after piece.

        Parameters
        ----------
        name : str
            Dotted name.
        dtype : numpy.dtype
            Of its numbers.

        Yields
        ------
        GrowingArray
            To be added to; :meth:`read` finds it after the end of the context.
        """
        with self._file(f"{name}.npy") as file:
            growing = GrowingArray(file, dtype)
            yield growing
            growing.finish()

    def is_done(self, step: str) -> bool:
        """Return whether a step was finished here.

        Parameters
        ----------
        step : str
            Its name.

        Returns
        -------
        bool
            Whether :meth:`mark_done` was called, and every file that was not dropped since has the size that
            it had then: a machine that lost its power may have lost the ends of files too.
        """
        try:
            sizes = json.loads((self.folder / f"{step}{_DONE}").read_bytes())
            return all(_is_as_it_was(self.folder / name, size) for name, size in sizes.items())
        except (OSError, ValueError):
            return False

    def mark_done(self, step: str, beside: Sequence[Arrays] = ()) -> None:
        """Remember that a step is finished; called after all that it writes is written.

        Parameters
        ----------
        step : str
            Its name.
        beside : sequence of Arrays
            Other folders in which it leaves something for later steps.
        """
        self.folder.mkdir(parents=True, exist_ok=True)
        if self.is_done(step):  # another worker has done it, too; later steps vouch for its mark
            return
        folders = [self.folder, *(other.folder for other in beside)]
        own = self.folder / f"{step}{_DONE}"  # there already if it was done before, and torn since
        files = [
            path for folder in folders for path in folder.iterdir() if path.suffix in _HELD and path != own
        ]
        sizes = {os.path.relpath(path, self.folder): path.stat().st_size for path in files}
        with self._file(f"{step}{_DONE}") as file:
            file.write(json.dumps(sizes).encode())

    def drop(self, *prefixes: str, after: str) -> None:
        """Remove arrays that no step reads any more; those that made them are still done.

        Parameters
        ----------
        *prefixes : str
            With what their names begin.
        after : str
            The step of all parts by which nobody needs them.
        """
        files = [path for path in self._files() if path.suffix == ".npy" and path.name.startswith(prefixes)]
        for path in files:
            _sign(path).write_text(after, encoding="utf-8")
            with suppress(PermissionError):  # some systems keep what anybody has mapped
                path.unlink()

    def dropped_after(self) -> set[str]:
        """Return the steps by which nobody needed what was removed.

        Returns
        -------
        set of str
            Empty if nothing was.
        """
        signs = (path for path in self._files() if path.suffix == _DROPPED)
        return {path.read_text(encoding="utf-8", errors="replace") for path in signs}

    def _files(self) -> list[Path]:
        return list(self.folder.iterdir()) if self.folder.exists() else []

    @contextmanager
    def _file(self, name: str) -> Iterator[BinaryIO]:
        """A file that is written aside, without waiting for the disk: a step makes hundreds of them."""
        self.folder.mkdir(parents=True, exist_ok=True)
        handle, aside = tempfile.mkstemp(suffix=_ASIDE, dir=self.folder)
        try:
            with os.fdopen(handle, "wb") as file:
                yield file
            Path(aside).chmod(0o644)  # mkstemp is private; workers may be other users
            Path(aside).replace(self.folder / name)
        except BaseException:
            Path(aside).unlink(missing_ok=True)
            raise


@dataclass(frozen=True, slots=True)
class WorkFolder:
    """The folders of a training: one for each part by itself, and those of all parts together.

    Parameters
    ----------
    root : Path
        A folder that every process of the training can write to.
    of_code : str
        Digest of the code and of the declarations of the blocks.
    of_parts : str
        Digest of all parts.
    """

    root: Path
    of_code: str
    of_parts: str

    @classmethod
    def of(cls, root: Path, parts: tuple[Part, ...], blocks: tuple[BlockSpec, ...]) -> WorkFolder:
        """Return the folders of a training on some parts.

        Parameters
        ----------
        root : Path
            A folder that every process of the training can write to.
        parts : tuple of Part
            All parts.
        blocks : tuple of BlockSpec
            Feature blocks.

        Returns
        -------
        WorkFolder
            Nothing is made yet.
        """
        declared = hashlib.sha256(f"{builtin_digest()}\n{blocks!r}".encode())
        return cls(root, declared.hexdigest()[:_LETTERS], digest_of(parts)[:_LETTERS])

    def clear_others(self, parts: tuple[Part, ...]) -> None:
        """Remove what trainings by other code, on other parts or on other versions of them have left.

        Parameters
        ----------
        parts : tuple of Part
            All parts of this training.
        """
        own = self.root / self.of_code
        kept = {self._together, *(self.alone(part).folder for part in parts)}
        others = [path for path in self.root.glob("*") if _DIGEST.fullmatch(path.name) and path != own]
        for path in (*others, *(path for path in own.glob("*") if path not in kept)):
            shutil.rmtree(path)

    def clear_torn(self, parts: tuple[Part, ...]) -> None:
        """Remove what there is of parts if steps have to be done again that need what was dropped.

        That is so where one of the parts is another one than before, where files are no longer whole, and
        where some became those of a published model: what was damaged there has the size that it had.

        Parameters
        ----------
        parts : tuple of Part
            All parts of this training, after :meth:`clear_others`.
        """
        alone = [self.alone(part) for part in parts]
        folders = [own.folder for own in (*alone, *map(self.among_all, parts), self.whole)]
        dropped = {folder: Arrays(folder).dropped_after() for folder in folders}
        shared = set(filter(is_shared_out, folders))
        if not shared and all(self.whole.is_done(step) for step in set().union(*dropped.values())):
            return
        torn = [own.folder for own in alone if dropped[own.folder] or own.folder in shared]
        for folder in (self._together, *torn):
            _remove(folder)

    def alone(self, part: Part) -> Arrays:
        """Return what is known of a part without the others; it stays true when others change.

        It is of use to a training on other parts only until the lines of all are merged: some of it is
        dropped then, and the part is read again.

        Parameters
        ----------
        part : Part
            The part.

        Returns
        -------
        Arrays
            A folder.
        """
        return Arrays(self.root / self.of_code / f"part-{digest_of((part,))[:_LETTERS]}")

    def among_all(self, part: Part) -> Arrays:
        """Return what is known of a part as one of all.

        Parameters
        ----------
        part : Part
            The part.

        Returns
        -------
        Arrays
            A folder.
        """
        return Arrays(self._together / f"part-{part.number:05}")

    @property
    def whole(self) -> Arrays:
        """What is known of all parts together."""
        return Arrays(self._together / "whole")

    @property
    def _together(self) -> Path:
        return self.root / self.of_code / f"all-{self.of_parts}"


def _remove(folder: Path) -> None:
    """Remove a folder of work; killed half way, no step in it is done."""
    for done in folder.rglob(f"*{_DONE}"):
        done.unlink()
    shutil.rmtree(folder, ignore_errors=True)


def _is_as_it_was(path: Path, size: int) -> bool:
    try:
        return path.stat().st_size == size
    except FileNotFoundError:
        return _sign(path).exists()


def _sign(path: Path) -> Path:
    """Where it is written that an array was dropped."""
    return path.with_name(f"{path.name}{_DROPPED}")
