"""A catalogue in parts on the command line: when it is one, where its work lies, and how far it is."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from importlib.util import find_spec
from pathlib import Path

from filelock import FileLock, Timeout

from recsys.cli.jobs import Where, check_jobs
from recsys.cli.progress import Bar
from recsys.errors import ArtifactBusy, BadData, QueryError

_WORK = ".training"
_LOCK = ".training.lock"
_DOING = {
    "count_part": "Reading",
    "retell_part": "Completing the relations of",
    "count_people": "Finding the people of",
    "count_tones": "Finding the tones of",
    "measure_part": "Measuring",
    "weigh_part": "Weighing",
}


def are_parts(catalogues: Sequence[str], jobs: int | None, backend: Where | None, *, is_plain: bool) -> bool:
    """Return whether a catalogue is to be worked on part by part.

    Parameters
    ----------
    catalogues : sequence of str
        What was given: paths, or a URL.
    jobs : int or None
        What ``--jobs`` asks for.
    backend : Where or None
        What ``--backend`` asks for.
    is_plain : bool
        Whether nothing is to be learned or mapped that needs the titles themselves.

    Returns
    -------
    bool
        True for a URL, and where ``--jobs`` or ``--backend`` was given.

    Raises
    ------
    QueryError
        If parts are asked for of what cannot be taken in parts.
    BadData
        If pyarrow is not installed.
    """
    is_url = any("://" in name for name in catalogues)
    if jobs is None and backend is None and not is_url:
        return False
    check_jobs(jobs)
    if len(catalogues) != 1 or not is_plain or not (is_url or Path(catalogues[0]).is_dir()):
        msg = (
            "expected one folder or URL of Parquet files with --jobs or --backend, and neither --map nor "
            "--encoding nor what people said"
        )
        raise QueryError(msg)
    if find_spec("pyarrow") is None:
        msg = "catalogues in parts need pyarrow: pip install 'recsys[parquet]'"
        raise BadData(msg)
    return True


def whole_location(location: str) -> str:
    """Return a location that means the same to workers that stand in other folders.

    Parameters
    ----------
    location : str
        A path, or a URL.

    Returns
    -------
    str
        An absolute path, or the URL.
    """
    return location if "://" in location else str(Path(location).resolve())


@contextmanager
def work_folder(out: Path) -> Iterator[Path]:
    """Return a context in which the work of an unfinished training is this training's alone.

    The work is removed at its end; after an error it stays, for the next training to go on with.

    Parameters
    ----------
    out : Path
        Folder of the model; made if absent.

    Yields
    ------
    Path
        A folder beside the published versions.

    Raises
    ------
    ArtifactBusy
        If another process is training on parts for the same model.
    """
    out.mkdir(parents=True, exist_ok=True)
    lock = FileLock(out / _LOCK)
    try:
        lock.acquire(timeout=0)
    except Timeout:
        msg = f"somebody else is training on parts in {out}: wait for that, or give another --out"
        raise ArtifactBusy(msg) from None
    try:
        yield out.resolve() / _WORK  # workers of a cluster may stand in other folders
        shutil.rmtree(out / _WORK, ignore_errors=True)
    finally:
        lock.release()


def clear_work(out: Path) -> None:
    """Remove what a training on parts left that nobody goes on with.

    Parameters
    ----------
    out : Path
        Folder of a model that was published.
    """
    if (out / _WORK).exists():
        with suppress(ArtifactBusy), work_folder(out):
            pass


def teller(bar: Bar) -> Callable[[str, int, int], None]:
    """Return what shows how far a training is.

    Parameters
    ----------
    bar : Bar
        Where to show it.

    Returns
    -------
    callable
        Takes the name of a step, how many parts it is done for, and of how many.
    """

    def tell(step: str, done: int, total: int) -> None:
        bar.show(0 if step == "count_part" else 1, f"{_DOING[step]} part {done} of {total}")

    return tell
