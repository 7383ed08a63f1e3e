"""The run that finds the blocks that are left, wherever its tasks are done, and keeps each as a file."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np

from training.backends import Backend, WorkersLost
from training.block_files import BlockFile, FoundBlock
from training.nearest import Nearest
from training.task_run import RunUnfinished, results_of_all


@dataclass(frozen=True, slots=True)
class Span:
    """A task: the neighbours of titles that stand side by side.

    Parameters
    ----------
    start, stop : int
        The first title, and the first one after them.
    k : int
        How many neighbours a title.
    """

    start: int
    stop: int
    k: int

    @classmethod
    def of(cls, file: BlockFile) -> Span:
        """Return what fills a file.

        Parameters
        ----------
        file : BlockFile
            The file.

        Returns
        -------
        Span
            The task.
        """
        return cls(file.start, file.stop, file.k)

    def found_by(self, nearest: Nearest) -> FoundBlock:
        """Return their neighbours.

        Parameters
        ----------
        nearest : Nearest
            What finds them.

        Returns
        -------
        FoundBlock
            In the types in which it is kept.
        """
        block = nearest.of(np.arange(self.start, self.stop), self.k)
        return FoundBlock(self.start, block.rows.astype(np.int32), block.scores.astype(np.float64))


def finish_blocks(
    files: Sequence[BlockFile], nearest: Nearest, backend: Backend, *, tell: Callable[[int], None]
) -> None:
    """Find every block of which there is no whole file yet, and no other.

    Equal questions give equal bytes, wherever they are answered and however often the run was
    interrupted. Only this process writes.

    Parameters
    ----------
    files : sequence of BlockFile
        All blocks.
    nearest : Nearest
        What finds neighbours; for other processes such a one as can be sent there.
    backend : Backend
        Where it is asked.
    tell : callable
        Is told after each block how many titles are done.

    Raises
    ------
    RunUnfinished
        If nobody is left to find the others.
    """
    missing = {file.start: file for file in files if file.read() is None}
    n_kept, n_done = len(files) - len(missing), sum(map(len, files)) - sum(map(len, missing.values()))
    tasks = {file.start: partial(Span.of(file).found_by, nearest) for file in missing.values()}
    try:
        for start, found in results_of_all(tasks, backend):
            missing[start].write(found)
            n_kept, n_done = n_kept + 1, n_done + len(missing[start])
            tell(n_done)
    except WorkersLost as lost:
        raise RunUnfinished(_unfinished(lost, n_kept, len(files))) from lost


def finished(file: BlockFile) -> FoundBlock:
    """Return what the file of a finished block holds.

    Parameters
    ----------
    file : BlockFile
        The file.

    Returns
    -------
    FoundBlock
        Its neighbours.

    Raises
    ------
    RunUnfinished
        If somebody has changed or removed it since.
    """
    found = file.read()
    if found is None:
        msg = f"{file.path} is not what was written there just now: run the same command again"
        raise RunUnfinished(msg)
    return found


def _unfinished(lost: WorkersLost, n_kept: int, n_blocks: int) -> str:
    return f"{lost}; {n_kept} of {n_blocks} blocks are kept: the same command goes on with the others"
