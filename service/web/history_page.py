"""The page of a viewer's history: what was read, what was found, and where to go on from it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from recsys.history import READERS, MatchedBy, Viewer
from recsys.model import Model
from recsys.query import Blend
from service.web.address import Address
from service.web.seen import seen_text

N_SEEDS = 12
"""Likes that the link carries: the strongest; more would make it unreadable."""

_LISTED = 50
_WORDS = {
    MatchedBy.ID: "found by their number",
    MatchedBy.TITLE_AND_YEAR: "found by title and year",
    MatchedBy.TITLE: "found by title alone",
    MatchedBy.SPELLING: "found by a near spelling",
    MatchedBy.AMBIGUOUS: "may mean several titles",
    MatchedBy.UNKNOWN: "not in this catalogue",
}


@dataclass(frozen=True, slots=True)
class Brought:
    """What became of a history.

    Parameters
    ----------
    report : dict
        As :meth:`recsys.history.Viewer.report` gives it.
    counts : tuple of (int, str)
        How many titles, and what became of them in words.
    onward : Address or None
        Where the answer is; None if nothing was found to ask with.
    is_cut : bool
        Whether the address cannot carry all that was seen.
    """

    report: dict[str, Any]
    counts: tuple[tuple[int, str], ...]
    onward: Address | None
    is_cut: bool


def brought(model: Model, viewer: Viewer) -> Brought:
    """Return what the page says of a viewer's history.

    Parameters
    ----------
    model : Model
        The model that it was matched against.
    viewer : Viewer
        The viewer.

    Returns
    -------
    Brought
        With an address that asks for more like what was liked best, without what was seen.
    """
    report = viewer.report(model, most=_LISTED)
    counts = tuple((n, _WORDS[way]) for way in MatchedBy if (n := report["matched"].get(str(way), 0)))
    seen = seen_text(model, viewer.profile.seen)
    likes = [("like", seed.name) for seed in viewer.profile.like[:N_SEEDS]]
    hidden = [("seen", seen)] if seen and viewer.profile.seen else []
    onward = Address.of([*likes, ("blend", Blend.NEAREST.value), *hidden]) if likes else None
    return Brought(report, counts, onward, seen is None)


def formats() -> tuple[str, ...]:
    """Return what exports the page takes, in words.

    Returns
    -------
    tuple of str
        One a kind.
    """
    return tuple(reader.description for reader in READERS)
