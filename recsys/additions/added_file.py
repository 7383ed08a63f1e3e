"""The titles that were added to a trained version, as lines of JSON beside it: appended, never changed.

A line counts once it is on the disk, before any model holds it. Each one bears its own sha256, so that
damage is named by file and line. What stands after the last line break was being written by somebody who
died: nobody was told that it counts, readers do not see it, and the next append cuts it off.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from io import FileIO
from pathlib import Path
from typing import Any

from recsys.catalogue.row_writing import row_text
from recsys.catalogue.stored_row import title_of_stored_row
from recsys.errors import ArtifactDamaged
from recsys.publication import replace_text, sync_folder
from recsys.title import Title

ENDING = ".added.jsonl"
_SUM = b', "sha256": "'
_TAIL = len(_SUM) + 64 + len(b'"}')


@dataclass(frozen=True, slots=True)
class Addition:
    """A title that was added to a trained version.

    Parameters
    ----------
    title : Title
        The title as it was given.
    replaced : str or None
        sha256 of the canonical row of this id in the catalogue that was trained; None if it had none.
    """

    title: Title
    replaced: str | None

    @property
    def line(self) -> bytes:
        """Its line, with the line break."""
        claim = f'{{"replaced": {json.dumps(self.replaced)}, "row": {row_text(self.title)}'.encode(
            "utf-8", "surrogatepass"
        )
        return claim + _SUM + hashlib.sha256(claim).hexdigest().encode() + b'"}\n'

    @classmethod
    def of_line(cls, line: bytes) -> Addition:
        """Return what a line says.

        Parameters
        ----------
        line : bytes
            As :attr:`line`, without the line break.

        Returns
        -------
        Addition
            The same.

        Raises
        ------
        KeyError, TypeError, ValueError
            If it is not a line that was written so.
        """
        claim, rest = line[:-_TAIL], line[-_TAIL:]
        if rest != _SUM + hashlib.sha256(claim).hexdigest().encode() + b'"}':
            msg = "it is not the line that was written"
            raise ValueError(msg)
        document: dict[str, Any] = json.loads(line.decode("utf-8", "surrogatepass"))
        replaced = document["replaced"]
        if not (replaced is None or isinstance(replaced, str)):
            raise TypeError(replaced)
        return cls(title_of_stored_row(document["row"]), replaced)


@dataclass(frozen=True, slots=True)
class AddedFile:
    """The file of one trained version, as far as it is whole.

    Parameters
    ----------
    path : Path
        Where it lies, whether it is there or not.
    lines : tuple of bytes
        Its whole lines, with their line breaks.
    """

    path: Path
    lines: tuple[bytes, ...]

    @classmethod
    def of(cls, folder: Path, base: str) -> AddedFile:
        """Return the file of a trained version.

        Parameters
        ----------
        folder : Path
            ``artifacts/NAME``.
        base : str
            The version.

        Returns
        -------
        AddedFile
            Without a line that is not whole; without lines if there is no file.
        """
        path = path_of(folder, base)
        try:
            whole = path.read_bytes()
        except FileNotFoundError:
            whole = b""
        return cls(path, tuple(_whole_lines(whole)))

    @property
    def n_bytes(self) -> int:
        """How long it is."""
        return sum(map(len, self.lines))

    def sha256(self, n_lines: int) -> str:
        """Return the sha256 of the first lines.

        Parameters
        ----------
        n_lines : int
            How many.

        Returns
        -------
        str
            64 hexadecimal digits; nothing for no line.
        """
        return hashlib.sha256(b"".join(self.lines[:n_lines])).hexdigest() if n_lines else ""

    def additions(self, start: int = 0) -> list[Addition]:
        """Return what the lines say.

        Parameters
        ----------
        start : int
            How many lines are passed over.

        Returns
        -------
        list of Addition
            One a line.

        Raises
        ------
        ArtifactDamaged
            If a line is not the one that was written; the message names it.
        """
        found = []
        for number, line in enumerate(self.lines[start:], start=start + 1):
            try:
                found.append(Addition.of_line(line[:-1]))
            except (KeyError, TypeError, ValueError, AttributeError, RecursionError) as error:
                msg = f"{self.path}:{number} is not the line that was written: mend it or take it out"
                raise ArtifactDamaged(msg) from error
        return found

    def appended(self, additions: Iterable[Addition]) -> AddedFile:
        """Return the file with lines that are on the disk from now on.

        Parameters
        ----------
        additions : iterable of Addition
            What is added. The caller is the only publisher of the folder.

        Returns
        -------
        AddedFile
            With the new lines; what stood after the last whole one is cut off.
        """
        lines, is_new = tuple(one.line for one in additions), not self.path.exists()
        with self.path.open("ab", buffering=0) as stream:
            stream.truncate(self.n_bytes)
            try:
                _write_all(stream, b"".join(lines))
                _sync(stream.fileno())
            except OSError:
                stream.truncate(self.n_bytes)  # nobody is told that these lines count, so nobody reads them
                raise
        if is_new:
            sync_folder(self.path.parent)
        return AddedFile(self.path, self.lines + lines)

    @classmethod
    def written(cls, folder: Path, base: str, lines: Sequence[bytes]) -> AddedFile:
        """Return the file of a version that was trained just now, with lines that it holds from the start.

        Parameters
        ----------
        folder : Path
            ``artifacts/NAME``, of which the caller is the only publisher.
        base : str
            The version.
        lines : sequence of bytes
            Whole lines.

        Returns
        -------
        AddedFile
            On the disk, in the place of one that was there; no lines leave no file.
        """
        path = path_of(folder, base)
        if lines:
            replace_text(path, b"".join(lines).decode("utf-8", "surrogatepass"))
        elif path.exists():
            path.unlink()
            sync_folder(folder)
        return cls(path, tuple(lines))


def path_of(folder: Path, base: str) -> Path:
    """Return where the titles lie that were added to a trained version.

    Parameters
    ----------
    folder : Path
        ``artifacts/NAME``.
    base : str
        The version.

    Returns
    -------
    Path
        The file, whether there is one or not.
    """
    return folder / f"{base}{ENDING}"


def row_sha256(text: str) -> str:
    """Return the sha256 of a canonical row.

    Parameters
    ----------
    text : str
        As :func:`recsys.catalogue.row_writing.row_text` writes it.

    Returns
    -------
    str
        64 hexadecimal digits.
    """
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _write_all(stream: FileIO, data: bytes) -> None:
    left = memoryview(data)
    while left:
        left = left[stream.write(left) or 0 :]


def _sync(descriptor: int) -> None:
    os.fsync(descriptor)


def _whole_lines(whole: bytes) -> list[bytes]:
    return [line + b"\n" for line in whole.split(b"\n")[:-1]]
