"""Files of judgements: what can be used, and what cannot, with file, line and field."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

import numpy as np

from recsys.catalogue import Catalogue, Problem
from recsys.catalogue.problems import shown
from recsys.errors import BadData
from training.evaluation.judgements import Labels, Pairs, Ratings, Siblings
from training.evaluation.tables import Column, table_lines

HALVES = ("dev", "test")

_T = TypeVar("_T")
_V = TypeVar("_V")
_SOURCE, _TARGET = Column(("source_id", "source")), Column(("target_id", "target"))
_ITEM = Column(("item", "title", "title_id", "item_id"))
_GOOD, _BAD = (
    frozenset({"1", "1.0", "good", "ok", "true", "yes"}),
    frozenset({"0", "0.0", "bad", "false", "no"}),
)


@dataclass(frozen=True, slots=True)
class JudgementReader:
    """Reads the files of judgements about one catalogue; what is wrong is kept in ``problems``.

    Parameters
    ----------
    catalogue : Catalogue
        Its ids are what the files name.
    problems : list of Problem
        Every row that could not be used, or not as it stands.
    """

    catalogue: Catalogue
    problems: list[Problem] = field(default_factory=list)

    def pairs(self, path: Path) -> Pairs:
        """Return recommendations; the weights of a pair that is there twice are added.

        Parameters
        ----------
        path : Path
            Columns ``source_id``, ``target_id`` and, if people were counted, ``weight``.

        Returns
        -------
        Pairs
            Each pair once.

        Raises
        ------
        BadData
            If the file is no such table, or none of its rows can be used.
        """
        columns = (_SOURCE, _TARGET, Column(("weight",), is_required=False))
        n_known = len(self.problems)
        found: dict[tuple[int, int], float] = {}
        for place, (source, target, weight) in self._rows(path, columns):
            pair = self._pair(place, source, target)
            number = 1.0 if not weight else self._number(place, "weight", weight)
            if number is not None and number <= 0:
                self._add(place, "weight", f"{shown(weight)} is not above 0; expected a number of people")
            elif pair is not None and number is not None:
                found[pair] = found.get(pair, 0.0) + number
        rows = np.array(sorted(self._usable(path, found, n_known)), dtype=np.int64)
        weights = np.array([found[int(a), int(b)] for a, b in rows])
        return Pairs(rows[:, 0], rows[:, 1], weights)

    def labels(self, path: Path) -> Labels:
        """Return labelled pairs; of two labels of a pair the first is used.

        Parameters
        ----------
        path : Path
            Columns ``source_id``, ``target_id`` and ``label`` (or ``weight``): 1 good, 0 bad.

        Returns
        -------
        Labels
            Each pair once.

        Raises
        ------
        BadData
            If the file is no such table, or none of its rows can be used.
        """
        columns = (_SOURCE, _TARGET, Column(("label", "weight")))
        n_known = len(self.problems)
        found: dict[tuple[int, int], bool] = {}
        for place, (source, target, label) in self._rows(path, columns):
            pair, word = self._pair(place, source, target), label.lower()
            if word not in _GOOD | _BAD:
                self._add(place, "label", f"{shown(label)} is no label; expected 1 (good) or 0 (bad)")
            elif pair is not None:
                self._keep_first(found, pair, word in _GOOD, place, "label", "the pair")
        rows = np.array(sorted(self._usable(path, found, n_known)), dtype=np.int64)
        is_good = np.array([found[int(a), int(b)] for a, b in rows], dtype=np.bool_)
        return Labels(rows[:, 0], rows[:, 1], is_good)

    def ratings(self, path: Path) -> Ratings:
        """Return ratings; of two ratings of one title by one user the last is used.

        Parameters
        ----------
        path : Path
            Columns ``user``, ``item``, ``rating`` and, where known, ``timestamp``.

        Returns
        -------
        Ratings
            Sorted by user and title.

        Raises
        ------
        BadData
            If the file is no such table, or none of its rows can be used.
        """
        time = Column(("timestamp", "time"), is_required=False)
        columns = (Column(("user", "user_id")), _ITEM, Column(("rating",)), time)
        n_known = len(self.problems)
        found: dict[tuple[str, int], tuple[float, float]] = {}
        for place, (user, item, rating, when) in self._rows(path, columns):
            row, number = self._row(place, "item", item), self._number(place, "rating", rating)
            moment = math.nan if not when else self._number(place, "timestamp", when)
            if row is None or number is None or moment is None:
                continue
            if (user, row) in found:
                self._add(
                    place, "item", f"{shown(item)} is rated again by this user; the last rating is used"
                )
            found[user, row] = (number, moment)
        return _ratings(self._usable(path, found, n_known))

    def siblings(self, path: Path) -> Siblings:
        """Return which titles are parts of the same series.

        Parameters
        ----------
        path : Path
            Columns ``id`` and ``sibling_id``; a pair counts for both of its titles.

        Returns
        -------
        Siblings
            Seen from both sides.

        Raises
        ------
        BadData
            If the file is no such table.
        """
        pairs = []
        for place, (one, other) in self._rows(path, (Column(("id",)), Column(("sibling_id",)))):
            rows = self._row(place, "id", one), self._row(place, "sibling_id", other)
            if rows[0] is not None and rows[1] is not None:
                pairs.append((rows[0], rows[1]))
        return Siblings.from_pairs(pairs, n_titles=len(self.catalogue))

    def halves(self, path: Path) -> dict[int, str]:
        """Return which half each source belongs to.

        Parameters
        ----------
        path : Path
            Columns ``source_id`` and ``half``: dev or test.

        Returns
        -------
        dict of int to str
            Half by row.

        Raises
        ------
        BadData
            If the file is no such table, or none of its rows can be used.
        """
        n_known = len(self.problems)
        found: dict[int, str] = {}
        for place, (source, half) in self._rows(path, (_SOURCE, Column(("half",)))):
            row = self._row(place, "source_id", source)
            if half not in HALVES:
                self._add(place, "half", f"{shown(half)} is no half; expected dev or test")
            elif row is not None:
                self._keep_first(found, row, half, place, "source_id", "the source")
        return self._usable(path, found, n_known)

    def _rows(self, path: Path, columns: Sequence[Column]) -> Iterator[tuple[_Place, tuple[str, ...]]]:
        for line in table_lines(path, columns, self.problems):
            yield _Place(path.name, line.number), line.values

    def _row(self, place: _Place, name: str, id: str) -> int | None:
        if id in self.catalogue:
            return self.catalogue.row_of(id)
        self._add(place, name, f"no title of the catalogue has the id {shown(id)}")
        return None

    def _pair(self, place: _Place, source: str, target: str) -> tuple[int, int] | None:
        rows = self._row(place, "source_id", source), self._row(place, "target_id", target)
        if rows[0] is None or rows[1] is None:
            return None
        if rows[0] == rows[1]:
            self._add(place, "target_id", f"{shown(target)} is the source itself")
            return None
        return rows[0], rows[1]

    def _number(self, place: _Place, name: str, text: str) -> float | None:
        try:
            number = float(text)
        except ValueError:
            number = math.nan
        if math.isfinite(number):
            return number
        self._add(place, name, f"{shown(text)} is not a number")
        return None

    def _keep_first(
        self, found: dict[_T, _V], key: _T, value: _V, place: _Place, name: str, what: str
    ) -> None:
        if found.setdefault(key, value) != value:
            self._add(place, name, f"{shown(value)} contradicts an earlier line about {what}, which is used")

    def _usable(self, path: Path, found: dict[_T, _V], n_known: int) -> dict[_T, _V]:
        """What was found; if that is nothing, the first problem since ``n_known`` says why."""
        if found:
            return found
        if not len(self.catalogue):
            msg = "the catalogue has no title that can be used: see its problems with `recsys audit`"
        elif self.problems[n_known:]:
            msg = f"no row of {path.name} can be used; the first problem is {self.problems[n_known]}"
        else:
            msg = f"{path.name} has no row below the names of its columns"
        raise BadData(msg)

    def _add(self, place: _Place, name: str, reason: str) -> None:
        self.problems.append(Problem(place.file, place.line, name, reason))


@dataclass(frozen=True, slots=True)
class _Place:
    file: str
    line: int


def _ratings(found: dict[tuple[str, int], tuple[float, float]]) -> Ratings:
    users = tuple(sorted({user for user, _ in found}))
    number_of = {user: number for number, user in enumerate(users)}
    keys = sorted(found)
    times = np.array([found[key][1] for key in keys])
    return Ratings(
        user=np.array([number_of[user] for user, _ in keys], dtype=np.int64),
        row=np.array([row for _, row in keys], dtype=np.int64),
        rating=np.array([found[key][0] for key in keys]),
        time=None if np.isnan(times).any() else times,
        users=users,
    )
