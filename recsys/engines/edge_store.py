"""A folder of shards for the engine in process: one a version, and a pointer to the last one.

::

    FOLDER/CURRENT                  the version that was exported last, and its encoding
    FOLDER/<version>-<encoding>/    its shard, complete

A shard is written aside and put in place by one rename. Nobody writes to it afterwards, so that any number
of processes may read it.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from recsys.engines.keeping import VERSION, superseded
from recsys.engines.points import VECTOR, TitlePoints
from recsys.engines.qdrant_edge import EdgeEngine, check_installed, sparse, told
from recsys.errors import IndexUnreachable
from recsys.publication import only_publisher, remove_version, replace_text, sync_folder
from recsys.stored_version import POINTER

_BATCH = 1_000


@dataclass(frozen=True, slots=True)
class EdgeStore:
    """Shards of the versions of a model.

    Parameters
    ----------
    folder : Path
        Made by the first export.
    """

    folder: Path

    def current(self) -> str:
        """Return the version that was exported last.

        Returns
        -------
        str
            Empty if there is none.
        """
        try:
            named = (self.folder / POINTER).read_text("ascii").strip()
        except (OSError, ValueError):
            return ""
        return named if VERSION.fullmatch(named) else ""

    def engine(self, version: str) -> EdgeEngine | None:
        """Return the shard of a version.

        Parameters
        ----------
        version : str
            As :func:`recsys.engines.keeping.encoded_version` names it.

        Returns
        -------
        EdgeEngine or None
            None if it is not there.
        """
        shard = self.folder / version
        return EdgeEngine(shard) if shard.is_dir() else None

    def write(self, titles: TitlePoints) -> Iterator[int]:
        """Write all titles of a version; see :class:`recsys.engines.vector_engine.EngineStore`.

        What an export left that was interrupted is removed, and the export begins anew. So does that of a
        version whose shard lacks titles or cannot be read.

        Parameters
        ----------
        titles : TitlePoints
            The titles.

        Yields
        ------
        int
            How many titles are written; growing.

        Raises
        ------
        IndexUnreachable
            If the engine is not installed, or cannot write.
        """
        check_installed()
        version = titles.version
        with only_publisher(self.folder):
            if not self._is_whole(titles):
                yield from self._write_shard(titles)
            before = self.current()
            replace_text(self.folder / POINTER, f"{version}\n")
            present = [path.name for path in self.folder.iterdir() if path.is_dir()]
            for old in superseded(present, version, before):
                remove_version(self.folder / old)
        yield titles.n_titles

    def _is_whole(self, titles: TitlePoints) -> bool:
        shard = self.engine(titles.version)
        try:
            return shard is not None and shard.n_titles() == titles.n_titles
        except IndexUnreachable:
            return False

    def _write_shard(self, titles: TitlePoints) -> Iterator[int]:
        from qdrant_edge import EdgeConfig, EdgeShard, EdgeSparseVectorParams, Memory, Point, UpdateOperation

        place = self.folder / titles.version
        aside = Path(tempfile.mkdtemp(prefix=".writing-", dir=self.folder))
        # Without a log of changes: nobody changes it, and its lock would keep all readers but one out.
        config = EdgeConfig(
            sparse_vectors={VECTOR: EdgeSparseVectorParams(memory=Memory.Cached)}, wal_enabled=False
        )
        try:
            with told("write", place):
                shard = EdgeShard.create(str(aside), config)
            for n_written, batch in titles.batches(_BATCH):
                points = [Point(one.row, {VECTOR: sparse(one.vector)}, one.facts) for one in batch]
                with told("write", place):
                    shard.update(UpdateOperation.upsert_points(points))
                yield n_written
            with told("write", place):
                shard.optimize()
                shard.flush()
                shard.close()
            aside.chmod(0o755)
            if place.is_dir():
                remove_version(place)
            aside.rename(place)
            sync_folder(self.folder)
        finally:
            shutil.rmtree(aside, ignore_errors=True)
