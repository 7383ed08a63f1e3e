"""The run that finds the blocks that are left, wherever its tasks are done, and keeps each as a file."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from recsys.errors import RecsysError
from training.backends import Backend, Span, WorkersLost
from training.block_files import BlockFile, FoundBlock
from training.nearest import Nearest

MOST_IN_VAIN = 5
"""So often in a row workers may be lost without a block finished: perhaps one is more than they can bear."""


class RunUnfinished(RecsysError):
    """Some blocks could not be found; those that were are kept, and the same command goes on."""


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
    n_done = sum(map(len, files)) - sum(map(len, missing.values()))
    in_vain = 0
    while missing:
        n_missing = len(missing)
        spans = [Span(file.start, file.stop, file.k) for file in missing.values()]
        try:
            for found in backend.found(nearest, spans):
                file = missing.pop(found.start)
                file.write(found)
                n_done += len(file)
                tell(n_done)
        except WorkersLost as lost:
            in_vain = 0 if len(missing) < n_missing else in_vain + 1
            if lost.for_good or in_vain == MOST_IN_VAIN:
                raise RunUnfinished(_unfinished(lost, len(files) - len(missing), len(files))) from lost


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
