"""Where models, and copies of them, live unless somebody says otherwise."""

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
    return _user_cache() / "recsys"


def copies_home() -> Path:
    """Return the folder of copies of models that lie in object stores.

    Returns
    -------
    Path
        ``$RECSYS_CACHE``, else one in the user's cache folder; never that of the models themselves.
    """
    named = os.environ.get("RECSYS_CACHE")
    return Path(named) if named else _user_cache() / "recsys-stores"


def _user_cache() -> Path:
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
