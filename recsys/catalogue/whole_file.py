"""Files that appear whole or not at all."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, cast


@contextmanager
def whole_file(path: Path) -> Iterator[BinaryIO]:
    """Return a context in which a file is written aside; at its end it takes its place.

    Parameters
    ----------
    path : Path
        Where the file will stand.

    Yields
    ------
    BinaryIO
        To be written to. The bytes are synchronised before the file is renamed; after an error
        nothing has changed.
    """
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    aside = Path(name)
    try:
        with os.fdopen(handle, "wb") as raw:
            yield cast(BinaryIO, raw)
            raw.flush()
            os.fsync(raw.fileno())
        aside.chmod(0o644)  # mkstemp is private; a catalogue is not
        aside.replace(path)
    except BaseException:
        aside.unlink(missing_ok=True)
        raise
