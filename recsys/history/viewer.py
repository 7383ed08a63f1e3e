"""A viewer as one model sees them: their history matched, weighed, and told line by line."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

from recsys.history.matching import MOST_SPELLED, Match, MatchedBy, count_matches, match_records
from recsys.history.profile import Profile, profile_of
from recsys.history.reading import History
from recsys.model import Model

_LISTED = 100
_LISTED_WAYS = (MatchedBy.AMBIGUOUS, MatchedBy.UNKNOWN, MatchedBy.SPELLING)


@dataclass(frozen=True, slots=True)
class Viewer:
    """A history and what a model makes of it.

    Parameters
    ----------
    history : History
        As it was read.
    matches : tuple of Match
        One a record.
    profile : Profile
        What it says of the viewer.
    """

    history: History
    matches: tuple[Match, ...]
    profile: Profile

    def report(self, model: Model, *, most: int = _LISTED) -> dict[str, Any]:
        """Return what became of every line, as JSON types.

        Parameters
        ----------
        model : Model
            The model that they were matched against.
        most : int
            How many problems, ambiguous and unknown records are listed; all are counted.

        Returns
        -------
        dict
            Counts by way of matching, and the records that led to no title with file and line.
        """
        by_way = {way: [one for one in self.matches if one.by is way] for way in _LISTED_WAYS}
        listed = {way: [_told(one, model) for one in found[:most]] for way, found in by_way.items()}
        return {
            "formats": list(self.history.formats),
            "rows": self.history.n_read,
            "records": len(self.history.records),
            "matched": count_matches(self.matches),
            "seen": len(self.profile.seen),
            "liked": self.profile.n_liked,
            "disliked": self.profile.n_disliked,
            "used_as_seeds": len(self.profile.like) + len(self.profile.dislike),
            "ambiguous": listed[MatchedBy.AMBIGUOUS],
            "unknown": listed[MatchedBy.UNKNOWN],
            "by_spelling": listed[MatchedBy.SPELLING],
            "n_problems": len(self.history.problems),
            "problems": [asdict(problem) for problem in self.history.problems[:most]],
            "notices": [*self.history.notices, *self._cut()],
        }

    def _cut(self) -> Iterator[str]:
        n_dated = sum(one.record.year is not None for one in self.matches if one.by is MatchedBy.UNKNOWN)
        if n_dated > MOST_SPELLED:
            yield f"near spellings were looked for {MOST_SPELLED} times only"

    def lines(self, model: Model) -> Iterator[dict[str, Any]]:
        """Yield what became of each record.

        Parameters
        ----------
        model : Model
            The model that they were matched against.

        Yields
        ------
        dict
            File, line, title, year, way, and the id and title that were found.
        """
        for one in self.matches:
            yield {**_told(one, model), "by": str(one.by)}


def viewer_of(model: Model, history: History) -> Viewer:
    """Return what a model makes of a history.

    Parameters
    ----------
    model : Model
        The model.
    history : History
        The history.

    Returns
    -------
    Viewer
        Matched and weighed.
    """
    matches = match_records(model, history.records)
    return Viewer(history, matches, profile_of(model, matches))


def _told(match: Match, model: Model) -> dict[str, Any]:
    record = match.record
    return {
        "file": record.file,
        "line": record.line,
        "title": record.title[:200],
        "year": record.year,
        "choices": [asdict(choice) for choice in match.choices],
        "id": "" if match.row is None else model.names.ids.table[match.row],
    }
