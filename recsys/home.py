"""Where models live unless somebody says otherwise."""

from __future__ import annotations

import os
from pathlib import Path


def models_home() -> Path:
    """Return the folder of all models.

    Returns
    -------
    Path
        ``$RECSYS_HOME``, else ``./artifacts`` where there is one, else the user's cache folder.
    """
    named = os.environ.get("RECSYS_HOME")
    if named:
        return Path(named)
    local = Path("artifacts")
    if local.is_dir():
        return local
    cache = os.environ.get("XDG_CACHE_HOME") or str(Path.home() / ".cache")
    return Path(cache) / "recsys"
