"""Which loops a search uses: plain ones until compiled ones are ready, so that no question waits.

Both give the same answers to the last bit; what is chosen here is only how fast.
"""

from __future__ import annotations

from recsys.index.kernels import PLAIN, Kernels

_compiled: list[Kernels] = []


def chosen_kernels(*, is_checked: bool) -> Kernels:
    """Return the fastest loops that may be used.

    Parameters
    ----------
    is_checked : bool
        Whether every number of the index was checked; compiled loops trust them.

    Returns
    -------
    Kernels
        Compiled ones after :func:`recsys.index.warming.compile_kernels`.
    """
    return _compiled[0] if _compiled and is_checked else PLAIN


def are_compiled() -> bool:
    """Return whether compiled loops are ready.

    Returns
    -------
    bool
        Whether :func:`use_compiled` was called.
    """
    return bool(_compiled)


def use_compiled(kernels: Kernels) -> None:
    """Use compiled loops from now on.

    Parameters
    ----------
    kernels : Kernels
        Compiled, and called once.
    """
    _compiled[:] = [kernels]
