"""A folder in an object store, by the few things that are asked of it; needs fsspec, an extra.

The libraries of stores raise whatever they like, and some name keys in it. Nothing of that gets past this
file but the kind of the error.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any
from uuid import uuid4

from recsys.errors import ArtifactDamaged, ArtifactError, ArtifactMissing, ArtifactUnreachable, QueryError
from recsys.object_store.address import StoreAddress
from recsys.stored_version import Claim, file_sha256

_BLOCK = 2**22
"""Bytes that are asked for at once; a library holds one or two such blocks for each file."""
_WRITING = ".writing-"
_FORGOTTEN = 3600.0
"""Seconds after which a file that nobody writes to is nobody's."""


class ObjectStore:
    """A folder in a store, opened for this process: a forked one opens its own.

    Parameters
    ----------
    address : StoreAddress
        Where it is; nothing is asked of it yet.

    Raises
    ------
    QueryError
        If fsspec, or what it needs for this kind of store, is not installed, or if there is no such kind.
    ArtifactUnreachable
        If its library, some of which connect at once, does not open it.
    """

    def __init__(self, address: StoreAddress) -> None:
        self.address = address
        self._files, self._root, self._is_local = _opened(address)

    def read(self, name: str, *, most: int) -> bytes:
        """Return a small file.

        Parameters
        ----------
        name : str
            Its path below the address.
        most : int
            So many bytes are read of it at the most.

        Returns
        -------
        bytes
            All of it.

        Raises
        ------
        ArtifactMissing
            If there is none.
        ArtifactDamaged
            If it is longer.
        ArtifactUnreachable
            If the store does not let it be read.
        """
        return b"".join(self._bounded(name, most))

    def fetch(self, name: str, claim: Claim, target: Path) -> None:
        """Write a file to the disk, its bytes summed on the way.

        Parameters
        ----------
        name : str
            Its path below the address.
        claim : Claim
            What it must be.
        target : Path
            Where to; it lasts when this returns.

        Raises
        ------
        ArtifactMissing, ArtifactUnreachable
            As :meth:`read`.
        ArtifactDamaged
            If it is another one; nothing is left at the target.
        """
        digest = hashlib.sha256()
        try:
            with target.open("wb") as stream:
                for block in self._bounded(name, claim.n_bytes):
                    digest.update(block)
                    stream.write(block)
                stream.flush()
                os.fsync(stream.fileno())
            if digest.hexdigest() != claim.sha256:
                raise self._stranger(name)
        except ArtifactDamaged:
            target.unlink()
            raise

    def holds(self, name: str, claim: Claim) -> bool:
        """Return whether a file is there whole, as far as that is cheap to know.

        Parameters
        ----------
        name : str
            Its path below the address.
        claim : Claim
            What it must be.

        Returns
        -------
        bool
            By its size, and on a disk of this machine by its sum.

        Raises
        ------
        ArtifactUnreachable
            If the store does not say.
        """
        path = self._path(name)
        try:
            with self._telling(name):
                is_whole = self._files.info(path)["size"] == claim.n_bytes
        except ArtifactMissing:
            return False
        return is_whole and (not self._is_local or file_sha256(Path(path)) == claim.sha256)

    def put(self, source: Path, name: str) -> None:
        """Copy a file into the store, where it appears whole or not at all.

        Parameters
        ----------
        source : Path
            The file.
        name : str
            Its path below the address.

        Raises
        ------
        ArtifactMissing
            If there is no such bucket, or no folder above the address.
        ArtifactUnreachable
            If the store does not let it be written.
        """
        try:
            with self._telling(name):
                self._put(source, self._path(name))
        except ArtifactMissing:
            msg = f"there is nothing that {self.address} could lie in: make its bucket or its folder first"
            raise ArtifactMissing(msg) from None

    def _put(self, source: Path, path: str) -> None:
        if self._is_local:
            self._put_by_rename(source, path)
            return
        try:
            self._files.put_file(str(source), path)
        except FileNotFoundError:
            # Servers with real folders want them made. Not those above: in a store one may be a bucket.
            with suppress(FileExistsError):
                self._files.mkdir(path.rpartition("/")[0], create_parents=False)
            self._files.put_file(str(source), path)

    def _put_by_rename(self, source: Path, path: str) -> None:
        """A copy that is written in place could end the process of somebody who has the old one mapped."""
        self._files.makedirs(path.rpartition("/")[0], exist_ok=True)
        aside = Path(self._root) / f"{_WRITING}{uuid4().hex}"
        try:
            self._files.put_file(str(source), str(aside))
            self._clear_leftovers(aside.stat().st_mtime)
            self._files.mv(str(aside), path)
        except BaseException:
            aside.unlink(missing_ok=True)
            raise

    def _clear_leftovers(self, now: float) -> None:
        """Remove what publishers left that were killed; what another one is writing is never so old."""
        for leftover in Path(self._root).glob(f"{_WRITING}*"):
            with suppress(FileNotFoundError):
                if leftover.is_file() and now - leftover.stat().st_mtime > _FORGOTTEN:
                    leftover.unlink()

    def _bounded(self, name: str, most: int) -> Iterator[bytes]:
        n_bytes = 0
        for block in self._blocks(name):
            n_bytes += len(block)
            if n_bytes > most:
                raise self._stranger(name)
            yield block

    def _blocks(self, name: str) -> Iterator[bytes]:
        with self._telling(name):
            self._files.invalidate_cache()  # of listings, which would tell sizes of before
            with self._files.open(self._path(name), "rb", block_size=_BLOCK) as stream:
                while block := stream.read(_BLOCK):
                    yield block

    def _path(self, name: str) -> str:
        return f"{self._root}/{name}"

    def _stranger(self, name: str) -> ArtifactDamaged:
        return ArtifactDamaged(f"{self.address}/{name} is not what was published: publish it again")

    @contextmanager
    def _telling(self, name: str) -> Iterator[None]:
        try:
            yield
        except ArtifactError:
            raise
        except FileNotFoundError:
            msg = f"{self.address}/{name} is not there: publish a model with `recsys publish {self.address}`"
            raise ArtifactMissing(msg) from None
        except Exception as error:
            msg = f"{self.address}/{name} cannot be read or written: {_reason(error)}"
            raise ArtifactUnreachable(msg) from None


def _opened(address: StoreAddress) -> tuple[Any, str, bool]:
    try:
        from fsspec.core import url_to_fs
        from fsspec.implementations.local import LocalFileSystem
    except ImportError:
        msg = f"{address} is read with a package that is not here: pip install 'recsys[remote]'"
        raise QueryError(msg) from None
    scheme = address.url.partition(":")[0]
    try:
        files, root = url_to_fs(address.url)
    except ImportError as error:
        what = f"install what fsspec needs for {scheme}:// ({str(error)[:120]})"
        raise QueryError(f"{address} cannot be read: {what}") from None
    except ValueError as error:
        msg = f"{address} cannot be opened as {scheme}://: {_reason(error)}"
        raise QueryError(msg) from None
    except Exception as error:
        raise ArtifactUnreachable(f"{address} cannot be opened: {_reason(error)}") from None
    return files, root.rstrip("/"), isinstance(files, LocalFileSystem)


def _reason(error: Exception) -> str:
    """The kind of an error; what it says itself may hold keys."""
    number = error.errno if isinstance(error, OSError) else None
    return type(error).__name__ + (f" ({os.strerror(number)})" if number else "")
