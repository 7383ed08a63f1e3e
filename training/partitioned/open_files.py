"""How many files a process may have open: merging looks into those of all parts at once."""

from __future__ import annotations

from recsys.errors import BadData

_EACH = 16
_OTHERS = 256


def allow_open_files(n_parts: int) -> None:
    """Allow this process as many open files as merging so many parts needs.

    Parameters
    ----------
    n_parts : int
        Number of parts.

    Raises
    ------
    BadData
        If the system allows fewer.
    """
    try:
        import resource
    except ImportError:  # a system without such a limit
        return
    needed = _EACH * n_parts + _OTHERS
    allowed, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    if needed <= allowed or allowed == resource.RLIM_INFINITY:
        return
    if resource.RLIM_INFINITY != most < needed:
        msg = (
            f"{n_parts} parts need {needed} open files, and this system allows {most}: "
            "write fewer and larger parts, or have `ulimit -Hn` raised"
        )
        raise BadData(msg)
    resource.setrlimit(resource.RLIMIT_NOFILE, (needed, most))
