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
    """What became of one file.

    Parameters
    ----------
    heading : str
        Whose it is; empty for the viewer's own.
    report : dict
        As :meth:`recsys.history.Viewer.report` gives it.
    counts : tuple of (int, str)
        How many titles, and what became of them in words.
    says : str
        What it does to the answer, in words.
    """

    heading: str
    report: dict[str, Any]
    counts: tuple[tuple[int, str], ...]
    says: str


@dataclass(frozen=True, slots=True)
class Onward:
    """All that was brought, and where it leads.

    Parameters
    ----------
    files : tuple of Brought
        The viewer's own, then somebody else's, then the list to choose from, as far as given.
    address : Address or None
        Where the answer is; None if nothing was found to ask with.
    remarks : tuple of str
        What the address cannot carry.
    """

    files: tuple[Brought, ...]
    address: Address | None
    remarks: tuple[str, ...]


def brought(model: Model, viewer: Viewer, other: Viewer | None = None, among: Viewer | None = None) -> Onward:
    """Return what the page says of a viewer's history, of somebody else's, and of a list to choose from.

    Parameters
    ----------
    model : Model
        The model that they were matched against.
    viewer : Viewer
        The viewer.
    other : Viewer or None
        Somebody who watches, too.
    among : Viewer or None
        A list: all its titles count, seen or not.

    Returns
    -------
    Onward
        With an address that asks for more like what was liked best, without what either has seen.
    """
    files = [_file(model, viewer, "", _of_viewer(viewer))]
    pairs = [("like", seed.name) for seed in viewer.profile.like[:N_SEEDS]]
    seen = set(viewer.profile.seen)
    remarks: list[str] = []
    if other is not None:
        files.append(_file(model, other, "Somebody else's", _of_viewer(other)))
        theirs = [("like2", seed.name) for seed in other.profile.like[:N_SEEDS]]
        if not theirs:
            remarks.append("Nothing of what somebody else liked was found here: the answer is for you alone.")
        pairs += theirs
        seen.update(other.profile.seen)
    if len(viewer.profile.like) > N_SEEDS or (other and len(other.profile.like) > N_SEEDS):
        remarks.append(f"The link carries the {N_SEEDS} strongest likes{' of each' if other else ''}.")
    ids = titles_of(model, among) if among is not None else []
    if among is not None:
        told = f"{len(ids)} of its titles are in this catalogue."
        files.append(_file(model, among, "The list to choose from", told))
    if not pairs:
        return Onward(tuple(files), None, ())
    pairs.append(("blend", Blend.NEAREST.value))
    hidden = seen_text(model, sorted(seen))
    if hidden is None:
        remarks.append("There are too many for a link: what you have seen may come again.")
    elif seen:
        pairs.append(("seen", hidden))
    if among is not None:
        listed = seen_text(model, ids) if ids else ""
        if listed:
            pairs.append(("among", listed))
        else:
            remarks.append(
                "There are too many in the list for a link: all titles may come."
                if listed is None
                else "Nothing of the list was found here: all titles may come."
            )
    return Onward(tuple(files), Address.of(pairs), tuple(remarks))


def titles_of(model: Model, viewer: Viewer) -> list[str]:
    """Return all titles that a file names, seen or not.

    Parameters
    ----------
    model : Model
        The model that it was matched against.
    viewer : Viewer
        The file, read as a history.

    Returns
    -------
    list of str
        Their ids, each once.
    """
    rows = dict.fromkeys(match.row for match in viewer.matches if match.row is not None)
    return [model.names.ids.table[row] for row in rows]


def _file(model: Model, viewer: Viewer, heading: str, says: str) -> Brought:
    report = viewer.report(model, most=_LISTED)
    counts = tuple((n, _WORDS[way]) for way in MatchedBy if (n := report["matched"].get(str(way), 0)))
    return Brought(heading, report, counts, says)


def _of_viewer(viewer: Viewer) -> str:
    profile = viewer.profile
    if not profile.like:
        return "Nothing in it could be found here and was liked, so there is nothing to start from."
    return f"{len(profile.seen)} will not come again; {profile.n_liked} liked, {profile.n_disliked} not."


def formats() -> tuple[str, ...]:
    """Return what exports the page takes, in words.

    Returns
    -------
    tuple of str
        One a kind.
    """
    return tuple(reader.description for reader in READERS)
