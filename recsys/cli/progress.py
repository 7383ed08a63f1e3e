"""A bar for long work, on standard error and only where somebody watches."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from recsys.cli.terminal import stderr


class Bar:
    """A bar that shows what is being done and how much of it is done.

    Parameters
    ----------
    progress : Progress
        What draws it.
    total : int
        What there is to do.
    """

    def __init__(self, progress: Progress, total: int) -> None:
        self._progress = progress
        self._task = progress.add_task("", total=total)

    def show(self, done: int, doing: str) -> None:
        """Show how much is done.

        Parameters
        ----------
        done : int
            Of the total.
        doing : str
            What is being done now.
        """
        self._progress.update(self._task, completed=done, description=doing)

    def follow(self, doing: str) -> Callable[[int, int], None]:
        """Return what shows how much is done of a total that is not known yet.

        Parameters
        ----------
        doing : str
            What is being done.

        Returns
        -------
        callable
            Takes how much is done, and of how much.
        """

        def show(done: int, total: int) -> None:
            self._progress.update(self._task, completed=done, total=total, description=doing)

        return show


@contextmanager
def progress_bar(total: int) -> Iterator[Bar]:
    """Yield a bar that disappears when the work is done.

    Parameters
    ----------
    total : int
        What there is to do.

    Yields
    ------
    Bar
        Nothing is drawn if standard error is no terminal.
    """
    console = stderr()
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:
        yield Bar(progress, total)
